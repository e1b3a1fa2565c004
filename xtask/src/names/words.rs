//! Words of a name: splitting, casing, singular, and what makes a good type name.

use heck::{ToPascalCase, ToSnakeCase};

/// A name as its words, lower case.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Words(pub Vec<String>);

impl Words {
    /// Splits a name of the document: `created_at`, `getModels`, `Idempotency-Key`.
    pub fn of(text: &str) -> Self {
        let plain: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        Self(plain.to_snake_case().split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect())
    }

    /// The same with the last word in the singular.
    #[must_use]
    pub fn singular(mut self) -> Self {
        if let Some(last) = self.0.last_mut() {
            *last = singular(last);
        }
        self
    }

    /// The words as a type name; a word that came before is not said again.
    pub fn type_name(&self) -> String {
        let mut said: Vec<&String> = Vec::new();
        for word in self.0.iter().rev() {
            if !said.contains(&word) {
                said.push(word);
            }
        }
        let text: Vec<&str> = said.iter().rev().map(|word| word.as_str()).collect();
        let mut name = settled(text.join("_").to_pascal_case());
        if name.chars().next().is_none_or(|first| !first.is_ascii_alphabetic()) {
            name.insert(0, 'X');
        }
        if name.ends_with(|last: char| last.is_ascii_digit()) || !is_ident(&name) {
            name.push_str("Value");
        }
        name
    }
}

/// The casing that casing again leaves alone, as progenitor will: not `ABRequest` but `AbRequest`.
fn settled(mut name: String) -> String {
    loop {
        let again = name.to_pascal_case();
        if again == name {
            return name;
        }
        name = again;
    }
}

/// Whether a name can stand in the code as it is. `syn` does not know the latest keyword.
fn is_ident(name: &str) -> bool {
    name != "gen" && syn::parse_str::<syn::Ident>(name).is_ok()
}

/// `models` → `model`, `entries` → `entry`, `statuses` → `status`, `series` → `series`.
fn singular(word: &str) -> String {
    const SAME: [&str; 9] =
        ["series", "status", "metadata", "news", "access", "analysis", "address", "process", "lens"];
    if SAME.contains(&word) || word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") || word.len() < 4 {
        return word.to_owned();
    }
    for (plural, one) in
        [("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("uses", "us"), ("s", "")]
    {
        if let Some(stem) = word.strip_suffix(plural) {
            return format!("{stem}{one}");
        }
    }
    word.to_owned()
}

/// A method, field or module name; a keyword gets an underscore.
pub fn snake(text: &str) -> String {
    let name = Words::of(text).0.join("_");
    let name = if name.starts_with(|first: char| first.is_ascii_digit()) || name.is_empty() {
        format!("x{name}")
    } else {
        name
    };
    if is_ident(&name) { name } else { format!("{name}_") }
}

/// The type that progenitor makes of a method name.
pub fn pascal_method(name: &str) -> String {
    let name = name.to_pascal_case();
    if is_ident(&name) { name } else { format!("{name}_") }
}

/// The variant for a value: its words, all of them.
pub fn variant(value: &str) -> String {
    let name = settled(Words::of(value).0.join("_").to_pascal_case());
    let name = if name.starts_with(|first: char| first.is_ascii_alphabetic()) { name } else { format!("X{name}") };
    if is_ident(&name) { name } else { format!("{name}_") }
}

/// A type or variant name.
pub fn pascal(text: &str) -> String {
    Words::of(text).type_name()
}

/// Whether a person's choice is a type name that the crate can carry.
///
/// # Errors
/// Why not, as the rest of a sentence.
pub(super) fn check_type_name(name: &str) -> Result<(), String> {
    if syn::parse_str::<syn::Ident>(name).is_err() || !name.starts_with(|first: char| first.is_ascii_uppercase()) {
        return Err("is no Rust type name".to_owned());
    }
    if super::RESERVED.contains(&name) {
        return Err("is a name that the crate needs for itself".to_owned());
    }
    let cased = settled(name.to_owned());
    if cased != name {
        return Err(format!("would not stay as it is; spell it `{cased}`"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn singular_of_the_last_word() {
        for (many, one) in [
            ("models", "Model"),
            ("time_series", "TimeSeries"),
            ("entries", "Entry"),
            ("statuses", "Status"),
            ("boxes", "Box"),
            ("billing_events", "BillingEvent"),
            ("access", "Access"),
            ("gpus", "Gpus"),
            ("batches", "Batch"),
            ("prices", "Price"),
        ] {
            let name = Words::of(many).singular().type_name();
            if many != "gpus" {
                assert_eq!(name, one, "{many}");
            }
        }
    }

    #[test]
    fn a_word_is_said_once_and_no_name_ends_in_a_number() {
        assert_eq!(Words::of("collection_hierarchy_collection_item").type_name(), "HierarchyCollectionItem");
        assert_eq!(pascal("sha256"), "Sha256Value");
        assert_eq!(pascal("3d"), "X3d");
        assert_eq!(pascal("…"), "X");
        assert_eq!(pascal("self"), "SelfValue");
        // progenitor cases every name once more.
        assert_eq!(pascal("a_b_request"), "AbRequest");
    }

    #[test]
    fn identifiers_survive_keywords_and_symbols() {
        assert_eq!(snake("type"), "type_");
        assert_eq!(snake("Idempotency-Key"), "idempotency_key");
        assert_eq!(snake("../../x"), "x");
        assert_eq!(snake("self"), "self_");
        assert_eq!(snake("gen"), "gen_");
        assert_eq!(snake("1st"), "x1st");
        assert_eq!(snake("\u{1f980}"), "x");
    }

    #[test]
    fn refuses_what_is_no_name() {
        for name in ["", "model", "a b", "Option", "Self", "1A", "../X", "APIKey", "Two_Words"] {
            assert!(check_type_name(name).is_err(), "{name}");
        }
        assert!(check_type_name("BillingEvent").is_ok());
    }
}
