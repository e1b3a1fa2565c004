//! Answers whose body is not what the document promises.

use std::fmt;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::Error;
use super::api::{BODY_LIMIT, Said, is_html, request_id};
use super::text::{excerpt, of_html};
use crate::operation::Operation;

/// How much of a body around the place at fault is kept.
const EXCERPT_LIMIT: usize = 160;

/// A successful answer whose body is not what the document promises.
pub struct DecodeError {
    operation: &'static str,
    status: StatusCode,
    field: Option<String>,
    message: String,
    excerpt: String,
    request_id: Option<String>,
    source: Option<serde_json::Error>,
}

impl DecodeError {
    pub(crate) fn new(
        operation: &'static Operation,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        message: impl Into<String>,
    ) -> Self {
        Self {
            operation: operation.id,
            status,
            field: None,
            message: message.into(),
            excerpt: around(body, 0),
            request_id: request_id(headers),
            source: None,
        }
    }

    /// Explains a failure of the JSON decoder; `path` leads to the field, and is `.` for the whole.
    pub(crate) fn from_json(
        operation: &'static Operation,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        path: String,
        source: serde_json::Error,
    ) -> Self {
        let mut error = Self::new(operation, status, headers, body, "");
        let (path, message) = crate::union::locate(path, bare_message(&source));
        error.excerpt = around(body, offset(body, source.line(), source.column()));
        error.message = if body.trim_ascii().is_empty() {
            "the body is empty, expected JSON".to_owned()
        } else if is_html(headers, body) {
            let start = &body[..body.len().min(BODY_LIMIT)];
            let page = of_html(&String::from_utf8_lossy(start), EXCERPT_LIMIT);
            format!("the body is a page of HTML, expected JSON: {page}")
        } else if let Some(said) = envelope(body) {
            format!("the body is an error in spite of the status: {said}")
        } else {
            error.field = (path != ".").then_some(path);
            if error.field.is_none() && is_scalar(body) {
                error.message = without_value(&message);
                return error;
            }
            message
        };
        error.source = Some(source);
        error
    }

    /// The `operationId`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The status code, which was one of success.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The path of the field that did not decode: `models[3].status`.
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// What was found and what was expected.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The body around the place at fault, on one line.
    ///
    /// It is not part of the error's text: answers may hold secrets, and errors end in logs.
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }

    /// The server's name for the request.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    pub(super) fn cause(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Self::Decode(Box::new(error))
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was answered {}, but the answer does not decode", self.operation, self.status)?;
        if let Some(field) = &self.field {
            write!(f, " at `{field}`")?;
        }
        write!(f, ": {}", self.message)?;
        match &self.request_id {
            Some(id) => write!(f, " (request {id})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("field", &self.field)
            .field("message", &self.message)
            .field("request_id", &self.request_id)
            .finish_non_exhaustive()
    }
}

/// The decoder's message without the position that it appends.
fn bare_message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    let bare = text.strip_suffix(&position).unwrap_or(&text);
    excerpt(bare, 1024)
}

/// Whether a body is one text, number or the like.
fn is_scalar(body: &[u8]) -> bool {
    body.trim_ascii_start().first().is_some_and(|first| !b"{[".contains(first))
}

/// The decoder's message without the value that it found: in place of a whole answer, that may well be
/// the secret which the answer is there for.
fn without_value(message: &str) -> String {
    match message.rsplit_once(", expected ") {
        Some((found, expected)) => {
            let kind = found.split(['"', '`']).next().unwrap_or_default().trim_end();
            format!("{kind}, expected {expected}")
        }
        None => message.to_owned(),
    }
}

/// What an error's envelope says, where the body is one.
fn envelope(body: &[u8]) -> Option<String> {
    if body.len() > BODY_LIMIT {
        return None;
    }
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    value.get("error").filter(|error| !error.is_null())?;
    Said::from_json(&value)?.message
}

/// The offset of a line and column, both counted from one.
fn offset(body: &[u8], line: usize, column: usize) -> usize {
    let start: usize = body.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    (start + column).min(body.len())
}

/// The text around an offset.
fn around(body: &[u8], offset: usize) -> String {
    let from = offset.saturating_sub(EXCERPT_LIMIT / 2);
    let to = (from + EXCERPT_LIMIT).min(body.len());
    excerpt(String::from_utf8_lossy(&body[from..to]).trim_matches('\u{fffd}'), EXCERPT_LIMIT)
}
