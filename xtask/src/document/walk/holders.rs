//! From the document down to its holders: operations, their parameters, bodies and responses, and
//! components.

use serde_json::{Map, Value};

use super::{Holder, METHODS, OperationRef, Order, Place, Side, component_place, descend};
use crate::document::Pointer;
use crate::trouble::Result;

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
/// then every component. A component's side is what [`component_side`](super::component_side) says of its key.
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
