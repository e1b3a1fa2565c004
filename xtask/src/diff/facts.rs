//! From findings, one per place, to changes, one per fact.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::catalogue::Rule;
use super::delta::Delta;
use super::fingerprint;
use super::model::Operation;
use super::notes;
use super::verdicts::{Rust, Wire};
use crate::document::Pointer;
use crate::document::walk::Side;

/// An operation, as a report names it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Called {
    /// The path template of the new document, or of the old one where the operation is gone.
    pub path: String,
    /// `GET`, `POST`, …
    pub method: String,
    /// The template without names.
    pub template: String,
    /// The `operationId`.
    pub id: Option<String>,
}

impl Called {
    /// The name of an operation.
    pub(super) fn of(operation: &Operation) -> Self {
        Self {
            path: operation.path.clone(),
            method: operation.method.clone(),
            template: operation.template.clone(),
            id: operation.id.clone(),
        }
    }
}

/// What makes findings at several places one fact.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Group {
    /// The place alone, in whatever operation.
    Everywhere,
    /// The operation and the place.
    Own,
    /// Something that the finder knows.
    Key(u64),
}

/// A difference at one place.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    rule: Rule,
    rust: Rust,
    side: Option<Side>,
    called: Option<Called>,
    pointer: Pointer,
    others: Vec<Pointer>,
    place: String,
    from: Option<String>,
    to: Option<String>,
    places: usize,
    group: Group,
}

impl Finding {
    /// A difference with the usual verdict on the crate.
    pub(super) fn new(rule: Rule, from: Option<String>, to: Option<String>) -> Self {
        Self {
            rule,
            rust: rule.entry().rust,
            side: None,
            called: None,
            pointer: Pointer::root(),
            others: Vec::new(),
            place: String::new(),
            from,
            to,
            places: 1,
            group: Group::Everywhere,
        }
    }

    /// What a schema's change is at a place.
    pub(super) fn of_delta(delta: &Delta) -> Self {
        let mut finding = Self::new(delta.rule, delta.from.clone(), delta.to.clone());
        finding.rust = delta.rust;
        finding.places = delta.places;
        finding
    }

    /// Where.
    #[must_use]
    pub(super) fn at(mut self, pointer: Pointer) -> Self {
        self.pointer = pointer;
        self
    }

    /// Where else, in the same holder.
    #[must_use]
    pub(super) fn and_at(mut self, others: Vec<Pointer>) -> Self {
        self.others = others;
        self
    }

    /// Where, in words that stay the same when other things move.
    #[must_use]
    pub(super) fn named(mut self, place: impl Into<String>) -> Self {
        self.place = place.into();
        self
    }

    /// Who sends it.
    #[must_use]
    pub(super) fn side(mut self, side: Side) -> Self {
        self.side = Some(side);
        self
    }

    /// The operation, named as in the new document.
    #[must_use]
    pub(super) fn of(self, _old: &Operation, new: &Operation) -> Self {
        self.called(new)
    }

    /// The operation.
    #[must_use]
    pub(super) fn called(mut self, operation: &Operation) -> Self {
        self.called = Some(Called::of(operation));
        self
    }

    /// A verdict of its own on the crate.
    #[must_use]
    pub(super) fn rust(mut self, rust: Rust) -> Self {
        self.rust = rust;
        self
    }

    /// It is a fact of this operation only.
    #[must_use]
    pub(super) fn own(mut self) -> Self {
        self.group = Group::Own;
        self
    }

    /// It is the same fact as others with the key.
    #[must_use]
    pub(super) fn keyed(mut self, key: impl Hash) -> Self {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        self.group = Group::Key(hasher.finish());
        self
    }

    fn key(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.rule, self.side, &self.from, &self.to).hash(&mut hasher);
        match self.group {
            Group::Everywhere => self.place.hash(&mut hasher),
            Group::Own => {
                let called = self.called.as_ref().map(|called| (&called.method, &called.template));
                (&self.place, called).hash(&mut hasher);
            }
            Group::Key(key) => key.hash(&mut hasher),
        }
        hasher.finish()
    }

    /// The place with its operation, for ordering and for the fingerprint.
    fn full_place(&self) -> String {
        match &self.called {
            Some(called) if self.group != Group::Everywhere => {
                format!("{} {} {}", called.method, called.template, self.place)
            }
            _ => self.place.clone(),
        }
    }
}

/// One fact, however many places show it.
#[derive(Clone, Debug)]
pub struct Change {
    /// The rule.
    pub rule: Rule,
    /// What a deployed client experiences.
    pub wire: Wire,
    /// What the crate's version experiences.
    pub rust: Rust,
    /// Who sends what changed.
    pub side: Option<Side>,
    /// The first operation that shows it.
    pub called: Option<Called>,
    /// Every operation that shows it.
    pub operations: Vec<Called>,
    /// Where, in the first operation.
    pub pointer: Pointer,
    /// Every place.
    pub pointers: Vec<Pointer>,
    /// Where, in words.
    pub place: String,
    /// What stood there.
    pub from: Option<String>,
    /// What stands there now.
    pub to: Option<String>,
    /// At how many places.
    pub places: usize,
    /// What identifies it: kind, side, place, old and new.
    pub fingerprint: String,
    /// What to know where the two verdicts differ.
    pub note: Option<String>,
}

/// Collects findings.
#[derive(Debug, Default)]
pub(super) struct Findings {
    found: Vec<Finding>,
}

impl Findings {
    /// Adds a finding.
    pub(super) fn add(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    /// The facts, worst first.
    pub(super) fn changes(self) -> Vec<Change> {
        let mut groups: Vec<Vec<Finding>> = Vec::new();
        let mut index: HashMap<u64, usize> = HashMap::new();
        for finding in self.found {
            let place = *index.entry(finding.key()).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(place) {
                group.push(finding);
            }
        }
        let mut changes: Vec<Change> = groups.into_iter().filter_map(change).collect();
        changes.sort_by(|one, other| {
            let key = |change: &Change| {
                let called = change.called.as_ref().map(|called| (called.path.clone(), called.method.clone()));
                (
                    std::cmp::Reverse(change.wire),
                    std::cmp::Reverse(change.rust),
                    called,
                    change.place.clone(),
                    change.rule,
                )
            };
            key(one).cmp(&key(other)).then_with(|| (&one.from, &one.to).cmp(&(&other.from, &other.to)))
        });
        distinct(&mut changes);
        changes
    }
}

fn change(mut group: Vec<Finding>) -> Option<Change> {
    group.sort_by_cached_key(|finding| (finding.full_place(), finding.pointer.clone()));
    let rust = group.iter().map(|finding| finding.rust).max()?;
    let places = group.iter().fold(0usize, |sum, finding| sum.saturating_add(finding.places));
    let operations: BTreeSet<Called> = group.iter().filter_map(|finding| finding.called.clone()).collect();
    let pointers: BTreeSet<Pointer> =
        group.iter().flat_map(|finding| std::iter::once(&finding.pointer).chain(&finding.others)).cloned().collect();
    let first = group.into_iter().next()?;
    let entry = first.rule.entry();
    let prose = entry.wire == Wire::Docs;
    let told = |text: &Option<String>| if prose { None } else { text.clone() };
    let fingerprint = fingerprint::of(first.rule, first.side, &first.full_place(), told(&first.from), told(&first.to));
    Some(Change {
        rule: first.rule,
        wire: entry.wire,
        rust,
        side: first.side,
        note: notes::note(first.rule, rust),
        called: first.called,
        operations: operations.into_iter().collect(),
        pointer: first.pointer,
        pointers: pointers.into_iter().collect(),
        place: first.place,
        from: first.from,
        to: first.to,
        places,
        fingerprint,
    })
}

/// Two facts never share a fingerprint.
fn distinct(changes: &mut [Change]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for change in changes {
        let count = seen.entry(change.fingerprint.clone()).or_default();
        *count += 1;
        if *count > 1 {
            change.fingerprint = format!("{}-{count}", change.fingerprint);
        }
    }
}
