//! Keywords that no Rust type expresses go, each with a note; prose and examples go without one.
//!
//! `patternProperties` says what a map's values are, and becomes the map. A part of a form that is
//! told by its media type becomes a file.

use serde_json::{Value, json};

use super::media;
use super::schema::{Schema, note};
use crate::document::walk::{self, Holder, Order, Place};
use crate::note::{Fate, Notes};
use crate::trouble::Result;

/// What later rules read.
const KEPT: [&str; 35] = [
    "$ref",
    "type",
    "format",
    "description",
    "nullable",
    "deprecated",
    "readOnly",
    "writeOnly",
    "enum",
    "const",
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "items",
    "prefixItems",
    "minItems",
    "maxItems",
    "uniqueItems",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "allOf",
    "anyOf",
    "oneOf",
    "discriminator",
    "contentMediaType",
    "contentEncoding",
    "patternProperties",
];

/// Prose, names, and values that the client must not send by itself.
const PLAIN: [&str; 14] = [
    "title",
    "default",
    "example",
    "examples",
    "$comment",
    "$schema",
    "$id",
    "id",
    "$anchor",
    "$defs",
    "definitions",
    "xml",
    "externalDocs",
    "additionalItems",
];

pub(super) fn apply(document: &mut Value, notes: &mut Notes) -> Result<()> {
    walk::every_schema_mut(document, Order::Outside, &mut |schema, place| {
        if let Value::Object(map) = schema {
            mend(map, place, notes);
        }
        Ok(())
    })
}

fn mend(schema: &mut Schema, place: &Place<'_>, notes: &mut Notes) {
    if schema.contains_key("patternProperties") {
        pattern_properties(schema, place, notes);
    }
    if schema.contains_key("contentMediaType") || schema.contains_key("contentEncoding") {
        content(schema, place, notes);
    }
    schema.retain(|keyword, _| {
        let keyword = keyword.as_str();
        if KEPT.contains(&keyword) {
            return true;
        }
        if !keyword.starts_with("x-") && !PLAIN.contains(&keyword) {
            note(notes, Fate::Dropped, format!("`{keyword}`"), place);
        }
        false
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
