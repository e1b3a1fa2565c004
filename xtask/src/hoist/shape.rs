//! What makes two schemas the same type: everything that is sent, nothing that is only said.

use serde_json::{Map, Value};

use crate::lower::FADING;

/// Keywords that describe a value without changing what is sent.
const SAID: [&str; 4] = ["description", "deprecated", "x-check", FADING];

/// The canonical text of a shape: keys sorted, sets sorted, prose and bounds left out.
///
/// The parts of `schema` must have been hoisted before, so that a type among them is a `$ref`.
pub(super) fn key(schema: &Value) -> String {
    canonical(schema, Context::Schema).to_string()
}

#[derive(Clone, Copy)]
enum Context {
    Schema,
    /// A map from property names to schemas: a property may be called `description`.
    Named,
}

fn canonical(value: &Value, context: Context) -> Value {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> =
                map.keys().filter(|key| matches!(context, Context::Named) || !SAID.contains(&key.as_str())).collect();
            keys.sort();
            let entries = keys.into_iter().map(|key| (key.clone(), canonical_entry(key, &map[key], context)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| canonical(item, Context::Schema)).collect()),
        other => other.clone(),
    }
}

fn canonical_entry(key: &str, value: &Value, context: Context) -> Value {
    match (context, key, value) {
        (Context::Named, ..) => canonical(value, Context::Schema),
        (Context::Schema, "properties", _) => canonical(value, Context::Named),
        (Context::Schema, "required" | "enum", Value::Array(items)) => {
            let mut texts: Vec<String> = items.iter().map(Value::to_string).collect();
            texts.sort();
            texts.dedup();
            Value::Array(texts.into_iter().map(Value::String).collect())
        }
        _ => canonical(value, Context::Schema),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn prose_bounds_and_order_do_not_count() {
        let one = json!({ "type": "object", "description": "A", "required": ["a", "b"],
            "properties": { "a": { "type": "string", "x-check": { "minLength": 1 } }, "b": {} } });
        let other =
            json!({ "properties": { "b": {}, "a": { "type": "string" } }, "type": "object", "required": ["b", "a"] });
        assert_eq!(key(&one), key(&other));
    }

    #[test]
    fn a_property_called_description_counts() {
        let one = json!({ "type": "object", "properties": { "description": { "type": "string" } } });
        let other = json!({ "type": "object", "properties": {} });
        assert_ne!(key(&one), key(&other));
    }

    #[test]
    fn null_and_required_count() {
        let plain = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
        let nullable = json!({ "type": "object", "properties": { "a": { "type": "string", "nullable": true } } });
        let required = json!({ "type": "object", "properties": { "a": { "type": "string" } }, "required": ["a"] });
        assert_ne!(key(&plain), key(&nullable));
        assert_ne!(key(&plain), key(&required));
    }
}
