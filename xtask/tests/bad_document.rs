//! Documents that cannot become a client: exit code 2, one message that says where, and no file written.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::refusal::{refused, refused_bytes, says};
use support::{Tree, document, own, pretty};

fn get_models(document: &mut Value) -> &mut Value {
    &mut document["paths"]["/models"]["get"]
}

const AT_MODELS: &str = "at #/paths/~1models/get";

#[test]
fn the_small_document_is_fine() {
    let (ended, _) = Tree::new().regen();
    ended.unwrap();
}

#[test]
fn sixty_four_levels_of_nesting() {
    for wrap in [|it| json!({ "items": it }), |it| json!({ "anyOf": [it] }), |it| json!({ "properties": { "a": it } })]
    {
        let message = refused(|document| {
            let deep = (0..64).fold(json!({ "type": "string" }), |schema, _| wrap(schema));
            get_models(document)["responses"]["200"]["content"]["application/json"]["schema"] = deep;
        });
        says(&message, &["levels", "at #/paths/~1models/get/responses/200/content/application~1json/schema/"]);
    }
}

#[test]
fn duplicate_operation_id() {
    let message = refused(|document| document["paths"]["/keys"]["post"]["operationId"] = "getModels".into());
    says(&message, &["`getModels` stands twice, first at #/paths/~1models/get", "at #/paths/~1keys/post", "help:"]);
}

#[test]
fn operation_without_an_id() {
    let message = refused(|document| drop(get_models(document).as_object_mut().unwrap().remove("operationId")));
    says(&message, &["the operation GET /models has no operationId", AT_MODELS, "help:"]);
}

#[test]
fn operation_ids_that_collide() {
    let message = refused(|document| document["paths"]["/keys"]["post"]["operationId"] = "get_models".into());
    says(&message, &["`getModels` (at #/paths/~1models/get) and `get_models` would both be the method `get_models`"]);
}

#[test]
fn parameters_that_collide() {
    for (name, location) in [("Limit", "query"), ("limit[]", "query")] {
        let more = json!({ "name": name, "in": location, "schema": {} });
        let message = refused(|document| get_models(document)["parameters"].as_array_mut().unwrap().push(more.clone()));
        says(&message, &["would both be `limit`", "at #/paths/~1models/get/parameters/1 (operation getModels)"]);
    }
}

#[test]
fn a_secret_that_would_be_shown() {
    let text = json!({ "type": "string" });
    for marked in [
        json!({ "type": "integer", "x-secret": true }),
        json!({ "type": "string", "x-secret": "yes" }),
        json!({ "type": "string", "format": "date-time", "x-secret": true }),
        json!({ "type": "string", "enum": ["a"], "x-secret": true }),
        json!({ "anyOf": [text, { "type": "null" }], "x-secret": true }),
    ] {
        let message = refused(|document| {
            let schema = json!({ "properties": { "key": marked.clone() } });
            get_models(document)["responses"]["200"]["content"]["application/json"]["schema"] = schema;
        });
        says(&message, &["`x-secret` marks a plain text", "application~1json/schema/properties/key", "help:"]);
    }
}

#[test]
fn a_parameter_twice() {
    let twin = json!({ "name": "limit", "in": "query", "schema": {} });
    let message = refused(|document| get_models(document)["parameters"].as_array_mut().unwrap().push(twin.clone()));
    says(&message, &["`limit` in query stands twice, first at #/paths/~1models/get/parameters/0"]);
}

#[test]
fn dangling_references() {
    let nowhere = json!({ "$ref": "#/components/schemas/Nowhere" });
    let message = refused(|document| {
        get_models(document)["responses"]["200"]["content"]["application/json"]["schema"] = nowhere.clone();
    });
    let at = "at #/paths/~1models/get/responses/200/content/application~1json/schema (operation getModels)";
    says(&message, &["`#/components/schemas/Nowhere`, which is not there", at, "help:"]);
    for part in ["requestBody", "parameters", "responses"] {
        let message = refused(|document| {
            get_models(document)[part] = match part {
                "requestBody" => nowhere.clone(),
                "parameters" => json!([nowhere]),
                _ => json!({ "200": nowhere }),
            };
        });
        says(&message, &["which is not there", &format!("{AT_MODELS}/{part}")]);
    }
    let message = refused(|document| document["paths"]["/other"] = nowhere.clone());
    says(&message, &["which is not there", "at #/paths/~1other"]);
}

#[test]
fn references_that_leave_the_document() {
    for target in ["other.json#/a", "https://example.com/a.json", "#anchor"] {
        let message = refused(|document| document["components"]["schemas"]["Key"] = json!({ "$ref": target }));
        says(&message, &[&format!("`{target}`, outside of the document"), "at #/components/schemas/Key", "help:"]);
    }
    let message = refused(|document| document["components"]["schemas"]["Key"] = json!({ "$ref": 7 }));
    says(&message, &["`$ref` is not a string", "at #/components/schemas/Key"]);
}

#[test]
fn cyclic_references() {
    let to = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    for (one, two) in [
        (to("B"), to("A")),
        (json!({ "allOf": [to("B")] }), json!({ "allOf": [{ "type": "object" }, to("A")] })),
        (json!({ "anyOf": [{ "type": "null" }, to("B")] }), to("A")),
        (to("A"), json!({})),
    ] {
        let message = refused(|document| {
            document["components"]["schemas"]["A"] = one.clone();
            document["components"]["schemas"]["B"] = two.clone();
        });
        says(&message, &["a circle of `$ref`s", "#/components/schemas/A", "at #/components/schemas/A", "help:"]);
    }
    let message = refused(|document| {
        document["components"]["parameters"] =
            json!({ "A": { "$ref": "#/components/parameters/B" }, "B": { "$ref": "#/components/parameters/A" } });
    });
    says(&message, &["a circle of `$ref`s", "at #/components/parameters/A"]);
}

#[test]
fn recursion_through_a_property_is_fine() {
    let mut tree = document();
    tree["components"]["schemas"]["Tree"] =
        json!({ "anyOf": [{ "type": "string" }, { "items": { "$ref": "#/components/schemas/Tree" } }] });
    xtask::validate::document(&tree).unwrap();
}

#[test]
fn a_parameter_without_schema() {
    let message = refused(|document| {
        drop(get_models(document)["parameters"][0].as_object_mut().unwrap().remove("schema"));
    });
    says(&message, &["`limit` has no schema", "at #/paths/~1models/get/parameters/0 (operation getModels)", "help:"]);
    let message = refused(|document| get_models(document)["parameters"][0]["content"] = json!({ "a/b": {} }));
    says(&message, &["`limit` has both"]);
}

#[test]
fn unknown_style() {
    for (style, location) in [("tables", "query"), ("matrix", "query"), ("deepObject", "header"), ("form", "header")] {
        let message = refused(|document| {
            get_models(document)["parameters"][0]["style"] = style.into();
            get_models(document)["parameters"][0]["in"] = location.into();
        });
        says(&message, &[&format!("unknown style \"{style}\""), "at #/paths/~1models/get/parameters/0", "help:"]);
    }
}

#[test]
fn unknown_location() {
    for location in [json!("body"), json!("formData"), json!("Query")] {
        let message = refused(|document| get_models(document)["parameters"][0]["in"] = location.clone());
        says(&message, &["which no request has", "at #/paths/~1models/get/parameters/0", "help:"]);
    }
    let message = refused(|document| get_models(document)["parameters"][0]["in"] = Value::Null);
    says(&message, &["the parameter has no `in`"]);
}

#[test]
fn header_names() {
    for name in ["X Y", "X:Y", "ä", "X\nY"] {
        let message = refused(|document| {
            get_models(document)["parameters"][0] = json!({ "name": name, "in": "header", "schema": {} });
        });
        says(&message, &["is no name for a header", "at #/paths/~1models/get/parameters/0"]);
        let message = refused(|document| {
            get_models(document)["responses"]["200"]["headers"] = json!({ name: { "schema": {} } });
        });
        says(&message, &["is no name for a header", "at #/paths/~1models/get/responses/200/headers/"]);
    }
}

#[test]
fn paths_and_their_parameters_disagree() {
    let at = "at #/paths/~1models~1{model_id}/get";
    let one = |document: &mut Value| document["paths"]["/models/{model_id}"]["get"]["parameters"][0].take();
    let set = |document: &mut Value, parameter: Value| {
        document["paths"]["/models/{model_id}"]["get"]["parameters"] = parameter;
    };
    let message = refused(|document| set(document, json!([])));
    says(&message, &["nothing fills `{model_id}`", at, "help:"]);
    let message = refused(|document| {
        let mut parameter = one(document);
        parameter["required"] = false.into();
        set(document, json!([parameter]));
    });
    says(&message, &["`model_id` is not required", at, "help:"]);
    let message = refused(|document| get_models(document)["parameters"][0]["in"] = "path".into());
    says(&message, &["the path has no `{limit}`", AT_MODELS]);
}

#[test]
fn malformed_paths() {
    for (path, what) in [
        ("models", "does not start with a slash"),
        ("/a/{", "braces"),
        ("/a/{}", "braces"),
        ("/a/{b}/{b}", "braces"),
        ("/a/b}", "braces"),
        ("/a?b={c}", "a query or a fragment"),
        ("/models/{other}", "differ in nothing but"),
    ] {
        let message = refused(|document| document["paths"][path] = json!({}));
        says(&message, &[what, "at #/paths/"]);
    }
}

#[test]
fn responses() {
    for status in ["ok", "2xx", "99", "600", "20"] {
        let message = refused(|document| get_models(document)["responses"][status] = json!({}));
        says(&message, &[&format!("`{status}` is no status"), "at #/paths/~1models/get/responses/", "help:"]);
    }
}

#[test]
fn wrong_types_wherever_the_walk_goes() {
    let places: [(&[&str], Value); 15] = [
        (&["paths", "/models"], json!([])),
        (&["paths", "/models", "get"], json!("x")),
        (&["paths", "/models", "parameters"], json!({})),
        (&["paths", "/models", "GET"], json!({})),
        (&["paths", "/models", "get", "parameters"], json!({ "0": {} })),
        (&["paths", "/models", "get", "tags"], json!([1])),
        (&["paths", "/models", "get", "security"], json!(["apiKey"])),
        (&["paths", "/models", "get", "requestBody"], json!(true)),
        (&["paths", "/models", "get", "responses"], json!([])),
        (&["paths", "/models", "get", "responses", "200"], json!(null)),
        (&["paths", "/models", "get", "responses", "200", "content"], json!([])),
        (&["paths", "/models", "get", "responses", "200", "content", "application/json"], json!(1)),
        (&["paths", "/models", "get", "responses", "200", "headers"], json!("x")),
        (&["components"], json!([])),
        (&["components", "schemas"], json!(0)),
    ];
    for (steps, value) in places {
        let message = refused(|document| {
            let place = steps.iter().fold(document, |at, step| &mut at[*step]);
            *place = value.clone();
        });
        let at = steps.iter().fold(xtask::document::Pointer::root(), |at, step| at.push(*step));
        says(&message, &[&format!("at {at}")]);
    }
}

#[test]
fn schemas_that_are_none() {
    for (schema, at) in [
        (json!("string"), ""),
        (json!({ "items": 1 }), "/items"),
        (json!({ "anyOf": {} }), "/anyOf"),
        (json!({ "oneOf": [null] }), "/oneOf/0"),
        (json!({ "properties": [] }), "/properties"),
        (json!({ "properties": { "a": 1 } }), "/properties/a"),
        (json!({ "additionalProperties": "no" }), "/additionalProperties"),
    ] {
        let message = refused(|document| document["components"]["schemas"]["Key"] = schema.clone());
        says(&message, &["this is", &format!("at #/components/schemas/Key{at}")]);
    }
}

#[test]
fn two_success_bodies() {
    let mut document = document();
    let other = json!({ "type": "object", "properties": { "job": { "type": "string" } } });
    get_models(&mut document)["responses"]["202"] =
        json!({ "description": "Later", "content": { "application/json": { "schema": other } } });
    says(&refused_bytes(pretty(&document).as_bytes()), &["error: ", AT_MODELS, "(operation getModels)", "help:"]);
}

/// The published documents, where they are there.
#[test]
fn real_documents_pass() {
    let own = own();
    let mut seen = vec![own.join("openapi/platform.json")];
    match fs::read_dir(own.join("../shared/published")) {
        Ok(entries) => seen.extend(entries.map(|entry| entry.unwrap().path())),
        Err(_) => println!("skipped the published documents: they are not here"),
    }
    for path in seen.iter().filter(|path| path.extension().is_some_and(|it| it == "json")) {
        let parsed = xtask::document::parse::document(&fs::read(path).unwrap(), "it").unwrap();
        xtask::validate::document(&parsed).unwrap_or_else(|trouble| panic!("{}: {trouble}", path.display()));
    }
}
