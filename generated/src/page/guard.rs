//! Lists that run in circles.

use std::borrow::Borrow;

/// Finds positions that come again, whatever the length of the circle, by remembering two of them:
/// the last, and one that is replaced ever more rarely (Brent's method).
#[derive(Debug)]
pub(super) struct Guard<T: ToOwned + ?Sized> {
    last: Option<T::Owned>,
    kept: Option<T::Owned>,
    age: u64,
    patience: u64,
}

impl<T: ToOwned + ?Sized> Default for Guard<T> {
    fn default() -> Self {
        Self { last: None, kept: None, age: 0, patience: 0 }
    }
}

impl<T: ToOwned<Owned: Clone> + PartialEq + ?Sized> Guard<T> {
    /// Whether a position is one of those that are remembered; if not, it is remembered.
    pub(super) fn repeats(&mut self, position: &T) -> bool {
        let met = |seen: &Option<T::Owned>| seen.as_ref().is_some_and(|seen| seen.borrow() == position);
        if met(&self.last) || met(&self.kept) {
            return true;
        }
        self.last = Some(position.to_owned());
        self.age += 1;
        if self.age >= self.patience {
            self.kept = self.last.clone();
            self.age = 0;
            self.patience = self.patience.saturating_mul(2).max(1);
        }
        false
    }
}
