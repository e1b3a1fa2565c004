//! The dialect that lowering promises: what is outside of it is told with its place.

use serde_json::{Value, json};
use xtask::lower::dialect;

use super::hostile::{document, lowered};

#[test]
fn the_dialect_is_guarded() {
    let good = lowered(document(json!({ "type": "object", "properties": { "a": {} } }), json!({}))).unwrap();
    let part = "/paths/~1things/patch/responses/200/content/application~1json/schema/properties/a";
    let with = |schema: Value| {
        let mut document = good.clone();
        *document.pointer_mut(part).unwrap() = schema;
        dialect::verify(&document)
    };
    assert_eq!(with(json!({ "type": "string", "nullable": true, "description": "Told." })), Ok(()));
    for outside in [
        json!(true),
        json!({ "type": ["string", "null"] }),
        json!({ "type": "string", "format": "uri" }),
        json!({ "type": "string", "format": "binary" }),
        json!({ "type": "string", "minLength": 1 }),
        json!({ "type": "string", "enum": [] }),
        json!({ "type": "string", "enum": ["a", "a"] }),
        json!({ "type": "string", "enum": [1] }),
        json!({ "type": "string", "x-check": { "minLength": 1 } }),
        json!({ "type": "integer", "format": "int32" }),
        json!({ "type": "array" }),
        json!({ "type": "array", "items": { "const": 1 } }),
        json!({ "type": "object", "properties": {} }),
        json!({ "type": "object", "required": ["a"] }),
        json!({ "type": "object", "additionalProperties": false }),
        json!({ "anyOf": [{ "type": "string" }, { "type": "integer" }] }),
        json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] }),
        json!({ "oneOf": [{ "type": "string" }], "x-union": {} }),
        json!({ "oneOf": [{ "type": "string" }, {}], "x-union": {} }),
        json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }], "x-union": { "tag": "a", "values": ["a", "b"] } }),
        json!({ "allOf": [{ "type": "string" }], "nullable": true }),
        json!({ "$ref": "#/components/schemas/response:Gone" }),
        json!({ "$ref": "#/paths" }),
        json!({ "type": "string", "nullable": false }),
        json!({ "type": "string", "default": "a" }),
        json!({ "not": {} }),
        json!({ "type": "string", "description": 7 }),
        json!({ "type": "string", "x-secret": "yes" }),
        json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }], "x-union": { "tag": "a" } }),
        json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }], "x-union": { "tag": "a", "values": ["a"] } }),
        json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }], "x-union": { "values": ["a", "b"] } }),
        json!({ "oneOf": [{ "type": "string" }, { "type": "integer", "nullable": true }], "x-union": {} }),
    ] {
        let Err(trouble) = with(outside.clone()) else {
            panic!("passed: {outside}");
        };
        let place = trouble.place().unwrap().to_string();
        assert!(place.contains("/properties/a"), "{outside}: {place}");
    }
}

#[test]
fn the_frame_of_the_dialect_is_guarded() {
    let good = lowered(document(json!({ "type": "object", "properties": { "a": {} } }), json!({}))).unwrap();
    let operation = "/paths/~1things/patch";
    let parameter = json!({ "name": "q", "in": "query", "required": false, "schema": { "type": "string" } });
    let with = |at: &str, value: Value| {
        let mut document = good.clone();
        let (owner, key) = at.rsplit_once('/').unwrap();
        let owner = document.pointer_mut(&format!("{operation}{owner}")).and_then(Value::as_object_mut).unwrap();
        owner.insert(key.to_owned(), value);
        dialect::verify(&document)
    };
    let but = |key: &str, value: Value| {
        let mut other = parameter.clone();
        other[key] = value;
        json!([other])
    };
    assert_eq!(with("/parameters", json!([parameter])), Ok(()));
    let unsaid = json!([{ "name": "q", "in": "query", "schema": { "type": "string" } }]);
    let shapeless = json!([{ "name": "q", "in": "query", "required": false }]);
    for (at, outside, place) in [
        ("/parameters", but("in", json!("cookie")), "/parameters/0/in"),
        ("/parameters", but("example", json!("a")), "/parameters/0/example"),
        ("/parameters", but("schema", json!({ "type": "object", "properties": {} })), "/parameters/0/schema"),
        ("/parameters", json!(["q"]), "/parameters/0"),
        ("/parameters", unsaid, "/parameters/0"),
        ("/parameters", shapeless, "/parameters/0"),
        ("/requestBody/examples", json!({}), "/requestBody/examples"),
        ("/requestBody/content", json!({ "text/turtle": { "schema": {} } }), "/requestBody/content"),
        ("/requestBody/content", json!({}), "/requestBody/content"),
        ("/responses/200/links", json!({}), "/responses/200/links"),
        ("/responses/200/content", json!({ "application/json": {} }), "/responses/200/content/application~1json"),
        (
            "/responses/200/content",
            json!({ "application/json": { "schema": {}, "example": 1 } }),
            "/responses/200/content/application~1json/example",
        ),
        (
            "/responses/200/content",
            json!({ "application/json": { "schema": {} }, "text/plain": { "schema": {} } }),
            "/responses/200/content",
        ),
        ("/responses/200", json!("done"), "/responses/200"),
    ] {
        let trouble = with(at, outside.clone()).err().unwrap_or_else(|| panic!("passed: {at} {outside}"));
        assert_eq!(trouble.place().unwrap().to_string(), format!("#{operation}{place}"), "{outside}");
    }
}

#[test]
fn what_is_sent_may_be_checked_and_is_no_secret() {
    let part = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    let schemas = json!({ "Named": { "type": "string", "enum": ["a"] } });
    let body = json!({ "type": "object", "properties": { "a": part, "b": { "$ref": "#/components/schemas/Named" } } });
    let good = lowered(document(body, schemas)).unwrap();
    let with = |side: &str, schema: Value| {
        let mut document = good.clone();
        let at = format!("/paths/~1things/patch/{side}/content/application~1json/schema/properties/a");
        *document.pointer_mut(&at).unwrap_or_else(|| panic!("there is no {at} in {good:#}")) = schema;
        dialect::verify(&document)
    };
    let text = |key: &str, value: Value| json!({ "type": "string", key: value });
    assert_eq!(with("requestBody", text("x-check", json!({ "minLength": 1 }))), Ok(()));
    assert_eq!(with("responses/200", text("x-secret", json!(true))), Ok(()));
    let other_side = json!({ "$ref": "#/components/schemas/response:Named" });
    for (side, outside) in [
        ("requestBody", text("x-check", json!({}))),
        ("requestBody", text("x-check", json!(true))),
        ("requestBody", text("x-check", json!({ "minLength": 1, "default": 1 }))),
        ("requestBody", text("x-secret", json!(true))),
        ("requestBody", other_side),
        ("requestBody", json!({ "allOf": [{ "$ref": "#/components/schemas/request:Named" }] })),
        ("responses/200", text("x-check", json!({ "minLength": 1 }))),
        ("responses/200", text("x-secret", json!("true"))),
    ] {
        assert!(with(side, outside.clone()).is_err(), "passed: {side} {outside}");
    }
}
