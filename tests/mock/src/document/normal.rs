//! OpenAPI 3.0 spells a few things of JSON Schema its own way; here they become what 3.1 means.

use serde_json::{Map, Value, json};

/// Rewrites a 3.0 document; a 3.1 document stays as it is.
pub(super) fn to_3_1(document: &mut Value) {
    if document["openapi"].as_str().is_some_and(|version| version.starts_with("3.0")) {
        rewrite(document);
    }
}

fn rewrite(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(rewrite),
        Value::Object(map) => {
            map.values_mut().for_each(rewrite);
            nullable(map);
            bound(map, "exclusiveMinimum", "minimum");
            bound(map, "exclusiveMaximum", "maximum");
        }
        _ => {}
    }
}

fn nullable(map: &mut Map<String, Value>) {
    if map.get("nullable") != Some(&Value::Bool(true)) {
        return;
    }
    map.remove("nullable");
    if let Some(Value::String(kind)) = map.get("type") {
        let both = json!([kind, "null"]);
        map.insert("type".to_owned(), both);
    }
    if let Some(Value::Array(values)) = map.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
}

/// `exclusiveMinimum: true` beside `minimum: 1` is `exclusiveMinimum: 1`.
fn bound(map: &mut Map<String, Value>, flag: &str, limit: &str) {
    match map.get(flag) {
        Some(Value::Bool(true)) => {
            if let Some(number) = map.remove(limit) {
                map.insert(flag.to_owned(), number);
            }
        }
        Some(Value::Bool(false)) => {
            map.remove(flag);
        }
        _ => {}
    }
}
