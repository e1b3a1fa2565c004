//! Keywords whose value makes no sense go, and the schemas `true` and `false` become objects.
//!
//! After this rule every schema is a JSON object, and whoever reads a keyword finds in it what JSON
//! Schema says is there: the other rules need not ask again.

use serde_json::{Map, Value};

use super::schema::{Schema, give_up, note};
use crate::document::walk::{self, Holds, Place};
use crate::note::{Fate, Notes};

pub(super) fn apply(schema: &mut Value, place: &Place<'_>, notes: &mut Notes) {
    match schema {
        Value::Object(map) => mend(map, place, notes),
        Value::Bool(true) => *schema = Value::Object(Map::new()),
        // Whether more properties are allowed is no schema of its own.
        Value::Bool(false) if place.pointer.last() == Some("additionalProperties") => {}
        _ => {
            let why = match schema {
                Value::Bool(_) => "a schema that no value fits",
                _ => "a schema that is neither an object nor a boolean",
            };
            let mut any = Map::new();
            give_up(&mut any, why, place, notes);
            *schema = Value::Object(any);
        }
    }
}

fn mend(schema: &mut Schema, place: &Place<'_>, notes: &mut Notes) {
    schema.retain(|keyword, value| {
        let kept = is_well_formed(keyword, value);
        if !kept && !value.is_null() {
            let fact = format!("`{keyword}` with a value that it cannot have");
            note(notes, Fate::Dropped, fact, place);
        }
        kept
    });
    impossible_properties(schema, place, notes);
    for (keyword, count) in schema.iter_mut() {
        // 1.0 is a count too, which the client's code would not take.
        let whole = count.as_f64().filter(|_| count.is_f64());
        if let Some(whole) = whole.filter(|_| is_counted(keyword)) {
            *count = (whole as u64).into();
        }
    }
}

fn is_well_formed(keyword: &str, value: &Value) -> bool {
    match keyword {
        "$ref" | "description" | "format" | "pattern" => value.is_string(),
        "type" => match value {
            Value::String(one) => is_type(one),
            Value::Array(several) => {
                let known = |one: &Value| one.as_str().is_some_and(is_type);
                !several.is_empty() && several.iter().all(known)
            }
            _ => false,
        },
        "enum" => value.as_array().is_some_and(|values| !values.is_empty()),
        "required" => is_names(value),
        "nullable" | "deprecated" | "readOnly" | "writeOnly" | "uniqueItems" => value.is_boolean(),
        "minimum" | "maximum" => value.is_number(),
        "exclusiveMinimum" | "exclusiveMaximum" => value.is_number() || value.is_boolean(),
        "multipleOf" => value.as_f64().is_some_and(|step| step > 0.0),
        "discriminator" => value.get("propertyName").is_some_and(Value::is_string),
        _ if is_counted(keyword) => is_count(value),
        _ => match walk::holds(keyword) {
            None => true,
            Some(Holds::One | Holds::OneOrList) => value.is_object() || value.is_boolean(),
            Some(Holds::List) => value.as_array().is_some_and(|list| !list.is_empty()),
            Some(Holds::Map) => value.is_object(),
        },
    }
}

fn is_type(name: &str) -> bool {
    matches!(name, "string" | "number" | "integer" | "boolean" | "array" | "object" | "null")
}

fn is_counted(keyword: &str) -> bool {
    matches!(keyword, "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties")
}

fn is_names(value: &Value) -> bool {
    value.as_array().is_some_and(|names| names.iter().all(Value::is_string))
}

fn is_count(value: &Value) -> bool {
    value.as_f64().is_some_and(|count| count >= 0.0 && count.fract() == 0.0 && count <= 1e15)
}

/// A property whose schema is `false` is one that must not be there.
fn impossible_properties(schema: &mut Schema, place: &Place<'_>, notes: &mut Notes) {
    let Some(Value::Object(properties)) = schema.get_mut("properties") else {
        return;
    };
    let before = properties.len();
    let mut gone = Vec::new();
    properties.retain(|name, part| {
        let kept = *part != Value::Bool(false);
        if !kept {
            gone.push(name.clone());
        }
        kept
    });
    if properties.len() < before {
        note(notes, Fate::Dropped, "properties that no value fits", place);
        if let Some(Value::Array(required)) = schema.get_mut("required") {
            required.retain(|name| !gone.iter().any(|gone| name == gone));
        }
    }
}
