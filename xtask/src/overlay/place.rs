//! Where a correction goes.

use serde_json::Value;

use crate::document::{Pointer, reference, walk};
use crate::hoist::is_success;
use crate::paths::OVERLAY;
use crate::trouble::{Result, Trouble};

/// What a place turned out to be.
pub(super) enum Found {
    /// It is there.
    At(Pointer),
    /// Its operation is not in this document, so there is nothing to correct.
    NoOperation,
}

/// Finds the place that a correction names.
pub(super) fn find(at: &str, document: &Value) -> Result<Found> {
    match at.starts_with('#') {
        true => by_pointer(at, document),
        false => by_operation(at, document),
    }
}

fn by_pointer(at: &str, document: &Value) -> Result<Found> {
    let pointer = Pointer::parse(at)
        .ok_or_else(|| Trouble::new(format!("the correction at `{at}` of {OVERLAY} is no JSON pointer")))?;
    if pointer.resolve(document).is_some() {
        return Ok(Found::At(pointer));
    }
    if let [paths, path, method, ..] = pointer.steps()
        && paths == "paths"
    {
        let operation = Pointer::root().push(paths).push(path).push(method);
        if operation.resolve(document).is_none() {
            return Ok(Found::NoOperation);
        }
    }
    Err(missing(at))
}

/// `operation`, `operation.location.parameter`, or a part of what it sends or answers; an operation's
/// name may have dots of its own, so the longest one that fits counts.
fn by_operation(at: &str, document: &Value) -> Result<Found> {
    let mut best: Option<(usize, Pointer)> = None;
    walk::operations(document, &mut |found, _| {
        let rest = at.strip_prefix(found.id);
        let fits = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let longer = best.as_ref().is_none_or(|(length, _)| found.id.len() > *length);
        if fits && longer && !found.id.is_empty() {
            best = Some((found.id.len(), found.pointer.clone()));
        }
    });
    let Some((length, operation)) = best else {
        return Ok(Found::NoOperation);
    };
    let Some(rest) = at.get(length + 1..).filter(|rest| !rest.is_empty()) else {
        return Ok(Found::At(operation));
    };
    let (holder, inside) = rest.split_at(rest.find(['.', '[', '{']).unwrap_or(rest.len()));
    let found = match holder {
        "response" => answer(document, &operation).and_then(|schema| part(document, &schema, inside)),
        "body" => {
            let content = operation.push("requestBody");
            schema_of(document, &content).and_then(|schema| part(document, &schema, inside))
        }
        location => inside.strip_prefix('.').and_then(|name| parameter(document, &operation, location, name)),
    };
    found.map(Found::At).ok_or_else(|| missing(at).at(&operation))
}

/// The schema of what an operation answers when all is well.
fn answer(document: &Value, operation: &Pointer) -> Option<Pointer> {
    let responses = operation.push("responses");
    let statuses = responses.resolve(document)?.as_object()?.keys();
    statuses.filter(|status| is_success(status)).find_map(|status| schema_of(document, &responses.push(status)))
}

/// The first schema among the media of a body or an answer.
fn schema_of(document: &Value, holder: &Pointer) -> Option<Pointer> {
    let (holder, found) = reference::follow(document, holder).ok()?;
    let media = found.get("content")?.as_object()?;
    let (name, _) = media.iter().find(|(_, entry)| entry.get("schema").is_some())?;
    Some(holder.push("content").push(name).push("schema"))
}

/// The part of a schema at `.property`, `[]` and `{}`, in the spelling of `names.toml`.
fn part(document: &Value, schema: &Pointer, inside: &str) -> Option<Pointer> {
    if inside.is_empty() {
        return Some(schema.clone());
    }
    let (at, found) = reference::follow(document, schema).ok()?;
    let below = |keyword: &str, rest: &str| {
        let at = at.push(keyword);
        at.resolve(document).and_then(|_| part(document, &at, rest))
    };
    let here = if let Some(rest) = inside.strip_prefix("[]") {
        below("items", rest)
    } else if let Some(rest) = inside.strip_prefix("{}") {
        below("additionalProperties", rest)
    } else {
        let rest = inside.strip_prefix('.')?;
        let (name, rest) = rest.split_at(rest.find(['.', '[', '{']).unwrap_or(rest.len()));
        let at = at.push("properties").push(name);
        at.resolve(document).and_then(|_| part(document, &at, rest))
    };
    // What is composed has the parts of what it is composed of.
    here.or_else(|| {
        ["allOf", "anyOf", "oneOf"].into_iter().find_map(|keyword| {
            let members = found.get(keyword)?.as_array()?.len();
            (0..members).find_map(|index| part(document, &at.push(keyword).push(index.to_string()), inside))
        })
    })
}

/// A parameter of an operation, its own or its path's, wherever it is written out.
fn parameter(document: &Value, operation: &Pointer, location: &str, name: &str) -> Option<Pointer> {
    let steps = operation.steps().iter().take(2);
    let item = steps.fold(Pointer::root(), |at, step| at.push(step));
    [operation, &item].into_iter().find_map(|holder| {
        let list = holder.push("parameters");
        let count = list.resolve(document)?.as_array()?.len();
        (0..count).find_map(|index| {
            let at = list.push(index.to_string());
            let (at, found) = reference::follow(document, &at).ok()?;
            let is = |key: &str, text: &str| found.get(key).and_then(Value::as_str) == Some(text);
            (is("in", location) && is("name", name)).then_some(at)
        })
    })
}

fn missing(at: &str) -> Trouble {
    Trouble::new(format!("the correction at `{at}` of {OVERLAY} leads to a place that the document does not have"))
}
