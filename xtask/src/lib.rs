//! From the published OpenAPI 3.1 document to the client crate, one stage per module.
//!
//! Data flows one way:
//! fetch → document → overlay → validate → lower → hoist & name → operations → progenitor →
//! rewrite → emit. [`pipeline`] reads like that sentence.

pub mod document;
pub mod lower;
pub mod note;
pub mod pipeline;
pub mod trouble;
