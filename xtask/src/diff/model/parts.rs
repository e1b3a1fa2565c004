//! The parts of an operation: parameters, body, answers.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::reader::{At, flag, rest, without_prose};
use super::{Answer, Body, Header, Media, Parameter, Reader};
use crate::diff::normal::{Normal, Normalizer};
use crate::diff::prose;
use crate::diff::shape::{Shape, kinds};
use crate::diff::{media, normal::Forms};
use crate::document::Pointer;
use crate::document::walk::Side;

const PARAMETER: [&str; 11] = [
    "name",
    "in",
    "required",
    "deprecated",
    "style",
    "explode",
    "allowReserved",
    "allowEmptyValue",
    "schema",
    "content",
    "$ref",
];

impl<'d, 'f> Reader<'d, 'f> {
    /// For the first (0) or second (1) document.
    pub(in crate::diff) fn new(document: &'d Value, number: u8, forms: &'f mut Forms) -> Self {
        Self { document, normalizer: Normalizer::new(document, number, forms), said: BTreeMap::new() }
    }

    /// The parameters of an operation: its own, and those of its path that it does not replace.
    pub(super) fn parameters(&mut self, item: &At<'d>, operation: &At<'d>) -> Vec<Parameter> {
        let mut found: Vec<Parameter> = Vec::new();
        for holder in [operation, item] {
            let list = holder.map.get("parameters").and_then(Value::as_array);
            for (index, value) in list.into_iter().flatten().enumerate() {
                let pointer = holder.pointer.push("parameters").push(index.to_string());
                let Some(at) = self.follow(&pointer, value) else { continue };
                let Some(parameter) = self.parameter(&at) else { continue };
                let same = |other: &Parameter| other.location == parameter.location && other.key() == parameter.key();
                if !found.iter().any(same) {
                    let place = format!("{}.{}", parameter.location, parameter.key());
                    self.said.insert(place, (at.pointer.clone(), prose::own(at.map)));
                    found.push(parameter);
                }
            }
        }
        found
    }

    fn parameter(&mut self, at: &At<'d>) -> Option<Parameter> {
        let text = |key: &str| at.map.get(key).and_then(Value::as_str);
        let (location, name) = (text("in")?.to_owned(), text("name")?.to_owned());
        let style = text("style").unwrap_or(match location.as_str() {
            "query" | "cookie" => "form",
            _ => "simple",
        });
        let explode = at.map.get("explode").and_then(Value::as_bool).unwrap_or(style == "form");
        let content = at.map.get("content").and_then(Value::as_object).and_then(|content| content.iter().next());
        let media = content.map(|(name, _)| media::key(name));
        let (value, schema_at) = match content {
            Some((name, entry)) => (entry.get("schema"), at.pointer.push("content").push(name).push("schema")),
            None => (at.map.get("schema"), at.pointer.push("schema")),
        };
        Some(Parameter {
            required: location == "path" || flag(at.map, "required"),
            deprecated: flag(at.map, "deprecated"),
            reserved: flag(at.map, "allowReserved"),
            empty: flag(at.map, "allowEmptyValue"),
            schema: self.optional(value, Side::Request),
            rest: rest(at.map, &PARAMETER),
            pointer: at.pointer.clone(),
            style: style.to_owned(),
            explode,
            media,
            schema_at,
            location,
            name,
        })
    }

    /// A schema, or any value where there is none.
    fn optional(&mut self, value: Option<&Value>, side: Side) -> Normal {
        match value {
            Some(value) => self.normalizer.schema(value, side),
            None => self.normalizer.schema(&Value::Bool(true), side),
        }
    }

    /// The request body of an operation.
    pub(super) fn body(&mut self, operation: &At<'d>) -> Option<Body> {
        let value = operation.map.get("requestBody")?;
        let at = self.follow(&operation.pointer.push("requestBody"), value)?;
        self.said.insert("body".to_owned(), (at.pointer.clone(), prose::own(at.map)));
        let content = self.content(&at, Side::Request, "body");
        let rest = rest(at.map, &["required", "content", "$ref"]);
        Some(Body { required: flag(at.map, "required"), content, rest, pointer: at.pointer })
    }

    fn content(&mut self, holder: &At<'d>, side: Side, place: &str) -> BTreeMap<String, Media> {
        let mut found = BTreeMap::new();
        for (name, entry) in holder.map.get("content").and_then(Value::as_object).into_iter().flatten() {
            let pointer = holder.pointer.push("content").push(name);
            let none = Map::new();
            let map = entry.as_object().unwrap_or(&none);
            self.said.insert(format!("{place} {}", media::key(name)), (pointer.clone(), prose::own(map)));
            let schema = self.optional(map.get("schema"), side);
            let encoding = map.get("encoding").map(|found| prose::canonical(&without_prose(found)));
            let rest = rest(map, &["schema", "encoding", "$ref"]);
            found.insert(media::key(name), Media { pointer: pointer.push("schema"), schema, encoding, rest });
        }
        found
    }

    /// The answers of an operation.
    pub(super) fn answers(&mut self, operation: &At<'d>) -> BTreeMap<String, Answer> {
        let mut found = BTreeMap::new();
        for (status, value) in operation.map.get("responses").and_then(Value::as_object).into_iter().flatten() {
            let pointer = operation.pointer.push("responses").push(status);
            if status.starts_with("x-") {
                continue;
            }
            let Some(at) = self.follow(&pointer, value) else { continue };
            let status = if status == "default" { status.clone() } else { status.to_uppercase() };
            let place = format!("response {status}");
            self.said.insert(place.clone(), (at.pointer.clone(), prose::own(at.map)));
            let content = self.content(&at, Side::Response, &place);
            let headers = self.headers(&at, &place);
            let links = at.map.get("links").map(|links| prose::canonical(&without_prose(links)));
            let rest = rest(at.map, &["content", "headers", "links", "$ref"]);
            found.insert(status, Answer { content, headers, links, rest, pointer: at.pointer });
        }
        found
    }

    fn headers(&mut self, answer: &At<'d>, place: &str) -> BTreeMap<String, Header> {
        let mut found = BTreeMap::new();
        for (name, value) in answer.map.get("headers").and_then(Value::as_object).into_iter().flatten() {
            let Some(at) = self.follow(&answer.pointer.push("headers").push(name), value) else { continue };
            let key = name.to_lowercase();
            self.said.insert(format!("{place} header {key}"), (at.pointer.clone(), prose::own(at.map)));
            let content = at.map.get("content").and_then(Value::as_object).and_then(|content| content.values().next());
            let value = at.map.get("schema").or_else(|| content.and_then(|entry| entry.get("schema")));
            let schema = self.optional(value, Side::Response);
            let pointer: Pointer = at.pointer.push("schema");
            found.insert(key, Header { pointer, required: flag(at.map, "required"), schema });
        }
        found
    }
}

impl Parameter {
    /// The name by which it is known: headers do not care for case.
    pub(in crate::diff) fn key(&self) -> String {
        if self.location == "header" { self.name.to_lowercase() } else { self.name.clone() }
    }

    /// Whether its values can be lists or objects, for which alone the style means something.
    pub(in crate::diff) fn is_compound(shape: &Shape) -> bool {
        shape.kinds & (kinds::ARRAY | kinds::OBJECT) != 0
    }
}
