//! A method of `Admin` stays one when the document asks for less scope.

use serde_json::{Value, json};
use xtask::pipeline::{Input, Output, generate};
use xtask::promises::{Fact, What};

const OVERLAY: &str = "[scopes]\nuser = \"api\"\nboss = \"admin\"\n";

fn made(scheme: &str, promises: &str) -> Output {
    let document: Value = json!({
        "openapi": "3.1.0",
        "info": { "title": "Things", "version": "1" },
        "paths": { "/usage": { "get": {
            "operationId": "getUsage",
            "security": [{ scheme: [] }],
            "responses": { "204": { "description": "" } },
        } } },
    });
    generate(&Input { document: &document, overlay: OVERLAY, names: "", promises }).unwrap()
}

/// The blocks of the methods, without what is said of them.
fn methods(output: &Output) -> Vec<String> {
    let text = &output.files["usage/mod.rs"];
    text.lines().filter(|line| line.starts_with("impl") || line.contains("pub fn")).map(str::to_owned).collect()
}

#[test]
fn less_scope_leaves_the_method_where_it_was_and_adds_the_other() {
    let before = made("boss", "");
    assert!(before.promises.contains("[receivers]\ngetUsage = [\"Admin\"]\n"), "{}", before.promises);
    assert!(methods(&before).concat().contains("impl<'a> Admin<'a>"));
    assert!(!methods(&before).concat().contains("impl Client"));

    let after = made("user", &before.promises);
    assert_eq!(
        methods(&after),
        [
            "impl Client {",
            "    pub fn get_usage(&self) -> builder::GetUsage<'_> {",
            "impl<'a> Admin<'a> {",
            "    pub fn get_usage(&self) -> builder::GetUsage<'a> {",
        ]
    );
    let fact = Fact { type_name: "getUsage".to_owned(), what: What::Receiver, places: Vec::new() };
    assert_eq!(after.summary.kept, [fact.told()]);
    assert_eq!(after.promises, before.promises, "a promise is given once");
    assert!(after.summary.unused_promises.is_empty());
}

#[test]
fn what_was_never_admin_is_no_promise() {
    let before = made("user", "");
    assert!(!before.promises.contains("[receivers]\ngetUsage"), "{}", before.promises);
    assert!(!methods(&made("user", &before.promises)).concat().contains("Admin"));
    // More scope takes the method away from `Client`: that is a major release, and meant to be.
    assert!(!methods(&made("boss", &before.promises)).concat().contains("impl Client"));
}
