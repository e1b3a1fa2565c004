//! What the end-to-end tests share: where the project is, and the published documents beside it.

#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};

use serde_json::Value;

/// The root of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The pinned document.
///
/// # Errors
/// The file is not there or is no JSON.
pub fn pinned() -> Result<Value, Box<dyn std::error::Error>> {
    Ok(serde_json::from_slice(&std::fs::read(root().join("openapi/platform.json"))?)?)
}

/// The real documents of 2026, oldest first, where a copy of them lies beside the project.
///
/// They are reference data of others and no part of the project: a test that needs them says that it
/// did not run when this is empty.
pub fn published() -> Vec<PathBuf> {
    let folder = root().join("../shared/published");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "json")).collect();
    files.sort();
    files
}
