//! Where a document comes from: a file, an address, or a revision of this repository.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::document::parse::{self, LIMIT};
use crate::fetch::{self, Limits, PUBLISHED};
use crate::paths::{PLATFORM, Project};
use crate::printer::Printer;
use crate::reader;
use crate::trouble::{Result, Trouble};

/// A document and what messages call it.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file, address or revision.
    pub name: String,
    /// The document.
    pub document: Value,
}

/// The old document: as asked for, or the pinned one.
///
/// # Errors
/// It cannot be had, or is no OpenAPI document.
pub fn old(asked: Option<&str>, project: &Project, limits: &Limits, printer: &mut Printer<'_>) -> Result<Source> {
    match asked {
        Some(asked) => read(asked, project, limits, printer),
        None => file(&project.path(PLATFORM), PLATFORM)
            .map_err(|trouble| trouble.help("`cargo xtask fetch` pins the published document")),
    }
}

/// The new document: as asked for, or the published one.
///
/// # Errors
/// It cannot be had, or is no OpenAPI document.
pub fn new(asked: Option<&str>, project: &Project, limits: &Limits, printer: &mut Printer<'_>) -> Result<Source> {
    read(asked.unwrap_or(PUBLISHED), project, limits, printer)
}

fn read(asked: &str, project: &Project, limits: &Limits, printer: &mut Printer<'_>) -> Result<Source> {
    if asked.starts_with("https://") || asked.starts_with("http://") {
        let bytes = fetch::bytes(asked, limits, printer)?;
        return parsed(&bytes, asked);
    }
    let path = Path::new(asked);
    match asked.split_once(':') {
        Some((revision, inside)) if !path.exists() && !revision.is_empty() && !inside.is_empty() => {
            let bytes = revised(revision, inside, project)?;
            parsed(&bytes, asked)
        }
        _ => file(path, asked),
    }
}

fn file(path: &Path, name: &str) -> Result<Source> {
    let bytes = reader::document_bytes(path, name)?;
    parsed(&bytes, name)
}

fn parsed(bytes: &[u8], name: &str) -> Result<Source> {
    let document = parse::any_document(bytes, name)?;
    Ok(Source { name: name.to_owned(), document })
}

/// A file of the last commit, where there is a repository that has it.
pub(super) fn committed(path: &str, project: &Project) -> Option<Vec<u8>> {
    project.path(".git").exists().then(|| revised("HEAD", path, project).ok())?
}

/// A file as it was committed.
fn revised(revision: &str, path: &str, project: &Project) -> Result<Vec<u8>> {
    let asked = format!("{revision}:{path}");
    let cannot = |why: String| {
        Trouble::new(format!("cannot read {asked}: {why}"))
            .help("write REV:PATH as `git show` takes it, or the name of a file, or an address with https://")
    };
    let mut git = Command::new("git")
        .args(["show", "--end-of-options", &asked])
        .current_dir(project.root())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| cannot(format!("git does not run: {error}")))?;
    let mut bytes = Vec::new();
    if let Some(stdout) = git.stdout.take() {
        stdout.take(LIMIT + 1).read_to_end(&mut bytes).map_err(|error| cannot(error.to_string()))?;
    }
    let ended = git.wait_with_output().map_err(|error| cannot(error.to_string()))?;
    // Above the limit, git is cut off; the parser says why.
    if ended.status.success() || bytes.len() as u64 > LIMIT {
        return Ok(bytes);
    }
    let said = String::from_utf8_lossy(&ended.stderr);
    Err(cannot(said.lines().next().unwrap_or("git failed").trim().to_owned()))
}
