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
