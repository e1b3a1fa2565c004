//! `output.rs` of a case: the types and requests that come out of the whole pipeline, without what
//! all of them have. Together with that rest, all cases are compiled as one crate.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use xtask::pipeline::{self, Input, Output};

use crate::{folder, inside, read};

const HEAD: &str = "//! The types and requests that come out, without what all of them have.\n";

/// What a document becomes, in two halves: what its case shows, and what is needed to compile that.
pub(crate) struct Halves {
    /// The text of `output.rs`.
    pub shown: String,
    /// The same modules with everything that is not shown.
    rest: String,
}

/// `None` where a stage refuses the document.
pub(crate) fn of(document: &Value) -> Option<Halves> {
    let output = pipeline::generate(&Input { document, overlay: "", names: "", promises: "" }).ok()?;
    let [types, builders, requests] =
        ["types.rs", "types/builder.rs", "builder.rs"].map(|kind| Module::of(&output, kind));
    let nested = |only: fn(&Module) -> String| {
        let inner = only(&builders);
        let inner = if inner.trim().is_empty() { inner } else { format!("\n{}", block("builder", &inner)) };
        [block("types", &(only(&types) + &inner)), block("builder", &only(&requests))].join("\n")
    };
    let (shown, rest) = (nested(Module::shown), nested(|module| module.rest.join("\n")));
    let operations = block("operations", output.files.get("operations.rs").map_or("", String::as_str));
    Some(Halves { shown: format!("{HEAD}\n{}", tidy(&shown)), rest: rest + &operations })
}

/// The files of one kind in all resources.
#[derive(Default)]
struct Module {
    uses: BTreeSet<String>,
    /// What is used from the crate's root.
    names: BTreeSet<String>,
    shown: Vec<String>,
    rest: Vec<String>,
}

impl Module {
    fn of(output: &Output, kind: &str) -> Self {
        let mut module = Self::default();
        // `a/builder.rs` holds requests, `a/types/builder.rs` does not.
        let fits = |path: &str| path.split_once('/').is_some_and(|(_, file)| file == kind);
        for text in output.files.iter().filter(|(path, _)| fits(path)).map(|(_, text)| text) {
            items(text).into_iter().for_each(|item| module.sort(item));
        }
        module
    }

    fn sort(&mut self, item: String) {
        let head = head(&item).to_owned();
        match head.split(['<', ' ']).next() {
            Some("use") => match head.strip_prefix("use crate::{").and_then(|names| names.strip_suffix("};")) {
                Some(names) => self.names.extend(names.split(", ").map(str::to_owned)),
                None => drop(self.uses.insert(item)),
            },
            Some("impl") if head.contains(" for ") => {
                let given = ["impl Default for", "impl TryFrom<", "impl From<"];
                let list =
                    if given.iter().any(|start| head.starts_with(start)) { &mut self.rest } else { &mut self.shown };
                list.push(item);
            }
            Some("impl") => self.sort_functions(&head, &item),
            _ if head.starts_with("pub(crate) mod ") => {}
            _ => self.shown.push(item),
        }
    }

    /// What every builder has is not shown, nor is the prose of the others.
    fn sort_functions(&mut self, head: &str, block: &str) {
        let inner: Vec<&str> = block.lines().skip_while(|line| *line != head).skip(1).collect();
        let inner = inner.strip_suffix(&["}"]).unwrap_or(&inner);
        let (mut shown, mut rest) = (String::new(), String::new());
        for function in inner.split_inclusive(|line| *line == "    }") {
            let common = ["fn new(", "fn operation(", "fn builder()"];
            let is_common = function.iter().any(|line| common.iter().any(|name| line.contains(name)));
            let list = if is_common { &mut rest } else { &mut shown };
            for line in function.iter().filter(|line| !line.trim_start().starts_with("///")) {
                list.push_str(&format!("{line}\n"));
            }
        }
        for (functions, list) in [(shown, &mut self.shown), (rest, &mut self.rest)] {
            if !functions.trim().is_empty() {
                list.push(format!("{head}\n{}}}\n", functions.trim_start_matches('\n')));
            }
        }
    }

    fn shown(&self) -> String {
        let mut uses: String = self.uses.iter().map(String::as_str).collect();
        if !self.names.is_empty() {
            let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
            uses.insert_str(0, &format!("use crate::{{{}}};\n", names.join(", ")));
        }
        format!("{uses}\n{}", self.shown.join("\n"))
    }
}

/// The items of a generated file, each with its attributes; no comments, and no features.
fn items(text: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut item = String::new();
    for line in text.lines().filter(|line| !["//!", "// ", "#[cfg("].iter().any(|start| line.starts_with(start))) {
        if item.is_empty() && line.is_empty() {
            continue;
        }
        let line = line.split(" // ").next().unwrap_or(line);
        if line.trim_start() == "#[inline]" {
            continue;
        }
        item.push_str(&format!("{line}\n"));
        let outside = !line.starts_with([' ', '#', '/']);
        if outside && line.ends_with(['}', ';']) {
            items.push(std::mem::take(&mut item));
        }
    }
    items
}

/// The line of an item that says what it is.
fn head(item: &str) -> &str {
    item.lines().find(|line| !line.starts_with(['#', '/'])).unwrap_or_default()
}

fn block(name: &str, inner: &str) -> String {
    let inner: String =
        inner.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect();
    format!("pub mod {name} {{\n{inner}}}\n")
}

/// One empty line between items, none at the ends of a block.
fn tidy(text: &str) -> String {
    let mut tidied = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let opens = tidied.is_empty() || tidied.ends_with("{\n") || tidied.ends_with("\n\n");
        let closes = lines.peek().is_none_or(|next| next.trim() == "}" || next.is_empty());
        if !(line.is_empty() && (opens || closes)) {
            tidied.push_str(&format!("{line}\n"));
        }
    }
    tidied
}

/// The goldens of all cases as modules of one crate, beside the hand-written half of the client.
#[test]
fn every_output_compiles() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("goldens");
    let root = folder("..");
    let from = folder("tests/lower/exact/foreign_keywords/input.json");
    let made = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args([Path::new("regen"), Path::new("--from"), &from, Path::new("--out"), &out])
        .env("FAL_XTASK_ROOT", &root)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let library = out.join("src/lib.rs");
    let with_cases = fs::read_to_string(&library).unwrap() + "#[allow(warnings)]\nmod cases;\n";
    crate::rewrite(&library, Some(&with_cases));
    let cases = cases();
    assert!(cases.len() > 30, "only {} cases have an output", cases.len());
    let text: String = cases.iter().map(|(name, text)| block(name, text)).collect();
    crate::rewrite(&out.join("src/cases.rs"), Some(&text));
    let checked = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline"])
        .current_dir(&out)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap())
        .env("RUSTFLAGS", "")
        .output()
        .unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
}

/// Each case's golden, as it is on disk, with the rest beside it; paths into the crate's generated
/// half lead into the case.
fn cases() -> BTreeMap<String, String> {
    let mut cases = BTreeMap::new();
    for case in inside(&folder("tests/lower"), Path::is_dir).iter().flat_map(|rule| inside(rule, Path::is_dir)) {
        let Ok(golden) = fs::read_to_string(case.join("output.rs")) else { continue };
        let halves = of(&read(&case.join("input.json"))).unwrap_or_else(|| panic!("{} has no output", case.display()));
        let mut names = case.components().rev().map(|part| part.as_os_str().to_string_lossy().into_owned());
        let (own, rule) = (names.next().unwrap(), names.next().unwrap());
        let name = format!("{rule}_{own}");
        let mut text = merged(golden.strip_prefix(HEAD).unwrap(), &halves.rest);
        for module in ["types", "builder", "operations"] {
            text = text.replace(&format!("crate::{module}::"), &format!("crate::cases::{name}::{module}::"));
        }
        let text =
            text.replace(", operations, types};", &format!("}};\nuse crate::cases::{name}::{{operations, types}};"));
        cases.insert(name, text);
    }
    cases
}

/// The two halves of each module put together.
fn merged(shown: &str, rest: &str) -> String {
    let mut text = String::new();
    for line in shown.lines() {
        text.push_str(&format!("{line}\n"));
        // A module starts with its other half, which is one of that name at the same depth.
        if line.trim_start().starts_with("pub mod ") {
            let mut half = rest.lines().skip_while(|other| *other != line).skip(1);
            let indent = line.len() - line.trim_start().len();
            let end = format!("{}}}", " ".repeat(indent));
            for other in half.by_ref().take_while(|other| **other != end) {
                if other.trim_start().starts_with("pub mod ") {
                    break;
                }
                text.push_str(&format!("{other}\n"));
            }
        }
    }
    let operations = rest.split_once("pub mod operations {").map_or("", |(_, text)| text);
    format!("{text}pub mod operations {{{operations}")
}
