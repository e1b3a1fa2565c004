//! A report with everything that its readers want to know besides: names, accepted changes, versions.

use super::accept::{Accepted, Idle};
use super::facts::Change;
use super::report::Report;
use super::verdicts::{FailOn, Wire};
use super::versions::Suggested;

/// What the three formats show.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What messages call the old and the new document.
    pub names: (String, String),
    /// The changes.
    pub report: Report,
    /// The reason for which each change is accepted, in the order of the changes.
    pub accepted: Vec<Option<String>>,
    /// Entries of the accept file that do nothing.
    pub idle: Vec<Idle>,
    /// The next version of each crate.
    pub versions: Vec<(String, Suggested)>,
    /// From which verdict on the run fails.
    pub fail_on: FailOn,
}

impl Outcome {
    /// Puts them together.
    pub fn new(
        names: (String, String),
        report: Report,
        accepted: &Accepted,
        today: chrono::NaiveDate,
        crates: &[(String, String)],
        fail_on: FailOn,
    ) -> Self {
        let reasons = report.changes.iter().map(|change| accepted.reason(change, today).map(str::to_owned)).collect();
        let versions = crates.iter().map(|(name, now)| (name.clone(), report.suggested(now))).collect();
        let idle = accepted.idle(&report, today);
        Self { names, accepted: reasons, idle, versions, fail_on, report }
    }

    /// The changes, each with the reason for which it is accepted.
    pub fn changes(&self) -> impl Iterator<Item = (&Change, Option<&str>)> {
        self.report.changes.iter().zip(self.accepted.iter().map(Option::as_deref))
    }

    /// Whether the run fails.
    pub fn fails(&self) -> bool {
        self.changes().any(|(change, accepted)| accepted.is_none() && self.fail_on.fails(change.wire))
    }

    /// `2 breaking, 1 scope`: how many changes of each verdict there are.
    pub fn counts(&self) -> String {
        let counts = Wire::ALL.iter().map(|wire| (*wire, self.report.count(*wire)));
        let told: Vec<String> =
            counts.filter(|(_, count)| *count > 0).map(|(wire, count)| format!("{count} {wire}")).collect();
        if told.is_empty() { "nothing".to_owned() } else { told.join(", ") }
    }
}

/// What moved, in one line: the place, what stood there, what stands there now.
pub fn moved(change: &Change) -> String {
    let place = if change.place.is_empty() { String::new() } else { format!("{}: ", change.place) };
    let moved = match (&change.from, &change.to) {
        (Some(from), Some(to)) => format!("{from} → {to}"),
        (Some(from), None) => format!("{from} → gone"),
        (None, Some(to)) => format!("new: {to}"),
        (None, None) => return place.trim_end_matches(": ").to_owned(),
    };
    format!("{place}{moved}")
}

/// The operation of a change, or how many have it.
pub fn whose(change: &Change) -> String {
    match (change.operations.as_slice(), &change.called) {
        ([], _) | (_, None) => "The document".to_owned(),
        ([one], _) => match &one.id {
            Some(id) => format!("{} {} ({id})", one.method, one.path),
            None => format!("{} {}", one.method, one.path),
        },
        (several, _) => format!("{} operations", several.len()),
    }
}

/// Where a change of several operations shows.
pub fn shared(change: &Change) -> Option<String> {
    const TOLD: usize = 4;
    if change.operations.len() < 2 {
        return None;
    }
    let told = change.operations.iter().take(TOLD).map(|called| format!("{} {}", called.method, called.path));
    let mut told = told.collect::<Vec<_>>().join(", ");
    if change.operations.len() > TOLD {
        told.push_str(&format!(" and {} more", change.operations.len() - TOLD));
    }
    Some(told)
}
