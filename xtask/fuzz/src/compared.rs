//! What holds of every two documents: a report or trouble, that can be shown in every format and says
//! nothing of what is equal.

use chrono::NaiveDate;
use serde_json::Value;
use xtask::diff::accept::Accepted;
use xtask::diff::outcome::Outcome;
use xtask::diff::report::Report;
use xtask::diff::verdicts::FailOn;
use xtask::diff::{Options, compare, json, markdown, promised};
use xtask::paths::Project;

/// Compares them, each with itself, and both ways.
///
/// # Panics
/// Something does not hold.
pub fn pair(old: &Value, new: &Value) {
    let options = Options::default();
    for document in [old, new] {
        if let Ok(report) = compare(document, document, &options) {
            assert!(report.changes.is_empty(), "a document differs from itself: {:#?}", report.changes);
        }
    }
    let forth = compare(old, new, &options);
    let back = compare(new, old, &options);
    let (Ok(forth), Ok(back)) = (&forth, &back) else {
        assert!(forth.is_err() && back.is_err(), "one way is refused, and the other is not");
        return;
    };
    assert_eq!(forth.changes.is_empty(), back.changes.is_empty(), "{:#?}\n{:#?}", forth.changes, back.changes);
    for (report, old, new) in [(forth, old, new), (back, new, old)] {
        shown(report.clone(), old, new);
    }
}

/// Asks the record of promises, and renders the report.
fn shown(mut report: Report, old: &Value, new: &Value) {
    // A project without files.
    promised::keep(&mut report, old, new, &Project::at("/nowhere"));
    let names = ("old".to_owned(), "new".to_owned());
    let crates = [("client".to_owned(), "0.1.0".to_owned())];
    let outcome = Outcome::new(names, report, &Accepted::default(), NaiveDate::MIN, &crates, FailOn::default());
    let rendered: Value = serde_json::from_str(&json::render(&outcome)).expect("the report is JSON");
    let count = rendered["changes"].as_array().map(Vec::len);
    assert_eq!(count, Some(outcome.report.changes.len()), "a change is not rendered");
    assert!(!markdown::render(&outcome).trim().is_empty());
}
