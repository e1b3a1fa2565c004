//! The OpenAPI document, as the server needs it: operations with what they take and what they answer.

mod normal;
mod operation;
mod route;
mod schema;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

pub(crate) use operation::is_json;
pub use operation::{Body, Location, Operation, Parameter, Scope, Success};
pub(crate) use route::{Routed, Router};
pub use schema::Schema;

use crate::error::Error;

/// The pinned document, with the corrections of the overlay and without prose.
const PINNED: &str = include_str!("../../document.json");

/// A document that was read.
#[derive(Debug)]
pub struct Document {
    value: Arc<Value>,
    operations: Vec<Operation>,
    router: Router,
}

impl Document {
    /// The document that this crate was made for. It is read once.
    ///
    /// # Errors
    /// It cannot be read, which a test rules out.
    pub fn pinned() -> Result<Arc<Self>, Error> {
        static READ: OnceLock<Result<Arc<Document>, String>> = OnceLock::new();
        READ.get_or_init(|| Self::read(PINNED, &BTreeMap::new()).map(Arc::new).map_err(|error| error.to_string()))
            .clone()
            .map_err(Error::new)
    }

    /// Any OpenAPI 3.0 or 3.1 document.
    ///
    /// Which path parameters may hold slashes is not said by published documents: a parameter that
    /// the pinned document marks is marked here as well.
    ///
    /// ```
    /// # fn main() -> Result<(), fal_platform_mock::Error> {
    /// let document = fal_platform_mock::Document::parse(
    ///     r#"{ "openapi": "3.1.0", "info": { "title": "T", "version": "1" }, "paths": {
    ///         "/ping": { "get": { "operationId": "ping", "responses": { "204": { "description": "" } } } } } }"#,
    /// )?;
    /// assert_eq!(document.operations()[0].id, "ping");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// It is no JSON, no such document, or an operation of it cannot be understood.
    pub fn parse(json: &str) -> Result<Self, Error> {
        let pinned = Self::pinned()?;
        let marked = pinned.operations.iter().filter_map(|operation| {
            let parameter = operation.parameters.iter().find(|parameter| parameter.slashes)?;
            Some((operation.id.clone(), parameter.name.clone()))
        });
        Self::read(json, &marked.collect())
    }

    fn read(json: &str, slashes: &BTreeMap<String, String>) -> Result<Self, Error> {
        let mut value: Value =
            serde_json::from_str(json).map_err(|error| Error::new(format!("the document is no JSON: {error}")))?;
        if !value["openapi"].as_str().is_some_and(|version| version.starts_with("3.")) || !value["paths"].is_object() {
            return Err(Error::new("this is no OpenAPI 3 document: `openapi` and `paths` are expected".to_owned()));
        }
        normal::to_3_1(&mut value);
        let value = Arc::new(value);
        let operations = operation::all(&value, slashes)?;
        let router = Router::new(&value, &operations);
        Ok(Self { value, operations, router })
    }

    /// The operations, in the document's order.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation of that id.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// The whole document.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The path of the document's server, which goes before every operation's path.
    pub fn base_path(&self) -> &str {
        self.router.base()
    }

    pub(crate) fn route(&self, method: &str, path: &str) -> Routed<'_> {
        self.router.find(&self.operations, method, path)
    }
}
