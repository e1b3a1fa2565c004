//! Prose beside changes of shape: said once, and not for what came or went with the shape.

use serde_json::{Value, json};
use xtask::diff::catalogue::Rule;

use super::{diff, rules, told};

fn answers(schema: Value) -> Value {
    let content = json!({ "application/json": { "schema": schema } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1" },
        "paths": { "/a": { "get": {
            "operationId": "getA",
            "responses": { "200": { "description": "It.", "content": content } },
        } } },
    })
}

fn card() -> Value {
    json!({
        "type": "object",
        "description": "Paid by card.",
        "properties": { "number": { "type": "string", "description": "The last four digits." } },
    })
}

fn transfer() -> Value {
    json!({
        "type": "object",
        "description": "Paid by transfer.",
        "properties": { "iban": { "type": "string", "description": "Of the sender." } },
        "required": ["iban"],
    })
}

#[test]
fn an_arm_that_becomes_the_whole_schema_keeps_its_prose() {
    let both = answers(json!({ "oneOf": [card(), transfer()] }));
    let one = answers(card());
    for (old, new) in [(&both, &one), (&one, &both)] {
        let report = diff(old, new);
        assert_eq!(report.changes.len(), 1, "{:#?}", told(&report));
        assert_ne!(rules(&report), [Rule::ProseChanged]);
    }
}

#[test]
fn prose_inside_an_arm_that_stayed_is_told() {
    let mut said = card();
    said["properties"]["number"]["description"] = json!("All digits but the last four are hidden.");
    let old = answers(json!({ "oneOf": [card(), transfer()] }));
    let new = answers(json!({ "oneOf": [said, transfer()] }));
    assert_eq!(rules(&diff(&old, &new)), [Rule::ProseChanged]);
}

#[test]
fn an_arm_that_goes_beside_two_others_takes_its_prose_along() {
    let voucher = json!({ "type": "string", "description": "A code." });
    let old = answers(json!({ "oneOf": [card(), transfer(), voucher] }));
    let new = answers(json!({ "oneOf": [card(), transfer()] }));
    let report = diff(&old, &new);
    assert_eq!(report.changes.len(), 1, "{:#?}", told(&report));
    assert_ne!(rules(&report), [Rule::ProseChanged]);
}

#[test]
fn prose_of_the_document_is_told_and_that_of_what_came_is_not() {
    let old = answers(card());
    let with = |at: &str, value: Value| {
        let mut new = old.clone();
        let (owner, key) = at.rsplit_once('/').unwrap();
        new.pointer_mut(owner).and_then(Value::as_object_mut).unwrap().insert(key.to_owned(), value);
        rules(&diff(&old, &new))
    };
    assert_eq!(with("/info/description", json!("Told.")), [Rule::ProseChanged]);
    assert_eq!(
        with("/externalDocs", json!({ "url": "https://docs.example", "description": "More." })),
        [Rule::ProseChanged]
    );
    assert_eq!(with("/tags", json!([{ "name": "a", "description": "All of a." }])), [Rule::ProseChanged]);
    assert_eq!(with("/paths/~1a/summary", json!("It.")), [Rule::ProseChanged]);
    let path = json!({ "summary": "Another.", "get": { "operationId": "getB", "summary": "B.", "responses": {} } });
    assert_eq!(with("/paths/~1b", path), [Rule::OperationAdded]);
    let scheme = json!({ "securitySchemes": { "key": { "type": "apiKey", "in": "header", "name": "K", "description": "A key." } } });
    assert!(!with("/components", scheme).contains(&Rule::ProseChanged));
}

#[test]
fn prose_beside_a_change_of_shape_is_told_by_itself() {
    // At the same place it goes with the change; one level further down it does not.
    let mut said = card();
    said["description"] = json!("Paid by any card.");
    said["properties"]["number"]["description"] = json!("All digits.");
    said["properties"]["expiry"] = json!({ "type": "string", "description": "Month and year." });
    let report = diff(&answers(card()), &answers(said));
    let mut found = rules(&report);
    found.sort();
    assert_eq!(
        found,
        [Rule::ResponsePropertyAddedOptional, Rule::ProseChanged, Rule::ProseChanged],
        "{:?}",
        told(&report)
    );
}

/// The servers and the security schemes, with one text changed each.
#[test]
fn prose_of_servers_and_schemes_is_told_with_its_place() {
    let mut old = answers(json!({ "type": "string" }));
    old["servers"] = json!([{ "url": "https://one.example", "description": "The first." }]);
    old["components"] = json!({ "securitySchemes": {
        "key": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "A key." },
    } });
    for (pointer, place) in [
        ("/servers/0/description", "server https://one.example"),
        ("/components/securitySchemes/key/description", "security scheme key"),
        ("/components/securitySchemes/key/bearerFormat", "security scheme key"),
    ] {
        let mut new = old.clone();
        *new.pointer_mut(pointer).unwrap() = "Another.".into();
        let report = diff(&old, &new);
        let found: Vec<_> = report.changes.iter().map(|change| (change.rule, change.place.as_str())).collect();
        assert_eq!(found, [(Rule::ProseChanged, place)], "{pointer}");
    }
}
