//! Objects: properties that come, go, become demanded or optional, and what stands beside them.

use super::Schemas;
use crate::diff::catalogue::Rule;
use crate::diff::delta::{Delta, Site};
use crate::diff::rust_form::{form, has_default};
use crate::diff::shape::{Extra, Id, Shape, kinds};
use crate::diff::step::Step;
use crate::diff::verdicts::Rust;

/// Two objects.
struct Pair<'s> {
    old: &'s Shape,
    new: &'s Shape,
    site: Site,
    /// Whether the struct loses or gains more than a field: a map becomes a struct, or `Default` goes.
    reshaped: bool,
    loses_default: bool,
}

impl Schemas<'_> {
    /// What differs between two objects.
    pub(super) fn objects(&mut self, old_id: Id, new_id: Id, site: Site, found: &mut Vec<Delta>) {
        let (old, new) = (self.arena.get(old_id), self.arena.get(new_id));
        let had = !old.properties.is_empty() && self.defaults(&old);
        let pair = Pair {
            old: &old,
            new: &new,
            site,
            reshaped: old.properties.is_empty() != new.properties.is_empty(),
            loses_default: had && !new.properties.is_empty() && !self.defaults(&new),
        };
        let mut names: Vec<&String> = old.properties.keys().chain(old.required.iter()).collect();
        names.extend(new.properties.keys().chain(new.required.iter()));
        names.sort();
        names.dedup();
        for name in names {
            let step = Step::Property(name.clone());
            let deltas = self.property(&pair, name, &step);
            found.extend(deltas.into_iter().map(|delta| delta.anchored(old_id, new_id, &step)));
        }
        self.patterns(&pair, found);
        self.extra(&pair, found);
    }

    fn defaults(&self, shape: &Shape) -> bool {
        let properties: Vec<_> =
            shape.properties.iter().map(|(name, id)| (self.arena.shape(*id), shape.required.contains(name))).collect();
        has_default(properties.iter().map(|(shape, required)| (&**shape, *required)))
    }

    fn property(&mut self, pair: &Pair<'_>, name: &str, step: &Step) -> Vec<Delta> {
        let required = (pair.old.required.contains(name), pair.new.required.contains(name));
        let found = match (pair.old.properties.get(name), pair.new.properties.get(name)) {
            (Some(old), Some(new)) => self.kept(pair, (*old, *new), required),
            // One that is demanded without being declared is known, though nothing is known of it.
            (None, Some(new)) => {
                let mut found = vec![self.come(pair, *new, required.1)];
                found.extend(self.of_a_map(pair.old.extra, Extra::Map(*new), pair.site));
                found.extend(turned(pair, required, Rust::Major).filter(|_| required.0));
                found
            }
            (Some(old), None) => {
                let mut found = vec![self.gone(pair, *old, required.0)];
                found.extend(self.of_a_map(Extra::Map(*old), pair.new.extra, pair.site));
                found.extend(turned(pair, required, Rust::Major).filter(|_| required.1));
                found
            }
            (None, None) => turned(pair, required, Rust::Major).into_iter().collect(),
        };
        found.iter().map(|delta| delta.below(step.clone())).collect()
    }

    /// What differs between a property and the values of the map that it was, or became, one of.
    fn of_a_map(&mut self, old: Extra, new: Extra, site: Site) -> Vec<Delta> {
        match (old, new) {
            (Extra::Map(old), Extra::Map(new)) => self.compare(old, new, site).to_vec(),
            _ => Vec::new(),
        }
    }

    fn kept(&mut self, pair: &Pair<'_>, (old, new): (Id, Id), required: (bool, bool)) -> Vec<Delta> {
        let (before, after) = (self.arena.shape(old), self.arena.shape(new));
        let forms = (form(&before, required.0, pair.site), form(&after, required.1, pair.site));
        let field = if forms.0 == forms.1 { Rust::None } else { Rust::Major };
        let mut found: Vec<Delta> = self.compare(old, new, pair.site).to_vec();
        for delta in found.iter_mut().filter(|delta| delta.steps.is_empty()) {
            match delta.rule {
                Rule::RequestNullAllowed
                | Rule::RequestNullRefused
                | Rule::ResponseNullAdded
                | Rule::ResponseNullGone => {
                    delta.rust = field;
                }
                Rule::ResponsePropertyDeprecated | Rule::RequestPropertyDeprecated
                    if field == Rust::Major || pair.loses_default =>
                {
                    delta.rust = Rust::Major;
                }
                Rule::ResponsePropertyUndeprecated if field == Rust::Major => delta.rust = field,
                _ => {}
            }
        }
        let field = if pair.loses_default && required.1 { Rust::Major } else { field };
        found.extend(turned(pair, required, field));
        found
    }

    fn come(&self, pair: &Pair<'_>, id: Id, required: bool) -> Delta {
        let rule = match (pair.site, required, pair.old.extra) {
            (Site::Response, _, Extra::Closed) => Rule::ResponsePropertyAddedClosed,
            (Site::Response, true, _) => Rule::ResponsePropertyAddedRequired,
            (Site::Response, false, _) => Rule::ResponsePropertyAddedOptional,
            (_, true, _) => Rule::RequestPropertyAddedRequired,
            (_, false, _) => Rule::RequestPropertyAddedOptional,
        };
        let delta = Delta::new(rule, None, Some(self.told(id)));
        if pair.reshaped || (pair.loses_default && (required || self.arena.shape(id).deprecated)) {
            delta.rust(Rust::Major)
        } else {
            delta
        }
    }

    fn gone(&self, pair: &Pair<'_>, id: Id, required: bool) -> Delta {
        let rule = match (pair.site, required, pair.new.extra) {
            (Site::Response, true, _) => Rule::ResponsePropertyRemovedRequired,
            (Site::Response, false, _) => Rule::ResponsePropertyRemovedOptional,
            (_, _, Extra::Closed) => Rule::RequestPropertyRemovedClosed,
            (_, true, _) => Rule::RequestPropertyRemovedRequired,
            (_, false, _) => Rule::RequestPropertyRemoved,
        };
        Delta::new(rule, Some(self.told(id)), None)
    }

    /// A shape in a few words.
    pub(super) fn told(&self, id: Id) -> String {
        let shape = self.arena.shape(id);
        let mut words = kinds::words(shape.kinds);
        if let Some(items) = shape.items.filter(|_| shape.kinds & !kinds::NULL == kinds::ARRAY) {
            words.push_str(&format!(" of {}", kinds::words(self.arena.shape(items).kinds)));
        }
        let values: Vec<&String> = shape.values.values().flatten().collect();
        if !values.is_empty() && values.len() <= 8 {
            let values: Vec<&str> = values.into_iter().map(String::as_str).collect();
            words.push_str(&format!(": {}", values.join(", ")));
        }
        words
    }

    fn patterns(&mut self, pair: &Pair<'_>, found: &mut Vec<Delta>) {
        let mut patterns: Vec<&String> = pair.old.patterns.keys().chain(pair.new.patterns.keys()).collect();
        patterns.sort();
        patterns.dedup();
        for pattern in patterns {
            let step = Step::Pattern(pattern.clone());
            match (pair.old.patterns.get(pattern), pair.new.patterns.get(pattern)) {
                (Some(old), Some(new)) => found.extend(self.below(*old, *new, pair.site, &step)),
                (old, new) => {
                    let rule = match old {
                        None => pair.site.pick(Rule::RequestKeywordAdded, Rule::ResponseKeywordAdded),
                        Some(_) => pair.site.pick(Rule::RequestKeywordRemoved, Rule::ResponseKeywordRemoved),
                    };
                    let told = |id: Option<&Id>| id.map(|id| format!("{pattern}: {}", self.told(*id)));
                    found.push(Delta::new(rule, told(old), told(new)).below(step));
                }
            }
        }
    }

    fn extra(&mut self, pair: &Pair<'_>, found: &mut Vec<Delta>) {
        let site = pair.site;
        let rule = match (pair.old.extra, pair.new.extra) {
            (Extra::Map(old), Extra::Map(new)) => {
                found.extend(self.below(old, new, site, &Step::Extra));
                return;
            }
            (old, new) if old == new => return,
            (_, Extra::Closed) => site.pick(Rule::RequestObjectClosed, Rule::ResponseObjectClosed),
            (Extra::Closed, _) => site.pick(Rule::RequestObjectOpened, Rule::ResponseObjectOpened),
            (Extra::Open, _) => site.pick(Rule::RequestMapNarrowed, Rule::ResponseMapNarrowed),
            (_, Extra::Open) => site.pick(Rule::RequestMapWidened, Rule::ResponseMapWidened),
        };
        let told = |extra: Extra| {
            Some(match extra {
                Extra::Open => "any further property".to_owned(),
                Extra::Closed => "no further property".to_owned(),
                Extra::Map(id) => format!("further properties: {}", self.told(id)),
            })
        };
        found.push(Delta::new(rule, told(pair.old.extra), told(pair.new.extra)));
    }
}

/// A property that became demanded or optional.
fn turned(pair: &Pair<'_>, required: (bool, bool), rust: Rust) -> Option<Delta> {
    let rule = match required {
        (false, true) => pair.site.pick(Rule::RequestPropertyBecameRequired, Rule::ResponsePropertyBecameRequired),
        (true, false) => pair.site.pick(Rule::RequestPropertyBecameOptional, Rule::ResponsePropertyBecameOptional),
        _ => return None,
    };
    let word = |required: bool| Some(if required { "required" } else { "optional" }.to_owned());
    Some(Delta::new(rule, word(required.0), word(required.1)).rust(rust))
}
