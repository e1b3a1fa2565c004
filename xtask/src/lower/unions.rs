//! `oneOf` keeps the arms that differ, and says how they are told apart.
//!
//! `anyOf` and `oneOf` are one to a client. Where every arm names its kind in one property, the union
//! is tagged; where not, the arms stand in the order in which they are to be tried. `x-union` says
//! which. typify's own reading of both is a struct of options that fails at run time.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::aliases::is_named;
use super::schema::{
    Budget, Components, Schema, flag, give_up, is, note, put_uses, referred, shape, take_uses, with_uses,
};
use super::tags::{self, Tag};
use crate::document::walk::{self, Order, Place};
use crate::note::{Fate, Notes};
use crate::trouble::Result;

/// Components that name each other as arms are followed this far; further ones stay references.
const LINKS: usize = 24;

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
        self.open.push(key.to_owned());
        let place = walk::component_place(key);
        walk::schema_mut(&mut schema, &place, Order::Inside, &mut |schema, place| self.mend(schema, place))?;
        self.open.pop();
        self.components.insert(key.to_owned(), schema);
        self.done.insert(key.to_owned());
        Ok(())
    }

    fn mend(&mut self, schema: &mut Value, place: &Place<'_>) -> Result<()> {
        let Value::Object(map) = schema else {
            return Ok(());
        };
        let union = map.keys().any(|keyword| keyword == "oneOf" || keyword == "discriminator");
        if !union {
            return Ok(());
        }
        let discriminator = map.shift_remove("discriminator");
        let Some(Value::Array(mut arms)) = map.shift_remove("oneOf") else {
            note(self.notes, Fate::Dropped, "`discriminator` without a union", place);
            return Ok(());
        };
        let mut uses = take_uses(map);
        map.clear();
        for arm in &mut arms {
            self.write_out(arm, place)?;
        }
        let before = arms.clone();
        let Some(arms) = arms_of(arms, true, &mut uses, place, self.notes) else {
            put_uses(map, uses);
            give_up(map, "a union with an arm that takes anything", place, self.notes);
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
                let arms = arms_of(before, false, &mut uses, place, &mut Notes::default());
                (arms.unwrap_or_default(), None)
            }
        };
        *schema = with_uses(whole(arms, found, &self.components), uses);
        Ok(())
    }

    /// An arm that refers to what is no type of its own is that, and may equal another arm.
    fn write_out(&mut self, arm: &mut Value, place: &Place<'_>) -> Result<()> {
        let Some(key) = referred(arm).map(str::to_owned) else {
            return Ok(());
        };
        self.component(&key)?;
        if !self.done.contains(&key) {
            return Ok(());
        }
        if let Some(found) = self.components.get(&key).filter(|found| !is_named(found)) {
            self.budget.pay(found, &place.pointer)?;
            let uses = arm.as_object_mut().map(take_uses).unwrap_or_default();
            *arm = with_uses(found.clone(), uses);
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
            in_order(&mut arms, components);
            json!({})
        }
    };
    let mut union = Schema::new();
    union.insert("oneOf".to_owned(), Value::Array(arms));
    union.insert("x-union".to_owned(), about);
    Value::Object(union)
}

/// The union of schemas that are lowered already.
pub(super) fn of(arms: Vec<Value>, components: &Components) -> Value {
    let place = walk::component_place("");
    let mut uses = Schema::new();
    let arms = arms_of(arms, true, &mut uses, &place, &mut Notes::default());
    arms.map_or_else(|| json!({}), |arms| whole(arms, None, components))
}

/// The distinct arms; `None` where one takes anything. Nested unions are written into this one:
/// those without a tag always, the others where `all` says so.
fn arms_of(arms: Vec<Value>, all: bool, uses: &mut Schema, place: &Place<'_>, notes: &mut Notes) -> Option<Vec<Value>> {
    let mut distinct = Distinct::default();
    let mut left: Vec<Value> = arms.into_iter().rev().collect();
    while let Some(mut arm) = left.pop() {
        if let Value::Object(map) = &mut arm {
            if flag(map, "nullable") {
                map.shift_remove("nullable");
                uses.insert("nullable".to_owned(), true.into());
            }
            let tagged = map.get("x-union").is_some_and(|about| about.get("tag").is_some());
            if (all || !tagged)
                && let Some(Value::Array(inner)) = map.shift_remove("oneOf")
            {
                left.extend(inner.into_iter().rev());
                continue;
            }
            let says = |keyword: &String| keyword != "description" && keyword != "deprecated";
            if !map.keys().any(says) {
                return None;
            }
        }
        if distinct.add(arm) {
            let fact = "a union of any text with certain texts: any text";
            note(notes, Fate::Became, fact, place);
        }
    }
    Some(distinct.arms)
}

/// Arms that differ, with their shapes: taking those apart is what costs.
#[derive(Default)]
struct Distinct {
    arms: Vec<Value>,
    shapes: Vec<Value>,
}

impl Distinct {
    /// Adds an arm, unless one that is there takes its values too; true where that one, or the arm,
    /// had to forget which texts it takes.
    fn add(&mut self, arm: Value) -> bool {
        let new = shape(&arm);
        for (known, shape_of_known) in self.arms.iter_mut().zip(&mut self.shapes) {
            if *shape_of_known == new {
                widen_check(known, &arm);
                return false;
            }
            let (Value::Object(map), Value::Object(arm)) = (&mut *known, &arm) else {
                continue;
            };
            if absorb(map, arm) {
                let any_text = is(map, "type", "string") && !map.contains_key("enum");
                *shape_of_known = shape(known);
                return any_text;
            }
        }
        self.arms.push(arm);
        self.shapes.push(new);
        false
    }
}

/// Equal arms with other bounds allow what either allows; no check can say that.
fn widen_check(known: &mut Value, arm: &Value) {
    if let Value::Object(known) = known
        && known.get("x-check") != arm.get("x-check")
    {
        known.shift_remove("x-check");
    }
}

/// Widens `known` to take what `arm` takes, where the two are of one scalar type.
fn absorb(known: &mut Schema, arm: &Schema) -> bool {
    let number = |schema: &Schema| is(schema, "type", "number") || is(schema, "type", "integer");
    if number(known) && number(arm) {
        let one = if is(known, "type", "integer") && is(arm, "type", "integer") { "integer" } else { "number" };
        known.insert("type".to_owned(), one.into());
        known.shift_remove("format");
        known.shift_remove("x-check");
        return true;
    }
    let text = |schema: &Schema| is(schema, "type", "string") && !is(schema, "format", "binary");
    if !(text(known) && text(arm)) {
        return false;
    }
    match (known.get_mut("enum"), arm.get("enum")) {
        (Some(Value::Array(known)), Some(Value::Array(arm))) => {
            let mut seen: BTreeSet<String> = known.iter().map(Value::to_string).collect();
            known.extend(arm.iter().filter(|value| seen.insert(value.to_string())).cloned());
        }
        _ => {
            for keyword in ["enum", "format", "x-check", "x-time-bound"] {
                known.shift_remove(keyword);
            }
        }
    }
    true
}

/// Puts the arms in the order in which they are to be tried: an object that insists on more comes
/// before one that insists on less, and a map, which takes any object, comes last.
fn in_order(arms: &mut [Value], components: &Components) {
    let rank = |arm: &Value| -> Option<(bool, usize)> {
        let seen = components.seen(arm).as_object()?;
        let required = seen.get("required").and_then(Value::as_array).map_or(0, Vec::len);
        is(seen, "type", "object").then(|| (!seen.contains_key("properties"), usize::MAX - required))
    };
    let slots: Vec<usize> = (0..arms.len()).filter(|index| rank(&arms[*index]).is_some()).collect();
    let mut objects: Vec<Value> = slots.iter().map(|index| arms[*index].clone()).collect();
    objects.sort_by_key(|arm| rank(arm));
    for (slot, object) in slots.into_iter().zip(objects) {
        arms[slot] = object;
    }
}
