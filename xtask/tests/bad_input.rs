//! Bytes that are no document, targets that cannot be written, flags that make no sense: exit code 2,
//! one message, and no file written.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

mod support;

use std::fs;
use std::path::Path;

use support::refusal::{refused_bytes, says};
use support::{Tree, code, document, fake, pretty, printed, snapshot, stderr};

#[test]
fn not_json() {
    says(&refused_bytes(b"openapi: 3.1.0"), &["error: /input.json is not JSON", "line 1 column 1"]);
    says(&refused_bytes(b"<!doctype html><p>"), &["is not JSON: it looks like HTML"]);
}

#[test]
fn empty() {
    says(&refused_bytes(b""), &["/input.json is empty"]);
}

#[test]
fn not_utf_8() {
    says(&refused_bytes(b"{\"openapi\": \"\xff\"}"), &["is not UTF-8: byte 13"]);
}

#[test]
fn json_but_not_openapi() {
    says(&refused_bytes(b"{\"name\": 1}"), &["is JSON, but no OpenAPI document", "at #", "help:"]);
    says(&refused_bytes(b"[1]"), &["is JSON, but no OpenAPI document: it is an array"]);
}

#[test]
fn swagger_2() {
    says(&refused_bytes(b"{\"swagger\": \"2.0\", \"paths\": {}}"), &["is Swagger 2.0", "at #/swagger", "help:"]);
}

#[test]
fn openapi_3_2() {
    let message = refused_bytes(b"{\"openapi\": \"3.2.0\", \"paths\": {}}");
    says(&message, &["OpenAPI 3.2.0, which is not supported", "at #/openapi", "help:"]);
}

#[test]
fn truncated() {
    let text = pretty(&document());
    for part in [1, 3, 5, 7] {
        let message = refused_bytes(&text.as_bytes()[..text.len() * part / 8]);
        says(&message, &["is truncated: it ends too early, at line", "at #"]);
    }
}

#[test]
fn paths_missing_or_no_object() {
    says(&refused_bytes(b"{\"openapi\": \"3.1.0\"}"), &["has no `paths`"]);
    says(&refused_bytes(b"{\"openapi\": \"3.1.0\", \"paths\": 1}"), &["`paths` is a number", "at #/paths"]);
}

#[test]
fn a_key_that_stands_twice() {
    let message = refused_bytes(br#"{"openapi": "3.1.0", "paths": {"/a": {}, "/a": {}}}"#);
    says(&message, &["the key `/a` stands twice", "at #/paths/~1a"]);
}

#[test]
fn larger_than_the_limit() {
    let mut bytes = b"{\"openapi\": \"3.1.0\", \"paths\": {}, \"x-a\": \"".to_vec();
    bytes.resize(33 << 20, b'a');
    bytes.extend(b"\"}");
    says(&refused_bytes(&bytes), &["is larger than 32 MiB"]);
}

#[test]
fn no_such_file() {
    let tree = Tree::new();
    let ended = tree.xtask(&["regen", "--from", "/nowhere/at/all.json", "--out", tree.path("out").to_str().unwrap()]);
    assert_eq!(code(&ended), 2);
    says(&stderr(&ended), &["cannot read /nowhere/at/all.json: there is no such file"]);
}

#[test]
fn endless_json() {
    says(&refused_bytes(&b"[".repeat(100_000)), &["nested deeper than 100 levels", "at #/0/0"]);
}

#[test]
fn a_read_only_target() {
    let tree = Tree::new();
    let out = tree.path("out");
    fs::create_dir(&out).unwrap();
    let from = tree.path("openapi/platform.json");
    let run = || printed(|printer| xtask::standalone::run(&from, &out, &tree.project(), &fake, printer)).0;
    read_only(&out, true);
    let refused = run().unwrap_err();
    read_only(&out, false);
    says(&refused.to_string(), &["cannot write", "help:"]);
    let left = snapshot(&out);
    assert!(left.is_empty(), "{left:?}");
    run().unwrap();
}

#[test]
fn a_read_only_tree() {
    let tree = Tree::new();
    fs::create_dir_all(tree.path("generated/src/generated")).unwrap();
    let before = tree.snapshot();
    read_only(&tree.path("generated/src/generated"), true);
    let (ended, _) = tree.regen();
    read_only(&tree.path("generated/src/generated"), false);
    says(&ended.unwrap_err().to_string(), &["cannot write generated/src/generated/", "help:"]);
    assert_eq!(tree.snapshot(), before);
}

fn read_only(path: &Path, yes: bool) {
    let mut permissions = fs::metadata(path).unwrap().permissions();
    if yes {
        permissions.set_readonly(true);
    } else {
        #[cfg(unix)]
        std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o755);
    }
    fs::set_permissions(path, permissions).unwrap();
}

#[test]
fn a_directory_of_somebody_else() {
    let tree = Tree::new();
    let from = tree.path("openapi/platform.json");
    for out in ["openapi", "generated", "."] {
        let before = tree.snapshot();
        let out = tree.path(out);
        let (ended, _) = printed(|printer| xtask::standalone::run(&from, &out, &tree.project(), &fake, printer));
        says(&ended.unwrap_err().to_string(), &["holds something else", "help:"]);
        assert_eq!(tree.snapshot(), before);
    }
}

#[test]
fn flags_that_exclude_each_other() {
    let tree = Tree::new();
    let all: [&[&str]; 8] = [
        &["regen", "--from", "a.json"],
        &["regen", "--out", "b"],
        &["regen", "--offline", "--url", "https://example.com"],
        &["regen", "--from", "a.json", "--out", "b", "--url", "https://example.com"],
        &["check", "--offline"],
        &["regen", "--color", "maybe"],
        &["unknown"],
        &[],
    ];
    for args in all {
        let ended = tree.xtask(args);
        assert_eq!(code(&ended), 2, "{args:?}");
        let told = stderr(&ended);
        assert!(told.contains("Usage:") || told.contains("try '--help'"), "{args:?}: {told}");
    }
}
