//! Errors that a server reports inside a stream of events.

use std::fmt;

use reqwest::header::HeaderMap;

use super::Error;
use super::api::Said;
use super::text::excerpt;
use crate::generated::ErrorKind;
use crate::operation::Operation;

/// An error that came as an event: the answer had begun, with success.
pub struct EventError {
    operation: &'static str,
    kind: Option<ErrorKind>,
    message: Option<String>,
    request_id: Option<String>,
    data: String,
}

impl EventError {
    pub(crate) fn told(operation: &'static Operation, data: String) -> Error {
        let said = Said::from_body(&HeaderMap::new(), data.as_bytes());
        #[allow(clippy::useless_conversion, reason = "in documents that name no kinds, they are plain text")]
        let kind = said.kind.map(ErrorKind::from);
        Error::Event(Box::new(Self {
            operation: operation.id,
            kind,
            message: said.message.filter(|message| !message.is_empty()),
            request_id: said.request_id,
            data,
        }))
    }

    /// The `operationId`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The kind of error that the server names.
    pub fn kind(&self) -> Option<&ErrorKind> {
        self.kind.as_ref()
    }

    /// The server's message, or the words of data that is no envelope; at most about 1 KiB.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The server's name for the request.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The data of the event as it came.
    pub fn data(&self) -> &str {
        &self.data
    }
}

impl fmt::Display for EventError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was answered, and reported an error among its events", self.operation)?;
        if let Some(kind) = &self.kind {
            write!(f, ", {}", excerpt(&kind.to_string(), 100))?;
        }
        if let Some(message) = &self.message {
            write!(f, ": {message}")?;
        }
        match &self.request_id {
            Some(id) => write!(f, " (request {id})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for EventError {
    // Data may hold anything and be long: an accessor shows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventError")
            .field("operation", &self.operation)
            .field("kind", &self.kind)
            .field("message", &self.message)
            .field("request_id", &self.request_id)
            .finish_non_exhaustive()
    }
}
