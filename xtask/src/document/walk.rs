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
    /// Goes down by `steps`, runs `visit` there, and comes back.
    fn within<R>(&mut self, steps: &[&str], visit: impl FnOnce(&mut Self) -> R) -> R {
        for step in steps {
            self.pointer.enter(*step);
        }
        let result = visit(self);
        for _ in steps {
            self.pointer.leave();
        }
        result
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

/// How a keyword holds schemas.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Holds {
    /// Its value is one schema.
    One,
    /// Its value is a list of them.
    List,
    /// Its value is one schema, or a list where a tuple is spelled the old way.
    OneOrList,
    /// Its value maps names to schemas.
    Map,
}

/// How a keyword holds schemas, if it does.
pub fn holds(keyword: &str) -> Option<Holds> {
    // One match, because every keyword of every schema comes through here on every walk.
    Some(match keyword {
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => Holds::Map,
        "items" => Holds::OneOrList,
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Holds::List,
        "additionalProperties"
        | "additionalItems"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contains"
        | "propertyNames"
        | "unevaluatedItems"
        | "unevaluatedProperties" => Holds::One,
        _ => return None,
    })
}

/// What is done with each direct part: keyword, step below the keyword (if any), part.
type OnPart<'v> = &'v mut dyn FnMut(&str, Option<&str>, &mut Value) -> Result<()>;

/// Calls `visit` with each direct part of `schema`: keyword, step below the keyword (if any), part.
pub fn parts<'v>(schema: &'v Value, visit: &mut dyn FnMut(&'v str, Option<String>, &'v Value)) {
    let Value::Object(map) = schema else { return };
    for (keyword, value) in map {
        // Most keywords hold texts and numbers.
        if !matches!(value, Value::Object(_) | Value::Array(_) | Value::Bool(_)) {
            continue;
        }
        match (holds(keyword), value) {
            (Some(Holds::One | Holds::OneOrList), Value::Object(_) | Value::Bool(_)) => {
                visit(keyword, None, value);
            }
            (Some(Holds::List | Holds::OneOrList), Value::Array(list)) => {
                for (index, part) in list.iter().enumerate() {
                    visit(keyword, Some(index.to_string()), part);
                }
            }
            (Some(Holds::Map), Value::Object(named)) => {
                for (name, part) in named {
                    visit(keyword, Some(name.clone()), part);
                }
            }
            _ => {}
        }
    }
}

/// As [`parts`], for changing them; stops at the first trouble.
pub fn parts_mut(schema: &mut Value, visit: OnPart<'_>) -> Result<()> {
    let Value::Object(map) = schema else {
        return Ok(());
    };
    for (keyword, value) in map.iter_mut() {
        if !matches!(value, Value::Object(_) | Value::Array(_) | Value::Bool(_)) {
            continue;
        }
        match (holds(keyword), value) {
            (Some(Holds::One | Holds::OneOrList), value @ (Value::Object(_) | Value::Bool(_))) => {
                visit(keyword, None, value)?
            }
            (Some(Holds::List | Holds::OneOrList), Value::Array(list)) => {
                for (index, part) in list.iter_mut().enumerate() {
                    visit(keyword, Some(&index.to_string()), part)?;
                }
            }
            (Some(Holds::Map), Value::Object(named)) => {
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
    descend(schema, &mut place.clone(), order, visit)
}

fn descend(
    schema: &mut Value,
    place: &mut Place<'_>,
    order: Order,
    visit: &mut dyn FnMut(&mut Value, &Place<'_>) -> Result<()>,
) -> Result<()> {
    if order == Order::Outside {
        visit(schema, place)?;
    }
    let outermost = std::mem::replace(&mut place.outermost, false);
    parts_mut(schema, &mut |keyword, step, part| match step {
        Some(step) => place.within(&[keyword, step], |place| descend(part, place, order, visit)),
        None => place.within(&[keyword], |place| descend(part, place, order, visit)),
    })?;
    place.outermost = outermost;
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

/// What is done with an operation.
type OnOperation<'v> = &'v mut dyn FnMut(OperationRef<'_>, &mut Map<String, Value>) -> Result<()>;

/// As [`operations`], for changing them; stops at the first trouble, which learns the operation's name.
pub fn operations_mut(document: &mut Value, visit: OnOperation<'_>) -> Result<()> {
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
    held_mut(found, operation, &mut |schema, place| visit(schema, place))
}

/// What a walk does with a holder's own schema; the place is its to move and to bring back.
type Hold<'v> = &'v mut dyn FnMut(&mut Value, &mut Place<'_>) -> Result<()>;

fn held_mut(found: OperationRef<'_>, operation: &mut Map<String, Value>, hold: Hold<'_>) -> Result<()> {
    let mut place = Place {
        pointer: found.pointer.clone(),
        side: Side::Request,
        operation: Some(found),
        holder: Holder::Body { media: String::new() },
        outermost: true,
    };
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
    for (index, parameter) in parameters.into_iter().flatten().enumerate() {
        place.within(&["parameters", &index.to_string()], |place| parameter_mut(parameter, place, hold))?;
    }
    if let Some(body) = operation.get_mut("requestBody") {
        place.within(&["requestBody"], |place| {
            let holder = |media: &str| Holder::Body { media: media.to_owned() };
            content_mut(body, place, &holder, hold)
        })?;
    }
    place.side = Side::Response;
    let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
    for (status, response) in responses.into_iter().flatten() {
        place.within(&["responses", status], |place| response_mut(status, response, place, hold))?;
    }
    Ok(())
}

fn parameter_mut(parameter: &mut Value, place: &mut Place<'_>, hold: Hold<'_>) -> Result<()> {
    let text = |key: &str| {
        let found = parameter.get(key).and_then(Value::as_str);
        found.unwrap_or_default().to_owned()
    };
    let holder = Holder::Parameter { location: text("in"), name: text("name") };
    place.holder = holder.clone();
    if let Some(schema) = parameter.get_mut("schema") {
        place.within(&["schema"], |place| hold(schema, place))?;
    }
    content_mut(parameter, place, &|_| holder.clone(), hold)
}

fn response_mut(status: &str, response: &mut Value, place: &mut Place<'_>, hold: Hold<'_>) -> Result<()> {
    let holder = |media: &str| Holder::Response { status: status.to_owned(), media: media.to_owned() };
    content_mut(response, place, &holder, hold)?;
    let headers = response.get_mut("headers").and_then(Value::as_object_mut);
    for (name, header) in headers.into_iter().flatten() {
        if let Some(schema) = header.get_mut("schema") {
            place.holder = Holder::Header { status: status.to_owned(), name: name.clone() };
            place.within(&["headers", name, "schema"], |place| hold(schema, place))?;
        }
    }
    Ok(())
}

fn content_mut(
    owner: &mut Value,
    place: &mut Place<'_>,
    holder: &dyn Fn(&str) -> Holder,
    hold: Hold<'_>,
) -> Result<()> {
    let content = owner.get_mut("content").and_then(Value::as_object_mut);
    for (media, entry) in content.into_iter().flatten() {
        if let Some(schema) = entry.get_mut("schema") {
            place.holder = holder(media);
            place.within(&["content", media, "schema"], |place| hold(schema, place))?;
        }
    }
    Ok(())
}

/// Visits the outermost schema of every parameter, body, response and header of every operation,
/// then every component. A component's side is what [`component_side`] says of its key.
pub fn outermost_mut(document: &mut Value, visit: &mut dyn FnMut(&mut Value, &Place<'_>) -> Result<()>) -> Result<()> {
    all_held_mut(document, &mut |schema, place| visit(schema, place))
}

/// Visits every schema of the document, however deep.
pub fn every_schema_mut(
    document: &mut Value,
    order: Order,
    visit: &mut dyn FnMut(&mut Value, &Place<'_>) -> Result<()>,
) -> Result<()> {
    all_held_mut(document, &mut |schema, place| descend(schema, place, order, visit))
}

fn all_held_mut(document: &mut Value, hold: Hold<'_>) -> Result<()> {
    operations_mut(document, &mut |found, operation| held_mut(found, operation, hold))?;
    let schemas = document.get_mut("components").and_then(|components| components.get_mut("schemas"));
    for (name, schema) in schemas.and_then(Value::as_object_mut).into_iter().flatten() {
        hold(schema, &mut component_place(name))?;
    }
    Ok(())
}

/// Where the component `name` stands.
pub fn component_place(name: &str) -> Place<'static> {
    Place {
        pointer: Pointer::root().push("components").push("schemas").push(name),
        side: component_side(name),
        operation: None,
        holder: Holder::Component { name: name.to_owned() },
        outermost: true,
    }
}

/// While a document is lowered, a component stands once for each side that reaches it, under
/// `request:Name` and `response:Name`.
pub fn component_side(key: &str) -> Side {
    if key.starts_with("request:") { Side::Request } else { Side::Response }
}
