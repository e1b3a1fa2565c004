//! `cargo xtask release-program`: the program that people may have written for a release, kept for good.
//!
//! It calls every operation and is a test of its own, so that it compiles with every later client that
//! says it is compatible. The record beside the programs tells which there are.

use std::collections::BTreeSet;
use std::fs;

use serde::{Deserialize, Serialize};
use syn::{Item, ItemFn};

use crate::cli::Verdict;
use crate::document::{parse, walk};
use crate::lock_file::digest;
use crate::paths::{CLIENT, CLIENT_MANIFEST, MANIFEST, PLATFORM, Project};
use crate::printer::{Printer, Tone, count};
use crate::reader::{self, cannot};
use crate::semver::{Client, Program, Surface};
use crate::trouble::{Result, Trouble};
use crate::writer::{self, Batch};
use crate::{editable, run_lock, standalone};

/// Which programs there are.
pub const RECORD: &str = "tests/releases.toml";
/// The folder whose files cargo compiles as tests, each on its own.
const FOLDER: &str = "tests/tests";
/// What the names of programs begin with.
const PREFIX: &str = "release_";
const COMMAND: &str = "cargo xtask release-program";

const RECORD_HEAD: &str = "\
# The programs of the releases, and the documents that these were made from. Written by
# `cargo xtask release-program`; an entry goes, with its file, when the crates have left its major behind.

";

/// The record.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Record {
    /// From the first release to the last.
    #[serde(default, rename = "release")]
    pub releases: Vec<Release>,
}

/// A release.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Release {
    /// Its version.
    pub version: String,
    /// The digest of the document that it was made from.
    pub document_sha256: String,
    /// The digest of its program.
    pub program_sha256: String,
}

impl Record {
    /// The record of a project; empty before the first release.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn of(project: &Project) -> Result<Self> {
        let text = reader::optional_text(&project.path(RECORD), RECORD)?.unwrap_or_default();
        toml::from_str(&text).map_err(|error| Trouble::new(format!("{RECORD}: {}", error.message())))
    }

    fn find(&self, version: &str) -> Option<&Release> {
        self.releases.iter().find(|release| release.version == version)
    }
}

/// Writes the program of the version that the client crate has, unless it is there.
///
/// # Errors
/// There is a program that is not recorded, or one that cannot be made or written.
pub fn run(project: &Project, printer: &mut Printer<'_>) -> Result<Verdict> {
    run_lock::alone(project.root(), || {
        let client = client(project)?;
        let version = version(&client)?;
        let path = program(&version);
        let mut record = Record::of(project)?;
        match (record.find(&version).is_some(), project.path(&path).exists()) {
            (true, true) => {
                printer.status(Tone::Done, "Kept", &format!("{path}: what {version} was released with stays"));
                return Ok(Verdict::Fine);
            }
            (true, false) => {
                return Err(Trouble::new(format!("{path} is gone")).help("take it back out of the history"));
            }
            (false, true) => {
                let what = format!("{path} is there, and {RECORD} does not know it");
                return Err(Trouble::new(what).help("if it is older than the release, remove it and run this again"));
            }
            (false, false) => {}
        }
        let calls = Program::of_calls(&Surface::of(&client)?)?;
        let text = text(&calls, &version)?;
        record.releases.push(Release {
            version: version.clone(),
            document_sha256: pinned(project)?,
            program_sha256: digest(text.as_bytes()),
        });
        let listed = toml::to_string(&record)
            .map_err(|error| Trouble::new(format!("{RECORD} cannot be written as TOML: {error}")))?;
        let mut batch = Batch::default();
        batch.add(path.clone(), text);
        batch.add(RECORD, format!("{RECORD_HEAD}{listed}"));
        writer::write(project.root(), &batch)?;
        let calls = count(calls.lines().len(), "operation");
        printer.status(Tone::Done, "Wrote", &format!("{path}: {version} calls {calls}"));
        Ok(Verdict::Fine)
    })
}

/// What is wrong with the programs, in sentences. Whether they compile is the compiler's to say.
///
/// # Errors
/// Something cannot be read.
pub fn faults(project: &Project) -> Result<Vec<String>> {
    let record = Record::of(project)?;
    let current = version(&client(project)?)?;
    let document = pinned(project)?;
    let mut faults = Vec::new();
    if record.find(&current).is_none() {
        faults.push(format!("{current} has no program: `{COMMAND}` writes it"));
    }
    for release in &record.releases {
        let path = program(&release.version);
        let Some(text) = reader::optional_text(&project.path(&path), &path)? else {
            faults.push(match compatible(&release.version, &current) {
                true => format!("{path} is gone, and {current} promises to compile it: take it back"),
                false => format!("{path} is gone, as it may with {current}: remove its entry from {RECORD}, too"),
            });
            continue;
        };
        if digest(text.as_bytes()) != release.program_sha256 {
            faults.push(format!("{path} was changed, and nobody changes the programs that people have"));
        }
        // What came to the document later was in no program then.
        if release.document_sha256 == document {
            faults.extend(uncalled(project, &path, &text)?);
        }
    }
    let known: BTreeSet<String> = record.releases.iter().map(|release| program(&release.version)).collect();
    let unknown = programs(project)?.into_iter().filter(|path| !known.contains(path));
    faults.extend(unknown.map(|path| format!("{path} is not in {RECORD}: `{COMMAND}` writes both")));
    Ok(faults)
}

/// The operations of the document that a program does not call, and what it calls beside.
fn uncalled(project: &Project, path: &str, text: &str) -> Result<Option<String>> {
    let file = syn::parse_file(text).map_err(|error| Trouble::new(format!("{path} is no Rust: {error}")))?;
    let functions = file.items.iter().filter_map(|item| match item {
        Item::Fn(function) => Some(plain(&function.sig.ident.to_string())),
        _ => None,
    });
    let called: BTreeSet<String> = functions.collect();
    let bytes = reader::document_bytes(&project.path(PLATFORM), PLATFORM)?;
    let mut declared = BTreeSet::new();
    walk::operations(&parse::document(&bytes, PLATFORM)?, &mut |_, operation| {
        declared.extend(operation.get("operationId").and_then(serde_json::Value::as_str).map(plain));
    });
    let other: Vec<&str> = declared.symmetric_difference(&called).map(String::as_str).collect();
    Ok((!other.is_empty()).then(|| format!("{path} and its document differ in {}", other.join(", "))))
}

/// The text of a program.
fn text(calls: &Program, version: &str) -> Result<String> {
    let functions = calls.lines().iter().map(|line| syn::parse_str::<ItemFn>(&line.code).map(Item::Fn));
    let items = functions.collect::<syn::Result<Vec<Item>>>().map_err(|error| {
        Trouble::new(format!("a call is no Rust: {error}")).help("this is a fault of the generator")
    })?;
    let code = prettyplease::unparse(&syn::File { shebang: None, attrs: Vec::new(), items });
    Ok(format!(
        "//! What a program for {version} calls: each operation, with what it cannot be sent without.\n\
         //!\n\
         //! Written by `{COMMAND}` and never changed: people have programs like this one. When it does\n\
         //! not compile any more, the next release is a major one.\n\n\
         #![allow(warnings, reason = \"later lints and later deprecations are none of its business\")]\n\
         #![cfg_attr(rustfmt, rustfmt_skip)]\n\n\
         use fal_platform as client;\n\n\
         {code}"
    ))
}

/// The client in the working tree.
fn client(project: &Project) -> Result<Client> {
    let read = |relative: &str| reader::text(&project.path(relative), relative);
    let manifest = standalone::resolved(&read(CLIENT_MANIFEST)?, &read(MANIFEST)?, project.root())?;
    let about = "the working tree".to_owned();
    Ok(Client { role: "Base", about, folder: project.path(CLIENT), manifest, document: None })
}

fn version(client: &Client) -> Result<String> {
    let manifest = editable::parse(&client.manifest)
        .map_err(|wrong| Trouble::new(format!("{CLIENT_MANIFEST} is no manifest: {wrong}")))?;
    let version = manifest.get("package").and_then(|package| package.get("version")?.as_str());
    version.map(str::to_owned).ok_or_else(|| Trouble::new(format!("{CLIENT_MANIFEST} names no version")))
}

/// The digest of the pinned document.
fn pinned(project: &Project) -> Result<String> {
    reader::document_bytes(&project.path(PLATFORM), PLATFORM).map(|bytes| digest(&bytes))
}

/// Where the program of a version is: `0.1.0` in `release_0_1_0.rs`.
fn program(version: &str) -> String {
    let name: String = version.chars().map(|of| if of.is_ascii_alphanumeric() { of } else { '_' }).collect();
    format!("{FOLDER}/{PREFIX}{name}.rs")
}

/// The programs that are there.
fn programs(project: &Project) -> Result<Vec<String>> {
    let folder = project.path(FOLDER);
    let entries = match fs::read_dir(&folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(|error| cannot("list", FOLDER, &error))?,
    };
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let mut found: Vec<String> =
        names.filter(|name| name.starts_with(PREFIX)).map(|name| format!("{FOLDER}/{name}")).collect();
    found.sort();
    Ok(found)
}

/// Whether cargo takes one version for the other: nothing left of the first number that is not zero
/// differs, nor that number.
fn compatible(one: &str, other: &str) -> bool {
    let leading = |version: &str| {
        let mut kept: Vec<String> = Vec::new();
        for number in version.split(['-', '+']).next().unwrap_or_default().split('.') {
            kept.push(number.to_owned());
            if number != "0" {
                break;
            }
        }
        kept
    };
    leading(one) == leading(other)
}

/// Names of one thing in both spellings: `getModels`, `get_models`.
fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|character| character.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_takes_for_each_other_is_compatible() {
        for (one, other) in [("0.1.0", "0.1.7"), ("1.2.3", "1.0.0"), ("0.0.3", "0.0.3"), ("1.0.0-rc.1", "1.4.0")] {
            assert!(compatible(one, other), "{one} {other}");
        }
        for (one, other) in [("0.1.0", "0.2.0"), ("0.1.0", "1.1.0"), ("1.2.3", "2.2.3"), ("0.0.3", "0.0.4")] {
            assert!(!compatible(one, other), "{one} {other}");
        }
    }
}
