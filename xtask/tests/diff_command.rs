//! `cargo xtask diff` as people and scripts call it: sources, formats, exit codes, accepted changes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

mod support;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;

use serde_json::{Value, json};
use support::{Tree, code, golden, pretty, stderr};

/// A document with an operation that asks for a key, and answers with a thing.
fn old() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Small", "version": "v1" },
        "servers": [{ "url": "https://api.example/v1" }],
        "components": { "securitySchemes": {
            "apiKey": { "type": "apiKey", "in": "header", "name": "Authorization" },
            "adminApiKey": { "type": "apiKey", "in": "header", "name": "Authorization" },
        } },
        "paths": {
            "/things/{id}": { "get": {
                "operationId": "getThing",
                "summary": "Gets a thing.",
                "security": [{ "apiKey": [] }],
                "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
                "responses": { "200": { "description": "Done.", "content": { "application/json": { "schema": {
                    "type": "object",
                    "required": ["id", "kind"],
                    "properties": {
                        "id": { "type": "string" },
                        "kind": { "type": "string", "enum": ["a", "b"] },
                        "note": { "type": "string" },
                    },
                } } } } },
            } },
            "/things": { "get": { "operationId": "getThings", "responses": { "204": { "description": "Done." } } } },
        },
    })
}

/// The same with a change of every verdict.
fn new() -> Value {
    let mut new = old();
    let thing = &mut new["paths"]["/things/{id}"]["get"];
    thing["summary"] = "Gets a `thing` | of <yours>.".into();
    thing["security"] = json!([{ "adminApiKey": [] }]);
    let schema = &mut thing["responses"]["200"]["content"]["application/json"]["schema"];
    schema["required"] = json!(["kind"]);
    schema["properties"]["kind"]["enum"] = json!(["a", "b", "c"]);
    new["paths"]["/things"]["get"]["parameters"] =
        json!([{ "name": "limit", "in": "query", "schema": { "type": "integer" } }]);
    new
}

fn tree() -> Tree {
    let tree = Tree::new();
    tree.write("old.json", &pretty(&old()));
    tree.write("new.json", &pretty(&new()));
    tree
}

/// The command on two files of the tree, told by their paths, which are then cut from what it prints.
fn told(tree: &Tree, args: &[&str]) -> (i32, String) {
    let (old, new) = (tree.path("old.json"), tree.path("new.json"));
    let mut all = vec!["diff", old.to_str().unwrap(), new.to_str().unwrap()];
    all.extend(args);
    let ended = tree.xtask(&all);
    let text = String::from_utf8(ended.stdout.clone()).unwrap() + &stderr(&ended);
    (code(&ended), text.replace(&format!("{}/", tree.0.path().display()), ""))
}

#[test]
fn text_and_markdown_to_the_letter() {
    let tree = tree();
    let (ended, text) = told(&tree, &[]);
    assert_eq!(ended, 1);
    golden("diff.txt", &text);
    golden("diff.md", &told(&tree, &["--format", "markdown"]).1);
    let colored = told(&tree, &["--color", "always"]).1;
    assert!(colored.contains("\x1b[1m\x1b[31m    breaking\x1b[0m"), "{colored}");
    tree.write("new.json", &pretty(&old()));
    let (ended, text) = told(&tree, &[]);
    assert_eq!((ended, text.as_str()), (0, "        Same nothing to say: old.json → new.json\n"));
}

#[test]
fn exit_codes_follow_the_worst_verdict() {
    let tree = tree();
    for (fail_on, ended) in [("breaking", 1), ("docs", 1), ("none", 0)] {
        assert_eq!(told(&tree, &["--fail-on", fail_on]).0, ended, "{fail_on}");
    }
    let mut lowered = old();
    lowered["paths"]["/things/{id}"]["get"]["security"] = json!([]);
    tree.write("new.json", &pretty(&lowered));
    for (fail_on, ended) in [("breaking", 0), ("scope", 1), ("caution", 1), ("none", 0)] {
        assert_eq!(told(&tree, &["--fail-on", fail_on]).0, ended, "{fail_on}");
    }
    assert_eq!(told(&tree, &["--fail-on", "loud"]).0, 2);
}

#[test]
fn json_is_what_its_schema_says() {
    let tree = tree();
    let (_, text) = told(&tree, &["--format", "json"]);
    let report: Value = serde_json::from_str(&text).unwrap();
    let schema: Value = serde_json::from_str(xtask::diff::json::SCHEMA).unwrap();
    check(&report, &schema, "report");
    let raised = report["changes"].as_array().unwrap().iter().find(|change| change["rule"] == "scope-raised").unwrap();
    assert_eq!((&raised["wire"], &raised["operation_id"]), (&json!("breaking"), &json!("getThing")));
    assert_eq!(raised["pointer"], "#/paths/~1things~1{id}/get/security");
    assert_eq!(report["summary"]["breaking"], 2);
    assert_eq!(report["suggested_versions"]["fal-platform"]["next"], "0.2.0");
    let mut broken = report.clone();
    broken["changes"][0]["wire"] = "loud".into();
    assert!(std::panic::catch_unwind(|| check(&broken, &schema, "report")).is_err());
}

/// As much of JSON Schema as the report's schema uses.
fn check(value: &Value, schema: &Value, at: &str) {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let types = &schema["type"];
    assert!(types == kind || types.as_array().is_some_and(|all| all.contains(&kind.into())), "{at} is {kind}");
    if let Some(values) = schema["enum"].as_array() {
        assert!(values.contains(value), "{at} is {value}");
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        check(item, &schema["items"], &format!("{at}[{index}]"));
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        assert!(value.get(name.as_str().unwrap()).is_some(), "{at} has no {name}");
    }
    for (name, part) in value.as_object().into_iter().flatten() {
        let below = format!("{at}.{name}");
        match (schema["properties"].get(name), &schema["additionalProperties"]) {
            (Some(schema), _) => check(part, schema, &below),
            (None, Value::Object(_)) => check(part, &schema["additionalProperties"], &below),
            _ => panic!("{below} is not in the schema"),
        }
    }
}

#[test]
fn accepted_changes_pass_and_idle_entries_are_told() {
    let tree = tree();
    let report: Value = serde_json::from_str(&told(&tree, &["--format", "json"]).1).unwrap();
    let breaking = report["changes"].as_array().unwrap().iter().filter(|change| change["wire"] == "breaking");
    let entry = |fingerprint: &str, more: &str| {
        format!("[[accept]]\nfingerprint = \"{fingerprint}\"\nreason = \"looked at\"\n{more}\n")
    };
    let all: String = breaking.map(|change| entry(change["fingerprint"].as_str().unwrap(), "")).collect();
    let accept = tree.path("accepted.toml");
    let args = ["--accept", accept.to_str().unwrap()];
    tree.write("accepted.toml", &all);
    let (ended, text) = told(&tree, &args);
    assert_eq!(ended, 0, "{text}");
    assert!(text.contains("accepted: looked at") && text.contains("Accepted 2 changes"), "{text}");
    tree.write(
        "accepted.toml",
        &(all.replace("looked at\"", "looked at\"\nexpires = 2020-01-01") + &entry("0000", "")),
    );
    let (ended, text) = told(&tree, &args);
    assert_eq!(ended, 1);
    assert!(
        text.contains("it expired on 2020-01-01") && text.contains("accepted 0000: no change has this fingerprint"),
        "{text}"
    );
    tree.write("accepted.toml", "[[accept]]\nfingerprint = \"a\"");
    let (ended, text) = told(&tree, &args);
    assert_eq!(ended, 2);
    assert!(text.contains("missing field `reason`"), "{text}");
}

#[test]
fn what_cannot_be_compared_is_refused_with_a_place() {
    let tree = tree();
    let whole = pretty(&old());
    let mut dangling = old();
    dangling["paths"]["/things"]["get"]["parameters"] = json!([{ "$ref": "#/components/parameters/Limit" }]);
    let mut twice = old();
    twice["paths"]["/things/{name}"] = json!({ "delete": { "responses": {} } });
    let cases = [
        (whole[..whole.len() / 2].to_owned(), "is truncated"),
        ("<html>".to_owned(), "looks like HTML"),
        ("[1]".to_owned(), "no OpenAPI document"),
        (r#"{"swagger":"2.0","paths":{}}"#.to_owned(), "Swagger 2.0"),
        (r#"{"openapi":"4.0.0","paths":{}}"#.to_owned(), "OpenAPI 4.0.0"),
        (pretty(&dangling), "at #/paths/~1things/get/parameters/0"),
        (pretty(&twice), "at #/paths/~1things~1{name}"),
    ];
    for (text, says) in cases {
        tree.write("new.json", &text);
        let (ended, told) = told(&tree, &[]);
        assert_eq!(ended, 2, "{told}");
        assert!(told.contains(says) && told.contains("new.json") && told.contains("help: "), "{told}");
    }
    for (asked, says) in
        [("nowhere.json", "there is no such file"), ("HEAD:nowhere.json", "cannot read HEAD:nowhere.json")]
    {
        let ended = tree.xtask(&["diff", asked, asked]);
        assert_eq!(code(&ended), 2);
        assert!(stderr(&ended).contains(says), "{}", stderr(&ended));
    }
}

/// Documents of other people: no ids, no tags, no security; components only; 3.0.
#[test]
fn foreign_documents_are_taken() {
    let tree = tree();
    tree.write("old.json", r#"{"openapi":"3.0.0","info":{},"paths":{"/a":{"get":{"responses":{}}}}}"#);
    tree.write(
        "new.json",
        r##"{"openapi":"3.1.0","components":{"schemas":{"A":{"$ref":"#/components/schemas/B"},"B":{}}}}"##,
    );
    let (ended, text) = told(&tree, &[]);
    assert_eq!(ended, 1, "{text}");
    assert!(text.contains("operation-removed"), "{text}");
}

#[test]
fn revisions_and_addresses_are_read() {
    let tree = tree();
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(tree.0.path()).args(["-c", "user.name=A", "-c", "user.email=a@example.org"]).args(args);
        assert!(command.output().unwrap().status.success(), "{args:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "old.json"]);
    git(&["commit", "--quiet", "--message", "One"]);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/openapi.json", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]);
        let body = old().to_string();
        let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
    });
    let ended = tree.xtask(&["diff", "HEAD:old.json", &url]);
    assert_eq!(code(&ended), 0, "{}", stderr(&ended));
    let ended = tree.xtask(&["diff", "HEAD:old.json", tree.path("new.json").to_str().unwrap()]);
    assert_eq!(code(&ended), 1, "{}", stderr(&ended));
}

/// The summary of a regeneration says what the document that it takes means.
#[test]
fn a_regeneration_says_what_moved() {
    let tree = tree();
    tree.write("openapi/platform.json", &pretty(&old()));
    let project = tree.project();
    let text = pretty(&new());
    let outcome = xtask::diff::summary::of_regeneration(&text, &new(), &project).unwrap();
    let ((), shown) = support::printed(|printer| xtask::diff::summary::print(&outcome, printer));
    assert!(shown.contains("Moved 2 breaking, 1 caution, 1 compatible, 1 docs since"), "{shown}");
    assert!(shown.contains("Version fal-platform-client 0.1.0 → 0.2.0: major"), "{shown}");
    tree.write("openapi/platform.json", &text);
    assert!(xtask::diff::summary::of_regeneration(&text, &new(), &project).is_none());
}
