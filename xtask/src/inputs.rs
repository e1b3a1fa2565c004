//! What a regeneration reads from the tree, before anything is made of it.

use serde_json::Value;

use crate::document::parse;
use crate::lock_file::Origin;
use crate::paths::{CARGO_LOCK, CLIENT_MANIFEST, LOCK, NAMES, OVERLAY, PLATFORM, PROMISES, Project, SHIM_MANIFEST};
use crate::pipeline::Input;
use crate::reader;
use crate::trouble::{Result, Trouble};

/// The inputs of a regeneration.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The text of `platform.json`: the one in the tree, or the one about to take its place.
    pub platform: String,
    /// The document that it holds.
    pub document: Value,
    /// Where the document came from, when that is known better than the tree does.
    pub origin: Option<Origin>,
    /// The text of `overlay.toml`.
    pub overlay: String,
    /// The text of `names.toml`; empty where there is none yet.
    pub names: String,
    /// The text of `promises.toml`; empty where there is none yet.
    pub promises: String,
    /// The text of `platform.lock.toml`, where there is one.
    pub lock: Option<String>,
    /// The text of `Cargo.lock`.
    pub cargo_lock: String,
    /// The client crate's manifest.
    pub client_manifest: String,
    /// The manifest of the crate on top of it.
    pub shim_manifest: String,
}

impl Inputs {
    /// Reads them, with the pinned document.
    ///
    /// # Errors
    /// A file is missing or not readable, or the document is none.
    pub fn pinned(project: &Project) -> Result<Self> {
        let bytes = reader::document_bytes(&project.path(PLATFORM), PLATFORM)
            .map_err(|trouble| trouble.help("`cargo xtask fetch` brings the published document"))?;
        let document = parse::document(&bytes, PLATFORM)?;
        let platform = String::from_utf8(bytes).map_err(|_| Trouble::new(format!("{PLATFORM} is not UTF-8")))?;
        Self::with(project, platform, document, None)
    }

    /// Reads all but the document, which is given.
    ///
    /// # Errors
    /// A file is missing or not readable.
    pub fn with(project: &Project, platform: String, document: Value, origin: Option<Origin>) -> Result<Self> {
        let read = |relative: &str| reader::text(&project.path(relative), relative);
        let optional = |relative: &str| reader::optional_text(&project.path(relative), relative);
        Ok(Self {
            platform,
            document,
            origin,
            overlay: read(OVERLAY)?,
            names: optional(NAMES)?.unwrap_or_default(),
            promises: optional(PROMISES)?.unwrap_or_default(),
            lock: optional(LOCK)?,
            cargo_lock: read(CARGO_LOCK)?,
            client_manifest: read(CLIENT_MANIFEST)?,
            shim_manifest: read(SHIM_MANIFEST)?,
        })
    }

    /// What the pure part of the generator takes of them.
    pub fn pure(&self) -> Input<'_> {
        Input { document: &self.document, overlay: &self.overlay, names: &self.names, promises: &self.promises }
    }
}
