//! How often one change is told that happened at several places.

use serde_json::{Value, json};
use xtask::diff::catalogue::Rule;

use super::diff;

/// Two operations in which everything is of one schema.
fn document(schema: &Value) -> Value {
    let content = json!({ "application/json": { "schema": schema } });
    let answer = json!({ "description": "", "content": content, "headers": { "X-It": { "schema": schema } } });
    let operation = |id: &str| {
        json!({
            "operationId": id,
            "parameters": [{ "name": "it", "in": "query", "schema": schema }],
            "requestBody": { "content": content },
            "responses": { "200": answer, "404": answer }
        })
    };
    json!({
        "openapi": "3.1.0", "info": { "title": "T", "version": "1" },
        "paths": { "/one": { "post": operation("one") }, "/other": { "post": operation("other") } }
    })
}

/// The body of errors and a parameter of one name are one thing in every operation; what is sent and
/// answered belongs to its operation.
#[test]
fn what_is_shared_is_told_once_and_what_is_not_for_each_operation() {
    let report = diff(&document(&json!({ "type": "string" })), &document(&json!({ "type": "integer" })));
    let mut told: Vec<(Rule, &str, usize)> =
        report.changes.iter().map(|change| (change.rule, change.place.as_str(), change.places)).collect();
    told.sort_by_key(|(_, place, _)| *place);
    let (sent, answered) = (Rule::RequestTypeChanged, Rule::ResponseTypeChanged);
    assert_eq!(
        told,
        [
            (sent, "body", 1),
            (sent, "body", 1),
            (answered, "error", 2),
            (sent, "query.it", 2),
            (answered, "response 200", 1),
            (answered, "response 200", 1),
            (answered, "response 200 header x-it", 1),
            (answered, "response 200 header x-it", 1),
            (answered, "response 404 header x-it", 2),
        ]
    );
}

/// Security that operations inherit is one fact; what one of them says of its own is another.
#[test]
fn inherited_security_is_told_once_and_own_security_for_its_operation() {
    let document = |shared: &Value, own: Option<&Value>| {
        let mut document = document(&json!({ "type": "string" }));
        document["components"] = json!({ "securitySchemes": {
            "apiKey": { "type": "apiKey", "in": "header", "name": "Authorization" },
            "other": { "type": "http", "scheme": "basic" },
        } });
        document["security"] = shared.clone();
        if let Some(own) = own {
            for path in ["/one", "/other"] {
                document["paths"][path]["post"]["security"] = own.clone();
            }
        }
        document
    };
    let (key, other) = (json!([{ "apiKey": [] }]), json!([{ "other": [] }]));
    let places = |old: &Value, new: &Value| -> Vec<usize> {
        let report = diff(old, new);
        report.changes.iter().filter(|change| change.place == "security").map(|change| change.places).collect()
    };
    assert_eq!(places(&document(&key, None), &document(&other, None)), [2]);
    assert_eq!(places(&document(&key, None), &document(&key, Some(&other))), [1, 1]);
    assert_eq!(places(&document(&key, Some(&other)), &document(&key, None)), [1, 1]);
}
