//! A response has one media type at most: JSON if the server offers it, else events, else the first.
//!
//! Response headers have no place in progenitor's methods. What is neither JSON nor events is bytes
//! or text, whatever schema it came with.

use serde_json::{Map, Value, json};

use super::media;
use crate::document::Pointer;
use crate::document::walk;
use crate::note::{Fate, Notes};
use crate::trouble::{Result, Trouble};

const JSON: &str = "application/json";
const EVENTS: &str = "text/event-stream";

pub(super) fn apply(document: &mut Value, notes: &mut Notes) -> Result<()> {
    walk::operations_mut(document, &mut |found, operation| {
        let at = found.pointer.push("responses");
        let Value::Object(responses) = operation.entry("responses").or_insert_with(|| json!({})) else {
            return Err(Trouble::new("`responses` has to be an object").at(&at));
        };
        responses.retain(|status, _| !status.starts_with("x-"));
        if responses.is_empty() {
            // 3.1 may leave them out, 3.0 may not.
            notes.add(Fate::Became, "an operation that declares no response: an empty answer", &at);
        }
        for (status, response) in responses {
            mend(response, &at.push(status), notes)?;
        }
        Ok(())
    })
}

fn mend(response: &mut Value, at: &Pointer, notes: &mut Notes) -> Result<()> {
    let Value::Object(map) = response else {
        return Err(Trouble::new("a response has to be an object").at(at));
    };
    for key in ["headers", "links"] {
        if map.get(key).and_then(Value::as_object).is_some_and(|parts| !parts.is_empty()) {
            notes.add(Fate::Dropped, format!("`{key}` of responses"), &at.push(key));
        }
    }
    let mut mended = Map::new();
    let description = map.get("description").and_then(Value::as_str);
    mended.insert("description".to_owned(), description.unwrap_or_default().into());
    if let Some(Value::Object(content)) = map.get_mut("content").map(Value::take) {
        choose(content, &mut mended, at, notes);
    }
    *map = mended;
    Ok(())
}

fn choose(mut content: Map<String, Value>, mended: &mut Map<String, Value>, at: &Pointer, notes: &mut Notes) {
    let Some(name) = media::choose(content.keys(), rank).cloned() else {
        return;
    };
    let mut entry = content.shift_remove(&name).unwrap_or_default();
    for other in content.keys() {
        let fact = format!("responses as `{other}`, where another media type is offered");
        notes.add(Fate::Dropped, fact, &at.push("content").push(other));
    }
    let schema = entry.get_mut("schema").map(Value::take);
    let key = match name.as_str() {
        name if media::is_json(name) || (media::is_open(name) && schema.is_some()) => JSON,
        name if media::essence(name) == EVENTS => EVENTS,
        name => name,
    };
    let schema = match key {
        JSON | EVENTS => schema.unwrap_or_else(|| json!({})),
        other => {
            if schema.as_ref().is_some_and(is_structured) {
                let fact = format!("the schema of responses as `{other}`: raw text or bytes");
                notes.add(Fate::Became, fact, &at.push("content").push(&name));
            }
            match media::is_text(other) {
                true => json!({ "type": "string" }),
                false => json!({ "type": "string", "format": "binary" }),
            }
        }
    };
    mended.insert("content".to_owned(), media::content(key, schema));
    if key == JSON && name != JSON && !media::is_open(&name) {
        mended.insert("x-media".to_owned(), name.into());
    }
}

fn rank(name: &str) -> usize {
    if name == JSON {
        0
    } else if media::is_json(name) {
        1
    } else if media::is_open(name) {
        2
    } else if media::essence(name) == EVENTS {
        3
    } else {
        4
    }
}

fn is_structured(schema: &Value) -> bool {
    ["properties", "items", "allOf", "anyOf", "oneOf", "$ref"].iter().any(|keyword| schema.get(keyword).is_some())
}
