//! References within a document.

use serde_json::Value;

/// How many references may lead to references.
const CHAIN: usize = 16;

/// What a `$ref` of the document leads to; anything else is itself. A reference that leads nowhere
/// stays what it is.
pub(crate) fn resolve<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let mut value = value;
    for _ in 0..CHAIN {
        let Some(target) = value.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#')) else {
            return value;
        };
        let Some(found) = document.pointer(target) else {
            return value;
        };
        value = found;
    }
    value
}
