//! The one walk over a document's operations and schemas.
//!
//! Every stage that looks at schemas (lower, hoist, operations, diff) goes through here, so that
//! "where can a schema stand?" has one answer.

use serde_json::{Map, Value};

use super::Pointer;
use crate::trouble::Result;

/// The keys of a path item that are operations, in the order progenitor visits them.
pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Who sends a value: the client in a request, or the server in a response.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Side {
    /// Parameters and request bodies.
    Request,
    /// Response bodies and headers.
    Response,
}

/// What holds a schema.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Holder {
    /// A parameter in `query`, `path`, `header` or `cookie`.
    Parameter {
        /// The value of `in`.
        location: String,
        /// The wire name.
        name: String,
    },
    /// A request body.
    Body {
        /// The media type as the document spells it.
        media: String,
    },
    /// A response body.
    Response {
        /// The status as the document spells it: `200`, `4XX`, `default`.
        status: String,
        /// The media type as the document spells it.
        media: String,
    },
    /// A response header.
    Header {
        /// The status as the document spells it.
        status: String,
        /// The header's name.
        name: String,
    },
    /// A named schema under `components`.
    Component {
        /// The key under `components.schemas`.
        name: String,
    },
}

/// One operation of the document, as its readers need it.
#[derive(Clone, Copy, Debug)]
pub struct OperationRef<'d> {
    /// `#/paths/~1models/get`.
    pub pointer: &'d Pointer,
    /// The path template.
    pub path: &'d str,
    /// The method in lower case.
    pub method: &'d str,
    /// The `operationId`; empty where the document gives none.
    pub id: &'d str,
}

/// Where a schema stands.
#[derive(Clone, Debug)]
pub struct Place<'d> {
    /// The schema's own place in the document.
    pub pointer: Pointer,
    /// Who sends values of it.
    pub side: Side,
    /// The operation, unless it stands under `components`.
    pub operation: Option<OperationRef<'d>>,
    /// What holds the schema that this one is, or is a part of.
    pub holder: Holder,
    /// Whether it is the holder's own schema, not a part of it.
    pub outermost: bool,
}

impl Place<'_> {
    fn inner(&self, pointer: Pointer) -> Self {
        Self { pointer, outermost: false, ..self.clone() }
    }

    /// Whether values are sent in a `PATCH` body, where absent and null differ.
    pub fn in_patch_body(&self) -> bool {
        matches!(self.holder, Holder::Body { .. })
            && self.operation.is_some_and(|operation| operation.method == "patch")
    }

    /// Whether the holder is a parameter in the given location.
    pub fn in_parameter(&self, location: &str) -> bool {
        matches!(&self.holder, Holder::Parameter { location: found, .. } if found == location)
    }
}

/// Keywords whose value is one schema.
pub const ONE: [&str; 10] = [
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
];
/// Keywords whose value is a list of schemas.
pub const LIST: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
/// Keywords whose value maps names to schemas.
pub const MAP: [&str; 5] = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];

/// Calls `visit` with each direct part of `schema`: keyword, step below the keyword (if any), part.
pub fn parts<'v>(schema: &'v Value, visit: &mut dyn FnMut(&'v str, Option<String>, &'v Value)) {
    let Value::Object(map) = schema else { return };
    for (keyword, value) in map {
        match value {
            Value::Object(_) | Value::Bool(_) if ONE.contains(&keyword.as_str()) => visit(keyword, None, value),
            Value::Array(list) if LIST.contains(&keyword.as_str()) => {
                list.iter().enumerate().for_each(|(index, part)| visit(keyword, Some(index.to_string()), part));
            }
            Value::Object(named) if MAP.contains(&keyword.as_str()) => {
                named.iter().for_each(|(name, part)| visit(keyword, Some(name.clone()), part));
            }
            _ => {}
        }
    }
}

/// As [`parts`], for changing them; stops at the first trouble.
pub fn parts_mut(
    schema: &mut Value,
    visit: &mut dyn FnMut(&str, Option<&str>, &mut Value) -> Result<()>,
) -> Result<()> {
    let Value::Object(map) = schema else {
        return Ok(());
    };
    for (keyword, value) in map.iter_mut() {
        match value {
            Value::Object(_) | Value::Bool(_) if ONE.contains(&keyword.as_str()) => visit(keyword, None, value)?,
            Value::Array(list) if LIST.contains(&keyword.as_str()) => {
                for (index, part) in list.iter_mut().enumerate() {
                    visit(keyword, Some(&index.to_string()), part)?;
                }
            }
            Value::Object(named) if MAP.contains(&keyword.as_str()) => {
                for (name, part) in named.iter_mut() {
                    visit(keyword, Some(name), part)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The order in which a schema and its parts are visited.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Order {
    /// A schema before its parts.
    Outside,
    /// The parts before their schema.
    Inside,
}

/// Visits a schema and everything in it. A part that a visit adds is visited too (`Outside`).
pub fn schema_mut(
    schema: &mut Value,
    place: &Place<'_>,
    order: Order,
    visit: &mut dyn FnMut(&mut Value, &Place<'_>) -> Result<()>,
) -> Result<()> {
    if order == Order::Outside {
        visit(schema, place)?;
    }
    parts_mut(schema, &mut |keyword, step, part| {
        let mut pointer = place.pointer.push(keyword);
        if let Some(step) = step {
            pointer = pointer.push(step);
        }
        schema_mut(part, &place.inner(pointer), order, visit)
    })?;
    if order == Order::Inside {
        visit(schema, place)?;
    }
    Ok(())
}

/// Visits every operation: its path, method and object.
pub fn operations<'d>(document: &'d Value, visit: &mut dyn FnMut(OperationRef<'_>, &'d Map<String, Value>)) {
    let Some(paths) = document.get("paths").and_then(Value::as_object) else {
        return;
    };
    for (path, item) in paths {
        for method in METHODS {
            if let Some(operation) = item.get(method).and_then(Value::as_object) {
                let pointer = Pointer::root().push("paths").push(path).push(method);
                let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
                visit(OperationRef { pointer: &pointer, path, method, id }, operation);
            }
        }
    }
}

/// As [`operations`], for changing them; stops at the first trouble, which learns the operation's name.
pub fn operations_mut(
    document: &mut Value,
    visit: &mut dyn FnMut(OperationRef<'_>, &mut Map<String, Value>) -> Result<()>,
) -> Result<()> {
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else {
        return Ok(());
    };
    for (path, item) in paths.iter_mut() {
        for method in METHODS {
            if let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) {
                let pointer = Pointer::root().push("paths").push(path).push(method);
                let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
                let found = OperationRef { pointer: &pointer, path, method, id: &id };
                visit(found, operation).map_err(|trouble| trouble.operation(&id).at(&pointer))?;
            }
        }
    }
    Ok(())
}

/// Visits every schema of one operation whose parameters, bodies and responses are written out.
pub fn operation_schemas_mut(
    found: OperationRef<'_>,
    operation: &mut Map<String, Value>,
    visit: &mut dyn FnMut(&mut Value, &Place<'_>) -> Result<()>,
) -> Result<()> {
    let mut held = |schema: &mut Value, pointer: Pointer, side: Side, holder: Holder| {
        visit(schema, &Place { pointer, side, operation: Some(found), holder, outermost: true })
    };
    if let Some(parameters) = operation.get_mut("parameters").and_then(Value::as_array_mut) {
        for (index, parameter) in parameters.iter_mut().enumerate() {
            let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            let holder = Holder::Parameter { location: text("in"), name: text("name") };
            let pointer = found.pointer.push("parameters").push(index.to_string());
            if let Some(schema) = parameter.get_mut("schema") {
                held(schema, pointer.push("schema"), Side::Request, holder.clone())?;
            }
            content_mut(parameter.get_mut("content"), &pointer, &mut |schema, at, _| {
                held(schema, at, Side::Request, holder.clone())
            })?;
        }
    }
    let pointer = found.pointer.push("requestBody");
    content_mut(
        operation.get_mut("requestBody").and_then(|body| body.get_mut("content")),
        &pointer,
        &mut |schema, at, media| held(schema, at, Side::Request, Holder::Body { media: media.to_owned() }),
    )?;
    if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
        for (status, response) in responses.iter_mut() {
            let pointer = found.pointer.push("responses").push(status);
            content_mut(response.get_mut("content"), &pointer, &mut |schema, at, media| {
                held(schema, at, Side::Response, Holder::Response { status: status.clone(), media: media.to_owned() })
            })?;
            for (name, header) in response.get_mut("headers").and_then(Value::as_object_mut).into_iter().flatten() {
                if let Some(schema) = header.get_mut("schema") {
                    let at = pointer.push("headers").push(name).push("schema");
                    held(schema, at, Side::Response, Holder::Header { status: status.clone(), name: name.clone() })?;
                }
            }
        }
    }
    Ok(())
}

fn content_mut(
    content: Option<&mut Value>,
    holder: &Pointer,
    visit: &mut dyn FnMut(&mut Value, Pointer, &str) -> Result<()>,
) -> Result<()> {
    for (media, entry) in content.and_then(Value::as_object_mut).into_iter().flatten() {
        if let Some(schema) = entry.get_mut("schema") {
            visit(schema, holder.push("content").push(media).push("schema"), media)?;
        }
    }
    Ok(())
}

/// Visits the outermost schema of every parameter, body, response and header of every operation,
/// then every component. A component's side is what [`component_side`] says of its key.
pub fn outermost_mut(document: &mut Value, visit: &mut dyn FnMut(&mut Value, &Place<'_>) -> Result<()>) -> Result<()> {
    operations_mut(document, &mut |found, operation| operation_schemas_mut(found, operation, visit))?;
    let schemas = document.get_mut("components").and_then(|components| components.get_mut("schemas"));
    for (name, schema) in schemas.and_then(Value::as_object_mut).into_iter().flatten() {
        let place = Place {
            pointer: Pointer::root().push("components").push("schemas").push(name),
            side: component_side(name),
            operation: None,
            holder: Holder::Component { name: name.clone() },
            outermost: true,
        };
        visit(schema, &place)?;
    }
    Ok(())
}

/// Visits every schema of the document, however deep.
pub fn every_schema_mut(
    document: &mut Value,
    order: Order,
    visit: &mut dyn FnMut(&mut Value, &Place<'_>) -> Result<()>,
) -> Result<()> {
    outermost_mut(document, &mut |schema, place| schema_mut(schema, place, order, visit))
}

/// While a document is lowered, a component stands once for each side that reaches it, under
/// `request:Name` and `response:Name`.
pub fn component_side(key: &str) -> Side {
    if key.starts_with("request:") { Side::Request } else { Side::Response }
}
