//! Two schemas that apply to one value become one, where that can be written.

use std::collections::BTreeMap;

use super::words::relevant;
use super::{Normal, Normalizer};
use crate::diff::shape::{Extra, Id, Shape, kinds};

impl Normalizer<'_, '_> {
    /// What has to meet both; prose of the first has the last word.
    pub(super) fn join(&mut self, outer: Normal, inner: Normal) -> Normal {
        let said = self.forms.sayings.join(outer.said, inner.said);
        Normal { id: self.both(outer.id, inner.id), said }
    }

    fn both(&mut self, outer: Id, inner: Id) -> Id {
        if outer == inner {
            return outer;
        }
        let (first, second) = (self.forms.arena.get(outer), self.forms.arena.get(inner));
        if *first == Shape::any() {
            return inner;
        }
        if *second == Shape::any() {
            return outer;
        }
        if let Some(known) = self.joined.get(&(outer, inner)) {
            return *known;
        }
        let joined = match self.merged(&first, &second) {
            Some(shape) => self.forms.arena.add(shape),
            None => self.together(outer, inner),
        };
        self.joined.insert((outer, inner), joined);
        joined
    }

    /// Both, side by side.
    fn together(&mut self, outer: Id, inner: Id) -> Id {
        let mut all = Vec::new();
        let mut kinds = kinds::ANY;
        for id in [outer, inner] {
            let shape = self.forms.arena.get(id);
            kinds &= shape.kinds;
            let only_parts = Shape { kinds: shape.kinds, all: shape.all.clone(), ..Shape::default() };
            match shape.all.is_empty() || *shape != only_parts {
                true => all.push(id),
                false => all.extend(&shape.all),
            }
        }
        all.sort_unstable();
        all.dedup();
        self.forms.arena.add(Shape { kinds, all, ..Shape::default() })
    }

    fn merged(&mut self, first: &Shape, second: &Shape) -> Option<Shape> {
        if first.named.is_some() || second.named.is_some() {
            return None;
        }
        if !first.all.is_empty() || !second.all.is_empty() || (!first.arms.is_empty() && !second.arms.is_empty()) {
            return None;
        }
        // What one says of all items is said of those, too, that the other has shapes of their own for.
        let says_of_all = |shape: &Shape| shape.prefix.is_empty() && shape.items.is_some();
        if first.prefix != second.prefix && (says_of_all(first) || says_of_all(second)) {
            return None;
        }
        let mut shape = Shape { kinds: first.kinds & second.kinds, ..Shape::default() };
        shape.values = first.values.clone();
        for (kind, values) in &second.values {
            let kept = match shape.values.get(kind) {
                Some(known) => known.intersection(values).cloned().collect(),
                None => values.clone(),
            };
            shape.values.insert(*kind, kept);
        }
        shape.facets = united(&first.facets, &second.facets)?;
        shape.rest = united(&first.rest, &second.rest)?;
        shape.patterns = united(&first.patterns, &second.patterns)?;
        shape.properties = first.properties.clone();
        for (name, id) in &second.properties {
            let both = match shape.properties.get(name) {
                Some(known) => self.both(*known, *id),
                None => *id,
            };
            shape.properties.insert(name.clone(), both);
        }
        shape.required = first.required.union(&second.required).cloned().collect();
        shape.extra = match (first.extra, second.extra) {
            (Extra::Closed, _) | (_, Extra::Closed) => Extra::Closed,
            (Extra::Open, other) | (other, Extra::Open) => other,
            (Extra::Map(one), Extra::Map(other)) => Extra::Map(self.both(one, other)),
        };
        shape.items = match (first.items, second.items) {
            (Some(one), Some(other)) => Some(self.both(one, other)),
            (one, other) => one.or(other),
        };
        shape.prefix = one_of(&first.prefix, &second.prefix)?;
        shape.arms = one_of(&first.arms, &second.arms)?;
        shape.tag = first.tag.clone().or_else(|| second.tag.clone());
        shape.default = first.default.clone().or_else(|| second.default.clone());
        shape.deprecated = first.deprecated || second.deprecated;
        Some(relevant(shape))
    }
}

/// Both maps, if they do not contradict each other.
fn united<K: Clone + Ord, V: Clone + PartialEq>(
    first: &BTreeMap<K, V>,
    second: &BTreeMap<K, V>,
) -> Option<BTreeMap<K, V>> {
    let mut all = first.clone();
    for (key, value) in second {
        if all.get(key).is_some_and(|known| known != value) {
            return None;
        }
        all.insert(key.clone(), value.clone());
    }
    Some(all)
}

fn one_of(first: &[Id], second: &[Id]) -> Option<Vec<Id>> {
    match (first.is_empty(), second.is_empty()) {
        (_, true) => Some(first.to_vec()),
        (true, false) => Some(second.to_vec()),
        (false, false) => (first == second).then(|| first.to_vec()),
    }
}
