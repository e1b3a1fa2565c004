//! Bounds are checked in requests, before they are sent, and ignored in responses.
//!
//! Left as they are, typify makes a newtype of each bounded text and `NonZeroU64` of `minimum: 1`.
//! A client must not refuse what the server sends; what people send is refused early, with a clear
//! error. The bounds move into `x-check`, which the generated requests read.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::media;
use super::schema::{Schema, flag, note};
use crate::document::walk::{self, Holder, Order, Place, Side};
use crate::note::{Fate, Notes};
use crate::trouble::Result;

/// The bounds, by the type for which they mean something.
const BOUNDS: [(&str, &[&str]); 5] = [
    ("string", &["minLength", "maxLength", "pattern"]),
    ("number", NUMBER),
    ("integer", NUMBER),
    ("array", &["minItems", "maxItems", "uniqueItems"]),
    ("object", &["minProperties", "maxProperties"]),
];
const NUMBER: &[&str] = &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "enum"];
/// Formats that the client can check.
const CHECKED: [&str; 6] = ["uuid", "uri", "email", "hostname", "ipv4", "ipv6"];
/// Formats that say how to read a value, not which ones there are.
const PLAIN: [&str; 8] = ["int32", "int64", "float", "double", "byte", "binary", "password", "decimal"];

pub(super) fn apply(document: &mut Value, notes: &mut Notes) -> Result<()> {
    let mut patterns = BTreeMap::new();
    walk::every_schema_mut(document, Order::Outside, &mut |schema, place| {
        if let Value::Object(map) = schema {
            mend(map, place, &mut patterns, notes);
        }
        Ok(())
    })
}

/// Whether each pattern that was met is one that the client can run.
type Patterns = BTreeMap<String, bool>;

fn mend(schema: &mut Schema, place: &Place<'_>, patterns: &mut Patterns, notes: &mut Notes) {
    let own = schema.get("type").and_then(Value::as_str).and_then(|own| BOUNDS.iter().find(|(owner, _)| *owner == own));
    let Some((own, bounds)) = own else { return };
    let mut check = Map::new();
    for bound in *bounds {
        if *bound == "enum" || !check_is_idle(bound, schema.get(*bound)) {
            if let Some(value) = schema.get(*bound) {
                check.insert((*bound).to_owned(), value.clone());
            }
        }
        schema.shift_remove(*bound);
    }
    format(schema, own, place, &mut check, notes);
    let format = schema.get("format").and_then(Value::as_str);
    if place.side == Side::Response || format.is_some_and(|format| format.starts_with("date")) {
        return;
    }
    if let Some(pattern) = check.get("pattern").and_then(Value::as_str) {
        let runs =
            patterns.entry(pattern.to_owned()).or_insert_with(|| regress::Regex::with_flags(pattern, "u").is_ok());
        if !*runs {
            note(notes, Fate::Dropped, "patterns that cannot be checked", place);
            check.shift_remove("pattern");
        }
    }
    if !check.is_empty() {
        schema.insert("x-check".to_owned(), Value::Object(check));
    }
}

/// Bounds that every value keeps.
fn check_is_idle(bound: &str, value: Option<&Value>) -> bool {
    match bound {
        "uniqueItems" => value == Some(&Value::Bool(false)),
        _ if bound.starts_with("minL") || bound.starts_with("minI") || bound.starts_with("minP") => {
            value.and_then(Value::as_u64) == Some(0)
        }
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
        ("integer", "uint64") => return,
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
