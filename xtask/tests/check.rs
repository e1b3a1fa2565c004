//! `check` sees every difference, names the file, and says what mends it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

mod support;

use std::cell::Cell;
use std::fs;

use support::{Tree, fake, printed};
use xtask::cli::Verdict;

const MEND: &str = "`cargo xtask regen --offline`";

/// Changes the tree, and expects `check` to name the file, regeneration to mend it, and `check` to
/// be content then.
fn seen(relative: &str, word: &str, change: impl Fn(&Tree)) -> String {
    let tree = Tree::generated();
    let fresh = tree.snapshot();
    change(&tree);
    assert_ne!(tree.snapshot(), fresh, "the change changed nothing");
    let before = tree.snapshot();
    let (ended, text) = tree.check();
    assert_eq!(tree.snapshot(), before, "check wrote");
    assert_eq!(ended, Ok(Verdict::Difference), "{text}");
    let line = text.lines().find(|line| line.trim_start().starts_with(&format!("{word} {relative}")));
    assert!(line.is_some(), "no `{word} {relative}` in:\n{text}");
    assert!(text.contains(MEND), "{text}");
    tree.regen().0.unwrap();
    let (ended, after) = tree.check();
    assert_eq!(ended, Ok(Verdict::Fine), "{after}");
    text
}

/// One byte of a file becomes another.
fn flip(tree: &Tree, relative: &str, from: &str, to: &str) {
    let text = tree.read(relative);
    assert!(text.contains(from), "{relative}: {text}");
    tree.write(relative, &text.replacen(from, to, 1));
}

#[test]
fn a_clean_tree_is_up_to_date() {
    let tree = Tree::generated();
    let before = tree.snapshot();
    let (ended, text) = tree.check();
    assert_eq!(ended, Ok(Verdict::Fine));
    assert_eq!(text, "  Up to date the client crate and openapi/\n");
    assert_eq!(tree.snapshot(), before);
}

#[test]
fn one_byte_of_a_generated_file() {
    let text = seen("generated/src/generated/types/mod.rs", "Stale", |tree| {
        flip(tree, "generated/src/generated/types/mod.rs", "struct A", "struct B");
    });
    assert!(text.contains("types/mod.rs: line 1 differs"), "{text}");
}

#[test]
fn a_missing_and_a_left_over_file() {
    seen("generated/src/generated/models.rs", "Missing", |tree| {
        fs::remove_file(tree.path("generated/src/generated/models.rs")).unwrap();
    });
    for stray in ["generated/src/generated/old.rs", "generated/src/generated/old/deep.rs"] {
        seen(stray, "Left over", |tree| tree.write(stray, "old"));
    }
}

#[test]
fn one_byte_of_the_document() {
    // A byte that says something, and one that says nothing.
    for (from, to) in [("Small", "Smell"), ("  \"info\"", "\t \"info\"")] {
        seen("openapi/platform.json", "Edited", |tree| flip(tree, "openapi/platform.json", from, to));
    }
}

#[test]
fn a_byte_that_breaks_the_document() {
    let tree = Tree::generated();
    flip(&tree, "openapi/platform.json", "{", "[");
    let (ended, text) = tree.check();
    assert_eq!(ended, Ok(Verdict::Difference));
    assert!(text.contains("Edited openapi/platform.json"), "{text}");
    assert!(text.contains("is not JSON"), "{text}");
}

#[test]
fn one_byte_of_the_names_and_of_the_overlay() {
    for relative in ["openapi/names.toml", "openapi/overlay.toml", "openapi/promises.toml"] {
        seen(relative, "Edited", |tree| {
            tree.write(relative, &format!("{}# a remark\n", fs::read_to_string(tree.path(relative)).unwrap()));
        });
    }
    let text = seen("openapi/names.toml", "Edited", |tree| tree.write("openapi/names.toml", "other = 1\n"));
    assert!(text.contains("Stale generated/src/generated/models.rs"), "{text}");
}

#[test]
fn a_byte_that_breaks_the_names() {
    let tree = Tree::generated();
    tree.write("openapi/names.toml", "[types");
    let (ended, text) = tree.check();
    assert_eq!(ended, Ok(Verdict::Difference));
    assert!(text.contains("Edited openapi/names.toml") && text.contains("names.toml:"), "{text}");
}

#[test]
fn everything_else_that_regeneration_writes() {
    seen("openapi/lowered.json", "Stale", |tree| flip(tree, "openapi/lowered.json", "Small", "Smell"));
    seen("openapi/platform.lock.toml", "Stale", |tree| {
        flip(tree, "openapi/platform.lock.toml", "paths = 3", "paths = 4")
    });
    seen("generated/Cargo.toml", "Stale", |tree| flip(tree, "generated/Cargo.toml", "keys = []", "keys = [ ]"));
    seen("auth-shim/Cargo.toml", "Stale", |tree| flip(tree, "auth-shim/Cargo.toml", "client/keys", "client/all"));
    for relative in ["openapi/names.toml", "openapi/promises.toml"] {
        seen(relative, "Missing", |tree| fs::remove_file(tree.path(relative)).unwrap());
    }
    seen("openapi/platform.lock.toml", "Missing", |tree| {
        fs::remove_file(tree.path("openapi/platform.lock.toml")).unwrap();
    });
}

#[test]
fn what_is_written_by_hand_is_not_looked_at() {
    let tree = Tree::generated();
    tree.write("generated/src/lib.rs", "// other\n");
    flip(&tree, "generated/Cargo.toml", "[package]", "# A remark.\n[package]");
    assert_eq!(tree.check().0, Ok(Verdict::Fine));
}

#[test]
fn a_generator_that_is_not_deterministic() {
    let tree = Tree::generated();
    let runs = Cell::new(0);
    let moody = |input: &xtask::pipeline::Input<'_>| {
        runs.set(runs.get() + 1);
        let mut output = fake(input)?;
        if runs.get() == 2 {
            output.files.insert("mod.rs".to_owned(), "pub mod types; \n".to_owned());
        }
        Ok(output)
    };
    let (ended, text) = printed(|printer| xtask::check::run(&tree.project(), &moody, printer));
    assert_eq!(ended, Ok(Verdict::Difference));
    assert!(text.contains("Unstable mod.rs: two runs"), "{text}");
}

#[test]
fn a_document_changed_after_its_retrieval_is_said_to_be() {
    let tree = Tree::generated();
    let lock = tree.read("openapi/platform.lock.toml");
    let source = lock.lines().find(|line| line.starts_with("source")).unwrap();
    let retrieved = "url = \"https://example.com/a\"\nretrieved-at = \"2026-01-01T00:00:00Z\"";
    tree.write("openapi/platform.lock.toml", &lock.replace(source, retrieved));
    assert_eq!(tree.check().0, Ok(Verdict::Fine));
    flip(&tree, "openapi/platform.json", "Small", "Smell");
    let (_, text) = tree.check();
    assert!(text.contains("`cargo xtask regen` pins the published document again"), "{text}");
    tree.regen().0.unwrap();
    let lock = tree.read("openapi/platform.lock.toml");
    assert!(lock.contains("source = \"changed since it was retrieved from https://example.com/a\""), "{lock}");
    assert!(!lock.contains("retrieved-at"), "{lock}");
}

#[test]
fn trouble_is_told_where_nothing_was_edited() {
    let tree = Tree::generated();
    for relative in ["openapi/overlay.toml", "generated/Cargo.toml", "Cargo.lock"] {
        let text = tree.read(relative);
        fs::remove_file(tree.path(relative)).unwrap();
        let (ended, _) = tree.check();
        assert!(ended.unwrap_err().what().contains(relative));
        tree.write(relative, &text);
    }
    flip(&tree, "Cargo.lock", "name = \"typify\"", "name = \"typeless\"");
    assert!(tree.check().0.unwrap_err().what().contains("no package `typify`"));
}
