//! From 3.1 to the part of 3.0 that progenitor gets right, one rule per file.
//!
//! Every rule leaves a document behind that the next ones can rely on; `RULES` is their order and
//! says what they rely on. What comes out is checked against the [`dialect`].

use serde_json::Value;

use crate::document::walk::{self, Order, Place};
use crate::note::Notes;
use crate::trouble::Result;

mod absence;
mod aliases;
mod all_of;
mod arms;
mod bodies;
mod checks;
mod constants;
mod depth;
pub mod dialect;
mod enums;
mod exact;
mod forms;
mod gathered;
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
mod secrets;
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

/// On an object of a response: the properties that are optional only because they are deprecated.
pub const FADING: &str = "x-fading";

/// A rule that looks at the whole document.
type OnDocument = fn(&mut Value, &mut Notes) -> Result<()>;
/// A rule that looks at one schema at a time, before its parts.
type OnSchema = fn(&mut Value, &Place<'_>, &mut Notes);

enum Step {
    /// One rule by itself.
    Document(&'static str, OnDocument),
    /// Rules that share a walk: each schema goes through all of them before its parts do.
    Schemas(&'static [(&'static str, OnSchema)]),
}
use Step::{Document, Schemas};

/// The rules, by the names of their files and cases.
const RULES: &[Step] = &[
    // References lead anywhere in the document as published, so they are followed before anything
    // moves. Each side then has its own copy of a schema.
    Document("reused", reused::apply),
    Document("sides", sides::apply),
    Document("depth", depth::apply),
    Document("trimmings", trimmings::apply),
    Document("parameters", parameters::apply),
    Document("bodies", bodies::apply),
    Document("responses", responses::apply),
    // Behind these, every schema is an object whose keywords can be trusted. Tuples and unknown
    // keywords go first, since `false` in them is no schema to mend.
    Schemas(&[("tuples", tuples::apply), ("vocabulary", vocabulary::apply), ("malformed", malformed::apply)]),
    // Behind these, each thing is said in one way. A walk of their own, because the last arm of a
    // union takes its place and has to be mended by then.
    Schemas(&[("null", null::apply), ("constants", constants::apply)]),
    // What applies together becomes one before its parts are looked at: a property may be read-only,
    // required or typed by another member than the one that it stands in.
    Document("all_of", all_of::apply),
    Document("one_way", one_way::apply),
    Schemas(&[("types", types::apply), ("enums", enums::apply), ("objects", objects::apply)]),
    Document("aliases", aliases::apply),
    Document("forms", forms::apply),
    // A date is known by its pattern, which the bounds take away. Behind these, schemas of one shape
    // are equal.
    Schemas(&[
        ("time_bound", time_bound::apply),
        ("checks", checks::apply),
        ("secrets", secrets::apply),
        ("exact", exact::keywords),
    ]),
    // One value or many is a union until here.
    Document("query", query::apply),
    Document("unions", unions::apply),
    // Unions that lost their arms are aliases now.
    Document("aliases", aliases::apply),
    // So are unions that come to the texts `true` and `false`.
    Document("query", query::apply),
    Document("forms", forms::files),
    Document("styles", styles::apply),
    Document("absence", absence::apply),
    Document("recursion", recursion::apply),
    Document("exact", exact::apply),
    Document("reach", reach::apply),
    Document("depth", depth::apply),
];

/// Lowers a document that is valid, overlaid, and of 3.0 or 3.1.
///
/// # Errors
/// The first construct without which correct calls are impossible, with its place.
pub fn lower(mut document: Value, notes: &mut Notes) -> Result<Value> {
    for step in RULES {
        match step {
            Document(_, apply) => apply(&mut document, notes)?,
            Schemas(rules) => {
                walk::every_schema_mut(&mut document, Order::Outside, &mut |schema, place| {
                    for (_, apply) in *rules {
                        apply(schema, place, notes);
                    }
                    Ok(())
                })?;
            }
        }
    }
    dialect::verify(&document)?;
    Ok(document)
}

/// The names of the rules in their order: each has a file, and cases of its own.
pub fn rules() -> Vec<&'static str> {
    let mut names = Vec::new();
    for step in RULES {
        let found = match step {
            Document(name, _) => vec![*name],
            Schemas(rules) => rules.iter().map(|(name, _)| *name).collect(),
        };
        for name in found {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}
