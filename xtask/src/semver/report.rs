//! What stopped compiling, by item: the cause first, then what followed from it.

use std::collections::BTreeMap;
use std::process::Command;

use super::compile::Failure;
use super::program::Program;
use super::source::Sources;
use super::trace::{self, Disagreement, Trace};
use crate::paths::MANIFEST;
use crate::printer::{Printer, Tone, count};
use crate::trouble::{Result, Trouble};

/// How many uses of one item are shown.
const SHOWN: usize = 4;
/// Names that are not there any more.
const MISSING: [&str; 5] = ["E0412", "E0425", "E0432", "E0433", "E0599"];

/// An item with uses that do not compile any more.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Broken {
    /// A type, a builder, a method, a constant.
    pub item: String,
    /// Whether the item itself is gone, and not only a part of it.
    pub gone: bool,
    /// The parts that do not compile, each with what is done to it and why it fails.
    pub parts: Vec<(String, &'static str, Failure)>,
}

/// Everything that stopped compiling.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Report {
    /// By item, those that are gone first.
    pub broken: Vec<Broken>,
}

impl Report {
    /// Sorts failures by the items that they are about.
    pub fn of(program: &Program, failures: BTreeMap<usize, Failure>) -> Self {
        let mut broken: BTreeMap<String, Broken> = BTreeMap::new();
        let mut totals: BTreeMap<&str, usize> = BTreeMap::new();
        for line in program.lines() {
            *totals.entry(&line.item).or_default() += 1;
        }
        for (index, failure) in failures {
            let Some(line) = program.lines().get(index) else { continue };
            let item = line.item.clone();
            let none = Broken { item: item.clone(), gone: false, parts: Vec::new() };
            broken.entry(item).or_insert(none).parts.push((line.part.clone(), line.what, failure));
        }
        let mut broken: Vec<Broken> = broken.into_values().collect();
        for item in &mut broken {
            let all = totals.get(item.item.as_str()) == Some(&item.parts.len());
            item.gone = all && item.parts.iter().all(|(.., failure)| MISSING.contains(&failure.code.as_str()));
        }
        broken.sort_by(|one, other| other.gone.cmp(&one.gone).then_with(|| one.item.cmp(&other.item)));
        Self { broken }
    }

    /// How many uses do not compile.
    pub fn uses(&self) -> usize {
        self.broken.iter().map(|item| item.parts.len()).sum()
    }

    /// Prints every item with the change behind it, then what the comparison of the documents says otherwise.
    pub(super) fn print(&self, trace: Option<&Trace>, printer: &mut Printer<'_>) {
        for item in &self.broken {
            if item.gone {
                printer.status(Tone::Wrong, "Gone", &format!("{} ({})", item.item, count(item.parts.len(), "use")));
                behind(item, trace, printer);
                continue;
            }
            printer.status(Tone::Wrong, "Broken", &format!("{} ({})", item.item, count(item.parts.len(), "use")));
            for (part, what, failure) in item.parts.iter().take(SHOWN) {
                let part = if part.is_empty() { (*what).to_owned() } else { format!("`{part}`, {what}") };
                printer.detail(&format!("{part}: {} ({})", failure.message, failure.code));
            }
            match item.parts.len().saturating_sub(SHOWN) {
                0 => {}
                more => printer.detail(&format!("and {}", count(more, "further use"))),
            }
            behind(item, trace, printer);
        }
        let Some(trace) = trace else { return };
        let Disagreement { unexplained, too_strict, saved } = trace.disagreement(self);
        let told = |lines: &[String], tone, word, printer: &mut Printer<'_>| {
            lines.iter().for_each(|line| printer.status(tone, word, line));
        };
        told(&saved, Tone::Done, "Saved", printer);
        told(&unexplained, Tone::Look, "Unsaid", printer);
        told(&too_strict, Tone::Look, "Too strict", printer);
    }
}

/// The change of the document, where it is known.
fn behind(item: &Broken, trace: Option<&Trace>, printer: &mut Printer<'_>) {
    if let Some(change) = trace.and_then(|trace| trace.behind(item).into_iter().next()) {
        printer.detail(&format!("because of {}", trace::told(change)));
    }
}

/// What cargo-semver-checks says, where it is installed. It is a floor: it passes over a field whose
/// type changes.
///
/// # Errors
/// It is there and cannot be run.
pub(super) fn second_opinion(sources: &Sources, printer: &mut Printer<'_>) -> Result<()> {
    let there = Command::new("cargo").args(["semver-checks", "--version"]).output();
    if !there.is_ok_and(|output| output.status.success()) {
        printer.status(Tone::Plain, "Alone", "cargo-semver-checks is not installed, which would look beside");
        return Ok(());
    }
    printer.progress("Checking", "with cargo-semver-checks");
    let output = Command::new("cargo")
        .args(["semver-checks", "check-release", "--color", "never", "--release-type", "minor", "--baseline-root"])
        .arg(&sources.base.folder)
        .arg("--manifest-path")
        .arg(sources.new.folder.join(MANIFEST))
        .output()
        .map_err(|error| Trouble::new(format!("cargo-semver-checks cannot be run: {error}")))?;
    let failures = failures(&String::from_utf8_lossy(&output.stdout));
    match (output.status.success(), failures.is_empty()) {
        (true, _) => {
            printer.status(Tone::Done, "Beside", "cargo-semver-checks finds nothing that needs a major release")
        }
        (false, true) => printer.status(Tone::Look, "Beside", "cargo-semver-checks came to no verdict"),
        (false, false) => {
            printer.status(Tone::Look, "Beside", "cargo-semver-checks finds what needs a major release:");
            failures.iter().for_each(|line| printer.detail(line));
        }
    }
    Ok(())
}

/// What cargo-semver-checks found: the name of each rule, and the items below it without their files.
fn failures(told: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut items = false;
    for line in told.lines().map(str::trim) {
        if let Some(rule) = line.strip_prefix("--- failure ") {
            found.push(rule.trim_end_matches('-').trim().to_owned());
        } else if items && !line.is_empty() {
            let item = line.split(", previously in").next().unwrap_or(line);
            found.push(format!("  {}", item.trim_end_matches(':')));
        }
        items = line == "Failed in:" || (items && !line.is_empty());
    }
    found.dedup();
    found
}
