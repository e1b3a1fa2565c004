//! The programs of the releases: written once, all there, and broken by nothing that is not called major.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

#[path = "release/changes.rs"]
mod changes;
mod support;

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;
use support::{Tree, own, pretty, printed, write};
use xtask::cli::{self, Verdict};
use xtask::paths::Project;
use xtask::release::{self, RECORD};
use xtask::semver::{Compiler, Program, Sources, Surface};

const FIRST: &str = "tests/tests/release_0_1_0.rs";
const SECOND: &str = "tests/tests/release_0_1_1.rs";

fn release(tree: &Tree) -> (xtask::trouble::Result<Verdict>, String) {
    printed(|printer| release::run(&tree.project(), printer))
}

fn faults(tree: &Tree) -> Vec<String> {
    release::faults(&tree.project()).unwrap()
}

/// The version that the crates of a tree have from now on.
fn released(tree: &Tree, before: &str, version: &str) {
    let manifest = tree.read("Cargo.toml");
    let line = |version: &str| format!("version = \"{version}\"\nedition");
    assert!(manifest.contains(&line(before)), "{manifest}");
    tree.write("Cargo.toml", &manifest.replace(&line(before), &line(version)));
}

/// A file leaves the tree.
fn removed(tree: &Tree, path: &str) -> String {
    let text = tree.read(path);
    std::fs::remove_file(tree.path(path)).unwrap();
    text
}

#[test]
fn the_programs_of_this_project_are_all_there() {
    assert_eq!(release::faults(&Project::at(own())).unwrap(), [] as [&str; 0]);
}

#[test]
fn a_program_is_written_once() {
    let tree = Tree::real();
    assert_eq!(faults(&tree), ["0.1.0 has no program: `cargo xtask release-program` writes it"]);
    let (ended, text) = release(&tree);
    assert_eq!(ended, Ok(Verdict::Fine), "{text}");
    assert!(text.contains("0.1.0 calls 82 operations"), "{text}");
    assert_eq!(faults(&tree), [] as [&str; 0]);
    let before = tree.snapshot();
    // The client moves on, its version stays.
    let methods = tree.read("generated/src/generated/meta/mod.rs").replace("get_meta(", "get_other(");
    tree.write("generated/src/generated/meta/mod.rs", &methods);
    let (ended, text) = release(&tree);
    assert_eq!(ended, Ok(Verdict::Fine), "{text}");
    assert!(text.contains("Kept"), "{text}");
    let after = tree.snapshot();
    assert_eq!((&after[FIRST], &after[RECORD]), (&before[FIRST], &before[RECORD]));
}

#[test]
fn a_program_stays_as_it_was_while_its_major_lasts() {
    let tree = Tree::real();
    release(&tree).0.unwrap();
    released(&tree, "0.1.0", "0.1.1");
    assert_eq!(faults(&tree), ["0.1.1 has no program: `cargo xtask release-program` writes it"]);
    release(&tree).0.unwrap();
    assert_eq!(faults(&tree), [] as [&str; 0]);

    let first = removed(&tree, FIRST);
    let promises = format!("{FIRST} is gone, and 0.1.1 promises to compile it: take it back");
    assert_eq!(faults(&tree), [promises]);
    tree.write(FIRST, &first.replace("get_meta", "get_other"));
    let changed = format!("{FIRST} was changed, and nobody changes the programs that people have");
    let differs = format!("{FIRST} and its document differ in getmeta, getother");
    assert_eq!(faults(&tree), [changed, differs]);
    tree.write(FIRST, &first);

    // With the next major, it may go; the record goes with it.
    removed(&tree, SECOND);
    released(&tree, "0.1.1", "0.2.0");
    let gone = format!("{SECOND} is gone, as it may with 0.2.0: remove its entry from {RECORD}, too");
    let new = "0.2.0 has no program: `cargo xtask release-program` writes it";
    assert_eq!(faults(&tree), [new, &gone]);
    let record = tree.read(RECORD);
    let (head, _) = record.split_at(record.rfind("[[release]]").unwrap());
    tree.write(RECORD, head);
    release(&tree).0.unwrap();
    assert_eq!(faults(&tree), [] as [&str; 0]);
}

#[test]
fn what_came_to_the_document_later_was_in_no_program() {
    let tree = Tree::real();
    release(&tree).0.unwrap();
    let document = |change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
        let mut document: Value = serde_json::from_str(&tree.read("openapi/platform.json")).unwrap();
        change(document["paths"].as_object_mut().unwrap());
        tree.write("openapi/platform.json", &pretty(&document));
    };
    document(&|paths| {
        let later = serde_json::json!({ "get": { "operationId": "getLater", "responses": {} } });
        paths.insert("/later".to_owned(), later);
    });
    assert_eq!(faults(&tree), [] as [&str; 0]);
    // A program that is made of it has to call it: the generated files are older here.
    released(&tree, "0.1.0", "0.1.1");
    release(&tree).0.unwrap();
    assert_eq!(faults(&tree), [format!("{SECOND} and its document differ in getlater")]);
}

#[test]
fn a_program_that_nobody_recorded_is_told() {
    let tree = Tree::real();
    tree.write(FIRST, "");
    let (ended, _) = release(&tree);
    assert!(ended.unwrap_err().to_string().contains("does not know it"));
    assert!(faults(&tree).contains(&format!("{FIRST} is not in {RECORD}: `cargo xtask release-program` writes both")));
    removed(&tree, FIRST);
    release(&tree).0.unwrap();
    removed(&tree, FIRST);
    assert!(release(&tree).0.unwrap_err().to_string().contains("is gone"));
}

/// The documents before and after every change, and what lies around them.
struct Pair {
    _folder: tempfile::TempDir,
    old: PathBuf,
    new: PathBuf,
}

impl Pair {
    fn new() -> Self {
        let old = own().join("openapi/platform.json");
        let mut document: Value = serde_json::from_slice(&std::fs::read(&old).unwrap()).unwrap();
        for change in changes::ALL {
            (change.make)(&mut document);
        }
        let folder = tempfile::tempdir().unwrap();
        let new = folder.path().join("new.json");
        write(&new, pretty(&document));
        Self { _folder: folder, old, new }
    }

    /// The calls of a program for the old client that do not compile with the new one.
    fn broken(&self) -> BTreeSet<String> {
        let args = cli::Semver {
            base: self.old.display().to_string(),
            to: Some(self.new.clone()),
            without_promises: false,
            target_dir: None,
        };
        let project = Project::at(own());
        let sources = Sources::of(&args, &project, &xtask::pipeline::generate).unwrap();
        let program = Program::of_calls(&Surface::of(&sources.base).unwrap()).unwrap();
        let compiler = Compiler::new(project.path("target/release"), project.path("target/semver/target"));
        compiler.accepts(&program, &sources.base).unwrap();
        let failures = compiler.failures(&program, &sources.new).unwrap();
        failures.into_keys().map(|index| program.lines()[index].item.replace('_', "")).collect()
    }

    /// The operations that `cargo xtask diff` calls major for the crate, and those that it calls less.
    fn judged(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("diff").args([&self.old, &self.new]).args(["--format", "json", "--fail-on", "none"]);
        let ended = command.env("FAL_XTASK_ROOT", own()).output().unwrap();
        let report: Value = serde_json::from_slice(&ended.stdout).unwrap_or_else(|_| panic!("{ended:?}"));
        assert_eq!(report["summary"]["rust"], "major");
        let (mut major, mut less) = (BTreeSet::new(), BTreeSet::new());
        for change in report["changes"].as_array().unwrap() {
            let called = change["operations"].as_array().unwrap().iter().map(|called| &called["operation_id"]);
            let called: Vec<&Value> = match change["rule"] == "operation-id-changed" {
                true => vec![&change["from"]],
                false => called.chain([&change["operation_id"]]).collect(),
            };
            let ids = called.into_iter().filter_map(Value::as_str).map(str::to_lowercase);
            match change["rust"] == "major" {
                true => major.extend(ids),
                false => less.extend(ids),
            }
        }
        (major, less)
    }
}

#[test]
fn what_breaks_a_program_is_a_major_change() {
    let pair = Pair::new();
    let (major, less) = pair.judged();
    let broken = pair.broken();
    let named = |breaks: bool| -> BTreeSet<String> {
        let chosen = changes::ALL.iter().filter(|change| change.breaks == breaks);
        chosen.map(|change| change.operation.to_lowercase()).collect()
    };
    // By the compiler, and by the diff.
    assert_eq!(broken, named(true), "what does not compile");
    assert_eq!(major, named(true), "what is called major");
    assert!(named(false).is_subset(&less), "what is called less: {less:?}");
    assert!(named(false).is_disjoint(&major), "{major:?}");
}
