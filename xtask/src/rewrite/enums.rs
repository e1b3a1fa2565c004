//! Enums: open, so that a value which did not exist when the crate was built decodes, and is sent
//! back unchanged.

use std::fmt::Write as _;

use syn::ItemEnum;

use super::structs::described;
use super::text::{Code, doc_text};
use crate::model::{Model, TypeFacts};
use crate::trouble::{Result, Trouble};

/// Writes an enum.
pub(super) fn emit(item: &ItemEnum, facts: &TypeFacts, model: &Model, code: &mut Code) -> Result<()> {
    let name = item.ident.to_string();
    let variants = variants(item)?;
    let rest = catch_all(variants.iter().map(|(variant, _)| variant.as_str()));
    let mut text = super::methods::cfg_text(&name, model);
    text.push_str("open_enum! {\n");
    text.push_str(&doc_text(&described(&facts.schema, "A set of known values."), "    "));
    let _ = writeln!(text, "    pub enum {name}, else {rest} {{");
    for (variant, value) in &variants {
        text.push_str(&doc_text(&[crate::prose::line(&format!("`{value}`."))], "        "));
        let _ = writeln!(text, "        {variant} = {value:?},");
    }
    text.push_str("    }\n}\n");
    code.text(text);
    Ok(())
}

/// Variants and the values they stand for.
fn variants(item: &ItemEnum) -> Result<Vec<(String, String)>> {
    item.variants
        .iter()
        .map(|variant| {
            let mut value = variant.ident.to_string();
            for attribute in variant.attrs.iter().filter(|attribute| attribute.path().is_ident("serde")) {
                let parsed = attribute.parse_nested_meta(|meta| {
                    value = meta.value()?.parse::<syn::LitStr>()?.value();
                    Ok(())
                });
                parsed
                    .map_err(|error| Trouble::new(format!("a variant of `{}` cannot be read: {error}", item.ident)))?;
            }
            Ok((variant.ident.to_string(), value))
        })
        .collect()
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
