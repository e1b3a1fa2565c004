//! The fal Platform APIs for Rust.
