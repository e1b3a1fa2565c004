//! `cargo xtask diff`: what a new document means, for callers and for the version of the crates.
//!
//! read → normal form → pairs of operations → findings, by families of rules → facts → report.

pub mod accept;
pub mod catalogue;
pub mod facts;
pub mod json;
pub mod markdown;
pub mod outcome;
pub mod promised;
pub mod report;
pub mod run;
pub mod source;
pub mod summary;
pub mod text;
pub mod verdicts;
pub mod versions;

mod bodies;
mod comparison;
mod delta;
mod facets;
mod fingerprint;
mod idempotency;
mod locate;
mod media;
mod model;
mod normal;
mod notes;
mod operations;
mod paging;
mod pairing;
mod parameters;
mod prose;
mod references;
mod responses;
mod rust_form;
mod schemas;
mod security;
mod servers;
mod shape;
mod step;
mod templates;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::document::Pointer;
use crate::operations::Scopes;
use crate::trouble::Result;

use catalogue::Rule;
use comparison::Comparison;
use facts::{Finding, Findings};
use report::Report;

/// What a comparison is told besides the documents.
#[derive(Clone, Debug)]
pub struct Options {
    /// Which security scheme asks for which scope.
    pub scopes: Scopes,
    /// What messages call the two documents.
    pub names: (String, String),
}

impl Default for Options {
    fn default() -> Self {
        Self { scopes: Scopes::default(), names: ("the old document".to_owned(), "the new document".to_owned()) }
    }
}

/// Compares two documents of OpenAPI 3.0 or 3.1.
///
/// ```
/// # fn main() -> xtask::trouble::Result<()> {
/// let old = serde_json::json!({ "openapi": "3.1.0", "paths": {} });
/// let report = xtask::diff::compare(&old, &old, &xtask::diff::Options::default())?;
/// assert!(report.changes.is_empty());
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// A reference that leads nowhere, or two templates that differ in the names of parameters only.
pub fn compare(old: &Value, new: &Value, options: &Options) -> Result<Report> {
    for (document, name) in [(old, &options.names.0), (new, &options.names.1)] {
        references::check(document, name)?;
        templates::check(document, name)?;
    }
    let mut forms = normal::Forms::default();
    let before = model::Reader::new(old, 0, &mut forms).read();
    let after = model::Reader::new(new, 1, &mut forms).read();
    let any = forms.arena.add(shape::Shape::any());
    forms.arena.find_bases();
    let mut comparison = Comparison {
        documents: (old, new),
        apis: (&before, &after),
        known: security::Known::new(&before, &after, &options.scopes),
        shapes: schemas::Schemas::new(&forms.arena, any),
        sayings: &forms.sayings,
        found: Findings::default(),
        said: BTreeMap::new(),
    };
    comparison.operations(&pairing::pair(&before.operations, &after.operations));
    comparison.document();
    let operations = (before.operations.len(), after.operations.len());
    Ok(Report { changes: comparison.found.changes(), operations })
}

impl Comparison<'_> {
    /// What stands outside of operations.
    fn document(&mut self) {
        let (old, new) = self.apis;
        servers::compare(old, new, &mut self.found);
        security::compare(&self.known, &mut self.found);
        for name in old.webhooks.keys().chain(new.webhooks.keys().filter(|name| !old.webhooks.contains_key(*name))) {
            let (before, after) = (old.webhooks.get(name), new.webhooks.get(name));
            if before != after {
                let finding = Finding::new(Rule::WebhookChanged, before.cloned(), after.cloned());
                let pointer = Pointer::root().push("webhooks").push(name);
                self.found.add(finding.named(format!("webhook {name}")).at(pointer));
            }
        }
        for (keyword, finding) in comparison::unknown(&old.rest, &new.rest) {
            self.found.add(finding.named("document").at(Pointer::root().push(keyword)));
        }
        self.document_prose();
    }
}
