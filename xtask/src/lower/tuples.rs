//! A tuple becomes an array of what its items can be.
//!
//! Neither 3.0 nor progenitor knows lists whose items differ by position. Both spellings are read:
//! `prefixItems`, and a list under `items`.

use serde_json::{Value, json};

use super::schema::{Schema, note};
use crate::document::walk::Place;
use crate::note::{Fate, Notes};

pub(super) fn apply(schema: &mut Value, place: &Place<'_>, notes: &mut Notes) {
    if let Value::Object(map) = schema {
        mend(map, place, notes);
    }
}

fn mend(schema: &mut Schema, place: &Place<'_>, notes: &mut Notes) {
    let old = schema.get("items").is_some_and(Value::is_array);
    let (positions, rest) = match old {
        true => ("items", "additionalItems"),
        false => ("prefixItems", "items"),
    };
    if !schema.get(positions).is_some_and(Value::is_array) {
        return;
    }
    let Some(Value::Array(mut arms)) = schema.shift_remove(positions) else {
        return;
    };
    schema.shift_remove("prefixItems");
    // Without a schema for the rest a tuple is meant to end, whatever JSON Schema allows.
    if let Some(rest) = schema.shift_remove(rest) {
        arms.extend(Some(rest).filter(|rest| rest.as_object().is_some_and(|map| !map.is_empty())));
    }
    schema.shift_remove("additionalItems");
    note(notes, Fate::Became, "tuples: arrays of what their items can be", place);
    let items = match arms.len() {
        0 => json!({}),
        1 => arms.swap_remove(0),
        _ => json!({ "oneOf": arms }),
    };
    schema.insert("items".to_owned(), items);
    schema.entry("type").or_insert_with(|| "array".into());
}
