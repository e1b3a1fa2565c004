//! A request body offers one media type: JSON if it can, else the next that progenitor can send.
//!
//! Two media types are two methods to progenitor, which panics on the second. The real name of an
//! unusual type stays in `x-media` for the runtime to send.

use serde_json::{Map, Value, json};

use super::media;
use crate::document::Pointer;
use crate::document::walk;
use crate::note::{Fate, Notes};
use crate::trouble::{Result, Trouble};

const JSON: &str = "application/json";
const MULTIPART: &str = "multipart/form-data";
const FORM: &str = "application/x-www-form-urlencoded";
const BYTES: &str = "application/octet-stream";
const TEXT: &str = "text/plain";

pub(super) fn apply(document: &mut Value, notes: &mut Notes) -> Result<()> {
    walk::operations_mut(document, &mut |found, operation| {
        let at = found.pointer.push("requestBody");
        let kept = match operation.get_mut("requestBody") {
            None => return Ok(()),
            Some(body) => mend(body, &at, notes)?,
        };
        if !kept {
            notes.add(Fate::Dropped, "request bodies without a media type", &at);
            operation.shift_remove("requestBody");
        }
        Ok(())
    })
}

fn mend(body: &mut Value, at: &Pointer, notes: &mut Notes) -> Result<bool> {
    let Value::Object(map) = body else {
        return Err(Trouble::new("`requestBody` has to be an object").at(at));
    };
    let Some(Value::Object(mut content)) = map.get_mut("content").map(Value::take) else {
        return Ok(false);
    };
    let Some(name) = media::choose(content.keys(), rank).cloned() else {
        return Ok(false);
    };
    let entry = content.shift_remove(&name).unwrap_or_default();
    for other in content.keys() {
        let fact = format!("request bodies as `{other}`, where another media type is offered");
        notes.add(Fate::Dropped, fact, &at.push("content").push(other));
    }
    let at = at.push("content").push(&name);
    let key = key(&name);
    let mut mended = Map::new();
    for (keyword, value) in [("description", Value::is_string as fn(&Value) -> bool), ("required", Value::is_boolean)] {
        if let Some(found) = map.get(keyword).filter(|found| value(found)) {
            mended.insert(keyword.to_owned(), found.clone());
        }
    }
    mended.insert("content".to_owned(), media::content(key, schema(key, entry, &at, notes)));
    if name != key {
        let real = if media::is_open(&name) { JSON } else { &name };
        if real != key {
            mended.insert("x-media".to_owned(), real.into());
        }
    }
    *map = mended;
    Ok(true)
}

fn rank(name: &str) -> usize {
    let preferred = [JSON, JSON, JSON, MULTIPART, FORM, BYTES, TEXT];
    if name == JSON {
        0
    } else if media::is_json(name) {
        1
    } else if media::is_open(name) {
        2
    } else {
        let plain = media::essence(name);
        let found = preferred.iter().position(|known| *known == plain);
        found.unwrap_or(preferred.len())
    }
}

/// The media type under which progenitor knows how to send it.
fn key(name: &str) -> &'static str {
    if media::is_json(name) || media::is_open(name) {
        return JSON;
    }
    match media::essence(name).as_str() {
        MULTIPART => MULTIPART,
        FORM => FORM,
        TEXT => TEXT,
        _ => BYTES,
    }
}

fn schema(key: &str, mut entry: Value, at: &Pointer, notes: &mut Notes) -> Value {
    if entry.get("encoding").is_some_and(|encoding| encoding != &json!({})) {
        notes.add(Fate::Dropped, "`encoding` of a part", &at.push("encoding"));
    }
    match key {
        BYTES => json!({ "type": "string", "format": "binary" }),
        TEXT => json!({ "type": "string" }),
        _ => match entry.get_mut("schema").map(Value::take) {
            Some(schema) => schema,
            None if key == JSON => json!({}),
            None => {
                notes.add(Fate::Became, "a form without a schema: no parts", at);
                json!({ "type": "object", "properties": {} })
            }
        },
    }
}
