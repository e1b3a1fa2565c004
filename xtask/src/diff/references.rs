//! Every reference of a document leads somewhere: the one thing that a comparison cannot do without.

use serde_json::Value;

use super::prose;
use crate::document::{Pointer, reference};
use crate::trouble::{Result, Trouble};

/// Keywords whose values are data, in which `$ref` is a key like any other.
const DATA: [&str; 4] = ["default", "enum", "const", "value"];

/// Refuses a reference that leads nowhere, out of the document, or in a circle.
///
/// # Errors
/// The first such reference, with its place.
pub(super) fn check(document: &Value, source: &str) -> Result<()> {
    let mut at = Pointer::root();
    let mut found = Ok(());
    walk(document, document, false, &mut at, &mut found);
    found.map_err(|trouble| {
        let what = format!("{source}: {}", trouble.what());
        let place = trouble.place().cloned().unwrap_or_default();
        Trouble::new(what)
            .at(&place)
            .help("add what it leads to, or correct it; bundle a document of several files first")
    })
}

fn walk(document: &Value, value: &Value, named: bool, at: &mut Pointer, found: &mut Result<()>) {
    match value {
        Value::Object(map) => {
            if !named && map.get("$ref").is_some_and(Value::is_string) {
                let followed = reference::follow(document, at).map(|_| ());
                *found = std::mem::replace(found, Ok(())).and(followed.map_err(|trouble| trouble.at(at)));
            }
            for (key, value) in map {
                if found.is_err() {
                    return;
                }
                let data = !named && (DATA.contains(&key.as_str()) || prose::is_prose(key));
                if !data && (value.is_object() || value.is_array()) {
                    at.enter(key.as_str());
                    walk(document, value, !named && names(key), at, found);
                    at.leave();
                }
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate().filter(|(_, value)| value.is_object() || value.is_array()) {
                at.enter(index.to_string());
                walk(document, value, false, at, found);
                at.leave();
            }
        }
        _ => {}
    }
}

/// Whether the keys below a keyword are names.
fn names(keyword: &str) -> bool {
    matches!(
        keyword,
        "properties"
            | "patternProperties"
            | "$defs"
            | "definitions"
            | "dependentSchemas"
            | "schemas"
            | "responses"
            | "parameters"
            | "headers"
            | "requestBodies"
            | "securitySchemes"
            | "links"
            | "callbacks"
            | "pathItems"
            | "paths"
            | "content"
            | "mapping"
            | "variables"
            | "webhooks"
            | "encoding"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn finds_what_dangles_and_passes_data_over() {
        let fine = json!({ "example": { "$ref": "#/x" }, "properties": { "$ref": { "type": "string" } } });
        assert!(check(&fine, "it").is_ok());
        assert!(check(&json!({ "mapping": { "$ref": "Dog" } }), "it").is_ok());
        for named in ["default", "properties"] {
            let dangling = json!({ "properties": { named: { "$ref": "#/none" } } });
            assert!(check(&dangling, "it").is_err(), "a property called {named}");
        }
        let dangling = json!({ "paths": { "/a": { "get": { "parameters": [{ "$ref": "#/none" }] } } } });
        let refused = check(&dangling, "it").unwrap_err().to_string();
        assert!(refused.contains("`#/none`") && refused.contains("at #/paths/~1a/get/parameters/0"), "{refused}");
        assert!(check(&json!({ "a": { "$ref": "#/a" } }), "it").is_err());
    }
}
