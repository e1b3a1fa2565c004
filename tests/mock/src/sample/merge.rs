//! `allOf` as one schema.

use serde_json::{Map, Value};

use crate::resolve::resolve;

/// How deep `allOf` may stand within `allOf`.
const DEPTH: usize = 16;

/// A schema with the members of its `allOf` merged into it.
pub(super) fn merged(document: &Value, schema: &Value) -> Value {
    let mut whole = Map::new();
    gather(document, schema, &mut whole, 0);
    Value::Object(whole)
}

fn gather(document: &Value, schema: &Value, whole: &mut Map<String, Value>, depth: usize) {
    let Some(map) = resolve(document, schema).as_object() else {
        return;
    };
    for (key, value) in map {
        match (key.as_str(), whole.get_mut(key), value) {
            ("allOf", _, Value::Array(members)) => {
                if depth < DEPTH {
                    members.iter().for_each(|member| gather(document, member, whole, depth + 1));
                }
            }
            ("properties", Some(Value::Object(known)), Value::Object(more)) => {
                for (name, value) in more {
                    match known.get_mut(name) {
                        Some(other) if other != value => {
                            *other = serde_json::json!({ "allOf": [other.clone(), value.clone()] });
                        }
                        Some(_) => {}
                        None => {
                            known.insert(name.clone(), value.clone());
                        }
                    }
                }
            }
            ("required", Some(Value::Array(known)), Value::Array(more)) => {
                known.extend(more.iter().filter(|name| !known.contains(name)).cloned().collect::<Vec<_>>());
            }
            ("enum", Some(Value::Array(known)), Value::Array(more)) => known.retain(|value| more.contains(value)),
            // A second union has to hold as well: its arms are chosen below those of the first.
            ("anyOf" | "oneOf", Some(_), value) => {
                let other = if key == "anyOf" { "oneOf" } else { "anyOf" };
                if !whole.contains_key(other) {
                    whole.insert(other.to_owned(), value.clone());
                }
            }
            ("type", Some(known), value) => *known = narrower(known, value),
            ("minimum" | "exclusiveMinimum" | "minLength" | "minItems" | "minProperties", Some(known), value) => {
                if value.as_f64() > known.as_f64() {
                    *known = value.clone();
                }
            }
            ("maximum" | "exclusiveMaximum" | "maxLength" | "maxItems" | "maxProperties", Some(known), value) => {
                if value.as_f64() < known.as_f64() {
                    *known = value.clone();
                }
            }
            (_, Some(_), _) => {}
            (_, None, value) => {
                whole.insert(key.clone(), value.clone());
            }
        }
    }
}

/// The types that both allow.
fn narrower(one: &Value, other: &Value) -> Value {
    let list = |value: &Value| match value {
        Value::Array(kinds) => kinds.clone(),
        kind => vec![kind.clone()],
    };
    let (one, other) = (list(one), list(other));
    let allows = |kinds: &[Value], kind: &Value| {
        kinds.contains(kind) || (kind == "integer" && kinds.iter().any(|other| other == "number"))
    };
    let mut both: Vec<Value> = one.iter().filter(|kind| allows(&other, kind)).cloned().collect();
    both.extend(other.iter().filter(|kind| allows(&one, kind) && !one.contains(kind)).cloned().collect::<Vec<_>>());
    match both.as_slice() {
        [kind] => kind.clone(),
        _ => Value::Array(both),
    }
}
