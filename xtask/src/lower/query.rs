//! Query parameters that say in schemas what is plain on the wire.
//!
//! One value or many is a list: a repeated key, or a single one. The texts `true` and `false` are a
//! boolean. Both are the same bytes when sent, and shorter calls in Rust; the union of a text and a
//! list of texts is a struct of flattened options to typify, which fails when it is sent.

use serde_json::{Map, Value, json};

use super::schema::{Components, Schema, is, same_shape, shape, take_uses, with_uses};
use crate::document::walk;
use crate::note::Notes;
use crate::trouble::Result;

pub(super) fn apply(document: &mut Value, _notes: &mut Notes) -> Result<()> {
    let components = Components::take(document);
    walk::operations_mut(document, &mut |_, operation| {
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
        for parameter in parameters.into_iter().flatten() {
            if let Value::Object(parameter) = parameter
                && is(parameter, "in", "query")
            {
                mend(parameter, &components);
            }
        }
        Ok(())
    })?;
    components.put_back(document);
    Ok(())
}

/// Says plainly what one parameter is.
pub(super) fn mend(parameter: &mut Map<String, Value>, components: &Components) {
    let Some(schema) = parameter.get("schema") else {
        return;
    };
    let seen = components.seen(schema);
    if is_boolean_text(seen) {
        replace(parameter, json!({ "type": "boolean" }));
    } else if let Some(list) = one_or_many(seen) {
        replace(parameter, list);
        parameter.insert("x-many".to_owned(), true.into());
    }
}

/// Puts another schema in place, under the uses of the old one.
fn replace(parameter: &mut Map<String, Value>, new: Value) {
    let uses = match parameter.get_mut("schema") {
        Some(Value::Object(old)) => take_uses(old),
        _ => Schema::new(),
    };
    parameter.insert("schema".to_owned(), with_uses(new, uses));
}

fn is_boolean_text(schema: &Value) -> bool {
    let values = schema.get("enum").and_then(Value::as_array);
    values.is_some_and(|values| {
        values.len() == 2 && ["true", "false"].iter().all(|text| values.iter().any(|value| value == text))
    })
}

/// The list, where a union is one of that list and its item.
fn one_or_many(schema: &Value) -> Option<Value> {
    let arms = schema.get("oneOf")?.as_array()?;
    let [first, second] = arms.as_slice() else {
        return None;
    };
    [(first, second), (second, first)]
        .into_iter()
        .find(|(one, many)| many.get("items").is_some_and(|item| same_item(one, item)))
        .map(|(_, many)| many.clone())
}

fn same_item(one: &Value, item: &Value) -> bool {
    same_shape(one, item) || without_null(one) == without_null(item)
}

/// In a query there is no null; whether one is allowed says nothing.
fn without_null(schema: &Value) -> Value {
    let mut bare = shape(schema);
    if let Value::Object(map) = &mut bare {
        map.shift_remove("nullable");
    }
    bare
}
