//! Answers: statuses, media types, headers, bodies.

use std::collections::BTreeSet;

use super::catalogue::Rule;
use super::comparison::{Comparison, Holder};
use super::delta::Site;
use super::facts::Finding;
use super::media;
use super::model::{Answer, Header, Media, Operation};
use super::verdicts::Rust;
use crate::document::Pointer;
use crate::document::walk::Side;

/// An answer of both documents.
struct Pair<'a> {
    status: &'a str,
    old: &'a Answer,
    new: &'a Answer,
    operations: (&'a Operation, &'a Operation),
}

impl Comparison<'_> {
    /// Compares the answers of two operations.
    pub(super) fn answers(&mut self, old: &Operation, new: &Operation) {
        let operations = (old, new);
        let mut gone: Vec<&String> = old.answers.keys().filter(|status| !new.answers.contains_key(*status)).collect();
        let mut come: Vec<&String> = new.answers.keys().filter(|status| !old.answers.contains_key(*status)).collect();
        let success = |status: &&&String| Answer::is_success(status);
        // A success that moved is one change: the answer is still the same answer.
        while let (Some(from), Some(to)) = (gone.iter().find(success).copied(), come.iter().find(success).copied()) {
            gone.retain(|status| *status != from);
            come.retain(|status| *status != to);
            let (Some(before), Some(after)) = (old.answers.get(from), new.answers.get(to)) else { break };
            let finding = Finding::new(Rule::ResponseSuccessMoved, Some(from.clone()), Some(to.clone()));
            self.status(finding, to, &after.pointer, operations);
            self.answer(&Pair { status: to, old: before, new: after, operations });
        }
        for (list, answers, comes) in [(gone, &old.answers, false), (come, &new.answers, true)] {
            for status in list {
                let rule = match (Answer::is_success(status), comes) {
                    (true, true) => Rule::ResponseSuccessAdded,
                    (true, false) => Rule::ResponseSuccessRemoved,
                    (false, true) => Rule::ResponseStatusAdded,
                    (false, false) => Rule::ResponseStatusRemoved,
                };
                let told = Some(status.clone());
                let finding = if comes { Finding::new(rule, None, told) } else { Finding::new(rule, told, None) };
                let pointer = answers.get(status).map(|answer| answer.pointer.clone()).unwrap_or_default();
                self.status(finding, status, &pointer, operations);
            }
        }
        for (status, before) in &old.answers {
            if let Some(after) = new.answers.get(status) {
                self.answer(&Pair { status, old: before, new: after, operations });
            }
        }
    }

    /// A status of an error is one fact however many operations have it; one of a success is a fact of
    /// its operation.
    fn status(&mut self, finding: Finding, status: &str, pointer: &Pointer, pair: (&Operation, &Operation)) {
        let finding =
            finding.of(pair.0, pair.1).side(Side::Response).at(pointer.clone()).named(format!("response {status}"));
        self.found.add(if Answer::is_success(status) { finding.own() } else { finding });
    }

    fn answer(&mut self, pair: &Pair<'_>) {
        let (old, new) = (pair.old, pair.new);
        let finding = |rule: Rule, from: Option<String>, to: Option<String>| {
            let finding = Finding::new(rule, from, to).of(pair.operations.0, pair.operations.1).side(Side::Response);
            let finding = finding.named(format!("response {}", pair.status));
            if Answer::is_success(pair.status) { finding.own() } else { finding }
        };
        let list = |answer: &Answer| Some(answer.content.keys().cloned().collect::<Vec<_>>().join(", "));
        let success = Answer::is_success(pair.status);
        match (old.content.is_empty(), new.content.is_empty()) {
            (true, false) => {
                let rust = if success { Rust::Major } else { Rust::Patch };
                self.found.add(finding(Rule::ResponseBodyAdded, None, list(new)).rust(rust).at(new.pointer.clone()));
            }
            (false, true) => {
                let rust = if success { Rust::Major } else { Rust::Patch };
                self.found.add(finding(Rule::ResponseBodyRemoved, list(old), None).rust(rust).at(old.pointer.clone()));
            }
            _ => self.contents(pair, &finding),
        }
        self.headers(pair);
        if old.links != new.links {
            let finding = finding(Rule::LinkChanged, old.links.clone(), new.links.clone());
            self.found.add(finding.at(new.pointer.push("links")));
        }
        self.unknown(&old.rest, &new.rest, &format!("response {}", pair.status), pair.operations, &new.pointer);
    }

    fn contents(&mut self, pair: &Pair<'_>, finding: &dyn Fn(Rule, Option<String>, Option<String>) -> Finding) {
        let (old, new) = (&pair.old.content, &pair.new.content);
        let chosen = (Media::chosen(old), Media::chosen(new));
        let rust = if chosen.0 == chosen.1 { Rust::None } else { Rust::Major };
        let moved = media::moved(old, new);
        if let Some((from, to)) = moved {
            let finding = finding(Rule::ResponseMediaChanged, Some(from.to_owned()), Some(to.to_owned())).rust(rust);
            self.found.add(finding.at(pair.new.pointer.push("content")));
            if let (Some(before), Some(after)) = (old.get(from), new.get(to))
                && media::are_json(from, to)
            {
                self.answered(before, after, to, true, pair);
            }
        }
        let told = |name: &String| moved.is_some_and(|(from, to)| name == from || name == to);
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for name in names.into_iter().filter(|name| !told(name)) {
            match (old.get(name), new.get(name)) {
                (Some(before), Some(after)) => {
                    let used = chosen.0 == Some(name) && chosen.1 == Some(name);
                    self.answered(before, after, name, used, pair);
                }
                (Some(before), None) => {
                    let finding = finding(Rule::ResponseMediaRemoved, Some(name.clone()), None).rust(rust);
                    self.found.add(finding.at(before.pointer.clone()));
                }
                (None, Some(after)) => {
                    let finding = finding(Rule::ResponseMediaAdded, None, Some(name.clone())).rust(rust);
                    self.found.add(finding.at(after.pointer.clone()));
                }
                (None, None) => {}
            }
        }
    }

    fn answered(&mut self, old: &Media, new: &Media, name: &str, used: bool, pair: &Pair<'_>) {
        let media = if name == "application/json" { String::new() } else { format!(" ({name})") };
        let error = !Answer::is_success(pair.status);
        // The errors of all operations and statuses are one type of the crate.
        let place = if error { format!("error{media}") } else { format!("response {}{media}", pair.status) };
        let holder = Holder {
            place: place.clone(),
            everywhere: error,
            parameter: false,
            used,
            site: Site::Response,
            pointers: (&old.pointer, &new.pointer),
        };
        self.schemas(old.schema, new.schema, &holder, pair.operations);
        self.unknown(&old.rest, &new.rest, &place, pair.operations, &new.pointer);
    }

    fn headers(&mut self, pair: &Pair<'_>) {
        let names: BTreeSet<&String> = pair.old.headers.keys().chain(pair.new.headers.keys()).collect();
        for name in names {
            let place = format!("response {} header {name}", pair.status);
            let (old, new) = (pair.old.headers.get(name), pair.new.headers.get(name));
            let add = |comparison: &mut Self, rule: Rule, at: &Header| {
                let told = Some(name.clone());
                let comes = matches!(rule, Rule::ResponseHeaderAdded | Rule::ResponseHeaderAddedRequired);
                let finding = if comes { Finding::new(rule, None, told) } else { Finding::new(rule, told, None) };
                let finding =
                    finding.of(pair.operations.0, pair.operations.1).side(Side::Response).named(place.clone());
                let finding = if Answer::is_success(pair.status) { finding.own() } else { finding };
                comparison.found.add(finding.at(at.pointer.clone()));
            };
            match (old, new) {
                (Some(before), Some(after)) => {
                    match (before.required, after.required) {
                        (true, false) => add(self, Rule::ResponseHeaderBecameOptional, after),
                        (false, true) => add(self, Rule::ResponseHeaderBecameRequired, after),
                        _ => {}
                    }
                    let holder = Holder {
                        place: place.clone(),
                        everywhere: !Answer::is_success(pair.status),
                        parameter: false,
                        used: false,
                        site: Site::Response,
                        pointers: (&before.pointer, &after.pointer),
                    };
                    self.schemas(before.schema, after.schema, &holder, pair.operations);
                }
                (Some(before), None) if before.required => add(self, Rule::ResponseHeaderRemovedRequired, before),
                (Some(before), None) => add(self, Rule::ResponseHeaderRemovedOptional, before),
                (None, Some(after)) if after.required => add(self, Rule::ResponseHeaderAddedRequired, after),
                (None, Some(after)) => add(self, Rule::ResponseHeaderAdded, after),
                (None, None) => {}
            }
        }
    }
}
