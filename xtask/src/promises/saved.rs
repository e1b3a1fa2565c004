//! What the promises save between two documents, asked without generating anything.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Fact, What};
use crate::document::{Pointer, walk};
use crate::pipeline::{self, Input};
use crate::trouble::Result;

/// Rules about a field that was `Option`.
const NARROWED: [&str; 4] = ["property-became-required", "null-gone", "null-refused", "response-property-undeprecated"];
/// The rule about a field that was none.
const DEPRECATED: &str = "response-property-deprecated";
/// Rules about an arm of an enum.
const VANISHED: &str = "enum-value-removed";
/// The rule about a setter.
const RENAMED: &str = "path-parameter-renamed";

/// What would be breaking in Rust from one document to another, and is not, because the crate made from the
/// new one keeps what the crate made from the old one had.
#[derive(Clone, Debug, Default)]
pub struct Saved {
    facts: Vec<Fact>,
    /// Operations by path and method, in both documents.
    ids: BTreeMap<(String, String), BTreeSet<String>>,
}

impl Saved {
    /// Holds the new document against what a crate of the old one promises.
    ///
    /// ```
    /// # fn main() -> xtask::trouble::Result<()> {
    /// use xtask::{pipeline::Input, promises::Saved};
    /// let old = serde_json::json!({ "openapi": "3.1.0", "info": { "title": "T", "version": "1" }, "paths": {} });
    /// let beside = Input { document: &old, overlay: "", names: "", promises: "" };
    /// assert!(Saved::of(&old, &old, &beside)?.facts().is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Both documents are as published; `beside` has the overlay, the names and the record of the project.
    /// A type that was split is no saving: code that names it at the other place has to change.
    ///
    /// # Errors
    /// One of the documents cannot be expressed.
    pub fn of(old: &Value, new: &Value, beside: &Input<'_>) -> Result<Self> {
        let before = pipeline::named(&Input { document: old, ..beside.clone() })?;
        let after = Input { document: new, names: &before.names, promises: &before.promises, ..beside.clone() };
        let kept = pipeline::named(&after)?.kept;
        let mut saved = Self { ids: ids(&[old, new]), ..Self::default() };
        saved.facts = kept.facts.into_iter().filter(|fact| !matches!(fact.what, What::Split(_))).collect();
        Ok(saved)
    }

    /// What is kept, one by one.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// Whether a promise can be about changes of this rule of `cargo xtask diff`.
    pub fn is_about(rule: &str) -> bool {
        [RENAMED, DEPRECATED].contains(&rule)
            || rule.ends_with(VANISHED)
            || NARROWED.iter().any(|end| rule.ends_with(end))
    }

    /// Whether a change that `cargo xtask diff` calls major is saved: its rule is one that a promise is about,
    /// and at each of its places something is kept. `from` is what stood there, such as the value of an enum.
    pub fn saves(&self, rule: &str, from: Option<&str>, pointers: &[Pointer]) -> bool {
        !pointers.is_empty() && pointers.iter().all(|pointer| self.keeps(rule, from, pointer))
    }

    fn keeps(&self, rule: &str, from: Option<&str>, pointer: &Pointer) -> bool {
        let at = |fact: &Fact| operations_at(&self.ids, pointer).any(|id| fact.covers(id, pointer));
        self.facts.iter().any(|fact| match &fact.what {
            What::Optional(_) => NARROWED.iter().any(|end| rule.ends_with(end)) && at(fact),
            What::Required(_) => rule == DEPRECATED && at(fact),
            What::Value(value) => {
                // Pointers lead to where a component is referred to, which says nothing of its name.
                let component = fact.places.iter().any(|place| place.operation.is_empty() && place.steps.is_empty());
                let same = from.is_none_or(|from| from.contains(value.as_str()));
                rule.ends_with(VANISHED) && same && (at(fact) || component)
            }
            What::Setter { .. } => rule == RENAMED && operations_at(&self.ids, pointer).any(|id| fact.type_name == id),
            What::Name(_) | What::Receiver | What::Split(_) => false,
        })
    }
}

/// The names of operations by path and method.
pub(crate) fn ids(documents: &[&Value]) -> BTreeMap<(String, String), BTreeSet<String>> {
    let mut ids: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for document in documents {
        walk::operations(document, &mut |at, _| {
            ids.entry((at.path.to_owned(), at.method.to_lowercase())).or_default().insert(at.id.to_owned());
        });
    }
    ids
}

/// The operations that a pointer leads into. What stands outside of operations is of all of them, which
/// an empty name stands for.
pub(crate) fn operations_at<'i>(
    ids: &'i BTreeMap<(String, String), BTreeSet<String>>,
    pointer: &Pointer,
) -> impl Iterator<Item = &'i str> {
    let steps = pointer.steps();
    let inside = steps.first().is_some_and(|first| first == "paths");
    let path = steps.get(1).filter(|_| inside).cloned();
    // What stands beside the methods of a path is of all of them.
    let method =
        steps.get(2).map(|method| method.to_lowercase()).filter(|method| walk::METHODS.contains(&method.as_str()));
    let outside = path.is_none().then_some("");
    let own = ids.iter().filter(move |((known, verb), _)| {
        path.as_ref() == Some(known) && method.as_ref().is_none_or(|method| method == verb)
    });
    own.flat_map(|(_, ids)| ids).map(String::as_str).chain(outside)
}
