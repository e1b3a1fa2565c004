//! Unions: equal arms are passed over, the others are paired by what they have in common.

use std::collections::BTreeSet;

use super::Schemas;
use crate::diff::catalogue::Rule;
use crate::diff::delta::{Delta, Site};
use crate::diff::shape::{Id, Shape, kinds};
use crate::diff::step::Step;

/// Beyond this many different arms, pairs are not looked for: every pair would have to be tried.
const MANY: usize = 64;

impl Schemas<'_> {
    /// What differs between the arms of two unions.
    pub(super) fn arms(&mut self, old: &[Id], new: &[Id], site: Site, found: &mut Vec<Delta>) {
        let (pairs, gone, come) = self.paired(old, new);
        for (old, new) in pairs {
            found.extend(self.below(old, new, site, &Step::Arm(old)));
        }
        let (removed, added) = (
            site.pick(Rule::RequestArmRemoved, Rule::ResponseArmRemoved),
            site.pick(Rule::RequestArmAdded, Rule::ResponseArmAdded),
        );
        found.extend(gone.into_iter().map(|id| Delta::new(removed, Some(self.outline(id)), None)));
        found.extend(come.into_iter().map(|id| Delta::new(added, None, Some(self.outline(id)))));
    }

    /// One shape on one side, several on the other: what all of these have in common, and the arms.
    pub(super) fn one_and_several(&mut self, old_id: Id, new_id: Id, site: Site) -> Vec<Delta> {
        let (old, new) = (self.arena.get(old_id), self.arena.get(new_id));
        let mut found = self.one_and_arms(old_id, new_id, site);
        found.extend(super::null(&old, &new, site));
        match (self.arena.base(old_id), self.arena.base(new_id)) {
            (None, None) => super::words(&old, &new, site, &mut found),
            (old_base, new_base) => {
                let deltas = self.compare(old_base.unwrap_or(old_id), new_base.unwrap_or(new_id), site);
                found.extend(deltas.iter().filter(|delta| !is_null(delta)).cloned());
            }
        }
        found
    }

    fn one_and_arms(&mut self, old_id: Id, new_id: Id, site: Site) -> Vec<Delta> {
        let (old, new) = (self.arena.get(old_id), self.arena.get(new_id));
        let widened = old.arms.is_empty();
        let (one, one_id, several) = if widened { (&old, old_id, &new) } else { (&new, new_id, &old) };
        let (from, to) = (self.told_arms(old_id), self.told_arms(new_id));
        let ranked = several.arms.iter().map(|arm| (self.likeness(one_id, *arm), self.spelled(*arm), *arm));
        let best = ranked.filter(|(likeness, _, _)| *likeness > 0).max();
        let Some((_, _, arm)) = best else {
            let changed = site.pick(Rule::RequestTypeChanged, Rule::ResponseTypeChanged);
            return vec![Delta::new(changed, from, to)];
        };
        let (wider, narrower) = (
            site.pick(Rule::RequestTypeWidened, Rule::ResponseTypeWidened),
            site.pick(Rule::RequestTypeNarrowed, Rule::ResponseTypeNarrowed),
        );
        let inside = self.inside(one, arm);
        // A text of any format is more than the texts of two formats.
        let contains = !inside && self.contains(one, several, one.kinds & !kinds::NULL);
        let mut found = vec![Delta::new(if widened == contains { narrower } else { wider }, from, to)];
        // What the arm has otherwise, where neither side is all of the other.
        if !inside && !contains {
            let (before, after) = if widened { (one_id, arm) } else { (arm, one_id) };
            let deltas = self.compare(before, after, site);
            found.extend(deltas.iter().filter(|delta| !is_null(delta)).map(|delta| delta.below(Step::Arm(arm))));
        }
        found
    }

    /// A shape with its arms, in a few words.
    fn told_arms(&self, id: Id) -> Option<String> {
        let arms: Vec<String> = self.arena.shape(id).arms.iter().map(|arm| self.outline(*arm)).collect();
        Some(if arms.is_empty() { self.outline(id) } else { format!("one of: {}", arms.join(" / ")) })
    }

    /// Whether the shape is the arm, null apart.
    fn inside(&self, one: &Shape, arm: Id) -> bool {
        let arm = self.arena.shape(arm);
        let bare = |shape: &Shape| Shape {
            kinds: shape.kinds & !kinds::NULL,
            default: None,
            deprecated: false,
            ..shape.clone()
        };
        bare(one) == bare(&arm)
    }

    /// Whether the shape says no more than its kinds of values, and they are those of all arms.
    fn contains(&self, one: &Shape, several: &Shape, whole: kinds::Kinds) -> bool {
        let bare = Shape { default: None, deprecated: false, ..one.clone() };
        bare.is_plain() && several.kinds & !kinds::NULL & !whole == 0
    }

    /// Shapes that apply together and could not be joined.
    pub(super) fn parts(&mut self, old_id: Id, new_id: Id, site: Site) -> Vec<Delta> {
        let list = |id: Id, shape: &Shape| if shape.all.is_empty() { vec![id] } else { shape.all.clone() };
        let (old_shape, new_shape) = (self.arena.get(old_id), self.arena.get(new_id));
        let (pairs, gone, come) = self.paired(&list(old_id, &old_shape), &list(new_id, &new_shape));
        // Null fits the whole, or it does not; what a part says of it by itself means nothing.
        let mut found: Vec<Delta> = super::null(&old_shape, &new_shape, site).into_iter().collect();
        for (old, new) in pairs {
            let deltas = self.compare(old, new, site);
            found.extend(deltas.iter().filter(|delta| !is_null(delta)).map(|delta| delta.below(Step::Part(old))));
        }
        let (removed, added) = (
            site.pick(Rule::RequestKeywordRemoved, Rule::ResponseKeywordRemoved),
            site.pick(Rule::RequestKeywordAdded, Rule::ResponseKeywordAdded),
        );
        let told = |id: Id| Some(format!("allOf {}", self.outline(id)));
        found.extend(gone.into_iter().map(|id| Delta::new(removed, told(id), None)));
        found.extend(come.into_iter().map(|id| Delta::new(added, None, told(id))));
        found
    }

    /// Pairs of arms that are alike, the arms that are left on the old side, and those on the new one.
    fn paired(&self, old: &[Id], new: &[Id]) -> (Vec<(Id, Id)>, Vec<Id>, Vec<Id>) {
        let resolved = |ids: &[Id]| ids.iter().map(|id| self.arena.resolve(*id)).collect::<BTreeSet<Id>>();
        let (before, after) = (resolved(old), resolved(new));
        let mut gone: BTreeSet<Id> = before.difference(&after).copied().collect();
        let mut come: BTreeSet<Id> = after.difference(&before).copied().collect();
        let mut ranked = Vec::new();
        if gone.len() <= MANY && come.len() <= MANY {
            for one in &gone {
                for other in &come {
                    let likeness = self.likeness(*one, *other);
                    if likeness > 0 {
                        let mut told = [self.spelled(*one), self.spelled(*other)];
                        told.sort();
                        ranked.push((std::cmp::Reverse(likeness), told, *one, *other));
                    }
                }
            }
        }
        ranked.sort_unstable();
        let mut pairs = Vec::new();
        for (_, _, one, other) in ranked {
            if gone.contains(&one) && come.contains(&other) {
                gone.remove(&one);
                come.remove(&other);
                pairs.push((one, other));
            }
        }
        (pairs, gone.into_iter().collect(), come.into_iter().collect())
    }

    /// How much two shapes have in common; nothing, if they are told apart by a value.
    fn likeness(&self, one: Id, other: Id) -> usize {
        let (one, other) = (self.arena.shape(one), self.arena.shape(other));
        let shared = one.kinds & other.kinds & !kinds::NULL;
        if shared == 0 {
            return 0;
        }
        let mut likeness = 1;
        if one.kinds == other.kinds {
            likeness += 1;
        }
        let common = one.properties.iter().filter_map(|(name, id)| Some((*id, *other.properties.get(name)?)));
        for (first, second) in common {
            if first == second {
                likeness += 3;
                continue;
            }
            likeness += 1;
            let only = |id: Id| {
                let shape = self.arena.shape(id);
                shape.values.get(&kinds::STRING).filter(|values| values.len() == 1).cloned()
            };
            if let (Some(first), Some(second)) = (only(first), only(second))
                && first != second
            {
                return 0;
            }
        }
        let no_common = !one.properties.is_empty() && !other.properties.is_empty() && likeness <= 2;
        if shared == kinds::OBJECT && no_common { 0 } else { likeness }
    }

    /// A shape as text, to choose among arms that are as much alike: numbers of shapes depend on which
    /// document is the old one, and the choice must not.
    fn spelled(&self, id: Id) -> String {
        let shape = self.arena.shape(id);
        let rest: Vec<_> = shape.rest.iter().filter(|(_, value)| !value.starts_with("shape ")).collect();
        let below: Vec<String> = shape.properties.values().map(|id| self.outline(*id)).collect();
        format!(
            "{} {:?} {:?} {:?} {:?} {:?} {below:?}",
            self.outline(id),
            shape.values,
            shape.facets,
            shape.required,
            shape.default,
            rest
        )
    }

    /// A shape in a few words that tell it from other arms.
    fn outline(&self, id: Id) -> String {
        let shape = self.arena.shape(id);
        let mut words = self.told(id);
        if let Some(format) = shape.facets.get("format") {
            words.push_str(&format!(" ({format})"));
        }
        if !shape.properties.is_empty() {
            let names: Vec<&str> = shape.properties.keys().map(String::as_str).take(6).collect();
            words.push_str(&format!(" with {}", names.join(", ")));
        }
        words
    }
}

/// Whether null itself comes or goes, which is told of the whole and not of an arm.
fn is_null(delta: &Delta) -> bool {
    let null = [Rule::RequestNullAllowed, Rule::RequestNullRefused, Rule::ResponseNullAdded, Rule::ResponseNullGone];
    delta.steps.is_empty() && null.contains(&delta.rule)
}
