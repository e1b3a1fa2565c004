//! Documents that mean harm: lowering ends, soon, with a dialect or with a place.

use serde_json::{Map, Value, json};
use xtask::lower::{dialect, lower};
use xtask::note::Notes;
use xtask::trouble::Trouble;

pub(crate) fn document(schema: Value, schemas: Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Case", "version": "1" },
        "paths": { "/things": { "patch": {
            "operationId": "changeThing",
            "requestBody": { "content": { "application/json": { "schema": schema } } },
            "responses": { "200": {
                "description": "The answer.",
                "content": { "application/json": { "schema": schema } },
            } },
        } } },
        "components": { "schemas": schemas },
    })
}

pub(crate) fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

pub(crate) fn lowered(document: Value) -> Result<Value, Trouble> {
    let lowered = lower(document, &mut Notes::default())?;
    dialect::verify(&lowered).unwrap();
    Ok(lowered)
}

/// The response's schema, lowered.
fn answer(schema: Value, schemas: Value) -> Value {
    let lowered = lowered(document(schema, schemas)).unwrap();
    let at = "/paths/~1things/patch/responses/200/content/application~1json/schema";
    lowered.pointer(at).unwrap().clone()
}

fn refusal(document: Value) -> Trouble {
    let trouble = lowered(document).unwrap_err();
    assert!(trouble.place().is_some(), "no place: {trouble}");
    trouble
}

#[test]
fn circles_of_references_are_refused() {
    let schemas = json!({ "A": refer("B"), "B": refer("C"), "C": refer("A") });
    let trouble = refusal(document(refer("A"), schemas));
    assert_eq!(trouble.what(), "`$ref` leads back to itself");
    refusal(document(refer("A"), json!({ "A": refer("A") })));
}

#[test]
fn references_to_nothing_are_refused_with_their_place() {
    let trouble = refusal(document(json!({ "items": refer("Gone") }), json!({})));
    assert!(trouble.to_string().contains("content/application~1json/schema/items (operation changeThing)"));
    let inside = json!({ "A": { "properties": { "b": refer("Gone") } } });
    let trouble = refusal(document(refer("A"), inside));
    assert!(trouble.to_string().contains("at #/components/schemas/A/properties/b"), "{trouble}");
    for target in ["other.json#/A", "https://x.example/a", "#anchor", "#", "#/info/title", "#/%zz"] {
        refusal(document(json!({ "$ref": target }), json!({})));
    }
    refusal(document(json!({ "$ref": 7 }), json!({})));
}

#[test]
fn recursive_components_stay_recursive() {
    let schemas = json!({
        "Tree": { "type": "object", "properties": { "left": refer("Tree"), "more": {
            "type": "array", "items": refer("Tree"),
        } } },
    });
    let lowered = lowered(document(refer("Tree"), schemas)).unwrap();
    for side in ["request", "response"] {
        let key = format!("/components/schemas/{side}:Tree/properties/left/$ref");
        let target = format!("#/components/schemas/{side}:Tree");
        assert_eq!(lowered.pointer(&key), Some(&json!(target)));
    }
}

#[test]
fn circles_through_all_of_and_unions_end() {
    for schemas in [
        json!({ "A": { "allOf": [refer("A")] } }),
        json!({ "A": { "allOf": [refer("B")] }, "B": { "allOf": [refer("A")] } }),
        json!({ "A": { "allOf": [refer("B"), { "properties": { "x": {} } }] }, "B": { "allOf": [refer("A"), { "properties": { "y": {} } }] } }),
        json!({ "A": { "oneOf": [refer("A"), { "type": "string" }] } }),
        json!({ "A": { "anyOf": [refer("A")] } }),
        json!({ "A": { "anyOf": [refer("B"), { "type": "null" }] }, "B": { "anyOf": [refer("A"), { "type": "null" }] } }),
        json!({ "A": { "type": "array", "items": { "type": "array", "items": refer("A") } } }),
        json!({ "A": { "additionalProperties": refer("B") }, "B": { "items": refer("A") } }),
        json!({ "A": { "properties": { "x": { "allOf": [refer("A"), refer("A")] } } } }),
        json!({ "A": { "allOf": [refer("A"), { "oneOf": [refer("A"), refer("A")] }] } }),
        json!({
            "A": { "allOf": [refer("B"), { "properties": { "x": {} } }] },
            "B": { "allOf": [refer("C")] },
            "C": { "allOf": [refer("B")] },
        }),
    ] {
        let result = lowered(document(refer("A"), schemas.clone()));
        if let Err(trouble) = result {
            assert!(trouble.place().is_some(), "{schemas}: {trouble}");
        }
    }
}

#[test]
fn written_out_documents_that_explode_are_refused() {
    // Each component holds the one before it twice, by value.
    let mut schemas = Map::new();
    schemas.insert("A0".to_owned(), json!({ "properties": { "x": { "type": "string" } } }));
    for level in 1..40 {
        let before = refer(&format!("A{}", level - 1));
        let schema = json!({ "properties": {
            "left": { "allOf": [before, { "properties": { "l": {} } }] },
            "right": { "allOf": [before, { "properties": { "r": {} } }] },
        } });
        schemas.insert(format!("A{level}"), schema);
    }
    refusal(document(refer("A39"), Value::Object(schemas)));
    let mut schemas = Map::new();
    schemas.insert("A0".to_owned(), json!({ "type": "string" }));
    for level in 1..40 {
        let before = refer(&format!("A{}", level - 1));
        let union = json!({ "oneOf": [{ "items": before }, { "additionalProperties": before }] });
        schemas.insert(format!("A{level}"), json!({ "type": "array", "items": union }));
    }
    refusal(document(refer("A39"), Value::Object(schemas)));
}

/// Components that each inherit from the one before, the last one first.
fn heirs(name: &str, generations: usize) -> Map<String, Value> {
    let heir = |generation: usize| match generation {
        0 => json!({ "properties": { "end": { "type": "string" } } }),
        _ => {
            json!({ "allOf": [refer(&format!("{name}{}", generation - 1)), { "properties": { "x": { "type": "string" } } }] })
        }
    };
    (0..=generations).rev().map(|generation| (format!("{name}{generation}"), heir(generation))).collect()
}

/// The limit is 240 steps: three to each component.
#[test]
fn inheritance_is_followed_as_far_as_it_says() {
    let inherited = |names: &[&str], schemas: Map<String, Value>| {
        let properties: Map<String, Value> = names.iter().map(|name| (name.to_lowercase(), refer(name))).collect();
        lowered(document(json!({ "properties": properties }), Value::Object(schemas)))
    };
    inherited(&["A79"], heirs("A", 79)).unwrap();
    let trouble = inherited(&["A80"], heirs("A", 80)).unwrap_err();
    assert_eq!(trouble.what(), "`allOf` reaches through too many references");

    // What was followed is over when the next one begins,
    let side_by_side = heirs("A", 60).into_iter().chain(heirs("B", 60)).collect();
    inherited(&["A60", "B60"], side_by_side).unwrap();
    // and where it began counts still.
    let also = |name: &str| json!({ "allOf": [refer(name), { "properties": { "y": { "type": "string" } } }] });
    for (generations, is_fine) in [(77, true), (78, false)] {
        let both = json!({ "properties": { "a": also("A9"), "b": also(&format!("B{generations}")) } });
        let both = [("Both".to_owned(), both)].into_iter();
        let schemas = both.chain(heirs("A", 9)).chain(heirs("B", generations)).collect();
        assert_eq!(inherited(&["Both"], schemas).is_ok(), is_fine, "{generations}");
    }
}

#[test]
fn a_child_inherits_what_stands_beside_the_list_of_children() {
    let schemas = json!({
        "Child": { "allOf": [refer("Parent"), { "properties": { "a": { "type": "string" } } }] },
        "Parent": { "type": "object", "properties": { "b": { "type": "string" } }, "oneOf": [refer("Child")] },
    });
    let lowered = lowered(document(refer("Child"), schemas)).unwrap();
    let child = lowered.pointer("/components/schemas/response:Child").unwrap();
    assert_eq!(
        child,
        &json!({ "type": "object", "properties": {
        "b": { "type": "string" }, "a": { "type": "string" },
    } })
    );
}

/// Only arms that something stands beside are made one by one.
#[test]
fn a_union_in_an_all_of_may_have_any_number_of_arms() {
    let arms: Vec<Value> = (0..200)
        .map(
            |arm| json!({ "type": "object", "properties": { format!("p{arm}"): {} }, "required": [format!("p{arm}")] }),
        )
        .collect();
    let answer = answer(json!({ "allOf": [{ "oneOf": arms }] }), json!({}));
    assert_eq!(answer["oneOf"].as_array().unwrap().len(), 200);
}

#[test]
fn long_chains_do_not_exhaust_the_stack() {
    for link in [
        |before: Value| json!({ "type": "array", "items": before }),
        |before: Value| json!({ "allOf": [before, { "properties": { "x": {} } }] }),
        |before: Value| json!({ "properties": { "x": { "allOf": [before, { "properties": { "y": {} } }] } } }),
        |before: Value| json!({ "oneOf": [before, { "type": "null" }] }),
        |before: Value| json!({ "anyOf": [{ "additionalProperties": before }, { "type": "string" }] }),
        |before: Value| before,
    ] {
        let mut schemas = Map::new();
        schemas.insert("A0".to_owned(), json!({ "properties": { "end": {} } }));
        for level in 1..600 {
            schemas.insert(format!("A{level}"), link(refer(&format!("A{}", level - 1))));
        }
        if let Err(trouble) = lowered(document(refer("A599"), Value::Object(schemas))) {
            assert!(trouble.place().is_some(), "{trouble}");
        }
    }
}

#[test]
fn wide_documents_end_soon() {
    let values: Vec<String> = (0..20_000).map(|value| value.to_string()).collect();
    let arms: Vec<Value> = (0..400)
        .map(|arm| json!({ "properties": { format!("p{arm}"): {} }, "required": [format!("p{arm}")] }))
        .collect();
    let answer = answer(
        json!({ "properties": { "values": { "enum": values }, "arms": { "anyOf": arms }, "needs": {
            "type": "object", "required": values,
        } } }),
        json!({}),
    );
    assert_eq!(answer["properties"]["arms"]["oneOf"].as_array().unwrap().len(), 400);
}

#[test]
fn our_own_marks_cannot_be_forged() {
    let answer = answer(
        json!({
            "type": "string", "x-check": { "pattern": "(" }, "x-time-bound": true, "x-union": { "tag": "x" },
            "x-three-state": true,
        }),
        json!({}),
    );
    assert_eq!(answer, json!({ "type": "string" }));
}

#[test]
fn names_that_look_alike_stay_apart() {
    let schemas = json!({
        "A b": { "type": "string", "enum": ["space"] },
        "A_b": { "type": "string", "enum": ["line"] },
        "request:A_b": { "type": "string", "enum": ["side"] },
        "a/b~c": { "type": "string", "enum": ["escaped"] },
    });
    let lowered = lowered(document(
        json!({ "properties": {
            "a": { "$ref": "#/components/schemas/A%20b" }, "b": refer("A_b"), "c": refer("request:A_b"),
            "d": { "$ref": "#/components/schemas/a~1b~0c" },
        } }),
        schemas,
    ))
    .unwrap();
    let schemas = lowered["components"]["schemas"].as_object().unwrap();
    let mut values: Vec<String> = schemas
        .iter()
        .filter(|(key, _)| key.starts_with("response:"))
        .map(|(_, schema)| schema["enum"][0].as_str().unwrap().to_owned())
        .collect();
    values.sort();
    assert_eq!(values, ["escaped", "line", "side", "space"]);
    let mut keys: Vec<&str> = schemas.keys().filter_map(|key| key.strip_prefix("response:")).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["A_b", "A_b_", "A_b__", "a_b_c"]);
}

#[test]
fn what_stands_elsewhere_is_called_by_its_own_place_where_the_name_is_taken() {
    let elsewhere = |place: &str| json!({ "$ref": format!("#/{place}/Thing") });
    let mut document = document(
        json!({ "properties": {
            "a": refer("Thing"), "b": elsewhere("x-shared/types"), "c": elsewhere("components/x-types"),
        } }),
        json!({ "Thing": { "type": "string", "enum": ["a"] } }),
    );
    document["x-shared"] = json!({ "types": { "Thing": { "type": "string", "enum": ["b"] } } });
    document["components"]["x-types"] = json!({ "Thing": { "type": "string", "enum": ["c"] } });
    let lowered = lowered(document).unwrap();
    let schemas = lowered["components"]["schemas"].as_object().unwrap();
    let mut keys: Vec<&str> = schemas.keys().filter_map(|key| key.strip_prefix("response:")).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["Thing", "types_Thing", "x-types_Thing"]);
}

/// A tree, written out to some depth, is called by what the operation is about.
#[test]
fn trees_are_called_by_where_they_stand() {
    let tree = (0..4).fold(
        json!({}),
        |below, _| json!({ "type": "object", "properties": { "name": { "type": "string" }, "leaf": below } }),
    );
    let called = |document: Value| {
        let lowered = lowered(document).unwrap();
        let keys = lowered["components"]["schemas"].as_object().unwrap().keys();
        keys.filter_map(|key| Some(key.strip_prefix("response:")?.to_owned())).collect::<Vec<_>>()
    };
    let of_operation = |id: &str| {
        let mut document = document(json!({ "properties": { "it": tree } }), json!({}));
        document["paths"]["/things"]["patch"]["operationId"] = id.into();
        called(document)
    };
    assert_eq!(of_operation("changeThing"), ["ThingLeaf"]);
    assert_eq!(of_operation("things"), ["ThingsLeaf"]);
}

#[test]
fn pointers_into_paths_mean_what_was_published() {
    // The target is an arm that another rule takes apart, and stands on the other side.
    let mut document = document(json!({ "properties": { "deep": { "type": ["integer", "null"] } } }), json!({}));
    let body = "/paths/~1things/patch/requestBody/content/application~1json/schema";
    *document.pointer_mut(body).unwrap() = json!({
        "$ref": "#/paths/~1things/patch/responses/200/content/application~1json/schema"
    });
    let lowered = lowered(document).unwrap();
    let key = lowered.pointer(body).unwrap()["$ref"].as_str().unwrap().to_owned();
    let target = lowered.pointer(key.trim_start_matches('#')).unwrap();
    assert_eq!(target["properties"]["deep"], json!({ "type": "integer", "nullable": true, "x-three-state": true }));
}

#[test]
fn garbage_where_objects_should_be_never_panics() {
    for garbage in [json!(null), json!(1), json!("x"), json!([]), json!([1]), json!({}), json!(true)] {
        for place in [
            "/paths",
            "/paths/~1things",
            "/paths/~1things/patch",
            "/components",
            "/components/schemas",
            "/paths/~1things/patch/requestBody",
            "/paths/~1things/patch/requestBody/content",
            "/paths/~1things/patch/requestBody/content/application~1json",
            "/paths/~1things/patch/requestBody/content/application~1json/schema",
            "/paths/~1things/patch/responses",
            "/paths/~1things/patch/responses/200",
            "/paths/~1things/patch/responses/200/content",
            "/openapi",
            "/info",
        ] {
            let mut document = document(refer("A"), json!({ "A": { "type": "string" } }));
            document["paths"]["/things"]["patch"]["parameters"] =
                json!([{ "name": "a", "in": "query", "schema": garbage }]);
            *document.pointer_mut(place).unwrap() = garbage.clone();
            if let Err(trouble) = lowered(document) {
                assert!(trouble.place().is_some(), "{place} {garbage}: {trouble}");
            }
        }
        let mut document = document(json!({}), json!({}));
        for parameters in [garbage.clone(), json!([garbage])] {
            document["paths"]["/things"]["patch"]["parameters"] = parameters;
            let _ = lowered(document.clone());
        }
        let _ = lower(garbage, &mut Notes::default());
    }
}

#[test]
fn parameters_that_collide_when_sent_are_refused() {
    let mut document = document(json!({}), json!({}));
    document["paths"]["/things"]["patch"]["parameters"] = json!([
        { "name": "a", "in": "query", "schema": { "type": "string" } },
        { "name": "b", "in": "query", "schema": { "type": "object", "properties": { "a": { "type": "string" } } } },
    ]);
    let trouble = refusal(document);
    assert!(trouble.to_string().contains("parameters/1"), "{trouble}");
}

#[test]
fn bounds_never_reach_responses() {
    let bounds = json!({ "type": "object", "properties": {
        "a": { "type": "string", "minLength": 1, "pattern": "^a", "format": "uri" },
        "b": { "type": "integer", "minimum": 1, "enum": [1, 2], "format": "int32" },
        "c": { "type": "array", "items": { "type": "number", "multipleOf": 2 }, "minItems": 1 },
    }, "additionalProperties": false });
    let lowered = lowered(document(bounds, json!({}))).unwrap();
    let text = |key: &str| lowered["paths"]["/things"]["patch"][key].to_string();
    assert!(!text("responses").contains("x-check"));
    assert_eq!(text("requestBody").matches("x-check").count(), 4);
}
