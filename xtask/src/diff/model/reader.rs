//! From a document to its operations and what stands beside them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{Api, Operation, Said};
use crate::diff::normal::Normalizer;
use crate::diff::security::{self, Ways};
use crate::diff::{prose, servers, templates};
use crate::document::walk::METHODS;
use crate::document::{Pointer, reference};

/// Reads one document.
pub(in crate::diff) struct Reader<'d, 'f> {
    pub(super) document: &'d Value,
    pub(super) normalizer: Normalizer<'d, 'f>,
    pub(super) said: BTreeMap<String, Said>,
}

/// A place in the document, followed to what stands there in the end.
pub(super) struct At<'d> {
    pub(super) pointer: Pointer,
    pub(super) map: &'d Map<String, Value>,
}

impl<'d> Reader<'d, '_> {
    /// Reads the document.
    pub(in crate::diff) fn read(mut self) -> Api {
        let Value::Object(root) = self.document else {
            return Api::default();
        };
        let base = Pointer::root();
        let mut api = Api {
            servers: servers::read(root.get("servers")),
            schemes: security::schemes(self.document),
            ..Api::default()
        };
        let mut said = BTreeMap::new();
        for keyword in ["info", "tags"] {
            if let Some(value) = root.get(keyword) {
                said.insert(keyword.to_owned(), (base.push(keyword), whole(keyword, value)));
            }
        }
        said.insert("document".to_owned(), (base.clone(), prose::own(root)));
        servers::say(root.get("servers"), &base, &mut said);
        security::say(self.document, &mut said);
        const KNOWN: [&str; 10] = [
            "openapi",
            "info",
            "tags",
            "externalDocs",
            "servers",
            "components",
            "paths",
            "webhooks",
            "security",
            "jsonSchemaDialect",
        ];
        api.rest = rest(root, &KNOWN);
        for (name, hook) in root.get("webhooks").and_then(Value::as_object).into_iter().flatten() {
            api.webhooks.insert(name.clone(), prose::canonical(&without_prose(hook)));
        }
        for (path, item) in root.get("paths").and_then(Value::as_object).into_iter().flatten() {
            if let (false, Some(at)) = (path.starts_with("x-"), self.follow(&base.push("paths").push(path), item)) {
                said.insert(format!("path {}", templates::erased(path)), (at.pointer.clone(), prose::own(at.map)));
                self.item(path, &at, root, &mut api);
            }
        }
        api.said = said;
        api
    }

    /// What stands at a place, behind every reference.
    pub(super) fn follow(&self, pointer: &Pointer, value: &'d Value) -> Option<At<'d>> {
        let map = value.as_object()?;
        if !map.contains_key("$ref") {
            return Some(At { pointer: pointer.clone(), map });
        }
        let (pointer, value) = reference::follow(self.document, pointer).ok()?;
        Some(At { pointer, map: value.as_object()? })
    }

    fn item(&mut self, path: &str, item: &At<'d>, root: &'d Map<String, Value>, api: &mut Api) {
        for method in METHODS {
            let Some(Value::Object(operation)) = item.map.get(method) else { continue };
            let at = At { pointer: item.pointer.push(method), map: operation };
            self.said.clear();
            let parameters = self.parameters(item, &at);
            let body = self.body(&at);
            let answers = self.answers(&at);
            let servers = [(&at.pointer, operation.get("servers")), (&item.pointer, item.map.get("servers"))];
            let servers = servers.into_iter().find_map(|(pointer, found)| Some((pointer, found?)));
            if let Some((pointer, found)) = servers {
                servers::say(Some(found), pointer, &mut self.said);
            }
            self.said.insert("operation".to_owned(), (at.pointer.clone(), prose::own(operation)));
            let text = |key: &str| operation.get(key).and_then(Value::as_str).map(str::to_owned);
            api.operations.push(Operation {
                path: path.to_owned(),
                template: templates::erased(path),
                method: method.to_uppercase(),
                id: text("operationId").filter(|id| !id.is_empty()),
                tags: texts(operation.get("tags")),
                deprecated: flag(operation, "deprecated"),
                security: Ways::read(operation, root, &at.pointer),
                servers: servers.map(|(pointer, found)| (pointer.push("servers"), servers::read(Some(found)))),
                parameters,
                body,
                answers,
                said: std::mem::take(&mut self.said),
                callbacks: operation.get("callbacks").map(|found| prose::canonical(&without_prose(found))),
                rest: rest(operation, &OPERATION),
                pointer: at.pointer,
            });
        }
    }
}

const OPERATION: [&str; 10] = [
    "operationId",
    "tags",
    "deprecated",
    "security",
    "servers",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
    "$ref",
];

/// The keywords that are neither prose nor known.
pub(super) fn rest(map: &Map<String, Value>, known: &[&str]) -> BTreeMap<String, String> {
    let unknown = map.iter().filter(|(key, _)| !prose::is_prose(key) && !known.contains(&key.as_str()));
    unknown.map(|(key, value)| (key.clone(), prose::canonical(value))).collect()
}

pub(super) fn flag(map: &Map<String, Value>, keyword: &str) -> bool {
    map.get(keyword).and_then(Value::as_bool).unwrap_or(false)
}

fn texts(value: Option<&Value>) -> BTreeSet<String> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

/// A value that is prose as a whole. The order of the list of tags is not.
fn whole(keyword: &str, value: &Value) -> BTreeMap<String, String> {
    let text = match value {
        Value::Array(items) => {
            let mut items: Vec<String> = items.iter().map(prose::canonical).collect();
            items.sort();
            items.join(",")
        }
        other => prose::canonical(other),
    };
    [(keyword.to_owned(), text)].into()
}

/// A value without what is for people only. Names in `properties` are no keywords.
pub(super) fn without_prose(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.iter().filter(|(key, _)| !prose::is_prose(key));
            kept.map(|(key, value)| match (key.as_str(), value) {
                ("properties", Value::Object(named)) => {
                    let named = named.iter().map(|(name, value)| (name.clone(), without_prose(value)));
                    (key.clone(), Value::Object(named.collect()))
                }
                _ => (key.clone(), without_prose(value)),
            })
            .collect::<Map<String, Value>>()
            .into()
        }
        Value::Array(items) => items.iter().map(without_prose).collect(),
        other => other.clone(),
    }
}
