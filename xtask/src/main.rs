//! `cargo xtask`: keeps the client crate true to the published document.

fn main() {}
