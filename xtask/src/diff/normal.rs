//! From the schemas of a document to their normal form.
//!
//! Null however it is spelt, `const` as an enum of one value, `allOf` joined, unions of different kinds
//! of values as one shape, references followed, properties that only the other side sends left out.

mod join;
mod union;
mod words;

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

use super::prose::{self, Said, SaidId, Sayings, canonical};
use super::shape::{Arena, Extra, Id, Shape, kinds};
use super::step::Step;
use crate::document::walk::Side;
use crate::document::{Pointer, reference};

/// A schema in normal form: its shape, and what is said in it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Normal {
    /// What is sent.
    pub id: Id,
    /// What is said.
    pub said: SaidId,
}

/// What is made of a document's schemas.
#[derive(Debug, Default)]
pub(super) struct Forms {
    /// The shapes.
    pub arena: Arena,
    /// The prose.
    pub sayings: Sayings,
}

/// What is known of the target of a reference.
enum Seen {
    Open,
    Done(Normal),
}

/// Normalizes the schemas of one document.
pub(super) struct Normalizer<'d, 'f> {
    /// The document.
    pub document: &'d Value,
    /// Where the results go.
    pub forms: &'f mut Forms,
    /// Which of the two documents it is.
    number: u8,
    /// Whether keywords beside a `$ref` count.
    siblings: bool,
    seen: HashMap<(String, bool), Seen>,
    /// Shapes that were joined already.
    joined: HashMap<(Id, Id), Id>,
}

impl<'d, 'f> Normalizer<'d, 'f> {
    /// For the first (0) or second (1) document.
    pub(super) fn new(document: &'d Value, number: u8, forms: &'f mut Forms) -> Self {
        let version = document.get("openapi").and_then(Value::as_str).unwrap_or_default();
        Self {
            document,
            forms,
            number,
            siblings: !version.starts_with("3.0"),
            seen: HashMap::new(),
            joined: HashMap::new(),
        }
    }

    /// The normal form of a schema.
    pub(super) fn schema(&mut self, value: &Value, side: Side) -> Normal {
        match value {
            Value::Object(map) => self.object(map, side),
            Value::Bool(false) => self.bare(Shape::default()),
            Value::Bool(true) => self.bare(Shape::any()),
            other => {
                let rest = [("schema".to_owned(), canonical(other))].into();
                self.bare(Shape { rest, ..Shape::any() })
            }
        }
    }

    /// A shape without a word.
    pub(super) fn bare(&mut self, shape: Shape) -> Normal {
        Normal { id: self.forms.arena.add(shape), said: prose::SILENT }
    }

    fn object(&mut self, map: &Map<String, Value>, side: Side) -> Normal {
        if let Some(Value::String(target)) = map.get("$ref") {
            let found = self.reference(target, side);
            if !self.siblings || map.len() == 1 {
                return found;
            }
            let own = self.own(map, side);
            return self.join(own, found);
        }
        self.own(map, side)
    }

    fn reference(&mut self, target: &str, side: Side) -> Normal {
        let key = (target.to_owned(), side == Side::Request);
        let named = Shape { named: Some((self.number, key.1, key.0.clone())), kinds: kinds::ANY, ..Shape::default() };
        match self.seen.get(&key) {
            Some(Seen::Done(normal)) => return *normal,
            Some(Seen::Open) => return self.bare(named),
            None => {}
        }
        self.seen.insert(key.clone(), Seen::Open);
        let found = Pointer::parse(target).and_then(|pointer| pointer.resolve(self.document));
        let normal = match found {
            Some(value) => self.schema(value, side),
            // Dangling references are refused before; an answer is needed all the same.
            None => self.bare(Shape::any()),
        };
        let named = self.forms.arena.add(named);
        if named != normal.id {
            self.forms.arena.define(named, normal.id);
        }
        self.seen.insert(key, Seen::Done(normal));
        normal
    }

    /// A schema that is written out, with everything that applies together with it.
    fn own(&mut self, map: &Map<String, Value>, side: Side) -> Normal {
        let mut said = Said { own: prose::own(map), below: BTreeMap::new() };
        let mut shape = words::shape(map);
        self.children(map, side, &mut shape, &mut said);
        let or_null = map.get("nullable").and_then(Value::as_bool) == Some(true);
        let mut normal =
            Normal { id: self.forms.arena.add(words::relevant(shape)), said: self.forms.sayings.add(said) };
        for member in list(map, "allOf") {
            let member = self.schema(member, side);
            normal = self.join(normal, member);
        }
        for keyword in ["anyOf", "oneOf"] {
            let arms: Vec<Normal> = list(map, keyword).iter().map(|arm| self.schema(arm, side)).collect();
            if !arms.is_empty() {
                let union = self.union(&arms);
                normal = self.join(normal, union);
            }
        }
        if or_null { self.or_null(normal) } else { normal }
    }

    /// The same shape, or null.
    pub(super) fn or_null(&mut self, normal: Normal) -> Normal {
        let shape = self.forms.arena.get(normal.id);
        if shape.nullable() || shape.kinds == 0 {
            return normal;
        }
        let mut shape = (*shape).clone();
        shape.kinds |= kinds::NULL;
        Normal { id: self.forms.arena.add(shape), ..normal }
    }

    fn children(&mut self, map: &Map<String, Value>, side: Side, shape: &mut Shape, said: &mut Said) {
        for (name, part) in map.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if self.is_foreign(part, side) {
                shape.required.remove(name);
                continue;
            }
            let normal = self.schema(part, side);
            shape.properties.insert(name.clone(), normal.id);
            said.below.insert(Step::Property(name.clone()), normal.said);
        }
        for (pattern, part) in map.get("patternProperties").and_then(Value::as_object).into_iter().flatten() {
            let normal = self.schema(part, side);
            shape.patterns.insert(pattern.clone(), normal.id);
            said.below.insert(Step::Pattern(pattern.clone()), normal.said);
        }
        if let Some(extra) = map.get("additionalProperties") {
            let normal = self.schema(extra, side);
            said.below.insert(Step::Extra, normal.said);
            shape.extra = match self.forms.arena.get(normal.id) {
                closed if closed.kinds == 0 => Extra::Closed,
                open if *open == Shape::any() => Extra::Open,
                _ => Extra::Map(normal.id),
            };
        }
        self.items(map, side, shape, said);
        self.conditions(map, side, shape);
    }

    fn items(&mut self, map: &Map<String, Value>, side: Side, shape: &mut Shape, said: &mut Said) {
        let tuple = match map.get("items") {
            Some(Value::Array(items)) => items.as_slice(),
            _ => list(map, "prefixItems"),
        };
        for (index, part) in tuple.iter().enumerate() {
            let normal = self.schema(part, side);
            shape.prefix.push(normal.id);
            said.below.insert(Step::Prefix(index), normal.said);
        }
        let rest = match map.get("items") {
            Some(Value::Array(_)) => map.get("additionalItems"),
            other => other,
        };
        if let Some(rest) = rest {
            let normal = self.schema(rest, side);
            said.below.insert(Step::Items, normal.said);
            // Items of any shape are as good as none declared.
            shape.items = Some(normal.id).filter(|id| *self.forms.arena.get(*id) != Shape::any());
        }
    }

    /// Conditions that are only compared as a whole: equal or not.
    fn conditions(&mut self, map: &Map<String, Value>, side: Side, shape: &mut Shape) {
        const WHOLE: [&str; 8] =
            ["not", "if", "then", "else", "contains", "propertyNames", "unevaluatedItems", "unevaluatedProperties"];
        for keyword in WHOLE {
            if let Some(value) = map.get(keyword) {
                let id = self.schema(value, side).id;
                shape.rest.insert(keyword.to_owned(), format!("shape {id}"));
            }
        }
        if map.get("unevaluatedProperties") == Some(&Value::Bool(false)) && !map.contains_key("additionalProperties") {
            shape.rest.remove("unevaluatedProperties");
            shape.extra = Extra::Closed;
        }
        if let Some(Value::Object(dependent)) = map.get("dependentSchemas") {
            for (name, value) in dependent {
                let id = self.schema(value, side).id;
                shape.rest.insert(format!("dependentSchemas.{name}"), format!("shape {id}"));
            }
        }
    }

    /// Whether a property is only ever sent by the other side.
    fn is_foreign(&self, part: &Value, side: Side) -> bool {
        let mark = match side {
            Side::Request => "readOnly",
            Side::Response => "writeOnly",
        };
        let marked = |value: &Value| value.get(mark).and_then(Value::as_bool) == Some(true);
        let target =
            part.get("$ref").and_then(|target| reference::target(self.document, target, &Pointer::root()).ok());
        marked(part) || target.is_some_and(|(_, value)| marked(value))
    }
}

/// The schemas that a keyword lists.
fn list<'v>(map: &'v Map<String, Value>, keyword: &str) -> &'v [Value] {
    map.get(keyword).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
