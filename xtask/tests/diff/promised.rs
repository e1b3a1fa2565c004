//! What the record of promises keeps is no major release.

use std::path::Path;

use serde_json::{Value, json};
use xtask::diff::promised;
use xtask::diff::verdicts::Rust;
use xtask::paths::Project;

use super::diff;

/// Two operations that answer a thing each, and one that does neither.
fn document(thing: &Value) -> Value {
    let answers = |id: &str, thing: &Value, parameter: Option<&str>| {
        let in_path = |name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } });
        let content = json!({ "application/json": { "schema": {
            "type": "object", "required": ["thing"], "properties": { "thing": thing },
        } } });
        json!({ "get": {
            "operationId": id,
            "parameters": parameter.map(in_path).into_iter().collect::<Vec<_>>(),
            "responses": { "200": { "description": "", "content": content } },
        } })
    };
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Things", "version": "1" },
        "paths": {
            "/things/{id}": answers("getThing", thing, Some("id")),
            "/things": answers("getAThing", thing, None),
            "/nothing": answers("getNothing", &json!({ "type": "string" }), None),
        },
    })
}

fn thing(required: &[&str]) -> Value {
    json!({ "type": "object", "required": required, "properties": {
        "id": { "type": "string" },
        "state": { "type": "string", "enum": ["new", "old"] },
    } })
}

/// Rule and verdict on Rust of every change, before and after the record is asked.
fn judged(old: &Value, new: &Value) -> Vec<(&'static str, Rust, Rust)> {
    let mut report = diff(old, new);
    let before: Vec<_> = report.changes.iter().map(|change| (change.rule.id(), change.rust)).collect();
    // A project without an overlay and without names.
    promised::keep(&mut report, old, new, &Project::at(Path::new(env!("CARGO_TARGET_TMPDIR"))));
    for change in &report.changes {
        let lowered = before.contains(&(change.rule.id(), Rust::Major)) && change.rust == Rust::Minor;
        assert_eq!(change.note.as_deref().is_some_and(|note| note.contains("openapi/promises.toml")), lowered);
    }
    before.into_iter().zip(&report.changes).map(|((rule, before), change)| (rule, before, change.rust)).collect()
}

#[test]
fn a_field_that_becomes_required_is_kept() {
    let (old, new) = (document(&thing(&["id"])), document(&thing(&["id", "state"])));
    assert_eq!(judged(&old, &new), [("response-property-became-required", Rust::Major, Rust::Minor)]);
}

#[test]
fn at_one_of_the_places_too() {
    let old = document(&thing(&["id"]));
    let mut new = old.clone();
    new["paths"]["/things"] = document(&thing(&["id", "state"]))["paths"]["/things"].clone();
    assert_eq!(judged(&old, &new), [("response-property-became-required", Rust::Major, Rust::Minor)]);
}

#[test]
fn with_components_that_differ() {
    let of = |required: &[&str]| {
        let mut document = document(&json!({ "$ref": "#/components/schemas/Thing" }));
        document["components"] = json!({ "schemas": { "Thing": thing(required) } });
        document
    };
    let (old, new) = (of(&["id"]), of(&["id", "state"]));
    assert_eq!(judged(&old, &new), [("response-property-became-required", Rust::Major, Rust::Minor)]);
}

#[test]
fn a_setter_that_is_renamed_is_kept() {
    let old = document(&thing(&["id"]));
    let text = old.to_string().replace("/things/{id}", "/things/{key}").replace(r#""name":"id""#, r#""name":"key""#);
    let new = serde_json::from_str(&text).unwrap();
    assert_eq!(judged(&old, &new), [("path-parameter-renamed", Rust::Major, Rust::Minor)]);
}

#[test]
fn what_cannot_be_kept_stays_major_beside_what_is() {
    let old = document(&thing(&["id"]));
    let mut new = document(&thing(&["id", "state"]));
    new["paths"]["/nothing"] = json!({ "get": {
        "operationId": "getNothing",
        "responses": { "200": { "description": "", "content": { "application/json": { "schema": {
            "type": "object", "required": ["thing"], "properties": { "thing": { "type": "integer" } },
        } } } } },
    } });
    let mut found = judged(&old, &new);
    found.sort_unstable_by_key(|(rule, _, _)| *rule);
    assert_eq!(
        found,
        [
            ("response-property-became-required", Rust::Major, Rust::Minor),
            ("response-type-changed", Rust::Major, Rust::Major),
        ]
    );
}
