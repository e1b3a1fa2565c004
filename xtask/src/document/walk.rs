//! The one walk over a document's operations and schemas.
//!
//! Every stage that looks at schemas (lower, hoist, operations, diff) goes through here, so that
//! "where can a schema stand?" has one answer.

use serde_json::Value;

use super::Pointer;
use crate::trouble::Result;

mod holders;

pub use holders::{every_schema_mut, operation_schemas_mut, operations, operations_mut, outermost_mut};

/// The keys of a path item that are operations, in the order progenitor visits them.
pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Who sends a value: the client in a request, or the server in a response.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Side {
    /// Parameters and request bodies.
    Request,
    /// Response bodies and headers.
    Response,
}

/// What holds a schema.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Holder {
    /// A parameter in `query`, `path`, `header` or `cookie`.
    Parameter {
        /// The value of `in`.
        location: String,
        /// The wire name.
        name: String,
    },
    /// A request body.
    Body {
        /// The media type as the document spells it.
        media: String,
    },
    /// A response body.
    Response {
        /// The status as the document spells it: `200`, `4XX`, `default`.
        status: String,
        /// The media type as the document spells it.
        media: String,
    },
    /// A response header.
    Header {
        /// The status as the document spells it.
        status: String,
        /// The header's name.
        name: String,
    },
    /// A named schema under `components`.
    Component {
        /// The key under `components.schemas`.
        name: String,
    },
}

/// One operation of the document, as its readers need it.
#[derive(Clone, Copy, Debug)]
pub struct OperationRef<'d> {
    /// `#/paths/~1models/get`.
    pub pointer: &'d Pointer,
    /// The path template.
    pub path: &'d str,
    /// The method in lower case.
    pub method: &'d str,
    /// The `operationId`; empty where the document gives none.
    pub id: &'d str,
}

/// Where a schema stands.
#[derive(Clone, Debug)]
pub struct Place<'d> {
    /// The schema's own place in the document.
    pub pointer: Pointer,
    /// Who sends values of it.
    pub side: Side,
    /// The operation, unless it stands under `components`.
    pub operation: Option<OperationRef<'d>>,
    /// What holds the schema that this one is, or is a part of.
    pub holder: Holder,
    /// Whether it is the holder's own schema, not a part of it.
    pub outermost: bool,
}

impl Place<'_> {
    /// Goes down by `steps`, runs `visit` there, and comes back.
    fn within<R>(&mut self, steps: &[&str], visit: impl FnOnce(&mut Self) -> R) -> R {
        for step in steps {
            self.pointer.enter(*step);
        }
        let result = visit(self);
        for _ in steps {
            self.pointer.leave();
        }
        result
    }

    /// Whether values are sent in a `PATCH` body, where absent and null differ.
    pub fn in_patch_body(&self) -> bool {
        matches!(self.holder, Holder::Body { .. })
            && self.operation.is_some_and(|operation| operation.method == "patch")
    }

    /// Whether the holder is a parameter in the given location.
    pub fn in_parameter(&self, location: &str) -> bool {
        matches!(&self.holder, Holder::Parameter { location: found, .. } if found == location)
    }
}

/// How a keyword holds schemas.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Holds {
    /// Its value is one schema.
    One,
    /// Its value is a list of them.
    List,
    /// Its value is one schema, or a list where a tuple is spelled the old way.
    OneOrList,
    /// Its value maps names to schemas.
    Map,
}

/// How a keyword holds schemas, if it does.
pub fn holds(keyword: &str) -> Option<Holds> {
    // One match, because every keyword of every schema comes through here on every walk.
    Some(match keyword {
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => Holds::Map,
        "items" => Holds::OneOrList,
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Holds::List,
        "additionalProperties"
        | "additionalItems"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contains"
        | "propertyNames"
        | "unevaluatedItems"
        | "unevaluatedProperties" => Holds::One,
        _ => return None,
    })
}

/// What is done with each direct part: keyword, step below the keyword (if any), part.
type OnPart<'v> = &'v mut dyn FnMut(&str, Option<&str>, &mut Value) -> Result<()>;

/// Calls `visit` with each direct part of `schema`: keyword, step below the keyword (if any), part.
pub fn parts<'v>(schema: &'v Value, visit: &mut dyn FnMut(&'v str, Option<String>, &'v Value)) {
    let Value::Object(map) = schema else { return };
    for (keyword, value) in map {
        // Most keywords hold texts and numbers.
        if !matches!(value, Value::Object(_) | Value::Array(_) | Value::Bool(_)) {
            continue;
        }
        match (holds(keyword), value) {
            (Some(Holds::One | Holds::OneOrList), Value::Object(_) | Value::Bool(_)) => {
                visit(keyword, None, value);
            }
            (Some(Holds::List | Holds::OneOrList), Value::Array(list)) => {
                for (index, part) in list.iter().enumerate() {
                    visit(keyword, Some(index.to_string()), part);
                }
            }
            (Some(Holds::Map), Value::Object(named)) => {
                for (name, part) in named {
                    visit(keyword, Some(name.clone()), part);
                }
            }
            _ => {}
        }
    }
}

/// As [`parts`], for changing them; stops at the first trouble.
pub fn parts_mut(schema: &mut Value, visit: OnPart<'_>) -> Result<()> {
    let Value::Object(map) = schema else {
        return Ok(());
    };
    for (keyword, value) in map.iter_mut() {
        if !matches!(value, Value::Object(_) | Value::Array(_) | Value::Bool(_)) {
            continue;
        }
        match (holds(keyword), value) {
            (Some(Holds::One | Holds::OneOrList), value @ (Value::Object(_) | Value::Bool(_))) => {
                visit(keyword, None, value)?
            }
            (Some(Holds::List | Holds::OneOrList), Value::Array(list)) => {
                for (index, part) in list.iter_mut().enumerate() {
                    visit(keyword, Some(&index.to_string()), part)?;
                }
            }
            (Some(Holds::Map), Value::Object(named)) => {
                for (name, part) in named.iter_mut() {
                    visit(keyword, Some(name), part)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The order in which a schema and its parts are visited.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Order {
    /// A schema before its parts.
    Outside,
    /// The parts before their schema.
    Inside,
}

/// Visits a schema and everything in it. A part that a visit adds is visited too (`Outside`).
pub fn schema_mut(
    schema: &mut Value,
    place: &Place<'_>,
    order: Order,
    visit: &mut dyn FnMut(&mut Value, &Place<'_>) -> Result<()>,
) -> Result<()> {
    descend(schema, &mut place.clone(), order, visit)
}

fn descend(
    schema: &mut Value,
    place: &mut Place<'_>,
    order: Order,
    visit: &mut dyn FnMut(&mut Value, &Place<'_>) -> Result<()>,
) -> Result<()> {
    if order == Order::Outside {
        visit(schema, place)?;
    }
    let outermost = std::mem::replace(&mut place.outermost, false);
    parts_mut(schema, &mut |keyword, step, part| match step {
        Some(step) => place.within(&[keyword, step], |place| descend(part, place, order, visit)),
        None => place.within(&[keyword], |place| descend(part, place, order, visit)),
    })?;
    place.outermost = outermost;
    if order == Order::Inside {
        visit(schema, place)?;
    }
    Ok(())
}

/// Where the component `name` stands.
pub fn component_place(name: &str) -> Place<'static> {
    Place {
        pointer: Pointer::root().push("components").push("schemas").push(name),
        side: component_side(name),
        operation: None,
        holder: Holder::Component { name: name.to_owned() },
        outermost: true,
    }
}

/// While a document is lowered, a component stands once for each side that reaches it, under
/// `request:Name` and `response:Name`.
pub fn component_side(key: &str) -> Side {
    if key.starts_with("request:") { Side::Request } else { Side::Response }
}
