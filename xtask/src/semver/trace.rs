//! From what does not compile to the change of the document that is behind it, and back.

use std::collections::{BTreeMap, BTreeSet};

use super::report::{Broken, Report};
use super::source::Sources;
use crate::diff::facts::Change;
use crate::diff::verdicts::Rust;
use crate::diff::{self, Options};
use crate::document::Pointer;
use crate::hoist::{Relation, TypePlace};
use crate::inputs::Inputs;
use crate::operations::Scopes;
use crate::overlay::Overlay;
use crate::pipeline::{self, Input};
use crate::promises::{self, Saved};
use crate::trouble::Result;

/// The changes between the two documents, and where the types of the old client stand.
#[derive(Debug)]
pub struct Trace {
    changes: Vec<Change>,
    places: BTreeMap<String, Vec<TypePlace>>,
    /// By path and method.
    ids: BTreeMap<(String, String), BTreeSet<String>>,
    saved: Option<Saved>,
}

/// What the compiler and the comparison do not agree on.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Disagreement {
    /// Items that are broken without a change that says so.
    pub unexplained: Vec<String>,
    /// Changes called major after which everything compiles.
    pub too_strict: Vec<String>,
    /// Changes called major that the promises saved.
    pub saved: Vec<String>,
}

impl Trace {
    /// Compares the documents of both clients; none where one of them is not known.
    ///
    /// # Errors
    /// A document cannot be compared or expressed.
    pub fn of(sources: &Sources, inputs: &Inputs) -> Result<Option<Self>> {
        let (Some(old), Some(new)) = (&sources.base.document, &sources.new.document) else { return Ok(None) };
        let scopes = Scopes::of_overlay(&Overlay::parse(&inputs.overlay)?);
        let names = (sources.base.about.clone(), sources.new.about.clone());
        let changes = diff::compare(old, new, &Options { scopes, names })?.changes;
        let input = Input { document: old, promises: "", ..inputs.pure() };
        let before = pipeline::named(&input)?;
        let mut places: BTreeMap<String, Vec<TypePlace>> = BTreeMap::new();
        for (id, name) in &before.types.types {
            places.insert(
                name.clone(),
                before.hoisted.types.get(*id).map(|shape| shape.places.clone()).unwrap_or_default(),
            );
        }
        let ids = promises::ids(&[old, new]);
        let saved = sources.keeps_promises.then(|| Saved::of(old, new, &input)).transpose()?;
        Ok(Some(Self { changes, places, ids, saved }))
    }

    /// The changes behind a broken item, the most likely first.
    pub fn behind(&self, item: &Broken) -> Vec<&Change> {
        let mut found: Vec<(u8, &Change)> = Vec::new();
        for change in &self.changes {
            let likely = item.parts.iter().filter_map(|(part, ..)| self.likely(&item.item, part, change)).min();
            found.extend(likely.map(|likely| (likely, change)));
        }
        found.sort_by_key(|(likely, change)| (change.rust != Rust::Major, *likely));
        found.into_iter().map(|(_, change)| change).collect()
    }

    /// How likely a change is behind a part of an item that does not compile; a lower number is likelier.
    fn likely(&self, item: &str, part: &str, change: &Change) -> Option<u8> {
        let pointers = change.pointers.iter().chain([&change.pointer]);
        if let Some(places) = self.places.get(item) {
            let below = Some(part).filter(|part| !part.is_empty());
            return pointers
                .flat_map(|pointer| places.iter().map(move |place| (place, pointer)))
                .filter(|(place, pointer)| self.is_of(place, pointer))
                .filter_map(|(place, pointer)| {
                    match (place.relation(below, pointer), place.relation(None, pointer)?) {
                        (Some(Relation::Same), _) => Some(0),
                        (_, Relation::Same) => Some(1),
                        (Some(Relation::Above), _) | (_, Relation::Above) => Some(2),
                        // Another field of the type.
                        (_, Relation::Inside) if below.is_none() || change.rust == Rust::Major => Some(3),
                        (_, Relation::Inside) => None,
                    }
                })
                .min();
        }
        let wanted = plain(item.rsplit("::").next().unwrap_or(item));
        let mut ids = change.operations.iter().filter_map(|called| called.id.as_deref()).chain(change.from.as_deref());
        let of_operation = ids.any(|id| plain(id) == wanted)
            || change.pointers.iter().any(|pointer| self.ids_at(pointer).any(|id| plain(id) == wanted));
        if !of_operation {
            return None;
        }
        let told = plain(&format!("{} {}", change.place, change.from.as_deref().unwrap_or_default()));
        let part = plain(part);
        Some(if part.is_empty() || told.contains(&part) { 0 } else { 2 })
    }

    /// Whether a pointer leads into the operation that a place belongs to.
    fn is_of(&self, place: &TypePlace, pointer: &Pointer) -> bool {
        let inside = pointer.steps().first().is_some_and(|first| first == "paths");
        place.operation.is_empty() || !inside || self.ids_at(pointer).any(|id| id == place.operation)
    }

    fn ids_at(&self, pointer: &Pointer) -> impl Iterator<Item = &str> {
        promises::operations_at(&self.ids, pointer)
    }

    /// Holds the verdicts of the comparison against those of the compiler.
    pub fn disagreement(&self, report: &Report) -> Disagreement {
        let mut found = Disagreement::default();
        let mut used: BTreeSet<&str> = BTreeSet::new();
        for item in &report.broken {
            let behind = self.behind(item);
            if !behind.iter().any(|change| change.rust == Rust::Major) {
                let nearest = behind.first().map(|change| format!("; the nearest is {}", told(change)));
                found.unexplained.push(format!("{}{}", item.item, nearest.unwrap_or_default()));
            }
            used.extend(behind.iter().map(|change| change.fingerprint.as_str()));
        }
        let majors = self.changes.iter().filter(|change| change.rust == Rust::Major);
        for change in majors.filter(|change| !used.contains(change.fingerprint.as_str())) {
            if self.saves(change) {
                found.saved.push(told(change));
            } else {
                found.too_strict.push(told(change));
            }
        }
        found
    }

    fn saves(&self, change: &Change) -> bool {
        self.saved.as_ref().is_some_and(|saved| saved.saves(change.rule.id(), &change.pointers))
    }
}

/// A change on one line.
pub(super) fn told(change: &Change) -> String {
    let operation = change.called.as_ref().map(|called| format!(" in {} {}", called.method, called.path));
    format!("{} ({}){} at {}", change.rule.id(), change.rust, operation.unwrap_or_default(), change.pointer)
}

/// Names of one thing in all their spellings: `getModels`, `GetModels`, `get_models`, `GET_MODELS`.
fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|character| character.to_ascii_lowercase()).collect()
}
