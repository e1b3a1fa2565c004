//! Documents that mean harm: the same text, or the same name, at every place that takes one.

use serde_json::{Map, Value, json};

use super::mutate;

/// Longer than any name has a right to be.
fn endless() -> String {
    "very_long_".repeat(200)
}

pub fn names(place: &str) -> Vec<String> {
    let more = [
        "::",
        "'",
        "\\",
        "\u{202e}x",
        "\u{0}",
        "a\u{200d}b",
        "try",
        "gen",
        "dyn",
        "union",
        "static",
        "mod",
        "True",
        "Event",
        "Events",
        "Checksum",
        "Secret",
        "checksum",
        "events",
        "expose",
        "pages",
        "``",
        "a` <script>alert(1)</script> `b",
        "a` [b](javascript:c) `d",
        "`\n```\nfn main() { panic!() }\n```\n`",
        "#![no_std]",
        "\"] pub fn harm() {} #[doc = \"",
        "r#\"raw\"#",
        "\u{2028}x",
        "\u{7f}\u{85}",
    ];
    let all = mutate::NAMES.iter().chain(&more).map(|name| (*name).to_owned());
    // What the generated code calls things, where types and methods get their names.
    let own: &[&str] =
        if ["component", "operation", "query", "property"].contains(&place) { &xtask::names::RESERVED } else { &[] };
    let methods = ["new", "base_url", "transport", "with_transport"].map(str::to_owned);
    all.chain(own.iter().map(|name| (*name).to_owned())).chain(methods).chain([endless()]).collect()
}

/// Texts that would end a comment, a string or an attribute, or reorder what stands around them.
pub fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "*/ pub fn harm() {} /*",
        "\"] pub fn harm() {} #[doc = \"",
        "#![no_std]\n#![doc = \"x\"]",
        "r#\"raw\"# \"###",
        "`unclosed [`link`] [`Vec<`]",
        "```\nfn main() { panic!() }\n",
        "\u{202e}reversed\u{202c} \u{2066}isolated\u{0}\u{7}\u{1b}[31m",
        "{} {0} {name} {{}} %s \\u{41} \\",
        "line\r\nline\rline\u{2028}line\u{85}line",
        "<script>alert(1)</script> <!-- -->",
        "/// //! ///",
        "\u{feff}\u{200b}🦀é\u{301}",
        " ",
        "",
    ]
    .map(str::to_owned)
    .into();
    texts.push("*/`\"]\n".repeat(30_000));
    texts
}

/// A document in which `name` stands at every place that takes a text for people.
pub fn said(text: &str) -> Value {
    let property = json!({ "type": "string", "title": text, "description": text, "enum": ["a"], "example": text, "default": text });
    let object = json!({ "type": "object", "title": text, "description": text, "properties": { "a": property } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": text, "version": text, "description": text },
        "tags": [{ "name": "Things", "description": text }],
        "externalDocs": { "url": "https://a.example", "description": text },
        "paths": { "/things": { "summary": text, "description": text, "post": {
            "operationId": "things", "summary": text, "description": text, "tags": [text],
            "parameters": [
                { "name": "q", "in": "query", "description": text, "example": text, "schema": { "type": "string", "description": text } },
                { "name": "h", "in": "header", "description": text, "deprecated": true, "schema": { "type": "string", "pattern": text } }
            ],
            "requestBody": { "description": text, "content": { "application/json": { "schema": object } } },
            "responses": {
                "200": { "description": text, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } },
                "400": { "description": text, "content": { "application/json": { "schema": object } } }
            }
        } }, "/things/list": { "get": {
            "operationId": "listThings", "summary": text, "deprecated": true, "description": text,
            "parameters": [{ "name": "cursor", "in": "query", "description": text, "schema": { "type": "string" } },
                { "name": "Idempotency-Key", "in": "header", "description": text, "schema": { "type": "string" } }],
            "responses": { "200": { "description": text, "content": { "application/json": { "schema": {
                "type": "object", "description": text, "properties": {
                    "next_cursor": { "type": ["string", "null"], "description": text },
                    "things": { "type": "array", "description": text, "items": { "type": "object", "title": text, "properties": {
                        "key": { "type": "string", "description": text, "x-secret": true },
                        "checksum_sha256": { "type": "string", "description": text } } } } } } } } } }
        } }, "/things/events": { "get": {
            "operationId": "watchThings", "summary": text, "description": text,
            "parameters": [{ "name": "start", "in": "query", "description": text, "schema": { "type": "string", "format": "date-time" } }],
            "responses": { "200": { "description": text, "content": { "text/event-stream": { "schema": {
                "type": "object", "description": text, "properties": {
                    "timestamp": { "type": "string", "description": text }, "line": { "type": "string", "description": text } } } } } } }
        } } },
        "components": { "schemas": { "Thing": { "description": text, "oneOf": [
            { "type": "object", "description": text, "required": ["kind"], "properties": { "kind": { "const": "a", "description": text } } },
            { "type": "object", "description": text, "required": ["kind"], "properties": { "kind": { "const": "b" } } }
        ] } } }
    })
}

/// The places at which a document calls something by a name.
pub const PLACES: [&str; 25] = [
    "operation",
    "query",
    "header",
    "path parameter",
    "property",
    "answered property",
    "enum value",
    "enum values",
    "tag",
    "segment",
    "component",
    "request media",
    "response media",
    "response header",
    "tag property",
    "tag value",
    "security",
    "part",
    "nested",
    "format",
    "page list",
    "other list",
    "event property",
    "secret property",
    "checksum neighbour",
];

/// Places of what only some operations answer with.
const ANSWERS: [&str; 5] = ["page list", "other list", "event property", "secret property", "checksum neighbour"];

/// Pages, secrets, checksums and events, with `name` at `place`.
fn answers(place: &str, name: &str) -> Value {
    let at = |other: &str, usual: &str| if other == place { name.to_owned() } else { usual.to_owned() };
    let text = json!({ "type": "string" });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Answers", "version": "1" },
        "paths": {
            "/list": { "get": { "operationId": "listThings", "deprecated": true,
                "parameters": [{ "name": "cursor", "in": "query", "schema": text }, { "name": "Idempotency-Key", "in": "header", "schema": text }],
                "responses": { "200": { "description": "", "content": { "application/json": { "schema": { "type": "object", "properties": {
                    "next_cursor": { "type": ["string", "null"] }, (at("page list", "things")): { "type": "array", "items": { "type": "object",
                        "properties": { "checksum_md5": text, (at("checksum neighbour", "size")): text } } },
                    (at("other list", "totals")): { "type": "array", "items": text } } } } } } } } },
            "/secret": { "get": { "operationId": "showSecret", "responses": { "200": { "description": "", "content": { "application/json": { "schema": {
                "type": "object", "properties": { (at("secret property", "key")): { "type": "string", "x-secret": true } } } } } } } } },
            "/events": { "get": { "operationId": "watchThings", "parameters": [{ "name": "since", "in": "query", "schema": text }],
                "responses": { "200": { "description": "", "content": { "text/event-stream": { "schema": { "type": "object", "properties": {
                    "timestamp": text, (at("event property", "line")): text } } } } } } } }
        }
    })
}

/// A document that calls the thing at `place` by `name`.
pub fn called(place: &str, name: &str) -> Value {
    if ANSWERS.contains(&place) {
        return answers(place, name);
    }
    let at = |other: &str, usual: &str| if other == place { name.to_owned() } else { usual.to_owned() };
    let text = json!({ "type": "string" });
    let segment = at("segment", "things").replace('~', "");
    let parameter = at("path parameter", "id");
    let component = at("component", "Thing");
    let reference = format!("#/components/schemas/{}", component.replace('~', "~0").replace('/', "~1"));
    let tag = at("tag property", "kind");
    let arm = |value: &str, more: &str| json!({ "type": "object", "required": [tag], "properties": { (tag.as_str()): { "const": value }, more: text } });
    let values = if place == "enum values" {
        json!([name, "b", format!("{name} "), name.to_uppercase()])
    } else {
        json!([at("enum value", "a"), "b"])
    };
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Named", "version": "1" },
        "security": [{ (at("security", "apiKey")): [] }],
        "paths": {
            (format!("/{segment}/{{{parameter}}}")): { "post": {
                "operationId": at("operation", "changeThing"), "tags": [at("tag", "Things")],
                "parameters": [
                    { "name": parameter, "in": "path", "required": true, "schema": text },
                    { "name": at("query", "q"), "in": "query", "schema": { "type": "string", "enum": values } },
                    { "name": at("header", "X-H"), "in": "header", "schema": { "type": "string", "format": at("format", "uuid") } }
                ],
                "requestBody": { "required": true, "content": { (at("request media", "application/json")): { "schema": {
                    "type": "object", "required": [at("property", "body_property")],
                    "properties": { (at("property", "body_property")): { "type": "string", "minLength": 1 }, "other": { "type": "object",
                        "properties": { (at("nested", "deep")): { "type": "object", "properties": { (at("nested", "deeper")): values_of(&values) } } } } }
                } } } },
                "responses": { "200": { "description": "", "headers": { (at("response header", "X-A")): { "schema": text } },
                    "content": { (at("response media", "application/json")): { "schema": { "$ref": reference } } } } }
            } },
            "/parts": { "post": { "operationId": "parts", "requestBody": { "content": { "multipart/form-data": { "schema": {
                "type": "object", "properties": { (at("part", "file")): { "type": "string", "format": "binary" }, "more": text } } } } },
                "responses": { "204": { "description": "" } } } }
        },
        "components": { "schemas": { component: { "type": "object", "properties": {
            (at("answered property", "answer")): { "type": ["integer", "null"] },
            "union": { "oneOf": [arm(&at("tag value", "one"), "x"), arm("two", "y")], "discriminator": { "propertyName": tag } }
        } } } }
    })
}

fn values_of(values: &Value) -> Value {
    json!({ "type": "string", "enum": values })
}

/// All names at every place at once: setters, fields, variants, methods, types, parts.
pub fn combined() -> Value {
    let mut seen = std::collections::BTreeSet::new();
    let own = xtask::names::RESERVED.iter().map(|name| (*name).to_owned());
    let mut names: Vec<String> = names("").into_iter().chain(own).collect();
    // Two names that are one setter or one method are refused, which is another test's.
    names
        .retain(|name| !name.trim().is_empty() && seen.insert(xtask::names::pascal_method(&xtask::names::snake(name))));
    let text = json!({ "type": "string", "minLength": 1 });
    let properties: Map<String, Value> = names.iter().map(|name| (name.clone(), text.clone())).collect();
    let object = json!({ "type": "object", "properties": properties, "required": [names[3], names[9]] });
    let parameters = |location: &str| -> Vec<Value> {
        names.iter().map(|name| json!({ "name": name, "in": location, "schema": text })).collect()
    };
    let headers: Vec<Value> =
        parameters("header").into_iter().filter(|header| is_token(header["name"].as_str().unwrap())).collect();
    let arms: Vec<Value> = names
        .iter()
        .map(|name| json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "const": name }, "value": text } }))
        .collect();
    let body = json!({ "content": { "application/json": { "schema": object } } });
    let mut paths = Map::new();
    for (index, name) in names.iter().enumerate() {
        let path = format!("/{}/{index}", xtask::names::snake(&name.chars().take(20).collect::<String>()));
        let reference = format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1"));
        let answer = json!({ "200": { "description": "", "content": { "application/json": { "schema": { "$ref": reference } } } } });
        paths.insert(path, json!({ "get": { "operationId": name, "responses": answer } }));
    }
    let empty = json!({ "204": { "description": "" } });
    paths.insert("/q".to_owned(), json!({ "post": { "operationId": "allQuery", "parameters": parameters("query"), "requestBody": body, "responses": empty } }));
    paths.insert("/h".to_owned(), json!({ "post": { "operationId": "allHeaders", "parameters": headers, "requestBody": body, "responses": empty } }));
    paths.insert(
        "/b".to_owned(),
        json!({ "patch": { "operationId": "allBody", "requestBody": body, "responses": empty } }),
    );
    paths.insert("/m".to_owned(), json!({ "post": { "operationId": "allParts", "requestBody": { "content": { "multipart/form-data": { "schema": object } } }, "responses": empty } }));
    paths.insert(
        "/u".to_owned(),
        json!({ "post": { "operationId": "allArms", "requestBody": { "content": { "application/json": { "schema": {
        "oneOf": arms, "discriminator": { "propertyName": "kind" } } } } }, "responses": empty } }),
    );
    let mut schemas = Map::new();
    for (index, name) in names.iter().enumerate() {
        let schema = json!({ "type": "object", "properties": { (format!("own{index}")): { "type": "string", "enum": names }, "next": text } });
        schemas.insert(name.clone(), schema);
    }
    let mut whole = json!({ "openapi": "3.1.0", "info": { "title": "All names", "version": "1" },
        "paths": paths, "components": { "schemas": schemas } });
    for (index, text) in texts().into_iter().enumerate() {
        let mut document = said(&text);
        for (path, method) in [("/things", "post"), ("/things/list", "get"), ("/things/events", "get")] {
            let mut item = document["paths"][path].take();
            let (place, id) = (format!("/said/{index}{path}"), format!("{path} said {index}"));
            item[method]["operationId"] = json!(xtask::names::snake(&id));
            whole["paths"][place] = item;
        }
        whole["components"]["schemas"]["Thing"] = document["components"]["schemas"]["Thing"].take();
    }
    whole
}

/// What a header may be called.
fn is_token(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
