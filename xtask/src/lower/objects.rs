//! Objects say which properties they have, arrays what their items are.
//!
//! A required property that has no schema takes anything. Whether further properties are forbidden
//! is nobody's business: a client must not refuse what the server sends. An object without
//! properties is a map.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::FADING;
use super::schema::{Schema, USES, note};
use crate::document::walk::{Place, Side};
use crate::note::{Fate, Notes};

pub(super) fn apply(schema: &mut Value, place: &Place<'_>, notes: &mut Notes) {
    let Value::Object(map) = schema else { return };
    match map.get("type").and_then(Value::as_str) {
        Some("object") => object(map, place, notes),
        Some("array") => {
            map.entry("items").or_insert_with(|| json!({}));
        }
        _ => {}
    }
}

fn object(schema: &mut Schema, place: &Place<'_>, notes: &mut Notes) {
    if let Some(Value::Array(mut required)) = schema.get_mut("required").map(Value::take) {
        let properties = schema.entry("properties").or_insert_with(|| Value::Object(Map::new()));
        let mut fading = Vec::new();
        if let Value::Object(properties) = properties {
            fading = demand(properties, &mut required, place, notes);
        }
        if !fading.is_empty() {
            schema.insert(FADING.to_owned(), Value::Array(fading));
        }
        match required.is_empty() {
            true => schema.shift_remove("required"),
            false => schema.insert("required".to_owned(), Value::Array(required)),
        };
    }
    let is_map = match schema.get("properties") {
        Some(Value::Object(properties)) => properties.is_empty(),
        _ => true,
    };
    if is_map {
        schema.shift_remove("properties");
    }
    rest(schema, is_map);
}

/// What is demanded is there, once. What a response demands and is about to go is not demanded: a
/// client that insists on a deprecated property dies on the day that it goes. Gives those back.
fn demand(
    properties: &mut Map<String, Value>,
    required: &mut Vec<Value>,
    place: &Place<'_>,
    notes: &mut Notes,
) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let mut fading = Vec::new();
    required.retain(|name| {
        let Some(name) = name.as_str() else {
            return false;
        };
        match properties.get(name) {
            None => {
                let fact = "required properties without a schema: any value";
                note(notes, Fate::Became, fact, place);
                properties.insert(name.to_owned(), json!({}));
            }
            Some(part) => {
                let deprecated = part.get("deprecated") == Some(&Value::Bool(true));
                if deprecated && place.side == Side::Response {
                    let fact = "required but deprecated properties of responses: optional";
                    note(notes, Fate::Became, fact, place);
                    if seen.insert(name.to_owned()) {
                        fading.push(name.into());
                    }
                    return false;
                }
            }
        }
        seen.insert(name.to_owned())
    });
    fading
}

fn rest(schema: &mut Schema, is_map: bool) {
    let rest = schema.get("additionalProperties").and_then(Value::as_object);
    let says = |rest: &Schema| rest.keys().any(|keyword| !USES.contains(&keyword.as_str()));
    if !rest.is_some_and(|rest| !is_map || says(rest)) {
        schema.shift_remove("additionalProperties");
    }
}
