//! Which promises a type has to keep: those of the name that its place had.

use std::collections::BTreeMap;

use super::Record;
use crate::hoist::{Hoisted, TypeId};
use crate::names::{NameFile, Places};

/// Types and the published name that each of them stands for.
pub(super) struct Claims {
    /// By type; a type that stands where nothing was published has none.
    pub types: BTreeMap<TypeId, String>,
}

impl Claims {
    /// A place in `names.toml` says it first, a further place of the record where that is silent.
    pub(super) fn of(hoisted: &Hoisted, names: &NameFile, record: &Record) -> Self {
        let places = Places::of(hoisted);
        let mut types = BTreeMap::new();
        let further = record.places().flat_map(|(name, places)| places.iter().map(move |place| (place.as_str(), name)));
        for (place, name) in names.types().chain(further) {
            if let Some(id) = places.type_at(place) {
                types.entry(id).or_insert_with(|| name.to_owned());
            }
        }
        Self { types }
    }
}
