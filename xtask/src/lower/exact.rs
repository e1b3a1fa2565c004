//! Each schema is written with the keywords of its kind and nothing else.
//!
//! What the other rules leave behind means nothing for the type beside it. A reference with uses
//! gets the `allOf` around it that 3.0 wants.

use serde_json::{Map, Value};

use super::FADING;
use super::schema::USES;
use crate::document::walk::{self, Order, Place};
use crate::note::Notes;
use crate::trouble::Result;

/// Drops what means nothing beside a type, so that schemas of one shape are equal.
pub(super) fn keywords(schema: &mut Value, _place: &Place<'_>, _notes: &mut Notes) {
    if let Value::Object(map) = schema {
        let kind = kind(map);
        map.retain(|keyword, value| is_exact(kind, keyword, value) || keyword == "discriminator");
    }
}

/// Wraps references, and drops what the rules for unions and aliases left behind.
pub(super) fn apply(document: &mut Value, notes: &mut Notes) -> Result<()> {
    walk::every_schema_mut(document, Order::Inside, &mut |schema, place| {
        if let Value::Object(map) = schema {
            super::unions::settle(map, place, notes);
            let kind = kind(map);
            map.retain(|keyword, value| is_exact(kind, keyword, value));
            free_form(map);
            if kind == "$ref" && map.len() > 1 {
                wrap(map);
            }
        }
        Ok(())
    })
}

/// A map of anything is an object of which nothing is told.
pub(super) fn free_form(schema: &mut Map<String, Value>) {
    let Some(Value::Object(rest)) = schema.get("additionalProperties") else {
        return;
    };
    let says = |keyword: &String| !USES.contains(&keyword.as_str());
    if !rest.keys().any(says) && !schema.contains_key("properties") {
        schema.shift_remove("additionalProperties");
    }
}

fn wrap(schema: &mut Map<String, Value>) {
    let Some(target) = schema.shift_remove("$ref") else {
        return;
    };
    let mut bare = Map::new();
    bare.insert("$ref".to_owned(), target);
    let uses = std::mem::take(schema);
    // First, where readers look for the shape.
    schema.insert("allOf".to_owned(), Value::Array(vec![Value::Object(bare)]));
    schema.extend(uses);
}

/// The type, or the keyword that stands for one.
fn kind(schema: &Map<String, Value>) -> &'static str {
    match schema.get("type").and_then(Value::as_str) {
        Some("string") => "string",
        Some("number") => "number",
        Some("integer") => "integer",
        Some("boolean") => "boolean",
        Some("array") => "array",
        Some("object") => "object",
        _ if schema.contains_key("$ref") => "$ref",
        _ if schema.contains_key("oneOf") => "oneOf",
        _ => "any",
    }
}

fn is_exact(kind: &str, keyword: &str, value: &Value) -> bool {
    match keyword {
        "description" => true,
        "deprecated" => *value == Value::Bool(true),
        // Anything includes null, and no bound fits all of it.
        "nullable" | "x-three-state" => kind != "any" && *value == Value::Bool(true),
        "x-check" => kind != "any",
        "type" => kind != "any",
        "format" => matches!(kind, "string" | "integer"),
        "enum" | "x-time-bound" | "x-secret" => kind == "string",
        "items" => kind == "array",
        "properties" | "required" | "additionalProperties" | FADING => kind == "object",
        "$ref" => kind == "$ref",
        "oneOf" | "x-union" => kind == "oneOf",
        _ => false,
    }
}
