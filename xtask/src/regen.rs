//! `cargo xtask regen`: read, generate, write, and say what happened.

use crate::cli::Verdict;
use crate::fetch::{self, Limits};
use crate::inputs::Inputs;
use crate::paths::{PLATFORM, Project};
use crate::pipeline::{Input, Output};
use crate::printer::{Printer, Tone, figure};
use crate::trouble::Result;
use crate::{diff, run_lock, summary, tree, writer};

/// The pure part of the generator: [`crate::pipeline::generate`].
pub type Generate<'g> = &'g dyn Fn(&Input<'_>) -> Result<Output>;

/// Regenerates from the pinned document. The network is never touched.
///
/// # Errors
/// An input is missing or cannot be expressed, or the tree cannot be written.
pub fn offline(project: &Project, generate: Generate<'_>, printer: &mut Printer<'_>) -> Result<Verdict> {
    run_lock::alone(project.root(), || {
        let inputs = Inputs::pinned(project)?;
        let size = figure(inputs.platform.len());
        printer.status(Tone::Plain, "Read", &format!("{PLATFORM} ({size} bytes)"));
        regenerate(project, &inputs, generate, printer)
    })
}

/// Fetches the published document, then regenerates from it.
///
/// # Errors
/// As [`offline`], and whatever keeps the document from arriving.
pub fn online(
    url: &str,
    limits: &Limits,
    project: &Project,
    generate: Generate<'_>,
    printer: &mut Printer<'_>,
) -> Result<Verdict> {
    run_lock::alone(project.root(), || {
        let inputs = fetch::inputs(url, limits, project, printer)?;
        regenerate(project, &inputs, generate, printer)
    })
}

/// Nothing is written before all of it exists.
fn regenerate(
    project: &Project,
    inputs: &Inputs,
    generate: Generate<'_>,
    printer: &mut Printer<'_>,
) -> Result<Verdict> {
    printer.progress("Generating", "the client crate");
    let output = generate(&inputs.pure()).inspect_err(|_| {
        printer.status(Tone::Look, "Kept", "every file as it was");
    })?;
    let moved = diff::summary::of_regeneration(&inputs.platform, &inputs.document, project);
    let batch = tree::of(inputs, &output)?;
    printer.progress("Writing", "the client crate");
    let changes = writer::write(project.root(), &batch)?;
    summary::figures(&output.summary, printer);
    summary::kept(&output.summary, printer);
    summary::names(&output.summary, printer);
    summary::changes(&changes, printer);
    if let Some(moved) = moved {
        diff::summary::print(&moved, printer);
    }
    summary::next(&changes, &output.summary, printer);
    Ok(Verdict::Fine)
}
