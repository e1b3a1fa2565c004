//! What a run says at its end, so that a person knows what to do next.

use crate::note::Fate;
use crate::paths::NAMES;
use crate::pipeline::Summary;
use crate::printer::{Printer, Tone, count, figure};
use crate::writer::Changes;

/// How many places of one fact are shown.
const PLACES: usize = 3;
/// How many names of a kind are shown before the rest is only counted.
const NAMES_SHOWN: usize = 40;

/// What is in the crate, and what became of the constructs that are not in it as they were.
pub fn figures(summary: &Summary, printer: &mut Printer<'_>) {
    printer.status(
        Tone::Done,
        "Generated",
        &format!(
            "{}, {}, {}",
            count(summary.operations, "operation"),
            count(summary.tags, "tag"),
            count(summary.resources, "resource"),
        ),
    );
    printer.detail(&format!(
        "{} of {}, in {}",
        count(summary.types, "type"),
        count(summary.shapes, "shape"),
        count(summary.lines, "line"),
    ));
    printer.detail(&format!(
        "{} admin, {} paged by cursor, {} by offset, {} idempotent, {} deprecated",
        figure(summary.admin),
        figure(summary.paged.0),
        figure(summary.paged.1),
        figure(summary.idempotent),
        figure(summary.deprecated),
    ));
    for (fate, fact, places) in summary.notes.iter() {
        let (tone, word) = match fate {
            Fate::Dropped => (Tone::Look, "Dropped"),
            Fate::Became => (Tone::Plain, "Became"),
            Fate::Look => (Tone::Look, "Look"),
        };
        let places: Vec<_> = places.iter().filter(|place| !place.steps().is_empty()).collect();
        if places.is_empty() {
            // It is said of the document as a whole.
            printer.status(tone, word, fact);
            continue;
        }
        printer.status(tone, word, &format!("{fact} ({})", count(places.len(), "place")));
        places.iter().take(PLACES).for_each(|place| printer.detail(&format!("at {place}")));
        match places.len().saturating_sub(PLACES) {
            0 => {}
            more => printer.detail(&format!("and {} more", figure(more))),
        }
    }
}

/// What was kept because it was published.
pub fn kept(summary: &Summary, printer: &mut Printer<'_>) {
    list(summary.kept.clone(), Tone::Plain, "Kept", printer);
    let unused = summary.unused_promises.iter().map(|name| format!("promises of `{name}`, which is no type any more"));
    list(unused.collect(), Tone::Plain, "Unused", printer);
}

/// Names that were derived in this run, and those that nothing uses any more.
pub fn names(summary: &Summary, printer: &mut Printer<'_>) {
    new_names(summary, printer);
    let named = summary.unused_names.iter();
    list(named.cloned().collect(), Tone::Look, "Unused", printer);
}

/// Names that were derived in this run.
pub fn new_names(summary: &Summary, printer: &mut Printer<'_>) {
    let named = summary.new_names.iter();
    let lines = named.map(|(place, name)| format!("{name} for {place}"));
    list(lines.collect(), Tone::Look, "Named", printer);
}

fn list(lines: Vec<String>, tone: Tone, word: &str, printer: &mut Printer<'_>) {
    for line in lines.iter().take(NAMES_SHOWN) {
        printer.status(tone, word, line);
    }
    match lines.len().saturating_sub(NAMES_SHOWN) {
        0 => {}
        more => printer.detail(&format!("and {} more", figure(more))),
    }
}

/// Which files changed.
pub fn changes(changes: &Changes, printer: &mut Printer<'_>) {
    for (change, relative) in &changes.changed {
        printer.status(Tone::Done, change.word(), relative);
    }
    if changes.unchanged > 0 {
        let unchanged = count(changes.unchanged, "file");
        printer.status(Tone::Plain, "Unchanged", &unchanged);
    }
}

/// The next command to run.
pub fn next(changes: &Changes, summary: &Summary, printer: &mut Printer<'_>) {
    if !summary.new_names.is_empty() {
        let text = format!("look at the new names; edit {NAMES} and run `cargo xtask regen --offline` to change one");
        printer.status(Tone::Look, "Next", &text);
    }
    if !summary.unused_names.is_empty() {
        let text = format!("remove the unused names from {NAMES}, unless the API may get them back");
        printer.status(Tone::Look, "Next", &text);
    }
    if changes.changed.is_empty() {
        printer.status(Tone::Done, "Finished", "everything was up to date");
    } else {
        printer.status(Tone::Plain, "Next", "`git diff --stat`, then `cargo test --workspace`");
    }
}
