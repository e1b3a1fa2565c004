//! The arms of a union: which ones differ, and in which order they are tried.

use std::collections::BTreeSet;

use serde_json::Value;

use super::schema::{Components, Schema, USES, flag, is, note, shape};
use crate::document::walk::Place;
use crate::note::{Fate, Notes};

/// The distinct arms; `None` where one takes anything. Nested unions are written into this one:
/// those without a tag always, the others where `all` says so.
pub(super) fn distinct(
    arms: Vec<Value>,
    all: bool,
    uses: &mut Schema,
    place: &Place<'_>,
    notes: &mut Notes,
) -> Option<Vec<Value>> {
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
        }
        if is_any(&arm) {
            return None;
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
pub(super) fn in_order(arms: &mut [Value], components: &Components) {
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

/// Whether a schema takes anything.
pub(super) fn is_any(arm: &Value) -> bool {
    let says = |keyword: &String| !USES.contains(&keyword.as_str());
    !arm.as_object().is_some_and(|arm| arm.keys().any(says))
}
