//! From the published OpenAPI 3.1 document to the client crate, one stage per module.
//!
//! Data flows one way:
//! fetch → document → overlay → validate → lower → hoist & name → operations → progenitor →
//! rewrite → emit. [`pipeline`] reads like that sentence.

pub mod document;
pub mod emit;
pub mod hoist;
pub mod names;
pub mod model;
pub mod narrow;
pub mod note;
pub mod operations;
pub mod pipeline;
pub mod progenitor;
pub mod prose;
pub mod rewrite;
pub mod trouble;
