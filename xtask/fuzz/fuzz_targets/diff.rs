//! Bytes → two documents → a report or trouble.
//!
//! Bytes that begin with `{` are two texts of JSON, one after the other. Of any others, the first half
//! makes a document out of a seed, and the second half another one out of that.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde_json::{Deserializer, Value};
use xtask_fuzz::{compared, mutate, seeds};

static SEEDS: LazyLock<Vec<Value>> = LazyLock::new(seeds::all);

fuzz_target!(|data: &[u8]| {
    if data.first() == Some(&b'{') {
        let mut texts = Deserializer::from_slice(data).into_iter::<Value>();
        if let (Some(Ok(old)), Some(Ok(new))) = (texts.next(), texts.next()) {
            compared::pair(&old, &new);
        }
        return;
    }
    let (first, second) = data.split_at(data.len() / 2);
    let Some(old) = mutate::document(&SEEDS, first) else { return };
    if let Some(new) = mutate::document(std::slice::from_ref(&old), second) {
        compared::pair(&old, &new);
    }
});
