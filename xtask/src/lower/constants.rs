//! `const` becomes an `enum` of one value, and 3.0's exclusive bounds get the form of 3.1.
//!
//! Both are spellings of the same thing: the rules behind this one know one of each.

use serde_json::{Value, json};

use super::schema::Schema;
use crate::document::walk::{self, Order};
use crate::note::Notes;
use crate::trouble::Result;

pub(super) fn apply(document: &mut Value, _notes: &mut Notes) -> Result<()> {
    walk::every_schema_mut(document, Order::Outside, &mut |schema, _| {
        if let Value::Object(map) = schema {
            constant(map);
            exclusive(map, "exclusiveMinimum", "minimum");
            exclusive(map, "exclusiveMaximum", "maximum");
        }
        Ok(())
    })
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
