//! The real regeneration: the same bytes wherever it runs, and whole files whenever it dies.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

mod support;

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use support::{Tree, code, snapshot, stderr};

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

/// Every file that a regeneration writes gets other bytes, so that it has to write all of them.
fn make_old(tree: &Tree, new: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let written =
        |relative: &String| relative.starts_with("generated/src/generated/") || relative.ends_with("lowered.json");
    let mut old = new.clone();
    for (relative, bytes) in old.iter_mut().filter(|(relative, _)| written(relative)) {
        bytes.extend_from_slice(b"// old\n");
        support::write(&tree.path(relative), &bytes);
    }
    old
}

fn start(tree: &Tree) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["regen", "--offline"]).env("FAL_XTASK_ROOT", tree.0.path());
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Waits until something is staged: the moment at which files begin to change is near.
fn wait_for_staging(tree: &Tree, child: &mut Child) {
    let folder = tree.path("generated/src/generated");
    while child.try_wait().unwrap().is_none() {
        let mut names = fs::read_dir(&folder).unwrap().flatten().map(|entry| entry.file_name());
        if names.any(|name| name.to_string_lossy().starts_with(".regen-")) {
            return;
        }
        thread::sleep(Duration::from_millis(1));
    }
}

/// Waits until the first file has taken its place: others have not yet.
fn wait_for_the_first(tree: &Tree, old: &BTreeMap<String, Vec<u8>>, child: &mut Child) {
    let first = "openapi/lowered.json";
    let length = u64::try_from(old[first].len()).unwrap();
    while fs::metadata(tree.path(first)).unwrap().len() == length && child.try_wait().unwrap().is_none() {
        thread::yield_now();
    }
}

#[test]
fn killed_at_any_moment() {
    let tree = Tree::real();
    let new = tree.snapshot();
    make_old(&tree, &new);
    let started = Instant::now();
    assert!(start(&tree).wait().unwrap().success());
    let whole = started.elapsed();
    assert_eq!(tree.snapshot(), new, "is the workspace up to date?");

    let (mut all_old, mut all_new, mut mixed) = (0, 0, 0);
    for round in 0..12_u32 {
        let old = make_old(&tree, &new);
        let mut child = start(&tree);
        match round % 4 {
            0 => thread::sleep(whole * round / 12),
            1 => wait_for_staging(&tree, &mut child),
            _ => wait_for_the_first(&tree, &old, &mut child),
        }
        // SIGKILL: nothing can be tidied up.
        child.kill().unwrap();
        child.wait().unwrap();
        let now = tree.snapshot();
        let replaced =
            new.iter().filter(|(relative, bytes)| old[*relative] != **bytes && now[*relative] == **bytes).count();
        let differing = new.iter().filter(|(relative, bytes)| old[*relative] != **bytes).count();
        for (relative, bytes) in &now {
            let staged = relative.contains(".regen-");
            assert!(staged || *bytes == old[relative] || *bytes == new[relative], "{relative} is neither old nor new");
        }
        match replaced {
            0 => all_old += 1,
            _ if replaced == differing => all_new += 1,
            _ => mixed += 1,
        }
    }
    println!("killed 12 times: {all_old} all old, {mixed} mixed, {all_new} all new; a run takes {whole:?}");
    assert!(start(&tree).wait().unwrap().success());
    assert_eq!(snapshot(tree.0.path()), new);
}
