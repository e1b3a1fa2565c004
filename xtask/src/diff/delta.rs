//! A change inside a schema, before it is known at how many places of the document it stands.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use super::catalogue::Rule;
use super::shape::Id;
use super::step::Step;
use super::verdicts::Rust;

/// What holds a schema, which decides what its changes mean.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) enum Site {
    /// A parameter.
    Parameter,
    /// A request body.
    Body,
    /// The body of a `PATCH`, where absent and null differ.
    Patch,
    /// An answer.
    Response,
}

impl Site {
    /// The rule of a request or of an answer.
    pub(super) fn pick(self, request: Rule, response: Rule) -> Rule {
        if self == Self::Response { response } else { request }
    }
}

/// A change inside a schema.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Delta {
    /// The rule.
    pub rule: Rule,
    /// The verdict on the crate.
    pub rust: Rust,
    /// The way from the schema to the change.
    pub steps: Vec<Step>,
    /// Further ways from the schema to the same change.
    pub others: Vec<Vec<Step>>,
    /// What stood there.
    pub from: Option<String>,
    /// What stands there now.
    pub to: Option<String>,
    /// The objects between which it happened, where there are any: equal ones make equal facts.
    pub anchor: Option<u64>,
    /// At how many places below the schema.
    pub places: usize,
}

/// The changes inside a schema.
pub(super) type Deltas = Rc<Vec<Delta>>;

impl Delta {
    /// A change right at the schema, with the usual verdict.
    pub(super) fn new(rule: Rule, from: Option<String>, to: Option<String>) -> Self {
        Self { rule, rust: rule.entry().rust, steps: Vec::new(), others: Vec::new(), from, to, anchor: None, places: 1 }
    }

    /// The same change with a verdict of its own on the crate.
    #[must_use]
    pub(super) fn rust(mut self, rust: Rust) -> Self {
        self.rust = rust;
        self
    }

    /// Whether a whole part came or went.
    pub(super) fn is_whole(&self) -> bool {
        let id = self.rule.id();
        self.from.is_none() != self.to.is_none() && ["-property-", "-arm-"].iter().any(|part| id.contains(part))
    }

    /// The same change, seen from further above.
    #[must_use]
    pub(super) fn below(&self, step: Step) -> Self {
        let longer = |steps: &Vec<Step>| [std::slice::from_ref(&step), steps].concat();
        let (steps, others) = (longer(&self.steps), self.others.iter().map(longer).collect());
        Self { steps, others, ..self.clone() }
    }

    /// Adds the places of the same change. Ways that double at every level are only counted in the end.
    pub(super) fn add(&mut self, other: Self) {
        const WAYS: usize = 256;
        self.places = self.places.saturating_add(other.places);
        let room = WAYS.saturating_sub(self.others.len());
        self.others.extend(std::iter::once(other.steps).chain(other.others).take(room));
    }

    /// Says between which objects it happened; the innermost ones count.
    #[must_use]
    pub(super) fn anchored(mut self, old: Id, new: Id, step: &Step) -> Self {
        if self.anchor.is_none() {
            let mut hasher = DefaultHasher::new();
            (old, new, step, &self.steps).hash(&mut hasher);
            self.anchor = Some(hasher.finish());
        }
        self
    }

    /// What makes two changes the same fact, within one comparison.
    pub(super) fn key(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.rule, &self.from, &self.to, self.anchor).hash(&mut hasher);
        if self.anchor.is_none() {
            self.steps.hash(&mut hasher);
        }
        hasher.finish()
    }
}
