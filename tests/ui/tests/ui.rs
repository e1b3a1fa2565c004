//! What must not compile: operations for administrators on the plain client, keys that are printed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test reports")]

use std::process::Command;

/// The compiler whose words stand beside the cases. Others say the same in other words, and the
/// guide of the crate holds the same case by its error's number.
const WORDS_OF: &str = "rustc 1.95.";

#[test]
fn what_must_not_compile_does_not() {
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(compiler).arg("--version").output().unwrap().stdout;
    let version = String::from_utf8(version).unwrap();
    if !version.starts_with(WORDS_OF) {
        eprintln!("skipped: the expected words are those of {WORDS_OF}x, and this is {version}");
        return;
    }
    trybuild::TestCases::new().compile_fail("cases/*.rs");
}
