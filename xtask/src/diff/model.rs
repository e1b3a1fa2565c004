//! A document as it is compared: operations with their parts, each in normal form.
//!
//! Reading is lenient. What is malformed is passed over or kept as it stands; nothing here refuses a
//! document.

mod parts;
mod reader;

pub(super) use reader::Reader;

use std::collections::{BTreeMap, BTreeSet};

use super::media;
use super::normal::Normal;
use super::security::{Scheme, Ways};
use super::servers::Server;
use crate::document::Pointer;

/// What an object says, and where it stands.
pub(super) type Said = (Pointer, BTreeMap<String, String>);

/// A document.
#[derive(Debug, Default)]
pub(super) struct Api {
    /// Its operations, in the document's order.
    pub operations: Vec<Operation>,
    /// Its servers.
    pub servers: Vec<Server>,
    /// Its security schemes by name.
    pub schemes: BTreeMap<String, Scheme>,
    /// What the server calls, by name, as JSON without prose.
    pub webhooks: BTreeMap<String, String>,
    /// What is said outside of operations, by place.
    pub said: BTreeMap<String, Said>,
    /// Keywords of the document that no rule knows.
    pub rest: BTreeMap<String, String>,
}

/// An operation.
#[derive(Debug)]
pub(super) struct Operation {
    /// Where it stands.
    pub pointer: Pointer,
    /// The path template.
    pub path: String,
    /// The path template without the names of its parameters.
    pub template: String,
    /// `GET`, `POST`, …
    pub method: String,
    /// The `operationId`.
    pub id: Option<String>,
    /// Its tags.
    pub tags: BTreeSet<String>,
    /// Whether it is about to go.
    pub deprecated: bool,
    /// The ways to authenticate.
    pub security: Ways,
    /// Its own servers.
    pub servers: Option<(Pointer, Vec<Server>)>,
    /// Its parameters, those of its path among them.
    pub parameters: Vec<Parameter>,
    /// Its request body.
    pub body: Option<Body>,
    /// Its answers by status.
    pub answers: BTreeMap<String, Answer>,
    /// What it says, here and in its parts, by place.
    pub said: BTreeMap<String, Said>,
    /// Callbacks, as JSON without prose.
    pub callbacks: Option<String>,
    /// Keywords that no rule knows.
    pub rest: BTreeMap<String, String>,
}

/// A parameter.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    /// Where it stands.
    pub pointer: Pointer,
    /// `query`, `path`, `header` or `cookie`.
    pub location: String,
    /// The wire name.
    pub name: String,
    /// Whether it is demanded.
    pub required: bool,
    /// Whether it is about to go.
    pub deprecated: bool,
    /// How lists and objects are written.
    pub style: String,
    /// Whether their parts stand apart.
    pub explode: bool,
    /// Whether reserved characters are left alone.
    pub reserved: bool,
    /// Whether it can be sent without a value.
    pub empty: bool,
    /// The media type that it is serialized as.
    pub media: Option<String>,
    /// Its schema.
    pub schema: Normal,
    /// Where its schema stands.
    pub schema_at: Pointer,
    /// Keywords that no rule knows.
    pub rest: BTreeMap<String, String>,
}

/// A request body.
#[derive(Clone, Debug)]
pub(super) struct Body {
    /// Where it stands.
    pub pointer: Pointer,
    /// Whether it is demanded.
    pub required: bool,
    /// What it can be.
    pub content: BTreeMap<String, Media>,
    /// Keywords that no rule knows.
    pub rest: BTreeMap<String, String>,
}

/// A media type of a body.
#[derive(Clone, Debug)]
pub(super) struct Media {
    /// Where its schema stands.
    pub pointer: Pointer,
    /// Its schema.
    pub schema: Normal,
    /// How the parts of a form are encoded, as JSON.
    pub encoding: Option<String>,
    /// Keywords that no rule knows.
    pub rest: BTreeMap<String, String>,
}

/// An answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    /// Where it stands.
    pub pointer: Pointer,
    /// What it can be.
    pub content: BTreeMap<String, Media>,
    /// Its headers, by their names in lower case.
    pub headers: BTreeMap<String, Header>,
    /// Links, as JSON without prose.
    pub links: Option<String>,
    /// Keywords that no rule knows.
    pub rest: BTreeMap<String, String>,
}

/// A header of an answer.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// Where its schema stands.
    pub pointer: Pointer,
    /// Whether it is promised.
    pub required: bool,
    /// Its schema.
    pub schema: Normal,
}

impl Answer {
    /// Whether a status is a success.
    pub(super) fn is_success(status: &str) -> bool {
        status.starts_with('2')
    }
}

impl Media {
    /// The media type that the generator takes among several.
    pub(super) fn chosen(content: &BTreeMap<String, Self>) -> Option<&String> {
        content.keys().min_by_key(|name| media::rank(name))
    }
}
