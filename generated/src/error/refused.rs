//! Requests that were refused before anything was sent.

use std::fmt;

use super::Error;
use super::text::tell_hint;
use crate::operation::Scope;

/// A value that is missing, malformed or out of bounds, found before anything was sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InvalidRequest {
    operation: Option<&'static str>,
    field: Box<str>,
    message: Box<str>,
}

impl InvalidRequest {
    /// A refusal of one field of an operation's request: a parameter's name, or `body.alias`.
    pub fn new(operation: &'static str, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { operation: Some(operation), field: field.into().into(), message: message.into().into() }
    }

    /// A refusal of something that the client itself was given.
    pub fn of_client(field: &'static str, message: impl Into<String>) -> Self {
        Self { operation: None, field: field.into(), message: message.into().into() }
    }

    /// The `operationId`; none when the client itself was misconfigured.
    pub fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    /// The parameter, or the path within the body: `body.alias`.
    pub fn field(&self) -> Option<&str> {
        (!self.field.is_empty()).then_some(&*self.field)
    }

    /// What is wrong with it.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.operation {
            Some(operation) => write!(f, "{operation} was not sent: ")?,
            None => f.write_str("the client was not made: ")?,
        }
        if let Some(field) = self.field() {
            write!(f, "`{field}`: ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for InvalidRequest {}

impl From<InvalidRequest> for Error {
    fn from(error: InvalidRequest) -> Self {
        Self::InvalidRequest(error)
    }
}

/// The key at hand is known not to reach the operation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MissingScope {
    operation: Option<&'static str>,
    required: Scope,
    held: Option<Scope>,
    hint: Option<&'static str>,
}

impl MissingScope {
    /// `operation` is none where a whole group was asked for; `held` is none where there is no key.
    pub fn new(operation: Option<&'static str>, required: Scope, held: Option<Scope>) -> Self {
        Self { operation, required, held, hint: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn advised(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// What to do about it, where the transport knows.
    pub fn hint(&self) -> Option<&'static str> {
        self.hint
    }

    /// The `operationId`; none when a whole group of operations was asked for.
    pub fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    /// What the operation needs.
    pub fn required(&self) -> Scope {
        self.required
    }

    /// What the key has; none where there is no key.
    pub fn held(&self) -> Option<Scope> {
        self.held
    }
}

impl fmt::Display for MissingScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.operation {
            Some(operation) => write!(f, "{operation} was not sent: it needs")?,
            None => f.write_str("these operations need")?,
        }
        write!(f, " a key of {} scope", self.required)?;
        match self.held {
            Some(held) => write!(f, ", and this one has {held} scope")?,
            None => f.write_str(", and there is none")?,
        }
        tell_hint(f, self.hint)
    }
}

impl std::error::Error for MissingScope {}

impl From<MissingScope> for Error {
    fn from(error: MissingScope) -> Self {
        Self::MissingScope(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn say_operation_field_and_reason() {
        let error = Error::from(InvalidRequest::new("getModels", "limit", "must be at most 100"));
        assert_eq!(error.to_string(), "getModels was not sent: `limit`: must be at most 100");
        assert_eq!(error.field(), Some("limit"));
        assert_eq!(error.operation(), Some("getModels"));
    }

    #[test]
    fn a_missing_scope_says_what_is_held() {
        let held = MissingScope::new(Some("listKeys"), Scope::Admin, Some(Scope::Api));
        assert_eq!(
            held.to_string(),
            "listKeys was not sent: it needs a key of admin scope, and this one has api scope"
        );
        let none = MissingScope::new(None, Scope::Admin, None);
        assert_eq!(none.to_string(), "these operations need a key of admin scope, and there is none");
        let advised = Error::from(none.advised("bring one"));
        assert!(advised.to_string().ends_with("there is none; bring one"), "{advised}");
        assert_eq!(advised.hint(), Some("bring one"));
    }
}
