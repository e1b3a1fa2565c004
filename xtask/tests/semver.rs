//! `cargo xtask semver` on a small pair of documents: exactly what breaks is found, and where.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::cli::{self, Verdict};
use xtask::paths::Project;
use xtask::pipeline;
use xtask::printer::{Look, Printer};
use xtask::semver;
use xtask::trouble::Result;

fn document() -> Value {
    let answer = |schema: Value| json!({ "200": { "description": "", "content": { "application/json": { "schema": schema } } } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Things", "version": "1" },
        "components": { "securitySchemes": {
            "apiKey": { "type": "http", "scheme": "bearer" }, "adminApiKey": { "type": "http", "scheme": "bearer" }
        } },
        "paths": {
            "/things": {
                "get": {
                    "operationId": "listThings",
                    "security": [{ "apiKey": [] }],
                    "parameters": [
                        { "name": "state", "in": "query", "schema": { "type": "array", "items": { "$ref": "#/components/schemas/State" } } },
                        { "name": "limit", "in": "query", "schema": { "type": "integer" } },
                        { "name": "cursor", "in": "query", "schema": { "type": "string" } },
                    ],
                    "responses": answer(json!({ "type": "object", "required": ["things"], "properties": {
                        "things": { "type": "array", "items": { "$ref": "#/components/schemas/Thing" } },
                        "next_cursor": { "type": ["string", "null"] }
                    } }))
                },
                "post": {
                    "operationId": "createThing",
                    "security": [{ "apiKey": [] }],
                    "requestBody": { "required": true, "content": { "application/json": { "schema": {
                        "type": "object", "required": ["name"], "properties": {
                            "name": { "type": "string" },
                            "labels": { "type": "array", "items": { "type": "string" } },
                            "extra": { "type": "object", "additionalProperties": { "type": "integer" } },
                            "state": { "$ref": "#/components/schemas/State" },
                        }
                    } } } },
                    "responses": answer(json!({ "$ref": "#/components/schemas/Thing" }))
                }
            },
            "/things/{id}": { "delete": {
                "operationId": "deleteThing",
                "security": [{ "apiKey": [] }],
                "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
                "responses": { "204": { "description": "" } }
            } },
        }
    })
}

fn with_schemas(mut document: Value) -> Value {
    document["components"]["schemas"] = json!({
        "State": { "type": "string", "enum": ["new", "old"] },
        "Thing": { "type": "object", "required": ["id", "size", "state"], "properties": {
            "id": { "type": "string" },
            "note": { "type": "string" },
            "size": { "type": "integer" },
            "state": { "$ref": "#/components/schemas/State" },
            "shape": { "oneOf": [{ "type": "string" }, { "type": "number" }] }
        } }
    });
    document
}

/// Everything that a new document can do to users, once.
fn changed() -> Value {
    let mut document = with_schemas(document());
    let schemas = &mut document["components"]["schemas"];
    // These two are kept by promise.
    schemas["State"]["enum"] = json!(["new", "later"]);
    schemas["Thing"]["required"] = json!(["id", "size", "state", "note"]);
    // These are not.
    schemas["Thing"]["properties"]["size"] = json!({ "type": "string" });
    schemas["Thing"]["properties"]["added"] = json!({ "type": "string" });
    document["paths"]["/things"]["get"]["parameters"].as_array_mut().unwrap().remove(1);
    document["paths"]["/things"]["post"]["security"] = json!([{ "adminApiKey": [] }]);
    document["paths"].as_object_mut().unwrap().shift_remove("/things/{id}");
    document
}

struct Pair {
    folder: TempDir,
}

impl Pair {
    fn file(&self, name: &str, document: &Value) -> PathBuf {
        let path = self.folder.path().join(name);
        write(&path, &document.to_string());
        path
    }

    fn run(&self, base: &Path, to: &Path, without_promises: bool) -> (Result<Verdict>, String) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let args = cli::Semver {
            base: base.display().to_string(),
            to: Some(to.to_owned()),
            without_promises,
            target_dir: None,
        };
        let mut out = Vec::new();
        let mut printer = Printer::new(&mut out, Look::default());
        let ended = semver::run(&args, &Project::at(root), &pipeline::generate, &mut printer);
        printer.finish().unwrap();
        (ended, String::from_utf8(out).unwrap())
    }
}

#[expect(clippy::disallowed_methods, reason = "a test's own temporary folder")]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}

/// The lines that name broken items, each with its word.
fn broken(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().map(str::trim).filter_map(|line| line.split_once(' '));
    let named = lines.filter(|(word, _)| ["Gone", "Broken"].contains(word));
    named.map(|(word, rest)| (rest.split(" (").next().unwrap().to_owned(), word.to_owned())).collect()
}

fn expected(items: &[(&str, &str)]) -> BTreeMap<String, String> {
    items.iter().map(|(item, word)| ((*item).to_owned(), (*word).to_owned())).collect()
}

#[test]
fn finds_what_breaks_and_nothing_else() {
    let pair = Pair { folder: tempfile::tempdir().unwrap() };
    let base = pair.file("base.json", &with_schemas(document()));
    let new = pair.file("new.json", &changed());

    let (ended, text) = pair.run(&base, &new, false);
    assert_eq!(ended, Ok(Verdict::Difference), "{text}");
    let always = [
        ("Client::create_thing", "Gone"),
        ("Client::delete_thing", "Gone"),
        ("DeleteThing", "Gone"),
        ("operations::DELETE_THING", "Gone"),
        ("ListThings", "Broken"),
        ("Thing", "Broken"),
    ];
    assert_eq!(broken(&text), expected(&always), "{text}");
    assert!(text.contains("`size`, read: mismatched types: expected `&i64`, found `&String` (E0308)"), "{text}");
    assert!(text.contains("`limit`, set: no method named `limit`"), "{text}");

    for line in [
        "because of operation-removed (major) in DELETE /things/{id} at #/paths/~1things~1{id}/delete",
        "because of response-type-changed (major) in",
        "because of parameter-removed-optional (major) in GET /things at",
        "because of scope-raised (major) in POST /things at",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(text.contains("Saved response-property-became-required (major)"), "{text}");
    for word in ["Unsaid", "Too strict"] {
        assert!(!text.contains(word), "{text}");
    }

    // What the promises save.
    let (_, text) = pair.run(&base, &new, true);
    let mut all = always.to_vec();
    all.push(("State", "Broken"));
    assert_eq!(broken(&text), expected(&all), "{text}");
    assert!(text.contains("`Old`, as an arm") && text.contains("`note`, read"), "{text}");

    let (ended, text) = pair.run(&base, &base, false);
    assert_eq!(ended, Ok(Verdict::Fine), "{text}");
}

#[test]
fn says_what_cannot_be_a_base() {
    let pair = Pair { folder: tempfile::tempdir().unwrap() };
    let new = pair.file("new.json", &with_schemas(document()));
    let (ended, _) = pair.run(Path::new("no-such-revision"), &new, false);
    assert!(ended.unwrap_err().to_string().contains("no revision, no folder and no file"));
    let (ended, _) = pair.run(pair.folder.path(), &new, false);
    assert!(ended.unwrap_err().to_string().contains("Cargo.toml"));
}
