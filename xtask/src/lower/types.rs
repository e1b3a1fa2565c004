//! Every plain schema gets one type: inferred where none is told, a union where several are.
//!
//! typify takes a schema without a type for anything, whatever else it says, and a list of types
//! not at all.

use serde_json::{Value, json};

use super::schema::{Schema, put_uses, take_uses};
use crate::document::walk::Place;
use crate::note::Notes;

/// Keywords that mean something for one type only; the first that is met decides.
const HINTS: [(&str, &[&str]); 4] = [
    ("object", &["properties", "additionalProperties", "required", "minProperties", "maxProperties"]),
    ("array", &["items", "minItems", "maxItems", "uniqueItems"]),
    ("string", &["pattern", "minLength", "maxLength"]),
    ("number", &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
];
const ALL: [&str; 5] = ["string", "number", "boolean", "array", "object"];

pub(super) fn apply(schema: &mut Value, _place: &Place<'_>, _notes: &mut Notes) {
    if let Value::Object(map) = schema {
        mend(map);
    }
}

fn mend(schema: &mut Schema) {
    match schema.get("type") {
        Some(Value::String(_)) => {}
        _ if schema.contains_key("$ref") || schema.contains_key("oneOf") => {}
        Some(types) => {
            let types = types.as_array().cloned().unwrap_or_default();
            split(schema, types);
        }
        None => {
            if let Some(found) = infer(schema) {
                schema.insert("type".to_owned(), found.into());
            }
        }
    }
}

fn infer(schema: &Schema) -> Option<&'static str> {
    // The rule for values infers by their types, and knows mixed ones.
    if schema.contains_key("enum") {
        return None;
    }
    let hinted = HINTS.iter().find(|(_, hints)| hints.iter().any(|hint| schema.contains_key(*hint)));
    if let Some((found, _)) = hinted {
        return Some(match schema.get("format").and_then(Value::as_str) {
            Some("int32" | "int64" | "uint64") if *found == "number" => "integer",
            _ => found,
        });
    }
    Some(match schema.get("format")?.as_str()? {
        "int32" | "int64" | "uint64" => "integer",
        "float" | "double" => "number",
        _ => "string",
    })
}

/// One arm for each type, each with the keywords that mean something for it.
fn split(schema: &mut Schema, mut types: Vec<Value>) {
    if types.iter().any(|one| one == "number") {
        types.retain(|one| one != "integer");
    }
    let mut seen = Vec::new();
    types.retain(|one| {
        let new = !seen.contains(one);
        seen.push(one.clone());
        new
    });
    if ALL.iter().all(|all| types.iter().any(|one| one == all)) && !schema.contains_key("enum") {
        let uses = take_uses(schema);
        schema.clear();
        put_uses(schema, uses);
        return;
    }
    if let [one] = types.as_slice() {
        schema.insert("type".to_owned(), one.clone());
        return;
    }
    if schema.contains_key("enum") {
        // The values say more than the types.
        schema.shift_remove("type");
        return;
    }
    let uses = take_uses(schema);
    schema.shift_remove("type");
    let arms: Vec<Value> = types.iter().map(|one| arm(schema, one)).collect();
    schema.clear();
    schema.insert("oneOf".to_owned(), json!(arms));
    put_uses(schema, uses);
}

fn arm(schema: &Schema, one: &Value) -> Value {
    let foreign = |keyword: &str| {
        HINTS.iter().any(|(owner, hints)| {
            let same = one == owner || (one == "integer" && *owner == "number");
            !same && hints.contains(&keyword)
        }) || (keyword == "format" && !matches!(one.as_str(), Some("string" | "integer" | "number")))
    };
    let mut arm = schema.clone();
    arm.retain(|keyword, _| !foreign(keyword));
    arm.insert("type".to_owned(), one.clone());
    Value::Object(arm)
}
