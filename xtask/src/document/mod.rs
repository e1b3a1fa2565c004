//! The document model: JSON with its key order, pointers into it, and the one walk over it.

pub mod parse;
mod pointer;
pub mod reference;
mod strict;
pub mod walk;

pub use pointer::Pointer;
