//! Security schemes: what is the same however it is spelled, and how often a change is told.

use serde_json::{Value, json};
use xtask::diff::catalogue::Rule;

use super::{diff, rules};

fn document(scheme: &Value) -> Value {
    let operation = |id: &str| json!({ "operationId": id, "responses": {} });
    json!({
        "openapi": "3.1.0", "info": { "title": "T", "version": "1" },
        "security": [{ "apiKey": [] }],
        "paths": { "/one": { "post": operation("one") }, "/other": { "post": operation("other") } },
        "components": { "securitySchemes": { "apiKey": scheme, "other": { "type": "http", "scheme": "digest" } } },
    })
}

/// Names of headers and of HTTP schemes have no case; names in a query do.
#[test]
fn case_counts_where_it_does_on_the_wire() {
    let key = |place: &str, name: &str| document(&json!({ "type": "apiKey", "in": place, "name": name }));
    let http = |scheme: &str| document(&json!({ "type": "http", "scheme": scheme }));
    assert_eq!(rules(&diff(&key("header", "X-Key"), &key("header", "x-key"))), []);
    assert_eq!(rules(&diff(&http("Basic"), &http("basic"))), []);
    assert_eq!(rules(&diff(&key("query", "Key"), &key("query", "key"))), [Rule::SecuritySchemeChanged]);
    assert_eq!(rules(&diff(&key("header", "X-Key"), &key("header", "X-Other"))), [Rule::SecuritySchemeChanged]);
}

#[test]
fn inherited_security_is_told_once_and_own_security_for_its_operation() {
    let document = |shared: &str, own: Option<&str>| {
        let mut document = document(&json!({ "type": "http", "scheme": "basic" }));
        let ways = |name: &str| json!([{ name: [] }]);
        document["security"] = ways(shared);
        for path in ["/one", "/other"] {
            if let Some(own) = own {
                document["paths"][path]["post"]["security"] = ways(own);
            }
        }
        document
    };
    let places = |old: &Value, new: &Value| -> Vec<usize> {
        let report = diff(old, new);
        report.changes.iter().filter(|change| change.place == "security").map(|change| change.places).collect()
    };
    assert_eq!(places(&document("apiKey", None), &document("other", None)), [2]);
    assert_eq!(places(&document("apiKey", None), &document("apiKey", Some("other"))), [1, 1]);
    assert_eq!(places(&document("apiKey", Some("other")), &document("apiKey", None)), [1, 1]);
}
