//! The dialect that a lowered document is written in, and the check that it is.
//!
//! This is the contract between lowering and the stages behind it: what passes here can be named,
//! generated and sent. A rule that forgets a construct fails here, with its place.

use serde_json::{Map, Value};

use self::shapes::Shapes;
use crate::document::Pointer;
use crate::document::walk::{METHODS, Side, component_side};
use crate::trouble::{Result, Trouble};

mod shapes;

const DOCUMENT: [&str; 6] = ["openapi", "info", "servers", "security", "paths", "components"];
const PARAMETER: [&str; 8] = ["name", "in", "required", "description", "deprecated", "schema", "x-join", "x-many"];
/// The media types that progenitor, or our rewriting of it, knows how to send.
const SENT: [&str; 5] = [
    "application/json",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
    "application/octet-stream",
    "text/plain",
];

/// Checks that a document is in the lowered dialect.
///
/// # Errors
/// The first keyword or value outside of it, with its place.
pub fn verify(document: &Value) -> Result<()> {
    let root = Pointer::root();
    only(object(document, &root)?, &DOCUMENT, &root)?;
    if document.get("openapi").and_then(Value::as_str) != Some("3.0.3") {
        return Err(outside("a version other than 3.0.3", &root.push("openapi")));
    }
    let mut shapes = Shapes::new(document);
    let at = root.push("paths");
    for (path, item) in entries(document.get("paths")) {
        let at = at.push(path);
        only(object(item, &at)?, &METHODS, &at)?;
        for (method, found) in entries(Some(item)) {
            let at = at.push(method);
            let id = found.get("operationId").and_then(Value::as_str);
            operation(found, &at, &mut shapes).map_err(|trouble| trouble.operation(id.unwrap_or(method)))?;
        }
    }
    let at = root.push("components").push("schemas");
    for (key, schema) in entries(document.pointer("/components/schemas")) {
        let at = at.push(key);
        if !key.starts_with("request:") && !key.starts_with("response:") {
            return Err(outside("a component without a side", &at));
        }
        shapes.check(schema, component_side(key), &at, false)?;
    }
    Ok(())
}

fn operation(operation: &Value, at: &Pointer, shapes: &mut Shapes<'_>) -> Result<()> {
    let parameters = operation.get("parameters").and_then(Value::as_array);
    for (index, found) in parameters.into_iter().flatten().enumerate() {
        parameter(found, &at.push("parameters").push(index.to_string()), shapes)?;
    }
    if let Some(body) = operation.get("requestBody") {
        let at = at.push("requestBody");
        let known = ["description", "required", "content", "x-media"];
        only(object(body, &at)?, &known, &at)?;
        let sent = entries(body.get("content")).all(|(media, _)| SENT.contains(&media.as_str()));
        if !sent {
            return Err(outside("a body that cannot be sent", &at.push("content")));
        }
        content(body, Side::Request, &at, shapes)?;
    }
    for (status, response) in entries(operation.get("responses")) {
        let at = at.push("responses").push(status);
        let known = ["description", "content", "x-media"];
        only(object(response, &at)?, &known, &at)?;
        if response.get("content").is_some() {
            content(response, Side::Response, &at, shapes)?;
        }
    }
    Ok(())
}

fn parameter(parameter: &Value, at: &Pointer, shapes: &mut Shapes<'_>) -> Result<()> {
    only(object(parameter, at)?, &PARAMETER, at)?;
    let location = parameter.get("in").and_then(Value::as_str);
    if !matches!(location, Some("path" | "query" | "header")) {
        return Err(outside("a parameter elsewhere", &at.push("in")));
    }
    if !parameter.get("required").is_some_and(Value::is_boolean) {
        return Err(outside("a parameter without `required`", at));
    }
    match parameter.get("schema") {
        Some(schema) => shapes.check(schema, Side::Request, &at.push("schema"), false),
        None => Err(outside("a parameter without a schema", at)),
    }
}

fn content(owner: &Value, side: Side, at: &Pointer, shapes: &mut Shapes<'_>) -> Result<()> {
    let at = at.push("content");
    let mut offered = entries(owner.get("content"));
    let (Some((media, entry)), None) = (offered.next(), offered.next()) else {
        return Err(outside("other than one media type", &at));
    };
    let at = at.push(media);
    only(object(entry, &at)?, &["schema"], &at)?;
    match entry.get("schema") {
        Some(schema) => shapes.check(schema, side, &at.push("schema"), media != "application/json"),
        None => Err(outside("a media type without a schema", &at)),
    }
}

fn outside(what: &str, at: &Pointer) -> Trouble {
    Trouble::new(format!("the lowered document contains {what}"))
        .at(at)
        .help("this is a gap in the generator: cut the construct in overlay.toml, and report it")
}

fn object<'v>(value: &'v Value, at: &Pointer) -> Result<&'v Map<String, Value>> {
    value.as_object().ok_or_else(|| outside("a value that is no object", at))
}

fn only(map: &Map<String, Value>, known: &[&str], at: &Pointer) -> Result<()> {
    match map.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(outside(&format!("`{key}`"), &at.push(key))),
        None => Ok(()),
    }
}

fn entries(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}
