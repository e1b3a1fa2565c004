//! A hand-written stand-in for the machine-written code: a few made-up operations.
#![allow(dead_code, clippy::all, reason = "stands in for generated code")]

pub mod builder;
pub mod operations;
pub mod types;
mod methods;

/// The server of the document.
pub const BASE_URL: &str = "https://api.example.com/v1";
/// The title of the document.
pub const TITLE: &str = "Example";
/// Fields that wrap an answer.
pub const ENVELOPE: &[&str] = &[];
/// The kinds of error that the server names.
pub type ErrorKind = types::ErrorType;
