//! Documents that mean the same, however they are written.

use serde_json::{Map, Value, json};
use xtask::document::walk::{self, Order};

use super::{diff, folder, read, told};

type Respell = fn(&mut Value);

const WAYS: &[(&str, Respell)] = &[
    ("as it is", |_| {}),
    ("keys in another order", |document| *document = turned(document)),
    ("sets in another order", sets),
    ("null as an arm of anyOf", |document| schemas(document, |schema| null_arm(schema, "anyOf"))),
    ("null as an arm of oneOf", |document| schemas(document, |schema| null_arm(schema, "oneOf"))),
    ("null as in 3.0", null_as_in_3_0),
    ("an enum of one value as const and back", |document| schemas(document, constant)),
    ("every schema inside an allOf", |document| {
        schemas(document, |schema| *schema = json!({ "allOf": [schema.take()] }));
    }),
    ("bodies as components", bodies_hoisted),
    ("parameters and answers as components", parts_hoisted),
    ("styles spelled out", styles),
    ("parameters at the path", parameters_at_the_path),
];

#[test]
fn nothing_to_say_of_what_means_the_same() {
    let published = folder("../../shared/published/2026-03-18.json");
    if !published.is_file() {
        eprintln!("SKIPPED: no published document {}", published.display());
    }
    let documents = [folder("../openapi/platform.json"), published];
    for path in documents.into_iter().filter(|path| path.is_file()) {
        let document = read(&path);
        for (way, respell) in WAYS {
            let mut other = document.clone();
            respell(&mut other);
            for (old, new) in [(&document, &other), (&other, &document)] {
                let report = diff(old, new);
                assert!(report.changes.is_empty(), "{} with {way}: {:#?}", path.display(), told(&report));
            }
        }
    }
}

/// A respelling that does nothing would prove nothing.
#[test]
fn every_respelling_changes_the_document() {
    let document = read(&folder("../openapi/platform.json"));
    for (way, respell) in &WAYS[1..] {
        let mut other = document.clone();
        respell(&mut other);
        assert_ne!(document.to_string(), other.to_string(), "{way}");
    }
}

fn schemas(document: &mut Value, change: fn(&mut Value)) {
    walk::every_schema_mut(document, Order::Inside, &mut |schema, _| {
        change(schema);
        Ok(())
    })
    .unwrap();
}

fn turned(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            map.iter().rev().map(|(key, value)| (key.clone(), turned(value))).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.iter().map(turned).collect(),
        other => other.clone(),
    }
}

fn sets(document: &mut Value) {
    fn reverse(map: &mut Value, keys: &[&str]) {
        for key in keys {
            if let Some(Value::Array(items)) = map.get_mut(*key) {
                items.reverse();
            }
        }
    }
    schemas(document, |schema| reverse(schema, &["required", "enum", "type", "anyOf", "oneOf"]));
    operations(document, |operation| {
        let mut whole = Value::Object(std::mem::take(operation));
        reverse(&mut whole, &["tags", "parameters", "security"]);
        if let Value::Object(map) = whole {
            *operation = map;
        }
    });
}

fn operations(document: &mut Value, change: fn(&mut Map<String, Value>)) {
    walk::operations_mut(document, &mut |_, operation| {
        change(operation);
        Ok(())
    })
    .unwrap();
}

/// `type: [T, "null"]` without the null, if it was there.
fn without_null(schema: &mut Value) -> bool {
    let Some(Value::Array(types)) = schema.get_mut("type") else { return false };
    let before = types.len();
    types.retain(|name| name != "null");
    let (had, one) = (types.len() < before, types.len() == 1);
    if one {
        schema["type"] = schema["type"][0].take();
    }
    if let (true, Some(Value::Array(values))) = (had, schema.get_mut("enum")) {
        values.retain(|value| !value.is_null());
    }
    had
}

fn null_arm(schema: &mut Value, keyword: &str) {
    if without_null(schema) {
        let inner = schema.take();
        *schema = json!({ keyword: [inner, { "type": "null" }] });
    }
}

fn null_as_in_3_0(document: &mut Value) {
    schemas(document, |schema| {
        if without_null(schema) {
            schema["nullable"] = true.into();
        }
    });
    document["openapi"] = "3.0.3".into();
}

fn constant(schema: &mut Value) {
    let Value::Object(map) = schema else { return };
    if map.get("enum").and_then(Value::as_array).is_some_and(|values| values.len() == 1) {
        let only = map.shift_remove("enum").unwrap()[0].take();
        map.insert("const".to_owned(), only);
    } else if let Some(only) = map.shift_remove("const") {
        map.insert("enum".to_owned(), json!([only]));
    }
}

fn bodies_hoisted(document: &mut Value) {
    let mut components = Map::new();
    let paths = document["paths"].as_object_mut().unwrap();
    for operation in paths.values_mut().flat_map(|item| item.as_object_mut().unwrap().values_mut()) {
        for answer in operation["responses"].as_object_mut().unwrap().values_mut() {
            let content = answer.get_mut("content").and_then(Value::as_object_mut);
            for entry in content.into_iter().flat_map(|content| content.values_mut()) {
                let schema = entry["schema"].take();
                let known =
                    components.iter().find(|(_, other)| **other == schema).map(|(name, _): (&String, _)| name.clone());
                let name = known.unwrap_or_else(|| format!("Body{}", components.len()));
                entry["schema"] = json!({ "$ref": format!("#/components/schemas/{name}") });
                components.insert(name, schema);
            }
        }
    }
    document["components"]["schemas"] = Value::Object(components);
}

fn parts_hoisted(document: &mut Value) {
    let (mut parameters, mut answers) = (Map::new(), Map::new());
    let paths = document["paths"].as_object_mut().unwrap();
    for operation in paths.values_mut().flat_map(|item| item.as_object_mut().unwrap().values_mut()) {
        for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            let name = format!("Parameter{}", parameters.len());
            let whole = std::mem::replace(parameter, json!({ "$ref": format!("#/components/parameters/{name}") }));
            parameters.insert(name, whole);
        }
        for answer in operation["responses"].as_object_mut().unwrap().values_mut() {
            let name = format!("Answer{}", answers.len());
            let whole = std::mem::replace(answer, json!({ "$ref": format!("#/components/responses/{name}") }));
            answers.insert(name, whole);
        }
    }
    document["components"]["parameters"] = Value::Object(parameters);
    document["components"]["responses"] = Value::Object(answers);
}

fn styles(document: &mut Value) {
    operations(document, |operation| {
        for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            let query = parameter["in"] == "query";
            let map = parameter.as_object_mut().unwrap();
            let style = map.entry("style").or_insert_with(|| if query { "form" } else { "simple" }.into()).clone();
            map.entry("explode").or_insert_with(|| (style == "form").into());
        }
    });
}

fn parameters_at_the_path(document: &mut Value) {
    for item in document["paths"].as_object_mut().unwrap().values_mut() {
        let mut all = item.as_object_mut().unwrap().values_mut();
        let (Some(only), None) = (all.next(), all.next()) else { continue };
        if let Some(parameters) = only.as_object_mut().unwrap().shift_remove("parameters") {
            item["parameters"] = parameters;
        }
    }
}
