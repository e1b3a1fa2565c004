//! Documents that mean harm: whatever they say and whatever they call things, out comes Rust or a
//! refusal that says where.

#![allow(unreachable_pub, reason = "the fuzz target uses it, too")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

#[path = "hostile/comments.rs"]
mod comments;
#[path = "hostile/documents.rs"]
mod documents;
#[path = "../fuzz/src/holds.rs"]
#[allow(dead_code, reason = "that names are enough is for the properties")]
mod holds;
#[path = "../fuzz/src/mutate.rs"]
#[allow(dead_code, reason = "the names are all that is needed of it here")]
mod mutate;

use std::path::{Path, PathBuf};
use std::process::{Command, Output as Ended};

use documents::{PLACES, called, combined, names, said, texts};
use serde_json::{Value, json};
use xtask::pipeline::Output;

/// Files that are sound, or a refusal that says where; anything else fails, in the end.
fn generated(document: &Value, what: &str, failures: &mut Vec<String>) -> Option<Output> {
    let bytes = serde_json::to_vec(document).unwrap();
    let document = xtask::document::parse::document(&bytes, "document").unwrap();
    match std::panic::catch_unwind(|| holds::files_hold(&document)) {
        Ok(Ok(output)) => {
            failures.extend(harmful(&output).into_iter().map(|harm| format!("{what}: {harm}")));
            return Some(output);
        }
        Ok(Err(trouble)) => {
            let whole = trouble.to_string();
            let says_where = trouble.place().is_some() || whole.contains("in operation ");
            if !says_where || whole.contains("progenitor") {
                failures.push(format!("{what}: {whole}"));
            }
        }
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned().unwrap_or_else(|| "it panics".to_owned());
            failures.push(format!("{what}: {}", text.chars().take(600).collect::<String>()));
        }
    }
    None
}

/// What is wrong with files, whatever they were made of.
fn harmful(output: &Output) -> Vec<String> {
    let mut found = Vec::new();
    let others = [
        ("names.toml", &output.names),
        ("promises.toml", &output.promises),
        ("lowered.json", &output.lowered),
        ("document.json", &output.lean),
    ];
    let code = output.files.iter().map(|(path, text)| (path.as_str(), text));
    for (path, text) in code.chain(others) {
        let harm = text.chars().find(|c| *c != '\n' && xtask::prose::escaped(&c.to_string()) != c.to_string());
        found.extend(harm.map(|c| format!("{path} holds {c:?}")));
        if path.ends_with(".rs") {
            found.extend(comments::untamed(text).into_iter().map(|harm| format!("{path}: {harm}")));
        }
    }
    for (path, text) in &others[2..] {
        if let Err(error) = serde_json::from_str::<Value>(text) {
            found.push(format!("{path} is not JSON: {error}"));
        }
    }
    found
}

/// What rustdoc takes for tests of all that comes out: the examples that we write, and it runs none.
#[test]
fn rustdoc_runs_nothing() {
    let bytes = serde_json::to_vec(&combined()).unwrap();
    let document = xtask::document::parse::document(&bytes, "document").unwrap();
    let output = holds::files_hold(&document).unwrap_or_else(|trouble| panic!("{trouble}"));
    let folder = tempfile::tempdir().unwrap();
    let from = folder.path().join("comments.rs");
    let (text, examples) = comments::as_items(&output.files);
    write(&from, &text);
    let list = |from: &Path| {
        let mut rustdoc = Command::new("rustdoc");
        let listed = rustdoc.args(["--test", "--edition=2021", "--test-args=--list"]).arg(from).output().unwrap();
        assert!(listed.status.success(), "{}", told(&listed));
        String::from_utf8(listed.stdout).unwrap().lines().filter(|line| line.ends_with(": test")).count()
    };
    eprintln!("{examples} examples");
    assert!(examples > 10);
    assert_eq!(list(&from), examples, "rustdoc finds other tests than our examples");
    // It would see one more.
    write(&from, format!("{text}\n/// ```\n/// panic!();\n/// ```\npub struct Harm;\n"));
    assert_eq!(list(&from), examples + 1);
}

#[test]
fn texts_are_only_texts() {
    let mut failures = Vec::new();
    for text in texts() {
        let short: String = text.chars().take(40).collect();
        let output = generated(&said(&text), &format!("{short:?}"), &mut failures);
        for (path, code) in output.iter().flat_map(|output| &output.files) {
            let file = syn::parse_file(code).unwrap();
            let harm = file.items.iter().any(|item| matches!(item, syn::Item::Fn(_)));
            assert!(!harm, "{short:?} became code in {path}");
            assert!(!code.contains('\u{202e}') && !code.contains('\u{2066}'), "{short:?} reorders {path}");
            assert!(code.len() < 400_000, "{short:?} makes {path} {} bytes long", code.len());
        }
        if output.is_none() {
            failures.push(format!("{short:?} is refused"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn names_that_differ_in_case_alone_stay_apart() {
    let text = json!({ "type": "string" });
    let mut document = said("short");
    document["paths"]["/things"]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"] =
        json!({ "a-b": text, "a_b": text, "aB": text, "a_b_2": text });
    let mut failures = Vec::new();
    let output = generated(&document, "four spellings", &mut failures).unwrap_or_else(|| panic!("{failures:?}"));
    let code: String = output.files.values().map(String::as_str).collect();
    for wire in ["a-b", "a_b", "aB", "a_b_2"] {
        assert!(code.contains(&format!("Sets `{wire}`.")), "{wire} cannot be set");
    }
}

/// A text of a mebibyte, at a few places: at all of them the document would be too large.
#[test]
fn a_text_of_a_mebibyte_is_cut() {
    let long = "x` ".repeat(1 << 18);
    let mut document = said("short");
    let operation = &mut document["paths"]["/things"]["post"];
    operation["description"] = json!(long);
    operation["parameters"][0]["description"] = json!(long);
    operation["parameters"][0]["example"] = json!(long);
    document["info"]["title"] = json!(long);
    document["components"]["schemas"]["Thing"]["description"] = json!(long);
    let mut failures = Vec::new();
    let output = generated(&document, "a long text", &mut failures).unwrap_or_else(|| panic!("{failures:?}"));
    let bytes: usize = output.files.values().map(String::len).sum();
    assert!(bytes < 200_000, "{bytes} bytes are made of it");
}

#[test]
fn names_are_only_names() {
    let (mut failures, mut refused) = (Vec::new(), 0);
    for place in PLACES {
        for name in names(place) {
            let short: String = name.chars().take(40).collect();
            let what = format!("the {place} {short:?}");
            match generated(&called(place, &name), &what, &mut failures) {
                Some(output) => plain_paths(&output, &what),
                None => refused += 1,
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    // A few names cannot be expressed anywhere. Were it many, this would test little.
    let all: usize = PLACES.iter().map(|place| names(place).len()).sum();
    assert!(refused < all / 8, "{refused} of {all} names are refused");
}

fn plain_paths(output: &Output, what: &str) {
    for path in output.files.keys() {
        let plain = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_/.".contains(&byte));
        assert!(plain && !path.contains(".."), "{what} makes the file {path}");
        assert!(path.len() < 200, "{what} makes a file name of {} bytes", path.len());
    }
}

/// One document with all of it, compiled as anybody would.
#[test]
fn what_comes_out_compiles() {
    let folder = tempfile::tempdir().unwrap();
    let from = folder.path().join("document.json");
    let out = folder.path().join("out");
    write(&from, combined().to_string());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args([Path::new("regen"), Path::new("--from"), &from, Path::new("--out"), &out])
        .env("FAL_XTASK_ROOT", root)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", told(&made));
    let checked = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline"])
        .current_dir(&out)
        .env("CARGO_TARGET_DIR", target())
        .env("RUSTFLAGS", "")
        .output()
        .unwrap();
    assert!(checked.status.success(), "{}", told(&checked));
    assert_eq!(told(&checked).trim(), "", "it compiles with warnings");
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().to_owned()
}

fn told(ended: &Ended) -> String {
    String::from_utf8_lossy(&ended.stderr).into_owned()
}

#[expect(clippy::disallowed_methods, reason = "a test's own temporary folder")]
fn write(path: &Path, text: impl AsRef<[u8]>) {
    std::fs::write(path, text).unwrap();
}
