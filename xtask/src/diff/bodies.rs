//! Request bodies and their media types.

use std::collections::BTreeSet;

use super::catalogue::Rule;
use super::comparison::{Comparison, Holder};
use super::delta::Site;
use super::facts::Finding;
use super::media;
use super::model::{Body, Media, Operation};
use super::verdicts::Rust;
use crate::document::walk::Side;

impl Comparison<'_> {
    /// Compares the request bodies of two operations.
    pub(super) fn bodies(&mut self, old: &Operation, new: &Operation) {
        let pair = (old, new);
        match (&old.body, &new.body) {
            (Some(before), Some(after)) => self.body(before, after, pair),
            (Some(before), None) => {
                let finding = Finding::new(Rule::RequestBodyRemoved, Some(list(before)), None);
                self.found.add(finding.of(old, new).own().side(Side::Request).named("body").at(before.pointer.clone()));
            }
            (None, Some(after)) => {
                let rule = if after.required { Rule::RequestBodyAddedRequired } else { Rule::RequestBodyAddedOptional };
                let finding = Finding::new(rule, None, Some(list(after)));
                self.found.add(finding.of(old, new).own().side(Side::Request).named("body").at(after.pointer.clone()));
            }
            (None, None) => {}
        }
    }

    fn body(&mut self, old: &Body, new: &Body, pair: (&Operation, &Operation)) {
        let finding = |rule: Rule, from: Option<String>, to: Option<String>| {
            Finding::new(rule, from, to).of(pair.0, pair.1).own().side(Side::Request).named("body")
        };
        if old.required != new.required {
            let rule = if new.required { Rule::RequestBodyBecameRequired } else { Rule::RequestBodyBecameOptional };
            self.found.add(finding(rule, None, None).at(new.pointer.clone()));
        }
        let chosen = (Media::chosen(&old.content), Media::chosen(&new.content));
        let rust = if chosen.0 == chosen.1 { Rust::None } else { Rust::Major };
        let moved = media::moved(&old.content, &new.content);
        if let Some((from, to)) = moved {
            let finding = finding(Rule::RequestMediaChanged, Some(from.to_owned()), Some(to.to_owned())).rust(rust);
            self.found.add(finding.at(new.pointer.push("content")));
            if let (Some(before), Some(after)) = (old.content.get(from), new.content.get(to))
                && media::are_json(from, to)
            {
                self.media(before, after, to, true, pair);
            }
        }
        let told = |name: &String| moved.is_some_and(|(from, to)| name == from || name == to);
        let names: BTreeSet<&String> = old.content.keys().chain(new.content.keys()).collect();
        for name in names.into_iter().filter(|name| !told(name)) {
            match (old.content.get(name), new.content.get(name)) {
                (Some(before), Some(after)) => {
                    let used = chosen.0 == Some(name) && chosen.1 == Some(name);
                    self.media(before, after, name, used, pair);
                }
                (Some(before), None) => {
                    let finding = finding(Rule::RequestMediaRemoved, Some(name.clone()), None).rust(rust);
                    self.found.add(finding.at(before.pointer.clone()));
                }
                (None, Some(after)) => {
                    let finding = finding(Rule::RequestMediaAdded, None, Some(name.clone())).rust(rust);
                    self.found.add(finding.at(after.pointer.clone()));
                }
                (None, None) => {}
            }
        }
        self.unknown(&old.rest, &new.rest, "body", pair, &new.pointer);
    }

    fn media(&mut self, old: &Media, new: &Media, name: &str, used: bool, pair: (&Operation, &Operation)) {
        let place = if name == "application/json" { "body".to_owned() } else { format!("body ({name})") };
        if old.encoding != new.encoding {
            let finding = Finding::new(Rule::RequestEncodingChanged, old.encoding.clone(), new.encoding.clone());
            let finding = finding.of(pair.0, pair.1).own().side(Side::Request).named(place.clone());
            self.found.add(finding.at(new.pointer.clone()));
        }
        let holder = Holder {
            place: place.clone(),
            everywhere: false,
            parameter: false,
            used,
            site: if pair.1.method == "PATCH" { Site::Patch } else { Site::Body },
            pointers: (&old.pointer, &new.pointer),
        };
        self.schemas(old.schema, new.schema, &holder, pair);
        self.unknown(&old.rest, &new.rest, &place, pair, &new.pointer);
    }
}

fn list(body: &Body) -> String {
    body.content.keys().cloned().collect::<Vec<_>>().join(", ")
}
