//! What can go wrong with a call, and how far it got before it did.

mod answer;
mod api;
mod decode;
mod event;
mod refused;
mod sending;
mod text;

use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;

pub use answer::{BodyError, ChecksumMismatch, StuckCursor};
pub(crate) use api::BODY_LIMIT;
pub use api::{ApiError, request_id, retry_after};
pub use decode::DecodeError;
pub use event::EventError;
pub use refused::{InvalidRequest, MissingScope};
pub use sending::{OtherError, SendError};
pub use text::chain;

pub use crate::generated::ErrorKind;

/// Any error, as a source.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a call failed. [`Error::stage`] says how far it got, which decides what may be repeated.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request was refused before it was sent: a value is missing or out of bounds.
    InvalidRequest(InvalidRequest),
    /// The key at hand is known not to reach the operation; nothing was sent.
    MissingScope(MissingScope),
    /// The request did not reach the server.
    NotSent(SendError),
    /// The request may have reached the server; there was no answer.
    MaybeSent(SendError),
    /// The server answered with an error.
    Api(Box<ApiError>),
    /// The server answered with success, and a body that is not what the document promises.
    Decode(Box<DecodeError>),
    /// The server answered with success, and the body broke off or could not be passed on.
    Body(BodyError),
    /// The server answered with success, and the body is not what its checksum stands for.
    Checksum(Box<ChecksumMismatch>),
    /// The server reported an error among the events of a stream.
    Event(Box<EventError>),
    /// The server named or sent a page that was read already, so a list would never end.
    StuckCursor(StuckCursor),
    /// The transport failed in a way of its own.
    Other(OtherError),
}

/// How far a call got.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Stage {
    /// Refused here, before anything was sent.
    Refused,
    /// It did not reach the server: repeating it is safe.
    NotSent,
    /// It may have reached the server: repeating a write may do it twice.
    MaybeSent,
    /// The server answered.
    Answered,
}

impl Error {
    /// How far the call got.
    pub fn stage(&self) -> Stage {
        match self {
            Self::InvalidRequest(_) | Self::MissingScope(_) => Stage::Refused,
            Self::NotSent(_) => Stage::NotSent,
            Self::MaybeSent(_) => Stage::MaybeSent,
            Self::Api(_) | Self::Decode(_) | Self::Body(_) => Stage::Answered,
            Self::Checksum(_) | Self::Event(_) | Self::StuckCursor(_) => Stage::Answered,
            Self::Other(error) => error.stage(),
        }
    }

    /// The `operationId`, where the error belongs to one.
    pub fn operation(&self) -> Option<&'static str> {
        match self {
            Self::InvalidRequest(error) => error.operation(),
            Self::MissingScope(error) => error.operation(),
            Self::NotSent(error) | Self::MaybeSent(error) => Some(error.operation()),
            Self::Api(error) => Some(error.operation()),
            Self::Decode(error) => Some(error.operation()),
            Self::Body(error) => Some(error.operation()),
            Self::Checksum(error) => Some(error.operation()),
            Self::Event(error) => Some(error.operation()),
            Self::StuckCursor(error) => Some(error.operation()),
            Self::Other(error) => Some(error.operation()),
        }
    }

    /// The answer's status, where there was an answer.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Decode(error) => Some(error.status()),
            _ => None,
        }
    }

    /// The kind of error that the server names.
    pub fn kind(&self) -> Option<&ErrorKind> {
        match self {
            Self::Event(error) => error.kind(),
            _ => self.api()?.kind(),
        }
    }

    /// The server's message; of a refused request, the reason.
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::InvalidRequest(error) => Some(error.message()),
            Self::Api(error) => error.message(),
            Self::Decode(error) => Some(error.message()),
            Self::Event(error) => error.message(),
            _ => None,
        }
    }

    /// Where the server's documentation explains the error.
    pub fn docs_url(&self) -> Option<&str> {
        self.api()?.docs_url()
    }

    /// The server's name for the request, to quote in a report.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id(),
            Self::Decode(error) => error.request_id(),
            Self::Event(error) => error.request_id(),
            _ => None,
        }
    }

    /// The parameter or field at fault: of a refused request `limit` or `body.alias`, of an answer
    /// that does not decode `models[3].status`.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::InvalidRequest(error) => error.field(),
            Self::Decode(error) => error.field(),
            _ => None,
        }
    }

    /// How long the server asks to wait before another attempt.
    pub fn retry_after(&self) -> Option<Duration> {
        self.api()?.retry_after()
    }

    /// What to do about it, in plain words, where that is known.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::MissingScope(error) => error.hint(),
            Self::NotSent(error) | Self::MaybeSent(error) => error.hint(),
            Self::Api(error) => error.hint(),
            _ => None,
        }
    }

    /// Whether a time limit of the transport ended the call.
    pub fn is_timeout(&self) -> bool {
        self.any_cause(|cause| {
            let http = cause.downcast_ref::<reqwest::Error>();
            let io = cause.downcast_ref::<std::io::Error>();
            http.is_some_and(reqwest::Error::is_timeout)
                || io.is_some_and(|error| error.kind() == std::io::ErrorKind::TimedOut)
        })
    }

    /// Whether no connection came about.
    pub fn is_connect(&self) -> bool {
        self.any_cause(|cause| cause.downcast_ref::<reqwest::Error>().is_some_and(reqwest::Error::is_connect))
    }

    /// The server's error answer.
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }

    fn any_cause(&self, found: impl Fn(&(dyn std::error::Error + 'static)) -> bool) -> bool {
        std::iter::successors(std::error::Error::source(self), |cause| cause.source()).any(found)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidRequest(error) => error.fmt(f),
            Self::MissingScope(error) => error.fmt(f),
            Self::NotSent(error) => error.tell(f, "was not sent"),
            Self::MaybeSent(error) => error.tell(f, "was sent, perhaps, and not answered"),
            Self::Api(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Body(error) => error.fmt(f),
            Self::Checksum(error) => error.fmt(f),
            Self::Event(error) => error.fmt(f),
            Self::StuckCursor(error) => error.fmt(f),
            Self::Other(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotSent(error) | Self::MaybeSent(error) => Some(error.cause()),
            Self::Decode(error) => error.cause(),
            Self::Body(error) => Some(error.cause()),
            Self::Other(error) => Some(error.cause()),
            Self::InvalidRequest(_) | Self::MissingScope(_) | Self::Api(_) => None,
            Self::Checksum(_) | Self::Event(_) | Self::StuckCursor(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_small_and_goes_everywhere() {
        fn everywhere<T: Send + Sync + std::error::Error + 'static>() {}
        everywhere::<Error>();
        let size = size_of::<Error>();
        assert!(size <= 64, "{size}");
    }
}
