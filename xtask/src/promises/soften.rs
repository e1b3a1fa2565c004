//! One shape and its promises: the least that has to change so that all of them hold.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::present::is_option;
use super::{DEMANDED, GONE, Record};
use crate::hoist::{Hoisted, Kind, TypeId};
use crate::lower::FADING;

/// What was kept of a shape.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// Properties that stay optional.
    pub optional: BTreeSet<String>,
    /// Those of them that have to be given.
    pub demanded: BTreeSet<String>,
    /// Properties that stay required, although they are deprecated.
    pub required: BTreeSet<String>,
    /// Values that stay.
    pub values: BTreeSet<String>,
}

/// Changes the schema of a type that was published as `name`.
pub(super) fn shape(schema: &mut Value, kind: Kind, name: &str, record: &Record) -> Marks {
    let mut marks = Marks::default();
    match kind {
        Kind::Object => {
            for field in record.optional(name) {
                option(schema, field, &mut marks);
            }
            for field in record.required(name) {
                require(schema, field, &mut marks);
            }
        }
        Kind::Enum => arms(schema, record.values(name), &mut marks),
        // Their arms are types of their own, which keep their own promises.
        Kind::Union | Kind::TimeBound => {}
    }
    marks
}

/// Makes a field an `Option` again.
fn option(schema: &mut Value, field: &str, marks: &mut Marks) {
    let required = schema.get("required").and_then(Value::as_array);
    let required = required.is_some_and(|names| names.iter().any(|name| name == field));
    let Some(property) = schema.get_mut("properties").and_then(|properties| properties.get_mut(field)) else {
        return;
    };
    if is_option(property, required) {
        return;
    }
    marks.optional.insert(field.to_owned());
    if required {
        marks.demanded.insert(field.to_owned());
    }
    if !is_option(property, false) {
        // A list that may be left out is an empty list; one that may be null is an `Option`.
        if let Some(property) = property.as_object_mut() {
            property.insert("nullable".to_owned(), true.into());
        }
    } else if let Some(names) = schema.get_mut("required").and_then(Value::as_array_mut) {
        names.retain(|name| name != field);
        if names.is_empty()
            && let Some(schema) = schema.as_object_mut()
        {
            schema.shift_remove("required");
        }
    }
}

/// Takes back that a field is an `Option` for no other reason than that it is deprecated.
fn require(schema: &mut Value, field: &str, marks: &mut Marks) {
    let names = |schema: &Value, key: &str| schema.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let mut fading = names(schema, FADING);
    let Some(at) = fading.iter().position(|name| name == field) else { return };
    let property = schema.get("properties").and_then(|properties| properties.get(field));
    if property.is_none_or(|property| is_option(property, true)) {
        // Null is a reason of its own.
        return;
    }
    let mut required = names(schema, "required");
    required.push(fading.remove(at));
    schema[FADING] = fading.into();
    schema["required"] = required.into();
    marks.required.insert(field.to_owned());
}

/// Puts the promised values first, in their order: which value has which arm must not depend on the
/// order of the document, where two values would have arms of one name.
fn arms(schema: &mut Value, promised: &[String], marks: &mut Marks) {
    let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) else { return };
    for value in promised {
        if !values.iter().any(|known| known == value) {
            marks.values.insert(value.clone());
        }
    }
    let new =
        values.iter().filter(|value| !value.as_str().is_some_and(|text| promised.iter().any(|known| known == text)));
    *values = promised.iter().map(|value| Value::from(value.as_str())).chain(new.cloned()).collect();
}

/// Writes down what is kept where all shapes that became one type agree on it: a value that one
/// place still has is no value that is gone.
pub(super) fn mark(hoisted: &mut Hoisted, now: &[TypeId], marks: &BTreeMap<TypeId, Marks>) {
    let mut joined: BTreeMap<TypeId, Marks> = BTreeMap::new();
    let none = Marks::default();
    for (before, after) in now.iter().enumerate() {
        let own = marks.get(&before).unwrap_or(&none);
        joined
            .entry(*after)
            .and_modify(|known| {
                known.demanded.retain(|field| own.demanded.contains(field));
                known.values.retain(|value| own.values.contains(value));
            })
            .or_insert_with(|| own.clone());
    }
    for (id, marks) in joined {
        let schema = &mut hoisted.types[id].schema;
        for field in &marks.demanded {
            let property = schema.get_mut("properties").and_then(|properties| properties.get_mut(field));
            if let Some(property) = property.and_then(Value::as_object_mut) {
                wrapped(property).insert(DEMANDED.to_owned(), true.into());
            }
        }
        if !marks.values.is_empty() {
            schema[GONE] = marks.values.into_iter().collect();
        }
    }
}

/// A reference takes no keywords beside it: they go around it.
fn wrapped(property: &mut serde_json::Map<String, Value>) -> &mut serde_json::Map<String, Value> {
    if let Some(reference) = property.shift_remove("$ref") {
        property.insert("allOf".to_owned(), serde_json::json!([{ "$ref": reference }]));
    }
    property
}
