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
