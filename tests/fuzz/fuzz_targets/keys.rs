//! Text → keys and credentials: one that is sent as it was given, or a refusal that does not repeat it.
#![no_main]

use std::ffi::OsString;

use fal_platform::{Credentials, Key};
use libfuzzer_sys::fuzz_target;

const SHOWN: &str = "Key([redacted])";

fuzz_target!(|text: &str| {
    if let Ok(key) = Key::parse(text) {
        // A text that has the scheme already is none with two of them.
        if let Ok(again) = Key::parse(&format!("Key {}", text.trim())) {
            assert!(again.same(&key), "it is another key with its scheme");
        }
        assert!(text.contains(key.id()));
        assert_eq!(format!("{key:?}"), SHOWN);
    }
    let (id, secret) = text.split_at(text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at));
    if let Ok(key) = Key::from_parts(id, secret) {
        assert_eq!(format!("{key:?}"), SHOWN);
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
    // What is shown of credentials is the same whatever the keys.
    let other = |name: &'static str| {
        let half = ["FAL_KEY_ID", "FAL_KEY_SECRET"].contains(&name);
        read(name).filter(|value| !value.is_empty()).map(|_| OsString::from(if half { "x" } else { "i:s" }))
    };
    if let Ok(credentials) = Credentials::from_variables(read) {
        let others = Credentials::from_variables(other).expect("keys in place of keys");
        assert_eq!(format!("{credentials:#?}"), format!("{others:#?}"));
    }
});
