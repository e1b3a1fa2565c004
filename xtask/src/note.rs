//! What a stage did to the document that a person may want to know.
//!
//! Nothing in the document is dropped silently: what is not expressed in the crate is a
//! [`Trouble`](crate::trouble::Trouble) or one of these, and the run's summary prints them.

use std::collections::BTreeMap;

use crate::document::Pointer;

/// What became of a construct.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Fate {
    /// It is not in the crate in any form.
    Dropped,
    /// It is in the crate in another form.
    Became,
    /// It is in the crate as it was, and a person should look at it.
    Look,
}

/// The notes of a run: each fact once, with the places that show it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Notes(BTreeMap<(Fate, String), Vec<Pointer>>);

impl Notes {
    /// Records that `fact` holds at `at`.
    pub fn add(&mut self, fate: Fate, fact: impl Into<String>, at: &Pointer) {
        self.0.entry((fate, fact.into())).or_default().push(at.clone());
    }

    /// Every fact with its places, worst fate first, then by text.
    pub fn iter(&self) -> impl Iterator<Item = (Fate, &str, &[Pointer])> {
        self.0.iter().map(|((fate, fact), places)| (*fate, fact.as_str(), places.as_slice()))
    }

    /// Whether nothing was recorded.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
