//! One schema at a time, and what becomes of it: `schemas.txt` has a schema on a line, below it what it
//! is lowered to, the components that it brings with it, and what people are told. Schemas are sent in a
//! body, unless the line says that they are `answered`; a line may also be a `parameter`, or all that a
//! `body` or a `response` offers. `UPDATE_GOLDENS=1` rewrites what is below.

use std::fs;

use serde_json::{Value, json};
use xtask::lower::lower;
use xtask::note::Notes;

use crate::{folder, rewrite};

const HEADING: &str = "# ";
const ANSWERED: &str = "answered ";
const PARAMETER: &str = "parameter ";
const BODY: &str = "body ";
const RESPONSE: &str = "response ";

/// What schemas may refer to.
fn components() -> Value {
    json!({
        "Name": { "type": "string", "enum": ["a", "b"] },
        "Text": { "type": "string", "minLength": 1 },
        "Pet": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } } },
        "Tags": { "type": "object", "additionalProperties": { "type": "string" } },
        "Loop": { "oneOf": [{ "type": "string" }, { "type": "boolean" }, { "$ref": "#/components/schemas/Loop" }] },
        "Owner": { "type": "object", "properties": {
            "home": { "type": "object", "properties": { "street": { "type": "string" } } },
            "Pet": { "type": "object", "properties": { "name": { "type": "string" } } },
        } },
        "Made": { "type": "string", "enum": ["now"], "readOnly": true },
        "Given": { "type": "string", "enum": ["once"], "writeOnly": true },
    })
}

/// What a line becomes.
fn becomes(line: &str) -> String {
    let mut operation = json!({ "operationId": "doIt", "responses": { "204": { "description": "" } } });
    let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let content = |schema: Value| json!({ "application/json": { "schema": { "type": "object", "properties": { "it": schema } } } });
    let property = "content/application~1json/schema/properties/it";
    let at = if let Some(parameter) = line.strip_prefix(PARAMETER) {
        operation["parameters"] = json!([parsed(parameter)]);
        "parameters".to_owned()
    } else if let Some(content) = line.strip_prefix(BODY) {
        operation["requestBody"] = json!({ "content": parsed(content) });
        "requestBody".to_owned()
    } else if let Some(content) = line.strip_prefix(RESPONSE) {
        operation["responses"] = json!({ "200": { "description": "", "content": parsed(content) } });
        "responses/200".to_owned()
    } else if let Some(schema) = line.strip_prefix(ANSWERED) {
        operation["responses"] = json!({ "200": { "description": "", "content": content(parsed(schema)) } });
        format!("responses/200/{property}")
    } else {
        operation["requestBody"] = json!({ "required": true, "content": content(parsed(line)) });
        format!("requestBody/{property}")
    };
    let components = components();
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Case", "version": "1" },
        "paths": { "/it": { "post": operation } },
        "components": { "schemas": components }
    });
    let mut notes = Notes::default();
    let lowered = match lower(document, &mut notes) {
        Ok(lowered) => lowered,
        Err(trouble) => return format!("refused: {}\n", trouble.to_string().replace('\n', "\n  ")),
    };
    let value = lowered.pointer(&format!("/paths/~1it/post/{at}")).unwrap_or(&Value::Null);
    let mut text = format!("→ {value}\n");
    let brought = lowered.pointer("/components/schemas").and_then(Value::as_object);
    for (key, schema) in brought.into_iter().flatten() {
        if key.split_once(':').is_none_or(|(_, name)| components.get(name).is_none()) {
            text.push_str(&format!("  {key}: {schema}\n"));
        }
    }
    for (fate, fact, _) in notes.iter() {
        // Most of the components above are of no use to most of the schemas.
        if fact != "components that no operation reaches" {
            text.push_str(&format!("  {fate:?}: {fact}\n"));
        }
    }
    text
}

#[test]
fn every_schema_becomes_what_is_written_below_it() {
    let path = folder("tests/lower/schemas.txt");
    let golden = fs::read_to_string(&path).unwrap();
    let mut text = String::new();
    let is_input = |line: &&str| {
        line.starts_with('{')
            || [HEADING, ANSWERED, PARAMETER, BODY, RESPONSE].iter().any(|word| line.starts_with(word))
    };
    for line in golden.lines().filter(is_input) {
        if line.starts_with(HEADING) {
            text.push_str(&format!("{line}\n\n"));
            continue;
        }
        text.push_str(&format!("{line}\n{}\n", becomes(line)));
    }
    let text = text.trim_end().to_owned() + "\n";
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        rewrite(&path, Some(&text));
    }
    let wrong: Vec<&str> = text.split("\n\n").filter(|block| !golden.contains(block)).collect();
    assert!(wrong.is_empty() && text == golden, "what becomes of these is another:\n\n{}", wrong.join("\n\n"));
}
