//! What a comparison found, and what became of it.

use std::collections::BTreeMap;

use super::facts::Change;
use super::verdicts::{FailOn, Rust, Wire};
use super::versions::{self, Suggested};

/// The changes from one document to another, worst first.
#[derive(Clone, Debug)]
pub struct Report {
    /// The changes.
    pub changes: Vec<Change>,
    /// How many operations the old and the new document have.
    pub operations: (usize, usize),
}

impl Report {
    /// How many changes there are of each verdict, the worst first.
    pub fn counts(&self) -> BTreeMap<std::cmp::Reverse<Wire>, usize> {
        let mut counts = BTreeMap::new();
        for wire in Wire::ALL {
            counts.insert(std::cmp::Reverse(wire), self.changes.iter().filter(|change| change.wire == wire).count());
        }
        counts
    }

    /// How many changes there are of a verdict.
    pub fn count(&self, wire: Wire) -> usize {
        self.changes.iter().filter(|change| change.wire == wire).count()
    }

    /// The worst verdict on the crate.
    pub fn rust(&self) -> Rust {
        self.changes.iter().map(|change| change.rust).max().unwrap_or(Rust::None)
    }

    /// The worst verdict on the wire, where there is any change.
    pub fn wire(&self) -> Option<Wire> {
        self.changes.iter().map(|change| change.wire).max()
    }

    /// Whether a run fails on it; an accepted change never makes one fail.
    pub fn fails(&self, fail_on: FailOn, accepted: &dyn Fn(&Change) -> bool) -> bool {
        self.changes.iter().any(|change| fail_on.fails(change.wire) && !accepted(change))
    }

    /// The next version of a crate that now has the given one.
    pub fn suggested(&self, now: &str) -> Suggested {
        versions::suggest(now, self.rust())
    }
}
