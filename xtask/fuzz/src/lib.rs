//! What the fuzz target and the property tests share: seeds, changes to them, and what has to hold.

#![forbid(unsafe_code)]

pub mod holds;
pub mod mutate;
pub mod seeds;
