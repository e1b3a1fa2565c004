//! Security: which keys reach an operation, and how they are sent.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::catalogue::Rule;
use super::facts::{Finding, Findings};
use super::model::{Api, Operation, Said};
use super::prose;
use super::verdicts::Rust;
use crate::document::{Pointer, reference};
use crate::operations::{Scope, Scopes};

/// How a key is sent, as JSON without prose.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Scheme {
    definition: String,
}

/// The schemes that one alternative asks for, each with its OAuth scopes.
type Way = BTreeMap<String, BTreeSet<String>>;

/// The alternatives of an operation; one of them is enough.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Ways {
    pointer: Pointer,
    inherited: bool,
    ways: Vec<Way>,
}

impl Ways {
    /// Those of an operation, or of the document where the operation says nothing.
    pub(super) fn read(operation: &Map<String, Value>, root: &Map<String, Value>, at: &Pointer) -> Self {
        let (found, inherited, holder) = match operation.get("security") {
            Some(found) => (Some(found), false, at.clone()),
            None => (root.get("security"), true, Pointer::root()),
        };
        let way = |value: &Value| -> Way {
            let schemes = value.as_object().into_iter().flatten();
            let scopes = |value: &Value| {
                value.as_array().into_iter().flatten().filter_map(|scope| scope.as_str().map(str::to_owned)).collect()
            };
            schemes.map(|(name, value)| (name.clone(), scopes(value))).collect()
        };
        let mut ways: Vec<Way> = found.and_then(Value::as_array).into_iter().flatten().map(way).collect();
        if ways.is_empty() {
            ways.push(Way::new());
        }
        ways.sort();
        ways.dedup();
        Self { pointer: holder.push("security"), inherited, ways }
    }

    /// As a person would say it.
    fn told(&self, known: &Known<'_>) -> String {
        let way = |way: &Way| {
            let schemes = way.iter().map(|(name, scopes)| match scopes.is_empty() {
                true => name.clone(),
                false => format!("{name} ({})", scopes.iter().cloned().collect::<Vec<_>>().join(", ")),
            });
            let schemes: Vec<String> = schemes.collect();
            if schemes.is_empty() { "no key".to_owned() } else { schemes.join(" and ") }
        };
        let ways: Vec<String> = self.ways.iter().map(way).collect();
        format!("{}: {}", known.scope(&self.ways), ways.join(" or "))
    }
}

/// What is known of the schemes of both documents.
pub(super) struct Known<'a> {
    scopes: &'a Scopes,
    old: &'a BTreeMap<String, Scheme>,
    new: &'a BTreeMap<String, Scheme>,
    /// From a name in the old document to the one in the new document.
    renamed: BTreeMap<String, String>,
}

impl<'a> Known<'a> {
    /// Pairs the schemes of two documents.
    pub(super) fn new(old: &'a Api, new: &'a Api, scopes: &'a Scopes) -> Self {
        let mut known = Self { scopes, old: &old.schemes, new: &new.schemes, renamed: BTreeMap::new() };
        let mut come: BTreeSet<&String> = known.new.keys().filter(|name| !known.old.contains_key(*name)).collect();
        for (name, scheme) in known.old.iter().filter(|(name, _)| !known.new.contains_key(*name)) {
            let same =
                |other: &&&String| known.new.get(**other) == Some(scheme) && known.level(name) == known.level(other);
            if let Some(other) = come.iter().find(same).copied() {
                come.remove(other);
                known.renamed.insert(name.clone(), other.clone());
            }
        }
        known
    }

    /// What a scheme stands for: the overlay says it. Of other documents the name is all there is.
    fn level(&self, scheme: &str) -> Scope {
        let by_name = || if scheme.to_ascii_lowercase().contains("admin") { Scope::Admin } else { Scope::Api };
        self.scopes.0.get(scheme).copied().unwrap_or_else(by_name)
    }

    /// The scope of the cheapest way.
    fn scope(&self, ways: &[Way]) -> Scope {
        let way = |way: &Way| way.keys().map(|scheme| self.level(scheme)).max().unwrap_or_default();
        ways.iter().map(way).min().unwrap_or_default()
    }

    fn definition(&self, scheme: &str) -> Option<&Scheme> {
        self.new.get(scheme).or_else(|| self.old.get(scheme))
    }

    /// Whether who can go one way can go another one, too. Names are those of the new document.
    fn covers(&self, held: &Way, asked: &Way) -> bool {
        asked.iter().all(|(scheme, scopes)| {
            held.iter().any(|(own, granted)| {
                let alike = self.definition(own) == self.definition(scheme) && self.level(own) >= self.level(scheme);
                (own == scheme || alike) && scopes.is_subset(granted)
            })
        })
    }

    fn named_anew(&self, ways: &[Way]) -> Vec<Way> {
        let rename = |way: &Way| {
            way.iter()
                .map(|(name, scopes)| (self.renamed.get(name).unwrap_or(name).clone(), scopes.clone()))
                .collect::<Way>()
        };
        let mut ways: Vec<Way> = ways.iter().map(rename).collect();
        ways.sort();
        ways
    }
}

/// The security schemes of a document.
pub(super) fn schemes(document: &Value) -> BTreeMap<String, Scheme> {
    let mut found = BTreeMap::new();
    let at = Pointer::root().push("components").push("securitySchemes");
    let named = at.resolve(document).and_then(Value::as_object);
    for (name, _) in named.into_iter().flatten() {
        let Ok((_, Value::Object(map))) = reference::follow(document, &at.push(name)) else { continue };
        let in_header = map.get("in").and_then(Value::as_str) == Some("header");
        let mut facts: BTreeMap<&str, String> = BTreeMap::new();
        for (key, value) in map.iter().filter(|(key, _)| !prose::is_prose(key) && *key != "bearerFormat") {
            let folds = key == "scheme" || (key == "name" && in_header);
            let text = prose::canonical(value);
            facts.insert(key, if folds { text.to_lowercase() } else { text });
        }
        let told: Vec<String> = facts.into_iter().map(|(key, value)| format!("{key} {value}")).collect();
        found.insert(name.clone(), Scheme { definition: told.join(", ") });
    }
    found
}

/// What the schemes say.
pub(super) fn say(document: &Value, said: &mut BTreeMap<String, Said>) {
    let at = Pointer::root().push("components").push("securitySchemes");
    for (name, scheme) in at.resolve(document).and_then(Value::as_object).into_iter().flatten() {
        let Some(map) = scheme.as_object() else { continue };
        let mut own = prose::own(map);
        own.extend(map.get("bearerFormat").map(|format| ("bearerFormat".to_owned(), prose::canonical(format))));
        said.insert(format!("security scheme {name}"), (at.push(name), own));
    }
}

/// The schemes of two documents.
pub(super) fn compare(known: &Known<'_>, found: &mut Findings) {
    let at = Pointer::root().push("components").push("securitySchemes");
    let told = |scheme: &Scheme| Some(scheme.definition.clone());
    let mut add =
        |finding: Finding, name: &str| found.add(finding.at(at.push(name)).named(format!("security scheme {name}")));
    for (name, scheme) in known.old {
        match (known.new.get(name), known.renamed.get(name)) {
            (Some(other), _) if other == scheme => {}
            (Some(other), _) => add(Finding::new(Rule::SecuritySchemeChanged, told(scheme), told(other)), name),
            (None, Some(other)) => {
                add(Finding::new(Rule::SecuritySchemeRenamed, Some(name.clone()), Some(other.clone())), other);
            }
            (None, None) => add(Finding::new(Rule::SecuritySchemeRemoved, told(scheme), None), name),
        }
    }
    for (name, scheme) in known.new {
        if !known.old.contains_key(name) && !known.renamed.values().any(|other| other == name) {
            add(Finding::new(Rule::SecuritySchemeAdded, None, told(scheme)), name);
        }
    }
}

/// The ways of two operations.
pub(super) fn of_operations(old: &Operation, new: &Operation, known: &Known<'_>, found: &mut Findings) {
    let (before, after) = (known.named_anew(&old.security.ways), new.security.ways.clone());
    if before == after {
        return;
    }
    let refused =
        |held: &[Way], asked: &[Way]| held.iter().any(|held| !asked.iter().any(|asked| known.covers(held, asked)));
    let (had, has) = (known.scope(&before), known.scope(&after));
    let rule = if has > had {
        Rule::ScopeRaised
    } else if refused(&before, &after) {
        Rule::SecurityWayRemoved
    } else if has < had {
        Rule::ScopeLowered
    } else if refused(&after, &before) {
        Rule::SecurityWayAdded
    } else {
        Rule::SecurityWayIdle
    };
    // `Admin` offers what `Client` does, and not the other way round.
    let rust = match (had == Scope::Admin, has == Scope::Admin) {
        (false, true) => Rust::Major,
        (true, false) => Rust::Minor,
        _ => Rust::Patch,
    };
    let finding = Finding::new(rule, Some(old.security.told(known)), Some(new.security.told(known)));
    let finding = finding.rust(rust).of(old, new).named("security").at(new.security.pointer.clone());
    let inherited = old.security.inherited && new.security.inherited;
    // The document's own security is one fact, however many operations go by it.
    found.add(if inherited { finding } else { finding.own() });
}
