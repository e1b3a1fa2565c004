//! Bodies: what a request carries and what a success answers.

use serde_json::{Map, Value};

use crate::document::walk::OperationRef;
use crate::hoist::is_success;
use crate::trouble::{Result, Trouble};

/// How a request body is sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BodyKind {
    /// A JSON value.
    Json,
    /// A form in the body.
    Form,
    /// Parts, each its own setter.
    Multipart,
    /// Bytes.
    Raw,
    /// Text.
    Text,
}

/// The body of a request.
#[derive(Clone, Debug)]
pub struct RequestBody {
    /// How it is sent.
    pub kind: BodyKind,
    /// The media type on the wire.
    pub media: String,
    /// Whether a call without it is refused.
    pub required: bool,
    /// Its lowered schema.
    pub schema: Value,
}

impl RequestBody {
    /// The parts of a multipart body: wire name, schema, whether it is required.
    pub fn parts(&self) -> Vec<(&str, &Value, bool)> {
        let properties =
            self.schema.get("properties").and_then(Value::as_object).filter(|_| self.kind == BodyKind::Multipart);
        let required = |name: &String| {
            let list = self.schema.get("required").and_then(Value::as_array);
            list.is_some_and(|list| list.iter().any(|required| required.as_str() == Some(name)))
        };
        properties.into_iter().flatten().map(|(name, schema)| (name.as_str(), schema, required(name))).collect()
    }
}

/// What a success answers.
#[derive(Clone, Debug)]
pub enum ResponseKind {
    /// Nothing.
    Empty,
    /// JSON of this schema; `or_empty` when another success status has no body.
    Json {
        /// The lowered schema.
        schema: Value,
        /// Whether a success may have no body.
        or_empty: bool,
    },
    /// Bytes in any other media type.
    Stream,
}

/// The media type that a lowered body or response is really sent in.
fn media_of(holder: &Value, key: &str) -> String {
    holder.get("x-media").and_then(Value::as_str).unwrap_or(key).to_owned()
}

pub(super) fn request(operation: &Map<String, Value>) -> Option<RequestBody> {
    let body = operation.get("requestBody")?;
    let (key, entry) = body.get("content")?.as_object()?.iter().next()?;
    let kind = match key.as_str() {
        "application/json" => BodyKind::Json,
        "application/x-www-form-urlencoded" => BodyKind::Form,
        "multipart/form-data" => BodyKind::Multipart,
        "text/plain" => BodyKind::Text,
        _ => BodyKind::Raw,
    };
    Some(RequestBody {
        kind,
        media: media_of(body, key),
        required: body.get("required").and_then(Value::as_bool).unwrap_or(false),
        schema: entry.get("schema").cloned().unwrap_or_default(),
    })
}

/// The one thing that a success answers, its media type, and the success statuses.
pub(super) fn response(
    operation: &Map<String, Value>,
    at: OperationRef<'_>,
) -> Result<(ResponseKind, Option<String>, Vec<u16>)> {
    let mut json: Option<(&String, &Value)> = None;
    let mut stream = None;
    let mut empty = false;
    let mut media = None;
    let mut statuses = Vec::new();
    for (status, response) in successes(operation) {
        statuses.extend(status.parse::<u16>().ok());
        let pointer = at.pointer.push("responses").push(status);
        let conflict = |other: &str| {
            Trouble::new(format!("two success bodies: {other} and {status} answer different things"))
                .at(&pointer)
                .help("keep one with a correction in openapi/overlay.toml; a method has one return type")
        };
        let Some((key, entry)) =
            response.get("content").and_then(Value::as_object).and_then(|content| content.iter().next())
        else {
            empty = true;
            continue;
        };
        media = Some(media_of(response, key));
        if key == "application/json" {
            let schema = entry.get("schema").unwrap_or(&Value::Null);
            match json {
                Some((other, known)) if bare(known) != bare(schema) => return Err(conflict(other)),
                _ => json = Some((status, schema)),
            }
        } else {
            stream = Some(status);
        }
        if let (Some((other, _)), Some(_)) = (json, stream) {
            return Err(conflict(other));
        }
    }
    let kind = match (json, stream) {
        (Some((_, schema)), _) => ResponseKind::Json { schema: schema.clone(), or_empty: empty },
        (None, Some(_)) => ResponseKind::Stream,
        (None, None) => ResponseKind::Empty,
    };
    Ok((kind, media, statuses))
}

/// The success responses; `default` stands in where there is none.
pub(crate) fn successes(operation: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let all = || operation.get("responses").and_then(Value::as_object).into_iter().flatten();
    let named: Vec<_> = all().filter(|(status, _)| is_success(status)).collect();
    if named.is_empty() { all().filter(|(status, _)| *status == "default").collect() } else { named }
}

/// The schema without what is only said of it.
fn bare(schema: &Value) -> Value {
    match schema.get("allOf").and_then(|list| list.get(0)) {
        Some(inner) if schema.get("nullable").is_none() => inner.clone(),
        _ => {
            let mut schema = schema.clone();
            if let Some(map) = schema.as_object_mut() {
                map.retain(|key, _| !["description", "deprecated"].contains(&key.as_str()));
            }
            schema
        }
    }
}
