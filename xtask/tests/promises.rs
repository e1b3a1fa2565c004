//! Nothing narrows by accident: what was published is kept when the document takes it back.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

use serde_json::{Value, json};
use xtask::document::Pointer;
use xtask::pipeline::{Input, Output, generate};
use xtask::promises::{Fact, Saved, What};

#[path = "promises/deprecated.rs"]
mod deprecated;
#[path = "promises/names.rs"]
mod names;
#[path = "promises/receivers.rs"]
mod receivers;
#[path = "promises/record.rs"]
mod record;

/// A client of two operations that share a type.
fn document() -> Value {
    let thing = json!({ "type": "object", "required": ["id", "state"], "properties": {
        "id": { "type": "string" },
        "note": { "type": "string" },
        "tags": { "type": ["array", "null"], "items": { "type": "string" } },
        "state": { "type": "string", "enum": ["new", "old", "gone"] },
    } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Things", "version": "1" },
        "paths": {
            "/things": { "get": { "operationId": "listThings", "responses": { "200": answer(json!({
                "type": "object", "required": ["things"],
                "properties": { "things": { "type": "array", "items": thing } }
            })) } } },
            "/things/{id}": { "get": {
                "operationId": "getThing",
                "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
                "responses": { "200": answer(json!({
                    "type": "object", "required": ["thing"], "properties": { "thing": thing }
                })) }
            } },
            "/things/new": { "post": {
                "operationId": "createThing",
                "requestBody": { "required": true, "content": { "application/json": { "schema": {
                    "type": "object", "required": ["name"],
                    "properties": { "name": { "type": "string" }, "color": { "type": "string" } }
                } } } },
                "responses": { "204": { "description": "" } }
            } },
        }
    })
}

fn answer(schema: Value) -> Value {
    json!({ "description": "", "content": { "application/json": { "schema": schema } } })
}

const LIST: &str = "/paths/~1things/get/responses/200/content/application~1json/schema/properties/things/items";
const ONE: &str = "/paths/~1things~1{id}/get/responses/200/content/application~1json/schema/properties/thing";
const BODY: &str = "/paths/~1things~1new/post/requestBody/content/application~1json/schema";

fn at<'d>(document: &'d mut Value, place: &str, rest: &str) -> &'d mut Value {
    document.pointer_mut(&format!("{place}{rest}")).unwrap()
}

fn made(document: &Value, names: &str, promises: &str) -> Output {
    generate(&Input { document, overlay: "", names, promises }).unwrap()
}

/// The first client, and the one from the changed document.
fn after(change: impl FnOnce(&mut Value)) -> (Output, Output) {
    let mut document = document();
    let first = made(&document, "", "");
    change(&mut document);
    let second = made(&document, &first.names, &first.promises);
    let third = made(&document, &second.names, &second.promises);
    assert_eq!(third.files, second.files, "what was kept once is kept on");
    assert_eq!((third.names, third.promises), (second.names.clone(), second.promises.clone()));
    (first, second)
}

fn code(output: &Output) -> String {
    output.files.iter().map(|(path, text)| format!("// {path}\n{text}")).collect()
}

#[test]
fn a_field_that_becomes_required_stays_optional() {
    let require = |document: &mut Value| {
        for place in [LIST, ONE] {
            at(document, place, "/required").as_array_mut().unwrap().extend([json!("note"), json!("tags")]);
            at(document, place, "/properties/tags/type").clone_from(&json!("array"));
        }
    };
    let (first, second) = after(require);
    assert_eq!(second.summary.kept.len(), 2, "{:?}", second.summary.kept);
    assert!(second.summary.kept[0].starts_with("optional: `Thing.note`"), "{:?}", second.summary.kept);
    let text = code(&second);
    assert!(text.contains("pub note: Option<String>") && text.contains("pub tags: Option<Vec<String>>"), "{text}");
    assert_eq!(first.promises, second.promises);
    // Without the record, and after a person has lifted the promise, the document has its way.
    let mut document = document();
    require(&mut document);
    assert!(code(&made(&document, &first.names, "")).contains("pub note: String"));
    let lifted = first.promises.replace("\"note\", ", "");
    let text = code(&made(&document, &first.names, &lifted));
    assert!(text.contains("pub note: String") && text.contains("pub tags: Option<Vec<String>>"), "{text}");
}

#[test]
fn a_place_that_narrows_alone_keeps_the_shared_type() {
    let (first, second) = after(|document| {
        at(document, ONE, "/required").as_array_mut().unwrap().push(json!("note"));
        at(document, LIST, "/properties/state/enum").clone_from(&json!(["old", "new"]));
    });
    assert_eq!(first.names, second.names, "no type is new");
    assert_eq!(first.files["things/types.rs"], second.files["things/types.rs"], "the other place has all of it");
    assert_eq!(second.summary.kept.len(), 2, "{:?}", second.summary.kept);
}

#[test]
fn a_value_that_vanishes_stays_as_a_deprecated_arm() {
    let (_, second) = after(|document| {
        for place in [LIST, ONE] {
            at(document, place, "/properties/state/enum").clone_from(&json!(["young", "new", "gone"]));
        }
    });
    let text = code(&second);
    let start = text.find("pub enum ThingState").unwrap();
    let arms: String = text[start..].lines().take(14).collect::<Vec<_>>().join("\n");
    assert!(
        arms.contains("#[deprecated = \"the API does not document this value any more\"]\n        Old = \"old\""),
        "{arms}"
    );
    assert_eq!(arms.matches("#[deprecated").count(), 1, "{arms}");
    let order: Vec<usize> =
        ["New", "Old", "Gone", "Young"].iter().map(|arm| arms.find(&format!(" {arm} =")).unwrap()).collect();
    assert!(order.is_sorted(), "what is new comes last: {arms}");
    assert!(second.promises.contains("ThingState = [\"new\", \"old\", \"gone\", \"young\"]"), "{}", second.promises);
    assert!(second.summary.kept[0].contains("\"old\" of `ThingState`"), "{:?}", second.summary.kept);
}

#[test]
fn what_a_request_newly_demands_is_demanded_by_the_builder_alone() {
    let (first, second) =
        after(|document| at(document, BODY, "/required").as_array_mut().unwrap().push(json!("color")));
    let fields = |output: &Output| code(output).matches("pub color: Option<String>").count();
    assert_eq!((fields(&first), fields(&second)), (1, 1));
    let builder = |output: &Output| output.files["things/types/builder.rs"].contains("color: crate::set::missing()");
    assert!(!builder(&first) && builder(&second), "{}", second.files["things/types/builder.rs"]);
}

#[test]
fn a_path_parameter_that_is_renamed_keeps_its_setter() {
    let (first, second) = after(|document| {
        let paths = document["paths"].as_object_mut().unwrap();
        let mut item = paths.shift_remove("/things/{id}").unwrap();
        item["get"]["parameters"][0]["name"] = json!("thing_id");
        paths.insert("/things/{thing_id}".to_owned(), item);
    });
    assert!(first.promises.contains("getThing = [\"/things/{id}\"]"), "{}", first.promises);
    assert!(second.promises.contains("getThing = [\"/things/{id}\", \"/things/{thing_id}\"]"), "{}", second.promises);
    let text = &second.files["things/builder.rs"];
    for line in
        ["pub fn thing_id(", "#[deprecated = \"it is called `thing_id` now\"]", "pub fn id(", "self.thing_id(value)"]
    {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(second.summary.kept[0].starts_with("setter: `id` of getThing"), "{:?}", second.summary.kept);
    let mut new = document();
    let item = new["paths"].as_object_mut().unwrap().shift_remove("/things/{id}").unwrap();
    new["paths"]["/things/{thing_id}"] = item;
    new["paths"]["/things/{thing_id}"]["get"]["parameters"][0]["name"] = json!("thing_id");
    let old = document();
    let saved = Saved::of(&old, &new, &Input { document: &old, overlay: "", names: "", promises: "" }).unwrap();
    let path = [Pointer::parse("#/paths/~1things~1{thing_id}").unwrap()];
    assert!(saved.saves("path-parameter-renamed", Some("/things/{id}"), &path));
}

#[test]
fn what_a_new_document_would_have_broken_can_be_asked() {
    let old = document();
    let mut new = old.clone();
    at(&mut new, ONE, "/required").as_array_mut().unwrap().push(json!("note"));
    for place in [LIST, ONE] {
        at(&mut new, place, "/properties/state/enum").clone_from(&json!(["old", "new"]));
    }
    let input = Input { document: &old, overlay: "", names: "", promises: "" };
    let saved = Saved::of(&old, &new, &input).unwrap();
    let facts = saved.facts();
    let whats: Vec<&What> = facts.iter().map(|fact| &fact.what).collect();
    assert_eq!(whats, [&What::Optional("note".to_owned()), &What::Value("gone".to_owned())]);
    let covers = |fact: &Fact, operation: &str, pointer: &str| {
        fact.covers(operation, &Pointer::parse(&format!("#{pointer}")).unwrap())
    };
    assert!(covers(&facts[0], "getThing", &format!("{ONE}/properties/note")));
    assert!(covers(&facts[0], "getThing", &format!("{ONE}/required/note")));
    assert!(!covers(&facts[0], "getThing", &format!("{ONE}/properties/tags")));
    assert!(!covers(&facts[0], "listThings", &format!("{LIST}/properties/note")), "nothing narrowed there");
    assert!(covers(&facts[1], "listThings", &format!("{LIST}/properties/state/enum/2")));
    assert!(Saved::of(&old, &old, &input).unwrap().facts().is_empty());
    let at = |pointer: String| Pointer::parse(&format!("#{pointer}")).unwrap();
    let note = [at(format!("{ONE}/properties/note"))];
    assert!(saved.saves("response-property-became-required", None, &note));
    assert!(!saved.saves("response-type-changed", None, &note), "another type is not kept");
    let further = [note[0].clone(), at(format!("{ONE}/properties/id"))];
    assert!(!saved.saves("response-property-became-required", None, &further), "one of the places is not kept");
    assert!(saved.saves("response-enum-value-removed", Some("gone"), &[at(format!("{LIST}/properties/state/enum"))]));
}
