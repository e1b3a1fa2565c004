//! `platform.lock.toml`: where the pinned document came from, and what the crate was made of.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::document::walk::{self, Order};
use crate::inputs::Inputs;
use crate::paths::CARGO_LOCK;
use crate::trouble::{Result, Trouble};

const HEAD: &str = "\
# Where openapi/platform.json came from, and what the client crate was made of.
# Written by `cargo xtask fetch` and `cargo xtask regen`; never by hand.

";

/// Where a document came from.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Origin {
    /// In words, where it was not simply retrieved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Where it was retrieved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When these bytes were first retrieved there, as RFC 3339 has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retrieved_at: Option<String>,
}

/// The pinned document.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Pin {
    /// Where it came from.
    #[serde(flatten)]
    pub origin: Origin,
    /// The digest of `platform.json`.
    pub sha256: String,
    /// Its size.
    pub bytes: usize,
    /// The version of OpenAPI.
    pub openapi: String,
    /// The document's own version, which may never change.
    pub version: String,
    /// How many operations it has.
    pub operations: usize,
    /// How many paths.
    pub paths: usize,
    /// How many parameters all operations have together.
    pub parameters: usize,
    /// How many schemas are written out in it.
    pub schemas: usize,
}

/// The other inputs, as the crate was last made of them.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Others {
    /// The digest of `overlay.toml`.
    pub overlay_sha256: String,
    /// The digest of `names.toml`.
    pub names_sha256: String,
    /// The digest of `promises.toml`.
    pub promises_sha256: String,
}

/// The versions of the tools that decide what the crate looks like.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Tools {
    /// This generator.
    pub xtask: String,
    /// Makes builders and the encoding of requests.
    pub progenitor: String,
    /// Makes types.
    pub typify: String,
}

/// The whole file.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct LockFile {
    /// The pinned document.
    pub document: Pin,
    /// The other inputs.
    #[serde(default)]
    pub inputs: Others,
    /// The tools.
    #[serde(default)]
    pub tools: Tools,
}

impl LockFile {
    /// What the text of a lock file says; `None` for a text that says nothing, which the next run
    /// writes anew.
    pub fn parse(text: &str) -> Option<Self> {
        toml::from_str(text).ok()
    }

    /// The text of the file.
    ///
    /// # Errors
    /// It cannot be written as TOML.
    pub fn text(&self) -> Result<String> {
        toml::to_string(self)
            .map(|body| format!("{HEAD}{body}"))
            .map_err(|error| Trouble::new(format!("the lock file cannot be written: {error}")))
    }

    /// The file for these inputs, once `names` and `promises` have taken the place of what is there. What cannot be
    /// derived, which is where the document came from, is kept from the file of before.
    ///
    /// # Errors
    /// `Cargo.lock` does not name the tools.
    pub fn of(inputs: &Inputs, names: &str, promises: &str) -> Result<Self> {
        let before = inputs.lock.as_deref().and_then(Self::parse);
        let origin = inputs.origin.clone();
        let origin = origin.unwrap_or_else(|| kept(before.as_ref(), inputs));
        Ok(Self {
            document: Pin::of(&inputs.document, inputs.platform.as_bytes(), origin),
            inputs: Others {
                overlay_sha256: digest(inputs.overlay.as_bytes()),
                names_sha256: digest(names.as_bytes()),
                promises_sha256: digest(promises.as_bytes()),
            },
            tools: Tools::pinned(&inputs.cargo_lock)?,
        })
    }
}

/// The origin that the file of before tells, as long as it speaks of this document.
fn kept(before: Option<&LockFile>, inputs: &Inputs) -> Origin {
    let Some(before) = before else {
        return Origin {
            source: Some("unknown: the lock file was missing or not readable".to_owned()),
            ..Origin::default()
        };
    };
    let origin = before.document.origin.clone();
    match &origin {
        Origin { url: Some(url), retrieved_at: Some(_), .. }
            if before.document.sha256 != digest(inputs.platform.as_bytes()) =>
        {
            Origin { source: Some(format!("changed since it was retrieved from {url}")), ..Origin::default() }
        }
        _ => origin,
    }
}

impl Pin {
    fn of(document: &Value, bytes: &[u8], origin: Origin) -> Self {
        let text = |value: Option<&Value>| {
            let text = value.and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        };
        let mut operations = 0;
        let mut parameters = 0;
        let mut paths = BTreeSet::new();
        walk::operations(document, &mut |found, operation| {
            operations += 1;
            paths.insert(found.path.to_owned());
            let own = operation.get("parameters").and_then(Value::as_array);
            parameters += own.map_or(0, Vec::len);
        });
        let mut schemas = 0;
        // Counting cannot fail; the one walk can, for those who change what they see.
        let _ = walk::every_schema_mut(&mut document.clone(), Order::Outside, &mut |_, _| {
            schemas += 1;
            Ok(())
        });
        Self {
            origin,
            sha256: digest(bytes),
            bytes: bytes.len(),
            openapi: text(document.get("openapi")),
            version: text(document.get("info").and_then(|info| info.get("version"))),
            operations,
            paths: paths.len(),
            parameters,
            schemas,
        }
    }
}

impl Tools {
    /// The versions that `Cargo.lock` pins.
    fn pinned(cargo_lock: &str) -> Result<Self> {
        #[derive(Deserialize)]
        struct Package {
            name: String,
            version: String,
        }
        #[derive(Deserialize)]
        struct CargoLock {
            package: Vec<Package>,
        }
        let unreadable = |error: &str| {
            Trouble::new(format!("{CARGO_LOCK} does not name the tools: {error}"))
                .help("`git checkout Cargo.lock`, or `cargo generate-lockfile`")
        };
        let lock: CargoLock = toml::from_str(cargo_lock).map_err(|error| unreadable(error.message()))?;
        let version = |name: &str| {
            let package = lock.package.iter().find(|package| package.name == name);
            package.map(|package| package.version.clone()).ok_or_else(|| unreadable(&format!("no package `{name}`")))
        };
        Ok(Self { xtask: version("xtask")?, progenitor: version("progenitor")?, typify: version("typify")? })
    }
}

/// The SHA-256 of some bytes, in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
