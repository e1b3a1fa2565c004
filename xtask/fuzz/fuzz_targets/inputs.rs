//! Bytes → `overlay.toml`, `names.toml` or `promises.toml` → files or trouble.
//!
//! The first byte says which of them the rest is, and which document stands beside it.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use xtask::pipeline::Input;
use xtask_fuzz::{holds, seeds};

static SEEDS: LazyLock<Vec<Value>> = LazyLock::new(seeds::all);

fuzz_target!(|data: &[u8]| {
    let Some((choice, text)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let choice = usize::from(*choice);
    let Some(document) = SEEDS.get(choice / 3 % SEEDS.len()) else { return };
    let none = Input { document, overlay: "", names: "", promises: "" };
    let input = match choice % 3 {
        0 => Input { overlay: text, ..none },
        1 => Input { names: text, ..none },
        _ => Input { promises: text, ..none },
    };
    let _ = holds::input_holds(&input);
});
