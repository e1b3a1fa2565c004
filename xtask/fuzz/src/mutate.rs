//! Changes to a small document, chosen by bytes: it stays JSON, and mostly stays OpenAPI.

use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use serde_json::{Map, Value, json};

#[path = "names.rs"]
mod names;

pub use names::NAMES;

/// Schemas, one for each thing that a schema can be.
static SCHEMAS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let object = json!({ "type": "object", "properties": { "a": { "type": "string" }, "b": { "type": "integer" } } });
    vec![
        json!(true),
        json!(false),
        json!({}),
        json!({ "type": "string" }),
        json!({ "type": ["string", "null"], "minLength": 1, "maxLength": 3, "pattern": "^[a-z]+$" }),
        json!({ "type": "string", "format": "date-time" }),
        json!({ "type": "string", "format": "binary" }),
        json!({ "type": "string", "enum": ["a", "A", "a-b", "a b", "", "1", "self", "\"", "é"] }),
        json!({ "type": ["integer", "string"], "enum": [1, 2, "a", null] }),
        json!({ "type": "integer", "format": "int32", "minimum": -1, "maximum": 18446744073709551615_u64 }),
        json!({ "type": "number", "multipleOf": 0.01, "exclusiveMinimum": 0 }),
        json!({ "type": "boolean", "default": true }),
        json!({ "type": "null" }),
        json!({ "const": "a" }),
        json!({ "const": { "a": 1 } }),
        json!({ "enum": [] }),
        json!({ "type": "array", "items": { "type": "string" }, "minItems": 1, "uniqueItems": true }),
        json!({ "type": "array" }),
        json!({ "type": "array", "prefixItems": [{ "type": "string" }, { "type": "integer" }], "items": false }),
        object.clone(),
        json!({ "type": "object" }),
        json!({ "type": "object", "additionalProperties": { "type": "integer" } }),
        json!({ "type": "object", "properties": { "a": {} }, "additionalProperties": false, "required": ["a", "c"] }),
        json!({ "type": "object", "properties": { "extra": {} }, "additionalProperties": { "type": "string" } }),
        json!({ "type": "object", "properties": { "a": { "readOnly": true }, "b": { "writeOnly": true } } }),
        json!({ "type": "object", "properties": { "a-b": { "type": "string" }, "a_b": { "type": "string" } } }),
        json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] }),
        json!({ "anyOf": [{ "type": "string", "format": "date" }, { "type": "string", "format": "date-time" }] }),
        json!({ "oneOf": [object.clone(), { "type": "object", "properties": { "c": { "type": "string" } } }] }),
        json!({ "oneOf": [{ "type": "null" }, { "type": "string" }] }),
        json!({ "allOf": [object, { "required": ["a"] }], "description": "both" }),
        json!({ "allOf": [{ "type": "string" }, { "type": "integer" }] }),
        json!({
            "oneOf": [
                { "type": "object", "properties": { "kind": { "const": "a" } }, "required": ["kind"] },
                { "type": "object", "properties": { "kind": { "const": "b" }, "x": { "type": "string" } }, "required": ["kind"] }
            ],
            "discriminator": { "propertyName": "kind" }
        }),
        json!({ "if": { "required": ["a"] }, "then": {}, "else": {}, "unevaluatedProperties": false }),
        json!({ "patternProperties": { "^x": { "type": "string" } }, "propertyNames": { "pattern": "^x" } }),
        json!({ "dependentSchemas": { "a": {} }, "not": { "type": "string" }, "contentEncoding": "base64" }),
        json!({ "$defs": { "A": { "type": "string" } }, "$ref": "#/components/schemas/Node" }),
        json!({ "$ref": "#/components/schemas/Node", "description": "beside", "nullable": true }),
        json!({ "$ref": "#/components/schemas/Pet" }),
    ]
});

/// What is not a schema and can stand in a document all the same.
static PARTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let text = json!({ "type": "string" });
    vec![
        json!({ "name": "a", "in": "query", "schema": text }),
        json!({ "name": "a", "in": "header", "required": true, "schema": text }),
        json!({ "name": "cursor", "in": "query", "schema": text }),
        json!({ "name": "a", "in": "cookie", "schema": text }),
        json!({ "name": "a", "in": "query", "style": "deepObject", "schema": { "type": "object", "properties": { "x": text } } }),
        json!({ "name": "a", "in": "query", "style": "pipeDelimited", "explode": false, "schema": { "type": "array", "items": text } }),
        json!({ "name": "a", "in": "query", "content": { "application/json": { "schema": {} } } }),
        json!({ "$ref": "#/components/parameters/P" }),
        json!({ "description": "", "content": { "application/json": { "schema": text } } }),
        json!({ "description": "", "content": { "text/event-stream": {} } }),
        json!({ "description": "", "content": { "text/csv": { "schema": text }, "application/json": { "schema": {} } } }),
        json!({ "description": "" }),
        json!({ "content": { "multipart/form-data": { "schema": { "type": "object", "properties": {
            "file": { "type": "string", "format": "binary" }, "a": { "type": "integer" } } } } } }),
        json!({ "content": { "application/x-www-form-urlencoded": { "schema": { "type": "object", "properties": { "a": text } } } } }),
        json!({ "content": { "application/octet-stream": {} }, "required": true }),
        json!({ "responses": { "200": { "description": "" } } }),
        json!({ "operationId": "two", "responses": { "default": { "description": "" } } }),
        json!([]),
        json!(null),
        json!(0),
        json!(-1.5e300),
        json!("text\n\n```\n*/ \u{202e}"),
    ]
});

/// Keys that mean something somewhere.
const KEYS: [&str; 46] = [
    "type",
    "items",
    "properties",
    "required",
    "enum",
    "const",
    "anyOf",
    "oneOf",
    "allOf",
    "not",
    "additionalProperties",
    "nullable",
    "format",
    "pattern",
    "minimum",
    "maxLength",
    "default",
    "description",
    "deprecated",
    "readOnly",
    "writeOnly",
    "$ref",
    "discriminator",
    "title",
    "example",
    "parameters",
    "requestBody",
    "responses",
    "content",
    "schema",
    "security",
    "servers",
    "tags",
    "operationId",
    "summary",
    "in",
    "name",
    "style",
    "explode",
    "200",
    "204",
    "400",
    "default",
    "get",
    "post",
    "x-union",
];

/// A document made of a seed and changes; nothing if the bytes do not say which.
pub fn document(seeds: &[Value], data: &[u8]) -> Option<Value> {
    let mut choices = Unstructured::new(data);
    let mut document = choices.choose(seeds).ok()?.clone();
    // A document may shrink to nothing; it may not grow without an end.
    for _ in 0..24 {
        if choices.is_empty() || change(&mut document, &mut choices).is_err() {
            break;
        }
    }
    Some(document)
}

fn change(document: &mut Value, choices: &mut Unstructured<'_>) -> Result<()> {
    let donor = place(document, choices)?.clone();
    let reference = format!("#{}", pointer(document, choices)?);
    let kind = choices.int_in_range(0..=13_u8)?;
    let target = place(document, choices)?;
    match kind {
        0 => *target = donor,
        1 | 2 => *target = choices.choose(&SCHEMAS)?.clone(),
        3 => *target = choices.choose(&PARTS)?.clone(),
        4 => *target = json!(choices.choose(&NAMES)?),
        5 => *target = json!({ "$ref": reference }),
        6 => {
            let keyword = *choices.choose(&["anyOf", "oneOf", "allOf"])?;
            let other = choices.choose(&SCHEMAS)?.clone();
            *target = json!({ keyword: [target.take(), other] });
        }
        7 => *target = json!({ "type": "array", "items": target.take() }),
        8 => {
            let name = *choices.choose(&NAMES)?;
            *target = json!({ "type": "object", "properties": { name: target.take() } });
        }
        9 | 10 => insert(target, donor, choices)?,
        11 => rename(target, choices)?,
        12 => remove(target, choices)?,
        _ => number(target, choices)?,
    }
    Ok(())
}

/// Puts something into an object or a list.
fn insert(target: &mut Value, donor: Value, choices: &mut Unstructured<'_>) -> Result<()> {
    let value = match choices.int_in_range(0..=4_u8)? {
        0 => donor,
        1 => choices.choose(&PARTS)?.clone(),
        2 => json!(choices.choose(&NAMES)?),
        _ => choices.choose(&SCHEMAS)?.clone(),
    };
    match target {
        Value::Object(map) => {
            let key = if choices.arbitrary()? { *choices.choose(&KEYS)? } else { *choices.choose(&NAMES)? };
            map.insert(key.to_owned(), value);
        }
        Value::Array(list) => list.push(value),
        _ => *target = value,
    }
    Ok(())
}

/// Gives a key of an object another name, and keeps its place.
fn rename(target: &mut Value, choices: &mut Unstructured<'_>) -> Result<()> {
    let name = if choices.ratio(1, 4)? { *choices.choose(&KEYS)? } else { *choices.choose(&NAMES)? };
    match target {
        Value::Object(map) if !map.is_empty() => {
            let chosen = choices.choose_index(map.len())?;
            let renamed: Map<String, Value> = std::mem::take(map)
                .into_iter()
                .enumerate()
                .map(|(index, (key, value))| if index == chosen { (name.to_owned(), value) } else { (key, value) })
                .collect();
            *map = renamed;
        }
        Value::String(text) => *text = name.to_owned(),
        _ => {}
    }
    Ok(())
}

fn remove(target: &mut Value, choices: &mut Unstructured<'_>) -> Result<()> {
    match target {
        Value::Object(map) if !map.is_empty() => {
            let chosen = map.keys().nth(choices.choose_index(map.len())?).cloned().unwrap_or_default();
            map.shift_remove(&chosen);
        }
        Value::Array(list) if !list.is_empty() => {
            list.remove(choices.choose_index(list.len())?);
        }
        _ => *target = Value::Null,
    }
    Ok(())
}

fn number(target: &mut Value, choices: &mut Unstructured<'_>) -> Result<()> {
    *target = match choices.int_in_range(0..=4_u8)? {
        0 => json!(choices.arbitrary::<i64>()?),
        1 => json!(choices.arbitrary::<u64>()?),
        2 => json!(choices.arbitrary::<f64>()?),
        3 => json!(choices.arbitrary::<bool>()?),
        _ => json!(choices.arbitrary::<&str>()?.chars().take(24).collect::<String>()),
    };
    Ok(())
}

/// A place somewhere in the document.
fn place<'v>(value: &'v mut Value, choices: &mut Unstructured<'_>) -> Result<&'v mut Value> {
    let pointer = pointer(value, choices)?;
    // A pointer just taken from the value leads somewhere in it.
    if value.pointer(&pointer).is_none() {
        return Ok(value);
    }
    value.pointer_mut(&pointer).ok_or(arbitrary::Error::IncorrectFormat)
}

/// The way to a place, evenly chosen.
fn pointer(value: &Value, choices: &mut Unstructured<'_>) -> Result<String> {
    let mut all = Vec::new();
    list(value, &mut String::new(), &mut all);
    Ok(choices.choose(&all)?.clone())
}

fn list(value: &Value, at: &mut String, all: &mut Vec<String>) {
    all.push(at.clone());
    let length = at.len();
    let mut inner = |step: &str, value: &Value| {
        at.push('/');
        at.push_str(&step.replace('~', "~0").replace('/', "~1"));
        list(value, at, all);
        at.truncate(length);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| inner(key, value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, value)| inner(&index.to_string(), value)),
        _ => {}
    }
}
