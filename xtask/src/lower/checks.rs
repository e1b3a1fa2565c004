//! Bounds are checked in requests, before they are sent, and ignored in responses.
//!
//! Left as they are, typify makes a newtype of each bounded text and `NonZeroU64` of `minimum: 1`.
//! A client must not refuse what the server sends; what people send is refused early, with a clear
//! error. The bounds move into `x-check`, which the generated requests read.

use serde_json::{Map, Value};

use super::media;
use super::schema::{Schema, flag, note};
use crate::document::walk::{Holder, Place, Side};
use crate::note::{Fate, Notes};

/// Formats that the client can check.
const CHECKED: [&str; 6] = ["uuid", "uri", "email", "hostname", "ipv4", "ipv6"];
/// Formats that say how to read a value, not which ones there are.
const PLAIN: [&str; 8] = ["int32", "int64", "float", "double", "byte", "binary", "password", "decimal"];

pub(super) fn apply(schema: &mut Value, place: &Place<'_>, notes: &mut Notes) {
    if let Value::Object(map) = schema {
        mend(map, place, notes);
    }
}

fn mend(schema: &mut Schema, place: &Place<'_>, notes: &mut Notes) {
    let Some(own) = schema.get("type").and_then(Value::as_str).map(str::to_owned) else {
        return;
    };
    let own = if own == "integer" { "number" } else { own.as_str() };
    let mut check = Map::new();
    schema.retain(|keyword, value| {
        let Some(owner) = owner(keyword) else {
            return true;
        };
        if keyword == "enum" && own == "string" {
            return true;
        }
        // A bound of another type means nothing here.
        if owner == own && !is_idle(keyword, value) {
            check.insert(keyword.clone(), value.take());
        }
        false
    });
    format(schema, own, place, &mut check, notes);
    let format = schema.get("format").and_then(Value::as_str);
    if place.side == Side::Response || format.is_some_and(|format| format.starts_with("date")) {
        return;
    }
    if let Some(pattern) = check.get("pattern").and_then(Value::as_str)
        && regress::Regex::with_flags(pattern, "u").is_err()
    {
        note(notes, Fate::Dropped, "patterns that cannot be checked", place);
        check.shift_remove("pattern");
    }
    if !check.is_empty() {
        schema.insert("x-check".to_owned(), Value::Object(check));
    }
}

/// The type for which a bound means something; the values of a number's `enum` are a bound too.
fn owner(keyword: &str) -> Option<&'static str> {
    Some(match keyword {
        "minLength" | "maxLength" | "pattern" => "string",
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" | "enum" => "number",
        "minItems" | "maxItems" | "uniqueItems" => "array",
        "minProperties" | "maxProperties" => "object",
        _ => return None,
    })
}

/// Bounds that every value keeps.
fn is_idle(bound: &str, value: &Value) -> bool {
    match bound {
        "uniqueItems" => *value == Value::Bool(false),
        "minLength" | "minItems" | "minProperties" => value.as_u64() == Some(0),
        _ => false,
    }
}

/// Keeps the formats that are types of their own, and makes checks of the others.
fn format(schema: &mut Schema, own: &str, place: &Place<'_>, check: &mut Map<String, Value>, notes: &mut Notes) {
    let Some(format) = schema.get("format").and_then(Value::as_str).map(str::to_owned) else {
        return;
    };
    match (own, format.as_str()) {
        ("string", "date-time" | "date") => return,
        ("string", "binary") if is_raw(place) => return,
        ("number", "uint64") => return,
        _ => {}
    }
    schema.shift_remove("format");
    if own != "string" || place.side == Side::Response || flag(schema, "x-time-bound") {
        return;
    }
    let format = if format == "url" { "uri" } else { &format };
    if CHECKED.contains(&format) {
        check.insert("format".to_owned(), format.into());
    } else if !PLAIN.contains(&format) {
        note(notes, Fate::Dropped, format!("the format `{format}`, which is not checked"), place);
    }
}

/// Whether values are sent as the bytes that they are: a whole body, or a part of a form.
fn is_raw(place: &Place<'_>) -> bool {
    match &place.holder {
        Holder::Body { media } if media::essence(media) == "multipart/form-data" => true,
        Holder::Body { media } | Holder::Response { media, .. } => place.outermost && !media::is_json(media),
        _ => false,
    }
}
