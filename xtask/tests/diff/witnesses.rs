//! A validator has the last word: a value that is sent by one schema and refused by the other is a
//! witness, and where there is one, the diff has to say so. Schemas are made at random; the values
//! are all the small ones. Who sends, sends what is declared, though the schema would allow anything beside
//! it: a property that is declared later says nothing to a client that never knew of it.

use jsonschema::{Draft, Validator};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use xtask::diff::verdicts::Wire;

use super::{diff, told};

/// A schema, without `format`, which a validator does not check, and without references.
fn schema() -> impl Strategy<Value = Value> {
    let text = btree_set(select(vec!["a", "b", "abc"]), 1..3).prop_map(|values| json!({ "enum": values }));
    let number = select(vec!["integer", "number"]);
    let length = select(vec!["minLength", "maxLength"]);
    let bound = select(vec!["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]);
    let size = select(vec!["minProperties", "maxProperties"]);
    let kinds = ["null", "boolean", "integer", "number", "string", "array", "object"];
    let leaf = prop_oneof![
        4 => select(kinds.to_vec()).prop_map(|kind| json!({ "type": kind })),
        2 => subsequence(kinds.to_vec(), 2..4).prop_map(|kinds| json!({ "type": kinds })),
        1 => Just(json!({})),
        3 => text,
        1 => subsequence(vec![json!(1), json!(2), json!("a"), json!(null), json!(true)], 1..4)
            .prop_map(|values| json!({ "enum": values })),
        2 => (length, 0u64..3).prop_map(|(length, count)| json!({ "type": "string", length: count })),
        2 => (number, bound, 0..3).prop_map(|(kind, bound, value)| json!({ "type": kind, bound: value })),
        1 => (1..4).prop_map(|factor| json!({ "type": "number", "multipleOf": factor })),
        1 => (size, 0u64..3).prop_map(|(size, count)| json!({ "type": "object", size: count })),
        1 => any::<bool>().prop_map(|unique| json!({ "type": "array", "uniqueItems": unique })),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let count = select(vec!["minItems", "maxItems"]);
        let list = (inner.clone(), proptest::option::of((count, 0u64..2))).prop_map(
            |(items, bound): (Value, Option<(&str, u64)>)| {
                let mut list = json!({ "type": "array", "items": items });
                if let Some((bound, count)) = bound {
                    list[bound] = count.into();
                }
                list
            },
        );
        let tuple = (vec(inner.clone(), 1..3), inner.clone())
            .prop_map(|(prefix, items)| json!({ "type": "array", "prefixItems": prefix, "items": items }));
        let extra = prop_oneof![
            3 => Just(None),
            2 => Just(Some(json!(false))),
            2 => inner.clone().prop_map(Some),
        ];
        let properties = btree_map(select(vec!["a", "b", "c"]), inner.clone(), 0..3);
        let object =
            (properties, subsequence(vec!["a", "b", "c"], 0..2), extra).prop_map(|(properties, required, extra)| {
                let mut object = json!({ "type": "object", "properties": properties, "required": required });
                if let Some(extra) = extra {
                    object["additionalProperties"] = extra;
                }
                object
            });
        let all = vec(inner.clone().prop_map(part), 2..3).prop_map(|parts| json!({ "allOf": parts }));
        let null = inner.clone().prop_map(|schema| json!({ "anyOf": [schema, { "type": "null" }] }));
        prop_oneof![
            3 => list,
            1 => tuple,
            5 => object,
            4 => vec(inner, 2..4).prop_map(|arms| json!({ "anyOf": arms })),
            1 => all,
            1 => null,
        ]
    })
}

/// Without what a part says of the properties that other parts declare: by the letter, they could never be
/// sent, which nobody means who writes it.
fn part(mut schema: Value) -> Value {
    let Value::Object(map) = &mut schema else { return schema };
    map.shift_remove("additionalProperties");
    for keyword in ["anyOf", "allOf"] {
        for inner in map.get_mut(keyword).and_then(Value::as_array_mut).into_iter().flatten() {
            *inner = part(inner.take());
        }
    }
    schema
}

/// A schema and what it is later: another one, or one that is the same but in a place or two.
fn pair() -> impl Strategy<Value = (Value, Value)> {
    let nearly = (schema(), schema(), any::<prop::sample::Index>()).prop_map(|(old, other, place)| {
        let mut new = old.clone();
        let count = count(&new);
        let mut left = place.index(count);
        graft(&mut new, &other, &mut left);
        (old, new)
    });
    prop_oneof![1 => (schema(), schema()), 2 => nearly]
}

/// The schemas within a schema, itself included.
fn below(schema: &mut Value) -> Vec<&mut Value> {
    let Value::Object(map) = schema else { return Vec::new() };
    let mut found = Vec::new();
    for (keyword, value) in map {
        match (keyword.as_str(), value) {
            ("items" | "additionalProperties", value @ Value::Object(_)) => found.push(value),
            ("anyOf" | "allOf" | "prefixItems", Value::Array(list)) => found.extend(list),
            ("properties", Value::Object(map)) => found.extend(map.values_mut()),
            _ => {}
        }
    }
    found
}

fn count(schema: &Value) -> usize {
    1 + below(&mut schema.clone()).into_iter().map(|inner| count(inner)).sum::<usize>()
}

/// Puts the other schema in the place of that number.
fn graft(schema: &mut Value, other: &Value, left: &mut usize) -> bool {
    if *left == 0 {
        *schema = other.clone();
        return true;
    }
    *left -= 1;
    let is_done = below(schema).into_iter().any(|inner| graft(inner, other, left));
    for inner in schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten() {
        *inner = part(inner.take());
    }
    is_done
}

/// All small values.
fn values() -> Vec<Value> {
    let leaves = [json!(null), json!(true), json!(0), json!(1), json!(2), json!(1.5), json!(3)];
    let texts = ["", "a", "b", "abc"].map(Value::from);
    let mut values: Vec<Value> = leaves.into_iter().chain(texts).collect();
    for _ in 0..2 {
        let inner: Vec<Value> = values.iter().step_by(1 + values.len() / 14).cloned().collect();
        let mut outer = vec![json!([]), json!({})];
        outer.extend(inner.iter().map(|value| json!([value])));
        outer.extend(inner.windows(2).map(|pair| json!(pair)));
        for name in ["a", "b", "c"] {
            outer.extend(inner.iter().map(|value| json!({ name: value })));
        }
        outer.extend(inner.windows(2).map(|pair| json!({ "a": pair[0], "b": pair[1] })));
        outer.extend(inner.windows(3).map(|trio| json!({ "a": trio[0], "b": trio[1], "c": trio[2] })));
        values.extend(outer);
    }
    values
}

fn validator(schema: &Value) -> Validator {
    jsonschema::options().with_draft(Draft::Draft202012).build(schema).unwrap()
}

/// The schema of who sends nothing but what is declared.
fn declared(schema: &Value, is_part: bool) -> Value {
    // Values of any kind are as good as none declared.
    let is_open = schema.get("additionalProperties").is_none_or(|extra| {
        let validator = validator(extra);
        [json!(null), json!(true), json!(1.5), json!("x"), json!([null]), json!({ "x": null })]
            .iter()
            .all(|value| validator.is_valid(value))
    });
    let mut schema = schema.clone();
    let parts = schema.get("allOf").is_some();
    for inner in below(&mut schema) {
        *inner = declared(inner, parts);
    }
    // The arms of a part are parts, whose properties are declared together.
    for arm in schema.get_mut("anyOf").and_then(Value::as_array_mut).into_iter().flatten().filter(|_| is_part) {
        if let Value::Object(arm) = arm {
            arm.shift_remove("unevaluatedProperties");
        }
    }
    if let Value::Object(map) = &mut schema
        && (is_open && !is_part && !map.contains_key("anyOf"))
    {
        map.shift_remove("additionalProperties");
        map.insert("unevaluatedProperties".to_owned(), false.into());
    }
    schema
}

fn document(place: fn(Value) -> Value, schema: &Value) -> Value {
    json!({
        "openapi": "3.1.0", "info": { "title": "T", "version": "1" },
        "paths": { "/it": { "post": place(json!({ "application/json": { "schema": {
            "type": "object", "properties": { "it": schema }
        } } })) } }
    })
}

fn sent(content: Value) -> Value {
    json!({ "operationId": "doIt", "requestBody": { "content": content }, "responses": {} })
}

fn answered(content: Value) -> Value {
    json!({ "operationId": "doIt", "responses": { "200": { "description": "", "content": content } } })
}

/// The worst that the diff says, and all of it.
fn worst(place: fn(Value) -> Value, old: &Value, new: &Value) -> (Wire, Vec<String>) {
    let report = diff(&document(place, old), &document(place, new));
    (report.changes.iter().map(|change| change.wire).max().unwrap_or(Wire::Docs), told(&report))
}

#[test]
fn what_a_validator_refuses_from_now_on_is_breaking() {
    let values = values();
    let mut runner = TestRunner::new(ProptestConfig::default());
    let found = runner.run(&pair(), |(old, new)| {
        let witness = |sender: &Value, receiver: &Value| {
            let (sender, receiver) = (validator(&declared(sender, false)), validator(receiver));
            values.iter().find(|value| sender.is_valid(value) && !receiver.is_valid(value))
        };
        if let Some(witness) = witness(&old, &new) {
            let (worst, told) = worst(sent, &old, &new);
            prop_assert_eq!(worst, Wire::Breaking, "{} could be sent: {:#?}", witness, told);
        }
        if let Some(witness) = witness(&new, &old) {
            let (worst, told) = worst(answered, &old, &new);
            prop_assert!(worst >= Wire::Caution, "{} may be answered: {:#?}", witness, told);
        }
        Ok(())
    });
    if let Err(failure) = found {
        panic!("{failure}");
    }
}
