//! The parts of a multipart form stand in the body's own schema.
//!
//! Each part is sent by itself, so the runtime has to see them all: a reference is written out, and
//! what is no object with properties has no parts. A part of which nothing is told is a file, as
//! OpenAPI says.

use serde_json::{Value, json};

use super::schema::{Components, USES, is};
use crate::document::Pointer;
use crate::document::walk;
use crate::note::{Fate, Notes};
use crate::trouble::Result;

pub(super) fn apply(document: &mut Value, notes: &mut Notes) -> Result<()> {
    let components = Components::take(document);
    each(document, &mut |schema, at| {
        let mut parts = components.seen(schema).clone();
        let has_parts =
            parts.as_object().is_some_and(|parts| is(parts, "type", "object") && parts.contains_key("properties"));
        if !has_parts {
            if parts != json!({ "type": "object" }) {
                notes.add(Fate::Became, "a form that is no object: no parts", at);
            }
            parts = json!({ "type": "object", "properties": {} });
        }
        if let Value::Object(parts) = &mut parts {
            parts.shift_remove("nullable");
        }
        *schema = parts;
    })?;
    components.put_back(document);
    Ok(())
}

/// In a form, any value at all means any bytes. What takes any value is known late.
pub(super) fn files(document: &mut Value, notes: &mut Notes) -> Result<()> {
    each(document, &mut |schema, at| {
        let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
        for part in properties.into_iter().flatten().map(|(_, part)| part) {
            let Value::Object(part) = part else { continue };
            let says = |keyword: &String| !USES.contains(&keyword.as_str());
            if !part.keys().any(says) {
                notes.add(Fate::Became, "parts of a form without a type: files", at);
                part.insert("type".to_owned(), "string".into());
                part.insert("format".to_owned(), "binary".into());
            }
        }
    })
}

/// Visits the schema of every multipart body.
fn each(document: &mut Value, visit: &mut dyn FnMut(&mut Value, &Pointer)) -> Result<()> {
    walk::operations_mut(document, &mut |found, operation| {
        let form = operation
            .get_mut("requestBody")
            .and_then(|body| body.get_mut("content"))
            .and_then(|content| content.get_mut("multipart/form-data"))
            .and_then(|entry| entry.get_mut("schema"));
        if let Some(schema) = form {
            visit(schema, &found.pointer.push("requestBody"));
        }
        Ok(())
    })
}
