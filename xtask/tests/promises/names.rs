//! Names of types that part, meet or lose their place.

use super::*;

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
