//! Requests that were not answered.

use std::fmt;

use super::text::tell_hint;
use super::{BoxError, Error, Stage, chain};
use crate::operation::Operation;

/// A request that was not answered.
#[derive(Debug)]
pub struct SendError {
    operation: &'static str,
    source: BoxError,
    hint: Option<&'static str>,
}

impl SendError {
    /// For transports: what kept the request from being answered.
    pub fn new(operation: &'static Operation, source: impl Into<BoxError>) -> Self {
        Self { operation: operation.id, source: source.into(), hint: None }
    }

    /// The `operationId`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<&'static str> {
        self.hint
    }

    pub(super) fn cause(&self) -> &(dyn std::error::Error + 'static) {
        &*self.source
    }

    pub(super) fn tell(&self, f: &mut fmt::Formatter<'_>, outcome: &str) -> fmt::Result {
        write!(f, "{} {outcome}: {}", self.operation, chain(self.cause()))?;
        tell_hint(f, self.hint)
    }
}

/// A failure of the transport that fits none of the other kinds.
#[derive(Debug)]
pub struct OtherError {
    operation: &'static str,
    stage: Stage,
    source: BoxError,
}

impl OtherError {
    /// The `operationId`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// How far the call got, as the transport knows it.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    pub(super) fn cause(&self) -> &(dyn std::error::Error + 'static) {
        &*self.source
    }
}

impl fmt::Display for OtherError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} failed: {}", self.operation, chain(self.cause()))
    }
}

const NO_TLS: &str =
    concat!("this build has no TLS: turn on the feature `rustls` or `native-tls` of ", env!("CARGO_PKG_NAME"));

impl Error {
    /// For transports over reqwest: sorts its error by whether the request can have arrived.
    ///
    /// The URL, whose query may say more than a log should keep, is taken out.
    pub fn sending(operation: &'static Operation, error: reqwest::Error) -> Self {
        let secure = error.url().is_some_and(|url| url.scheme() == "https");
        let error = error.without_url();
        let unsent = error.is_connect() || error.is_builder();
        let mut failure = SendError::new(operation, error);
        if !unsent {
            return Self::MaybeSent(failure);
        }
        // The connector without TLS only says that it does not know the scheme.
        if secure && chain(failure.cause()).contains("scheme is not http") {
            failure.hint = Some(NO_TLS);
        }
        Self::NotSent(failure)
    }

    /// For transports: a failure that fits none of the other kinds.
    pub fn other(operation: &'static Operation, stage: Stage, source: impl Into<BoxError>) -> Self {
        Self::Other(OtherError { operation: operation.id, stage, source: source.into() })
    }
}
