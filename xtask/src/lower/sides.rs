//! Every schema behind a `$ref` becomes a component once for each side that reaches it.
//!
//! What a client may tolerate in a response it has to check in a request, so a shape that goes both
//! ways is lowered twice; equal results become one type again when shapes are hoisted. References
//! into `$defs`, or to any other place, become references to components of their own. In 3.1 the
//! keywords beside a `$ref` apply; in 3.0 they do not.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Map, Value};

use super::reused::{cyclic, dangling, local};
use super::schema::{COMPONENTS, note, reference};
use crate::document::Pointer;
use crate::document::walk::{self, Order, Place, Side};
use crate::note::{Fate, Notes};
use crate::trouble::{Result, Trouble};

pub(super) fn apply(document: &mut Value, notes: &mut Notes) -> Result<()> {
    // Without a reference there is nothing to turn, and most of the cost is the copy of the source.
    let referring = has_reference(document);
    let source = if referring { document.clone() } else { Value::Null };
    let mut sides = Sides::new(&source, document, notes);
    if referring {
        walk::every_schema_mut(document, Order::Inside, &mut |schema, place| {
            // Components are turned as they are reached.
            match place.operation {
                Some(_) => sides.turn(schema, place),
                None => Ok(()),
            }
        })?;
    }
    let schemas = sides.components()?;
    if let Some(old) = document.pointer("/components/schemas") {
        note_unreached(old, &schemas, notes);
    }
    super::schema::Components::replaced(schemas).put_back(document);
    Ok(())
}

fn has_reference(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.contains_key("$ref") || map.values().any(has_reference),
        Value::Array(items) => items.iter().any(has_reference),
        _ => false,
    }
}

fn note_unreached(old: &Value, schemas: &Map<String, Value>, notes: &mut Notes) {
    for name in old.as_object().into_iter().flatten().map(|(name, _)| name) {
        let clean = clean(name);
        let reached = ["request", "response"].iter().any(|side| schemas.contains_key(&format!("{side}:{clean}")));
        if !reached {
            let at = Pointer::root().push("components").push("schemas");
            notes.add(Fate::Dropped, "components that no operation reaches", &at.push(name));
        }
    }
}

struct Sides<'d, 'n> {
    /// The document as it was: what a reference means must not depend on what was turned already.
    source: &'d Value,
    /// Whether keywords beside `$ref` count.
    siblings: bool,
    names: BTreeMap<Pointer, String>,
    taken: BTreeSet<String>,
    queue: VecDeque<(Side, Pointer)>,
    queued: BTreeSet<(Side, Pointer)>,
    /// Places that are known to lead to a schema.
    followed: BTreeSet<Pointer>,
    notes: &'n mut Notes,
}

impl<'d, 'n> Sides<'d, 'n> {
    fn new(source: &'d Value, document: &Value, notes: &'n mut Notes) -> Self {
        let version = document.get("openapi").and_then(Value::as_str);
        let mut sides = Self {
            source,
            siblings: !version.is_some_and(|version| version.starts_with("3.0")),
            names: BTreeMap::new(),
            taken: BTreeSet::new(),
            queue: VecDeque::new(),
            queued: BTreeSet::new(),
            followed: BTreeSet::new(),
            notes,
        };
        let at = Pointer::root().push("components").push("schemas");
        let named = at.resolve(source).and_then(Value::as_object);
        for name in named.into_iter().flatten().map(|(name, _)| name) {
            // Named parts keep their names, whatever else is referred to first.
            sides.name(&at.push(name));
        }
        sides
    }

    /// Turns the reference that `schema` is, if it is one.
    fn turn(&mut self, schema: &mut Value, place: &Place<'_>) -> Result<()> {
        let Value::Object(map) = schema else {
            return Ok(());
        };
        self.turn_mapping(map, place);
        let Some(target) = map.get("$ref") else {
            return Ok(());
        };
        let target = target.as_str().ok_or_else(|| Trouble::new("`$ref` is not a text").at(&place.pointer))?;
        let key = self.key(target, place)?;
        map.shift_remove("$ref");
        let rest = std::mem::take(map);
        *schema = self.beside(reference(&key), rest, place);
        Ok(())
    }

    /// A reference together with what stood beside it.
    fn beside(&mut self, bare: Value, mut rest: Map<String, Value>, place: &Place<'_>) -> Value {
        if rest.is_empty() {
            return bare;
        }
        if !self.siblings {
            note(self.notes, Fate::Dropped, "keywords beside a `$ref`, which has none in 3.0", place);
            return bare;
        }
        match rest.get_mut("allOf") {
            Some(Value::Array(members)) => members.insert(0, bare),
            _ => {
                rest.insert("allOf".to_owned(), Value::Array(vec![bare]));
            }
        }
        Value::Object(rest)
    }

    /// A discriminator names components too.
    fn turn_mapping(&mut self, map: &mut Map<String, Value>, place: &Place<'_>) {
        let mapping = map
            .get_mut("discriminator")
            .and_then(|discriminator| discriminator.get_mut("mapping"))
            .and_then(Value::as_object_mut);
        for (_, target) in mapping.into_iter().flatten() {
            let Some(text) = target.as_str() else {
                continue;
            };
            let pointer = Pointer::parse(text).unwrap_or_else(|| {
                let schemas = Pointer::root().push("components").push("schemas");
                schemas.push(text)
            });
            if pointer.resolve(self.source).is_some() {
                let name = self.name(&pointer);
                *target = format!("{COMPONENTS}{}", sided(place.side, &name)).into();
            }
        }
    }

    /// The component that a reference leads to, which will be made.
    fn key(&mut self, target: &str, place: &Place<'_>) -> Result<String> {
        let at = &super::schema::published(&place.pointer);
        let pointer = self.end(target, at)?;
        let key = sided(place.side, &self.name(&pointer));
        if self.queued.insert((place.side, pointer.clone())) {
            self.queue.push_back((place.side, pointer));
        }
        Ok(key)
    }

    /// Where a reference leads, checked: to a schema, and not in a circle of bare references.
    fn end(&mut self, target: &str, at: &Pointer) -> Result<Pointer> {
        let first = local(target, at)?;
        let mut pointer = first.clone();
        let mut seen = BTreeSet::new();
        while !self.followed.contains(&pointer) {
            let found = pointer.resolve(self.source);
            let found = found.ok_or_else(|| dangling(target, at))?;
            if pointer == Pointer::root() || !(found.is_object() || found.is_boolean()) {
                return Err(Trouble::new(format!("`$ref` leads to no schema: {target}")).at(at));
            }
            if !seen.insert(pointer.clone()) {
                return Err(cyclic(at));
            }
            match found.get("$ref").and_then(Value::as_str) {
                Some(next) => pointer = local(next, &pointer)?,
                None => break,
            }
        }
        self.followed.extend(seen);
        Ok(first)
    }

    /// The name of what stands at a place: its own, or one made from its last steps.
    fn name(&mut self, pointer: &Pointer) -> String {
        if let Some(name) = self.names.get(pointer) {
            return name.clone();
        }
        let mut name = self.plain_name(pointer);
        while self.taken.contains(&name) {
            name.push('_');
        }
        self.taken.insert(name.clone());
        self.names.insert(pointer.clone(), name.clone());
        name
    }

    fn plain_name(&self, pointer: &Pointer) -> String {
        let steps = pointer.steps();
        let mut told = steps.iter().rev().filter(|step| walk::holds(step).is_none());
        match steps {
            [first, second, name] if first == "components" && second == "schemas" => clean(name),
            // The schema of a body: `schema` says nothing, its operation does.
            [first, path, method, .., last] if first == "paths" && last == "schema" => {
                let operation = Pointer::root().push(first).push(path).push(method);
                let id = operation.push("operationId").resolve(self.source);
                clean(id.and_then(Value::as_str).unwrap_or(path))
            }
            _ => match (told.next(), told.next()) {
                (Some(last), _) if !self.taken.contains(&clean(last)) => clean(last),
                (Some(last), Some(before)) => format!("{}_{}", clean(before), clean(last)),
                (last, _) => clean(last.map_or("", String::as_str)),
            },
        }
    }

    /// Everything that was referred to, and what that refers to.
    fn components(&mut self) -> Result<Map<String, Value>> {
        let mut schemas = Map::new();
        while let Some((side, pointer)) = self.queue.pop_front() {
            let Some(found) = pointer.resolve(self.source) else {
                continue;
            };
            let key = sided(side, &self.name(&pointer));
            let mut schema = found.clone();
            let place = walk::component_place(&key);
            walk::schema_mut(&mut schema, &place, Order::Inside, &mut |schema, place| self.turn(schema, place))?;
            schemas.insert(key, schema);
        }
        Ok(schemas)
    }
}

fn sided(side: Side, name: &str) -> String {
    match side {
        Side::Request => format!("request:{name}"),
        Side::Response => format!("response:{name}"),
    }
}

/// A component's name has few letters to choose from, and here a side before it.
fn clean(name: &str) -> String {
    let plain = super::schema::without_side(name);
    let kept = |letter: char| match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '_' | '-' => letter,
        _ => '_',
    };
    match plain {
        "" => "_".to_owned(),
        plain => plain.chars().map(kept).collect(),
    }
}
