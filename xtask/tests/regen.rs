//! The real regeneration: the same bytes wherever it runs, one run at a time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

mod support;

use std::process::Command;

use support::{Tree, code, stderr};

#[test]
fn the_same_bytes_anywhere() {
    let tree = Tree::real();
    let before = tree.snapshot();
    let ended = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["regen", "--offline"])
        .env("FAL_XTASK_ROOT", tree.0.path())
        .env("TZ", "Pacific/Chatham")
        .env("LC_ALL", "tr_TR.UTF-8")
        .current_dir("/")
        .output()
        .unwrap();
    assert_eq!(code(&ended), 0, "{}", stderr(&ended));
    for (relative, bytes) in tree.snapshot() {
        assert_eq!(before.get(&relative), Some(&bytes), "{relative} is another here; is the workspace up to date?");
    }
}

#[test]
fn a_second_run_at_the_same_time_says_so() {
    let tree = Tree::real();
    let ended = xtask::run_lock::alone(tree.0.path(), || Ok(tree.xtask(&["regen", "--offline"]))).unwrap();
    assert_eq!(code(&ended), 2);
    assert!(stderr(&ended).starts_with("error: another run is at work in"), "{}", stderr(&ended));
    let ended = xtask::run_lock::alone(tree.0.path(), || Ok(tree.xtask(&["check"]))).unwrap();
    assert_eq!(code(&ended), 0, "reading needs no lock: {}", stderr(&ended));
}
