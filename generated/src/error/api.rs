//! Error answers: the envelope, and everything else that servers and proxies send in its place.

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use reqwest::header::{self, HeaderMap};
use reqwest::{StatusCode, Url};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Error;
use super::text::{excerpt, of_html, tell_hint};
use crate::generated::ErrorKind;
use crate::operation::Operation;
use crate::transport::Hint;

/// How much of an error's body is read and kept.
pub(crate) const BODY_LIMIT: usize = 64 * 1024;
/// How much of its text is shown.
const MESSAGE_LIMIT: usize = 1024;

/// An answer that is an error.
pub struct ApiError {
    operation: &'static str,
    status: StatusCode,
    kind: Option<ErrorKind>,
    message: Option<String>,
    docs_url: Option<String>,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    redirect: Option<Url>,
    hint: Option<&'static str>,
    headers: HeaderMap,
    body: Bytes,
}

impl ApiError {
    /// Reads what an answer says about its error; `url` is where it came from.
    pub(crate) fn new(
        operation: &'static Operation,
        status: StatusCode,
        url: &Url,
        headers: HeaderMap,
        body: Bytes,
    ) -> Self {
        let said = Said::from_body(&headers, &body);
        #[allow(clippy::useless_conversion, reason = "in documents that name no kinds, they are plain text")]
        let kind = said.kind.map(ErrorKind::from);
        Self {
            operation: operation.id,
            status,
            kind,
            message: said.message.filter(|message| !message.is_empty()),
            docs_url: said.docs_url,
            request_id: said.request_id.or_else(|| request_id(&headers)),
            retry_after: retry_after(&headers, SystemTime::now()),
            redirect: crate::transport::location(url, status, &headers),
            hint: None,
            headers,
            body,
        }
    }

    /// Adds what the transport has to say about it.
    pub(crate) fn advised(self, hint: Option<Hint>) -> Self {
        Self { hint: hint.map(|hint| hint.0), ..self }
    }

    /// The `operationId`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The status code.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The kind of error that the server names.
    pub fn kind(&self) -> Option<&ErrorKind> {
        self.kind.as_ref()
    }

    /// The server's message, or the words of a body that is no envelope; at most about 1 KiB.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Where the server's documentation explains the error.
    pub fn docs_url(&self) -> Option<&str> {
        self.docs_url.as_deref()
    }

    /// The server's name for the request, from the body or else the headers.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// How long the server asks to wait, counted from the answer's arrival.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// What to do about it, where the transport knows.
    pub fn hint(&self) -> Option<&'static str> {
        self.hint
    }

    /// The answer's headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came, up to 64 KiB.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Reads the body in another shape.
    ///
    /// # Errors
    /// The body is not JSON, or not of this shape.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        Self::Api(Box::new(error))
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} failed: {}", self.operation, self.status)?;
        if let Some(kind) = &self.kind {
            write!(f, ", {}", excerpt(&kind.to_string(), 100))?;
        }
        if let Some(message) = &self.message {
            write!(f, ": {message}")?;
        }
        if let Some(target) = &self.redirect {
            // A redirect's query may be a signature.
            let host = target.host_str().unwrap_or_default();
            write!(f, ": redirect to {}://{host}, which is not followed", target.scheme())?;
        }
        if let Some(id) = &self.request_id {
            write!(f, " (request {id})")?;
        }
        tell_hint(f, self.hint)
    }
}

impl fmt::Debug for ApiError {
    // Bodies may hold anything and be long: accessors show them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("kind", &self.kind)
            .field("message", &self.message)
            .field("docs_url", &self.docs_url)
            .field("request_id", &self.request_id)
            .field("retry_after", &self.retry_after)
            .finish_non_exhaustive()
    }
}

/// What a body says about an error.
#[derive(Default)]
pub(crate) struct Said {
    pub(super) kind: Option<String>,
    pub(crate) message: Option<String>,
    docs_url: Option<String>,
    pub(super) request_id: Option<String>,
}

impl Said {
    pub(super) fn from_body(headers: &HeaderMap, body: &[u8]) -> Self {
        if let Ok(value) = serde_json::from_slice::<Value>(body) {
            return Self::from_json(&value).unwrap_or_else(|| Self {
                message: Some(excerpt(&value.to_string(), MESSAGE_LIMIT)),
                ..Self::default()
            });
        }
        let text = String::from_utf8_lossy(body);
        let message =
            if is_html(headers, body) { of_html(&text, MESSAGE_LIMIT) } else { excerpt(&text, MESSAGE_LIMIT) };
        Self { message: Some(message), ..Self::default() }
    }

    /// Reads the envelope `{"error": {…}}` and its relatives; nothing when it is none of them.
    pub(crate) fn from_json(value: &Value) -> Option<Self> {
        let text = |value: &Value, key: &str| {
            let text = value.get(key)?.as_str()?;
            (!text.is_empty()).then(|| excerpt(text, MESSAGE_LIMIT))
        };
        let inner = match value.get("error") {
            Some(error @ Value::Object(_)) => error,
            _ => value,
        };
        let message = ["message", "detail", "errors", "error", "title"]
            .into_iter()
            .find_map(|key| sentence(inner.get(key)?))
            .map(|message| excerpt(&message, MESSAGE_LIMIT));
        let is_envelope = !std::ptr::eq(inner, value);
        if message.is_none() && !is_envelope {
            return None;
        }
        Some(Self {
            // The type of a problem document (RFC 9457) is an address, not a kind.
            kind: text(inner, "type").filter(|kind| !kind.contains(':')),
            message,
            docs_url: text(inner, "docs_url"),
            request_id: text(inner, "request_id").or_else(|| text(value, "request_id")),
        })
    }
}

/// A text, or the texts of a list of complaints: `body.name: is missing; …`.
fn sentence(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Array(list) => {
            let parts: Vec<String> = list.iter().filter_map(complaint).collect();
            (!parts.is_empty()).then(|| parts.join("; "))
        }
        Value::Object(_) => complaint(value),
        _ => None,
    }
}

fn complaint(value: &Value) -> Option<String> {
    if let Value::String(text) = value {
        return Some(text.clone());
    }
    let message = ["msg", "message", "detail"].into_iter().find_map(|key| value.get(key)?.as_str())?;
    let place: Vec<String> = value
        .get("loc")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|step| step.as_str().map_or_else(|| step.to_string(), str::to_owned))
        .collect();
    Some(if place.is_empty() { message.to_owned() } else { format!("{}: {message}", place.join(".")) })
}

/// Whether a body is a page for people.
pub(crate) fn is_html(headers: &HeaderMap, body: &[u8]) -> bool {
    let declared = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|media| media.trim_start().to_ascii_lowercase().starts_with("text/html"));
    declared || body.trim_ascii_start().starts_with(b"<")
}

/// For transports: the server's name for the request, from an answer's headers.
pub fn request_id(headers: &HeaderMap) -> Option<String> {
    ["x-request-id", "x-fal-request-id"]
        .into_iter()
        .find_map(|name| headers.get(name)?.to_str().ok())
        .map(|id| excerpt(id, 200))
        .filter(|id| !id.is_empty())
}

/// For transports: `Retry-After`, as seconds or as a date; none when it is neither.
pub fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = DateTime::parse_from_rfc2822(text).ok()?;
    // A date that has passed means now.
    Some((date.to_utc() - DateTime::<Utc>::from(now)).to_std().unwrap_or_default())
}

#[cfg(test)]
mod tests;
