//! Compiling the program, again and again until every use that does not compile is known.
//!
//! A compiler stops early: it says nothing of types while a name is missing. So what failed is left
//! out, and the rest is compiled, until nothing fails any more.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use toml_edit::{DocumentMut, InlineTable, Item};

use super::program::Program;
use super::source::Client;
use crate::editable;
use crate::lock_file::digest;
use crate::paths::{CARGO_LOCK, MANIFEST};
use crate::reader::{self, cannot};
use crate::trouble::{Result, Trouble};
use crate::writer::{self, Batch};

/// More rounds than a compiler has phases.
const ROUNDS: usize = 12;
/// The file with the uses.
const FILE: &str = "src/lib.rs";

/// Why a use does not compile.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    /// `E0308`.
    pub code: String,
    /// What the compiler says, in one line.
    pub message: String,
}

/// Compiles programs below a folder, into one target directory.
#[derive(Clone, Debug)]
pub struct Compiler {
    folder: PathBuf,
    target: PathBuf,
}

impl Compiler {
    /// A compiler that writes below `folder` and builds in `target`.
    pub fn new(folder: PathBuf, target: PathBuf) -> Self {
        Self { folder, target }
    }

    /// The check of the program itself: it must compile with the client that it was written for.
    ///
    /// # Errors
    /// It does not, or that client does not compile.
    pub fn accepts(&self, program: &Program, client: &Client) -> Result<()> {
        let failures = self.failures(program, client)?;
        let Some((index, failure)) = failures.first_key_value() else { return Ok(()) };
        let line = program.lines().get(*index);
        let code = line.map(|line| line.code.as_str()).unwrap_or_default();
        let what = format!(
            "{} uses of {} do not compile with it, the first: {}",
            failures.len(),
            client.about,
            failure.message
        );
        Err(Trouble::new(what).help(format!("this is a fault of `cargo xtask semver`: {code}")))
    }

    /// Every use that does not compile with a client, and why.
    ///
    /// # Errors
    /// Something else does not compile, or cargo cannot be run.
    pub fn failures(&self, program: &Program, client: &Client) -> Result<BTreeMap<usize, Failure>> {
        // Runs at one time do not write one program.
        let name: String = digest(client.folder.display().to_string().as_bytes()).chars().take(16).collect();
        let folder = self.folder.join("programs").join(format!("{}-{name}", client.role.to_lowercase()));
        let mut failures: BTreeMap<usize, Failure> = BTreeMap::new();
        for _ in 0..ROUNDS {
            self.write(&folder, program, client, &|index| failures.contains_key(&index))?;
            let found = self.check(&folder, client)?;
            let Some(found) = found else { return Ok(failures) };
            let before = failures.len();
            for (line, failure) in found {
                let index = Program::at(line).filter(|index| *index < program.lines().len());
                failures.extend(index.map(|index| (index, failure)));
            }
            if failures.len() == before {
                break;
            }
        }
        Err(Trouble::new(format!("the program does not come to an end with {}", client.about))
            .help("this is a fault of `cargo xtask semver`"))
    }

    fn write(&self, folder: &Path, program: &Program, client: &Client, skip: &dyn Fn(usize) -> bool) -> Result<()> {
        let shown = folder.display().to_string();
        fs::create_dir_all(folder).map_err(|error| cannot("make", &shown, &error))?;
        let mut batch = Batch::default();
        batch.add(MANIFEST, manifest(client)?);
        if let Some(lock) = lock(client)? {
            batch.add(CARGO_LOCK, lock);
        }
        batch.add(FILE, program.text(skip));
        writer::write(folder, &batch).map(|_| ())
    }

    /// The lines that do not compile; none when all do.
    fn check(&self, folder: &Path, client: &Client) -> Result<Option<Vec<(usize, Failure)>>> {
        // The network is asked only for what was never downloaded: the same versions every time.
        let mut output = self.cargo(folder, &["--offline"])?;
        if !output.status.success() && String::from_utf8_lossy(&output.stderr).contains("--offline") {
            output = self.cargo(folder, &[])?;
        }
        if output.status.success() {
            return Ok(None);
        }
        let mut lines = Vec::new();
        let mut foreign = None;
        for message in messages(&output.stdout) {
            match located(&message, folder) {
                Some(found) => lines.extend(found),
                None => foreign = foreign.or_else(|| first_line(&message)),
            }
        }
        if lines.is_empty() {
            let told = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            let why = foreign.unwrap_or(told);
            return Err(Trouble::new(format!("{} does not compile: {why}", client.about))
                .help(format!("`cargo check --manifest-path {}`", client.folder.join(MANIFEST).display())));
        }
        Ok(Some(lines))
    }

    fn cargo(&self, folder: &Path, flags: &[&str]) -> Result<Output> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Command::new(cargo)
            .args(["check", "--quiet", "--message-format", "json"])
            .args(flags)
            .arg("--manifest-path")
            .arg(folder.join(MANIFEST))
            .env("CARGO_TARGET_DIR", &self.target)
            .env_remove("RUSTFLAGS")
            .output()
            .map_err(|error| Trouble::new(format!("cargo cannot be run: {error}")))
    }
}

/// The program's manifest: the client, and what its public types are made of.
fn manifest(client: &Client) -> Result<String> {
    let own = editable::parse(&client.manifest)
        .map_err(|wrong| Trouble::new(format!("the manifest of {} is none: {wrong}", client.about)))?;
    let text = |value: Option<&Item>| value.and_then(Item::as_str).map(str::to_owned);
    let name = text(own.get("package").and_then(|package| package.get("name")))
        .ok_or_else(|| Trouble::new(format!("the manifest of {} names no package", client.about)))?;
    let mut manifest = DocumentMut::new();
    for (key, value) in [("name", "downstream"), ("version", "0.0.0"), ("edition", "2024")] {
        manifest["package"][key] = toml_edit::value(value);
    }
    manifest["workspace"] = Item::Table(toml_edit::Table::new());
    let mut path = InlineTable::new();
    path.insert("package", name.into());
    path.insert("path", client.folder.display().to_string().into());
    let mut dependencies = own.get("dependencies").cloned().unwrap_or_default();
    if dependencies.is_none() {
        dependencies = Item::Table(toml_edit::Table::new());
    }
    dependencies["client"] = toml_edit::value(path);
    manifest["dependencies"] = dependencies;
    Ok(manifest.to_string())
}

/// The versions that the client was built with: the crate's own, or those of the workspace around it.
fn lock(client: &Client) -> Result<Option<String>> {
    for folder in client.folder.ancestors().take(2) {
        if let Some(text) = reader::optional_text(&folder.join(CARGO_LOCK), CARGO_LOCK)? {
            return Ok(Some(text));
        }
    }
    Ok(None)
}

/// The compiler's errors among cargo's messages.
fn messages(stdout: &[u8]) -> Vec<Value> {
    let text = String::from_utf8_lossy(stdout);
    let parsed = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let errors = parsed.filter(|message| {
        message.get("reason").and_then(Value::as_str) == Some("compiler-message")
            && message.pointer("/message/level").and_then(Value::as_str) == Some("error")
    });
    errors.collect()
}

/// The lines of the program that an error is about; none if it is about another crate.
fn located(message: &Value, folder: &Path) -> Option<Vec<(usize, Failure)>> {
    let manifest = message.get("manifest_path").and_then(Value::as_str)?;
    if Path::new(manifest).parent()?.canonicalize().ok()? != folder.canonicalize().ok()? {
        return None;
    }
    let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let label = |span: &Value| span.get("label").and_then(Value::as_str).unwrap_or_default().to_owned();
    let spans = message.pointer("/message/spans").and_then(Value::as_array);
    let own = spans.into_iter().flatten().filter(|span| {
        let flag = span.get("is_primary").and_then(Value::as_bool).unwrap_or(false);
        flag && span.get("file_name").and_then(Value::as_str).is_some_and(|name| name.ends_with(FILE))
    });
    let found = own.filter_map(|span| {
        let line = usize::try_from(span.get("line_start")?.as_u64()?).ok()?;
        let (said, label) = (text("/message/message"), label(span));
        let message =
            if label.is_empty() || said.contains(&label) { said.to_owned() } else { format!("{said}: {label}") };
        Some((line, Failure { code: text("/message/code/code").to_owned(), message }))
    });
    Some(found.collect())
}

fn first_line(message: &Value) -> Option<String> {
    let text = message.pointer("/message/rendered").and_then(Value::as_str)?;
    Some(text.lines().take(2).map(str::trim).collect::<Vec<_>>().join(" "))
}
