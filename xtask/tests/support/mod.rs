//! What the tests of the commands share: a small workspace in a temporary folder, a generator that
//! is quick and knows nothing, and the binary.

#![allow(dead_code, unreachable_pub, reason = "every test file uses its own part of this")]

pub mod refusal;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output as Ended};

use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::cli::Verdict;
use xtask::note::{Fate, Notes};
use xtask::overlay::Overlay;
use xtask::paths::Project;
use xtask::pipeline::{Feature, Input, Output, Summary};
use xtask::printer::{Look, Printer};
use xtask::trouble::{Result, Trouble};
use xtask::validate;

/// A workspace that has what the commands read.
pub struct Tree(pub TempDir);

impl Tree {
    pub fn new() -> Self {
        let tree = Self(tempfile::tempdir().unwrap());
        for relative in ["Cargo.toml", "Cargo.lock", "openapi/overlay.toml"] {
            tree.write(relative, &fs::read_to_string(own().join(relative)).unwrap());
        }
        let begin = xtask::manifest::BEGIN;
        let end = xtask::manifest::END;
        for (folder, name) in [("generated", "fal-platform-client"), ("auth-shim", "fal-platform")] {
            let manifest =
                format!("[package]\nname = \"{name}\"\nedition.workspace = true\n\n[features]\n{begin}\n{end}\n");
            tree.write(&format!("{folder}/Cargo.toml"), &manifest);
            tree.write(&format!("{folder}/src/lib.rs"), "#[rustfmt::skip]\npub mod generated;\n");
        }
        tree.write("openapi/platform.json", &pretty(&document()));
        tree
    }

    /// One that is up to date.
    pub fn generated() -> Self {
        let tree = Self::new();
        let (ended, _) = tree.regen();
        ended.unwrap();
        tree
    }

    /// A copy of this very workspace, as far as a regeneration goes.
    pub fn real() -> Self {
        let tree = Self(tempfile::tempdir().unwrap());
        let files =
            ["Cargo.toml", "Cargo.lock", "auth-shim/Cargo.toml", "generated/Cargo.toml", "tests/mock/document.json"];
        for relative in files {
            tree.write(relative, &fs::read_to_string(own().join(relative)).unwrap());
        }
        for folder in ["openapi", "generated/src"] {
            for (relative, bytes) in snapshot(&own().join(folder)) {
                write(&tree.path(&format!("{folder}/{relative}")), bytes);
            }
        }
        tree
    }

    pub fn project(&self) -> Project {
        Project::at(self.0.path())
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.0.path().join(relative)
    }

    pub fn write(&self, relative: &str, text: &str) {
        write(&self.path(relative), text);
    }

    pub fn read(&self, relative: &str) -> String {
        fs::read_to_string(self.path(relative)).unwrap()
    }

    pub fn snapshot(&self) -> BTreeMap<String, Vec<u8>> {
        snapshot(self.0.path())
    }

    pub fn regen(&self) -> (Result<Verdict>, String) {
        printed(|printer| xtask::regen::offline(&self.project(), &fake, printer))
    }

    pub fn check(&self) -> (Result<Verdict>, String) {
        printed(|printer| xtask::check::run(&self.project(), &fake, printer))
    }

    /// Runs the binary on this workspace.
    pub fn xtask(&self, args: &[&str]) -> Ended {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(args).env("FAL_XTASK_ROOT", self.0.path()).output().unwrap()
    }
}

#[expect(clippy::disallowed_methods, reason = "a test's own temporary folder")]
pub fn write(path: &Path, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The workspace of this test.
pub fn own() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Compares with a text on disk; `FAL_WRITE_GOLDENS=1` writes it instead.
pub fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/terminal").join(name);
    if std::env::var_os("FAL_WRITE_GOLDENS").is_some() {
        write(&path, text);
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, expected, "FAL_WRITE_GOLDENS=1 cargo test -p xtask writes {}", path.display());
}

/// Every file below a folder, but the lock that a run leaves.
pub fn snapshot(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let relative = path.strip_prefix(root).unwrap().display().to_string();
            if path.is_dir() {
                folders.push(path);
            } else if relative != ".regen.lock" {
                found.insert(relative, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// What a command prints into a pipe.
pub fn printed<T>(run: impl FnOnce(&mut Printer<'_>) -> T) -> (T, String) {
    let mut out = Vec::new();
    let mut printer = Printer::new(&mut out, Look::default());
    let ended = run(&mut printer);
    printer.finish().unwrap();
    (ended, String::from_utf8(out).unwrap())
}

pub fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

pub fn code(ended: &Ended) -> i32 {
    ended.status.code().expect("it ended by itself")
}

pub fn stderr(ended: &Ended) -> String {
    String::from_utf8(ended.stderr.clone()).unwrap()
}

/// A small document that is right in every way.
pub fn document() -> Value {
    let text = json!({ "type": "string" });
    let answer = json!({ "200": { "description": "Fine", "content": { "application/json": {
        "schema": { "type": "object", "properties": { "name": text } }
    } } } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Small", "version": "v1" },
        "paths": {
            "/models": { "get": {
                "operationId": "getModels",
                "parameters": [{ "name": "limit", "in": "query", "schema": { "type": "integer" } }],
                "responses": answer
            } },
            "/models/{model_id}": { "get": {
                "operationId": "getModel",
                "parameters": [{ "name": "model_id", "in": "path", "required": true, "schema": text }],
                "responses": answer
            } },
            "/keys": { "post": {
                "operationId": "createKey",
                "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Key" } } } },
                "responses": answer
            } }
        },
        "components": { "schemas": { "Key": {
            "type": "object", "properties": { "next": { "$ref": "#/components/schemas/Key" } }
        } } }
    })
}

/// The first stages as they are, and a few files that depend on the document and the names.
pub fn fake(input: &Input<'_>) -> Result<Output> {
    let mut notes = Notes::default();
    let mut document = input.document.clone();
    let overlay = Overlay::parse(input.overlay)?;
    overlay.apply(&mut document, &mut notes)?;
    validate::document(&document)?;
    let names: toml::Table = input
        .names
        .parse()
        .map_err(|error: toml::de::Error| Trouble::new(format!("names.toml: {}", error.message())))?;
    let mut files = BTreeMap::new();
    let mut features = Vec::new();
    let paths = document["paths"].as_object().unwrap();
    for path in paths.keys() {
        let resource = path.split('/').nth(1).unwrap().to_owned();
        files.insert(
            format!("{resource}.rs"),
            format!("// {} {:?}\n", document["info"]["title"], names.keys().collect::<Vec<_>>()),
        );
        if !features.iter().any(|feature: &Feature| feature.name == resource) {
            features.push(Feature { about: format!("All of `/{resource}`."), name: resource });
        }
    }
    files.insert("types/mod.rs".to_owned(), "pub struct A;\n".to_owned());
    files.insert("mod.rs".to_owned(), "pub mod types;\n".to_owned());
    notes.add(Fate::Became, "a null beside a type is an option", &xtask::document::Pointer::root().push("paths"));
    let lines = files.values().map(|text| text.lines().count()).sum();
    let summary = Summary {
        operations: paths.len(),
        tags: 1,
        resources: features.len(),
        shapes: 4321,
        types: 2,
        lines,
        new_names: vec![("getModels.response".to_owned(), "Model".to_owned())],
        notes,
        ..Summary::default()
    };
    Ok(Output {
        files,
        features,
        names: input.names.to_owned(),
        promises: input.promises.to_owned(),
        lowered: pretty(&document),
        lean: pretty(&document),
        summary,
    })
}
