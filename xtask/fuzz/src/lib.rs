//! What the fuzz targets and the property tests share: seeds, changes to them, and what has to hold.

#![forbid(unsafe_code)]

pub mod compared;
pub mod holds;
pub mod mutate;
pub mod seeds;
