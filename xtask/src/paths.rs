//! Where things are. Nothing else knows where the workspace's root is.

use std::env;
use std::path::{Path, PathBuf};

use crate::trouble::{Result, Trouble};

/// The pinned document.
pub const PLATFORM: &str = "openapi/platform.json";
/// Where the pinned document came from.
pub const LOCK: &str = "openapi/platform.lock.toml";
/// Corrections to the document.
pub const OVERLAY: &str = "openapi/overlay.toml";
/// The names of types.
pub const NAMES: &str = "openapi/names.toml";
/// What the published crate promises.
pub const PROMISES: &str = "openapi/promises.toml";
/// The 3.0 document that progenitor sees.
pub const LOWERED: &str = "openapi/lowered.json";
/// The document as the mock server takes it.
pub const MOCK_DOCUMENT: &str = "tests/mock/document.json";
/// The client crate.
pub const CLIENT: &str = "generated";
/// The manifest of the client crate.
pub const CLIENT_MANIFEST: &str = "generated/Cargo.toml";
/// The folder of the client crate that holds nothing but generated files.
pub const GENERATED: &str = "generated/src/generated";
/// The manifest of the crate that most people depend on.
pub const SHIM_MANIFEST: &str = "auth-shim/Cargo.toml";
/// The manifest of the workspace.
pub const MANIFEST: &str = "Cargo.toml";
/// The versions of every dependency.
pub const CARGO_LOCK: &str = "Cargo.lock";

/// Takes the place of the workspace's root, for tests.
const ROOT_VARIABLE: &str = "FAL_XTASK_ROOT";

/// The workspace that a command works on.
#[derive(Clone, Debug)]
pub struct Project {
    root: PathBuf,
}

impl Project {
    /// The workspace of this process: the one that cargo runs, or the one around the working
    /// directory.
    ///
    /// # Errors
    /// There is no such workspace.
    pub fn find() -> Result<Self> {
        if let Some(root) = env::var_os(ROOT_VARIABLE) {
            return Ok(Self::at(root));
        }
        let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let around_manifest = manifest.as_deref().and_then(Path::parent);
        let working = env::current_dir().ok();
        around_manifest
            .into_iter()
            .chain(working.iter().flat_map(|directory| directory.ancestors()))
            .find(|directory| directory.join(CLIENT_MANIFEST).is_file())
            .map(Self::at)
            .ok_or_else(|| {
                Trouble::new("the workspace is not here").help("run `cargo xtask` in a checkout of the project")
            })
    }

    /// The workspace at `root`.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Its root directory.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A file or folder of it, by its `/`-separated path from the root.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }
}
