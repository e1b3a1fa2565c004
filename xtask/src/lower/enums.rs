//! An `enum` is a set of strings. Other values are what their type is, and checked in requests.
//!
//! typify panics on mixed and repeated values, and makes newtypes of the others.

use std::collections::BTreeSet;

use serde_json::Value;

use super::schema::{Schema, give_up, is, note};
use crate::document::walk::Place;
use crate::note::{Fate, Notes};

pub(super) fn apply(schema: &mut Value, place: &Place<'_>, notes: &mut Notes) {
    if let Value::Object(map) = schema {
        mend(map, place, notes);
    }
}

fn mend(schema: &mut Schema, place: &Place<'_>, notes: &mut Notes) {
    let Some(Value::Array(mut values)) = schema.get_mut("enum").map(Value::take) else {
        return;
    };
    fitting(schema, &mut values, place, notes);
    let mut seen = BTreeSet::new();
    values.retain(|value| seen.insert(value.to_string()));
    schema.shift_remove("enum");
    match kind(&values) {
        Some("string") => {
            schema.insert("type".to_owned(), "string".into());
            // The values say all that a format or a bound could.
            for keyword in ["format", "pattern", "minLength", "maxLength"] {
                schema.shift_remove(keyword);
            }
            schema.insert("enum".to_owned(), Value::Array(values));
        }
        Some(found @ ("integer" | "number")) => {
            if !is(schema, "type", "number") && !is(schema, "type", "integer") {
                schema.insert("type".to_owned(), found.into());
            }
            // The rule for bounds makes a check of it.
            schema.insert("enum".to_owned(), Value::Array(values));
        }
        Some("boolean") => {
            schema.insert("type".to_owned(), "boolean".into());
        }
        Some(_) => give_up(schema, "an `enum` of values of several types", place, notes),
        None => {}
    }
}

/// Drops values that the told type forbids; what is left of none is no restriction at all.
fn fitting(schema: &Schema, values: &mut Vec<Value>, place: &Place<'_>, notes: &mut Notes) {
    let Some(told) = schema.get("type").and_then(Value::as_str) else {
        return;
    };
    let before = values.len();
    values.retain(|value| match told {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => is_whole(value),
        "number" => value.is_number(),
        "array" => value.is_array(),
        _ => value.is_object(),
    });
    if values.len() < before {
        let fact = "values of an `enum` that its type forbids";
        note(notes, Fate::Dropped, fact, place);
    }
}

fn is_whole(value: &Value) -> bool {
    value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

/// The one type of all values; an empty text where there is none that Rust could enumerate.
fn kind(values: &[Value]) -> Option<&'static str> {
    let of = |value: &Value| match value {
        Value::String(_) => "string",
        Value::Bool(_) => "boolean",
        Value::Number(_) if is_whole(value) => "integer",
        Value::Number(_) => "number",
        _ => "",
    };
    let mut kinds = values.iter().map(of);
    let first = kinds.next()?;
    Some(kinds.fold(first, |kind, next| match (kind, next) {
        (kind, next) if kind == next => kind,
        ("integer" | "number", "integer" | "number") => "number",
        _ => "",
    }))
}
