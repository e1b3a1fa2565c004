//! What a client crate has no use for goes: webhooks, callbacks, tag prose, response headers, links.
//!
//! A note tells where calls or values are lost; prose and extensions go without one.

use serde_json::{Map, Value};

use crate::document::Pointer;
use crate::document::walk::METHODS;
use crate::note::{Fate, Notes};
use crate::trouble::Result;

const DOCUMENT: [&str; 6] = ["openapi", "info", "servers", "security", "paths", "components"];
const OPERATION: [&str; 9] = [
    "operationId",
    "tags",
    "summary",
    "description",
    "deprecated",
    "security",
    "parameters",
    "requestBody",
    "responses",
];
const COMPONENTS: [&str; 2] = ["schemas", "securitySchemes"];
/// What nobody misses: prose, and parts that were written out where they are used.
const PLAIN: [&str; 11] = [
    "externalDocs",
    "jsonSchemaDialect",
    "$self",
    "parameters",
    "responses",
    "requestBodies",
    "headers",
    "examples",
    "links",
    "callbacks",
    "pathItems",
];

pub(super) fn apply(document: &mut Value, notes: &mut Notes) -> Result<()> {
    let Value::Object(map) = document else {
        return Ok(());
    };
    let root = Pointer::root();
    keep(map, &DOCUMENT, &PLAIN, &root, notes);
    map.insert("openapi".to_owned(), "3.0.3".into());
    if let Some(Value::Object(components)) = map.get_mut("components") {
        keep(components, &COMPONENTS, &PLAIN, &root.push("components"), notes);
    }
    let schemes = map.get_mut("components").and_then(|components| components.get_mut("securitySchemes"));
    if let Some(Value::Object(schemes)) = schemes {
        security_schemes(schemes, notes);
    }
    let paths = map.get_mut("paths").and_then(Value::as_object_mut);
    if let Some(paths) = paths {
        paths.retain(|path, _| !path.starts_with("x-"));
        for (path, item) in paths {
            path_item(item, &root.push("paths").push(path), notes);
        }
    }
    Ok(())
}

/// 3.1 added a kind that a reader of 3.0 refuses; certificates are the HTTP client's business.
fn security_schemes(schemes: &mut Map<String, Value>, notes: &mut Notes) {
    let at = Pointer::root().push("components").push("securitySchemes");
    schemes.retain(|name, scheme| {
        let kept = scheme.get("type").and_then(Value::as_str) != Some("mutualTLS");
        if !kept {
            notes.add(Fate::Dropped, "security by mutual TLS", &at.push(name));
        }
        kept
    });
}

fn path_item(item: &mut Value, at: &Pointer, notes: &mut Notes) {
    let Value::Object(item) = item else { return };
    keep(item, &METHODS, &[], at, notes);
    for (method, operation) in item {
        if let Value::Object(operation) = operation {
            keep(operation, &OPERATION, &["externalDocs"], &at.push(method), notes);
        }
    }
}

/// Keeps the named keys; of the others, those with something in them are noted.
fn keep(map: &mut Map<String, Value>, kept: &[&str], plain: &[&str], at: &Pointer, notes: &mut Notes) {
    map.retain(|key, value| {
        let key = key.as_str();
        if kept.contains(&key) {
            return true;
        }
        if !key.starts_with("x-") && !plain.contains(&key) && !is_empty(value) {
            notes.add(Fate::Dropped, format!("`{key}`"), &at.push(key));
        }
        false
    });
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(map) => map.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}
