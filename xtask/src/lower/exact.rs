//! Each schema is written with the keywords of its kind, in one order, and nothing else.
//!
//! What the other rules leave behind means nothing for the type beside it. A reference with uses
//! gets the `allOf` around it that 3.0 wants.

use serde_json::{Map, Value};

use super::schema::USES;
use crate::document::walk::{self, Order};
use crate::note::Notes;
use crate::trouble::Result;

/// The keywords of a kind, in the order in which they are written.
const SHAPES: [(&str, &[&str]); 6] = [
    ("string", &["type", "format", "enum", "x-time-bound"]),
    ("number", &["type"]),
    ("integer", &["type", "format"]),
    ("boolean", &["type"]),
    ("array", &["type", "items"]),
    ("object", &["type", "properties", "required", "additionalProperties"]),
];
const REFERENCE: &[&str] = &["$ref"];
const UNION: &[&str] = &["oneOf", "x-union"];

pub(super) fn apply(document: &mut Value, _notes: &mut Notes) -> Result<()> {
    walk::every_schema_mut(document, Order::Inside, &mut |schema, _| {
        if let Value::Object(map) = schema {
            *map = exact(std::mem::take(map));
        }
        Ok(())
    })
}

fn exact(mut old: Map<String, Value>) -> Map<String, Value> {
    let shape = keywords(&old);
    let mut new = take(&mut old, shape);
    let mut uses = take(&mut old, &USES);
    uses.retain(|_, value| *value != Value::Bool(false));
    if shape.is_empty() {
        // Anything includes null.
        uses.shift_remove("nullable");
        uses.shift_remove("x-three-state");
    }
    if new.contains_key("$ref") && !uses.is_empty() {
        let mut outer = Map::new();
        outer.insert("allOf".to_owned(), Value::Array(vec![Value::Object(new)]));
        new = outer;
    }
    new.extend(uses);
    if !shape.is_empty() {
        new.extend(take(&mut old, &["x-check"]));
    }
    new
}

fn keywords(schema: &Map<String, Value>) -> &'static [&'static str] {
    if schema.contains_key("$ref") {
        return REFERENCE;
    }
    if schema.contains_key("oneOf") {
        return UNION;
    }
    let own = schema.get("type").and_then(Value::as_str);
    SHAPES.iter().find(|(name, _)| own == Some(*name)).map_or(&[], |(_, keywords)| keywords)
}

fn take(from: &mut Map<String, Value>, keywords: &[&str]) -> Map<String, Value> {
    let taken = |keyword: &&str| Some(((*keyword).to_owned(), from.swap_remove(*keyword)?));
    keywords.iter().filter_map(taken).collect()
}
