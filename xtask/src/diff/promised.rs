//! Changes that would need a major release, and do not, because the crate keeps what it has promised.

use serde_json::{Map, Value};

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
    let ask = |old: &Value, new: &Value| {
        Saved::of(old, new, &Input { document: old, overlay: &overlay, names: &names, promises: "" })
    };
    // A correction may need a path that stayed.
    let Ok(saved) = ask(&moved(old, new), &moved(new, old)).or_else(|_| ask(old, new)) else { return };
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

/// The document without the paths that the other one has to the letter: asking the record takes longer
/// than comparing, and grows with the document. Where components differ, any path may have changed.
fn moved(document: &Value, other: &Value) -> Value {
    let part = |document: &Value, key: &str| document.get(key).cloned();
    if part(document, "components") != part(other, "components") {
        return document.clone();
    }
    let Value::Object(entries) = document else { return document.clone() };
    let others = other.get("paths").and_then(Value::as_object);
    let same = |path: &str, item: &Value| others.and_then(|others| others.get(path)) == Some(item);
    let mut kept = Map::new();
    for (key, value) in entries {
        let value = match value {
            Value::Object(paths) if key == "paths" => paths
                .iter()
                .filter(|(path, item)| !same(path, item))
                .map(|(path, item)| (path.clone(), item.clone()))
                .collect(),
            value => value.clone(),
        };
        kept.insert(key.clone(), value);
    }
    Value::Object(kept)
}
