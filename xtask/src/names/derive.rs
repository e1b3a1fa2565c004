//! Deriving a name from the places of a type: the shortest that is unique and says something.

use std::collections::{BTreeMap, BTreeSet};

use super::words::Words;
use crate::hoist::{Hoisted, Kind, Step, TypeId, TypePlace, TypeShape};

/// Longer names are cut down before they are used.
const LONGEST: usize = 40;

/// Words that say nothing on their own: they need their owner's name before them.
const WEAK: [&str; 32] = [
    "attribute",
    "attributes",
    "body",
    "config",
    "content",
    "contents",
    "data",
    "detail",
    "details",
    "element",
    "entry",
    "error",
    "event",
    "field",
    "id",
    "info",
    "item",
    "key",
    "kind",
    "list",
    "meta",
    "metadata",
    "name",
    "node",
    "object",
    "options",
    "params",
    "result",
    "state",
    "status",
    "type",
    "value",
];

/// Names for every type that has none yet.
pub(super) fn names(
    hoisted: &Hoisted,
    named: &BTreeMap<TypeId, String>,
    taken: &BTreeSet<String>,
) -> BTreeMap<TypeId, String> {
    let mut found = BTreeMap::new();
    let mut open: BTreeMap<TypeId, Vec<String>> = BTreeMap::new();
    for (id, shape) in hoisted.types.iter().enumerate().filter(|(id, _)| !named.contains_key(id)) {
        match shape.kind {
            Kind::TimeBound => {
                found.insert(id, "TimeBound".to_owned());
            }
            _ => {
                open.insert(id, candidates(shape));
            }
        }
    }
    settle(open, taken, &mut found);
    found
}

/// Gives each type the first of its candidates that no other wants; the losers go on to their next.
fn settle(mut open: BTreeMap<TypeId, Vec<String>>, taken: &BTreeSet<String>, found: &mut BTreeMap<TypeId, String>) {
    let mut taken = taken.clone();
    while !open.is_empty() {
        let mut wanted: BTreeMap<String, Vec<TypeId>> = BTreeMap::new();
        for (id, candidates) in &open {
            wanted.entry(candidates.first().cloned().unwrap_or_else(|| "Shape".to_owned())).or_default().push(*id);
        }
        let mut moved = Vec::new();
        for (name, ids) in wanted {
            if let ([id], false) = (ids.as_slice(), taken.contains(&name)) {
                open.remove(id);
                taken.insert(name.clone());
                found.insert(*id, name);
            } else {
                // Nobody gets a name that several wanted: it would go to another one day.
                taken.insert(name);
                moved.extend(ids);
            }
        }
        for id in moved {
            let Some(candidates) = open.get_mut(&id) else { continue };
            let last = if candidates.is_empty() { "Shape".to_owned() } else { candidates.remove(0) };
            if candidates.is_empty() {
                // Nothing tells them apart any more: in the document's order.
                let name = numbered(&last, &taken);
                open.remove(&id);
                taken.insert(name.clone());
                found.insert(id, name);
            }
        }
    }
}

/// The last resort: letters, since a trailing number reads like a mistake.
fn numbered(name: &str, taken: &BTreeSet<String>) -> String {
    let stem: String = name.chars().take(LONGEST - 4).collect();
    ('B'..='Z')
        .map(|letter| format!("{stem}{letter}"))
        .chain((2_u32..).map(|number| format!("{stem}N{number}Value")))
        .find(|candidate| !taken.contains(candidate))
        .unwrap_or(stem)
}

/// Every name that the type could have, the best first.
fn candidates(shape: &TypeShape) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    if let Some(component) = &shape.component {
        names.push(Words::of(component).type_name());
        // For a component that is called like something of the crate's own.
        names.push(format!("{}Type", Words::of(component).type_name()));
    }
    for place in &shape.places {
        names.extend(from_place(place, shape.kind));
    }
    let mut seen = BTreeSet::new();
    names.retain(|name| name.len() <= LONGEST && seen.insert(name.clone()));
    if names.is_empty()
        && let Some(place) = shape.places.first()
    {
        names.push(cut(place, shape.kind));
    }
    names
}

/// The parts of a place that can be in a name, from the operation down to the type itself.
fn chain(place: &TypePlace, kind: Kind) -> Vec<Words> {
    let holder = place.holder.first().map(String::as_str).unwrap_or_default();
    let mut parts = vec![Words::of(&place.operation)];
    match (holder, place.holder.get(1)) {
        ("schemas" | "query" | "path" | "header" | "cookie" | "answer", Some(name)) => parts.push(Words::of(name)),
        ("body", _) if place.steps.is_empty() => parts.push(Words::of("request")),
        ("response", _) if place.steps.is_empty() => parts.push(Words::of("response")),
        ("error", _) if place.steps.is_empty() => parts.push(Words::of("error_body")),
        ("error", _) => parts.push(Words::of("error")),
        _ => {}
    }
    for step in &place.steps {
        match step {
            Step::Property(name) => parts.push(Words::of(name)),
            Step::Items | Step::Values => {
                if let Some(last) = parts.last_mut() {
                    *last = last.clone().singular();
                }
            }
            Step::Arm(name) => parts.push(Words::of(name)),
        }
    }
    if kind == Kind::Enum {
        // A set of values is named after one of them: `expand[]` holds `Expand`.
        if let Some(last) = parts.last_mut() {
            *last = last.clone().singular();
        }
    }
    parts.retain(|words| !words.0.is_empty());
    parts
}

fn from_place(place: &TypePlace, kind: Kind) -> Vec<String> {
    let parts = chain(place, kind);
    let whole = place.steps.is_empty()
        && ["body", "response"].contains(&place.holder.first().map(String::as_str).unwrap_or_default());
    let name = |parts: &[Words]| Words(parts.iter().flat_map(|words| words.0.clone()).collect()).type_name();
    let mut names = Vec::new();
    let shortest = if whole { 2 } else { 1 };
    for length in shortest..=parts.len() {
        let tail = &parts[parts.len() - length..];
        let weak = length == 1 && tail.iter().all(|words| words.0.len() == 1 && WEAK.contains(&words.0[0].as_str()));
        if !weak {
            names.push(name(tail));
        }
        // Skipping the middle is often the better name: owner and thing.
        if length > 2 && parts.len() > 2 {
            names.push(name(&[tail[0].clone(), tail[length - 1].clone()]));
        }
    }
    if names.is_empty() {
        names.push(name(&parts));
    }
    names
}

/// A name from the operation and the thing, cut to the longest that is allowed.
fn cut(place: &TypePlace, kind: Kind) -> String {
    let words: Vec<String> = chain(place, kind).into_iter().flat_map(|words| words.0).collect();
    let mut from = 0;
    while from + 1 < words.len() && Words(words[from..].to_vec()).type_name().len() > LONGEST {
        from += 1;
    }
    let name = Words(words[from..].to_vec()).type_name();
    let name: String = name.chars().take(LONGEST).collect();
    if name.ends_with(|last: char| last.is_ascii_digit()) { format!("{}X", &name[..name.len() - 1]) } else { name }
}
