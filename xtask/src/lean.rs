//! The document for the mock server: with the corrections, without the prose, on few bytes.

use serde_json::{Map, Value};

/// What only people read.
const PROSE: [&str; 6] = ["summary", "description", "title", "externalDocs", "tags", "contact"];
/// Objects whose keys are names of the document's own.
const NAMES: [&str; 10] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "schemas",
    "paths",
    "responses",
    "content",
    "parameters",
    "headers",
];
/// Values that are no part of the document's structure.
const VALUES: [&str; 4] = ["example", "default", "enum", "const"];

/// The text of the file: one line for every path, so that a change of one is a change of one line.
pub fn text(document: &Value) -> String {
    let mut lean = without_prose(document, false);
    let paths = match lean.get_mut("paths") {
        Some(Value::Object(paths)) => std::mem::take(paths),
        _ => Map::new(),
    };
    let lines: Vec<String> =
        paths.iter().map(|(path, item)| format!("{}: {item}", Value::from(path.as_str()))).collect();
    let head = lean.as_object().into_iter().flatten().filter(|(key, _)| *key != "paths");
    let mut parts: Vec<String> = head.map(|(key, value)| format!("{}: {value}", Value::from(key.as_str()))).collect();
    parts.push(format!("\"paths\": {{\n{}\n}}", lines.join(",\n")));
    format!("{{\n{}\n}}\n", parts.join(",\n"))
}

fn without_prose(value: &Value, names: bool) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.iter().filter(|(key, _)| names || !is_prose(key));
            let lean = kept.map(|(key, value)| {
                let inner = match !names && VALUES.contains(&key.as_str()) {
                    true => value.clone(),
                    false => without_prose(value, !names && NAMES.contains(&key.as_str())),
                };
                (key.clone(), inner)
            });
            Value::Object(lean.collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| without_prose(item, false)).collect()),
        other => other.clone(),
    }
}

fn is_prose(key: &str) -> bool {
    PROSE.contains(&key) || key == "examples" || (key.starts_with("x-") && key != "x-slashes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn prose_goes_and_names_stay() {
        let document = json!({
            "openapi": "3.1.0",
            "info": { "title": "T", "version": "1" },
            "paths": { "/description": { "get": { "summary": "s", "tags": ["t"], "x-mint": {}, "parameters": [
                { "name": "title", "in": "path", "description": "d", "x-slashes": true, "schema": {
                    "type": "object", "description": "d", "default": { "description": "kept" },
                    "properties": { "description": { "type": "string", "title": "t" } } } }
            ] } } }
        });
        let text = text(&document);
        assert_eq!(text.lines().count(), 7);
        let lean: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            lean,
            json!({
                "openapi": "3.1.0",
                "info": { "version": "1" },
                "paths": { "/description": { "get": { "parameters": [
                    { "name": "title", "in": "path", "x-slashes": true, "schema": {
                        "type": "object", "default": { "description": "kept" },
                        "properties": { "description": { "type": "string" } } } }
                ] } } }
            })
        );
    }
}
