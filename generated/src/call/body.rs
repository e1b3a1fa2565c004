//! Request bodies.

use reqwest::header::HeaderValue;
use serde::Serialize;
use serde_json::Value;

use super::query::{json, pairs, push_pair};
use super::{Call, Draft};
use crate::part::Part;
use crate::validate::{Path, Validate};

/// The field that errors of the body name.
const BODY: &str = "body";

/// What the body will be.
pub(super) enum Payload {
    None,
    Whole(reqwest::Body),
    Parts(Vec<(&'static str, Part)>),
}

impl Call<'_> {
    /// A JSON body.
    pub(crate) fn json<T: Serialize>(self, body: Result<T, String>) -> Self {
        self.json_optional(body.map(Some))
    }

    /// A JSON body, or none.
    pub(crate) fn json_optional<T: Serialize>(mut self, body: Result<Option<T>, String>) -> Self {
        let bytes = body.and_then(|body| {
            let bytes = body.as_ref().map(serde_json::to_vec).transpose();
            bytes.map_err(|error| error.to_string())
        });
        self.draft.whole(bytes, "application/json");
        self
    }

    /// A JSON body with bounds inside, which are checked first.
    pub(crate) fn json_validated<T: Serialize + Validate>(self, body: Result<T, String>) -> Self {
        self.json_optional_validated(body.map(Some))
    }

    /// A JSON body with bounds inside, or none.
    pub(crate) fn json_optional_validated<T: Serialize + Validate>(mut self, body: Result<Option<T>, String>) -> Self {
        if let Ok(Some(value)) = &body
            && let Err(invalid) = value.validate(&mut Path::new(BODY))
        {
            self.draft.refuse(invalid.path, invalid.message);
        }
        self.json_optional(body)
    }

    /// A body of `name=value` pairs.
    pub(crate) fn form<T: Serialize>(self, body: Result<T, String>) -> Self {
        self.form_optional(body.map(Some))
    }

    /// A body of `name=value` pairs, or none.
    pub(crate) fn form_optional<T: Serialize>(mut self, body: Result<Option<T>, String>) -> Self {
        let form = body.and_then(|body| body.as_ref().map(json).transpose());
        let form = form.and_then(|form| form.as_ref().map(encoded).transpose());
        self.draft.whole(form, "application/x-www-form-urlencoded");
        self
    }

    /// A body of text.
    pub(crate) fn text(self, body: Result<String, String>) -> Self {
        self.text_optional(body.map(Some))
    }

    /// A body of text, or none.
    pub(crate) fn text_optional(mut self, body: Result<Option<String>, String>) -> Self {
        self.draft.whole(body, "text/plain; charset=utf-8");
        self
    }

    /// A body of bytes.
    pub(crate) fn raw(self, body: Result<reqwest::Body, String>) -> Self {
        self.raw_optional(body.map(Some))
    }

    /// A body of bytes, or none.
    pub(crate) fn raw_optional(mut self, body: Result<Option<reqwest::Body>, String>) -> Self {
        self.draft.whole(body, "application/octet-stream");
        self
    }

    /// A part of a multipart body.
    pub(crate) fn part(self, name: &'static str, part: Result<Part, String>) -> Self {
        self.parts(name, part.map(|part| vec![part]))
    }

    /// A part of a multipart body, or none.
    pub(crate) fn part_optional(self, name: &'static str, part: Result<Option<Part>, String>) -> Self {
        self.parts(name, part.map(|part| part.into_iter().collect()))
    }

    /// Parts of a multipart body that share a name.
    pub(crate) fn parts(mut self, name: &'static str, parts: Result<Vec<Part>, String>) -> Self {
        self.draft.parts(name, parts);
        self
    }

    /// A part made of a value, or none: text for a scalar, a part per item for a list, JSON for an object.
    pub(crate) fn part_value<T: Serialize>(self, name: &'static str, value: Result<Option<T>, String>) -> Self {
        let parts = value.and_then(|value| json(&value)).map(value_parts);
        self.parts(name, parts)
    }

    /// A part made of a value that must be there.
    pub(crate) fn part_value_required<T: Serialize>(self, name: &'static str, value: Result<T, String>) -> Self {
        self.part_value(name, value.map(Some))
    }
}

impl Draft {
    fn whole<B: Into<reqwest::Body>>(&mut self, body: Result<Option<B>, String>, usual_media: &'static str) {
        let Some(Some(body)) = self.take(BODY, body) else {
            return;
        };
        self.payload = Payload::Whole(body.into());
        let media = self.operation.request_media.unwrap_or(usual_media);
        self.content_type(media);
    }

    pub(super) fn content_type(&mut self, media: &str) {
        match HeaderValue::from_str(media) {
            Ok(media) => {
                self.headers.insert(reqwest::header::CONTENT_TYPE, media);
            }
            Err(_) => self.refuse(BODY, "its media type is no text for a header"),
        }
    }

    fn parts(&mut self, name: &'static str, parts: Result<Vec<Part>, String>) {
        let Some(parts) = self.take(name, parts) else {
            return;
        };
        let named = parts.into_iter().map(|part| (name, part));
        match &mut self.payload {
            Payload::Parts(all) => all.extend(named),
            payload => *payload = Payload::Parts(named.collect()),
        }
    }
}

fn encoded(form: &Value) -> Result<String, String> {
    let mut text = String::new();
    for (name, value) in pairs("", form)? {
        push_pair(&mut text, name, &super::path::encode(&value));
    }
    Ok(text)
}

fn value_parts(value: Value) -> Vec<Part> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![Part::text(text)],
        Value::Array(list) => list.into_iter().flat_map(value_parts).collect(),
        Value::Object(_) => {
            vec![Part::text(value.to_string()).content_type("application/json")]
        }
        scalar => vec![Part::text(scalar.to_string())],
    }
}
