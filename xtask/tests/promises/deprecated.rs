//! Fields that are about to go.

use super::*;

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
