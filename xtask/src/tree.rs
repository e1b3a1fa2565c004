//! What the tree should hold, as one batch: `regen` writes it, `check` compares with it.

use crate::inputs::Inputs;
use crate::lock_file::LockFile;
use crate::manifest;
use crate::paths::{
    CLIENT_MANIFEST, GENERATED, LOCK, LOWERED, MOCK_DOCUMENT, NAMES, PLATFORM, PROMISES, SHIM_MANIFEST,
};
use crate::pipeline::Output;
use crate::trouble::Result;
use crate::writer::Batch;

/// Every file that a regeneration is answerable for.
///
/// The document and its lock come first: a run that is killed leaves a tree from which
/// `regen --offline` makes the rest.
///
/// # Errors
/// A manifest has no place for the features, or `Cargo.lock` does not name the tools.
pub fn of(inputs: &Inputs, output: &Output) -> Result<Batch> {
    let mut batch = Batch::default();
    batch.add(PLATFORM, &inputs.platform);
    batch.add(LOCK, LockFile::of(inputs, &output.names, &output.promises)?.text()?);
    batch.add(NAMES, &output.names);
    batch.add(PROMISES, &output.promises);
    batch.add(LOWERED, &output.lowered);
    batch.add(MOCK_DOCUMENT, &output.lean);
    batch.add(CLIENT_MANIFEST, manifest::client(&inputs.client_manifest, &output.features)?);
    batch.add(SHIM_MANIFEST, manifest::shim(&inputs.shim_manifest, &output.features)?);
    add_generated(&mut batch, GENERATED, output);
    Ok(batch)
}

/// The generated files, below `folder`, which holds nothing else.
pub fn add_generated(batch: &mut Batch, folder: &str, output: &Output) {
    for (relative, contents) in &output.files {
        batch.add(format!("{folder}/{relative}"), contents);
    }
    batch.own(folder);
}
