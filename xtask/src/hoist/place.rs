//! Where a type stands, in words that survive a reordering of the document:
//! `getModels.response.models[].metadata`.

use std::fmt;

use crate::document::walk::{Holder, Place};

/// One step below the holder.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Step {
    /// `.name`: a property.
    Property(String),
    /// `[]`: the items of an array.
    Items,
    /// `{}`: the values of a map.
    Values,
    /// `<name>`: the arm of a union, by tag value or position.
    Arm(String),
}

/// The place of a type.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct TypePlace {
    /// The operation, empty under `components`.
    pub operation: String,
    /// `response`, `error`, `body`, `query.NAME`, `path.NAME`, `header.NAME`, `schemas.NAME`.
    pub holder: Vec<String>,
    /// The steps from the holder's own schema to the type.
    pub steps: Vec<Step>,
}

impl TypePlace {
    /// The place of a holder's own schema.
    pub fn of(place: &Place<'_>) -> Self {
        let holder = match &place.holder {
            Holder::Parameter { location, name } => vec![location.clone(), name.clone()],
            Holder::Body { .. } => vec!["body".to_owned()],
            Holder::Response { status, .. } if is_success(status) => vec!["response".to_owned()],
            Holder::Response { .. } => vec!["error".to_owned()],
            Holder::Header { name, .. } => vec!["answer".to_owned(), name.clone()],
            Holder::Component { name } => {
                vec!["schemas".to_owned(), name.split_once(':').map_or(name.as_str(), |(_, name)| name).to_owned()]
            }
        };
        Self {
            operation: place.operation.map(|operation| operation.id.to_owned()).unwrap_or_default(),
            holder,
            steps: Vec::new(),
        }
    }

    /// The place one step deeper.
    #[must_use]
    pub fn step(&self, step: Step) -> Self {
        let mut deeper = self.clone();
        deeper.steps.push(step);
        deeper
    }

    /// Whether the type is (a part of) what a client sends.
    pub fn is_request(&self) -> bool {
        self.holder
            .first()
            .is_some_and(|holder| ["query", "path", "header", "cookie", "body"].contains(&holder.as_str()))
    }

    /// Whether the type is (a part of) an error body.
    pub fn is_error(&self) -> bool {
        self.holder.first().is_some_and(|holder| holder == "error")
    }
}

impl fmt::Display for TypePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.operation.is_empty() {
            write!(f, "{}.", self.operation)?;
        }
        f.write_str(&self.holder.join("."))?;
        self.steps.iter().try_for_each(|step| match step {
            Step::Property(name) => write!(f, ".{name}"),
            Step::Items => f.write_str("[]"),
            Step::Values => f.write_str("{}"),
            Step::Arm(name) => write!(f, "<{name}>"),
        })
    }
}

/// Whether a status key of the document is a success: `200`, `2XX`.
pub fn is_success(status: &str) -> bool {
    status.starts_with('2') || status == "101"
}
