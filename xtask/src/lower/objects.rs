//! Objects say which properties they have, arrays what their items are.
//!
//! A required property that has no schema takes anything. Whether further properties are forbidden
//! is nobody's business: a client must not refuse what the server sends. An object without
//! properties is a map.

use serde_json::{Map, Value, json};

use super::schema::{Schema, flag, is, note};
use crate::document::walk::{self, Order, Place, Side};
use crate::note::{Fate, Notes};
use crate::trouble::Result;

pub(super) fn apply(document: &mut Value, notes: &mut Notes) -> Result<()> {
    walk::every_schema_mut(document, Order::Outside, &mut |schema, place| {
        if let Value::Object(map) = schema {
            if is(map, "type", "object") {
                object(map, place, notes);
            } else if is(map, "type", "array") {
                map.entry("items").or_insert_with(|| json!({}));
            }
        }
        Ok(())
    })
}

fn object(schema: &mut Schema, place: &Place<'_>, notes: &mut Notes) {
    let mut properties = match schema.shift_remove("properties") {
        Some(Value::Object(properties)) => properties,
        _ => Map::new(),
    };
    let mut required: Vec<Value> = Vec::new();
    if let Some(Value::Array(names)) = schema.shift_remove("required") {
        for name in names {
            if !required.contains(&name) {
                required.push(name);
            }
        }
    }
    for name in required.iter().filter_map(Value::as_str) {
        if !properties.contains_key(name) {
            note(notes, Fate::Became, "required properties without a schema: any value", place);
            properties.insert(name.to_owned(), json!({}));
        }
    }
    lenient(&properties, &mut required, place, notes);
    rest(schema, properties.is_empty());
    if !properties.is_empty() {
        schema.insert("properties".to_owned(), Value::Object(properties));
    }
    if !required.is_empty() {
        schema.insert("required".to_owned(), Value::Array(required));
    }
}

/// A deprecated property is about to go; a client that insists on it dies on the day it does.
fn lenient(properties: &Map<String, Value>, required: &mut Vec<Value>, place: &Place<'_>, notes: &mut Notes) {
    if place.side == Side::Request {
        return;
    }
    let before = required.len();
    required.retain(|name| {
        let part = name.as_str().and_then(|name| properties.get(name));
        !part.and_then(Value::as_object).is_some_and(|part| flag(part, "deprecated"))
    });
    if required.len() < before {
        let fact = "required but deprecated properties of responses: optional";
        note(notes, Fate::Became, fact, place);
    }
}

fn rest(schema: &mut Schema, is_map: bool) {
    let keep = match schema.get("additionalProperties") {
        Some(Value::Object(rest)) => !is_map || !rest.is_empty(),
        _ => false,
    };
    if !keep {
        schema.shift_remove("additionalProperties");
    }
}
