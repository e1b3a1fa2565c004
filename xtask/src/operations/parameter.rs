//! Parameters as the client crate needs them.

use serde_json::{Map, Value};

use crate::document::walk::OperationRef;
use crate::promises::FORMER;

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query string.
    Query,
    /// In a header.
    Header,
}

/// One parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub wire: String,
    /// Where it is sent.
    pub location: Location,
    /// Whether a call without it is refused.
    pub required: bool,
    /// What the document says of it.
    pub description: Option<String>,
    /// Its lowered schema.
    pub schema: Value,
    /// The separator, where a list is sent as one value.
    pub join: Option<String>,
    /// Whether slashes in a path parameter are kept.
    pub slashes: bool,
    /// Whether the document says that it is about to go.
    pub deprecated: bool,
    /// Names that its setter had.
    pub former: Vec<String>,
    /// A value from the document, for the example in the docs.
    pub example: Option<Value>,
}

/// Reads the parameters of a lowered operation, with their examples from the published one.
pub(super) fn read(published: &Value, at: OperationRef<'_>, operation: &Map<String, Value>) -> Vec<Parameter> {
    let source = at.pointer.push("parameters").resolve(published);
    let list = operation.get("parameters").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(|parameter| one(parameter, source)).collect()
}

fn one(parameter: &Value, published: Option<&Value>) -> Option<Parameter> {
    let text = |key: &str| parameter.get(key).and_then(Value::as_str);
    let flag = |key: &str| parameter.get(key).and_then(Value::as_bool).unwrap_or(false);
    let wire = text("name")?;
    let location = match text("in")? {
        "path" => Location::Path,
        "query" => Location::Query,
        "header" => Location::Header,
        _ => return None,
    };
    let same = |other: &&Value| other.get("name") == parameter.get("name") && other.get("in") == parameter.get("in");
    let source = published.and_then(Value::as_array).into_iter().flatten().find(same);
    let schema = parameter.get("schema").cloned().unwrap_or_default();
    Some(Parameter {
        wire: wire.to_owned(),
        location,
        required: flag("required") || location == Location::Path,
        description: text("description")
            .or_else(|| schema.get("description").and_then(Value::as_str))
            .map(str::to_owned),
        former: parameter
            .get(FORMER)
            .and_then(Value::as_array)
            .map(|names| names.iter().filter_map(Value::as_str).map(str::to_owned).collect())
            .unwrap_or_default(),
        join: text("x-join").map(str::to_owned),
        // A mark of the overlay's, which lowering has no use for.
        slashes: source.and_then(|source| source.get("x-slashes")).and_then(Value::as_bool).unwrap_or(false),
        deprecated: flag("deprecated") || schema.get("deprecated").and_then(Value::as_bool).unwrap_or(false),
        example: source
            .and_then(|source| source.get("example").or_else(|| source.get("schema")?.get("example")))
            .cloned(),
        schema,
    })
}
