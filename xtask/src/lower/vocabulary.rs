//! Keywords that no Rust type expresses go, each with a note; prose and examples go without one.
//!
//! `patternProperties` says what a map's values are, and becomes the map. A part of a form that is
//! told by its media type becomes a file.

use serde_json::{Value, json};

use super::media;
use super::schema::{Schema, note};
use crate::document::walk::{Holder, Place};
use crate::note::{Fate, Notes};

/// Whether later rules read it.
fn is_read(keyword: &str) -> bool {
    matches!(
        keyword,
        "type"
            | "description"
            | "properties"
            | "required"
            | "enum"
            | "format"
            | "items"
            | "$ref"
            | "nullable"
            | "deprecated"
            | "readOnly"
            | "writeOnly"
            | "x-secret"
            | "const"
            | "additionalProperties"
            | "minProperties"
            | "maxProperties"
            | "minItems"
            | "maxItems"
            | "uniqueItems"
            | "pattern"
            | "minLength"
            | "maxLength"
            | "minimum"
            | "maximum"
            | "exclusiveMinimum"
            | "exclusiveMaximum"
            | "multipleOf"
            | "allOf"
            | "anyOf"
            | "oneOf"
            | "discriminator"
    )
}

/// Whether it is prose, a name, or a value that the client must not send by itself.
fn is_plain(keyword: &str) -> bool {
    matches!(
        keyword,
        "title"
            | "default"
            | "example"
            | "examples"
            | "$comment"
            | "$schema"
            | "$id"
            | "id"
            | "$anchor"
            | "$defs"
            | "definitions"
            | "xml"
            | "externalDocs"
            | "additionalItems"
    ) || keyword.starts_with("x-")
}

pub(super) fn apply(schema: &mut Value, place: &Place<'_>, notes: &mut Notes) {
    if let Value::Object(map) = schema {
        mend(map, place, notes);
    }
}

fn mend(schema: &mut Schema, place: &Place<'_>, notes: &mut Notes) {
    if schema.keys().all(|keyword| is_read(keyword)) {
        return;
    }
    pattern_properties(schema, place, notes);
    content(schema, place, notes);
    schema.retain(|keyword, _| {
        let kept = is_read(keyword);
        if !kept && !is_plain(keyword) {
            note(notes, Fate::Dropped, format!("`{keyword}`"), place);
        }
        kept
    });
}

/// The names' patterns are lost, the values' schemas are those of all further properties.
fn pattern_properties(schema: &mut Schema, place: &Place<'_>, notes: &mut Notes) {
    let Some(Value::Object(patterns)) = schema.shift_remove("patternProperties") else {
        return;
    };
    let mut values: Vec<Value> =
        patterns.into_iter().map(|(_, value)| value).filter(|value| *value != Value::Bool(false)).collect();
    match schema.get("additionalProperties") {
        Some(Value::Bool(true)) => values.push(json!({})),
        Some(rest @ Value::Object(_)) => values.push(rest.clone()),
        _ => {}
    }
    let value = match values.len() {
        0 => return,
        1 => values.swap_remove(0),
        _ => json!({ "anyOf": values }),
    };
    note(notes, Fate::Became, "`patternProperties`: a map", place);
    schema.insert("additionalProperties".to_owned(), value);
    schema.entry("type").or_insert_with(|| "object".into());
}

/// In a form, a text with a media type is a file; elsewhere it stays the text that it is.
fn content(schema: &mut Schema, place: &Place<'_>, notes: &mut Notes) {
    let media = schema.shift_remove("contentMediaType");
    let encoding = schema.shift_remove("contentEncoding");
    let in_form = match &place.holder {
        Holder::Body { media: body } => media::essence(body) == "multipart/form-data",
        // A component may be reached from a form; a format that does not fit is dropped later.
        Holder::Component { .. } => true,
        _ => false,
    };
    if in_form && encoding.is_none() && media.as_ref().is_some_and(Value::is_string) {
        schema.insert("type".to_owned(), "string".into());
        schema.insert("format".to_owned(), "binary".into());
        return;
    }
    for (keyword, value) in [("contentMediaType", media), ("contentEncoding", encoding)] {
        if value.is_some() {
            note(notes, Fate::Became, format!("`{keyword}`: a plain text"), place);
        }
    }
}
