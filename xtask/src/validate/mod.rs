//! What the later stages may rely on. A document that passes has the shape that the walk expects,
//! and every operation can be called by one name, at one path, with parameters that can be told apart.
//!
//! What a schema *means* is for the lowering to say; here only its skeleton counts.

mod circles;
mod operations;
mod parameters;
mod paths;
mod structure;

use serde_json::Value;

use crate::trouble::Result;

/// Refuses a document that cannot become a client.
///
/// # Errors
/// The first thing that is wrong, with its place, its operation and what to do.
pub fn document(document: &Value) -> Result<()> {
    let references = structure::check(document)?;
    circles::check(document, &references)?;
    paths::check(document)?;
    operations::check(document)
}
