//! Hoisting: every object, enum and union of the lowered document becomes a named type, and equal
//! shapes become one.
//!
//! The published document writes everything out at every place. Named one by one, that is four
//! types for every one that a person would have written. A shape is what is sent: descriptions,
//! deprecation and bounds do not count, so the same object found twice is one Rust type.

mod checks;
mod collect;
mod equal;
mod place;
mod shape;
mod twins;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

pub use collect::collect;
pub use place::{Relation, Step, TypePlace, is_success};

/// What a named type is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// An object with known properties.
    Object,
    /// A string with known values.
    Enum,
    /// One of several schemas.
    Union,
    /// A point in time given as a date or a timestamp; the client crate has its own type for it.
    TimeBound,
}

/// A type of the client crate, before it has its final name.
#[derive(Clone, Debug)]
pub struct TypeShape {
    /// What it is.
    pub kind: Kind,
    /// Its lowered schema; parts that are types themselves are `$ref`s to their [`TypeId`].
    pub schema: Value,
    /// Where it stands in the document, in document order.
    pub places: Vec<TypePlace>,
    /// The key under `components.schemas` that it had in the document.
    pub component: Option<String>,
}

/// The index of a type in [`Hoisted::types`].
pub type TypeId = usize;

/// The document with every type taken out of it.
#[derive(Clone, Debug)]
pub struct Hoisted {
    /// The lowered document; types are `$ref`s to their [`TypeId`].
    pub document: Value,
    /// Every distinct type.
    pub types: Vec<TypeShape>,
    /// How many places needed a type before equal shapes were merged.
    pub places: usize,
}

impl Hoisted {
    /// The document with the types under their names, sorted.
    pub fn named(&self, names: &BTreeMap<TypeId, String>) -> Value {
        let mut document = self.document.clone();
        rename(&mut document, names);
        let mut schemas: BTreeMap<&str, Value> = BTreeMap::new();
        for (id, shape) in self.types.iter().enumerate() {
            if let Some(name) = names.get(&id) {
                let mut schema = shape.schema.clone();
                rename(&mut schema, names);
                schemas.insert(name, schema);
            }
        }
        let schemas: Map<String, Value> = schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
        if !document.get("components").is_some_and(Value::is_object) {
            document["components"] = json!({});
        }
        document["components"]["schemas"] = Value::Object(schemas);
        document
    }
}

/// The reference to a type that has no name yet.
fn reference(id: TypeId) -> String {
    format!("#/components/schemas/@{id}")
}

/// The type that a reference leads to, while types have no names.
fn referenced(reference: &str) -> Option<TypeId> {
    reference.strip_prefix("#/components/schemas/@")?.parse().ok()
}

fn rename(value: &mut Value, names: &BTreeMap<TypeId, String>) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(text)) = map.get_mut("$ref")
                && let Some(name) = referenced(text).and_then(|id| names.get(&id))
            {
                *text = format!("#/components/schemas/{name}");
            }
            map.values_mut().for_each(|value| rename(value, names));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| rename(value, names)),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
