//! Values that travel as texts.

use serde_json::Value;

use crate::document::Schema;

/// What is wrong with the texts of one parameter; nothing if one way to read them fits.
pub(super) fn complaint(schema: &Schema, many: bool, texts: &[&str]) -> Option<String> {
    let candidates = readings(many, texts);
    if candidates.iter().any(|candidate| schema.fits(candidate)) {
        return None;
    }
    let told = candidates.first().map(|candidate| schema.complaints(candidate)).unwrap_or_default();
    Some(if told.is_empty() { "it does not fit".to_owned() } else { told.join("; ") })
}

/// What texts can mean: the most precise reading first, which also makes the best complaint.
fn readings(many: bool, texts: &[&str]) -> Vec<Value> {
    let mut found = Vec::new();
    if let [one] = texts {
        found.extend(exact(one));
        found.push(Value::from(*one));
    }
    if many {
        let exact: Option<Vec<Value>> = texts.iter().map(|text| exact(text)).collect();
        found.extend(exact.map(Value::Array));
        found.push(Value::from(texts.to_vec()));
    }
    found
}

/// The number or flag that a text spells.
fn exact(text: &str) -> Option<Value> {
    match text {
        "true" => return Some(Value::Bool(true)),
        "false" => return Some(Value::Bool(false)),
        _ => {}
    }
    let begins = text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let value: Value = begins.then(|| serde_json::from_str(text).ok()).flatten()?;
    value.is_number().then_some(value)
}
