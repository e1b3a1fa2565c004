//! Answers that began well and ended badly.

use std::fmt;

use super::{BoxError, Error, chain};
use crate::checksum::Checksum;
use crate::operation::Operation;

/// A successful answer whose body broke off, or could not be passed on.
#[derive(Debug)]
pub struct BodyError {
    operation: &'static str,
    what: &'static str,
    source: BoxError,
}

impl BodyError {
    pub(crate) fn reading(operation: &'static Operation, source: reqwest::Error) -> Error {
        Self::because(operation, "its body broke off", source.without_url())
    }

    pub(crate) fn because(operation: &'static Operation, what: &'static str, source: impl Into<BoxError>) -> Error {
        Error::Body(Self { operation: operation.id, what, source: source.into() })
    }

    /// The `operationId`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    pub(super) fn cause(&self) -> &(dyn std::error::Error + 'static) {
        &*self.source
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, what, .. } = self;
        write!(f, "{operation} was answered, but {what}: {}", chain(self.cause()))
    }
}

/// A body that is not what its checksum stands for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ChecksumMismatch {
    operation: &'static str,
    expected: Checksum,
    found: Checksum,
}

impl ChecksumMismatch {
    pub(crate) fn between(operation: &'static Operation, expected: Checksum, found: Checksum) -> Error {
        Error::Checksum(Box::new(Self { operation: operation.id, expected, found }))
    }

    /// The `operationId`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The checksum that was asked for.
    pub fn expected(&self) -> &Checksum {
        &self.expected
    }

    /// The checksum of what arrived.
    pub fn found(&self) -> &Checksum {
        &self.found
    }
}

impl fmt::Display for ChecksumMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, expected, found } = self;
        write!(
            f,
            "{operation} was answered, but with other bytes than expected: their checksum is {found}, not {expected}"
        )
    }
}

/// A list whose next page is one that was read already.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StuckCursor {
    operation: &'static str,
    cursor: Box<str>,
    /// Whether the page itself came again, and not only its position.
    answered: bool,
}

impl StuckCursor {
    /// The server named a position again.
    pub(crate) fn named(operation: &'static str, cursor: &str) -> Self {
        Self { operation, cursor: cursor.into(), answered: false }
    }

    /// The server answered a page again, at another position.
    pub(crate) fn answered(operation: &'static str, cursor: &str) -> Self {
        Self { operation, cursor: cursor.into(), answered: true }
    }

    /// The `operationId`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The position that came again, or at which a page did.
    pub fn cursor(&self) -> &str {
        &self.cursor
    }
}

impl fmt::Display for StuckCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, cursor, answered } = self;
        match answered {
            false => write!(f, "{operation} would never end: the server named the page {cursor:?} a second time"),
            true => write!(f, "{operation} would never end: at {cursor:?} the server sent a page a second time"),
        }
    }
}

impl From<StuckCursor> for Error {
    fn from(error: StuckCursor) -> Self {
        Self::StuckCursor(error)
    }
}
