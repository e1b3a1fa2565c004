//! The diff: a case on disk for every rule, equivalences, known changes, real documents, and hostile input.
//!
//! A case is a folder `diff/<rule>/` with `old.json`, `new.json` and `expected.json`.
//! `UPDATE_GOLDENS=1` rewrites the last one; look at it before committing.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a panic in a test is its report")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use xtask::diff::catalogue::Rule;
use xtask::diff::facts::Change;
use xtask::diff::report::Report;
use xtask::diff::{Options, compare};
use xtask::operations::{Scope, Scopes};

#[path = "diff/equivalence.rs"]
mod equivalence;
#[path = "diff/hostile.rs"]
mod hostile;
#[path = "diff/mutations.rs"]
mod mutations;
#[path = "diff/places.rs"]
mod places;
#[path = "diff/promised.rs"]
mod promised;
#[path = "diff/prose.rs"]
mod prose;
#[path = "diff/published.rs"]
mod published;
#[path = "diff/schemas.rs"]
mod schemas;
#[path = "diff/security.rs"]
mod security;
#[path = "diff/witnesses.rs"]
mod witnesses;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(path: &Path) -> Value {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The scopes of this project.
fn options() -> Options {
    let scopes = [("apiKey".to_owned(), Scope::Api), ("adminApiKey".to_owned(), Scope::Admin)];
    Options { scopes: Scopes(scopes.into()), ..Options::default() }
}

fn diff(old: &Value, new: &Value) -> Report {
    compare(old, new, &options()).unwrap_or_else(|trouble| panic!("{trouble}"))
}

/// The changes as the cases and failures tell them.
fn told(report: &Report) -> Vec<String> {
    let told = |change: &Change| {
        let (from, to) = (change.from.as_deref().unwrap_or("-"), change.to.as_deref().unwrap_or("-"));
        format!("{} {} {} | {from} | {to}", change.rule, change.wire, change.place)
    };
    report.changes.iter().map(told).collect()
}

fn rules(report: &Report) -> Vec<Rule> {
    report.changes.iter().map(|change| change.rule).collect()
}

fn expected(change: &Change) -> Value {
    let called = change.called.as_ref();
    let side = change.side.map(|side| format!("{side:?}").to_lowercase());
    json!({
        "rule": change.rule.id(),
        "wire": change.wire.word(),
        "rust": change.rust.word(),
        "side": side,
        "method": called.map(|called| &called.method),
        "path": called.map(|called| &called.path),
        "operation_id": called.and_then(|called| called.id.as_ref()),
        "pointer": change.pointer.to_string(),
        "place": change.place,
        "from": change.from,
        "to": change.to,
        "places": change.places,
    })
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder("tests/diff")).unwrap();
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

#[test]
fn every_rule_has_a_case_and_every_case_a_rule() {
    let cases: BTreeSet<String> =
        cases().iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
    let rules: BTreeSet<String> = Rule::ALL.iter().map(|rule| rule.id().to_owned()).collect();
    assert_eq!(rules.len(), Rule::ALL.len(), "two rules have one id");
    assert_eq!(rules, cases);
}

#[test]
fn every_case_yields_its_rule_and_reversed_the_mirrored_one() {
    let update = std::env::var_os("UPDATE_GOLDENS").is_some();
    let mut wrong = Vec::new();
    for case in cases() {
        let (old, new) = (read(&case.join("old.json")), read(&case.join("new.json")));
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let rule = *Rule::ALL.iter().find(|rule| rule.id() == name).unwrap();
        let report = diff(&old, &new);
        if rules(&report) != [rule] {
            wrong.push(format!("{name} yields {:?}", told(&report)));
            continue;
        }
        let reversed = diff(&new, &old);
        if rules(&reversed) != [rule.entry().mirror] {
            wrong.push(format!("{name} reversed yields {:?}", told(&reversed)));
        }
        let found = json!({ "changes": [expected(&report.changes[0])] });
        let path = case.join("expected.json");
        if update {
            replace(&path, &(serde_json::to_string_pretty(&found).unwrap() + "\n"));
        }
        if read(&path) != found {
            wrong.push(format!("{name}: {found:#}"));
        }
        assert!(diff(&old, &old).changes.is_empty() && diff(&new, &new).changes.is_empty(), "{name}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[expect(clippy::disallowed_methods, reason = "goldens are rewritten by a person who looks at the difference")]
fn replace(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

#[test]
fn every_rule_says_what_it_means() {
    for rule in Rule::ALL {
        let entry = rule.entry();
        assert!(entry.meaning.ends_with('.') && entry.meaning.len() > 15, "{rule}");
        assert_eq!(entry.wire == xtask::diff::verdicts::Wire::Docs, *rule == Rule::ProseChanged, "{rule}");
    }
}

#[test]
fn fingerprints_stay_when_other_things_move() {
    let case = folder("tests/diff/response-property-removed-required");
    let (old, mut new) = (read(&case.join("old.json")), read(&case.join("new.json")));
    let before = diff(&old, &new).changes[0].fingerprint.clone();
    new["paths"]["/others"] = json!({ "get": { "operationId": "getOthers", "responses": {} } });
    new["info"]["title"] = "Other".into();
    new["paths"]["/things"]["get"]["summary"] = "Other words.".into();
    new["paths"]["/things"]["get"]["parameters"] = json!([{ "name": "q", "in": "query", "schema": {} }]);
    let report = diff(&old, &new);
    assert_eq!(report.changes.len(), 5, "{:?}", told(&report));
    assert_eq!(report.changes[0].fingerprint, before);
    let all: BTreeSet<&String> = report.changes.iter().map(|change| &change.fingerprint).collect();
    assert_eq!(all.len(), 5);
}

#[test]
fn fingerprints_are_the_same_in_every_version() {
    // People keep them in files of accepted changes: one that moves would undo what they accepted.
    let case = |name: &str| {
        let case = folder("tests/diff").join(name);
        let report = diff(&read(&case.join("old.json")), &read(&case.join("new.json")));
        report.changes[0].fingerprint.clone()
    };
    let known = ["response-property-removed-required", "operation-removed", "server-changed"].map(case);
    assert_eq!(known, ["a6cfbdc849846e81", "e33f59c91be8dc1f", "5e1e161cbeca9e36"]);
}

#[test]
fn two_facts_never_share_a_fingerprint() {
    // Two arms that look the same from outside lose the same thing.
    let arm = |kind: &str, more: bool| {
        let mut inner = json!({ "type": "object", "properties": { "p": { "type": kind } } });
        if more {
            inner["properties"]["q"] = json!({ "type": "string" });
        }
        json!({ "type": "object", "properties": { "a": inner } })
    };
    let answering = |more: bool| {
        let schema = json!({ "oneOf": [arm("string", more), arm("boolean", more)] });
        let content = json!({ "application/json": { "schema": schema } });
        let responses = json!({ "200": { "description": "", "content": content } });
        json!({ "openapi": "3.1.0", "paths": { "/a": { "get": { "operationId": "a", "responses": responses } } } })
    };
    let report = diff(&answering(true), &answering(false));
    let fingerprints: Vec<&str> = report.changes.iter().map(|change| change.fingerprint.as_str()).collect();
    let [one, other] = fingerprints.as_slice() else { panic!("{:?}", told(&report)) };
    assert_eq!(*other, format!("{one}-2"));
}

#[test]
fn an_operation_that_moves_takes_its_module_along_within_the_first_segment() {
    let at = |path: &str| json!({ "openapi": "3.1.0", "paths": { path: { "get": { "operationId": "a", "responses": {} } } } });
    for (to, rust) in [("/things/b", "patch"), ("/others/a", "major"), ("/things", "patch")] {
        let report = diff(&at("/things/a"), &at(to));
        assert_eq!(rules(&report), [Rule::OperationMoved], "{to}");
        assert_eq!(report.changes[0].rust.word(), rust, "{to}");
    }
}
