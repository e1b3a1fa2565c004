//! `promises.toml`: read, and added to without touching what is there.

use std::collections::BTreeMap;

use toml_edit::{Array, DocumentMut, Item, Table, Value};

use super::present::Promises;
use crate::editable;
use crate::trouble::{Result, Trouble};

const HEAD: &str = "\
# What the published crate promises, so that the next one does not narrow by accident.
#
# `cargo xtask regen` only adds to it. A promise is lifted by a person, for a major release: delete what
# the new crate need not keep, then run `cargo xtask regen --offline`.
#
#   [optional]  fields that are `Option`: they stay so when the document makes them required
#   [values]    arms of enums: one that vanishes from the document stays, deprecated
#   [places]    where a type stands beside its place in names.toml: the name stays when that one goes
#   [paths]     paths of operations: a parameter that is renamed keeps its setter, deprecated
#   [required]  fields of answers that are no `Option`: they stay so while the document only deprecates them
#   [receivers] operations that are methods of `Admin`: they stay so when the document asks for less scope
";
/// In the order in which they came to be: a file that knows less gets the others at its end.
const TABLES: [&str; 6] = ["optional", "values", "places", "paths", "required", "receivers"];
/// A longer line is broken.
const WIDTH: usize = 110;

/// The text of `promises.toml` and what it says.
#[derive(Clone, Debug)]
pub struct Record {
    document: DocumentMut,
    tables: BTreeMap<&'static str, Vec<(String, Vec<String>)>>,
}

impl Record {
    /// Reads the file; an empty text promises nothing.
    ///
    /// # Errors
    /// Not TOML, a table that is not known here, or a promise that is no list of strings.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = |what: String| {
            Trouble::new(format!("promises.toml: {what}"))
                .help("each line is a name and a list of strings: Name = [\"…\"]")
        };
        let text = if text.trim().is_empty() { HEAD } else { text };
        let document = editable::parse(text).map_err(wrong)?;
        let mut tables = BTreeMap::new();
        for (key, item) in document.iter() {
            let known = TABLES.iter().find(|known| **known == key).zip(item.as_table());
            let (known, table) = known.ok_or_else(|| wrong(format!("`{key}` is not one of its tables")))?;
            let mut promises = Vec::new();
            for (name, item) in table {
                let list = item.as_array().and_then(strings);
                promises.push((name.to_owned(), list.ok_or_else(|| wrong(format!("`{name}` is no list of strings")))?));
            }
            tables.insert(*known, promises);
        }
        Ok(Self { document, tables })
    }

    /// Whether nothing is promised.
    pub fn is_empty(&self) -> bool {
        self.tables.values().all(Vec::is_empty)
    }

    /// The fields of a type that are `Option`s.
    pub fn optional(&self, name: &str) -> &[String] {
        self.of("optional", name)
    }

    /// The fields of a type that are no `Option`s; one that has become one since is left out.
    pub fn required(&self, name: &str) -> impl Iterator<Item = &String> {
        let optional = self.optional(name);
        self.of("required", name).iter().filter(move |field| !optional.contains(field))
    }

    /// The values of an enum.
    pub fn values(&self, name: &str) -> &[String] {
        self.of("values", name)
    }

    /// The paths that an operation had.
    pub fn paths(&self, operation_id: &str) -> &[String] {
        self.of("paths", operation_id)
    }

    /// Whose methods an operation was, where not the client's.
    pub fn receivers(&self, operation_id: &str) -> &[String] {
        self.of("receivers", operation_id)
    }

    /// Every type with its further places.
    pub fn places(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.tables.get("places").into_iter().flatten().map(|(name, places)| (name.as_str(), places.as_slice()))
    }

    /// Every type that something is promised of.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        let tables = self.tables.iter().filter(|(table, _)| !["paths", "receivers"].contains(table));
        tables.flat_map(|(_, promises)| promises).map(|(name, _)| name.as_str())
    }

    fn of(&self, table: &str, name: &str) -> &[String] {
        let promises = self.tables.get(table).into_iter().flatten();
        promises.filter(|(known, _)| known == name).map(|(_, list)| list.as_slice()).next().unwrap_or_default()
    }

    /// The text with what is new at the end of each list; the same bytes when nothing is.
    pub(super) fn with(&self, promised: &[Promises; 6]) -> String {
        let mut document = self.document.clone();
        for (key, promises) in TABLES.into_iter().zip(promised) {
            for (name, list) in promises {
                let known = self.of(key, name);
                let new: Vec<&String> = list.iter().filter(|entry| !known.contains(entry)).collect();
                if !new.is_empty() {
                    add(&mut document, key, name, &new);
                }
            }
        }
        document.to_string()
    }
}

fn strings(array: &Array) -> Option<Vec<String>> {
    array.iter().map(|entry| entry.as_str().map(str::to_owned)).collect()
}

fn add(document: &mut DocumentMut, key: &str, name: &str, new: &[&String]) {
    if !document.contains_key(key) {
        let mut table = Table::new();
        // What stands in a file without a table comes after every table that is added to it.
        let head = document.trailing().as_str().unwrap_or_default().to_owned();
        table.decor_mut().set_prefix(format!("{head}\n"));
        document.set_trailing("");
        document.insert(key, Item::Table(table));
    }
    let Some(table) = document.get_mut(key).and_then(Item::as_table_mut) else { return };
    let entry = table.entry_format(&editable::key(name)).or_insert_with(|| Item::Value(Value::Array(Array::new())));
    let Some(list) = entry.as_array_mut() else { return };
    new.iter().for_each(|entry| list.push_formatted(editable::text(entry)));
    let commented =
        |value: &Value| value.decor().prefix().and_then(|text| text.as_str()).is_some_and(|text| text.contains('#'));
    if list.iter().any(commented) {
        // A person's words stay where they are.
        return;
    }
    list.fmt();
    if name.len() + list.to_string().len() + 3 > WIDTH {
        fill(list);
    }
}

/// Breaks a long list into lines that are full.
fn fill(list: &mut Array) {
    let mut column = WIDTH;
    for value in list.iter_mut() {
        value.decor_mut().clear();
        let width = value.to_string().len() + 2;
        let broken = column + width > WIDTH;
        column = if broken { 4 + width } else { column + width };
        value.decor_mut().set_prefix(if broken { "\n    " } else { " " });
    }
    list.set_trailing("\n");
    list.set_trailing_comma(true);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn promises(entries: &[(&str, &[&str])]) -> Promises {
        let list = |list: &[&str]| list.iter().map(|entry| (*entry).to_owned()).collect();
        entries.iter().map(|(name, entries)| ((*name).to_owned(), list(entries))).collect()
    }

    /// The promises of the tables in their order; those that are left out have none.
    fn all<const N: usize>(first: [Promises; N]) -> [Promises; 6] {
        let mut first = first.into_iter();
        std::array::from_fn(|_| first.next().unwrap_or_default())
    }

    #[test]
    fn starts_with_its_own_manual_and_only_grows() {
        let first = Record::parse("").unwrap();
        assert!(first.is_empty());
        assert_eq!(first.with(&all([])), HEAD);
        let text = first.with(&all([promises(&[("A", &["x"])]), promises(&[("E", &["one", "two"])])]));
        assert_eq!(text, format!("{HEAD}\n[optional]\nA = [\"x\"]\n\n[values]\nE = [\"one\", \"two\"]\n"));
        let second = Record::parse(&text).unwrap();
        assert_eq!(second.with(&all([promises(&[("A", &["x"])])])), text, "nothing new, the same bytes");
        let grown =
            second.with(&all([promises(&[("A", &["y"])]), Promises::new(), promises(&[("A", &["b.response"])])]));
        assert!(
            grown.contains("A = [\"x\", \"y\"]\n") && grown.ends_with("[places]\nA = [\"b.response\"]\n"),
            "{grown}"
        );
        assert_eq!(Record::parse(&grown).unwrap().optional("A"), ["x", "y"]);
    }

    #[test]
    fn long_lists_are_broken_and_words_of_people_stay() {
        let entry = "a".repeat(60);
        let other = "b".repeat(60);
        let text = Record::parse("").unwrap().with(&all([promises(&[("A", &[&entry, &other])])]));
        assert!(text.ends_with(&format!("A = [\n    \"{entry}\",\n    \"{other}\",\n]\n")), "{text}");
        let said = "[optional]\nA = [\n    # why\n    \"x\",\n]\n";
        let grown = Record::parse(said).unwrap().with(&all([promises(&[("A", &["x", "y"])])]));
        assert!(grown.contains("# why\n    \"x\",") && grown.contains("\"y\""), "{grown}");
    }

    #[test]
    fn a_field_that_has_become_an_option_is_not_demanded_again() {
        let record = Record::parse("[optional]\nA = [\"x\"]\n[required]\nA = [\"x\", \"y\"]\n").unwrap();
        assert_eq!(record.required("A").collect::<Vec<_>>(), ["y"]);
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for text in ["[optional", "[other]\na = []", "optional = 1", "[values]\na = 1", "[places]\na = [1]"] {
            assert!(Record::parse(text).is_err(), "{text}");
        }
    }
}
