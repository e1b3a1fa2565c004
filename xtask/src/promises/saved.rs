//! What the promises save between two documents, asked without generating anything.

use serde_json::Value;

use super::{Fact, What};
use crate::pipeline::{self, Input};
use crate::trouble::Result;

/// The changes from `old` to `new` that would be breaking in Rust, and are not, because the crate
/// made from `new` keeps what the one made from `old` had.
///
/// Both documents are as published; `input` has the overlay, the names and the record beside them.
/// A type that was split is no saving: code that names it at the other place has to change.
///
/// # Errors
/// One of the documents cannot be expressed.
pub fn saved(old: &Value, new: &Value, input: &Input<'_>) -> Result<Vec<Fact>> {
    let before = pipeline::named(&Input { document: old, ..input.clone() })?;
    let after = Input { document: new, names: &before.names, promises: &before.promises, ..input.clone() };
    let kept = pipeline::named(&after)?.kept;
    Ok(kept.facts.into_iter().filter(|fact| !matches!(fact.what, What::Split(_))).collect())
}
