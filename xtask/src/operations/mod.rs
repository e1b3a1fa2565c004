//! The operation table: what the document says of each operation, as data.
//!
//! It is emitted as Rust constants, it decides modules, features and receivers of the generated
//! methods, and it is the only place where the runtime learns about operations.

mod body;
mod events;
mod paging;
mod parameter;
mod resource;
mod scope;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

pub use body::{BodyKind, RequestBody, ResponseKind};
pub use events::{Events, Resume};
pub(crate) use paging::CURSORS;
pub use paging::{Page, Paging};
pub use parameter::{Location, Parameter};
pub use scope::{Scope, Scopes};

use crate::document::walk;
use crate::names;
use crate::note::Notes;
use crate::promises::STAYS;
use crate::trouble::{Result, Trouble};

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The `operationId` as published.
    pub id: String,
    /// The method's name in the client crate.
    pub name: String,
    /// `GET`, `POST`, …
    pub method: String,
    /// The path template.
    pub path: String,
    /// Module and feature, from the path.
    pub resource: String,
    /// Tags as published.
    pub tags: Vec<String>,
    /// One line.
    pub summary: Option<String>,
    /// The rest.
    pub description: Option<String>,
    /// The scope that a key needs.
    pub scope: Scope,
    /// Whether it is a method of `Admin` by promise alone.
    pub stays_admin: bool,
    /// The name of the idempotency header, where the operation declares one.
    pub idempotency_header: Option<String>,
    /// How further pages are asked for.
    pub paging: Option<Paging>,
    /// Parameters in the document's order.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<RequestBody>,
    /// What a success answers.
    pub response: ResponseKind,
    /// The media type of a success with a body.
    pub response_media: Option<String>,
    /// What its events are, where a success answers with events.
    pub events: Option<Events>,
    /// The success statuses.
    pub success: Vec<u16>,
    /// Whether the document says that it is about to go.
    pub deprecated: bool,
}

/// Reads the table from a lowered document whose types have names.
///
/// `published` is the document before lowering, which still has examples and security.
///
/// # Errors
/// Two success bodies of different shapes, or two operations under one method name.
pub fn table(published: &Value, named: &Value, scopes: &Scopes, notes: &mut Notes) -> Result<Vec<Operation>> {
    let paths = named.get("paths").and_then(Value::as_object);
    let resources = resource::names(paths.into_iter().flatten().map(|(path, _)| path.as_str()));
    let mut table: Result<Vec<Operation>> = Ok(Vec::new());
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    walk::operations(named, &mut |at, object| {
        let Ok(found) = &mut table else { return };
        let resource = resources.get(at.path).cloned().unwrap_or_default();
        let read = read(published, named, at, object, resource, scopes, notes).and_then(|operation| {
            // `x1` and `x_1` are two methods, but one builder.
            match owners.insert(names::pascal_method(&operation.name), operation.id.clone()) {
                None => Ok(operation),
                Some(other) => Err(same_name(&other, &operation)),
            }
        });
        match read {
            Ok(operation) => found.push(operation),
            Err(trouble) => table = Err(trouble.operation(at.id).at(at.pointer)),
        }
    });
    table
}

fn same_name(other: &str, operation: &Operation) -> Trouble {
    Trouble::new(format!("`{other}` and `{}` would both be called `{}`", operation.id, operation.name))
        .help("give one of them another operationId with a correction in openapi/overlay.toml")
}

fn read(
    published: &Value,
    named: &Value,
    at: walk::OperationRef<'_>,
    object: &Map<String, Value>,
    resource: String,
    scopes: &Scopes,
    notes: &mut Notes,
) -> Result<Operation> {
    let text =
        |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned).filter(|text| !text.trim().is_empty());
    let parameters = parameter::read(published, at, object);
    let (response, response_media, success) = body::response(object, at)?;
    let idempotency = |parameter: &&Parameter| {
        parameter.location == Location::Header && parameter.wire.eq_ignore_ascii_case("Idempotency-Key")
    };
    Ok(Operation {
        id: at.id.to_owned(),
        name: method(at.id),
        method: at.method.to_uppercase(),
        path: at.path.to_owned(),
        resource,
        tags: strings(object.get("tags")),
        summary: text("summary"),
        description: text("description"),
        scope: scopes.of(published, object, at, notes),
        stays_admin: object.contains_key(STAYS),
        idempotency_header: parameters.iter().find(idempotency).map(|parameter| parameter.wire.clone()),
        paging: paging::of(named, &parameters, &response),
        events: events::of(named, &parameters, object),
        body: body::request(object),
        parameters,
        response,
        response_media,
        success,
        deprecated: object.get("deprecated").and_then(Value::as_bool).unwrap_or(false),
    })
}

/// The method's name. Some belong to the client, and some would make a builder called like something
/// that every builder uses.
fn method(id: &str) -> String {
    const OWN: [&str; 6] = ["base_url", "clone", "encode_slashes", "new", "transport", "with_transport"];
    let name = names::snake(id);
    let taken = OWN.contains(&name.as_str()) || names::RESERVED.contains(&names::pascal_method(&name).as_str());
    if taken { format!("{}_operation", name.trim_end_matches('_')) } else { name }
}

fn strings(value: Option<&Value>) -> Vec<String> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}
