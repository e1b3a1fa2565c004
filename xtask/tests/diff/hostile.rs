//! Any two documents are compared, or refused with a reason; nothing panics and everything ends.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use xtask::diff::catalogue::Rule;
use xtask::diff::compare;

use super::{diff, options, rules, told};

const WORDS: &[&str] = &[
    "paths",
    "/a",
    "/a/{b}",
    "get",
    "post",
    "parameters",
    "requestBody",
    "responses",
    "200",
    "default",
    "content",
    "application/json",
    "schema",
    "type",
    "properties",
    "items",
    "required",
    "enum",
    "const",
    "anyOf",
    "oneOf",
    "allOf",
    "$ref",
    "additionalProperties",
    "nullable",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "multipleOf",
    "format",
    "pattern",
    "not",
    "discriminator",
    "propertyName",
    "security",
    "servers",
    "url",
    "variables",
    "name",
    "in",
    "query",
    "header",
    "description",
    "example",
    "components",
    "schemas",
    "A",
    "B",
    "headers",
    "links",
    "callbacks",
    "tags",
    "info",
    "webhooks",
    "operationId",
    "deprecated",
    "style",
    "explode",
    "securitySchemes",
    "prefixItems",
    "encoding",
];

fn value() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(WORDS);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        prop_oneof![Just(0.0), Just(-1.5), Just(1e300), any::<i32>().prop_map(f64::from)].prop_map(Value::from),
        prop::sample::select(vec![
            "string",
            "object",
            "array",
            "integer",
            "null",
            "query",
            "path",
            "b",
            "#/components/schemas/A"
        ])
        .prop_map(Value::from),
        word.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(8, 120, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((word.clone(), inner), 0..6).prop_map(|entries| entries
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect::<Map<_, _>>()
                .into()),
        ]
    })
}

/// Something that is shaped like a document as far as its operations.
fn document() -> impl Strategy<Value = Value> {
    (value(), value(), value(), value(), value()).prop_map(|(schema, operation, more, component, anything)| {
        let mut document = json!({
            "openapi": "3.1.0",
            "paths": { "/a/{b}": { "post": {
                "requestBody": { "content": { "application/json": { "schema": schema } } },
                "responses": { "200": { "content": { "application/json": { "schema": more } } } },
            }, "get": operation } },
            "components": { "schemas": { "A": component } },
        });
        if let Value::Object(map) = anything {
            document.as_object_mut().unwrap().extend(map);
        }
        document
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_two_documents_are_compared_or_refused(old in document(), new in document()) {
        if let Ok(report) = compare(&old, &new, &options()) {
            let reversed = compare(&new, &old, &options()).unwrap();
            prop_assert!(report.changes.len() == reversed.changes.len(), "{:?}\n{:?}", told(&report), told(&reversed));
            prop_assert!(diff(&old, &old).changes.is_empty());
        }
    }

    #[test]
    fn any_two_values_are_compared_or_refused(old in value(), new in value()) {
        let _ = compare(&old, &new, &options());
    }
}

fn on_a_large_stack(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(256 << 20).spawn(work).unwrap().join().unwrap();
}

fn answers(schema: Value, schemas: Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "paths": { "/a": { "get": { "responses": { "200": { "content": { "application/json": { "schema": schema } } } } } } },
        "components": { "schemas": schemas },
    })
}

fn refer(name: impl std::fmt::Display) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[test]
fn schemas_that_contain_themselves_are_compared_once() {
    let tree = |leaf: &str, name: &str| {
        let tree = json!({ "type": "object", "properties": {
            "leaf": { "type": leaf }, "children": { "type": "array", "items": refer(name) } } });
        answers(refer(name), json!({ name: tree }))
    };
    assert!(diff(&tree("string", "Tree"), &tree("string", "Other")).changes.is_empty());
    let report = diff(&tree("string", "Tree"), &tree("boolean", "Tree"));
    assert_eq!(rules(&report), [Rule::ResponseTypeChanged], "{:?}", told(&report));
}

/// Written out, it would have 2^40 places.
#[test]
fn shapes_that_double_at_every_level_end() {
    on_a_large_stack(|| {
        let doubling = |leaf: Value| {
            let mut schemas = Map::new();
            for level in 0..40 {
                let next = if level == 39 { leaf.clone() } else { refer(level + 1) };
                let both = json!({ "type": "object", "properties": { "a": next, "b": next } });
                schemas.insert(level.to_string(), both);
            }
            answers(refer(0), Value::Object(schemas))
        };
        let old = doubling(json!({ "type": "string", "description": "Old." }));
        let report = diff(&old, &doubling(json!({ "type": "integer" })));
        assert_eq!(rules(&report), [Rule::ResponseTypeChanged, Rule::ResponseTypeChanged]);
        assert!(report.changes[0].places > 1 << 30);
        let report = diff(&old, &doubling(json!({ "type": "string", "description": "New." })));
        assert!(report.changes.iter().all(|change| change.rule == Rule::ProseChanged));
    });
}

#[test]
fn long_chains_of_references_end() {
    on_a_large_stack(|| {
        let chain = |leaf: &str| {
            let mut schemas = Map::new();
            for level in 0..3000 {
                let next = if level == 2999 { json!({ "type": leaf }) } else { refer(level + 1) };
                schemas.insert(level.to_string(), json!({ "type": "object", "properties": { "next": next } }));
            }
            answers(refer(0), Value::Object(schemas))
        };
        assert_eq!(rules(&diff(&chain("string"), &chain("boolean"))), [Rule::ResponseTypeChanged]);
    });
}
