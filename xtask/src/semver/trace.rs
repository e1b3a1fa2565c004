//! From what does not compile to the change of the document that is behind it, and back.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::report::{Broken, Report};
use super::source::Sources;
use crate::diff::facts::Change;
use crate::diff::verdicts::Rust;
use crate::diff::{self, Options};
use crate::document::Pointer;
use crate::hoist::{Relation, TypePlace};
use crate::inputs::Inputs;
use crate::names;
use crate::operations::Scopes;
use crate::overlay::Overlay;
use crate::pipeline::{self, Input};
use crate::promises::{self, Saved};
use crate::trouble::Result;

/// From here on a change is only near, and explains nothing.
const LOOSE: u8 = 3;

/// The changes between the two documents, and where the types of the old client stand.
#[derive(Debug)]
pub struct Trace {
    changes: Vec<Change>,
    places: BTreeMap<String, Vec<TypePlace>>,
    /// The name on the wire of each field, by type and Rust name.
    wires: BTreeMap<(String, String), String>,
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
        let called = (sources.base.about.clone(), sources.new.about.clone());
        let changes = diff::compare(old, new, &Options { scopes, names: called })?.changes;
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
        Ok(Some(Self { changes, places, wires: wires(&before.document), ids, saved }))
    }

    /// The changes behind a broken item, the most likely first.
    pub fn behind(&self, item: &Broken) -> Vec<&Change> {
        let found = self.ranked(item);
        found.into_iter().map(|(_, change)| change).collect()
    }

    /// With how likely each is; a lower number is likelier.
    fn ranked(&self, item: &Broken) -> Vec<(u8, &Change)> {
        let mut found: Vec<(u8, &Change)> = Vec::new();
        for change in &self.changes {
            let ranks = item.parts.iter().filter_map(|(part, what, _)| self.rank(&item.item, part, what, change));
            found.extend(ranks.min().map(|rank| (rank, change)));
        }
        found.sort_by_key(|(rank, change)| (change.rust != Rust::Major, *rank));
        found
    }

    fn rank(&self, item: &str, part: &str, what: &str, change: &Change) -> Option<u8> {
        let Some(places) = self.places.get(item) else { return self.rank_in_operation(item, part, what, change) };
        // Traits and builders are the type's own.
        let is_field = ["read", "written", "set"].contains(&what);
        let key = (item.to_owned(), part.to_owned());
        let below = is_field.then(|| self.wires.get(&key).map_or(part, String::as_str));
        let pointers = change.pointers.iter().chain([&change.pointer]);
        let pairs = pointers.flat_map(|pointer| places.iter().map(move |place| (place, pointer)));
        let own = pairs.filter(|(place, pointer)| self.is_of(place, pointer));
        let ranks = own.filter_map(|(place, pointer)| {
            match (place.relation(below, pointer), place.relation(None, pointer)?) {
                (Some(Relation::Same), _) => Some(0),
                (Some(Relation::Inside), _) => Some(1),
                (_, Relation::Same | Relation::Above) => Some(2),
                // It is about another field.
                (_, Relation::Inside) => Some(LOOSE),
            }
        });
        ranks.min()
    }

    /// Methods, constants and request builders belong to an operation.
    fn rank_in_operation(&self, item: &str, part: &str, what: &str, change: &Change) -> Option<u8> {
        let (owner, name) = item.rsplit_once("::").unwrap_or(("", item));
        let wanted = plain(name);
        let told = change.operations.iter().filter_map(|called| called.id.as_deref()).chain(change.from.as_deref());
        let pointed = change.pointers.iter().flat_map(|pointer| self.ids_at(pointer));
        if !told.chain(pointed).any(|id| plain(id) == wanted) {
            return None;
        }
        let rule = change.rule.id();
        let whole = rule.starts_with("operation-") || rule.starts_with("scope-");
        match owner {
            // What it is called and whose method it is, is all that a method has.
            "Client" | "Admin" => whole.then_some(0),
            "operations" => rule.starts_with("operation-").then_some(0),
            _ if whole => Some(2),
            _ if what == "set" => {
                let text = plain(&format!("{} {}", change.place, change.from.as_deref().unwrap_or_default()));
                Some(if text.contains(&plain(part)) { 0 } else { LOOSE })
            }
            // What is answered, and pages.
            _ => Some(if rule.starts_with("response-") || rule.starts_with("paging-") { 1 } else { LOOSE }),
        }
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
            let ranked = self.ranked(item);
            let behind = || ranked.iter().filter(|(rank, _)| *rank < LOOSE).map(|(_, change)| change);
            if !behind().any(|change| change.rust == Rust::Major) {
                let nearest = ranked.first().map(|(_, change)| format!("; the nearest is {}", told(change)));
                found.unexplained.push(format!("{}{}", item.item, nearest.unwrap_or_default()));
            }
            used.extend(behind().map(|change| change.fingerprint.as_str()));
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
        self.saved.as_ref().is_some_and(|saved| saved.saves(change.rule.id(), change.from.as_deref(), &change.pointers))
    }
}

fn wires(document: &Value) -> BTreeMap<(String, String), String> {
    let mut wires = BTreeMap::new();
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    for (name, schema) in schemas.into_iter().flatten() {
        let properties = schema.get("properties").and_then(Value::as_object);
        for wire in properties.into_iter().flat_map(|properties| properties.keys()) {
            wires.insert((name.clone(), names::snake(wire)), wire.clone());
        }
    }
    wires
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
