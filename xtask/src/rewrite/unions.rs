//! Unions: tagged where a property tells the arms apart, else the first arm that fits.
//!
//! progenitor would make a struct of flattened options of them, which compiles and cannot be sent.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

use super::enums::catch_all;
use super::rust_type;
use super::structs::described_type;
use super::text::{Code, doc_text};
use crate::model::{Model, TypeFacts, references};
use crate::names::pascal;

struct Arm {
    variant: String,
    ty: String,
    tag: Option<String>,
    about: String,
}

/// Writes a union.
pub(super) fn emit(name: &str, facts: &TypeFacts, model: &Model, code: &mut Code) {
    let tag = facts.schema.get("x-union").and_then(|union| union.get("tag")).and_then(Value::as_str);
    let arms = arms(name, facts, model);
    let rest = catch_all(arms.iter().map(|arm| arm.variant.as_str()));
    let head = match tag {
        Some(tag) => format!("pub enum {name} by {tag:?}, else {rest}"),
        None => format!("pub enum {name}, else {rest}"),
    };
    let mut text = super::methods::cfg_text(name, model);
    text.push_str(if tag.is_some() { "tagged_union! {\n" } else { "untagged_union! {\n" });
    text.push_str(&doc_text(&described_type(facts), "    "));
    let _ = writeln!(text, "    {head} {{");
    for arm in &arms {
        text.push_str(&doc_text(std::slice::from_ref(&arm.about), "        "));
        let value = arm.tag.as_ref().map(|tag| format!(" = {tag:?}")).unwrap_or_default();
        let _ = writeln!(text, "        {}({}){value},", arm.variant, arm.ty);
    }
    text.push_str("    }\n}\n");
    code.text(text);
}

fn arms(name: &str, facts: &TypeFacts, model: &Model) -> Vec<Arm> {
    let values = facts.schema.get("x-union").and_then(|union| union.get("values")).and_then(Value::as_array);
    let home = model.home(name);
    let mut taken = BTreeSet::new();
    let schemas = facts.schema.get("oneOf").and_then(Value::as_array);
    let mut arms = Vec::new();
    for (index, schema) in schemas.into_iter().flatten().enumerate() {
        let tag = values.and_then(|values| values.get(index)).and_then(Value::as_str).map(str::to_owned);
        let (stem, ty) = spelled(schema, name, home, model);
        let mut variant = tag.as_deref().map_or_else(|| arm_name(&stem, name), pascal);
        while !taken.insert(variant.clone()) {
            variant.push_str("Arm");
        }
        let about = match &tag {
            Some(tag) => format!("`{tag}`."),
            None => {
                first_line(schema, model).unwrap_or_else(|| format!("A `{}`.", ty.trim_start_matches("crate::types::")))
            }
        };
        arms.push(Arm { variant, ty, tag, about });
    }
    arms
}

fn first_line(schema: &Value, model: &Model) -> Option<String> {
    let name = references(schema).into_iter().next()?;
    let text = model.types.get(&name)?.schema.get("description")?.as_str()?;
    Some(crate::prose::line(text)).filter(|line| !line.is_empty())
}

/// The variant for a type: without the union's own name before it.
fn arm_name(stem: &str, union: &str) -> String {
    stem.strip_prefix(union)
        .filter(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase()))
        .unwrap_or(stem)
        .to_owned()
}

/// What an arm is called after, and its Rust type.
fn spelled(schema: &Value, union: &str, home: &str, model: &Model) -> (String, String) {
    let reference = schema.get("$ref").or_else(|| schema.get("allOf")?.get(0)?.get("$ref")).and_then(Value::as_str);
    let (stem, ty) = rust_type::of(schema, &|name| {
        if model.home(name) == home { name.to_owned() } else { format!("crate::types::{name}") }
    });
    // A union inside itself has to be behind a pointer.
    let boxed =
        reference.and_then(|reference| reference.rsplit('/').next()).is_some_and(|name| leads_to(name, union, model));
    (stem, if boxed { format!("Box<{ty}>") } else { ty })
}

/// Whether `name` contains `union` without a list or a map between.
fn leads_to(name: &str, union: &str, model: &Model) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![name.to_owned()];
    while let Some(name) = open.pop() {
        if name == union {
            return true;
        }
        if seen.insert(name.clone())
            && let Some(facts) = model.types.get(&name)
        {
            open.extend(references(&facts.schema));
        }
    }
    false
}
