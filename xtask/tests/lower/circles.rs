//! Unions that list themselves, at once or through others: the other arms are left, each once, and a client
//! that tries them comes to an end.

use serde_json::{Value, json};

use super::hostile::{document, lowered, refer};

/// The arms of a component's union in the answer: the words of plain ones, the names of others.
fn arms(name: &str, schemas: Value) -> Vec<String> {
    let lowered = lowered(document(json!({ "properties": { "it": refer(name) } }), schemas)).unwrap();
    let at = "/paths/~1things/patch/responses/200/content/application~1json/schema/properties/it";
    let mut union = lowered.pointer(at).unwrap();
    if let Some(target) = union["$ref"].as_str() {
        union = lowered.pointer(&target[1..]).unwrap();
    }
    let told = |arm: &Value| match arm["$ref"].as_str() {
        Some(target) => target.rsplit(':').next().unwrap().to_owned(),
        None => arm["type"].as_str().unwrap_or("?").to_owned(),
    };
    union["oneOf"].as_array().into_iter().flatten().map(told).collect()
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn flag() -> Value {
    json!({ "type": "boolean" })
}

fn number() -> Value {
    json!({ "type": "number" })
}

/// An object that demands a property of that name.
fn object(name: &str) -> Value {
    json!({ "type": "object", "required": [name], "properties": { name: text() } })
}

#[test]
fn a_union_that_lists_itself_is_its_other_arms() {
    assert_eq!(arms("A", json!({ "A": { "oneOf": [text(), refer("A"), flag()] } })), ["string", "boolean"]);
    let nested = json!({ "A": { "oneOf": [text(), { "oneOf": [flag(), refer("A")] }] } });
    assert_eq!(arms("A", nested), ["string", "boolean"]);
}

#[test]
fn unions_that_list_each_other_have_the_arms_of_all() {
    let schemas = || {
        json!({
            "A": { "oneOf": [text(), refer("B")] },
            "B": { "oneOf": [flag(), refer("C")] },
            "C": { "oneOf": [number(), refer("A"), refer("B")] },
        })
    };
    assert_eq!(arms("A", schemas()), ["string", "boolean", "number"]);
    assert_eq!(arms("B", schemas()), ["boolean", "number", "string"]);
    assert_eq!(arms("C", schemas()), ["number", "string", "boolean"]);
}

#[test]
fn what_a_circle_does_not_go_through_keeps_its_name() {
    let schemas = json!({
        "A": { "oneOf": [refer("One"), refer("Pair"), refer("B")] },
        "B": { "oneOf": [refer("Other"), refer("A"), refer("One")] },
        "One": object("one"),
        "Other": object("other"),
        "Pair": { "oneOf": [
            { "type": "object", "required": ["kind"], "properties": { "kind": { "const": "left" } } },
            { "type": "object", "required": ["kind"], "properties": { "kind": { "const": "right" } } },
        ] },
    });
    assert_eq!(arms("A", schemas), ["One", "Pair", "Other"]);
}

/// A list of itself is a list of anything where it is cut, which may be what another arm is.
#[test]
fn arms_that_a_cut_makes_equal_are_one() {
    let schemas =
        json!({ "L": { "type": "array", "items": { "oneOf": [refer("L"), { "type": "array", "items": {} }] } } });
    let lowered = lowered(document(json!({ "properties": { "it": refer("L") } }), schemas)).unwrap();
    let at = "/paths/~1things/patch/responses/200/content/application~1json/schema/properties/it";
    assert_eq!(lowered.pointer(at).unwrap(), &json!({ "type": "array", "items": {} }));
}
