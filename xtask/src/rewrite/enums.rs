//! Enums: open, so that a value which did not exist when the crate was built decodes, and is sent
//! back unchanged.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

use super::structs::described_type;
use super::text::{Code, doc_text};
use crate::model::{Model, TypeFacts};
use crate::names;
use crate::promises::GONE;

/// Writes an enum.
///
/// The variants are named here: progenitor refuses values that differ in case alone.
pub(super) fn emit(name: &str, facts: &TypeFacts, model: &Model, code: &mut Code) {
    let values = facts.schema.get("enum").and_then(Value::as_array);
    let variants = variants(values.into_iter().flatten().filter_map(Value::as_str));
    let rest = catch_all(variants.iter().map(|(variant, _)| variant.as_str()));
    let mut text = super::methods::cfg_text(name, model);
    text.push_str("open_enum! {\n");
    text.push_str(&doc_text(&described_type(facts), "    "));
    let _ = writeln!(text, "    pub enum {name}, else {rest} {{");
    let gone = facts.schema.get(GONE).and_then(Value::as_array);
    for (variant, value) in &variants {
        let about = crate::prose::line(&format!("`{value}`."));
        text.push_str(&doc_text(&[about], "        "));
        if gone.is_some_and(|gone| gone.iter().any(|gone| gone == value)) {
            let _ = writeln!(text, "        #[deprecated = \"the API does not document this value any more\"]");
        }
        let _ = writeln!(text, "        {variant} = {value:?},");
    }
    text.push_str("    }\n}\n");
    code.text(text);
}

/// Variants and the values they stand for; values that would be one variant are counted.
fn variants<'v>(values: impl Iterator<Item = &'v str>) -> Vec<(String, &'v str)> {
    let mut taken = BTreeSet::new();
    let mut variants = Vec::new();
    for value in values {
        let plain = names::variant(value);
        let counted = (2_u32..).map(|count| format!("{plain}{count}"));
        let free = std::iter::once(plain.clone()).chain(counted).find(|name| !taken.contains(name));
        let variant = free.unwrap_or(plain);
        taken.insert(variant.clone());
        variants.push((variant, value));
    }
    variants
}

/// The name of the arm for values that are not known: one that no known value has.
pub(super) fn catch_all<'v>(variants: impl Iterator<Item = &'v str>) -> String {
    let mut name = "UnknownValue".to_owned();
    let taken: Vec<&str> = variants.collect();
    while taken.contains(&name.as_str()) {
        name.insert_str(0, "Other");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_a_variant_of_its_own() {
        let named = variants(["a-b", "a_b", "A-B", "3d", "", "Self", "é"].into_iter());
        let names: Vec<&str> = named.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Ab", "Ab2", "Ab3", "X3d", "X", "Self_", "X2"]);
    }

    #[test]
    fn the_rest_has_a_name_that_no_value_has() {
        assert_eq!(catch_all(["Unknown", "Other"].into_iter()), "UnknownValue");
        assert_eq!(catch_all(["UnknownValue"].into_iter()), "OtherUnknownValue");
    }
}
