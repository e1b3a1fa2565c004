//! Documents that mean harm: whatever they say and whatever they call things, out comes Rust or a
//! refusal that says where.

#![allow(unreachable_pub, reason = "the fuzz target uses it, too")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

#[path = "../fuzz/src/holds.rs"]
#[allow(dead_code, reason = "that names are enough is for the properties")]
mod holds;
#[path = "../fuzz/src/mutate.rs"]
#[allow(dead_code, reason = "the names are all that is needed of it here")]
mod mutate;

use std::path::{Path, PathBuf};
use std::process::{Command, Output as Ended};

use serde_json::{Map, Value, json};
use xtask::pipeline::Output;

/// Longer than any name has a right to be.
fn endless() -> String {
    "very_long_".repeat(200)
}

fn names(place: &str) -> Vec<String> {
    let more =
        ["::", "'", "\\", "\u{202e}x", "\u{0}", "a\u{200d}b", "try", "gen", "dyn", "union", "static", "mod", "True"];
    let all = mutate::NAMES.iter().chain(&more).map(|name| (*name).to_owned());
    // What the generated code calls things, where types and methods get their names.
    let own: &[&str] =
        if ["component", "operation", "query", "property"].contains(&place) { &xtask::names::RESERVED } else { &[] };
    let methods = ["new", "base_url", "transport", "with_transport"].map(str::to_owned);
    all.chain(own.iter().map(|name| (*name).to_owned())).chain(methods).chain([endless()]).collect()
}

/// Texts that would end a comment, a string or an attribute, or reorder what stands around them.
fn texts() -> Vec<String> {
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
fn said(text: &str) -> Value {
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
        } } },
        "components": { "schemas": { "Thing": { "description": text, "oneOf": [
            { "type": "object", "description": text, "required": ["kind"], "properties": { "kind": { "const": "a", "description": text } } },
            { "type": "object", "description": text, "required": ["kind"], "properties": { "kind": { "const": "b" } } }
        ] } } }
    })
}

/// The places at which a document calls something by a name.
const PLACES: [&str; 20] = [
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
];

/// A document that calls the thing at `place` by `name`.
fn called(place: &str, name: &str) -> Value {
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

/// Files that are sound, or a refusal that says where; anything else fails, in the end.
fn generated(document: &Value, what: &str, failures: &mut Vec<String>) -> Option<Output> {
    let bytes = serde_json::to_vec(document).unwrap();
    let document = xtask::document::parse::document(&bytes, "document").unwrap();
    match std::panic::catch_unwind(|| holds::files_hold(&document)) {
        Ok(Ok(output)) => return Some(output),
        Ok(Err(trouble)) => {
            let whole = trouble.to_string();
            let says_where = trouble.place().is_some() || whole.contains("in operation ");
            if !says_where || whole.contains("progenitor") {
                failures.push(format!("{what}: {whole}"));
            }
        }
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned().unwrap_or_else(|| "it panics".to_owned());
            failures.push(format!("{what}: {}", text.chars().take(600).collect::<String>()));
        }
    }
    None
}

#[test]
fn texts_are_only_texts() {
    let mut failures = Vec::new();
    for text in texts() {
        let short: String = text.chars().take(40).collect();
        let output = generated(&said(&text), &format!("{short:?}"), &mut failures);
        for (path, code) in output.iter().flat_map(|output| &output.files) {
            let file = syn::parse_file(code).unwrap();
            let harm = file.items.iter().any(|item| matches!(item, syn::Item::Fn(_)));
            assert!(!harm, "{short:?} became code in {path}");
            assert!(!code.contains('\u{202e}') && !code.contains('\u{2066}'), "{short:?} reorders {path}");
            assert!(code.len() < 400_000, "{short:?} makes {path} {} bytes long", code.len());
        }
        if output.is_none() {
            failures.push(format!("{short:?} is refused"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn names_that_differ_in_case_alone_stay_apart() {
    let text = json!({ "type": "string" });
    let mut document = said("short");
    document["paths"]["/things"]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"] =
        json!({ "a-b": text, "a_b": text, "aB": text, "a_b_2": text });
    let mut failures = Vec::new();
    let output = generated(&document, "four spellings", &mut failures).unwrap_or_else(|| panic!("{failures:?}"));
    let code: String = output.files.values().map(String::as_str).collect();
    for wire in ["a-b", "a_b", "aB", "a_b_2"] {
        assert!(code.contains(&format!("Sets `{wire}`.")), "{wire} cannot be set");
    }
}

/// A text of a mebibyte, at a few places: at all of them the document would be too large.
#[test]
fn a_text_of_a_mebibyte_is_cut() {
    let long = "x` ".repeat(1 << 18);
    let mut document = said("short");
    let operation = &mut document["paths"]["/things"]["post"];
    operation["description"] = json!(long);
    operation["parameters"][0]["description"] = json!(long);
    operation["parameters"][0]["example"] = json!(long);
    document["info"]["title"] = json!(long);
    document["components"]["schemas"]["Thing"]["description"] = json!(long);
    let mut failures = Vec::new();
    let output = generated(&document, "a long text", &mut failures).unwrap_or_else(|| panic!("{failures:?}"));
    let bytes: usize = output.files.values().map(String::len).sum();
    assert!(bytes < 200_000, "{bytes} bytes are made of it");
}

#[test]
fn names_are_only_names() {
    let (mut failures, mut refused) = (Vec::new(), 0);
    for place in PLACES {
        for name in names(place) {
            let short: String = name.chars().take(40).collect();
            let what = format!("the {place} {short:?}");
            match generated(&called(place, &name), &what, &mut failures) {
                Some(output) => plain_paths(&output, &what),
                None => refused += 1,
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    // A few names cannot be expressed anywhere. Were it many, this would test little.
    let all: usize = PLACES.iter().map(|place| names(place).len()).sum();
    assert!(refused < all / 8, "{refused} of {all} names are refused");
}

fn plain_paths(output: &Output, what: &str) {
    for path in output.files.keys() {
        let plain = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_/.".contains(&byte));
        assert!(plain && !path.contains(".."), "{what} makes the file {path}");
        assert!(path.len() < 200, "{what} makes a file name of {} bytes", path.len());
    }
}

/// One document with all of it, compiled as anybody would.
#[test]
fn what_comes_out_compiles() {
    let folder = tempfile::tempdir().unwrap();
    let from = folder.path().join("document.json");
    let out = folder.path().join("out");
    write(&from, combined().to_string());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args([Path::new("regen"), Path::new("--from"), &from, Path::new("--out"), &out])
        .env("FAL_XTASK_ROOT", root)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", told(&made));
    let checked = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline"])
        .current_dir(&out)
        .env("CARGO_TARGET_DIR", target())
        .env("RUSTFLAGS", "")
        .output()
        .unwrap();
    assert!(checked.status.success(), "{}", told(&checked));
    assert_eq!(told(&checked).trim(), "", "it compiles with warnings");
}

/// All names at every place at once: setters, fields, variants, methods, types, parts.
fn combined() -> Value {
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
        let mut item = document["paths"]["/things"].take();
        item["post"]["operationId"] = json!(format!("said{index}"));
        whole["paths"][format!("/said/{index}")] = item;
        whole["components"]["schemas"]["Thing"] = document["components"]["schemas"]["Thing"].take();
    }
    whole
}

/// What a header may be called.
fn is_token(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().to_owned()
}

fn told(ended: &Ended) -> String {
    String::from_utf8_lossy(&ended.stderr).into_owned()
}

#[expect(clippy::disallowed_methods, reason = "a test's own temporary folder")]
fn write(path: &Path, text: impl AsRef<[u8]>) {
    std::fs::write(path, text).unwrap();
}
