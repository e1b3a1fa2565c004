//! Operations, read off the document.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::schema::Schema;
use crate::error::Error;
use crate::resolve::resolve;

/// The methods that a path item may hold.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "patch", "head", "options", "trace"];
/// Operations that declare a key and answer without one.
const KEY_OPTIONAL: [&str; 1] = ["getModels"];

/// One operation.
#[derive(Debug)]
pub struct Operation {
    /// The `operationId`, or the method and the path where there is none.
    pub id: String,
    /// The method in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// What a key must be allowed to do.
    pub scope: Scope,
    /// Whether it answers without a key although it declares one.
    pub key_optional: bool,
    /// What it takes beside the body.
    pub parameters: Vec<Parameter>,
    /// The body that it takes.
    pub body: Option<Body>,
    /// What it answers when all goes well.
    pub success: Success,
    /// The schemas of its JSON answers, by status.
    pub answers: BTreeMap<String, Schema>,
}

/// What a key must be allowed to do.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Scope {
    /// No key is needed.
    None,
    /// Any known key.
    Api,
    /// A key with administrator rights.
    Admin,
}

/// A parameter.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Where it goes.
    pub location: Location,
    /// Whether it must be there.
    pub required: bool,
    /// What it may be.
    pub schema: Schema,
    /// Whether its schema takes a list.
    pub many: bool,
    /// Whether a path parameter may hold slashes.
    pub slashes: bool,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Location {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
    /// Into a cookie.
    Cookie,
}

/// A request body.
#[derive(Debug)]
pub struct Body {
    /// Whether it must be there.
    pub required: bool,
    /// What it may be, by media type.
    pub media: Vec<(String, Schema)>,
}

/// What an operation answers when all goes well.
#[derive(Debug)]
pub struct Success {
    /// The status.
    pub status: u16,
    /// The media type and the schema, unless there is no body.
    pub content: Option<(String, Schema)>,
}

impl Operation {
    /// The parameters of one location.
    pub fn parameters_in(&self, location: Location) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(move |parameter| parameter.location == location)
    }

    pub(crate) fn takes_query(&self, name: &str) -> bool {
        self.parameters_in(Location::Query).any(|parameter| parameter.name == name)
    }

    /// The schema of the JSON that it answers when all goes well.
    pub fn success_schema(&self) -> Option<&Schema> {
        let (media, schema) = self.success.content.as_ref()?;
        is_json(media).then_some(schema)
    }
}

/// Whether a media type is JSON.
pub(crate) fn is_json(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or(media).trim();
    essence.eq_ignore_ascii_case("application/json") || essence.to_ascii_lowercase().ends_with("+json")
}

/// Every operation; `slashes` names path parameters that may hold slashes, by operation.
pub(super) fn all(document: &Arc<Value>, slashes: &BTreeMap<String, String>) -> Result<Vec<Operation>, Error> {
    let mut found = Vec::new();
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        let item = resolve(document, item);
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            let reader = Reader { document, item, operation, path, method };
            let operation = reader.read(slashes)?;
            if !ids.insert(operation.id.clone()) {
                return Err(Error::new(format!("the document has two operations `{}`", operation.id)));
            }
            found.push(operation);
        }
    }
    Ok(found)
}

struct Reader<'d> {
    document: &'d Arc<Value>,
    item: &'d Value,
    operation: &'d Value,
    path: &'d str,
    method: &'d str,
}

impl Reader<'_> {
    fn read(&self, slashes: &BTreeMap<String, String>) -> Result<Operation, Error> {
        let method = self.method.to_ascii_uppercase();
        let id = match self.operation["operationId"].as_str() {
            Some(id) => id.to_owned(),
            None => format!("{method} {}", self.path),
        };
        let mut parameters = self.parameters()?;
        for parameter in &mut parameters {
            parameter.slashes |= slashes.get(&id) == Some(&parameter.name);
        }
        Ok(Operation {
            key_optional: KEY_OPTIONAL.contains(&id.as_str()),
            scope: self.scope(),
            body: self.body(),
            success: self.success(),
            answers: self.answers(),
            path: self.path.to_owned(),
            parameters,
            method,
            id,
        })
    }

    fn schema(&self, value: &Value) -> Schema {
        Schema::new(value.clone(), self.document)
    }

    /// An operation without `security` of its own has the document's.
    fn scope(&self) -> Scope {
        let security = self.operation.get("security").or_else(|| self.document.get("security"));
        let choices = security.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
        let scopes = choices.map(|choice| match choice.is_empty() {
            true => Scope::None,
            false if choice.keys().any(|scheme| scheme.to_ascii_lowercase().contains("admin")) => Scope::Admin,
            false => Scope::Api,
        });
        scopes.min().unwrap_or(Scope::None)
    }

    /// Those of the operation, then those of its path that it does not replace.
    fn parameters(&self) -> Result<Vec<Parameter>, Error> {
        let mut found: Vec<Parameter> = Vec::new();
        let lists = [&self.operation["parameters"], &self.item["parameters"]];
        for parameter in lists.into_iter().filter_map(Value::as_array).flatten() {
            let parameter = self.parameter(resolve(self.document, parameter))?;
            if !found.iter().any(|other| other.name == parameter.name && other.location == parameter.location) {
                found.push(parameter);
            }
        }
        Ok(found)
    }

    fn parameter(&self, parameter: &Value) -> Result<Parameter, Error> {
        let wrong = |what: &str| Error::new(format!("{} {}: a parameter {what}", self.method, self.path));
        let name = parameter["name"].as_str().ok_or_else(|| wrong("has no name"))?.to_owned();
        let location = match parameter["in"].as_str() {
            Some("path") => Location::Path,
            Some("query") => Location::Query,
            Some("header") => Location::Header,
            Some("cookie") => Location::Cookie,
            _ => return Err(wrong("goes nowhere")),
        };
        let content = parameter["content"].as_object().and_then(|content| content.values().next());
        let schema = parameter.get("schema").or_else(|| content?.get("schema")).unwrap_or(&Value::Bool(true));
        Ok(Parameter {
            name,
            location,
            required: parameter["required"] == true || location == Location::Path,
            many: takes_list(self.document, schema, 0),
            schema: self.schema(schema),
            slashes: parameter["x-slashes"] == true,
        })
    }

    fn body(&self) -> Option<Body> {
        let body = resolve(self.document, self.operation.get("requestBody")?);
        let media = body["content"].as_object()?.iter();
        let media = media.map(|(name, media)| {
            let schema = media.get("schema").unwrap_or(&Value::Bool(true));
            (name.clone(), self.schema(schema))
        });
        Some(Body { required: body["required"] == true, media: media.collect() })
    }

    /// The lowest status that means success.
    fn success(&self) -> Success {
        let responses = self.operation["responses"].as_object();
        let all = responses.into_iter().flatten().filter_map(|(status, response)| {
            let number = match status.as_str() {
                "2XX" | "2xx" | "default" => 200,
                text => text.parse().ok()?,
            };
            (200..300).contains(&number).then_some((number, status == "default", response))
        });
        let Some((status, _, response)) = all.min_by_key(|(number, is_default, _)| (*is_default, *number)) else {
            return Success { status: 200, content: None };
        };
        let content = resolve(self.document, response)["content"].as_object();
        let preferred = content.and_then(|content| {
            let json = content.iter().find(|(media, _)| is_json(media));
            json.or_else(|| content.iter().next())
        });
        let content = preferred.map(|(media, body)| {
            let schema = body.get("schema").unwrap_or(&Value::Bool(true));
            (media.clone(), self.schema(schema))
        });
        Success { status, content }
    }

    fn answers(&self) -> BTreeMap<String, Schema> {
        let responses = self.operation["responses"].as_object().into_iter().flatten();
        let json = responses.filter_map(|(status, response)| {
            let content = resolve(self.document, response)["content"].as_object()?;
            let (_, body) = content.iter().find(|(media, _)| is_json(media))?;
            Some((status.clone(), self.schema(body.get("schema")?)))
        });
        json.collect()
    }
}

/// Whether a schema takes a list, so that a key may be repeated.
fn takes_list(document: &Value, schema: &Value, depth: usize) -> bool {
    let schema = resolve(document, schema);
    let is_array = |kind: &Value| kind == "array";
    let own = is_array(&schema["type"]) || schema["type"].as_array().is_some_and(|kinds| kinds.iter().any(is_array));
    let arms = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| schema[key].as_array()).flatten();
    own || (depth < 8 && arms.into_iter().any(|arm| takes_list(document, arm, depth + 1)))
}
