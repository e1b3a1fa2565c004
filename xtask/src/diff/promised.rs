//! Changes that would need a major release, and do not, because the crate keeps what it has promised.

use std::collections::BTreeSet;

use serde_json::Value;

use super::facts::Change;
use super::report::Report;
use super::templates;
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
    let ask = |old: &Value, new: &Value| {
        Saved::of(old, new, &Input { document: old, overlay: &overlay, names: &names, promises: "" })
    };
    let asked = Asked::of(report.changes.iter().filter(|change| candidate(change)));
    let part = asked.and_then(|asked| ask(&asked.part(old, new), &asked.part(new, old)).ok());
    // A correction may need a path that is not asked about.
    let Some(saved) = part.or_else(|| ask(old, new).ok()) else { return };
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

/// The templates of paths that a question is about.
#[derive(Debug, Default)]
struct Asked(BTreeSet<String>);

impl Asked {
    /// Those where one of these changes shows. A change without a place in a path may be of any.
    fn of<'c>(changes: impl Iterator<Item = &'c Change>) -> Option<Self> {
        let mut asked = Self::default();
        for pointer in changes.flat_map(|change| &change.pointers) {
            match pointer.steps() {
                [paths, path, ..] if paths == "paths" => asked.0.insert(templates::erased(path)),
                _ => return None,
            };
        }
        Some(asked)
    }

    /// The document with these paths and those that the other one does not have, from where an operation
    /// may have moved. Making types of a document takes longer than comparing it, and most of it is not
    /// asked about.
    fn part(&self, document: &Value, other: &Value) -> Value {
        let others = other.get("paths").and_then(Value::as_object).into_iter().flatten();
        let others: BTreeSet<String> = others.map(|(path, _)| templates::erased(path)).collect();
        let wanted = |path: &str| {
            let template = templates::erased(path);
            self.0.contains(&template) || !others.contains(&template)
        };
        let Value::Object(entries) = document else { return document.clone() };
        let own = |(key, value): (&String, &Value)| {
            let value = match value {
                Value::Object(paths) if key == "paths" => paths
                    .iter()
                    .filter(|(path, _)| wanted(path))
                    .map(|(path, item)| (path.clone(), item.clone()))
                    .collect(),
                value => value.clone(),
            };
            (key.clone(), value)
        };
        Value::Object(entries.iter().map(own).collect())
    }
}
