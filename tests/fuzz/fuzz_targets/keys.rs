//! Text → keys and credentials: one that is sent as it was given, or a refusal that does not repeat it.
#![no_main]

use std::ffi::OsString;

use fal_platform::{Credentials, Key};
use libfuzzer_sys::fuzz_target;

/// Shorter texts may be part of any word of a message.
const TOLD_APART: usize = 12;

fuzz_target!(|text: &str| {
    let said = match Key::parse(text) {
        Ok(key) => {
            let again = Key::parse(&format!("Key {}", text.trim())).expect("a key with its scheme is a key");
            assert!(again.same(&key), "it is another key with its scheme");
            assert!(text.contains(key.id()));
            format!("{key:?} {key:#?}")
        }
        Err(error) => format!("{error} {error:?}"),
    };
    shows_nothing(&said, text);

    let (id, secret) = text.split_at(text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at));
    if let Ok(key) = Key::from_parts(id, secret) {
        shows_nothing(&format!("{key:?}"), secret);
    }

    let mut values = text.split('\n');
    let values: [Option<OsString>; 4] = std::array::from_fn(|_| values.next().map(OsString::from));
    let read = |name: &'static str| match name {
        "FAL_KEY" => values[0].clone(),
        "FAL_KEY_ID" => values[1].clone(),
        "FAL_KEY_SECRET" => values[2].clone(),
        "FAL_ADMIN_KEY" => values[3].clone(),
        _ => None,
    };
    let said = match Credentials::from_variables(read) {
        Ok(credentials) => format!("{credentials:?} {credentials:#?}"),
        Err(error) => format!("{error} {error:?}"),
    };
    for value in values.iter().flatten().filter_map(|value| value.to_str()) {
        shows_nothing(&said, value);
    }
});

/// Neither the text nor the half after its colon.
fn shows_nothing(said: &str, text: &str) {
    let secret = text.split_once(':').map_or(text, |(_, secret)| secret).trim();
    assert!(secret.len() < TOLD_APART || !said.contains(secret), "{said}");
}
