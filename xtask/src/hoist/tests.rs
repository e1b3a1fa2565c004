//! What becomes of lowered documents: types, where they stand, and what is left in their place.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Hoisted, Kind, Relation, collect};
use crate::document::Pointer;

/// A document whose operation sends the one schema and answers the other.
fn document(sent: &Value, answered: &Value, components: Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "paths": { "/it": { "post": {
            "operationId": "doIt",
            "requestBody": { "required": true, "content": { "application/json": { "schema": sent } } },
            "responses": {
                "200": { "description": "", "content": { "application/json": { "schema": answered } } },
                "4XX": { "description": "", "content": { "application/json": { "schema": { "type": "string" } } } },
            },
        } } },
        "components": { "schemas": components }
    })
}

fn hoisted(sent: &Value, answered: &Value, components: Value) -> Hoisted {
    collect(document(sent, answered, components)).unwrap()
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn object(properties: Value) -> Value {
    json!({ "type": "object", "properties": properties })
}

fn reference(key: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{key}") })
}

/// Each type with its places.
fn places(hoisted: &Hoisted) -> Vec<(Kind, Vec<String>)> {
    let told = |shape: &super::TypeShape| (shape.kind, shape.places.iter().map(ToString::to_string).collect());
    hoisted.types.iter().map(told).collect()
}

fn sent(hoisted: &Hoisted) -> &Value {
    hoisted.document.pointer("/paths/~1it/post/requestBody/content/application~1json/schema").unwrap()
}

fn answered(hoisted: &Hoisted) -> &Value {
    hoisted.document.pointer("/paths/~1it/post/responses/200/content/application~1json/schema").unwrap()
}

#[test]
fn equal_shapes_are_one_type_with_all_its_places() {
    let inner = json!({ "type": "string", "enum": ["a"] });
    let outer = object(json!({ "list": { "type": "array", "items": inner }, "map": { "type": "object",
        "additionalProperties": inner }, "one": inner }));
    let found = hoisted(&outer, &outer, json!({}));
    let steps = ["list[]", "map{}", "one"];
    let all = |holder: &str| steps.map(|step| format!("doIt.{holder}.{step}"));
    assert_eq!(
        places(&found),
        [
            (Kind::Enum, [all("body"), all("response")].concat()),
            (Kind::Object, vec!["doIt.body".to_owned(), "doIt.response".to_owned()]),
        ]
    );
    assert_eq!(found.places, 8, "before equal ones were joined");
    assert_eq!((sent(&found), answered(&found)), (&reference("@1"), &reference("@1")));
    assert_eq!(found.types[1].schema["properties"]["one"], reference("@0"));
}

#[test]
fn what_belongs_to_a_place_stays_there() {
    let kind = json!({ "type": "string", "enum": ["a"] });
    let with = |key: &str, value: Value| {
        let mut kind = kind.clone();
        kind[key] = value;
        kind
    };
    let found = hoisted(
        &object(json!({ "plain": kind, "null": with("nullable", true.into()), "old": with("deprecated", true.into()),
            "three": with("x-three-state", true.into()), "told": with("description", "Told.".into()) })),
        &text(),
        json!({}),
    );
    let bare = reference("@0");
    let around = |key: &str, value: Value| json!({ "allOf": [bare], key: value });
    assert_eq!(
        found.types[1].schema["properties"],
        json!({
            "plain": bare,
            "null": around("nullable", true.into()),
            "old": around("deprecated", true.into()),
            "three": around("x-three-state", true.into()),
            "told": around("description", "Told.".into()),
        })
    );
    // Null is said where the type is used, and not of the type.
    assert_eq!(found.types[0].schema.get("nullable"), None);
}

#[test]
fn bounds_are_those_of_every_request() {
    let of = |check: Option<Value>| {
        let mut text = text();
        if let Some(check) = check {
            text["x-check"] = check;
        }
        object(json!({ "a": text }))
    };
    let check = |found: &Hoisted| found.types[0].schema["properties"]["a"].get("x-check").cloned();
    let (short, long) = (json!({ "minLength": 1 }), json!({ "minLength": 1, "maxLength": 3 }));
    // The answer comes after the body, and says nothing of bounds.
    assert_eq!(check(&hoisted(&of(Some(long.clone())), &of(None), json!({}))), Some(long.clone()));
    let twice = |one: Option<Value>, other: Option<Value>| {
        let body = object(json!({ "one": of(one), "other": of(other) }));
        check(&hoisted(&body, &text(), json!({})))
    };
    assert_eq!(twice(Some(long.clone()), Some(short.clone())), Some(short.clone()));
    assert_eq!(twice(Some(long), None), None);
    assert_eq!(twice(None, Some(short)), None, "the first place takes anything");
}

#[test]
fn arms_of_a_tagged_union_do_without_the_tag() {
    let arm = |value: &str, more: Value| {
        let mut arm = object(json!({ "kind": { "type": "string", "enum": [value] } }));
        arm["required"] = json!(["kind"]);
        for (name, schema) in more.as_object().unwrap() {
            arm["properties"][name] = schema.clone();
        }
        arm
    };
    let found = hoisted(
        &json!({
            "oneOf": [arm("cat", json!({ "lives": { "type": "integer" } })), arm("none", json!({})), reference("request:Dog")],
            "x-union": { "tag": "kind", "values": ["cat", "none", "dog"] }
        }),
        &text(),
        json!({ "request:Dog": arm("dog", json!({ "name": text() })) }),
    );
    assert_eq!(
        places(&found),
        [
            (Kind::Object, vec!["doIt.body<cat>".to_owned()]),
            (Kind::Object, vec!["doIt.body<dog>".to_owned()]),
            (Kind::Union, vec!["doIt.body".to_owned()]),
        ]
    );
    assert_eq!(found.types[0].schema, object(json!({ "lives": { "type": "integer" } })));
    assert_eq!(found.types[1].component.as_deref(), Some("Dog"));
    let arms = &found.types[2].schema["oneOf"];
    assert_eq!(*arms, json!([reference("@0"), { "type": "object" }, reference("@1")]));
}

#[test]
fn a_component_is_a_type_once_and_may_lead_back_to_itself() {
    let tree = |side: &str| {
        object(json!({ "name": text(), "below": { "type": "array", "items": reference(&format!("{side}:Tree")) } }))
    };
    let components = json!({ "request:Tree": tree("request"), "response:Tree": tree("response") });
    let found = hoisted(&reference("request:Tree"), &reference("response:Tree"), components);
    // Both sides are the same, though each leads back to its own.
    assert_eq!(places(&found), [(Kind::Object, vec!["schemas.Tree".to_owned()])]);
    assert_eq!(found.types[0].schema["properties"]["below"]["items"], reference("@0"));
    assert_eq!((sent(&found), answered(&found)), (&reference("@0"), &reference("@0")));
    assert_eq!((found.types[0].component.as_deref(), found.places), (Some("Tree"), 1));
}

#[test]
fn what_is_sent_and_answered_under_one_name_may_be_two_types() {
    let components = json!({
        "request:Pet": object(json!({ "name": text() })),
        "response:Pet": object(json!({ "name": text(), "id": text() })),
    });
    let found = hoisted(&reference("request:Pet"), &reference("response:Pet"), components);
    let named: Vec<_> = found.types.iter().map(|shape| shape.component.as_deref()).collect();
    assert_eq!(named, [Some("Pet request"), Some("Pet")]);
    assert_eq!(places(&found)[0].1, ["schemas.Pet.request"]);
    assert!(found.types.iter().all(|shape| !shape.places.iter().any(super::TypePlace::is_error)));
}

#[test]
fn bounds_of_a_shared_component_come_from_its_request() {
    let pet = |check: Value| object(json!({ "name": { "type": "string", "x-check": check } }));
    let components = json!({
        "request:Pet": pet(json!({ "minLength": 1 })),
        "response:Pet": object(json!({ "name": text() })),
    });
    let found = hoisted(&reference("request:Pet"), &reference("response:Pet"), components);
    assert_eq!(found.types.len(), 1);
    assert_eq!(found.types[0].schema["properties"]["name"]["x-check"], json!({ "minLength": 1 }));
}

#[test]
fn a_component_that_equals_an_inline_type_is_that_type() {
    let pet = object(json!({ "name": text() }));
    let both = object(
        json!({ "inline": pet, "named": reference("request:Pet"), "last": { "type": "string", "enum": ["z"] } }),
    );
    let found = hoisted(&both, &text(), json!({ "request:Pet": pet }));
    assert_eq!(found.types.len(), 3, "{:?}", places(&found));
    assert_eq!(found.types[0].component.as_deref(), Some("Pet"));
    assert_eq!(found.types[0].places.len(), 2);
    // The number that the component had is taken by the next.
    let properties = &found.types[2].schema["properties"];
    assert_eq!((&properties["named"], &properties["last"]), (&reference("@0"), &reference("@1")));
}

#[test]
fn a_reference_to_nothing_or_to_no_type_is_refused_with_its_place() {
    for (components, what) in
        [(json!({}), "is not there"), (json!({ "request:Gone": text() }), "is no object, enum or union")]
    {
        let trouble = collect(document(&reference("request:Gone"), &text(), components)).unwrap_err();
        assert!(trouble.to_string().contains(what), "{trouble}");
        assert!(trouble.place().unwrap().to_string().ends_with("/requestBody/content/application~1json/schema"));
    }
    let union = json!({ "oneOf": [reference("request:Gone")], "x-union": { "tag": "kind", "values": ["a"] } });
    assert!(collect(document(&union, &text(), json!({}))).is_err());
}

#[test]
fn names_take_the_places_of_numbers() {
    let found = hoisted(&object(json!({ "kind": { "type": "string", "enum": ["a"] } })), &text(), json!({}));
    let names = BTreeMap::from([(0, "Kind".to_owned()), (1, "It".to_owned())]);
    let named = found.named(&names);
    let keys: Vec<&String> = named["components"]["schemas"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["It", "Kind"]);
    assert_eq!(named["components"]["schemas"]["It"]["properties"]["kind"], reference("Kind"));
    let mut without = found;
    without.document.as_object_mut().unwrap().remove("components");
    assert!(without.named(&names)["components"]["schemas"]["Kind"].is_object());
    let mut kept = without;
    kept.document["components"] = json!({ "securitySchemes": {} });
    assert!(kept.named(&names)["components"]["securitySchemes"].is_object());
}

#[test]
fn shapes_that_become_equal_are_joined_and_so_are_those_around_them() {
    let kind = |value: &str| json!({ "type": "string", "enum": [value] });
    let around = |value: &str| object(json!({ "kind": kind(value) }));
    let mut found = hoisted(&around("a"), &around("b"), json!({}));
    assert_eq!(found.types.len(), 4);
    found.types[2].schema = kind("a");
    assert_eq!(found.merge_equal(), [0, 1, 0, 1]);
    assert_eq!(places(&found)[1].1, ["doIt.body", "doIt.response"]);
    assert_eq!((sent(&found), answered(&found)), (&reference("@1"), &reference("@1")));
}

#[test]
fn places_stand_to_pointers() {
    let inner = object(json!({ "x": text() }));
    let list = object(json!({ "list": { "type": "array", "items": inner } }));
    let found = hoisted(&list, &json!({ "type": "string", "enum": ["b"] }), json!({}));
    let place = &found.types[0].places[0];
    assert_eq!(place.to_string(), "doIt.body.list[]");
    assert!(place.is_request() && !found.types[2].places[0].is_request());
    let body = "#/paths/~1it/post/requestBody/content/application~1json/schema";
    for (below, pointer, relation) in [
        (None, format!("{body}/properties/list/items"), Some(Relation::Same)),
        (None, format!("{body}/properties/list/items/oneOf/0"), Some(Relation::Same)),
        (Some("x"), format!("{body}/properties/list/items/properties/x"), Some(Relation::Same)),
        (Some("x"), format!("{body}/properties/list/items/required/x"), Some(Relation::Same)),
        (None, format!("{body}/properties/list/items/required/0"), Some(Relation::Same)),
        (Some("x"), format!("{body}/properties/list/items/oneOf/0/properties/x"), Some(Relation::Same)),
        (None, format!("{body}/properties/more/properties/list/items"), None),
        (None, format!("{body}/properties/list"), Some(Relation::Above)),
        (None, format!("{body}/properties/list/items/properties/x"), Some(Relation::Inside)),
        (None, format!("{body}/properties/list/items/additionalProperties"), Some(Relation::Inside)),
        (None, format!("{body}/properties/other"), None),
        (None, body.replace("requestBody", "responses/200"), None),
        (None, "#/paths/~1it/post".to_owned(), Some(Relation::Above)),
        (Some("x"), "#/components/schemas/Item/properties/x".to_owned(), None),
        (
            Some("x"),
            "#/components/schemas/All/properties/one/properties/list/items/properties/x".to_owned(),
            Some(Relation::Same),
        ),
        (Some("x"), "#/components/schemas/Lists/properties/list/items/properties/x".to_owned(), Some(Relation::Same)),
    ] {
        assert_eq!(place.relation(below, &Pointer::parse(&pointer).unwrap()), relation, "{below:?} {pointer}");
    }
    // Each side has its own.
    let answer = &found.types[2].places[0];
    assert_eq!(answer.relation(None, &Pointer::parse(body).unwrap()), None);
    let parameter = Pointer::parse("#/paths/~1it/post/parameters/0/schema").unwrap();
    assert_eq!((answer.relation(None, &parameter), place.relation(None, &parameter)), (None, None));
    // What stands at the end of everything says nothing of where it ends.
    let whole = &found.types[1].places[0];
    let inner = Pointer::parse("#/components/schemas/All/properties/one").unwrap();
    assert_eq!(whole.relation(None, &inner), Some(Relation::Inside));
    // A component is known by its end from wherever it is looked at.
    let tree = object(json!({ "leaf": object(json!({ "x": text() })) }));
    let found = hoisted(&reference("request:Tree"), &text(), json!({ "request:Tree": tree }));
    let leaf = &found.types[1].places[0];
    assert_eq!(leaf.to_string(), "schemas.Tree.leaf");
    let used = Pointer::parse(&format!("{body}/properties/list/items/properties/leaf")).unwrap();
    assert_eq!(leaf.relation(None, &used), Some(Relation::Same));
}
