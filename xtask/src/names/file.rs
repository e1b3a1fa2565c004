//! `names.toml`: read, and appended to without touching what people wrote.

use toml_edit::{DocumentMut, Item, Table, value};

use crate::editable;
use crate::trouble::{Result, Trouble};

/// The text of `names.toml` and what it says.
#[derive(Clone, Debug)]
pub struct NameFile {
    document: DocumentMut,
    types: Vec<(String, String)>,
}

impl NameFile {
    /// Reads the file.
    ///
    /// # Errors
    /// Not TOML, a table that is not known here, or a name that is no string.
    pub fn parse(text: &str) -> Result<Self> {
        let help = "each line of [types] is \"place\" = \"TypeName\"";
        let wrong = |what: String| Trouble::new(format!("names.toml: {what}")).help(help);
        let document = editable::parse(text).map_err(wrong)?;
        let mut types = Vec::new();
        for (key, item) in document.iter() {
            let table = item.as_table().filter(|_| key == "types");
            let table = table.ok_or_else(|| wrong(format!("`{key}` is not known; there is only the table [types]")))?;
            for (place, name) in table {
                let name = name.as_str().ok_or_else(|| wrong(format!("the name for \"{place}\" is no string")))?;
                types.push((place.to_owned(), name.to_owned()));
            }
        }
        Ok(Self { document, types })
    }

    /// The places and their names, in the order of the file.
    pub fn types(&self) -> impl Iterator<Item = (&str, &str)> {
        self.types.iter().map(|(place, name)| (place.as_str(), name.as_str()))
    }

    /// The text with the new names at the end; the same bytes when there are none.
    pub fn with(&self, new: &[(String, String)]) -> String {
        let mut document = self.document.clone();
        if !new.is_empty() {
            let table = document.entry("types").or_insert_with(|| Item::Table(Table::new()));
            if let Some(table) = table.as_table_mut() {
                for (place, name) in new {
                    table.insert(place, value(name));
                }
            }
        }
        document.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# People's words.\n[types]\n\"getModels.response.models[]\" = \"Model\" # a model\n";

    #[test]
    fn appends_and_keeps_every_byte() {
        let file = NameFile::parse(TEXT).unwrap();
        assert_eq!(file.types().collect::<Vec<_>>(), [("getModels.response.models[]", "Model")]);
        assert_eq!(file.with(&[]), TEXT);
        let grown = file.with(&[("a.response".to_owned(), "AResponse".to_owned())]);
        assert_eq!(grown, format!("{TEXT}\"a.response\" = \"AResponse\"\n"));
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for text in ["[types", "[other]\na = 1", "types = 1", "[types]\na = 1"] {
            assert!(NameFile::parse(text).is_err(), "{text}");
        }
    }
}
