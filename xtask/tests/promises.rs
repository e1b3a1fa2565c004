//! Nothing narrows by accident: what was published is kept when the document takes it back.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

use serde_json::{Value, json};
use xtask::document::Pointer;
use xtask::pipeline::{Input, Output, generate};
use xtask::promises::{Fact, Saved, What};

#[path = "promises/receivers.rs"]
mod receivers;

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
fn the_first_run_records_what_it_makes() {
    let first = made(&document(), "", "");
    for line in [
        "Thing = [\"note\", \"tags\"]",
        "ThingState = [\"new\", \"old\", \"gone\"]",
        "Thing = [\"getThing.response.thing\"]",
        "CreateThingRequest = [\"color\"]",
    ] {
        assert!(first.promises.contains(line), "{line}\n{}", first.promises);
    }
    assert!(first.summary.kept.is_empty());
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
fn a_split_leaves_the_old_name_where_the_names_say() {
    let (first, second) = after(|document| {
        at(document, ONE, "/properties")
            .as_object_mut()
            .unwrap()
            .insert("size".to_owned(), json!({ "type": "integer" }));
        at(document, ONE, "/required").as_array_mut().unwrap().extend([json!("size"), json!("note")]);
    });
    assert!(second.names.starts_with(&first.names) && second.names.len() > first.names.len(), "{}", second.names);
    let text = code(&second);
    assert!(text.contains("pub things: Vec<Thing>") && !text.contains("pub thing: Thing,"), "{text}");
    assert_eq!(
        text.matches("pub note: Option<String>").count(),
        2,
        "the other half keeps what it was promised: {text}"
    );
    assert!(
        second.summary.kept.iter().any(|fact| fact.starts_with("name: `Thing` stays")),
        "{:?}",
        second.summary.kept
    );
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
fn two_types_that_become_one_keep_both_names() {
    let (first, second) = after(|document| {
        let thing = at(document, ONE, "").clone();
        let summary = json!({ "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } });
        *at(document, ONE, "") = summary;
        let before = made(document, "", "");
        assert!(before.names.contains("\"getThing.response.thing\""), "{}", before.names);
        *at(document, ONE, "") = thing;
        let after = made(document, &before.names, &before.promises);
        let text = code(&after);
        let line = |name: &str| {
            before.names.lines().find(|line| line.starts_with(name)).unwrap().split('"').nth(3).unwrap().to_owned()
        };
        let (kept, lost) = (line("\"listThings.response.things[]\""), line("\"getThing.response.thing\""));
        assert!(text.contains(&format!("pub type {lost} = {kept};")), "{text}");
        assert!(text.contains(&format!("pub thing: {kept}")), "{text}");
    });
    assert_eq!(first.files, second.files, "nothing has changed in the end");
}

#[test]
fn a_name_outlives_the_place_that_it_was_given_at() {
    let (first, second) = after(|document| {
        document["paths"].as_object_mut().unwrap().shift_remove("/things");
    });
    assert!(first.names.contains("\"listThings.response.things[]\" = \"Thing\""), "{}", first.names);
    assert!(second.names.contains("\"getThing.response.thing\" = \"Thing\""), "{}", second.names);
    assert!(code(&second).contains("pub thing: Thing"), "{}", code(&second));
    assert!(
        second.summary.kept.iter().any(|fact| fact.starts_with("name: `Thing`, now at getThing")),
        "{:?}",
        second.summary.kept
    );
    assert_eq!(second.summary.unused_promises, [] as [&str; 0], "no promise is nobody's");
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

/// The first field of a thing is about to go: it is sent as ever, and nobody should count on it.
fn deprecate(document: &mut Value, places: &[&str]) {
    for place in places {
        at(document, place, "/properties/id")["deprecated"] = json!(true);
    }
}

#[test]
fn a_field_that_is_only_deprecated_is_no_option() {
    let (first, second) = after(|document| deprecate(document, &[LIST, ONE]));
    assert!(first.promises.contains("[required]\n"), "{}", first.promises);
    assert!(first.promises.contains("Thing = [\"id\", \"state\"]"), "{}", first.promises);
    assert!(!first.promises.contains("CreateThingRequest = [\"name\"]"), "answers alone: {}", first.promises);
    assert_eq!(
        second.summary.kept,
        ["required: `Thing.id`, which the document deprecates and still sends"],
        "said once for both places"
    );
    let text = code(&second);
    let (above, _) = text.split_once("pub id: String,").unwrap();
    assert!(above.trim_end().ends_with("#[deprecated]"), "{text}");
    assert_eq!((&first.promises, &first.names), (&second.promises, &second.names));
    // Who has published nothing, or lifts the promise, has an `Option`, and that is promised from then on.
    let mut document = document();
    deprecate(&mut document, &[LIST, ONE]);
    assert!(code(&made(&document, &first.names, "")).contains("pub id: Option<String>"));
    let lifted = made(&document, &first.names, &first.promises.replace("\"id\", \"state\"", "\"state\""));
    assert!(code(&lifted).contains("pub id: Option<String>"));
    assert!(lifted.promises.contains("Thing = [\"note\", \"tags\", \"id\"]"), "{}", lifted.promises);
}

#[test]
fn a_deprecated_field_that_the_document_leaves_out_is_an_option() {
    let (_, nullable) = after(|document| {
        deprecate(document, &[LIST, ONE]);
        for place in [LIST, ONE] {
            at(document, place, "/properties/id")["type"] = json!(["string", "null"]);
        }
    });
    assert!(code(&nullable).contains("pub id: Option<String>"));
    let leave_out = |document: &mut Value, places: &[&str]| {
        for place in places {
            at(document, place, "/required").as_array_mut().unwrap().retain(|name| name != "id");
        }
    };
    let (_, missing) = after(|document| {
        deprecate(document, &[LIST, ONE]);
        leave_out(document, &[LIST, ONE]);
    });
    assert!(code(&missing).contains("pub id: Option<String>"));
    // At one of two places that share the type: what is missing there is missing in the type.
    for place in [LIST, ONE] {
        let (_, partly) = after(|document| {
            deprecate(document, &[LIST, ONE]);
            leave_out(document, &[place]);
        });
        assert!(partly.summary.kept.is_empty(), "{:?}", partly.summary.kept);
        assert!(code(&partly).contains("pub id: Option<String>") && !code(&partly).contains("pub id: String"));
    }
}

#[test]
fn a_place_that_deprecates_alone_keeps_the_shared_type() {
    for place in [LIST, ONE] {
        let (first, second) = after(|document| deprecate(document, &[place]));
        assert_eq!(first.names, second.names, "no type is new");
        assert_eq!(code(&second).matches("pub id: String").count(), 1);
        assert_eq!(second.summary.kept.len(), 1, "{:?}", second.summary.kept);
    }
}

#[test]
fn what_is_only_deprecated_saves_a_major_and_the_way_back_too() {
    let old = document();
    let mut new = old.clone();
    deprecate(&mut new, &[LIST, ONE]);
    let input = |document| Input { document, overlay: "", names: "", promises: "" };
    let saved = Saved::of(&old, &new, &input(&old)).unwrap();
    let at = |rest: &str| Pointer::parse(&format!("#{ONE}/properties/{rest}")).unwrap();
    assert!(Saved::is_about("response-property-deprecated"));
    assert!(saved.saves("response-property-deprecated", None, &[at("id")]));
    assert!(!saved.saves("response-property-deprecated", None, &[at("state")]), "another field");
    assert!(!saved.saves("response-property-became-optional", None, &[at("id")]), "another thing");
    let back = Saved::of(&new, &old, &input(&new)).unwrap();
    assert!(back.saves("response-property-undeprecated", None, &[at("id")]), "{:?}", back.facts());
}

#[test]
fn a_promise_that_cannot_be_read_stops_the_run() {
    let refused =
        generate(&Input { document: &document(), overlay: "", names: "", promises: "[optional]\nThing = 1\n" });
    assert!(refused.unwrap_err().to_string().contains("promises.toml: `Thing` is no list of strings"));
}

/// The record is derived from schemas; what counts is the code.
#[test]
fn the_record_is_what_the_code_says() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let read = |relative: &str| std::fs::read_to_string(root.join(relative)).unwrap();
    let record = xtask::promises::Record::parse(&read("openapi/promises.toml")).unwrap();
    let mut files = std::collections::BTreeMap::new();
    let folder = root.join("generated/src/generated");
    let mut open = vec![folder.clone()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let relative = path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(relative, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let surface = xtask::semver::Surface::of_files(&files, &read("generated/src/lib.rs")).unwrap();
    let mut checked = 0;
    for (name, item) in &surface.structs {
        let options = item
            .fields
            .iter()
            .filter(|(_, ty)| matches!(ty, syn::Type::Path(path) if path.path.segments[0].ident == "Option"));
        let fields: std::collections::BTreeSet<_> =
            options.map(|(field, _)| field.trim_end_matches('_').to_owned()).collect();
        let promised =
            record.optional(name).iter().map(|field| xtask::names::snake(field).trim_end_matches('_').to_owned());
        assert_eq!(promised.collect::<std::collections::BTreeSet<_>>(), fields, "{name}");
        checked += fields.len();
    }
    assert!(checked > 150, "{checked}");
    for (name, item) in &surface.structs {
        for wire in record.required(name) {
            let field = item
                .fields
                .iter()
                .find(|(field, _)| field.trim_end_matches('_') == xtask::names::snake(wire).trim_end_matches('_'));
            let ty = &field.unwrap_or_else(|| panic!("{name}.{wire}")).1;
            assert!(!matches!(ty, syn::Type::Path(path) if path.path.segments[0].ident == "Option"), "{name}.{wire}");
        }
    }
    for (name, item) in &surface.enums {
        assert_eq!(record.values(name).len(), item.arms.len(), "{name}");
    }
}
