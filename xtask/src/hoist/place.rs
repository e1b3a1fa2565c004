//! Where a type stands, in words that survive a reordering of the document:
//! `getModels.response.models[].metadata`.

use std::fmt;

use crate::document::Pointer;
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

    /// How a pointer into the published document stands to the type here, or to the property `below` it.
    ///
    /// The pointer leads to a schema, to an entry of its `required` or its `enum`, or to an operation. Arms
    /// of compositions are passed over: which one it is depends on how the document writes it. A
    /// reference hides the rest of the way from either side, so what stands in a component is compared
    /// by its end.
    pub fn relation(&self, below: Option<&str>, pointer: &Pointer) -> Option<Relation> {
        let route = Route::of(pointer);
        let holder = self.holder.first().map(String::as_str).unwrap_or_default();
        let same_side = match route.side {
            Some("responses") => ["response", "error", "answer", "schemas"].contains(&holder),
            Some("requestBody") => ["body", "schemas"].contains(&holder),
            Some("parameters") => ["query", "path", "header", "cookie", "schemas"].contains(&holder),
            _ => true,
        };
        let mut own: Vec<String> = self.steps.iter().filter_map(Step::spelled).collect();
        own.extend(below.map(|name| format!(".{name}")));
        let by_end = holder == "schemas" || route.component;
        match () {
            () if !same_side => None,
            () if route.steps == own => Some(Relation::Same),
            () if by_end && !own.is_empty() && route.steps.ends_with(&own) => Some(Relation::Same),
            () if own.starts_with(&route.steps) => Some(Relation::Above),
            () if route.steps.starts_with(&own) => Some(Relation::Inside),
            () => None,
        }
    }

    /// Whether the type is (a part of) an error body.
    pub fn is_error(&self) -> bool {
        self.holder.first().is_some_and(|holder| holder == "error")
    }
}

impl Step {
    /// The step as it is written in a place; none for an arm.
    fn spelled(&self) -> Option<String> {
        match self {
            Self::Property(name) => Some(format!(".{name}")),
            Self::Items => Some("[]".to_owned()),
            Self::Values => Some("{}".to_owned()),
            Self::Arm(_) => None,
        }
    }
}

/// How a pointer stands to the place of a type.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Relation {
    /// It leads there.
    Same,
    /// It leads to something that the type stands in.
    Above,
    /// It leads to something in the type.
    Inside,
}

/// A JSON pointer into a published document, in the steps of places.
struct Route<'p> {
    side: Option<&'p str>,
    component: bool,
    steps: Vec<String>,
}

impl<'p> Route<'p> {
    fn of(pointer: &'p Pointer) -> Self {
        let steps = pointer.steps();
        let sides = ["responses", "requestBody", "parameters"];
        let side = steps.iter().map(String::as_str).find(|step| sides.contains(step));
        let component = steps.first().is_some_and(|first| first == "components");
        let start = match component {
            true => 3,
            false => steps.iter().position(|step| step == "schema").map_or(steps.len(), |at| at + 1),
        };
        let mut way = Vec::new();
        let mut rest = steps.iter().skip(start);
        while let Some(step) = rest.next() {
            match step.as_str() {
                "properties" => way.extend(rest.next().map(|name| format!(".{name}"))),
                "items" => way.push("[]".to_owned()),
                "additionalProperties" => way.push("{}".to_owned()),
                // An index says less than a name, which some spell there.
                "required" => {
                    let name = rest.next().filter(|name| name.parse::<usize>().is_err());
                    way.extend(name.map(|name| format!(".{name}")));
                }
                "anyOf" | "oneOf" | "allOf" => {
                    rest.next();
                }
                _ => break,
            }
        }
        Self { side, component, steps: way }
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
