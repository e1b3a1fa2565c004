//! The report for people at a terminal: by operation, the worst first.

use std::cmp::Reverse;

use super::facts::Change;
use super::outcome::{Outcome, moved, shared, whose};
use super::verdicts::Wire;
use crate::printer::{Printer, Tone, count};

/// How many changes of prose are told one by one.
const PROSE: usize = 12;

/// Prints the report.
pub fn print(outcome: &Outcome, printer: &mut Printer<'_>) {
    for (title, changes) in groups(outcome) {
        printer.heading(&title);
        for (change, accepted) in changes {
            tell(change, accepted, printer);
        }
    }
    prose(outcome, printer);
    ending(outcome, printer);
}

type Told<'o> = (&'o Change, Option<&'o str>);

/// The changes that are more than prose, by operation; the operation with the worst one first.
fn groups(outcome: &Outcome) -> Vec<(String, Vec<Told<'_>>)> {
    let mut groups: Vec<(String, Vec<Told<'_>>)> = Vec::new();
    let mut index: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for told in outcome.changes().filter(|(change, _)| change.wire != Wire::Docs) {
        let title = whose(told.0);
        let place = *index.entry(title.clone()).or_insert_with(|| {
            groups.push((title, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, changes)) = groups.get_mut(place) {
            changes.push(told);
        }
    }
    // The changes come worst first already, and so does the first of each group.
    groups.sort_by_key(|(_, changes)| Reverse(changes.iter().map(|(change, _)| change.wire).max()));
    groups
}

fn tone(wire: Wire) -> Tone {
    match wire {
        Wire::Breaking => Tone::Wrong,
        Wire::Scope | Wire::Caution => Tone::Look,
        Wire::Compatible => Tone::Done,
        Wire::Docs => Tone::Plain,
    }
}

fn tell(change: &Change, accepted: Option<&str>, printer: &mut Printer<'_>) {
    let told = moved(change);
    let about = change.rule.entry().meaning.trim_end_matches('.');
    let line = if told.is_empty() { about.to_owned() } else { format!("{about} — {told}") };
    printer.status(tone(change.wire), change.wire.word(), &line);
    let places = if change.places > 1 { format!(", {}", count(change.places, "place")) } else { String::new() };
    printer.detail(&format!("crate: {}; {}{places}; {}", change.rust, change.rule, change.fingerprint));
    printer.detail(&format!("at {}", change.pointer));
    if let Some(operations) = shared(change) {
        printer.detail(&format!("in {operations}"));
    }
    if let Some(note) = &change.note {
        printer.detail(note);
    }
    if let Some(reason) = accepted {
        printer.detail(&format!("accepted: {reason}"));
    }
}

fn prose(outcome: &Outcome, printer: &mut Printer<'_>) {
    let texts: Vec<_> = outcome.changes().filter(|(change, _)| change.wire == Wire::Docs).collect();
    if texts.is_empty() {
        return;
    }
    printer.heading("Text for people");
    for (change, _) in texts.iter().take(PROSE) {
        let places = if change.places > 1 { format!(" ({})", count(change.places, "place")) } else { String::new() };
        printer.status(Tone::Plain, change.wire.word(), &format!("{}, {}{places}", whose(change), change.place));
    }
    if texts.len() > PROSE {
        printer.detail(&format!("and {} more; --format json has all of them", count(texts.len() - PROSE, "change")));
    }
}

fn ending(outcome: &Outcome, printer: &mut Printer<'_>) {
    for idle in &outcome.idle {
        let why = match idle.expired {
            Some(date) => format!("it expired on {date}"),
            None => "no change has this fingerprint".to_owned(),
        };
        printer.status(Tone::Look, "Idle", &format!("accepted {}: {why} ({})", idle.fingerprint, idle.reason));
    }
    let names = format!("{} → {}", outcome.names.0, outcome.names.1);
    if outcome.report.changes.is_empty() {
        printer.status(Tone::Done, "Same", &format!("nothing to say: {names}"));
        return;
    }
    let (old, new) = outcome.report.operations;
    printer.heading("Summary");
    printer.status(
        Tone::Plain,
        "Compared",
        &format!("{names}; {} before, {} now", count(old, "operation"), count(new, "operation")),
    );
    let worst = outcome.report.wire().unwrap_or(Wire::Docs);
    printer.status(tone(worst), "Found", &outcome.counts());
    let accepted = outcome.accepted.iter().flatten().count();
    if accepted > 0 {
        printer.status(Tone::Plain, "Accepted", &count(accepted, "change"));
    }
    for (name, suggested) in &outcome.versions {
        let text =
            format!("{name} {} → {}: {}, {}", suggested.now, suggested.next, outcome.report.rust(), suggested.why);
        printer.status(Tone::Plain, "Version", &text);
    }
}
