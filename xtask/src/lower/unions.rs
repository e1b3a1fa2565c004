//! `oneOf` keeps the arms that differ, and says how they are told apart.
//!
//! `anyOf` and `oneOf` are one to a client. Where every arm names its kind in one property, the union
//! is tagged; where not, the arms stand in the order in which they are to be tried. `x-union` says
//! which. typify's own reading of both is a struct of options that fails at run time.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::aliases::is_named;
use super::arms;
use super::schema::{Budget, Components, Schema, give_up, note, put_uses, referred, take_uses, with_uses};
use super::tags::{self, Tag};
use crate::document::walk::{self, Order, Place};
use crate::note::{Fate, Notes};
use crate::trouble::Result;

/// Components that name each other as arms are followed this far; further ones stay references.
const LINKS: usize = 24;
const ANYTHING: &str = "a union with an arm that takes anything";

pub(super) fn apply(document: &mut Value, notes: &mut Notes) -> Result<()> {
    let mut unions = Unions {
        components: Components::take(document),
        done: BTreeSet::new(),
        open: Vec::new(),
        budget: Budget::new(),
        notes,
    };
    for key in unions.components.keys() {
        unions.component(&key)?;
    }
    walk::every_schema_mut(document, Order::Inside, &mut |schema, place| unions.mend(schema, place))?;
    unions.components.put_back(document);
    Ok(())
}

struct Unions<'n> {
    /// As they are when all unions in them are mended, for those that are done.
    components: Components,
    done: BTreeSet<String>,
    open: Vec<String>,
    budget: Budget,
    notes: &'n mut Notes,
}

impl Unions<'_> {
    /// Mends a component before others ask what it is.
    fn component(&mut self, key: &str) -> Result<()> {
        let is_open = self.open.iter().any(|open| open == key);
        if is_open || self.open.len() == LINKS || self.done.contains(key) {
            return Ok(());
        }
        let Some(mut schema) = self.components.get(key).cloned() else {
            return Ok(());
        };
        if let Some(Value::Array(arms)) = schema.get_mut("oneOf") {
            *arms = self.without_circles(key, std::mem::take(arms));
        }
        self.open.push(key.to_owned());
        let place = walk::component_place(key);
        walk::schema_mut(&mut schema, &place, Order::Inside, &mut |schema, place| self.mend(schema, place))?;
        self.open.pop();
        self.components.insert(key.to_owned(), schema);
        self.done.insert(key.to_owned());
        Ok(())
    }

    /// A union that lists itself, or one that lists it, says nothing by that; and a reader that tries
    /// the arms would try for ever. The other arms of such a union are listed instead of it.
    fn without_circles(&self, key: &str, arms: Vec<Value>) -> Vec<Value> {
        let mut written = BTreeSet::from([key.to_owned()]);
        let mut left: Vec<Value> = arms.into_iter().rev().collect();
        let mut kept = Vec::new();
        while let Some(arm) = left.pop() {
            let other = referred(&arm);
            if other.is_some_and(|other| written.contains(other)) {
                continue;
            }
            if !self.lists(&arm, key) {
                kept.push(arm);
                continue;
            }
            written.extend(other.map(str::to_owned));
            left.extend(self.arms(&arm).iter().rev().cloned());
        }
        kept
    }

    /// The arms of a union, or of the one that it refers to.
    fn arms<'s>(&'s self, union: &'s Value) -> &'s [Value] {
        let seen = match referred(union) {
            Some(key) => self.components.get(key),
            None => Some(union),
        };
        let arms = seen.and_then(|seen| seen.get("oneOf")?.as_array());
        arms.map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a union lists the component `key`, itself or through others.
    fn lists(&self, union: &Value, key: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut left = vec![union];
        while let Some(union) = left.pop() {
            let name = referred(union);
            if name == Some(key) {
                return true;
            }
            if name.is_none_or(|name| seen.insert(name)) {
                left.extend(self.arms(union));
            }
        }
        false
    }

    fn mend(&mut self, schema: &mut Value, place: &Place<'_>) -> Result<()> {
        if referred(schema).is_some() {
            return self.write_out(schema, place);
        }
        let Value::Object(map) = schema else {
            return Ok(());
        };
        // The values of a map may turn out to be anything just now.
        super::exact::free_form(map);
        let union = map.keys().any(|keyword| keyword == "oneOf" || keyword == "discriminator");
        if !union {
            return Ok(());
        }
        let discriminator = map.shift_remove("discriminator");
        let Some(Value::Array(arms)) = map.shift_remove("oneOf") else {
            note(self.notes, Fate::Dropped, "`discriminator` without a union", place);
            return Ok(());
        };
        let mut uses = take_uses(map);
        map.clear();
        if arms.is_empty() {
            give_up(map, "a union of nothing but itself", place, self.notes);
            return Ok(());
        }
        let before = arms.clone();
        let Some(arms) = arms::distinct(arms, true, &mut uses, place, self.notes) else {
            put_uses(map, uses);
            give_up(map, ANYTHING, place, self.notes);
            return Ok(());
        };
        let found = tags::find(&arms, discriminator.as_ref(), &self.components);
        let (arms, found) = match found {
            Some(found) => (arms, Some(found)),
            None => {
                if discriminator.is_some() {
                    let fact = "`discriminator` that does not tell every arm apart: the arms are tried";
                    note(self.notes, Fate::Became, fact, place);
                }
                // A tagged union inside one that has no tag stays one, in its own right.
                let arms = arms::distinct(before, false, &mut uses, place, &mut Notes::default());
                (arms.unwrap_or_default(), None)
            }
        };
        *schema = with_uses(whole(arms, found, &self.components), uses);
        Ok(())
    }

    /// What refers to what is no type of its own any more is that, and may equal another arm.
    fn write_out(&mut self, schema: &mut Value, place: &Place<'_>) -> Result<()> {
        let Some(key) = referred(schema).map(str::to_owned) else {
            return Ok(());
        };
        self.component(&key)?;
        if !self.done.contains(&key) {
            return Ok(());
        }
        if let Some(found) = self.components.get(&key).filter(|found| !is_named(found)) {
            self.budget.pay(found, &place.pointer)?;
            let uses = schema.as_object_mut().map(take_uses).unwrap_or_default();
            *schema = with_uses(found.clone(), uses);
        }
        Ok(())
    }
}

/// The union of distinct arms, or the one that is left.
fn whole(mut arms: Vec<Value>, found: Option<Tag>, components: &Components) -> Value {
    if arms.len() == 1 {
        return arms.swap_remove(0);
    }
    let about = match found {
        Some(Tag { name, values }) => json!({ "tag": name, "values": values }),
        None => {
            arms::in_order(&mut arms, components);
            json!({})
        }
    };
    let mut union = Schema::new();
    union.insert("oneOf".to_owned(), Value::Array(arms));
    union.insert("x-union".to_owned(), about);
    Value::Object(union)
}

/// Looks at a union again when no reference is left to be written out: what was cut because it
/// contains itself may have been an arm, or made two of them equal.
pub(super) fn settle(schema: &mut Schema, place: &Place<'_>, notes: &mut Notes) {
    let Some(about) = schema.get("x-union") else {
        return;
    };
    // The arms of a tagged union are objects with a property of their own, and stay that.
    if about.get("tag").is_some() {
        return;
    }
    let Some(Value::Array(arms)) = schema.get("oneOf").cloned() else {
        return;
    };
    let mut uses = take_uses(schema);
    let Some(distinct) = arms::distinct(arms, false, &mut uses, place, notes) else {
        put_uses(schema, uses);
        give_up(schema, ANYTHING, place, notes);
        return;
    };
    if let [one] = distinct.as_slice() {
        if let Value::Object(one) = one.clone() {
            *schema = one;
        }
    } else {
        schema.insert("oneOf".to_owned(), Value::Array(distinct));
    }
    put_uses(schema, uses);
}

/// The union of schemas that are lowered already.
pub(super) fn of(arms: Vec<Value>, components: &Components) -> Value {
    let place = walk::component_place("");
    let mut uses = Schema::new();
    let arms = arms::distinct(arms, true, &mut uses, &place, &mut Notes::default());
    arms.map_or_else(|| json!({}), |arms| whole(arms, None, components))
}
