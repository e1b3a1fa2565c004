//! A document as it is compared: operations with their parts, each in normal form.
//!
//! Reading is lenient. What is malformed is passed over or kept as it stands; nothing here refuses a
//! document.

mod parts;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::media;
use super::normal::{Normal, Normalizer};
use super::prose;
use super::security::{Scheme, Ways};
use super::servers::Server;
use super::templates;
use crate::document::walk::METHODS;
use crate::document::{Pointer, reference};

/// What an object says, and where it stands.
pub(super) type Said = (Pointer, BTreeMap<String, String>);

/// A document.
#[derive(Debug, Default)]
pub(super) struct Api {
    /// Its operations, in the document's order.
    pub operations: Vec<Operation>,
    /// Its servers.
    pub servers: Vec<Server>,
    /// Its security schemes by name.
    pub schemes: BTreeMap<String, Scheme>,
    /// What the server calls, by name, as JSON without prose.
    pub webhooks: BTreeMap<String, String>,
    /// What is said outside of operations, by place.
    pub said: BTreeMap<String, Said>,
    /// Keywords of the document that no rule knows.
    pub rest: BTreeMap<String, String>,
}

/// An operation.
#[derive(Debug)]
pub(super) struct Operation {
    /// Where it stands.
    pub pointer: Pointer,
    /// The path template.
    pub path: String,
    /// The path template without the names of its parameters.
    pub template: String,
    /// `GET`, `POST`, …
    pub method: String,
    /// The `operationId`.
    pub id: Option<String>,
    /// Its tags.
    pub tags: BTreeSet<String>,
    /// Whether it is about to go.
    pub deprecated: bool,
    /// The ways to authenticate.
    pub security: Ways,
    /// Its own servers.
    pub servers: Option<(Pointer, Vec<Server>)>,
    /// Its parameters, those of its path among them.
    pub parameters: Vec<Parameter>,
    /// Its request body.
    pub body: Option<Body>,
    /// Its answers by status.
    pub answers: BTreeMap<String, Answer>,
    /// What it says, here and in its parts, by place.
    pub said: BTreeMap<String, Said>,
    /// Callbacks, as JSON without prose.
    pub callbacks: Option<String>,
    /// Keywords that no rule knows.
    pub rest: BTreeMap<String, String>,
}

/// A parameter.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    /// Where it stands.
    pub pointer: Pointer,
    /// `query`, `path`, `header` or `cookie`.
    pub location: String,
    /// The wire name.
    pub name: String,
    /// Whether it is demanded.
    pub required: bool,
    /// Whether it is about to go.
    pub deprecated: bool,
    /// How lists and objects are written.
    pub style: String,
    /// Whether their parts stand apart.
    pub explode: bool,
    /// Whether reserved characters are left alone.
    pub reserved: bool,
    /// Whether it can be sent without a value.
    pub empty: bool,
    /// The media type that it is serialized as.
    pub media: Option<String>,
    /// Its schema.
    pub schema: Normal,
    /// Where its schema stands.
    pub schema_at: Pointer,
    /// Keywords that no rule knows.
    pub rest: BTreeMap<String, String>,
}

/// A request body.
#[derive(Clone, Debug)]
pub(super) struct Body {
    /// Where it stands.
    pub pointer: Pointer,
    /// Whether it is demanded.
    pub required: bool,
    /// What it can be.
    pub content: BTreeMap<String, Media>,
    /// Keywords that no rule knows.
    pub rest: BTreeMap<String, String>,
}

/// A media type of a body.
#[derive(Clone, Debug)]
pub(super) struct Media {
    /// Where its schema stands.
    pub pointer: Pointer,
    /// Its schema.
    pub schema: Normal,
    /// How the parts of a form are encoded, as JSON.
    pub encoding: Option<String>,
    /// Keywords that no rule knows.
    pub rest: BTreeMap<String, String>,
}

/// An answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    /// Where it stands.
    pub pointer: Pointer,
    /// What it can be.
    pub content: BTreeMap<String, Media>,
    /// Its headers, by their names in lower case.
    pub headers: BTreeMap<String, Header>,
    /// Links, as JSON without prose.
    pub links: Option<String>,
    /// Keywords that no rule knows.
    pub rest: BTreeMap<String, String>,
}

/// A header of an answer.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// Where its schema stands.
    pub pointer: Pointer,
    /// Whether it is promised.
    pub required: bool,
    /// Its schema.
    pub schema: Normal,
}

/// Reads one document.
pub(super) struct Reader<'d, 'f> {
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
    pub(super) fn read(mut self) -> Api {
        let Value::Object(root) = self.document else {
            return Api::default();
        };
        let base = Pointer::root();
        let mut api = Api {
            servers: super::servers::read(root.get("servers")),
            schemes: super::security::schemes(self.document),
            ..Api::default()
        };
        let mut said = BTreeMap::new();
        for keyword in ["info", "tags", "externalDocs"] {
            if let Some(value) = root.get(keyword) {
                said.insert(keyword.to_owned(), (base.push(keyword), whole(keyword, value)));
            }
        }
        said.insert("document".to_owned(), (base.clone(), prose::own(root)));
        super::servers::say(root.get("servers"), &base, &mut said);
        super::security::say(self.document, &mut said);
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
                super::servers::say(Some(found), pointer, &mut self.said);
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
                servers: servers.map(|(pointer, found)| (pointer.push("servers"), super::servers::read(Some(found)))),
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
fn without_prose(value: &Value) -> Value {
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

impl Answer {
    /// Whether a status is a success.
    pub(super) fn is_success(status: &str) -> bool {
        status.starts_with('2')
    }
}

impl Media {
    /// The media type that the generator takes among several.
    pub(super) fn chosen(content: &BTreeMap<String, Self>) -> Option<&String> {
        content.keys().min_by_key(|name| media::rank(name))
    }
}
