//! The same input makes the same bytes, wherever and by whomever the command is run; and a tree that
//! is not what its inputs make of it is told from one that is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

mod copy;

use copy::{Copy, ended};

const REGEN: [&str; 2] = ["regen", "--offline"];

/// Everything a process is told by its surroundings that could find its way into the output.
fn surroundings() -> [Vec<(&'static str, &'static str)>; 3] {
    [
        vec![("LANG", "C"), ("LC_ALL", "C"), ("TZ", "UTC")],
        vec![("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Pacific/Kiritimati"), ("HOME", "/nowhere")],
        vec![
            ("LANG", "ar_EG.UTF-8"),
            ("LC_ALL", ""),
            ("TZ", "America/St_Johns"),
            ("USER", "nobody"),
            ("COLUMNS", "20"),
        ],
    ]
}

#[test]
fn other_surroundings_make_the_same_bytes() {
    let mut made = Vec::new();
    for (folder, variables) in ["a", "some where/deep er/Ünder", "…"].into_iter().zip(surroundings()) {
        let copy = Copy::new(folder);
        // What was there before counts for nothing.
        if folder == "a" {
            copy.write("openapi/lowered.json", "");
            copy.write("generated/src/generated/mod.rs", "");
            copy.write("generated/src/generated/left/over.rs", "");
        }
        let (code, told) = ended(copy.xtask(&REGEN).envs(variables));
        assert_eq!(code, 0, "{told}");
        made.push(copy.files());
    }
    for other in &made[1..] {
        let names = |files: &copy::Files| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&made[0]), names(other));
        for (path, bytes) in other {
            assert!(made[0][path] == *bytes, "{path} differs");
        }
    }
}

#[test]
fn a_tree_that_was_just_made_is_up_to_date() {
    let copy = Copy::new("tree");
    assert_eq!(copy.run(&REGEN).0, 0);
    let before = copy.files();
    let (code, told) = copy.run(&["check"]);
    assert_eq!(code, 0, "{told}");
    let (code, told) = copy.run(&REGEN);
    assert_eq!(code, 0, "{told}");
    assert_eq!(copy.files(), before, "another run over its own output changes it");
}

/// Changes one byte of one file, runs `check`, and puts the byte back.
fn changed(copy: &Copy, file: &str, from: &str, to: &str) -> (i32, String) {
    let text = copy.read(file);
    assert!(text.contains(from), "{file} has no {from:?}");
    copy.write(file, text.replacen(from, to, 1));
    let before = copy.files();
    let answer = copy.run(&["check"]);
    assert_eq!(copy.files(), before, "check writes");
    copy.write(file, text);
    answer
}

#[test]
fn one_byte_is_found_with_its_file_and_what_mends_it() {
    let copy = Copy::new("tree");
    assert_eq!(copy.run(&REGEN).0, 0);
    for (file, from, to) in [
        ("generated/src/generated/operations.rs", "Paging::None", "Paging::Nona"),
        ("generated/src/generated/mod.rs", "\n", " "),
        ("openapi/platform.json", "limit", "limiT"),
        ("openapi/platform.json", "\n", " "),
        ("openapi/names.toml", "\n", " \n"),
        ("openapi/promises.toml", "\n", " \n"),
        ("openapi/lowered.json", "3.0.3", "3.0.2"),
        ("openapi/platform.lock.toml", "sha256 = \"", "sha256 = \"0"),
    ] {
        let (code, told) = changed(&copy, file, from, to);
        assert_eq!(code, 1, "{file}: {told}");
        assert!(told.contains(file), "{file} is not named: {told}");
        assert!(
            told.contains("`cargo xtask regen --offline`") || told.contains("`cargo xtask regen`"),
            "{file}: {told}"
        );
    }
    let (code, told) = copy.run(&["check"]);
    assert_eq!(code, 0, "{told}");
}
