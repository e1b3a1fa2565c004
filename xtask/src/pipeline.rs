//! The whole regeneration as one pure function: same input, same bytes, on every machine.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::Pointer;
use crate::hoist::Hoisted;
use crate::model::Model;
use crate::names::{NameFile, Names};
use crate::note::{Fate, Notes};
use crate::operations::{Paging, Scope, Scopes};
use crate::overlay::Overlay;
use crate::promises::{Fact, Kept, Record};
use crate::rewrite::Rewritten;
use crate::trouble::Result;
use crate::{emit, hoist, lean, lower, names, narrow, operations, progenitor, promises, prose, rewrite, validate};

/// What regeneration reads.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// The document, parsed and as published.
    pub document: &'a Value,
    /// The text of `overlay.toml`.
    pub overlay: &'a str,
    /// The text of `names.toml`.
    pub names: &'a str,
    /// The text of `promises.toml`; empty where nothing was published yet.
    pub promises: &'a str,
}

/// What regeneration makes. Nothing is written before all of it exists.
#[derive(Clone, Debug)]
pub struct Output {
    /// The files of `src/generated/`, by path relative to it, `/`-separated.
    pub files: BTreeMap<String, String>,
    /// The cargo features, one per resource: name and one-sentence comment.
    pub features: Vec<Feature>,
    /// `names.toml` with the new names appended.
    pub names: String,
    /// `promises.toml` with what is promised anew.
    pub promises: String,
    /// `lowered.json`.
    pub lowered: String,
    /// The document with its corrections and without prose, for the mock server.
    pub lean: String,
    /// What a person should know of the run.
    pub summary: Summary,
}

/// A cargo feature of the client crate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Feature {
    /// The feature's name, e.g. `models`.
    pub name: String,
    /// One sentence for the comment above it.
    pub about: String,
}

/// The figures and facts of a run.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Operations in the document, all of which are methods of the client.
    pub operations: usize,
    /// Distinct tags.
    pub tags: usize,
    /// Resources (modules and features).
    pub resources: usize,
    /// Places in the document that need a type of their own, before equal shapes are merged.
    pub shapes: usize,
    /// Public types after merging.
    pub types: usize,
    /// Operations that need the admin scope.
    pub admin: usize,
    /// Operations with pages (cursor, offset).
    pub paged: (usize, usize),
    /// Operations that declare an idempotency header.
    pub idempotent: usize,
    /// Operations marked deprecated.
    pub deprecated: usize,
    /// Lines in all files together.
    pub lines: usize,
    /// Names that were derived in this run and recorded in `names.toml`: place and name.
    pub new_names: Vec<(String, String)>,
    /// Entries of `names.toml` that no place of the document matches any more.
    pub unused_names: Vec<String>,
    /// What was kept because it was published, and why.
    pub kept: Vec<String>,
    /// Promises of types that the crate does not have any more.
    pub unused_promises: Vec<String>,
    /// What was dropped or expressed otherwise.
    pub notes: Notes,
}

/// The first half of a run: everything is known of the types but how they are written.
#[derive(Clone, Debug)]
pub struct Named {
    /// The document as corrected by the overlay.
    pub published: Value,
    /// The overlay.
    pub overlay: Overlay,
    /// The types, equal shapes merged and promises kept.
    pub hoisted: Hoisted,
    /// Their names.
    pub types: Names,
    /// The lowered document with the types under their names.
    pub document: Value,
    /// What was kept because it was published.
    pub kept: Kept,
    /// What was dropped or expressed otherwise.
    pub notes: Notes,
    /// `names.toml` with the new names appended.
    pub names: String,
    /// `promises.toml` with what is promised anew.
    pub promises: String,
}

/// Turns a document into types with names.
///
/// # Errors
/// As [`generate`].
pub fn named(input: &Input<'_>) -> Result<Named> {
    let mut notes = Notes::default();
    let names = NameFile::parse(input.names)?;
    let overlay = Overlay::parse(input.overlay)?;
    let record = Record::parse(input.promises)?;

    let mut published = input.document.clone();
    overlay.apply(&mut published, &mut notes)?;
    validate::document(&published)?;
    let lowered = lower::lower(published.clone(), &mut notes)?;
    let admin = Scopes::of_overlay(&overlay).admin(&published);
    let (hoisted, mut kept) = promises::keep(hoist::collect(lowered)?, &names, &record, &admin);
    let types = names::assign(&hoisted, &names, &kept.names)?;
    let document = hoisted.named(&types.types);
    kept.complete(&hoisted, &types, &record);
    let promised = promises::grown(&record, &hoisted, &types, &names, &document, &admin);
    Ok(Named {
        names: names.with(&types.new),
        promises: promised,
        published,
        overlay,
        hoisted,
        types,
        document,
        kept,
        notes,
    })
}

/// Turns a document into the client crate's generated files.
///
/// # Errors
/// The first construct that cannot be expressed, with its place and operation.
pub fn generate(input: &Input<'_>) -> Result<Output> {
    let Named { published, overlay, hoisted, types, document, kept, mut notes, names, promises } = named(input)?;
    let lean = lean::text(&published);
    let table = operations::table(&published, &document, &Scopes::of_overlay(&overlay), &mut notes)?;
    let narrowed = narrow::narrow(&document, &table)?;
    let made = progenitor::generate(&narrowed)?;
    let model = Model::new(&document, &hoisted, &types, table);
    let rewritten = rewrite::rewrite(&made, &model)?;
    let files = emit::files(&rewritten, &model)?;

    for (look, place) in &types.look {
        notes.add(Fate::Look, format!("{look} ({place})"), &Pointer::root());
    }
    let lowered = prose::escaped_json(&serde_json::to_string_pretty(&narrowed).unwrap_or_default()) + "\n";
    let mut summary = Summary::of(&model, &hoisted, &rewritten, &files, &types, notes);
    summary.kept = kept.facts.iter().map(Fact::told).collect();
    summary.unused_promises = kept.unused;
    Ok(Output { features: emit::features(&model), names, promises, files, lowered, lean, summary })
}

impl Summary {
    fn of(
        model: &Model,
        hoisted: &Hoisted,
        rewritten: &Rewritten,
        files: &BTreeMap<String, String>,
        names: &Names,
        notes: Notes,
    ) -> Self {
        let count = |test: &dyn Fn(&operations::Operation) -> bool| {
            model.operations.iter().filter(|operation| test(operation)).count()
        };
        let tags: BTreeSet<&String> = model.operations.iter().flat_map(|operation| &operation.tags).collect();
        Self {
            operations: model.operations.len(),
            tags: tags.len(),
            resources: model.resources.len(),
            shapes: hoisted.places,
            types: rewritten.types,
            admin: count(&|operation| operation.scope == Scope::Admin),
            paged: (
                count(&|operation| matches!(operation.paging, Some(Paging::Cursor { .. }))),
                count(&|operation| matches!(operation.paging, Some(Paging::Offset { .. }))),
            ),
            idempotent: count(&|operation| operation.idempotency_header.is_some()),
            deprecated: count(&|operation| operation.deprecated),
            lines: files.values().map(|text| text.lines().count()).sum(),
            new_names: names.new.clone(),
            unused_names: names.unused.clone(),
            notes,
            ..Self::default()
        }
    }
}
