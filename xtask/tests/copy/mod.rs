//! A copy of this workspace in a temporary folder, for tests that run the real command on it.

#![allow(dead_code, unreachable_pub, reason = "every test file uses its own part of this")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// What a regeneration reads or writes.
const PARTS: [&str; 6] = ["Cargo.toml", "Cargo.lock", "openapi", "generated", "auth-shim", "tests/mock/document.json"];

/// Files by path from the root.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The copy; gone when it is dropped.
pub struct Copy {
    _folder: TempDir,
    root: PathBuf,
}

impl Copy {
    /// A copy below a folder of that name.
    pub fn new(inside: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join(inside);
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for part in PARTS {
            copy(&own.join(part), &root.join(part));
        }
        Self { _folder: folder, root }
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    pub fn read(&self, relative: &str) -> String {
        fs::read_to_string(self.path(relative)).unwrap()
    }

    pub fn write(&self, relative: &str, bytes: impl AsRef<[u8]>) {
        write(&self.path(relative), bytes);
    }

    /// Every file but the lock of a run.
    pub fn files(&self) -> Files {
        let mut found = Files::new();
        walk(&self.root, &mut |path| {
            let relative = path.strip_prefix(&self.root).unwrap().to_str().unwrap().replace('\\', "/");
            if relative != ".regen.lock" {
                found.insert(relative, fs::read(path).unwrap());
            }
        });
        found
    }

    /// The built command, to be run on the copy.
    pub fn xtask(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(arguments).env("FAL_XTASK_ROOT", &self.root).current_dir(&self.root);
        command
    }

    /// Runs the command: its exit code and everything that it printed.
    pub fn run(&self, arguments: &[&str]) -> (i32, String) {
        ended(&mut self.xtask(arguments))
    }
}

/// Runs a command: its exit code and everything that it printed.
pub fn ended(command: &mut Command) -> (i32, String) {
    let output = command.output().unwrap();
    let told = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(told).unwrap())
}

/// Calls `visit` with every file below a folder.
pub fn walk(folder: &Path, visit: &mut dyn FnMut(&Path)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { walk(&path, visit) } else { visit(&path) }
    }
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap).filter(|entry| entry.file_name() != "target") {
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        write(to, fs::read(from).unwrap());
    }
}

#[expect(clippy::disallowed_methods, reason = "a test's own temporary folder")]
fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}
