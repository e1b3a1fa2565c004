//! What went wrong, where, and what to do: the one error of every stage.

use std::fmt;

use crate::document::Pointer;

/// A reason to stop, told so that a person can act on it.
///
/// It prints as one to three lines: what happened, where (JSON pointer, operation), what to do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Trouble {
    what: String,
    at: Option<Pointer>,
    operation: Option<String>,
    help: Option<String>,
}

/// The result of a stage.
pub type Result<T, E = Trouble> = std::result::Result<T, E>;

impl Trouble {
    /// Says what happened, in one sentence without a full stop.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), at: None, operation: None, help: None }
    }

    /// Says where in the document; the first place told is kept, being the most precise one.
    #[must_use]
    pub fn at(mut self, at: &Pointer) -> Self {
        self.at.get_or_insert_with(|| at.clone());
        self
    }

    /// Names the operation at fault, unless one is named already.
    #[must_use]
    pub fn operation(mut self, operation_id: impl Into<String>) -> Self {
        self.operation.get_or_insert_with(|| operation_id.into());
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The place in the document, where there is one.
    pub fn place(&self) -> Option<&Pointer> {
        self.at.as_ref()
    }

    /// The sentence that says what happened.
    pub fn what(&self) -> &str {
        &self.what
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match (&self.at, &self.operation) {
            (Some(at), Some(operation)) => write!(f, "\n  at {at} (operation {operation})")?,
            (Some(at), None) => write!(f, "\n  at {at}")?,
            (None, Some(operation)) => write!(f, "\n  in operation {operation}")?,
            (None, None) => {}
        }
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Trouble {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_what_where_and_what_to_do() {
        let trouble = Trouble::new("`$ref` leads nowhere")
            .at(&Pointer::root().push("paths").push("/models"))
            .at(&Pointer::root())
            .operation("getModels")
            .help("add the schema");
        assert_eq!(
            trouble.to_string(),
            "`$ref` leads nowhere\n  at #/paths/~1models (operation getModels)\n  help: add the schema"
        );
    }
}
