//! What a regeneration says of the document that takes the place of the pinned one.

use serde_json::Value;

use super::outcome::{Outcome, moved, whose};
use super::verdicts::{FailOn, Wire};
use super::{Options, accept::Accepted, compare, promised, run, source};
use crate::document::parse;
use crate::paths::{PLATFORM, Project};
use crate::printer::{Printer, Tone};
use crate::reader;

/// How many changes are told one by one.
const TOLD: usize = 5;

/// Compares the document in the tree, or the committed one where they are equal, with the one that a
/// regeneration takes. A document that cannot be compared is no reason to stop.
pub fn of_regeneration(platform: &str, document: &Value, project: &Project) -> Option<Outcome> {
    let pinned = reader::optional_text(&project.path(PLATFORM), PLATFORM).ok()?;
    let before = match pinned {
        Some(pinned) if pinned != platform => pinned.into_bytes(),
        Some(_) => source::committed(PLATFORM, project)?,
        None => return None,
    };
    if before == platform.as_bytes() {
        return None;
    }
    let old = parse::any_document(&before, PLATFORM).ok()?;
    let options = Options { scopes: run::scopes(project).ok()?, ..Options::default() };
    let mut report = compare(&old, document, &options).ok()?;
    promised::keep(&mut report, &old, document, project);
    let day = chrono::NaiveDate::default();
    Some(Outcome::new(options.names, report, &Accepted::default(), day, &run::crates(project), FailOn::default()))
}

/// Prints what moved, the worst first, and the suggested versions.
pub fn print(outcome: &Outcome, printer: &mut Printer<'_>) {
    if outcome.report.changes.is_empty() {
        return;
    }
    let worst = outcome.report.wire() >= Some(Wire::Scope);
    let tone = if worst { Tone::Look } else { Tone::Plain };
    printer.status(tone, "Moved", &format!("{} since the document was pinned", outcome.counts()));
    let felt = outcome.report.changes.iter().filter(|change| change.wire >= Wire::Caution);
    for change in felt.clone().take(TOLD) {
        let about = change.rule.entry().meaning.trim_end_matches('.');
        printer.detail(&format!("{}: {about} — {}, {}", change.wire, whose(change), moved(change)));
    }
    if felt.clone().count() > TOLD {
        printer.detail(&format!(
            "and {} more; `cargo xtask diff HEAD:{PLATFORM} {PLATFORM}` has all",
            felt.count() - TOLD
        ));
    }
    for (name, suggested) in &outcome.versions {
        let text =
            format!("{name} {} → {}: {}, {}", suggested.now, suggested.next, outcome.report.rust(), suggested.why);
        printer.status(Tone::Plain, "Version", &text);
    }
}
