//! `const` becomes an `enum` of one value, and 3.0's exclusive bounds get the form of 3.1.
//!
//! Both are spellings of the same thing: the rules behind this one know one of each.

use serde_json::{Value, json};

use super::schema::Schema;
use crate::document::walk::Place;
use crate::note::Notes;

pub(super) fn apply(schema: &mut Value, _place: &Place<'_>, _notes: &mut Notes) {
    let Value::Object(map) = schema else { return };
    let spelled = |keyword: &String| matches!(keyword.as_str(), "const" | "exclusiveMinimum" | "exclusiveMaximum");
    if map.keys().any(spelled) {
        constant(map);
        exclusive(map, "exclusiveMinimum", "minimum");
        exclusive(map, "exclusiveMaximum", "maximum");
    }
}

/// A constant says more than an `enum` beside it.
fn constant(schema: &mut Schema) {
    if let Some(value) = schema.shift_remove("const") {
        schema.insert("enum".to_owned(), json!([value]));
    }
}

/// In 3.0 the bound stands beside a flag; in 3.1 it is the flag's value.
fn exclusive(schema: &mut Schema, exclusive: &str, plain: &str) {
    match schema.get(exclusive) {
        Some(Value::Bool(true)) => match schema.shift_remove(plain) {
            Some(bound) => schema.insert(exclusive.to_owned(), bound),
            None => schema.shift_remove(exclusive),
        },
        Some(Value::Bool(false)) => schema.shift_remove(exclusive),
        _ => None,
    };
}
