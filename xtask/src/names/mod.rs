//! Naming: a place in the document → the Rust type name that a person would have written.
//!
//! `names.toml` has the last word and is never rewritten, only appended to: a name changes by a
//! person's edit alone. What it does not name yet is derived ([`derive`]).

mod derive;
mod file;
mod words;

use std::collections::{BTreeMap, BTreeSet};

pub use file::NameFile;
pub use words::{Words, pascal, pascal_method, snake, variant};

use crate::hoist::{Hoisted, Kind, TypeId, TypePlace};
use crate::trouble::{Result, Trouble};

/// The names of a run.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Every type's name.
    pub types: BTreeMap<TypeId, String>,
    /// Names that were derived now: place and name, in document order.
    pub new: Vec<(String, String)>,
    /// Entries of the file whose place is no type's any more.
    pub unused: Vec<String>,
    /// Names of the file whose type has become one with another: they stay as aliases of it.
    pub aliases: BTreeMap<String, TypeId>,
    /// What a person should look at: an entry that could not be honored, and why.
    pub look: Vec<(String, TypePlace)>,
}

/// Names that the crate needs for itself, or that every reader takes for the standard library's.
pub const RESERVED: [&str; 57] = [
    "Admin",
    "Any",
    "Api",
    "Arc",
    "BTreeMap",
    "Body",
    "Box",
    "ByteStream",
    "Bytes",
    "Call",
    "Check",
    "Checked",
    "Client",
    "Clone",
    "Copy",
    "DateTime",
    "Debug",
    "Default",
    "Deserialize",
    "Display",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "Fetch",
    "From",
    "Hash",
    "Into",
    "Items",
    "Iterator",
    "Many",
    "Map",
    "NaiveDate",
    "None",
    "Ok",
    "Operation",
    "Option",
    "Paged",
    "Pages",
    "Part",
    "Patch",
    "Response",
    "Result",
    "Scope",
    "Self",
    "Send",
    "Serialize",
    "Some",
    "String",
    "Sync",
    "TimeBound",
    "Transport",
    "TryFrom",
    "TryInto",
    "UnknownValue",
    "Value",
    "Vec",
];

/// Names every type: from the file where it names one of the type's places, from the names that are
/// `kept` at another place, derived elsewhere.
///
/// # Errors
/// Two types under one name, or a name that is no type name.
pub fn assign(hoisted: &Hoisted, file: &NameFile, kept: &[(String, String)]) -> Result<Names> {
    let mut names = Names::default();
    let places = Places::of(hoisted);
    from_file(&places, file, &mut names)?;
    for (place, name) in kept {
        if let Some(id) = places.type_at(place).filter(|id| !names.types.contains_key(id)) {
            names.types.insert(id, name.clone());
            names.new.push((place.clone(), name.clone()));
        }
    }
    let mut taken: BTreeSet<String> = names.types.values().cloned().collect();
    taken.extend(names.aliases.keys().cloned());
    taken.extend(RESERVED.iter().map(|name| (*name).to_owned()));
    for (id, name) in derive::names(hoisted, &names.types, &taken) {
        if let Some(key) = places.keys.get(id).filter(|_| hoisted.types[id].kind != Kind::TimeBound) {
            names.new.push((key.clone(), name.clone()));
        }
        names.types.insert(id, name);
    }
    // A name can stand at several places of the file, and have a type of its own at another one.
    let public: BTreeSet<&String> = names.types.values().collect();
    names.aliases.retain(|name, _| !public.contains(name));
    distinct(hoisted, &names)?;
    Ok(names)
}

/// The places of all types as the file spells them.
#[derive(Debug)]
pub struct Places<'h> {
    at: BTreeMap<String, (TypeId, &'h TypePlace)>,
    /// The place under which a type is recorded.
    keys: Vec<String>,
}

impl<'h> Places<'h> {
    /// Two types can stand at one place, e.g. the bodies of two error statuses: it is the first
    /// one's, and the others' with a number behind it.
    pub fn of(hoisted: &'h Hoisted) -> Self {
        let mut places = Self { at: BTreeMap::new(), keys: Vec::new() };
        let mut open = Vec::new();
        for (id, shape) in hoisted.types.iter().enumerate() {
            let mut key = String::new();
            for place in &shape.places {
                let text = place.to_string();
                let (owner, _) = *places.at.entry(text.clone()).or_insert((id, place));
                if owner == id && key.is_empty() {
                    key = text;
                }
            }
            open.extend(shape.places.first().filter(|_| key.is_empty()).map(|place| (id, place)));
            places.keys.push(key);
        }
        for (id, place) in open {
            let mut spelled = (2..).map(|number: u32| format!("{place}#{number}"));
            if let Some(key) = spelled.find(|key: &String| !places.at.contains_key(key)) {
                places.at.insert(key.clone(), (id, place));
                places.keys[id] = key;
            }
        }
        places
    }

    /// The type that stands at a place.
    pub fn type_at(&self, place: &str) -> Option<TypeId> {
        self.at.get(place).map(|(id, _)| *id)
    }
}

fn from_file(places: &Places<'_>, file: &NameFile, names: &mut Names) -> Result<()> {
    for (place, name) in file.types() {
        words::check_type_name(name).map_err(|why| {
            Trouble::new(format!("names.toml: `{name}` for {place} {why}"))
                .help("choose another name in openapi/names.toml")
        })?;
        match places.at.get(place) {
            None => names.unused.push(place.to_owned()),
            Some((id, found)) => {
                let named = names.types.entry(*id).or_insert_with(|| name.to_owned());
                if named != name {
                    let look =
                        format!("`{name}` and `{named}` have become one shape; `{name}` is an alias of `{named}`");
                    names.aliases.insert(name.to_owned(), *id);
                    names.look.push((look, (*found).clone()));
                }
            }
        }
    }
    Ok(())
}

/// A name is one type's: the first collision stops the run.
fn distinct(hoisted: &Hoisted, names: &Names) -> Result<()> {
    let mut owners: BTreeMap<&str, TypeId> = BTreeMap::new();
    for (id, name) in &names.types {
        if let Some(other) = owners.insert(name, *id) {
            let place = |id: TypeId| hoisted.types[id].places.first().map(TypePlace::to_string).unwrap_or_default();
            return Err(Trouble::new(format!(
                "two types would be called `{name}`: {} and {}",
                place(other),
                place(*id)
            ))
            .help(format!("give one of the two another name in openapi/names.toml, e.g. \"{}\" = \"…\"", place(*id))));
        }
    }
    Ok(())
}
