//! The document that progenitor sees: only what it turns into correct code.
//!
//! What it would get wrong is taken out here and put back by the rewrite passes from the operation
//! table: error responses (it takes one of them for the success type when two are declared), parts
//! of a multipart body, media types it does not know, parameters that share a name.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::document::walk;
use crate::names;
use crate::operations::{BodyKind, Location, Operation, Parameter, ResponseKind};
use crate::trouble::{Result, Trouble};

/// Names that a request builder has for itself.
pub const OWN: [&str; 15] = [
    "body",
    "call",
    "client",
    "clone",
    "events",
    "fetch",
    "following",
    "items",
    "moment",
    "new",
    "open",
    "operation",
    "pages",
    "resumed",
    "send",
];

/// Makes the document for progenitor from the lowered one whose types have names.
///
/// # Errors
/// Parameters that would be one method of the request builder.
pub fn narrow(named: &Value, table: &[Operation]) -> Result<Value> {
    let mut schemas =
        named.get("components").and_then(|components| components.get("schemas")).cloned().unwrap_or_else(|| json!({}));
    if let Value::Object(schemas) = &mut schemas {
        schemas.values_mut().for_each(plain);
    }
    let mut paths = Map::new();
    for operation in table {
        let narrowed = one(operation).map_err(|trouble| trouble.operation(&operation.id))?;
        let item = paths.entry(template(operation)?).or_insert_with(|| json!({}));
        item[operation.method.to_lowercase()] = narrowed;
    }
    let title = named.get("info").and_then(|info| info.get("title")).and_then(Value::as_str).unwrap_or("API");
    let version = named.get("info").and_then(|info| info.get("version")).and_then(Value::as_str).unwrap_or("0");
    Ok(json!({
        "openapi": "3.0.3",
        "info": { "title": title, "version": version },
        "paths": paths,
        "components": { "schemas": schemas },
    }))
}

/// The path template with the setters in place of the wire names.
fn template(operation: &Operation) -> Result<String> {
    let setters = setters(operation)?;
    let setter = |wire: &str| {
        let mut all = operation.parameters.iter().zip(&setters);
        let found = all.find(|(parameter, _)| parameter.location == Location::Path && parameter.wire == wire);
        found.map(|(_, setter)| setter.as_str())
    };
    let mut path = String::new();
    let mut rest = operation.path.as_str();
    // Once from left to right: a setter may be called like another parameter.
    while let Some((before, inside, after)) = placeholder(rest) {
        path.push_str(&format!("{before}{{{}}}", setter(inside).unwrap_or(inside)));
        rest = after;
    }
    Ok(path + rest)
}

/// What stands before, in and behind the first `{…}`.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (inside, after) = rest.split_once('}')?;
    Some((before, inside, after))
}

fn one(operation: &Operation) -> Result<Value> {
    let idents = setters(operation)?;
    let parameters: Vec<Value> =
        operation.parameters.iter().zip(&idents).map(|(parameter, ident)| narrowed(parameter, ident)).collect();
    let mut object =
        json!({ "operationId": operation.name, "parameters": parameters, "responses": responses(operation) });
    if let Some(body) = &operation.body {
        let (media, schema) = match body.kind {
            BodyKind::Json => ("application/json", sent(&body.schema)),
            BodyKind::Form => ("application/x-www-form-urlencoded", sent(&body.schema)),
            BodyKind::Text => ("text/plain", json!({ "type": "string" })),
            BodyKind::Raw | BodyKind::Multipart => {
                ("application/octet-stream", json!({ "type": "string", "format": "binary" }))
            }
        };
        object["requestBody"] = json!({ "required": true, "content": { media: { "schema": schema } } });
    }
    Ok(object)
}

fn narrowed(parameter: &Parameter, ident: &str) -> Value {
    let (location, style) = match parameter.location {
        Location::Path => ("path", "simple"),
        Location::Query => ("query", "form"),
        Location::Header => ("header", "simple"),
    };
    // The wire name comes back from the table; progenitor needs names that differ.
    json!({ "name": ident, "in": location, "style": style, "required": parameter.required, "schema": sent_value(&parameter.schema) })
}

/// The setter of a part of a form.
pub fn part(wire: &str) -> String {
    let plain = names::snake(wire);
    if OWN.contains(&plain.as_str()) { format!("{plain}_part") } else { plain }
}

/// The setter of each parameter; a name that is taken says where the parameter goes.
///
/// # Errors
/// Two parameters that would have the same setter.
pub fn setters(operation: &Operation) -> Result<Vec<String>> {
    let mut taken: BTreeSet<String> = OWN.iter().map(|name| (*name).to_owned()).collect();
    for (wire, ..) in operation.body.iter().flat_map(|body| body.parts()) {
        if !taken.insert(part(wire)) {
            return Err(Trouble::new(format!(
                "two parts of the body would be the setter `{}`: the second is `{wire}`",
                part(wire)
            ))
            .help("drop or rename one with a correction in openapi/overlay.toml"));
        }
    }
    let mut setters = Vec::new();
    for parameter in &operation.parameters {
        let plain = names::snake(&parameter.wire);
        let place = match parameter.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
        };
        let setter = if taken.contains(&plain) { format!("{}_{place}", plain.trim_end_matches('_')) } else { plain };
        if !taken.insert(setter.clone()) {
            return Err(Trouble::new(format!(
                "two parameters would be the setter `{setter}`; the second is `{}`",
                parameter.wire
            ))
            .help("drop or rename one with a correction in openapi/overlay.toml"));
        }
        setters.push(setter);
    }
    Ok(setters)
}

fn responses(operation: &Operation) -> Value {
    let status = operation.success.first().map_or_else(|| "200".to_owned(), u16::to_string);
    let content = match &operation.response {
        ResponseKind::Empty => return json!({ status: { "description": "" } }),
        ResponseKind::Json { schema, .. } => {
            json!({ "application/json": { "schema": sent(schema) } })
        }
        ResponseKind::Stream => {
            json!({ "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } })
        }
    };
    json!({ status: { "description": "", "content": content } })
}

/// A parameter's schema: null is not sent, so it is not in the type.
fn sent_value(schema: &Value) -> Value {
    let mut schema = sent(schema);
    if let Some(map) = schema.as_object_mut() {
        map.shift_remove("nullable");
    }
    plain(&mut schema);
    schema
}

/// A schema without prose.
fn sent(schema: &Value) -> Value {
    let mut schema = schema.clone();
    plain(&mut schema);
    schema
}

/// Takes prose and this pipeline's own marks off; a wrapper around a lone reference goes with them.
fn plain(schema: &mut Value) {
    if let Some(map) = schema.as_object_mut() {
        map.retain(|key, _| {
            key == "x-union" || !(key.starts_with("x-") || ["description", "deprecated"].contains(&key.as_str()))
        });
        if !map.contains_key("nullable")
            && let Some(inner) = map.get_mut("allOf").and_then(|list| list.get_mut(0))
        {
            *schema = inner.take();
        }
    }
    let done = walk::parts_mut(schema, &mut |_, _, part| {
        plain(part);
        Ok(())
    });
    debug_assert!(done.is_ok(), "taking prose off cannot fail");
}
