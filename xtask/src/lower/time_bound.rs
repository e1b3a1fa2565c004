//! A union of a timestamp and a date is one thing: a bound in time.
//!
//! typify would make a struct of two flattened options of it, which compiles and fails when it is
//! sent. Marked as a text of its own kind, it becomes one type that takes either.

use serde_json::{Value, json};

use super::schema::{Schema, is, take_uses, with_uses};
use crate::document::walk::Place;
use crate::note::Notes;

pub(super) fn apply(schema: &mut Value, _place: &Place<'_>, _notes: &mut Notes) {
    let Value::Object(map) = schema else { return };
    let arms = map.get("oneOf").and_then(Value::as_array);
    if arms.is_some_and(|arms| is_time_bound(arms)) {
        let uses = take_uses(map);
        *schema = with_uses(json!({ "type": "string", "x-time-bound": true }), uses);
    }
}

fn is_time_bound(arms: &[Value]) -> bool {
    let texts: Option<Vec<&Schema>> =
        arms.iter().map(|arm| arm.as_object().filter(|arm| is(arm, "type", "string"))).collect();
    texts.is_some_and(|texts| {
        texts.iter().any(|text| is_timestamp(text))
            && texts.iter().any(|text| is_date(text))
            && texts.iter().all(|text| is_timestamp(text) || is_date(text))
    })
}

fn is_timestamp(text: &Schema) -> bool {
    is(text, "format", "date-time")
}

/// By its format, or by a pattern of the form yyyy-mm-dd and no more than that.
fn is_date(text: &Schema) -> bool {
    let Some(pattern) = text.get("pattern").and_then(Value::as_str) else {
        return is(text, "format", "date");
    };
    let plain = pattern.replace("[0-9]", r"\d");
    let plain = plain.trim_start_matches('^').trim_end_matches('$');
    let plain: String = plain.chars().filter(|letter| !matches!(letter, '(' | ')')).collect();
    matches!(plain.as_str(), r"\d{4}-\d{2}-\d{2}" | r"\d\d\d\d-\d\d-\d\d") || is(text, "format", "date")
}
