//! Bytes → document → files or trouble.
//!
//! Bytes that begin with `{` are the document. Any others choose a seed and what to change in it, so
//! that most inputs get past the parser.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use xtask_fuzz::{holds, mutate, seeds};

static SEEDS: LazyLock<Vec<Value>> = LazyLock::new(seeds::all);

fuzz_target!(|data: &[u8]| {
    if data.first() == Some(&b'{') {
        holds::bytes(data);
    } else if let Some(document) = mutate::document(&SEEDS, data) {
        // Through text again: what a run reads is text.
        holds::bytes(document.to_string().as_bytes());
    }
});
