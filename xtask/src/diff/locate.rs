//! From a change in a normal form back to its place in the document as it is written.

use serde_json::Value;

use super::step::Step;
use crate::document::{Pointer, reference};

/// How many unions and references are looked through for one step.
const DEEPEST: usize = 12;

/// The place that some steps lead to from a schema; `None` where the document has no such place.
pub(super) fn locate(document: &Value, schema: &Pointer, steps: &[Step]) -> Option<Pointer> {
    let mut place = schema.clone();
    for step in steps.iter().filter(|step| !matches!(step, Step::Arm(_) | Step::Part(_))) {
        place = find(document, &place, step, 0)?;
    }
    place.resolve(document).map(|_| place)
}

fn find(document: &Value, at: &Pointer, step: &Step, depth: usize) -> Option<Pointer> {
    let (place, value) = reference::follow(document, at).ok()?;
    if let Some(found) = right_here(&place, value, step) {
        return Some(found);
    }
    if depth == DEEPEST {
        return None;
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let members = value.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
        let below = place.push(keyword);
        let found = (0..members).find_map(|index| find(document, &below.push(index.to_string()), step, depth + 1));
        if found.is_some() {
            return found;
        }
    }
    None
}

fn right_here(place: &Pointer, value: &Value, step: &Step) -> Option<Pointer> {
    let entry = |keyword: &str, name: &str| {
        value.get(keyword)?.get(name)?;
        Some(place.push(keyword).push(name))
    };
    match step {
        Step::Property(name) => entry("properties", name),
        Step::Pattern(pattern) => entry("patternProperties", pattern),
        Step::Extra => value.get("additionalProperties").map(|_| place.push("additionalProperties")),
        Step::Items => value.get("items").map(|_| place.push("items")),
        Step::Prefix(index) => {
            let list = if value.get("prefixItems").is_some() { "prefixItems" } else { "items" };
            value.get(list)?.get(*index)?;
            Some(place.push(list).push(index.to_string()))
        }
        Step::Arm(_) | Step::Part(_) => None,
    }
}
