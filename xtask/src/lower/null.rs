//! However null is spelled, it becomes `nullable: true`.
//!
//! 3.1 has four spellings: a type list, an arm of a union (even twice), a value of an `enum`, and
//! `const`. typify knows `nullable` only. A union that null leaves with one arm is that arm.

use serde_json::{Map, Value};

use super::schema::{Schema, USES, flag, give_up, is};
use crate::document::walk::Place;
use crate::note::Notes;

pub(super) fn apply(schema: &mut Value, place: &Place<'_>, notes: &mut Notes) {
    if let Value::Object(map) = schema {
        mend(map, place, notes);
    }
}

fn mend(schema: &mut Schema, place: &Place<'_>, notes: &mut Notes) {
    if is_null(schema) {
        give_up(schema, "a value that is always null", place, notes);
        return;
    }
    // An arm that takes its union's place may be a union with null itself. Each turn is one level
    // less, so this ends.
    while unions(schema) {}
    types(schema);
    values(schema);
    if schema.get("nullable") == Some(&Value::Bool(false)) {
        schema.shift_remove("nullable");
    }
}

/// Whether null is the only value of a schema.
fn is_null(schema: &Schema) -> bool {
    let only = |value: &Value| value.as_array().is_some_and(|list| list.iter().all(is_null_value));
    is(schema, "type", "null")
        || schema.get("type").is_some_and(|types| {
            let null = |one: &Value| one == "null";
            types.as_array().is_some_and(|list| list.iter().all(null))
        })
        || schema.get("const") == Some(&Value::Null)
        || schema.get("enum").is_some_and(only)
}

fn is_null_value(value: &Value) -> bool {
    value.is_null()
}

/// Takes null out of unions; true where an arm took the place of its union.
fn unions(schema: &mut Schema) -> bool {
    for keyword in ["anyOf", "oneOf"] {
        let Some(Value::Array(arms)) = schema.get_mut(keyword) else {
            continue;
        };
        let before = arms.len();
        arms.retain(|arm| !arm.as_object().is_some_and(is_null));
        if arms.len() == before {
            continue;
        }
        let lone = if arms.len() == 1 { arms.pop() } else { None };
        if arms.is_empty() {
            schema.shift_remove(keyword);
        }
        schema.insert("nullable".to_owned(), true.into());
        if let Some(lone) = lone {
            return take_place(schema, lone);
        }
    }
    false
}

/// Puts the last arm in its union's place, under the union's own words; true if it may be a union
/// itself.
fn take_place(schema: &mut Schema, arm: Value) -> bool {
    let plain = |keyword: &String| USES.contains(&keyword.as_str()) || keyword == "discriminator";
    let is_only_use = schema.keys().all(plain);
    match arm {
        Value::Object(arm) if is_only_use => {
            let uses = std::mem::take(schema);
            *schema = arm;
            for (keyword, value) in uses.into_iter().filter(|(key, _)| key != "discriminator") {
                schema.insert(keyword, value);
            }
            true
        }
        arm => {
            match schema.get_mut("allOf") {
                Some(Value::Array(members)) => members.push(arm),
                _ => {
                    schema.insert("allOf".to_owned(), Value::Array(vec![arm]));
                }
            }
            false
        }
    }
}

fn types(schema: &mut Map<String, Value>) {
    let Some(Value::Array(types)) = schema.get_mut("type") else {
        return;
    };
    let before = types.len();
    types.retain(|one| one != "null");
    let nullable = types.len() < before;
    if let [one] = types.as_slice() {
        let one = one.clone();
        schema.insert("type".to_owned(), one);
    }
    if nullable {
        schema.insert("nullable".to_owned(), true.into());
    }
}

fn values(schema: &mut Map<String, Value>) {
    let Some(Value::Array(values)) = schema.get_mut("enum") else {
        return;
    };
    let before = values.len();
    values.retain(|value| !value.is_null());
    if values.len() < before && !flag(schema, "nullable") {
        schema.insert("nullable".to_owned(), true.into());
    }
}
