//! From the published OpenAPI 3.1 document to the client crate, one stage per module.
//!
//! Data flows one way:
//! fetch → document → overlay → validate → lower → hoist → keep promises → name → operations →
//! progenitor → rewrite → emit. [`pipeline`] reads like that sentence.

#![forbid(unsafe_code)]

pub mod about;
pub mod check;
pub mod cli;
pub mod diff;
pub mod document;
mod editable;
pub mod emit;
pub mod fetch;
pub mod hoist;
pub mod inputs;
pub mod lean;
pub mod lock_file;
pub mod lower;
pub mod manifest;
pub mod model;
pub mod names;
pub mod narrow;
pub mod note;
pub mod operations;
pub mod overlay;
pub mod paths;
pub mod pipeline;
pub mod printer;
pub mod progenitor;
pub mod promises;
pub mod prose;
pub mod reader;
pub mod regen;
pub mod release;
pub mod rewrite;
pub mod run_lock;
pub mod semver;
pub mod standalone;
pub mod summary;
pub mod tree;
pub mod trouble;
pub mod validate;
pub mod writer;
