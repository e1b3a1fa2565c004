//! What the sampler makes fits the schemas that it is made from.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test reports")]

use std::collections::BTreeSet;

use fal_platform_mock::{Document, Mode, Sampler, Schema, Side};
use serde_json::{Value, json};

/// Every mode, with as many variants as the schema has.
fn modes(sampler: &Sampler<'_>, schema: &Value) -> Vec<Mode> {
    let plain = [Mode::Typical, Mode::Minimal, Mode::Full, Mode::Empty, Mode::Large(40)];
    let nulls = (0..4).map(Mode::Nulls);
    plain.into_iter().chain(nulls).chain((0..sampler.variants(schema)).map(Mode::Variant)).collect()
}

fn assert_fits(schema: &Schema, sampler: &Sampler<'_>, what: &str) {
    for mode in modes(sampler, schema.value()) {
        let value = sampler.sample(schema.value(), mode);
        let complaints = schema.complaints(&value);
        assert!(complaints.is_empty(), "{what} {mode:?}: {complaints:?}\n{value}");
    }
}

#[test]
fn every_answer_and_body_of_the_pinned_document_fits() {
    let document = Document::pinned().unwrap();
    for operation in document.operations() {
        for (seed, side) in [(0, Side::Response), (7, Side::Response), (1, Side::Request)] {
            let sampler = Sampler::new(document.value()).seed(seed).side(side);
            for (status, schema) in &operation.answers {
                assert_fits(schema, &sampler, &format!("{} {status}", operation.id));
            }
            for (media, schema) in operation.body.iter().flat_map(|body| &body.media) {
                assert_fits(schema, &sampler, &format!("{} {media}", operation.id));
            }
            for parameter in &operation.parameters {
                assert_fits(&parameter.schema, &sampler, &format!("{} {}", operation.id, parameter.name));
            }
        }
    }
}

/// A schema of each kind that the pinned document has not.
fn foreign() -> Value {
    json!({ "openapi": "3.1.0", "info": { "title": "t", "version": "1" },
        "paths": { "/all": { "get": { "responses": { "200": { "description": "", "content": { "application/json": {
            "schema": { "$ref": "#/components/schemas/All" } } } } } } } },
        "components": { "schemas": {
            "Tree": { "type": "object", "required": ["name"], "properties": {
                "name": { "type": "string" },
                "children": { "type": "array", "items": { "$ref": "#/components/schemas/Tree" } },
                "parent": { "anyOf": [{ "$ref": "#/components/schemas/Tree" }, { "type": "null" }] } } },
            "Named": { "type": "object", "required": ["id"], "properties": { "id": { "type": "string", "minLength": 4 } } },
            "All": { "type": "object", "required": ["missing"], "additionalProperties": { "type": "integer" }, "properties": {
                "tree": { "$ref": "#/components/schemas/Tree" },
                "joined": { "allOf": [{ "$ref": "#/components/schemas/Named" },
                    { "type": "object", "required": ["size"], "properties": { "size": { "type": "integer", "maximum": 9 } } }] },
                "constant": { "const": { "a": [1] } },
                "tuple": { "type": "array", "prefixItems": [{ "type": "string" }, { "type": "integer" }], "items": false,
                    "minItems": 2 },
                "set": { "type": "array", "uniqueItems": true, "minItems": 3, "items": { "enum": ["a", "b", "c"] } },
                "beside": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } },
                    "oneOf": [{ "properties": { "kind": { "const": "one" } } },
                        { "required": ["two"], "properties": { "kind": { "const": "two" }, "two": { "type": "number" } } }] },
                "step": { "type": "integer", "minimum": 7, "maximum": 30, "multipleOf": 5 },
                "between": { "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1 },
                "negative": { "type": "integer", "maximum": -3 },
                "several": { "type": ["string", "integer", "null"] },
                "code": { "type": "string", "pattern": "^[A-Z]{2}-\\d{3,5}(x|y)?$" },
                "long": { "type": "string", "minLength": 50, "maxLength": 60 },
                "none": { "type": "null" },
                "nobody": { "enum": [null] },
                "maybe": { "enum": ["yes", null, 5] },
                "map": { "type": "object", "minProperties": 3, "additionalProperties": { "type": "boolean" } },
                "mail": { "type": "string", "format": "email" }, "at": { "type": "string", "format": "date" },
                "id": { "type": "string", "format": "uuid" }, "ip": { "type": "string", "format": "ipv6" },
                "any": {}, "guess": { "properties": { "a": { "type": "string" } } } } } } } })
}

#[test]
fn keywords_that_the_pinned_document_lacks_are_honoured() {
    let document = Document::parse(&foreign().to_string()).unwrap();
    let schema = document.operations()[0].success_schema().unwrap();
    for seed in 0..20 {
        assert_fits(schema, &Sampler::new(document.value()).seed(seed), "all");
    }
}

#[test]
fn a_3_0_document_is_understood() {
    let document = json!({ "openapi": "3.0.3", "info": { "title": "t", "version": "1" }, "paths": { "/a": { "get": { "responses": {
        "200": { "description": "", "content": { "application/json": { "schema": { "type": "object", "properties": {
            "a": { "type": "string", "nullable": true },
            "n": { "type": "integer", "minimum": 1, "exclusiveMinimum": true } }, "required": ["a", "n"] } } } } } } } } });
    let document = Document::parse(&document.to_string()).unwrap();
    let schema = document.operations()[0].success_schema().unwrap();
    let sampler = Sampler::new(document.value());
    assert_eq!(sampler.sample(schema.value(), Mode::Nulls(0))["a"], Value::Null);
    assert_eq!(sampler.sample(schema.value(), Mode::Minimal)["n"], 2);
    assert_fits(schema, &sampler, "3.0");
}

/// Every value of every enum, by the pointer of the enum and the value.
fn enum_values(schema: &Value, at: &str, found: &mut BTreeSet<String>) {
    if let Some(values) = schema["enum"].as_array() {
        found.extend(values.iter().filter(|value| !value.is_null()).map(|value| format!("{at} {value}")));
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        enum_values(property, &format!("{at}.{name}"), found);
    }
    enum_each(schema, at, found);
}

fn enum_each(schema: &Value, at: &str, found: &mut BTreeSet<String>) {
    if let Some(items) = schema.get("items") {
        enum_values(items, &format!("{at}[]"), found);
    }
    if let Some(others) = schema.get("additionalProperties").filter(|others| others.is_object()) {
        enum_values(others, &format!("{at}{{}}"), found);
    }
    for arm in ["anyOf", "oneOf"].iter().filter_map(|key| schema[*key].as_array()).flatten() {
        enum_values(arm, at, found);
    }
}

/// Every text of a value, by its place.
fn texts(value: &Value, at: &str, schema: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                let known = knows(schema, name);
                let inner = if known { format!("{at}.{name}") } else { format!("{at}{{}}") };
                texts(value, &inner, schema, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, &format!("{at}[]"), schema, found)),
        value => {
            found.insert(format!("{at} {value}"));
        }
    }
}

/// Whether a name is a property anywhere in the schema, and no entry of a map.
fn knows(schema: &Value, name: &str) -> bool {
    schema.to_string().contains(&format!("\"{name}\":"))
}

#[test]
fn the_variants_show_every_enum_value() {
    let document = Document::pinned().unwrap();
    let sampler = Sampler::new(document.value());
    let mut counted = 0;
    for operation in document.operations() {
        let Some(schema) = operation.success_schema() else { continue };
        let mut wanted = BTreeSet::new();
        enum_values(schema.value(), "", &mut wanted);
        let mut shown = BTreeSet::new();
        for index in 0..sampler.variants(schema.value()) {
            let value = sampler.sample(schema.value(), Mode::Variant(index));
            texts(&value, "", schema.value(), &mut shown);
        }
        let missing: Vec<&String> = wanted.difference(&shown).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", operation.id);
        counted += wanted.len();
    }
    assert!(counted > 150, "{counted}");
}

#[test]
fn nested_unions_meet_each_of_their_variants() {
    let schema = json!({ "oneOf": [
        { "type": "object", "required": ["k", "e"], "properties": { "k": { "const": "a" }, "e": { "enum": [1, 2] } } },
        { "type": "object", "required": ["k", "e"], "properties": { "k": { "const": "b" }, "e": { "enum": [1, 2] } } } ] });
    let root = json!({});
    let sampler = Sampler::new(&root);
    let made: BTreeSet<String> =
        (0..sampler.variants(&schema)).map(|index| sampler.sample(&schema, Mode::Variant(index)).to_string()).collect();
    assert_eq!(made.len(), 4, "{made:?}");
}

#[test]
fn the_same_seed_makes_the_same_and_another_makes_other_values() {
    let document = Document::pinned().unwrap();
    let schema = document.operation("getUsage").unwrap().success_schema().unwrap();
    let made = |seed| Sampler::new(document.value()).seed(seed).sample(schema.value(), Mode::Typical);
    assert_eq!(made(1), made(1));
    assert_ne!(made(1), made(2));
}

#[test]
fn items_of_pages_differ() {
    let document = Document::pinned().unwrap();
    let schema = document.operation("getBillingEvents").unwrap().success_schema().unwrap();
    let sampler = Sampler::new(document.value());
    let mut ids = BTreeSet::new();
    for page in 0..20 {
        let page = sampler.page(schema.value(), Mode::Typical, page * 50, 50);
        let items = page["billing_events"].as_array().unwrap();
        assert_eq!(items.len(), 50);
        ids.extend(items.iter().map(|item| item["request_id"].as_str().unwrap().to_owned()));
    }
    assert_eq!(ids.len(), 1000);
}

#[test]
fn a_schema_within_itself_ends() {
    let branch = json!({ "$ref": "#/components/schemas/Node" });
    let root = json!({ "components": { "schemas": {
        "Node": { "type": "object", "properties": { "a": branch, "b": branch, "c": branch, "d": branch, "e": branch,
            "kind": { "enum": ["x", "y"] }, "list": { "type": "array", "items": branch } } },
        "Endless": { "type": "object", "required": ["more"], "properties": { "more": { "$ref": "#/components/schemas/Endless" } } } } } });
    let sampler = Sampler::new(&root);
    for mode in modes(&sampler, &branch) {
        let length = sampler.sample(&branch, mode).to_string().len();
        assert!(length < 100_000, "{mode:?}: {length}");
    }
    let value = sampler.sample(&json!({ "$ref": "#/components/schemas/Endless" }), Mode::Minimal);
    assert!(value["more"]["more"].is_object());
}
