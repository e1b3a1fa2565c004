//! One schema and what it is later: `schemas.txt` has such a pair on a line, below it what that means where
//! the schema is sent in a body, taken as a parameter, or answered, and what it means the other way
//! round. A line may also be about a `parameter`, what a `body` or a `response` offers, or an `operation`.
//! `UPDATE_GOLDENS=1` rewrites what is below.

use serde_json::{Value, json};
use xtask::diff::facts::Change;

use super::{diff, folder, replace};

const HEADING: &str = "# ";
const LATER: &str = " ⇒ ";

type Place = fn(Value) -> Value;

/// An operation with the schema in each place.
const PLACES: [(&str, Place); 3] = [
    ("sent", |schema| {
        let content = json!({ "application/json": { "schema": { "type": "object", "properties": { "it": schema } } } });
        json!({ "operationId": "doIt", "requestBody": { "content": content }, "responses": {} })
    }),
    ("taken", |schema| {
        let parameter = json!({ "name": "it", "in": "query", "schema": schema });
        json!({ "operationId": "doIt", "parameters": [parameter], "responses": {} })
    }),
    ("answered", |schema| {
        let content = json!({ "application/json": { "schema": { "type": "object", "properties": { "it": schema } } } });
        json!({ "operationId": "doIt", "responses": { "200": { "description": "", "content": content } } })
    }),
];

/// An operation with the rest of a line that begins with the word.
const WORDS: [(&str, Place); 4] = [
    ("parameter", |parameter| json!({ "operationId": "doIt", "parameters": [parameter], "responses": {} })),
    ("body", |content| json!({ "operationId": "doIt", "requestBody": { "content": content }, "responses": {} })),
    (
        "response",
        |content| json!({ "operationId": "doIt", "responses": { "200": { "description": "", "content": content } } }),
    ),
    ("operation", |mut operation| {
        operation["operationId"] = "doIt".into();
        operation
    }),
];

fn document(operation: Value) -> Value {
    let tree = json!({ "type": "object", "properties": {
        "name": { "type": "string" }, "below": { "$ref": "#/components/schemas/Tree" }
    } });
    json!({
        "openapi": "3.1.0", "info": { "title": "T", "version": "1" },
        "paths": { "/it": { "post": operation } },
        "components": { "schemas": { "Tree": tree }, "securitySchemes": {
            "apiKey": { "type": "apiKey", "in": "header", "name": "Authorization" },
            "adminApiKey": { "type": "apiKey", "in": "header", "name": "Authorization" },
            "other": { "type": "http", "scheme": "basic" },
        } }
    })
}

/// What a line means.
fn meaning(line: &str) -> String {
    let word = WORDS.iter().find(|(word, _)| line.starts_with(word));
    let pair = word.map_or(line, |(word, _)| &line[word.len()..]);
    let (old, new) = pair.split_once(LATER).unwrap_or_else(|| panic!("{line} has no{LATER}"));
    let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let (old, new) = (parsed(old), parsed(new));
    let mut text = String::new();
    let mut sent = Vec::new();
    let whole = word.map(|(_, place)| ("then", *place));
    for (name, place) in whole.map_or_else(|| PLACES.to_vec(), |whole| vec![whole]) {
        let documents = [&old, &new].map(|schema| document(place(schema.clone())));
        let [told, back] = [(0, 1), (1, 0)].map(|(from, to)| told(&documents[from], &documents[to]));
        // What is taken means the same as what is sent, for the most part.
        let same = name == "taken" && sent == [plain(&told), plain(&back)];
        for (name, lines) in [(name.to_owned(), &told), (format!("{name} back"), &back)].into_iter().filter(|_| !same) {
            text.extend(lines.iter().map(|(fact, place)| format!("  {name}: {fact}{place}\n")));
        }
        if name == "sent" {
            sent = vec![plain(&told), plain(&back)];
        }
    }
    text
}

/// What changed, and where below the schema.
fn told(old: &Value, new: &Value) -> Vec<(String, String)> {
    let told = |change: &Change| {
        let [from, to] = [&change.from, &change.to].map(|value| value.as_deref().unwrap_or("-"));
        let place = change.place.rsplit_once(" it").map_or("", |(_, below)| below);
        let place = if place.is_empty() { String::new() } else { format!("  at {place}") };
        (format!("{} {}/{} | {from} | {to}", change.rule, change.wire, change.rust), place)
    };
    diff(old, new).changes.iter().map(told).collect()
}

fn plain(told: &[(String, String)]) -> Vec<String> {
    told.iter().map(|(fact, _)| fact.clone()).collect()
}

#[test]
fn every_change_means_what_is_written_below_it() {
    let path = folder("tests/diff/schemas.txt");
    let golden = std::fs::read_to_string(&path).unwrap();
    let mut text = String::new();
    for line in golden.lines().filter(|line| line.starts_with(HEADING) || line.contains(LATER)) {
        let below = if line.starts_with(HEADING) { String::new() } else { meaning(line) };
        text.push_str(&format!("{line}\n{below}\n"));
    }
    let text = text.trim_end().to_owned() + "\n";
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        replace(&path, &text);
    }
    let wrong: Vec<&str> = text.split("\n\n").filter(|block| !golden.contains(block)).collect();
    assert!(wrong.is_empty() && text == golden, "these mean something else:\n\n{}", wrong.join("\n\n"));
}
