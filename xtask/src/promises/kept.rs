//! What a promise changed: the facts for the summary, and for whoever judges the new document.

use std::collections::{BTreeMap, BTreeSet};

use super::Record;
use super::soften::Marks;
use crate::document::Pointer;
use crate::hoist::{Hoisted, Relation, TypeId, TypePlace};
use crate::names::{NameFile, Names, Places};

/// Everything that was kept in a run.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// One by one.
    pub facts: Vec<Fact>,
    /// Names that move to another place of their type: place and name, for `names.toml`.
    pub names: Vec<(String, String)>,
    /// Names of the record that no type has any more.
    pub unused: Vec<String>,
}

/// One thing that would have broken code which compiles today.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fact {
    /// The public type, or the operation.
    pub type_name: String,
    /// What of it was kept.
    pub what: What,
    /// The places of the type where the new document has narrowed.
    pub places: Vec<TypePlace>,
}

/// What was kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum What {
    /// A field that stays `Option`.
    Optional(String),
    /// A field that does not become `Option`.
    Required(String),
    /// A value that stays as a deprecated arm.
    Value(String),
    /// The name of the type, whose place in `names.toml` is gone; it is kept at this one.
    Name(String),
    /// The setter of a path parameter that is called otherwise now; the fact is about an operation.
    Setter {
        /// The name that it had.
        former: String,
        /// The name in the document.
        now: String,
    },
    /// A method of `Admin`, although it needs less scope now; the fact is about an operation.
    Receiver,
    /// The name, where a place that shared the type went its own way under this new name.
    Split(String),
}

impl Kept {
    pub(super) fn add(&mut self, name: &str, marks: &Marks, places: &[TypePlace]) {
        let optional = marks.optional.iter().cloned().map(What::Optional);
        let required = marks.required.iter().cloned().map(What::Required);
        for what in optional.chain(required).chain(marks.values.iter().cloned().map(What::Value)) {
            let known = self.facts.iter_mut().find(|fact| fact.type_name == name && fact.what == what);
            match known {
                Some(fact) => fact.places.extend_from_slice(places),
                None => {
                    self.facts.push(Fact { type_name: name.to_owned(), what, places: places.to_vec() });
                }
            }
        }
    }

    /// Names whose place in `names.toml` is gone while their type stands elsewhere.
    pub(super) fn survivors(&mut self, hoisted: &Hoisted, names: &NameFile, record: &Record) {
        let places = Places::of(hoisted);
        let mut named: BTreeSet<TypeId> = BTreeSet::new();
        let mut used: BTreeSet<&str> = BTreeSet::new();
        for (place, name) in names.types() {
            if let Some(id) = places.type_at(place) {
                named.insert(id);
                used.insert(name);
            }
        }
        for (name, further) in record.places().filter(|(name, _)| !used.contains(name)) {
            // Of several types that stand where it stood, the one with most of the places has the name.
            let mut votes: BTreeMap<TypeId, (usize, &String)> = BTreeMap::new();
            for place in further {
                if let Some(id) = places.type_at(place).filter(|id| !named.contains(id)) {
                    votes.entry(id).or_insert((0, place)).0 += 1;
                }
            }
            let best = votes.iter().max_by_key(|(id, (count, _))| (*count, std::cmp::Reverse(**id)));
            if let Some((id, (_, place))) = best {
                named.insert(*id);
                self.names.push(((*place).clone(), name.to_owned()));
                let what = What::Name((*place).clone());
                let places = hoisted.types[*id].places.clone();
                self.facts.push(Fact { type_name: name.to_owned(), what, places });
            }
        }
    }

    /// What only shows once every type has its name: types that were split off, and promises that
    /// are nobody's.
    pub fn complete(&mut self, hoisted: &Hoisted, names: &Names, record: &Record) {
        let places = Places::of(hoisted);
        let mut seen = BTreeSet::new();
        for (name, further) in record.places() {
            let now = further.iter().filter_map(|place| places.type_at(place));
            for id in now.filter(|id| names.types.get(id).is_some_and(|now| now != name)) {
                let is_new = |(_, new): &&(String, String)| names.types.get(&id) == Some(new);
                if let Some((_, new)) = names.new.iter().find(is_new).filter(|_| seen.insert(id)) {
                    let what = What::Split(new.clone());
                    let places = hoisted.types[id].places.clone();
                    self.facts.push(Fact { type_name: name.to_owned(), what, places });
                }
            }
        }
        let public: BTreeSet<&str> = names.types.values().map(String::as_str).collect();
        let unused: BTreeSet<&str> = record.types().filter(|name| !public.contains(name)).collect();
        self.unused = unused.into_iter().map(str::to_owned).collect();
        self.facts.sort_by(|one, other| one.type_name.cmp(&other.type_name));
    }
}

impl Fact {
    /// Whether the change at `pointer` of this operation is (a part of) what was kept.
    ///
    /// `pointer` leads into the published document: to the property, to its `required` entry or to
    /// the enum. Arms of compositions are passed over.
    pub fn covers(&self, operation_id: &str, pointer: &Pointer) -> bool {
        let below = match &self.what {
            What::Optional(field) | What::Required(field) => Some(field.as_str()),
            _ => None,
        };
        self.places.iter().any(|place| {
            let own = place.operation.is_empty() || place.operation == operation_id;
            own && place.relation(below, pointer) == Some(Relation::Same)
        })
    }

    /// In words: what is kept, and why.
    pub fn told(&self) -> String {
        let name = &self.type_name;
        match &self.what {
            What::Optional(field) => format!("optional: `{name}.{field}`, which the document makes required"),
            What::Required(field) => {
                format!("required: `{name}.{field}`, which the document deprecates and still sends")
            }
            What::Value(value) => format!("value: \"{value}\" of `{name}`, deprecated, which the document has no more"),
            What::Name(place) => format!("name: `{name}`, now at {place}; its place in names.toml is gone"),
            What::Setter { former, now } => {
                format!("setter: `{former}` of {name}, deprecated, which the document calls `{now}`")
            }
            What::Receiver => {
                format!("receiver: {name} stays a method of `Admin`, too, which the document asks less scope for")
            }
            What::Split(new) => format!("name: `{name}` stays, and a place that shared it has `{new}` now"),
        }
    }
}
