//! The comparison of two documents: what its families of rules share.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::catalogue::Rule;
use super::delta::{Delta, Site};
use super::facts::{Finding, Findings};
use super::locate::locate;
use super::model::{Api, Operation, Said};
use super::normal::Normal;
use super::parameters::unseen;
use super::prose::Sayings;
use super::schemas::Schemas;
use super::security::Known;
use super::shape::Arena;
use super::step::{Step, path};
use crate::document::Pointer;
use crate::document::walk::Side;

/// Two documents and what was found so far.
pub(super) struct Comparison<'a> {
    /// The documents as they are written.
    pub documents: (&'a Value, &'a Value),
    /// The documents as they are compared.
    pub apis: (&'a Api, &'a Api),
    /// What is known of the security schemes.
    pub known: Known<'a>,
    /// The shapes.
    pub shapes: Schemas<'a>,
    /// The prose.
    pub sayings: &'a Sayings,
    /// What was found.
    pub found: Findings,
    /// Pairs of texts that differ, with the steps at which they do.
    pub said: BTreeMap<(u32, u32), Vec<Vec<Step>>>,
}

/// What holds two schemas.
pub(super) struct Holder<'a> {
    /// Where, in words that stay the same when other things move.
    pub place: String,
    /// Whether it is one place in every operation: the body of errors.
    pub everywhere: bool,
    /// Whether it is a parameter, known by its name in every operation.
    pub parameter: bool,
    /// Whether the generator looks at it.
    pub used: bool,
    /// What its changes mean.
    pub site: Site,
    /// Where the schemas stand.
    pub pointers: (&'a Pointer, &'a Pointer),
}

impl Comparison<'_> {
    pub(super) fn arena(&self) -> &Arena {
        self.shapes.arena
    }

    /// Compares two schemas and what they say.
    pub(super) fn schemas(&mut self, old: Normal, new: Normal, holder: &Holder<'_>, pair: (&Operation, &Operation)) {
        let deltas = self.shapes.compare(old.id, new.id, holder.site);
        let side = if holder.site == Site::Response { Side::Response } else { Side::Request };
        for delta in deltas.iter() {
            let place = joined(&holder.place, &delta.steps);
            let finding = Finding::of_delta(delta).of(pair.0, pair.1).side(side).named(place.clone());
            let others = delta.others.iter().map(|steps| self.place(holder, steps)).collect();
            let finding =
                finding.rust(unseen(holder.used, delta.rust)).at(self.place(holder, &delta.steps)).and_at(others);
            self.found.add(match delta.anchor {
                _ if holder.everywhere => finding,
                Some(anchor) => finding.keyed(anchor),
                None if holder.parameter => finding.keyed((&place, old.id, new.id)),
                None => finding.own(),
            });
        }
        if old.said != new.said {
            self.words(old, new, &deltas, holder, pair);
        }
    }

    /// The place of a change: in the new document, or in the old one where it is gone.
    fn place(&self, holder: &Holder<'_>, steps: &[Step]) -> Pointer {
        let (old, new) = (self.documents.0, self.documents.1);
        let there = || locate(new, holder.pointers.1, steps);
        let here = || locate(old, holder.pointers.0, steps);
        there().or_else(here).unwrap_or_else(|| holder.pointers.1.clone())
    }

    /// Prose in schemas, wherever nothing else changed at its place.
    fn words(
        &mut self,
        old: Normal,
        new: Normal,
        deltas: &[Delta],
        holder: &Holder<'_>,
        pair: (&Operation, &Operation),
    ) {
        let key = (old.said, new.said);
        if !self.said.contains_key(&key) {
            self.said.insert(key, self.sayings.differences(old.said, new.said));
        }
        for steps in self.said.get(&key).cloned().unwrap_or_default() {
            // What came or went took its prose along; elsewhere prose is a change of its own.
            let covers = |delta: &Delta, way: &[Step]| steps == way || (delta.is_whole() && steps.starts_with(way));
            let covered = |delta: &Delta| {
                let mut ways = std::iter::once(&delta.steps).chain(&delta.others);
                ways.any(|way| covers(delta, way))
            };
            if deltas.iter().any(covered) {
                continue;
            }
            let pointer = locate(self.documents.1, holder.pointers.1, &steps)
                .or_else(|| locate(self.documents.0, holder.pointers.0, &steps))
                .unwrap_or_else(|| holder.pointers.1.clone());
            let texts = (self.said_at(old.said, &steps), self.said_at(new.said, &steps));
            self.say(texts, joined(&holder.place, &steps), pointer, Some(pair));
        }
    }

    fn said_at(&self, said: u32, steps: &[Step]) -> BTreeMap<String, String> {
        let below = |id: u32, step: &Step| self.sayings.get(id).below.get(step).copied().unwrap_or_default();
        self.sayings.get(steps.iter().fold(said, below)).own.clone()
    }

    fn say(
        &mut self,
        (old, new): (BTreeMap<String, String>, BTreeMap<String, String>),
        place: String,
        pointer: Pointer,
        pair: Option<(&Operation, &Operation)>,
    ) {
        let keywords: BTreeSet<&String> =
            old.keys().chain(new.keys()).filter(|keyword| old.get(*keyword) != new.get(*keyword)).collect();
        let last = place.rsplit(['.', ' ']).next().unwrap_or_default().to_owned();
        let told = |said: &BTreeMap<String, String>| {
            let texts: Vec<String> = keywords
                .iter()
                .filter_map(|keyword| Some(format!("{keyword}: {}", short(said.get(*keyword)?))))
                .collect();
            (!texts.is_empty()).then(|| texts.join("; "))
        };
        let key = (last, old.clone(), new.clone());
        let mut finding = Finding::new(Rule::ProseChanged, told(&old), told(&new)).named(place).at(pointer).keyed(key);
        if let Some((before, after)) = pair {
            finding = finding.of(before, after);
        }
        self.found.add(finding);
    }

    /// Prose outside of schemas.
    pub(super) fn prose(&mut self, old: &Operation, new: &Operation) {
        let renamed: BTreeMap<String, String> = super::templates::names(&old.path)
            .into_iter()
            .zip(super::templates::names(&new.path))
            .map(|(before, after)| (format!("path.{before}"), format!("path.{after}")))
            .collect();
        for (place, said) in &old.said {
            if let Some(other) = new.said.get(renamed.get(place).unwrap_or(place)) {
                self.own_prose(place, said, other, Some((old, new)));
            }
        }
    }

    /// Prose outside of operations.
    pub(super) fn document_prose(&mut self) {
        let (old, new) = self.apis;
        for place in old.said.keys().chain(new.said.keys().filter(|place| !old.said.contains_key(*place))) {
            // A path, a server or a scheme that came or went took its prose along.
            let both = old.said.contains_key(place) && new.said.contains_key(place);
            if both || ["info", "tags"].contains(&place.as_str()) {
                let silent: Said = (Pointer::root().push(place), BTreeMap::new());
                let (before, after) = (old.said.get(place).unwrap_or(&silent), new.said.get(place).unwrap_or(&silent));
                self.own_prose(place, before, after, None);
            }
        }
    }

    fn own_prose(&mut self, place: &str, old: &Said, new: &Said, pair: Option<(&Operation, &Operation)>) {
        if old.1 != new.1 {
            self.say((old.1.clone(), new.1.clone()), place.to_owned(), new.0.clone(), pair);
        }
    }

    /// Keywords that no rule knows.
    pub(super) fn unknown(
        &mut self,
        old: &BTreeMap<String, String>,
        new: &BTreeMap<String, String>,
        place: &str,
        pair: (&Operation, &Operation),
        pointer: &Pointer,
    ) {
        for finding in unknown(old, new) {
            let pointer = pointer.push(finding.0);
            self.found.add(finding.1.of(pair.0, pair.1).own().named(place).at(pointer));
        }
    }
}

/// The differences of keywords that no rule knows.
pub(super) fn unknown(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> Vec<(String, Finding)> {
    let keywords: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let differing = keywords.into_iter().filter(|keyword| old.get(*keyword) != new.get(*keyword));
    let told =
        |said: &BTreeMap<String, String>, keyword: &String| said.get(keyword).map(|text| format!("{keyword} {text}"));
    differing
        .map(|keyword| (keyword.clone(), Finding::new(Rule::Unclassified, told(old, keyword), told(new, keyword))))
        .collect()
}

fn joined(place: &str, steps: &[Step]) -> String {
    let path = path(steps);
    match path.is_empty() {
        true => place.to_owned(),
        false => format!("{place} {path}"),
    }
}

/// The beginning of a text.
fn short(text: &str) -> String {
    const LONGEST: usize = 100;
    let text = text.trim_matches('"');
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}
