//! Schemas that are defined by nothing but each other.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::Pointer;
use crate::trouble::{Result, Trouble};

/// Keywords under which a schema is still the same value, not a part of it.
const SAME_VALUE: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// Refuses a circle of references that passes no property, item or other part of a value: no value
/// could ever be told from it. Recursion through a property is fine.
pub(super) fn check(document: &Value, targets: &BTreeSet<Pointer>) -> Result<()> {
    let mut leads: BTreeMap<&Pointer, BTreeSet<Pointer>> = BTreeMap::new();
    for target in targets {
        let mut found = BTreeSet::new();
        if let Some(schema) = target.resolve(document) {
            collect(schema, &mut found);
        }
        found.retain(|next| targets.contains(next));
        leads.insert(target, found);
    }
    // Take away what leads nowhere any more, until nothing does: what remains leads in circles.
    let mut came_from: BTreeMap<&Pointer, Vec<&Pointer>> = BTreeMap::new();
    for (from, found) in &leads {
        for to in found {
            came_from.entry(to).or_default().push(from);
        }
    }
    let mut open: BTreeMap<&Pointer, usize> = leads.iter().map(|(at, found)| (*at, found.len())).collect();
    let mut ends: Vec<&Pointer> = open.iter().filter(|(_, count)| **count == 0).map(|(at, _)| *at).collect();
    while let Some(end) = ends.pop() {
        open.remove(end);
        for from in came_from.get(end).into_iter().flatten() {
            if let Some(count) = open.get_mut(from) {
                *count -= 1;
                if *count == 0 {
                    ends.push(from);
                }
            }
        }
    }
    match open.first_key_value() {
        None => Ok(()),
        Some((first, _)) => Err(circle(first, &leads, &open)),
    }
}

/// Every reference that is the schema itself.
fn collect(schema: &Value, found: &mut BTreeSet<Pointer>) {
    let reference = schema.get("$ref").and_then(Value::as_str);
    found.extend(reference.and_then(Pointer::parse));
    for keyword in SAME_VALUE {
        let parts = schema.get(keyword).and_then(Value::as_array);
        parts.into_iter().flatten().for_each(|part| collect(part, found));
    }
}

/// Walks on from a place that leads into a circle until it has been seen whole.
fn circle(first: &Pointer, leads: &BTreeMap<&Pointer, BTreeSet<Pointer>>, open: &BTreeMap<&Pointer, usize>) -> Trouble {
    let mut way: Vec<&Pointer> = Vec::new();
    let mut at = first;
    while !way.contains(&at) {
        way.push(at);
        let next = leads.get(at).into_iter().flatten().find(|next| open.contains_key(next));
        at = next.unwrap_or(at);
    }
    let members = way.iter().skip_while(|member| **member != at).map(|member| member.to_string());
    let members: Vec<String> = members.take(5).collect();
    Trouble::new(format!("a circle of `$ref`s that only lead to each other: {}", members.join(", ")))
        .at(at)
        .help("one of them has to lead through a property, an item, or something that is written out")
}
