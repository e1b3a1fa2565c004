//! From 3.1 to the part of 3.0 that progenitor gets right, one rule per file.
//!
//! Every rule leaves a document behind that the next ones can rely on; [`RULES`] is their order and
//! says what they rely on. What comes out is checked against the [`dialect`].

use serde_json::Value;

use crate::note::Notes;
use crate::trouble::Result;

mod absence;
mod aliases;
mod all_of;
mod bodies;
mod checks;
mod constants;
mod depth;
pub mod dialect;
mod enums;
mod exact;
mod forms;
mod malformed;
mod media;
mod merge;
mod null;
mod objects;
mod one_way;
mod parameters;
mod query;
mod reach;
mod recursion;
mod responses;
mod reused;
mod schema;
mod sides;
mod styles;
mod tags;
mod templates;
mod time_bound;
mod trimmings;
mod tuples;
mod types;
mod unions;
mod vocabulary;

/// One rule: its name, which is that of its file and its cases, and what it does.
struct Rule {
    name: &'static str,
    apply: fn(&mut Value, &mut Notes) -> Result<()>,
}

const fn rule(name: &'static str, apply: fn(&mut Value, &mut Notes) -> Result<()>) -> Rule {
    Rule { name, apply }
}

const RULES: &[Rule] = &[
    // References lead anywhere in the document as published, so they are followed before anything
    // moves. Each side then has its own copy of a schema.
    rule("reused", reused::apply),
    rule("sides", sides::apply),
    rule("depth", depth::apply),
    rule("trimmings", trimmings::apply),
    rule("parameters", parameters::apply),
    rule("bodies", bodies::apply),
    rule("responses", responses::apply),
    // Spellings: behind these, every schema is an object, and each thing is said in one way. Tuples
    // and unknown keywords go first, since `false` in them is no schema to mend.
    rule("tuples", tuples::apply),
    rule("vocabulary", vocabulary::apply),
    rule("malformed", malformed::apply),
    rule("null", null::apply),
    rule("constants", constants::apply),
    // What applies together becomes one before its parts are looked at: a property may be read-only,
    // required or typed by another member than the one that it stands in.
    rule("all_of", all_of::apply),
    rule("one_way", one_way::apply),
    rule("types", types::apply),
    rule("enums", enums::apply),
    rule("objects", objects::apply),
    rule("aliases", aliases::apply),
    rule("forms", forms::apply),
    // A date is known by its pattern, which the bounds take away.
    rule("time_bound", time_bound::apply),
    rule("checks", checks::apply),
    // One value or many is a union until here.
    rule("query", query::apply),
    rule("unions", unions::apply),
    // Unions that lost their arms are aliases now.
    rule("aliases", aliases::apply),
    rule("styles", styles::apply),
    rule("absence", absence::apply),
    rule("recursion", recursion::apply),
    rule("exact", exact::apply),
    rule("reach", reach::apply),
    rule("depth", depth::apply),
];

/// Lowers a document that is valid, overlaid, and of 3.0 or 3.1.
///
/// # Errors
/// The first construct without which correct calls are impossible, with its place.
pub fn lower(document: Value, notes: &mut Notes) -> Result<Value> {
    let mut document = document;
    for rule in RULES {
        (rule.apply)(&mut document, notes)?;
    }
    dialect::verify(&document)?;
    Ok(document)
}

/// The names of the rules, in their order: each has cases of its own.
pub fn rules() -> Vec<&'static str> {
    let mut names: Vec<&str> = Vec::new();
    for rule in RULES {
        if !names.contains(&rule.name) {
            names.push(rule.name);
        }
    }
    names
}
