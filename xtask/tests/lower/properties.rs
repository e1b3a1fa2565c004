//! What holds for every document, tried on random ones.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};
use xtask::lower::{dialect, lower};
use xtask::note::Notes;

const NAMES: [&str; 5] = ["A", "B", "C", "kind", "a b"];

fn text() -> impl Strategy<Value = Value> {
    select(vec!["a", "b", "c", "true", "false", ""]).prop_map(Value::from)
}

fn garbage() -> impl Strategy<Value = Value> {
    let leaves = [
        json!(null),
        json!(true),
        json!(false),
        json!(-1),
        json!(1.5),
        json!("x"),
        json!([]),
        json!({}),
        json!([1, "a", null]),
        json!({ "type": "string" }),
        json!({ "$ref": "#/components/schemas/A" }),
    ];
    select(leaves.to_vec())
}

fn kind() -> impl Strategy<Value = Value> {
    let one = select(vec!["string", "number", "integer", "boolean", "array", "object", "null"]);
    prop_oneof![
        8 => one.clone().prop_map(Value::from),
        2 => vec(one, 1..4).prop_map(|several| json!(several)),
    ]
}

fn leaf() -> impl Strategy<Value = Map<String, Value>> {
    let number = || (-3i64..20).prop_map(Value::from);
    let count = || (0u64..9).prop_map(Value::from);
    let flag = || any::<bool>().prop_map(Value::from);
    let format = select(vec!["date-time", "date", "uuid", "uri", "int32", "uint64", "binary", "odd"]);
    let pattern = select(vec![r"^\d{4}-\d{2}-\d{2}$", "^a", "(", "[0-9]{4}-[0-9]{2}-[0-9]{2}"]);
    let value = prop_oneof![4 => text(), 1 => number(), 1 => flag(), 1 => Just(Value::Null), 1 => garbage()];
    let entry = prop_oneof![
        9 => kind().prop_map(|value| ("type", value)),
        2 => format.prop_map(|value| ("format", value.into())),
        1 => pattern.prop_map(|value| ("pattern", value.into())),
        2 => vec(value.clone(), 1..4).prop_map(|values| ("enum", values.into())),
        1 => value.prop_map(|value| ("const", value)),
        1 => number().prop_map(|value| ("minimum", value)),
        1 => prop_oneof![number(), flag()].prop_map(|value| ("exclusiveMaximum", value)),
        1 => count().prop_map(|value| ("minLength", value)),
        1 => count().prop_map(|value| ("maxItems", value)),
        1 => count().prop_map(|value| ("minProperties", value)),
        1 => flag().prop_map(|value| ("uniqueItems", value)),
        2 => flag().prop_map(|value| ("nullable", value)),
        1 => flag().prop_map(|value| ("deprecated", value)),
        1 => flag().prop_map(|value| ("readOnly", value)),
        1 => flag().prop_map(|value| ("writeOnly", value)),
        1 => Just(("description", json!("Told."))),
        1 => Just(("default", json!(null))),
        1 => Just(("x-union", json!({ "tag": "kind" }))),
        1 => (
            select(vec![
                "type", "enum", "required", "properties", "items", "allOf", "oneOf", "minLength", "format",
                "description", "discriminator", "not", "prefixItems", "unknown", "patternProperties",
            ]),
            garbage(),
        ),
    ];
    vec(entry, 0..4).prop_map(|entries| {
        let owned = entries.into_iter().map(|(keyword, value)| (keyword.to_owned(), value));
        owned.collect()
    })
}

/// To a component that is there, or, where `wild`, perhaps to none or into the middle of one.
fn reference(wild: bool) -> impl Strategy<Value = Value> {
    let mut targets = vec!["A", "B", "C"];
    if wild {
        targets.extend(["A", "B", "C", "A/properties/kind", "B/oneOf/0", "C/items", "D"]);
    }
    select(targets).prop_map(|name| json!({ "$ref": format!("#/components/schemas/{name}") }))
}

fn schema(wild: bool) -> impl Strategy<Value = Value> {
    let start = prop_oneof![
        6 => leaf().prop_map(Value::Object),
        3 => reference(wild),
        1 => any::<bool>().prop_map(Value::Bool),
    ];
    start.prop_recursive(4, 40, 5, |inner| {
        let list = || vec(inner.clone(), 1..4).prop_map(Value::Array);
        let named = || btree_map(select(NAMES.to_vec()), inner.clone(), 0..4).prop_map(|map| json!(map));
        let composed = prop_oneof![
            6 => named().prop_map(|value| ("properties", value)),
            3 => inner.clone().prop_map(|value| ("items", value)),
            2 => inner.clone().prop_map(|value| ("additionalProperties", value)),
            3 => list().prop_map(|value| ("allOf", value)),
            3 => list().prop_map(|value| ("anyOf", value)),
            3 => list().prop_map(|value| ("oneOf", value)),
            1 => list().prop_map(|value| ("prefixItems", value)),
            1 => list().prop_map(|value| ("items", value)),
            1 => named().prop_map(|value| ("patternProperties", value)),
            1 => inner.clone().prop_map(|value| ("not", value)),
            1 => inner.clone().prop_map(|value| ("if", value)),
            2 => vec(select(NAMES.to_vec()), 0..3).prop_map(|names| ("required", json!(names))),
            1 => Just(("discriminator", json!({ "propertyName": "kind", "mapping": { "a": "A", "b": "#/components/schemas/B" } }))),
        ];
        (leaf(), vec(composed, 1..4)).prop_map(|(mut schema, entries)| {
            for (keyword, value) in entries {
                schema.insert(keyword.to_owned(), value);
            }
            Value::Object(schema)
        })
    })
}

fn parameter(name: &'static str, wild: bool) -> impl Strategy<Value = Value> {
    let style = prop_oneof![
        12 => Just(None),
        1 => select(vec!["form", "simple", "deepObject", "pipeDelimited", "label"]).prop_map(Some),
    ];
    let location = prop_oneof![
        9 => Just("query"),
        2 => Just("header"),
        2 => Just("path"),
    ];
    let required = prop::bool::weighted(0.1);
    (location, schema(wild), style, any::<Option<bool>>(), required).prop_map(
        move |(location, schema, style, explode, required)| {
            let mut parameter = json!({ "name": name, "in": location, "schema": schema, "required": required });
            if let Some(style) = style {
                parameter["style"] = style.into();
            }
            if let Some(explode) = explode {
                parameter["explode"] = explode.into();
            }
            parameter
        },
    )
}

fn document(wild: bool) -> impl Strategy<Value = Value> {
    let media = select(vec![
        "application/json",
        "application/json",
        "application/problem+json",
        "multipart/form-data",
        "application/x-www-form-urlencoded",
        "text/plain",
        "text/event-stream",
        "*/*",
        "image/png",
    ]);
    let version = select(vec!["3.0.3", "3.1.0"]);
    let method = select(vec!["post", "patch", "get"]);
    let parameters = (parameter("p", wild), parameter("q", wild));
    let components = (schema(wild), schema(wild), schema(wild));
    (version, method, media.clone(), media, schema(wild), schema(wild), parameters, components).prop_map(
        |(version, method, sent, answered, body, answer, (p, q), (a, b, c))| {
            json!({
                "openapi": version,
                "info": { "title": "Case", "version": "1" },
                "paths": { "/things/{p}": { method: {
                    "operationId": "doThing",
                    "parameters": [p, q],
                    "requestBody": { "content": { sent: { "schema": body } } },
                    "responses": { "200": { "description": "", "content": { answered: { "schema": answer } } } },
                } } },
                "components": { "schemas": { "A": a, "B": b, "C": c } },
            })
        },
    )
}

/// What a lowered document means, without our marks, without what the request side adds, and with
/// references followed to a depth: names are given anew each time.
fn meaning(document: &Value) -> Value {
    let mut told = Map::new();
    let operations = document["paths"].as_object().unwrap();
    for (path, item) in operations {
        for (method, operation) in item.as_object().unwrap() {
            for key in ["parameters", "requestBody", "responses"] {
                if let Some(part) = operation.get(key) {
                    told.insert(format!("{method} {path} {key}"), part_meaning(part, document, 4));
                }
            }
        }
    }
    Value::Object(told)
}

fn part_meaning(part: &Value, document: &Value, depth: usize) -> Value {
    match part {
        Value::Array(items) => items.iter().map(|item| part_meaning(item, document, depth)).collect(),
        Value::Object(map) => {
            let target = map.get("$ref").or_else(|| part.pointer("/allOf/0/$ref"));
            if let Some(target) = target.and_then(Value::as_str) {
                if depth == 0 {
                    return json!("…");
                }
                let found = document.pointer(target.trim_start_matches('#')).unwrap();
                return part_meaning(found, document, depth - 1);
            }
            let own = |key: &str| !key.starts_with("x-") && !matches!(key, "nullable" | "description" | "deprecated");
            let mut told = Map::new();
            for (key, value) in map.iter().filter(|(key, _)| own(key)) {
                told.insert(key.clone(), part_meaning(value, document, depth));
            }
            Value::Object(told)
        }
        other => other.clone(),
    }
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(150),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn lowering_ends_in_the_dialect_or_at_a_place(document in document(true)) {
        match lower(document, &mut Notes::default()) {
            Ok(lowered) => prop_assert!(dialect::verify(&lowered).is_ok()),
            Err(trouble) => prop_assert!(trouble.place().is_some(), "{}", trouble),
        }
    }

    #[test]
    fn lowering_is_a_function(document in document(true)) {
        let once = lower(document.clone(), &mut Notes::default());
        prop_assert_eq!(once, lower(document, &mut Notes::default()));
    }

    #[test]
    fn lowering_again_changes_nothing_that_matters(document in document(false)) {
        if let Ok(once) = lower(document, &mut Notes::default()) {
            let twice = lower(once.clone(), &mut Notes::default());
            let twice = twice.map_err(|trouble| TestCaseError::fail(trouble.to_string()))?;
            prop_assert_eq!(meaning(&once), meaning(&twice), "{}", once);
        }
    }
}
