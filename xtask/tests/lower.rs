//! Lowering: the cases on disk, the published documents, and documents that mean harm.
//!
//! A case is a folder `lower/<rule>/<case>/` with `input.json` and what becomes of it: `lowered.json`
//! and, where there are any, `notes.txt`; or `refused.txt`. `output.rs` shows the code that comes out
//! in the end, where every stage takes the document. `UPDATE_GOLDENS=1` rewrites them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a panic in a test is its report")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use xtask::lower::{dialect, lower, rules};
use xtask::note::Notes;

#[path = "lower/circles.rs"]
mod circles;
#[path = "lower/dialect_guard.rs"]
mod dialect_guard;
#[path = "lower/hostile.rs"]
mod hostile;
#[path = "lower/output.rs"]
mod output;
#[path = "lower/properties.rs"]
mod properties;
#[path = "lower/schemas.rs"]
mod schemas;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(path: &Path) -> Value {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn inside(folder: &Path, only: fn(&Path) -> bool) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(|path| only(path)).collect();
    paths.sort();
    paths
}

/// What becomes of a document: file names and texts, as a case has them on disk.
fn outcome(document: Value) -> Vec<(&'static str, Option<String>)> {
    let mut notes = Notes::default();
    let shown = output::of(&document).map(|halves| halves.shown);
    match lower(document, &mut notes) {
        Ok(lowered) => {
            let text = serde_json::to_string_pretty(&lowered).unwrap() + "\n";
            vec![
                ("lowered.json", Some(text)),
                ("notes.txt", Some(told(&notes)).filter(|told| !told.is_empty())),
                ("refused.txt", None),
                ("output.rs", shown),
            ]
        }
        Err(trouble) => {
            let refused = Some(format!("{trouble}\n"));
            vec![("lowered.json", None), ("notes.txt", None), ("refused.txt", refused), ("output.rs", shown)]
        }
    }
}

fn told(notes: &Notes) -> String {
    let mut text = String::new();
    for (fate, fact, places) in notes.iter() {
        text.push_str(&format!("{fate:?}: {fact}\n"));
        for place in places {
            text.push_str(&format!("  {place}\n"));
        }
    }
    text
}

#[test]
fn every_case_is_lowered_as_written() {
    let update = std::env::var_os("UPDATE_GOLDENS").is_some();
    let mut wrong = Vec::new();
    for rule in inside(&folder("tests/lower"), Path::is_dir) {
        for case in inside(&rule, Path::is_dir) {
            for (name, text) in outcome(read(&case.join("input.json"))) {
                let path = case.join(name);
                let golden = fs::read_to_string(&path).ok();
                if golden == text {
                    continue;
                }
                wrong.push(path.display().to_string());
                if update {
                    rewrite(&path, text.as_deref());
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "UPDATE_GOLDENS=1 rewrites what differs; look at it before committing:\n{}",
        wrong.join("\n")
    );
}

#[expect(clippy::disallowed_methods, reason = "goldens are rewritten by a person who looks at the difference")]
fn rewrite(path: &Path, text: Option<&str>) {
    match text {
        Some(text) => fs::write(path, text).unwrap(),
        None => fs::remove_file(path).unwrap(),
    }
}

#[test]
fn every_rule_has_cases_and_every_case_a_rule() {
    let mut rules = rules();
    rules.sort_unstable();
    let cases: Vec<String> = inside(&folder("tests/lower"), Path::is_dir)
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(rules, cases);
    for rule in inside(&folder("tests/lower"), Path::is_dir) {
        let mut files = inside(&rule, Path::is_dir).into_iter().flat_map(|case| inside(&case, Path::is_file));
        let is_last = |path: PathBuf| path.ends_with("output.rs") || path.ends_with("refused.txt");
        assert!(files.any(is_last), "no case of {} shows what comes out", rule.display());
    }
}

#[test]
fn published_documents_are_lowered() {
    let published = folder("../../shared/published");
    if !published.is_dir() {
        eprintln!("SKIPPED: no published documents in {}", published.display());
        return;
    }
    let is_json = |path: &Path| path.extension().is_some_and(|extension| extension == "json");
    let documents = inside(&published, is_json);
    assert_eq!(documents.len(), 12);
    for path in documents {
        let name = path.display();
        let document = read(&path);
        let operations = count_operations(&document);
        let lowered = lower(document, &mut Notes::default()).unwrap_or_else(|trouble| panic!("{name}: {trouble}"));
        dialect::verify(&lowered).unwrap_or_else(|trouble| panic!("{name}: {trouble}"));
        assert_eq!(count_operations(&lowered), operations, "{name}");
    }
}

fn count_operations(document: &Value) -> usize {
    let mut count = 0;
    xtask::document::walk::operations(document, &mut |_, _| count += 1);
    count
}

/// What the newest published document is known to contain, counted by hand in it.
#[test]
fn facts_of_the_newest_document_survive() {
    let path = folder("../../shared/published/2026-08-21.json");
    if !path.is_file() {
        eprintln!("SKIPPED: no published document {}", path.display());
        return;
    }
    let text = lower(read(&path), &mut Notes::default()).unwrap().to_string();
    let count = |what: &str| text.matches(what).count();
    assert_eq!(count(r#""x-many":true"#), 40, "one value or many");
    assert_eq!(count(r#""x-time-bound":true"#), 30, "start and end");
    assert_eq!(count(r#""x-three-state":true"#), 5, "fields that PATCH can clear");
    assert_eq!(count(r#""x-union":{"tag":"#), 2, "tagged unions");
    assert_eq!(count(r#""x-union":{}"#), 4, "other unions");
    assert_eq!(count(r#""$ref":"#), 2, "the tree of collections, and its use");
}
