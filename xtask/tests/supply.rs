//! What the project says of its own safety holds: no unsafe code anywhere, and no advisory passed over
//! without a reason and a day.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

const FORBIDS: &str = "#![forbid(unsafe_code)]";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn table(path: &Path) -> Table {
    fs::read_to_string(path).unwrap().parse().unwrap()
}

/// The folders of the crates, the one that is built on its own among them.
fn crates() -> Vec<PathBuf> {
    let workspace = table(&root().join("Cargo.toml"));
    let list = |key: &str| workspace["workspace"][key].as_array().unwrap().clone();
    [list("members"), list("exclude")].concat().iter().map(|member| root().join(member.as_str().unwrap())).collect()
}

/// The files that a compiler starts with: libraries, programs, benches, examples.
fn roots(of: &Path) -> Vec<PathBuf> {
    let mut roots: Vec<PathBuf> = ["src/lib.rs", "src/main.rs"].iter().map(|path| of.join(path)).collect();
    for folder in ["src/bin", "benches", "examples"] {
        for entry in fs::read_dir(of.join(folder)).into_iter().flatten().flatten() {
            let path = entry.path();
            roots.push(if path.is_dir() { path.join("main.rs") } else { path });
        }
    }
    roots.retain(|path| path.is_file() && path.extension().is_some_and(|extension| extension == "rs"));
    roots
}

#[test]
fn no_crate_has_unsafe_code() {
    let workspace = table(&root().join("Cargo.toml"));
    assert_eq!(workspace["workspace"]["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    let mut seen = 0;
    for folder in crates() {
        let manifest = table(&folder.join("Cargo.toml"));
        let inherits = manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(Value::as_bool);
        // The lints hold for tests, too. Who fuzzes builds with a macro that exports a symbol.
        assert!(
            inherits == Some(true) || manifest.contains_key("workspace"),
            "{} has lints of its own",
            folder.display()
        );
        for path in roots(&folder) {
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.lines().any(|line| line == FORBIDS), "{} does not say {FORBIDS}", path.display());
            seen += 1;
        }
    }
    assert!(seen >= 10, "{seen} roots were found");
}

#[test]
fn an_advisory_is_passed_over_with_a_reason_and_a_day() {
    let deny = table(&root().join("deny.toml"));
    assert_eq!(wrong(&deny), Vec::<String>::new());
    for entry in [
        "\"RUSTSEC-2026-0001\"",
        "{ id = \"RUSTSEC-2026-0001\" }",
        "{ id = \"RUSTSEC-2026-0001\", reason = \"it does not reach us\" }",
        "{ id = \"RUSTSEC-2026-0001\", reason = \"look again by 2027-01-31\" }",
    ] {
        let deny = format!("[advisories]\nignore = [{entry}]").parse().unwrap();
        assert_eq!(wrong(&deny).len(), 1, "{entry} passes");
    }
    let fine = "{ id = \"RUSTSEC-2026-0001\", reason = \"we never call it on Windows; look again by 2027-01-31\" }";
    assert_eq!(wrong(&format!("[advisories]\nignore = [{fine}]").parse().unwrap()), Vec::<String>::new());
}

/// The entries that do not say enough.
fn wrong(deny: &Table) -> Vec<String> {
    let enough = |entry: &Value| {
        let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default();
        let (reason, day) = text("reason").split_once("; look again by ").unwrap_or_default();
        let is_day =
            day.len() == 10 && day.split('-').count() == 3 && day.chars().all(|c| c.is_ascii_digit() || c == '-');
        text("id").starts_with("RUSTSEC-") && reason.len() > 10 && is_day
    };
    let entries = deny["advisories"]["ignore"].as_array().unwrap();
    entries.iter().filter(|entry| !enough(entry)).map(ToString::to_string).collect()
}
