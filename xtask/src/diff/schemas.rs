//! Two shapes: what differs, each difference once, with the variance of the side that sends them.

mod arms;
mod objects;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use super::catalogue::Rule;
use super::delta::{Delta, Deltas, Site};
use super::facets;
use super::shape::{Arena, Id, Shape, kinds};
use super::step::Step;
use super::verdicts::Rust;

/// Compares shapes; every pair once.
pub(super) struct Schemas<'a> {
    /// The shapes of both documents.
    pub arena: &'a Arena,
    any: Id,
    known: HashMap<(Id, Id, Site), Deltas>,
    open: HashSet<(Id, Id, Site)>,
}

impl<'a> Schemas<'a> {
    /// Over the shapes of both documents; `any` is the number of the shape of anything.
    pub(super) fn new(arena: &'a Arena, any: Id) -> Self {
        Self { arena, any, known: HashMap::new(), open: HashSet::new() }
    }

    /// What differs between two shapes.
    pub(super) fn compare(&mut self, old: Id, new: Id, site: Site) -> Deltas {
        let (old, new) = (self.arena.resolve(old), self.arena.resolve(new));
        if old == new {
            return Rc::default();
        }
        let key = (old, new, site);
        if let Some(known) = self.known.get(&key) {
            return Rc::clone(known);
        }
        // Inside itself, a pair is taken as equal: its differences are found where it began.
        if !self.open.insert(key) {
            return Rc::default();
        }
        let found = Rc::new(merged(self.pair(old, new, site)));
        self.open.remove(&key);
        self.known.insert(key, Rc::clone(&found));
        found
    }

    /// The differences further down, seen from here.
    fn below(&mut self, old: Id, new: Id, site: Site, step: &Step) -> Vec<Delta> {
        self.compare(old, new, site).iter().map(|delta| delta.below(step.clone())).collect()
    }

    fn pair(&mut self, old_id: Id, new_id: Id, site: Site) -> Vec<Delta> {
        let (old, new) = (self.arena.get(old_id), self.arena.get(new_id));
        if !old.all.is_empty() || !new.all.is_empty() {
            return self.parts(old_id, new_id, site);
        }
        if old.arms.is_empty() != new.arms.is_empty() {
            return self.one_and_several(old_id, new_id, site);
        }
        let mut found = Vec::new();
        self.arms(&old.arms, &new.arms, site, &mut found);
        // An arm that comes or goes may take a kind of values along, which is no second fact, unless what
        // stands beside the arms says so.
        let beside = [old_id, new_id].iter().any(|id| self.arena.base(*id).is_some());
        let kinds = if found.is_empty() || beside { kinds_of(&old, &new, site) } else { None };
        // What the other says is no second fact, either, where one of them says nothing.
        let whole = kinds.is_some() && [old_id, new_id].contains(&self.any);
        found.extend(kinds);
        found.extend(null(&old, &new, site));
        if whole {
            words(&old, &new, site, &mut found);
            return found;
        }
        let shared = old.kinds & new.kinds & !kinds::NULL;
        values(&old, &new, shared, site, &mut found);
        for facet in old.facets.keys().chain(new.facets.keys().filter(|facet| !old.facets.contains_key(*facet))) {
            let of = |shape: &Shape| shape.facets.get(facet).cloned();
            let (before, after) = (of(&old), of(&new));
            if before != after && shared & facets::owner(facet) != 0 {
                found.push(facets::compare(facet, before.as_deref(), after.as_deref(), site));
            }
        }
        if shared & kinds::OBJECT != 0 {
            self.objects(old_id, new_id, site, &mut found);
        }
        if shared & kinds::ARRAY != 0 {
            self.lists(&old, &new, site, &mut found);
        }
        words(&old, &new, site, &mut found);
        found
    }

    fn lists(&mut self, old: &Shape, new: &Shape, site: Site, found: &mut Vec<Delta>) {
        let (before, after) = (old.items.unwrap_or(self.any), new.items.unwrap_or(self.any));
        found.extend(self.below(before, after, site, &Step::Items));
        for index in 0..old.prefix.len().max(new.prefix.len()) {
            // Where one of them has no item of its own at a place, the rule for all items holds.
            let before = old.prefix.get(index).copied().unwrap_or(before);
            let after = new.prefix.get(index).copied().unwrap_or(after);
            found.extend(self.below(before, after, site, &Step::Prefix(index)));
        }
    }
}

/// Equal facts as one, with the number of their places.
fn merged(deltas: Vec<Delta>) -> Vec<Delta> {
    let mut found: Vec<Delta> = Vec::new();
    let mut index: HashMap<u64, usize> = HashMap::new();
    for delta in deltas {
        let known = index.get(&delta.key()).and_then(|place| found.get_mut(*place));
        match known {
            Some(known) => known.add(delta),
            None => {
                index.insert(delta.key(), found.len());
                found.push(delta);
            }
        }
    }
    found
}

/// The kinds of values, null apart.
fn kinds_of(old: &Shape, new: &Shape, site: Site) -> Option<Delta> {
    let (before, after) = (old.kinds & !kinds::NULL, new.kinds & !kinds::NULL);
    let counted = |shape: &Shape| shape.values.contains_key(&kinds::NUMBER);
    if before == after || (counted(old) && counted(new) && (before ^ after) & !kinds::NUMBER == 0) {
        return None;
    }
    let (from, to) = (Some(kinds::words(before)), Some(kinds::words(after)));
    if site == Site::Parameter
        && let Some(rule) = one_or_many(before, after)
    {
        let rust = if rule == Rule::ParameterOneToMany { Rust::Minor } else { rule.entry().rust };
        return Some(Delta::new(rule, from, to).rust(rust));
    }
    let rule = match (before & after == before, before & after == after) {
        (true, _) => site.pick(Rule::RequestTypeWidened, Rule::ResponseTypeWidened),
        (_, true) => site.pick(Rule::RequestTypeNarrowed, Rule::ResponseTypeNarrowed),
        _ => site.pick(Rule::RequestTypeChanged, Rule::ResponseTypeChanged),
    };
    let told = |shape: &Shape, plain: Option<String>| {
        if shape.kinds == kinds::ANY { Some("any".to_owned()) } else { plain }
    };
    Some(Delta::new(rule, told(old, from), told(new, to)))
}

/// A parameter that takes one value, a list, or either.
fn one_or_many(before: kinds::Kinds, after: kinds::Kinds) -> Option<Rule> {
    let scalar = |kinds: kinds::Kinds| kinds != 0 && kinds & kinds::ARRAY == 0 && kinds & kinds::OBJECT == 0;
    let either = |kinds: kinds::Kinds| kinds & kinds::ARRAY != 0 && scalar(kinds & !kinds::ARRAY);
    if scalar(before) && before ^ after == kinds::ARRAY {
        Some(Rule::ParameterOneToMany)
    } else if scalar(after) && before ^ after == kinds::ARRAY {
        Some(Rule::ParameterManyToOne)
    } else if before == kinds::ARRAY && either(after) {
        Some(Rule::ParameterListToEither)
    } else if after == kinds::ARRAY && either(before) {
        Some(Rule::ParameterEitherToList)
    } else {
        None
    }
}

fn null(old: &Shape, new: &Shape, site: Site) -> Option<Delta> {
    let told_with_the_kinds =
        old.kinds | kinds::NULL != new.kinds | kinds::NULL && (old.kinds == kinds::ANY || new.kinds == kinds::ANY);
    if old.nullable() == new.nullable() || told_with_the_kinds {
        return None;
    }
    let rule = match new.nullable() {
        true => site.pick(Rule::RequestNullAllowed, Rule::ResponseNullAdded),
        false => site.pick(Rule::RequestNullRefused, Rule::ResponseNullGone),
    };
    let delta = Delta::new(rule, Some(kinds::words(old.kinds)), Some(kinds::words(new.kinds)));
    // Null is never sent in a parameter.
    Some(if site == Site::Parameter { delta.rust(Rust::None) } else { delta })
}

fn values(old: &Shape, new: &Shape, shared: kinds::Kinds, site: Site, found: &mut Vec<Delta>) {
    let all: BTreeSet<kinds::Kinds> = old.values.keys().chain(new.values.keys()).copied().collect();
    for kind in all.into_iter().filter(|kind| shared & kind != 0) {
        // Only texts become enums of the crate; other values are checked, or not looked at.
        let other = if site == Site::Response { Rust::None } else { Rust::Patch };
        let rust = |delta: Delta| if kind == kinds::STRING { delta } else { delta.rust(other) };
        let list = |values: &BTreeSet<String>| Some(values.iter().cloned().collect::<Vec<_>>().join(", "));
        match (old.values.get(&kind), new.values.get(&kind)) {
            (Some(before), Some(after)) => {
                let (gone, come) = (
                    site.pick(Rule::RequestEnumValueRemoved, Rule::ResponseEnumValueRemoved),
                    site.pick(Rule::RequestEnumValueAdded, Rule::ResponseEnumValueAdded),
                );
                found.extend(before.difference(after).map(|value| rust(Delta::new(gone, Some(value.clone()), None))));
                found.extend(after.difference(before).map(|value| rust(Delta::new(come, None, Some(value.clone())))));
            }
            (Some(before), None) => {
                let rule = site.pick(Rule::RequestEnumDropped, Rule::ResponseEnumDropped);
                found.push(rust(Delta::new(rule, list(before), None)));
            }
            (None, Some(after)) => {
                let rule = site.pick(Rule::RequestEnumAdded, Rule::ResponseEnumAdded);
                found.push(rust(Delta::new(rule, None, list(after))));
            }
            (None, None) => {}
        }
    }
}

/// What belongs to no kind of values.
fn words(old: &Shape, new: &Shape, site: Site, found: &mut Vec<Delta>) {
    if old.tag != new.tag {
        let rule = site.pick(Rule::RequestDiscriminatorChanged, Rule::ResponseDiscriminatorChanged);
        found.push(Delta::new(rule, old.tag.clone(), new.tag.clone()));
    }
    if old.default != new.default {
        let rule = site.pick(Rule::RequestDefaultChanged, Rule::ResponseDefaultChanged);
        found.push(Delta::new(rule, old.default.clone(), new.default.clone()));
    }
    if old.deprecated != new.deprecated {
        let rule = match (site, new.deprecated) {
            (Site::Parameter, true) => Rule::ParameterDeprecated,
            (Site::Parameter, false) => Rule::ParameterUndeprecated,
            (_, true) => site.pick(Rule::RequestPropertyDeprecated, Rule::ResponsePropertyDeprecated),
            (_, false) => site.pick(Rule::RequestPropertyUndeprecated, Rule::ResponsePropertyUndeprecated),
        };
        found.push(Delta::new(rule, None, None));
    }
    let keywords: BTreeSet<&String> = old.rest.keys().chain(new.rest.keys()).collect();
    for keyword in keywords {
        let told = |shape: &Shape| {
            let value = shape.rest.get(keyword)?;
            Some(if value.starts_with("shape ") { keyword.clone() } else { format!("{keyword} {value}") })
        };
        let rule = match (old.rest.get(keyword), new.rest.get(keyword)) {
            (None, _) => site.pick(Rule::RequestKeywordAdded, Rule::ResponseKeywordAdded),
            (_, None) => site.pick(Rule::RequestKeywordRemoved, Rule::ResponseKeywordRemoved),
            (before, after) if before == after => continue,
            _ => site.pick(Rule::RequestKeywordChanged, Rule::ResponseKeywordChanged),
        };
        found.push(Delta::new(rule, told(old), told(new)));
    }
}
