//! Parameters that a call can carry: in the path, the query or a header, each with a schema.
//!
//! Cookies belong to browsers. The headers that OpenAPI says to ignore as parameters are set from
//! the media types and the credentials. A parameter whose value is a document of its own is a text.

use serde_json::{Map, Value, json};

use crate::document::Pointer;
use crate::document::walk;
use crate::note::{Fate, Notes};
use crate::trouble::{Result, Trouble};

/// Told by media types and credentials, not by parameters.
const IGNORED: [&str; 3] = ["accept", "content-type", "authorization"];
/// What later rules read; examples and the like are gone.
const KEPT: [&str; 8] = ["name", "in", "required", "description", "deprecated", "schema", "style", "explode"];

pub(super) fn apply(document: &mut Value, notes: &mut Notes) -> Result<()> {
    walk::operations_mut(document, &mut |found, operation| {
        let Some(list) = operation.get_mut("parameters") else {
            return Ok(());
        };
        let at = found.pointer.push("parameters");
        let Value::Array(parameters) = list.take() else {
            return Err(Trouble::new("`parameters` has to be a list").at(&at));
        };
        let mut kept: Vec<Value> = Vec::with_capacity(parameters.len());
        for (index, parameter) in parameters.into_iter().enumerate() {
            let at = at.push(index.to_string());
            let Some(parameter) = mend(parameter, &at, notes)? else {
                continue;
            };
            let twin = |other: &&Value| ["name", "in"].iter().all(|key| other.get(key) == parameter.get(key));
            if kept.iter().find(twin).is_some() {
                notes.add(Fate::Dropped, "a parameter that is there already", &at);
                continue;
            }
            kept.push(parameter);
        }
        if kept.is_empty() {
            operation.shift_remove("parameters");
        } else {
            operation.insert("parameters".to_owned(), Value::Array(kept));
        }
        Ok(())
    })
}

/// The parameter as calls can carry it; `None` where they do without.
fn mend(parameter: Value, at: &Pointer, notes: &mut Notes) -> Result<Option<Value>> {
    let Value::Object(mut parameter) = parameter else {
        return Err(Trouble::new("a parameter has to be an object").at(at));
    };
    let name = text(&parameter, "name");
    let Some(name) = name.filter(|name| !name.is_empty()).map(str::to_owned) else {
        return Err(Trouble::new("a parameter has no name").at(at));
    };
    let required = super::schema::flag(&parameter, "required");
    let location = text(&parameter, "in").unwrap_or_default().to_owned();
    match location.as_str() {
        "path" => {
            parameter.insert("required".to_owned(), true.into());
        }
        "header" if IGNORED.contains(&name.to_ascii_lowercase().as_str()) => {
            notes.add(Fate::Dropped, "header parameters that media types and credentials set", at);
            return Ok(None);
        }
        "query" | "header" => {
            parameter.insert("required".to_owned(), required.into());
        }
        "cookie" if required => {
            return Err(Trouble::new(format!("the call needs a cookie: {name}"))
                .at(at)
                .help("clients send no cookies; make it optional, or a header, in overlay.toml"));
        }
        "cookie" => {
            notes.add(Fate::Dropped, "cookie parameters", at);
            return Ok(None);
        }
        other => {
            return Err(Trouble::new(format!("a parameter in `{other}`"))
                .at(at)
                .help("it has to be in path, query or header"));
        }
    }
    schema(&mut parameter, &name, at, notes)?;
    parameter.retain(|key, _| KEPT.contains(&key.as_str()));
    parameter.retain(|key, value| match key.as_str() {
        "description" => value.is_string(),
        "deprecated" => *value == Value::Bool(true),
        _ => true,
    });
    Ok(Some(Value::Object(parameter)))
}

fn schema(parameter: &mut Map<String, Value>, name: &str, at: &Pointer, notes: &mut Notes) -> Result<()> {
    let content = parameter.get("content").and_then(Value::as_object);
    if parameter.contains_key("schema") {
        return Ok(());
    }
    let Some(media) = content.and_then(|content| content.keys().next()) else {
        return Err(Trouble::new(format!("the parameter `{name}` has no schema"))
            .at(at)
            .help("say what it takes, in overlay.toml"));
    };
    let form = match super::media::is_json(media) {
        true => "JSON text".to_owned(),
        false => format!("`{media}` text"),
    };
    let fact = format!("a parameter with `content`: takes {form}");
    notes.add(Fate::Became, fact, at);
    parameter.insert("schema".to_owned(), json!({ "type": "string" }));
    // A style would describe the schema that is gone.
    parameter.shift_remove("style");
    parameter.shift_remove("explode");
    Ok(())
}

fn text<'p>(parameter: &'p Map<String, Value>, key: &str) -> Option<&'p str> {
    parameter.get(key).and_then(Value::as_str)
}
