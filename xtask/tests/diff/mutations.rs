//! One known change to a real document yields exactly its rule, and reversed the mirrored one.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use xtask::diff::catalogue::Rule;
use xtask::document::walk;

use super::{diff, folder, read, rules, told};

/// Changes the operation that an index points at, where it can; says which rule that is.
type Mutate = fn(&mut Value) -> Option<Rule>;

const MUTATIONS: &[(&str, Mutate)] = &[
    ("its key does more", |operation| {
        let ways = operation.get_mut("security")?;
        (*ways == json!([{ "apiKey": [] }])).then(|| *ways = json!([{ "adminApiKey": [] }]))?;
        Some(Rule::ScopeRaised)
    }),
    ("a parameter is new", |operation| {
        let parameter = json!({ "name": "brand_new", "in": "query", "schema": { "type": "string" } });
        operation.as_object_mut()?.entry("parameters").or_insert_with(|| json!([])).as_array_mut()?.push(parameter);
        Some(Rule::ParameterAddedOptional)
    }),
    ("a demanded parameter is new", |operation| {
        let parameter = json!({ "name": "brand_new", "in": "query", "required": true, "schema": { "type": "string" } });
        operation.as_object_mut()?.entry("parameters").or_insert_with(|| json!([])).as_array_mut()?.push(parameter);
        Some(Rule::ParameterAddedRequired)
    }),
    ("a parameter is demanded", |operation| {
        let parameter = query(operation, |_| true)?;
        parameter["required"] = true.into();
        Some(Rule::ParameterBecameRequired)
    }),
    ("a list is joined", |operation| {
        let parameter = query(operation, |parameter| parameter["schema"]["anyOf"][1]["type"] == "array")?;
        parameter["explode"] = false.into();
        Some(Rule::ParameterExplodeChanged)
    }),
    ("a list is no longer taken", |operation| {
        // Where there is a default, it would go, too.
        let parameter = query(operation, |parameter| {
            let schema = &parameter["schema"];
            schema["anyOf"][1]["type"] == "array" && schema.get("default").is_none()
        })?;
        parameter["schema"] = parameter["schema"]["anyOf"][0].take();
        Some(Rule::ParameterManyToOne)
    }),
    ("a value of a parameter is gone", |operation| {
        let parameter =
            query(operation, |parameter| parameter["schema"]["enum"].as_array().is_some_and(|all| all.len() > 1))?;
        parameter["schema"]["enum"].as_array_mut()?.pop();
        Some(Rule::RequestEnumValueRemoved)
    }),
    ("a success moved", |operation| {
        let answers = operation["responses"].as_object_mut()?;
        let answer = answers.shift_remove("200")?;
        answers.insert("203".to_owned(), answer);
        Some(Rule::ResponseSuccessMoved)
    }),
    ("a property is new", |operation| {
        properties(operation)?.insert("brand_new".to_owned(), json!({ "type": "string" }));
        let closed = answer(operation)?["additionalProperties"] == false;
        Some(if closed { Rule::ResponsePropertyAddedClosed } else { Rule::ResponsePropertyAddedOptional })
    }),
    ("a promised property is gone", |operation| {
        // What came to a closed answer is another rule than its reverse.
        let answer = answer(operation).filter(|schema| schema["additionalProperties"] != false)?;
        let name = answer["required"].as_array_mut()?.pop()?;
        answer["properties"].as_object_mut()?.shift_remove(name.as_str()?)?;
        Some(Rule::ResponsePropertyRemovedRequired)
    }),
    ("a property is another type", |operation| {
        let part = properties(operation)?.values_mut().find(|part| part["type"] == "string")?;
        *part = json!({ "type": "boolean" });
        Some(Rule::ResponseTypeChanged)
    }),
    ("another status is answered", |operation| {
        operation["responses"]["418"] = json!({ "description": "New." });
        Some(Rule::ResponseStatusAdded)
    }),
    ("other words", |operation| {
        operation["description"] = "Other words.".into();
        Some(Rule::ProseChanged)
    }),
    ("about to go", |operation| {
        operation["deprecated"] = true.into();
        Some(Rule::OperationDeprecated)
    }),
];

fn query(operation: &mut Value, fits: fn(&Value) -> bool) -> Option<&mut Value> {
    let list = operation.get_mut("parameters")?.as_array_mut()?;
    list.iter_mut().find(|parameter| parameter["in"] == "query" && parameter["required"] != true && fits(parameter))
}

fn answer(operation: &mut Value) -> Option<&mut Value> {
    operation
        .pointer_mut("/responses/200/content/application~1json/schema")
        .filter(|schema| schema["properties"].is_object())
}

fn properties(operation: &mut Value) -> Option<&mut serde_json::Map<String, Value>> {
    answer(operation)?["properties"].as_object_mut()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_change_is_one_fact(which in any::<Index>(), mutation in any::<Index>()) {
        static DOCUMENT: LazyLock<Value> = LazyLock::new(|| read(&folder("../openapi/platform.json")));
        let document = &*DOCUMENT;
        let mut places = Vec::new();
        walk::operations(document, &mut |at, _| places.push(at.pointer.clone()));
        let (name, mutate) = MUTATIONS[mutation.index(MUTATIONS.len())];
        let first = which.index(places.len());
        let changed = (0..places.len()).find_map(|step| {
            let place = &places[(first + step) % places.len()];
            let mut operation = place.resolve(document)?.clone();
            Some((place, mutate(&mut operation)?, operation))
        });
        let (place, rule, operation) = changed.expect("no operation takes this change");
        let mut other = document.clone();
        *other.pointer_mut(&place.to_string()[1..]).unwrap() = operation;
        let report = diff(document, &other);
        prop_assert!(rules(&report) == [rule], "{name} at {place}: {:?}", told(&report));
        let reversed = diff(&other, document);
        prop_assert!(rules(&reversed) == [rule.entry().mirror], "{name} at {place}, reversed: {:?}", told(&reversed));
    }
}

/// The body of errors stands in every operation, and a change of it is one line.
#[test]
fn a_change_of_every_error_is_one_fact() {
    let document = read(&folder("../openapi/platform.json"));
    let mut other = document.clone();
    let mut places = 0;
    for item in other["paths"].as_object_mut().unwrap().values_mut() {
        for operation in item.as_object_mut().unwrap().values_mut() {
            for (status, answer) in operation["responses"].as_object_mut().unwrap() {
                let kinds =
                    answer.pointer_mut("/content/application~1json/schema/properties/error/properties/type/enum");
                if let (false, Some(Value::Array(kinds))) = (status.starts_with('2'), kinds) {
                    kinds.push("brand_new".into());
                    places += 1;
                }
            }
        }
    }
    let report = diff(&document, &other);
    assert_eq!(rules(&report), [Rule::ResponseEnumValueAdded], "{:?}", told(&report));
    assert_eq!(report.changes[0].places, places);
    assert!(places > 400);
    assert_eq!(rules(&diff(&other, &document)), [Rule::ResponseEnumValueRemoved]);
}
