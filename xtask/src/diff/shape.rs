//! The normal form of a schema: what is sent, each thing said in one way, equal shapes under one number.
//!
//! Both documents share one [`Arena`], so that equal numbers are equal shapes, and whole subtrees are
//! passed over by comparing two integers. A schema that contains itself stands as a named shape that
//! belongs to its document.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// The number of a shape.
pub(super) type Id = u32;

/// Kinds of JSON values, as a set of bits. A number is an integer or a fraction.
pub(super) mod kinds {
    /// The type of the set.
    pub(in crate::diff) type Kinds = u8;
    /// `null`
    pub(in crate::diff) const NULL: Kinds = 1;
    /// `true`, `false`
    pub(in crate::diff) const BOOLEAN: Kinds = 2;
    /// A number without a fraction.
    pub(in crate::diff) const INTEGER: Kinds = 4;
    /// A number with a fraction.
    pub(in crate::diff) const FRACTION: Kinds = 8;
    /// Any number.
    pub(in crate::diff) const NUMBER: Kinds = INTEGER | FRACTION;
    /// A text.
    pub(in crate::diff) const STRING: Kinds = 16;
    /// A list.
    pub(in crate::diff) const ARRAY: Kinds = 32;
    /// An object.
    pub(in crate::diff) const OBJECT: Kinds = 64;
    /// Anything.
    pub(in crate::diff) const ANY: Kinds = 127;

    /// As a person would write it.
    pub(in crate::diff) fn words(kinds: Kinds) -> String {
        if kinds == ANY {
            return "any".to_owned();
        }
        let mut words = Vec::new();
        let named = [(STRING, "string"), (BOOLEAN, "boolean"), (ARRAY, "array"), (OBJECT, "object")];
        words.extend(named.into_iter().filter(|(bit, _)| kinds & bit != 0).map(|(_, word)| word));
        match kinds & NUMBER {
            NUMBER => words.push("number"),
            INTEGER => words.push("integer"),
            FRACTION => words.push("fraction"),
            _ => {}
        }
        if kinds & NULL != 0 {
            words.push("null");
        }
        if words.is_empty() { "nothing".to_owned() } else { words.join(" | ") }
    }
}

/// Which properties an object may have beside the declared ones.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) enum Extra {
    /// Any.
    #[default]
    Open,
    /// None.
    Closed,
    /// Those of a shape.
    Map(Id),
}

/// A shape. Keywords that mean nothing for its kinds of values are not in it.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) struct Shape {
    /// A schema that contains itself: its document, side and place.
    pub named: Option<(u8, bool, String)>,
    /// What kinds of values there are.
    pub kinds: kinds::Kinds,
    /// The only values of a kind, as JSON, where they are counted out.
    pub values: BTreeMap<kinds::Kinds, BTreeSet<String>>,
    /// Bounds, formats and the like by keyword, as JSON.
    pub facets: BTreeMap<String, String>,
    /// The properties of an object.
    pub properties: BTreeMap<String, Id>,
    /// Which of them are always there.
    pub required: BTreeSet<String>,
    /// Properties by pattern.
    pub patterns: BTreeMap<String, Id>,
    /// Other properties.
    pub extra: Extra,
    /// The items of a list.
    pub items: Option<Id>,
    /// The first items of a list, where each has a shape of its own.
    pub prefix: Vec<Id>,
    /// One of these shapes.
    pub arms: Vec<Id>,
    /// All of these shapes, where they could not be joined.
    pub all: Vec<Id>,
    /// The property that tells arms apart.
    pub tag: Option<String>,
    /// What a missing value means, as JSON.
    pub default: Option<String>,
    /// Whether it is about to go.
    pub deprecated: bool,
    /// Keywords that are compared as they stand.
    pub rest: BTreeMap<String, String>,
}

impl Shape {
    /// The shape of any value.
    pub(super) fn any() -> Self {
        Self { kinds: kinds::ANY, ..Self::default() }
    }

    /// Whether null is a value of it.
    pub(super) fn nullable(&self) -> bool {
        self.kinds & kinds::NULL != 0
    }

    /// Whether nothing but its kinds of values is said.
    pub(super) fn is_plain(&self) -> bool {
        let plain = Self { kinds: self.kinds, ..Self::default() };
        *self == plain
    }
}

/// The shapes of both documents.
#[derive(Debug, Default)]
pub(super) struct Arena {
    shapes: Vec<Rc<Shape>>,
    numbers: HashMap<Rc<Shape>, Id>,
    targets: HashMap<Id, Id>,
    bases: HashMap<Id, Id>,
}

impl Arena {
    /// The number of a shape.
    pub(super) fn add(&mut self, shape: Shape) -> Id {
        if let Some(id) = self.numbers.get(&shape) {
            return *id;
        }
        // A document of 32 MiB has fewer schemas than this.
        let id = Id::try_from(self.shapes.len()).unwrap_or(Id::MAX);
        let shape = Rc::new(shape);
        self.shapes.push(Rc::clone(&shape));
        self.numbers.insert(shape, id);
        id
    }

    /// Says what a named shape stands for.
    pub(super) fn define(&mut self, named: Id, target: Id) {
        self.targets.insert(named, target);
    }

    /// Finds what every arm of a union has to meet beside being an arm, when all shapes are there.
    pub(super) fn find_bases(&mut self) {
        for (id, shape) in (0..).zip(self.shapes.clone()).filter(|(_, shape)| !shape.arms.is_empty()) {
            let of_arms = shape.arms.iter().fold(0, |all, arm| all | self.shape(*arm).kinds);
            let base = Shape { arms: Vec::new(), ..(*shape).clone() };
            let bare = Shape { tag: None, default: None, deprecated: false, rest: BTreeMap::new(), ..base.clone() };
            if !bare.is_plain() || of_arms & !shape.kinds != 0 {
                let base = self.add(base);
                self.bases.insert(id, base);
            }
        }
    }

    /// The rest of a union, if that says anything about its values.
    pub(super) fn base(&self, id: Id) -> Option<Id> {
        self.bases.get(&id).copied()
    }

    /// The number behind a name.
    pub(super) fn resolve(&self, id: Id) -> Id {
        self.targets.get(&id).copied().unwrap_or(id)
    }

    /// A shape, as it stands.
    pub(super) fn get(&self, id: Id) -> Rc<Shape> {
        self.shapes.get(id as usize).cloned().unwrap_or_default()
    }

    /// A shape; what it stands for, if it is named.
    pub(super) fn shape(&self, id: Id) -> Rc<Shape> {
        self.get(self.resolve(id))
    }
}
