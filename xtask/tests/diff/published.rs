//! The real documents: what they are known to have changed, and what holds for every pair of them.
//!
//! The facts were read by hand and with a script of its own before the diff was run on them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value;
use xtask::diff::accept::Accepted;
use xtask::diff::catalogue::Rule;
use xtask::diff::facts::Change;
use xtask::diff::markdown;
use xtask::diff::outcome::Outcome;
use xtask::diff::report::Report;
use xtask::diff::verdicts::{FailOn, Wire};

use super::{diff, folder, read, told};

const DATES: [&str; 12] = [
    "2026-03-18",
    "2026-04-17",
    "2026-04-20",
    "2026-04-21",
    "2026-05-15",
    "2026-05-28",
    "2026-05-29",
    "2026-06-17",
    "2026-06-19",
    "2026-07-23",
    "2026-08-14",
    "2026-08-21",
];

/// Rule, operation, place, number of places.
type Fact = (Rule, &'static str, &'static str, usize);

/// What breaks callers or moves a scope between a document and its neighbour.
const FELT: [(&str, &[Fact]); 11] = [
    (
        "2026-03-18",
        &[
            (Rule::RequestBoundTightened, "GET /workflows/{username}/{workflow_name}", "path.username", 1),
            (Rule::RequestBoundTightened, "GET /workflows/{username}/{workflow_name}", "path.workflow_name", 1),
            (Rule::RequestPatternAdded, "GET /workflows/{username}/{workflow_name}", "path.username", 1),
            (Rule::RequestPatternAdded, "GET /workflows/{username}/{workflow_name}", "path.workflow_name", 1),
        ],
    ),
    ("2026-04-17", &[]),
    ("2026-04-20", &[(Rule::ScopeLowered, "GET /account/model-access-controls", "security", 1)]),
    (
        "2026-04-21",
        &[(Rule::ResponseNullAdded, "GET /serverless/requests/by-endpoint", "response 200 items[].runner_id", 1)],
    ),
    ("2026-05-15", &[]),
    (
        "2026-05-28",
        &[
            (Rule::OperationRemoved, "DELETE /assets/{asset_id}", "", 1),
            (Rule::OperationRemoved, "PATCH /assets/{asset_id}", "", 1),
            (Rule::RequestPropertyAddedRequired, "POST /assets/characters", "body reference_images", 1),
            (Rule::ResponsePropertyRemovedRequired, "GET /assets", "response 200 assets[].asset_id", 4),
            (
                Rule::ResponsePropertyRemovedRequired,
                "GET /assets/characters",
                "response 200 characters[].reference_image_urls",
                6,
            ),
            (Rule::ResponsePropertyRemovedRequired, "POST /assets/favorite", "response 200 asset_id", 2),
        ],
    ),
    ("2026-05-29", &[]),
    ("2026-06-17", &[(Rule::ScopeRaised, "GET /serverless/usage", "security", 1)]),
    ("2026-06-19", &[]),
    ("2026-07-23", &[]),
    ("2026-08-14", &[(Rule::RequestEnumValueRemoved, "GET /assets", "query.source []", 2)]),
];

#[expect(clippy::print_stderr, reason = "a test that skips says so")]
fn document(date: &str) -> Option<Value> {
    let path = folder("../../shared/published").join(format!("{date}.json"));
    if !path.is_file() {
        eprintln!("SKIPPED: no published document {}", path.display());
        return None;
    }
    Some(read(&path))
}

fn address(change: &Change) -> String {
    change.called.as_ref().map(|called| format!("{} {}", called.method, called.path)).unwrap_or_default()
}

#[test]
fn what_callers_felt_is_found_and_nothing_else() {
    for (index, (date, felt)) in FELT.iter().enumerate() {
        let (Some(old), Some(new)) = (document(date), document(DATES[index + 1])) else { return };
        let report = diff(&old, &new);
        let felt_too = report.changes.iter().filter(|change| change.wire >= Wire::Scope);
        let mut found: Vec<_> =
            felt_too.map(|change| (change.rule, address(change), change.place.clone(), change.places)).collect();
        let mut expected: Vec<_> = felt
            .iter()
            .map(|(rule, address, place, places)| (*rule, (*address).to_owned(), (*place).to_owned(), *places))
            .collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "since {date}");
    }
}

/// `{asset_id}` became `{vector_id}` and back: a name, not another address.
#[test]
fn a_parameter_that_was_renamed_twice() {
    for (old, new) in [("2026-05-28", "2026-05-29"), ("2026-08-14", "2026-08-21")] {
        let (Some(old), Some(new)) = (document(old), document(new)) else { return };
        let report = diff(&old, &new);
        let renamed: Vec<_> =
            report.changes.iter().filter(|change| change.rule == Rule::PathParameterRenamed).collect();
        assert_eq!(renamed.len(), 2, "{:?}", told(&report));
        let paths: Vec<&str> = renamed.iter().map(|change| change.place.as_str()).collect();
        assert_eq!(paths, ["/assets/{}", "/assets/{}/tags"]);
    }
}

#[test]
fn every_pair_is_explained_mirrored_and_short() {
    let mut pairs: Vec<(&str, &str)> = DATES.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.push((DATES[0], DATES[11]));
    let mut bare = Vec::new();
    for (old_date, new_date) in pairs {
        let (Some(old), Some(new)) = (document(old_date), document(new_date)) else { return };
        let (report, reversed) = (diff(&old, &new), diff(&new, &old));
        let name = format!("{old_date} to {new_date}");
        for report in [&report, &reversed] {
            assert!(
                report.changes.iter().all(|change| change.rule != Rule::Unclassified),
                "{name}: {:?}",
                told(report)
            );
            assert!(rendered(report).len() < 60_000, "{name}");
        }
        assert_eq!(counted(&report, mirrored), counted(&reversed, |rule| rule), "{name}");
        let leaves = leaves(&old, &new);
        bare.extend(leaves.iter().filter(|leaf| !covered(leaf, &report)).map(|leaf| format!("{name}: {leaf}")));
        assert!(!leaves.is_empty(), "{name}");
    }
    assert!(bare.is_empty(), "under no change: {bare:#?}");
}

fn rendered(report: &Report) -> String {
    let names = ("old.json".to_owned(), "new.json".to_owned());
    let crates = [("fal-platform".to_owned(), "0.1.0".to_owned())];
    let outcome =
        Outcome::new(names, report.clone(), &Accepted::default(), NaiveDate::default(), &crates, FailOn::default());
    markdown::render(&outcome)
}

fn counted(report: &Report, name: fn(Rule) -> Rule) -> BTreeMap<Rule, usize> {
    let mut counts = BTreeMap::new();
    report.changes.iter().for_each(|change| *counts.entry(name(change.rule)).or_default() += 1);
    counts
}

fn mirrored(rule: Rule) -> Rule {
    rule.entry().mirror
}

const PROSE: [&str; 8] =
    ["description", "summary", "title", "example", "examples", "externalDocs", "readOnly", "writeOnly"];

/// Every leaf that differs and is no prose, as a pointer: a plain comparison that knows no rule.
fn leaves(old: &Value, new: &Value) -> Vec<String> {
    let mut found = Vec::new();
    differ(old, new, "#", false, &mut found);
    found
}

fn differ(old: &Value, new: &Value, at: &str, named: bool, found: &mut Vec<String>) {
    if old == new {
        return;
    }
    let (Value::Object(before), Value::Object(after)) = (old, new) else {
        match (old, new) {
            (Value::Array(before), Value::Array(after)) if at.ends_with("/parameters") => {
                parameters(before, after, at, found)
            }
            _ => found.push(at.to_owned()),
        }
        return;
    };
    for key in before.keys().chain(after.keys().filter(|key| !before.contains_key(*key))) {
        if !named && (PROSE.contains(&key.as_str()) || key.starts_with("x-")) {
            continue;
        }
        let below = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        match (before.get(key), after.get(key)) {
            (Some(old), Some(new)) => differ(old, new, &below, !named && key == "properties", found),
            // What `style` and `explode` of a query parameter are where nothing is said.
            (None, Some(said)) | (Some(said), None)
                if (key == "style" && said == "form") || (key == "explode" && said == true) => {}
            _ => found.push(below),
        }
    }
}

fn parameters(old: &[Value], new: &[Value], at: &str, found: &mut Vec<String>) {
    let same = |one: &Value, other: &Value| one["name"] == other["name"] && one["in"] == other["in"];
    for (index, parameter) in new.iter().enumerate() {
        match old.iter().find(|other| same(other, parameter)) {
            Some(other) => differ(other, parameter, &format!("{at}/{index}"), false, found),
            None => found.push(format!("{at}/{index}")),
        }
    }
    let gone = old.iter().enumerate().filter(|(_, parameter)| !new.iter().any(|other| same(other, parameter)));
    found.extend(gone.map(|(index, _)| format!("{at}/{index}")));
}

/// Whether a leaf lies under a change: below one of its places, beside one whose property is listed
/// there, or in a path whose parameters were renamed.
fn covered(leaf: &str, report: &Report) -> bool {
    let beside = leaf.strip_suffix("/required").map(|object| format!("{object}/properties/"));
    report.changes.iter().filter(|change| change.wire != Wire::Docs).any(|change| {
        let renamed = change.rule == Rule::PathParameterRenamed
            && [&change.from, &change.to]
                .into_iter()
                .flatten()
                .any(|path| leaf.starts_with(&format!("#/paths/{}", path.replace('/', "~1"))));
        renamed
            || change.pointers.iter().map(ToString::to_string).any(|place| {
                leaf == place
                    || leaf.starts_with(&format!("{place}/"))
                    || place.starts_with(&format!("{leaf}/"))
                    || beside.as_ref().is_some_and(|beside| place.starts_with(beside.as_str()))
            })
    })
}
