//! Recursion that was written out and cut at some depth becomes one component that refers to itself.
//!
//! Documents without references show a tree as an object in an object, a few levels deep, and then
//! anything. Each level would be a type of its own. Three equal levels are taken for a tree; fewer
//! may be an accident.

use serde_json::{Map, Value};

use super::FADING;
use super::schema::{Components, Schema, is, note, reference, same_shape, take_uses, with_uses};
use crate::document::walk::{self, Holder, Order, Place, Side};
use crate::note::{Fate, Notes};
use crate::trouble::Result;

/// How many equal levels are no accident.
const LEVELS: usize = 3;

pub(super) fn apply(document: &mut Value, notes: &mut Notes) -> Result<()> {
    let mut components = Components::take(document);
    walk::every_schema_mut(document, Order::Outside, &mut |schema, place| {
        let Some(found) = tree(schema) else {
            return Ok(());
        };
        note(notes, Fate::Became, "a tree written out to some depth: a type that contains itself", place);
        let uses = match schema {
            Value::Object(map) => take_uses(map),
            _ => Schema::new(),
        };
        let key = components.add(&name(place, &found.branch), place.side, |key| node(schema, &found, key));
        *schema = with_uses(reference(&key), uses);
        Ok(())
    })?;
    components.put_back(document);
    Ok(())
}

/// How a tree's node holds the nodes below it.
struct Tree {
    branch: String,
    kind: Kind,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Kind {
    One,
    List,
    Map,
}

/// The tree that starts at an object, if one does.
fn tree(schema: &Value) -> Option<Tree> {
    let properties = schema.get("properties")?.as_object()?;
    properties.iter().find_map(|(branch, part)| {
        let (kind, below) = held(part)?;
        // Cheap to see: most objects do not have a property of their own name one level down.
        below.get("properties")?.get(branch)?;
        is_tree(schema, branch, kind).then(|| Tree { branch: branch.clone(), kind })
    })
}

fn is_tree(root: &Value, branch: &str, kind: Kind) -> bool {
    let model = without(root, branch, false);
    let mut levels = 1;
    let mut level = root;
    loop {
        let Some((found, below)) = level.get("properties").and_then(|properties| held(properties.get(branch)?)) else {
            return false;
        };
        let cut = is_cut(below);
        // A map of anything is an object of which nothing is told by now.
        if found != kind && !(cut && kind == Kind::Map && found == Kind::One) {
            return false;
        }
        if cut {
            return levels >= LEVELS;
        }
        let ends = below.get("properties").is_none_or(|properties| properties.get(branch).is_none());
        let same = match ends {
            // The last level may say nothing of the branch at all.
            true => same_shape(&without(root, branch, true), &without(below, branch, true)),
            false => same_shape(&model, &without(below, branch, false)),
        };
        if !same {
            return false;
        }
        levels += 1;
        if ends {
            return levels >= LEVELS;
        }
        level = below;
    }
}

/// What a property holds nodes in, and the node.
fn held(part: &Value) -> Option<(Kind, &Value)> {
    let map = part.as_object()?;
    for (keyword, value) in map {
        match keyword.as_str() {
            "items" => return Some((Kind::List, value)),
            "properties" => return Some((Kind::One, part)),
            "additionalProperties" if !map.contains_key("properties") => {
                return Some((Kind::Map, value));
            }
            _ => {}
        }
    }
    is_cut(part).then_some((Kind::One, part))
}

/// Where a tree was cut: anything, or an object of which nothing is told.
fn is_cut(schema: &Value) -> bool {
    schema.as_object().is_some_and(|map| {
        let says = |keyword: &String| !matches!(keyword.as_str(), "description" | "nullable" | "type" | "deprecated");
        !map.keys().any(says) && (!map.contains_key("type") || is(map, "type", "object"))
    })
}

/// A node without its branch, and without the demand for it where `entirely`.
fn without(node: &Value, branch: &str, entirely: bool) -> Value {
    let mut bare = Map::new();
    for (keyword, value) in node.as_object().into_iter().flatten() {
        if matches!(keyword.as_str(), "description" | "nullable" | "deprecated" | FADING) {
            continue;
        }
        let mut value = value.clone();
        match (keyword.as_str(), &mut value) {
            ("properties", Value::Object(properties)) => {
                properties.shift_remove(branch);
            }
            ("required", Value::Array(required)) if entirely => {
                required.retain(|name| name != branch);
                if required.is_empty() {
                    continue;
                }
            }
            _ => {}
        }
        bare.insert(keyword.clone(), value);
    }
    Value::Object(bare)
}

/// The node, its branch leading back to the component `key`.
fn node(root: &Value, tree: &Tree, key: &str) -> Value {
    let mut node = root.clone();
    let part = node.get_mut("properties").and_then(|properties| properties.get_mut(&tree.branch));
    if let Some(part) = part {
        let slot = match tree.kind {
            Kind::List => part.get_mut("items"),
            Kind::Map => part.get_mut("additionalProperties"),
            Kind::One => Some(part),
        };
        if let Some(slot) = slot {
            let uses = slot.as_object_mut().map(take_uses).unwrap_or_default();
            *slot = with_uses(reference(key), uses);
        }
    }
    node
}

impl Components {
    /// Adds a component under a name that is free, or finds the equal one that is there.
    fn add(&mut self, name: &str, side: Side, make: impl Fn(&str) -> Value) -> String {
        let side = match side {
            Side::Request => "request",
            Side::Response => "response",
        };
        let mut key = format!("{side}:{name}");
        loop {
            let made = make(&key);
            match self.get(&key) {
                Some(known) if same_shape(known, &made) => return key,
                Some(_) => key.push_str("Node"),
                None => {
                    self.insert(key.clone(), made);
                    return key;
                }
            }
        }
    }
}

/// What a node is called: the thing that the operation is about, and the branch of one.
fn name(place: &Place<'_>, branch: &str) -> String {
    let id = match (&place.operation, &place.holder) {
        (Some(operation), _) => operation.id.to_owned(),
        (None, Holder::Component { name }) => super::schema::without_side(name).to_owned(),
        (None, _) => String::new(),
    };
    let mut words = words(&id);
    if place.operation.is_some() && words.len() > 1 {
        // The verb.
        words.remove(0);
    }
    // `getCollectionHierarchy` answers a `hierarchy`, whose nodes are collections.
    let last = place.pointer.last().unwrap_or_default();
    if words.len() > 1 && words.last().is_some_and(|word| word.eq_ignore_ascii_case(last)) {
        words.pop();
    }
    let thing = words.pop().unwrap_or_default();
    let below = self::words(&singular(branch)).concat();
    match thing == below {
        true => thing,
        false => format!("{thing}{below}"),
    }
}

/// The words of an identifier, each with a capital.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut new = true;
    for letter in text.chars() {
        if !letter.is_ascii_alphanumeric() {
            new = true;
            continue;
        }
        match words.last_mut() {
            Some(word) if !new && !letter.is_ascii_uppercase() => word.push(letter),
            _ => words.push(letter.to_ascii_uppercase().to_string()),
        }
        new = false;
    }
    words
}

fn singular(branch: &str) -> String {
    match branch {
        "children" => "child".to_owned(),
        other => match other.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => other.strip_suffix('s').unwrap_or(other).to_owned(),
        },
    }
}
