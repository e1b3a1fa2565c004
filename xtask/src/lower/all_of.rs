//! `allOf` becomes one schema, and what stands beside a union goes into each of its arms.
//!
//! typify's own merging gives up with `todo!` on much of what is written in practice. Members that
//! are references are merged by value; one reference with nothing to add to it stays a reference.
//! After this rule a schema is plain, or a reference, or a union (`oneOf`) with nothing beside it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::gathered::{Gathered, take_list};
use super::merge::{self, Merging};
use super::schema::{
    Budget, Components, Schema, give_up, note, published, put_uses, referred, same_shape, take_uses, with_uses,
};
use crate::document::walk::{self, Order, Place};
use crate::note::{Fate, Notes};
use crate::trouble::{Result, Trouble};

/// More arms than this are no union that anyone can use.
const ARMS: usize = 128;
/// The depth of inheritance, summed over the steps to each member, that is followed.
const STEPS: usize = 240;

pub(super) fn apply(document: &mut Value, notes: &mut Notes) -> Result<()> {
    let raw = Components::take(document);
    let mut composer = Composer {
        raw: &raw,
        done: BTreeMap::new(),
        open: Vec::new(),
        steps: 0,
        written: Vec::new(),
        budget: Budget::new(),
        notes,
    };
    walk::every_schema_mut(document, Order::Inside, &mut |schema, place| composer.compose(schema, place))?;
    let mut schemas = Schema::new();
    for key in raw.keys() {
        let place = walk::component_place(&key);
        let done = composer.component(&key, false, &place)?;
        schemas.insert(key, done.unwrap_or_else(|| json!({})));
    }
    Components::replaced(schemas).put_back(document);
    Ok(())
}

struct Composer<'c, 'n> {
    raw: &'c Components,
    /// Components that are composed, by name and whether without their union.
    done: BTreeMap<(String, bool), Value>,
    /// Components that are being composed, outermost first.
    open: Vec<(String, bool)>,
    steps: usize,
    /// Components that are written out where this is, outermost first.
    written: Vec<String>,
    budget: Budget,
    notes: &'n mut Notes,
}

/// What several schemas are together.
enum Whole {
    One(Value),
    /// No value fits all of them.
    Nothing,
    /// One of them contains the place where they meet.
    Endless,
}

impl Composer<'_, '_> {
    fn compose(&mut self, schema: &mut Value, place: &Place<'_>) -> Result<()> {
        let Value::Object(map) = schema else {
            return Ok(());
        };
        let composed = |keyword: &String| matches!(keyword.as_str(), "allOf" | "anyOf" | "oneOf");
        if !map.keys().any(composed) {
            return Ok(());
        }
        let mut uses = take_uses(map);
        let discriminator = map.shift_remove("discriminator");
        let mut gathered = Gathered::default();
        for member in take_list(map, "allOf") {
            gathered.add(member, &mut uses);
        }
        for keyword in ["anyOf", "oneOf"] {
            let arms = take_list(map, keyword);
            if !arms.is_empty() {
                gathered.unions.push(arms);
            }
        }
        gathered.discriminator = discriminator.or(gathered.discriminator);
        gathered.parts.insert(0, Value::Object(std::mem::take(map)));
        match self.whole(gathered, place)? {
            Whole::One(whole) => *schema = with_uses(whole, uses),
            failed => {
                put_uses(map, uses);
                let why = match failed {
                    Whole::Endless => "an `allOf` that contains itself",
                    _ => "an `allOf` of schemas that exclude each other",
                };
                give_up(map, why, place, self.notes);
            }
        }
        Ok(())
    }

    /// One schema for all that was gathered.
    fn whole(&mut self, mut gathered: Gathered, place: &Place<'_>) -> Result<Whole> {
        gathered.prune();
        if gathered.parts.len() == 1 && gathered.unions.is_empty() {
            return Ok(Whole::One(gathered.parts.swap_remove(0)));
        }
        let outer = self.written.len();
        let whole = match self.write_out(&mut gathered, place)? {
            Some(failed) => Ok(failed),
            None => self.united(gathered, place),
        };
        self.written.truncate(outer);
        whole
    }

    /// One schema for parts that are written out.
    fn united(&mut self, mut gathered: Gathered, place: &Place<'_>) -> Result<Whole> {
        let mut base = Schema::new();
        if gathered.parts.len() == 1 && gathered.unions.is_empty() {
            return Ok(Whole::One(gathered.parts.swap_remove(0)));
        }
        for part in gathered.parts {
            let Value::Object(part) = part else { continue };
            if !merge::agree(&base, &part) {
                return Ok(Whole::Nothing);
            }
            let mut pair = Pair { composer: self, place };
            merge::merge(&mut base, part, &mut pair)?;
        }
        if !base.is_empty() {
            let notes = &mut *self.notes;
            gathered.unions.retain(|arms| {
                let says = arms.iter().any(|arm| !is_condition(arm));
                if !says {
                    let fact = "alternatives that only tell properties apart: all of them optional";
                    note(notes, Fate::Became, fact, place);
                }
                says
            });
        }
        if base.is_empty() && gathered.unions.len() == 1 {
            let arms = gathered.unions.swap_remove(0);
            return Ok(Whole::One(union(arms, gathered.discriminator)));
        }
        self.distribute(base, gathered.unions, gathered.discriminator, place)
    }

    /// Replaces references among the parts by what they refer to.
    fn write_out(&mut self, gathered: &mut Gathered, place: &Place<'_>) -> Result<Option<Whole>> {
        let mut written = Vec::new();
        let mut keys = Vec::new();
        for part in std::mem::take(&mut gathered.parts) {
            let mut part = part;
            let mut links = Vec::new();
            while let Some(key) = referred(&part) {
                let key = key.to_owned();
                // Two components that are nothing but an `allOf` of the other refer to each other by now.
                if links.contains(&key) || self.written.contains(&key) {
                    return Ok(Some(Whole::Endless));
                }
                match self.component(&key, self.lists_open(&key), place)? {
                    Some(found) => part = found,
                    None => return Ok(Some(Whole::Endless)),
                }
                links.push(key);
            }
            keys.extend(links);
            let Value::Object(mut part) = part else {
                continue;
            };
            let arms = take_list(&mut part, "oneOf");
            if !arms.is_empty() {
                gathered.unions.push(arms);
                let found = part.shift_remove("discriminator");
                gathered.discriminator = gathered.discriminator.take().or(found);
            }
            // What a part says of its own uses is not said of the whole.
            for keyword in ["readOnly", "writeOnly", "deprecated"] {
                part.shift_remove(keyword);
            }
            if !part.is_empty() {
                written.push(Value::Object(part));
            }
        }
        gathered.parts = written;
        self.written.extend(keys);
        Ok(None)
    }

    /// A component, composed; `None` if that is what is being done.
    fn component(&mut self, key: &str, alone: bool, place: &Place<'_>) -> Result<Option<Value>> {
        let entry = (key.to_owned(), alone);
        if let Some(done) = self.done.get(&entry) {
            self.budget.pay(done, &place.pointer)?;
            return Ok(Some(done.clone()));
        }
        if self.open.contains(&entry) {
            return Ok(None);
        }
        let steps = place.pointer.steps().len();
        if self.steps + steps > STEPS {
            return Err(Trouble::new("`allOf` reaches through too many references")
                .at(&published(&place.pointer))
                .help("write out one of them in overlay.toml"));
        }
        let mut schema = self.raw.get(key).cloned().unwrap_or_else(|| json!({}));
        if let (true, Value::Object(map)) = (alone, &mut schema) {
            map.retain(|keyword, _| !matches!(keyword.as_str(), "anyOf" | "oneOf" | "discriminator"));
        }
        self.budget.pay(&schema, &place.pointer)?;
        self.open.push(entry.clone());
        self.steps += steps;
        // What is written out around the reference is not around the component.
        let around = std::mem::take(&mut self.written);
        let place = walk::component_place(key);
        walk::schema_mut(&mut schema, &place, Order::Inside, &mut |schema, place| self.compose(schema, place))?;
        self.written = around;
        self.steps -= steps;
        self.open.pop();
        super::depth::check(&schema, &place)?;
        self.done.insert(entry, schema.clone());
        Ok(Some(schema))
    }

    /// Whether the component is a union that lists one of the components that are being composed:
    /// then it is the family's parent, and a child inherits what stands beside the list.
    fn lists_open(&self, key: &str) -> bool {
        let raw = self.raw.get(key).and_then(Value::as_object);
        let arms = ["anyOf", "oneOf"].iter().filter_map(|keyword| raw?.get(*keyword)?.as_array());
        arms.flatten().filter_map(referred).any(|arm| self.open.iter().any(|(open, _)| open == arm))
    }

    /// Each arm of each union together with the base.
    fn distribute(
        &mut self,
        base: Schema,
        unions: Vec<Vec<Value>>,
        discriminator: Option<Value>,
        place: &Place<'_>,
    ) -> Result<Whole> {
        let mut wholes = vec![Value::Object(base)];
        for arms in unions {
            let mut next = Vec::new();
            for whole in &wholes {
                for arm in &arms {
                    if next.len() == ARMS {
                        return Ok(Whole::Nothing);
                    }
                    self.budget.pay(whole, &place.pointer)?;
                    next.extend(self.with_base(whole, arm, place)?);
                }
            }
            wholes = next;
        }
        Ok(match wholes.len() {
            0 => Whole::Nothing,
            1 => Whole::One(wholes.swap_remove(0)),
            _ => Whole::One(union(wholes, discriminator)),
        })
    }

    /// One arm together with the base; an arm that repeats the base stays as it is.
    fn with_base(&mut self, base: &Value, arm: &Value, place: &Place<'_>) -> Result<Option<Value>> {
        let mut gathered = Gathered::default();
        let mut uses = Schema::new();
        gathered.parts.push(base.clone());
        gathered.add(arm.clone(), &mut uses);
        let whole = match self.whole(gathered, place)? {
            Whole::One(whole) => whole,
            Whole::Nothing => return Ok(None),
            // The family's parent is reached from a child: the child has the base already.
            Whole::Endless => return Ok(Some(arm.clone())),
        };
        if let Some(key) = referred(arm) {
            let entry = (key.to_owned(), false);
            if self.done.get(&entry).is_some_and(|done| same_shape(done, &whole)) {
                return Ok(Some(arm.clone()));
            }
        }
        Ok(Some(with_uses(whole, uses)))
    }
}

fn union(arms: Vec<Value>, discriminator: Option<Value>) -> Value {
    let mut union = Schema::new();
    union.insert("oneOf".to_owned(), Value::Array(arms));
    if let Some(discriminator) = discriminator {
        union.insert("discriminator".to_owned(), discriminator);
    }
    Value::Object(union)
}

/// Whether an arm only says which of the properties beside its union have to be there.
fn is_condition(arm: &Value) -> bool {
    arm.as_object().is_some_and(|arm| {
        arm.iter().all(|(keyword, value)| match keyword.as_str() {
            "required" | "description" | "minProperties" | "maxProperties" => true,
            "type" => value == "object",
            _ => false,
        })
    })
}

/// A merge at a place.
struct Pair<'p, 'q, 'c, 'n> {
    composer: &'p mut Composer<'c, 'n>,
    place: &'p Place<'q>,
}

impl Merging for Pair<'_, '_, '_, '_> {
    fn both(&mut self, left: Value, right: Value) -> Result<Value> {
        let mut whole = json!({ "allOf": [left, right] });
        self.composer.compose(&mut whole, self.place)?;
        Ok(whole)
    }

    fn conflict(&mut self, keyword: &str) {
        let fact = format!("`allOf` of schemas with different `{keyword}`: the first one");
        note(self.composer.notes, Fate::Became, fact, self.place);
    }
}
