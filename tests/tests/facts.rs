//! The pinned document says the facts of the published one, in other words.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test reports")]

use fal_platform_tests::{pinned, published};
use serde_json::{Map, Value};

/// Keys that hold prose or samples, in an object that is no map of names.
const SAID: [&str; 5] = ["summary", "description", "example", "examples", "x-mint"];

/// A document without its prose. `names` says that the keys are names of the document's own.
fn facts(value: &Value, names: bool) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.iter()
                .filter(|(key, _)| names || !SAID.contains(&key.as_str()))
                .map(|(key, value)| {
                    (
                        key.clone(),
                        facts(value, !names && ["properties", "paths", "responses", "content"].contains(&key.as_str())),
                    )
                })
                .collect::<Map<_, _>>(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(|item| facts(item, false)).collect()),
        other => other.clone(),
    }
}

fn differences(ours: &Value, theirs: &Value, at: &str, found: &mut Vec<String>) {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for key in ours.keys().chain(theirs.keys().filter(|key| !ours.contains_key(*key))) {
                let at = format!("{at}/{}", key.replace('/', "~1"));
                match (ours.get(key), theirs.get(key)) {
                    (Some(ours), Some(theirs)) => differences(ours, theirs, &at, found),
                    (ours, _) => {
                        found.push(format!("{at} is only in {}", if ours.is_some() { "ours" } else { "theirs" }))
                    }
                }
            }
        }
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
            for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                differences(ours, theirs, &format!("{at}/{index}"), found);
            }
        }
        _ if ours == theirs => {}
        _ => found.push(format!("{at}: {ours} is not {theirs}")),
    }
}

#[test]
fn every_fact_of_the_published_document_is_pinned() {
    let Some(newest) = published().into_iter().find(|path| path.ends_with("2026-08-21.json")) else {
        println!("did not run: the published documents are not beside the project");
        return;
    };
    let theirs: Value = serde_json::from_slice(&std::fs::read(newest).unwrap()).unwrap();
    let ours = pinned().unwrap();
    let mut found = Vec::new();
    differences(&facts(&ours, false), &facts(&theirs, false), "#", &mut found);
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(facts(&ours, false).to_string(), facts(&theirs, false).to_string(), "the order of the keys differs");
}

#[test]
fn a_changed_fact_is_found() {
    let one = serde_json::json!({ "paths": { "/a": { "get": { "description": "x", "parameters": [{ "name": "n", "schema": { "minimum": 1 } }] } } } });
    let mut other = one.clone();
    other["paths"]["/a"]["get"]["description"] = "y".into();
    let mut found = Vec::new();
    differences(&facts(&one, false), &facts(&other, false), "#", &mut found);
    assert_eq!(found, Vec::<String>::new());
    other["paths"]["/a"]["get"]["parameters"][0]["schema"]["minimum"] = 2.into();
    differences(&facts(&one, false), &facts(&other, false), "#", &mut found);
    assert_eq!(found, ["#/paths/~1a/get/parameters/0/schema/minimum: 1 is not 2"]);
}

#[test]
fn every_operation_and_parameter_is_described_in_one_line() {
    let document = pinned().unwrap();
    let line = |value: &Value| value.as_str().is_some_and(|text| !text.trim().is_empty() && !text.contains('\n'));
    let mut operations = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            operations += 1;
            assert!(line(&operation["summary"]) && line(&operation["description"]), "{method} {path}");
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                assert!(line(&parameter["description"]), "{method} {path} {}", parameter["name"]);
            }
        }
    }
    assert_eq!(operations, 82);
}
