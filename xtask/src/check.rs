//! `cargo xtask check`: is the tree what the inputs make of it?

use std::collections::BTreeMap;

use crate::cli::Verdict;
use crate::document::parse;
use crate::inputs::Inputs;
use crate::lock_file::{LockFile, digest};
use crate::paths::{NAMES, OVERLAY, PLATFORM, PROMISES, Project};
use crate::pipeline::Output;
use crate::printer::{Printer, Tone, count};
use crate::reader;
use crate::regen::Generate;
use crate::tree;
use crate::trouble::Result;
use crate::writer::Batch;

const MEND: &str = "`cargo xtask regen --offline` makes every file what the inputs say";
const PINNED_EDITED: &str =
    "`cargo xtask regen` pins the published document again; `git checkout openapi` undoes the edit";

/// Regenerates in memory, twice, and compares the results with each other and with the tree.
///
/// # Errors
/// An input is missing or cannot be expressed.
pub fn run(project: &Project, generate: Generate<'_>, printer: &mut Printer<'_>) -> Result<Verdict> {
    printer.progress("Checking", "the inputs");
    let edited = edited_inputs(project)?;
    for (relative, mend) in &edited {
        printer.status(Tone::Wrong, "Edited", &format!("{relative} since the last regen"));
        printer.detail(mend);
    }
    let findings = match compare(project, generate, printer) {
        Ok(findings) => findings,
        // An edit that makes an input unusable is a difference first of all.
        Err(trouble) if !edited.is_empty() => {
            for line in trouble.to_string().lines() {
                printer.detail(line.trim_start());
            }
            return Ok(Verdict::Difference);
        }
        Err(trouble) => return Err(trouble),
    };
    for finding in &findings {
        printer.status(Tone::Wrong, finding.word, &finding.text);
    }
    if findings.is_empty() && edited.is_empty() {
        printer.status(Tone::Done, "Up to date", "the client crate and openapi/");
        return Ok(Verdict::Fine);
    }
    if !findings.is_empty() {
        let files = count(findings.len(), "finding");
        printer.status(Tone::Look, "Next", &format!("{files}: {MEND}"));
    }
    Ok(Verdict::Difference)
}

/// One file that is not as it should be.
struct Finding {
    word: &'static str,
    text: String,
}

/// The inputs whose bytes are not those of the last regeneration, each with what to do.
fn edited_inputs(project: &Project) -> Result<Vec<(&'static str, String)>> {
    let lock = reader::optional_text(&project.path(crate::paths::LOCK), crate::paths::LOCK)?;
    let Some(lock) = lock.as_deref().and_then(LockFile::parse) else {
        // Its own finding: the file differs from the one that would be written.
        return Ok(Vec::new());
    };
    let retrieved = lock.document.origin.retrieved_at.is_some();
    let pinned = match retrieved {
        true => PINNED_EDITED.to_owned(),
        false => format!("{MEND}, once the edit is meant"),
    };
    let by_hand = format!("{MEND}, with the edit; `git checkout openapi` undoes it");
    let inputs = [
        (PLATFORM, lock.document.sha256, pinned),
        (OVERLAY, lock.inputs.overlay_sha256, by_hand.clone()),
        (NAMES, lock.inputs.names_sha256, by_hand.clone()),
        (PROMISES, lock.inputs.promises_sha256, by_hand),
    ];
    let mut edited = Vec::new();
    for (relative, recorded, mend) in inputs {
        let path = project.path(relative);
        let present = path.exists();
        if present && digest(&reader::document_bytes(&path, relative)?) != recorded {
            edited.push((relative, mend));
        }
    }
    Ok(edited)
}

fn compare(project: &Project, generate: Generate<'_>, printer: &mut Printer<'_>) -> Result<Vec<Finding>> {
    let inputs = Inputs::pinned(project)?;
    printer.progress("Checking", "the first generation");
    let first = generate(&inputs.pure())?;
    printer.progress("Checking", "the second generation");
    // From bytes again: nothing of the first run can be left in what the second one reads.
    let document = parse::document(inputs.platform.as_bytes(), PLATFORM)?;
    let again = Inputs { document, ..inputs.clone() };
    let second = generate(&again.pure())?;
    let mut findings = unstable(&first, &second);
    let batch = tree::of(&inputs, &first)?;
    for (relative, fresh) in batch.files() {
        let path = project.path(relative);
        match reader::optional_text(&path, relative) {
            Ok(Some(found)) if found == fresh => {}
            Ok(Some(found)) => findings.push(Finding {
                word: "Stale",
                text: format!("{relative}: line {} differs", first_difference(&found, fresh)),
            }),
            Ok(None) => findings.push(Finding { word: "Missing", text: relative.to_owned() }),
            Err(trouble) => findings.push(Finding { word: "Stale", text: format!("{relative}: {}", trouble.what()) }),
        }
    }
    findings.extend(left_over(project, &batch)?);
    Ok(findings)
}

fn left_over(project: &Project, batch: &Batch) -> Result<impl Iterator<Item = Finding> + use<>> {
    let found = batch.left_over(project.root())?;
    Ok(found.into_iter().map(|text| Finding { word: "Left over", text }))
}

/// The line in which two texts first differ, from one.
fn first_difference(found: &str, fresh: &str) -> usize {
    let same = found.split_inclusive('\n').zip(fresh.split_inclusive('\n'));
    same.take_while(|(found, fresh)| found == fresh).count() + 1
}

/// Everything that two runs over the same input made differently.
fn unstable(first: &Output, second: &Output) -> Vec<Finding> {
    let all = |output: &Output| -> BTreeMap<String, String> {
        let mut files = output.files.clone();
        files.insert(NAMES.to_owned(), output.names.clone());
        files.insert(PROMISES.to_owned(), output.promises.clone());
        files.insert(crate::paths::LOWERED.to_owned(), output.lowered.clone());
        let features = format!("{:?}", output.features);
        files.insert("the features".to_owned(), features);
        files
    };
    let (first, second) = (all(first), all(second));
    let mut names: Vec<&String> = first.keys().chain(second.keys()).collect();
    names.sort();
    names.dedup();
    names
        .into_iter()
        .filter(|name| first.get(*name) != second.get(*name))
        .map(|name| Finding {
            word: "Unstable",
            text: format!("{name}: two runs made two things of the same input, a bug of the generator"),
        })
        .collect()
}
