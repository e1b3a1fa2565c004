//! Components that requests and responses share: lowering made a copy for each side; where the
//! copies stayed the same, they are one type again.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::shape;

/// The request components that equal the response component of the same name.
///
/// Starts from "all of them do" and takes away those that differ until nothing changes, so that
/// components which lead back to themselves are recognized too.
pub(super) fn of(document: &Value) -> BTreeMap<String, String> {
    let none = Map::new();
    let schemas = document
        .get("components")
        .and_then(|components| components.get("schemas"))
        .and_then(Value::as_object)
        .unwrap_or(&none);
    let mut twins: BTreeSet<String> = schemas
        .keys()
        .filter_map(|key| key.strip_prefix("request:"))
        .filter(|name| schemas.contains_key(&format!("response:{name}")))
        .map(str::to_owned)
        .collect();
    loop {
        let differing: Vec<String> = twins
            .iter()
            .filter(|name| {
                let text = |side: &str| {
                    schemas.get(&format!("{side}:{name}")).map(|schema| shape::key(&neutral(schema, &twins)))
                };
                text("request") != text("response")
            })
            .cloned()
            .collect();
        if differing.is_empty() {
            break;
        }
        differing.iter().for_each(|name| {
            twins.remove(name);
        });
    }
    twins.into_iter().map(|name| (format!("request:{name}"), format!("response:{name}"))).collect()
}

/// The schema with references to twins spelled the same on both sides.
fn neutral(schema: &Value, twins: &BTreeSet<String>) -> Value {
    match schema {
        Value::Object(map) => Value::Object(
            map.iter()
                .map(|(key, value)| match value {
                    Value::String(reference) if key == "$ref" => {
                        let name = reference.rsplit(':').next().unwrap_or_default();
                        let spelled = if twins.contains(name) { format!("twin:{name}") } else { reference.clone() };
                        (key.clone(), Value::String(spelled))
                    }
                    _ => (key.clone(), neutral(value, twins)),
                })
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(|item| neutral(item, twins)).collect()),
        other => other.clone(),
    }
}
