//! Changes that would need a major release, and do not, because the crate keeps what it has promised.

use serde_json::Value;

use super::facts::Change;
use super::report::Report;
use super::verdicts::Rust;
use crate::paths::{NAMES, OVERLAY, Project};
use crate::pipeline::Input;
use crate::promises::Saved;
use crate::reader;

/// Lowers the verdict on the crate where a promise keeps what the document takes back, and says so.
///
/// A document that cannot be made a crate of keeps the verdicts that it has.
pub fn keep(report: &mut Report, old: &Value, new: &Value, project: &Project) {
    let candidate = |change: &Change| change.rust == Rust::Major && Saved::is_about(change.rule.id());
    if !report.changes.iter().any(candidate) {
        return;
    }
    let text = |relative: &str| reader::optional_text(&project.path(relative), relative).ok().flatten();
    let (overlay, names) = (text(OVERLAY).unwrap_or_default(), text(NAMES).unwrap_or_default());
    let beside = Input { document: old, overlay: &overlay, names: &names, promises: "" };
    let Ok(saved) = Saved::of(old, new, &beside) else { return };
    for change in report.changes.iter_mut().filter(|change| candidate(change)) {
        if saved.saves(change.rule.id(), change.from.as_deref(), &change.pointers) {
            change.rust = Rust::Minor;
            change.note = Some(
                "This would be a major release; the crate keeps what it promised (openapi/promises.toml), so it is none."
                    .to_owned(),
            );
        }
    }
}
