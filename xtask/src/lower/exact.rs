//! Each schema is written with the keywords of its kind and nothing else.
//!
//! What the other rules leave behind means nothing for the type beside it. A reference with uses
//! gets the `allOf` around it that 3.0 wants.

use serde_json::{Map, Value};

use crate::document::walk::{self, Order};
use crate::note::Notes;
use crate::trouble::Result;

pub(super) fn apply(document: &mut Value, _notes: &mut Notes) -> Result<()> {
    walk::every_schema_mut(document, Order::Inside, &mut |schema, _| {
        if let Value::Object(map) = schema {
            exact(map);
        }
        Ok(())
    })
}

fn exact(schema: &mut Map<String, Value>) {
    let kind = kind(schema);
    schema.retain(|keyword, value| is_exact(kind, keyword, value));
    if kind == "$ref"
        && schema.len() > 1
        && let Some(target) = schema.shift_remove("$ref")
    {
        let mut bare = Map::new();
        bare.insert("$ref".to_owned(), target);
        // First, where readers look for the shape.
        let uses = std::mem::take(schema);
        schema.insert("allOf".to_owned(), Value::Array(vec![Value::Object(bare)]));
        schema.extend(uses);
    }
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
        "enum" | "x-time-bound" => kind == "string",
        "items" => kind == "array",
        "properties" | "required" | "additionalProperties" => kind == "object",
        "$ref" => kind == "$ref",
        "oneOf" | "x-union" => kind == "oneOf",
        _ => false,
    }
}
