//! What a crate promises: read off the document that it is made of.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::hoist::{Hoisted, TypePlace, TypeShape};
use crate::names::{NameFile, Names};
use crate::prose;

/// Names and what is promised of each, in the order of the document.
pub(super) type Promises = Vec<(String, Vec<String>)>;

/// How many places of a type are recorded where it is (a part of) the body of an error: every
/// operation has those, and only the name is at stake.
const ERRORS: usize = 2;

/// Whether a property's field is an `Option`.
pub(super) fn is_option(property: &Value, required: bool) -> bool {
    let flag = |key: &str| property.get(key).and_then(Value::as_bool).unwrap_or(false);
    if flag("x-three-state") {
        return false;
    }
    flag("nullable") || (!required && !may_be_empty(property))
}

/// Lists and maps that are left out are empty ones.
fn may_be_empty(property: &Value) -> bool {
    match property.get("type").and_then(Value::as_str) {
        Some("array") => true,
        Some("object") => property.get("properties").is_none(),
        _ => false,
    }
}

fn schemas(document: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let schemas = document.get("components").and_then(|components| components.get("schemas"));
    schemas.and_then(Value::as_object).into_iter().flatten()
}

/// By type: its fields that are `Option`s.
pub(super) fn optional(document: &Value) -> Promises {
    let none = Map::new();
    let fields = |schema: &Value| -> Vec<String> {
        let required: BTreeSet<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&none);
        let is_option = |(name, property): &(&String, &Value)| is_option(property, required.contains(name.as_str()));
        properties.iter().filter(is_option).map(|(name, _)| name.clone()).collect()
    };
    let all = schemas(document).filter(|(_, schema)| schema.get("x-union").is_none());
    all.map(|(name, schema)| (name.clone(), fields(schema))).filter(|(_, fields)| !fields.is_empty()).collect()
}

/// By type that an answer has: its fields that are no `Option`s, and would be if they were left out.
pub(super) fn required(document: &Value, hoisted: &Hoisted, names: &Names) -> Promises {
    let answered = |(id, shape): (usize, &TypeShape)| {
        names.types.get(&id).filter(|_| !shape.places.iter().all(TypePlace::is_request))
    };
    let answered: BTreeSet<&String> = hoisted.types.iter().enumerate().filter_map(answered).collect();
    let fields = |schema: &Value| -> Vec<String> {
        let demanded = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        let is_kept = |name: &&str| {
            let property = schema.get("properties").and_then(|properties| properties.get(name));
            property.is_some_and(|property| !is_option(property, true) && is_option(property, false))
        };
        demanded.filter_map(Value::as_str).filter(is_kept).map(str::to_owned).collect()
    };
    let all = schemas(document).filter(|(name, schema)| answered.contains(name) && schema.get("x-union").is_none());
    all.map(|(name, schema)| (name.clone(), fields(schema))).filter(|(_, fields)| !fields.is_empty()).collect()
}

/// By enum: its values.
pub(super) fn values(document: &Value) -> Promises {
    let values = |schema: &Value| -> Option<Vec<String>> {
        Some(schema.get("enum")?.as_array()?.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    };
    schemas(document).filter_map(|(name, schema)| Some((name.clone(), values(schema)?))).collect()
}

/// By type: where it stands beside the place that `names.toml` knows.
pub(super) fn places(hoisted: &Hoisted, names: &Names, file: &NameFile) -> Promises {
    let mut known: BTreeSet<String> = file.types().map(|(place, _)| place.to_owned()).collect();
    known.extend(names.new.iter().map(|(place, _)| place.clone()));
    let mut found = Vec::new();
    for (id, shape) in hoisted.types.iter().enumerate() {
        let Some(name) = names.types.get(&id).filter(|name| *name != "TimeBound") else { continue };
        let mut errors = 0;
        let mut further = Vec::new();
        for place in &shape.places {
            errors += usize::from(place.is_error());
            let spelled = prose::escaped(&place.to_string());
            if (!place.is_error() || errors <= ERRORS) && known.insert(spelled.clone()) {
                further.push(spelled);
            }
        }
        if !further.is_empty() {
            found.push((name.clone(), further));
        }
    }
    found.sort();
    found
}
