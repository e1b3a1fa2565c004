//! `cargo xtask regen --from FILE --out DIR`: a crate of its own from another document.

mod manifest;

pub(crate) use manifest::resolved;

use std::fs;
use std::path::Path;

use crate::cli::Verdict;
use crate::document::parse;
use crate::paths::{CARGO_LOCK, CLIENT, GENERATED, MANIFEST, Project};
use crate::pipeline::Output;
use crate::printer::{Printer, Tone, count, figure};
use crate::reader::{self, cannot};
use crate::regen::Generate;
use crate::trouble::{Result, Trouble};
use crate::writer::{self, Batch};
use crate::{inputs::Inputs, run_lock, summary, tree};

/// Where the generated files go in a crate of its own.
const OWN_GENERATED: &str = "src/generated";
/// What is copied from the workspace's root, where it is there.
const FROM_ROOT: [&str; 2] = [CARGO_LOCK, "clippy.toml"];

/// Generates a crate that compiles as it is; nothing else is touched.
///
/// # Errors
/// The document cannot be read or expressed, or the directory is not ours to write.
pub fn run(
    from: &Path,
    out: &Path,
    project: &Project,
    generate: Generate<'_>,
    printer: &mut Printer<'_>,
) -> Result<Verdict> {
    let source = from.display().to_string();
    let bytes = reader::document_bytes(from, &source)?;
    let document = parse::document(&bytes, &source)?;
    let size = figure(bytes.len());
    printer.status(Tone::Plain, "Read", &format!("{source} ({size} bytes)"));
    let inputs = Inputs::with(project, String::new(), document, None)?;
    refuse_foreign(out)?;
    printer.progress("Generating", "the client crate");
    let output = generate(&inputs.pure())?;
    let batch = batch(project, &inputs, &output)?;
    let shown = out.display().to_string();
    fs::create_dir_all(out).map_err(|error| cannot("make", &shown, &error))?;
    let changes = run_lock::alone(out, || writer::write(out, &batch))?;
    summary::figures(&output.summary, printer);
    summary::new_names(&output.summary, printer);
    let changed = count(changes.changed.len(), "file");
    let unchanged = figure(changes.unchanged);
    let text = format!("{changed} in {shown}, {unchanged} unchanged");
    printer.status(Tone::Done, "Wrote", &text);
    let manifest = out.join(MANIFEST);
    let next = format!("`cargo check --manifest-path {}`", manifest.display());
    printer.status(Tone::Plain, "Next", &next);
    Ok(Verdict::Fine)
}

/// The whole crate: the hand-written seams, the generated files, and a manifest that inherits
/// nothing.
pub(crate) fn batch(project: &Project, inputs: &Inputs, output: &Output) -> Result<Batch> {
    let mut batch = Batch::default();
    let root = reader::text(&project.path(MANIFEST), MANIFEST)?;
    let client = crate::manifest::client(&inputs.client_manifest, &output.features)?;
    let own = manifest::resolved(&client, &root, project.root())?;
    batch.add(MANIFEST, own);
    for relative in FROM_ROOT {
        if let Some(text) = reader::optional_text(&project.path(relative), relative)? {
            batch.add(relative, text);
        }
    }
    for relative in seams(project)? {
        let text = reader::text(&project.path(&relative), &relative)?;
        let own = relative.trim_start_matches(CLIENT).trim_start_matches('/');
        batch.add(own, text);
    }
    tree::add_generated(&mut batch, OWN_GENERATED, output);
    batch.own("src");
    Ok(batch)
}

/// The hand-written files of the client crate: everything in `src` but the generated folder, and
/// the texts beside the manifest.
fn seams(project: &Project) -> Result<Vec<String>> {
    let source = format!("{CLIENT}/src");
    let mut everything = Batch::default();
    everything.own(&source);
    let inside = everything.left_over(project.root())?;
    let generated = format!("{GENERATED}/");
    let mut found: Vec<String> = inside.into_iter().filter(|relative| !relative.starts_with(&generated)).collect();
    let listed = fs::read_dir(project.path(CLIENT)).map_err(|error| cannot("list", CLIENT, &error))?;
    for entry in listed.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let manifest = name == MANIFEST || name == CARGO_LOCK;
        if !manifest && !name.starts_with('.') && entry.path().is_file() {
            found.push(format!("{CLIENT}/{name}"));
        }
    }
    found.sort();
    Ok(found)
}

/// Only a directory that is new, empty, or made by an earlier run may be filled.
fn refuse_foreign(out: &Path) -> Result<()> {
    let shown = out.display();
    let entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(cannot("write to", &shown.to_string(), &error)),
    };
    let made_here = fs::read_to_string(out.join(MANIFEST)).is_ok_and(|text| text.starts_with(manifest::HEAD));
    let strange = entries.flatten().any(|entry| entry.file_name() != "target" && entry.file_name() != run_lock::FILE);
    match strange && !made_here {
        false => Ok(()),
        true => Err(Trouble::new(format!("{shown} holds something else than a crate that this command made"))
            .help("give --out a new or an empty directory")),
    }
}
