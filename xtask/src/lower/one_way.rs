//! A `readOnly` property is not in requests, a `writeOnly` one not in responses.
//!
//! Sides were told apart before, so each copy of a shape loses what never travels that way.

use serde_json::Value;

use super::schema::{Components, Schema, flag, note};
use crate::document::walk::{self, Order, Place, Side};
use crate::note::{Fate, Notes};
use crate::trouble::Result;

pub(super) fn apply(document: &mut Value, notes: &mut Notes) -> Result<()> {
    let one_way = one_way_components(document);
    // The marks themselves stay until the exact keywords of a shape are written.
    walk::every_schema_mut(document, Order::Inside, &mut |schema, place| {
        if let Value::Object(map) = schema {
            drop_properties(map, &one_way, place, notes);
        }
        Ok(())
    })
}

/// The components that are marked as a whole.
fn one_way_components(document: &mut Value) -> Vec<String> {
    let components = Components::take(document);
    let marked = |key: &String| {
        let schema = components.get(key).and_then(Value::as_object);
        schema.is_some_and(|schema| is_foreign(schema, walk::component_side(key)))
    };
    let found = components.keys().into_iter().filter(marked).collect();
    components.put_back(document);
    found
}

fn is_foreign(schema: &Schema, side: Side) -> bool {
    match side {
        Side::Request => flag(schema, "readOnly"),
        Side::Response => flag(schema, "writeOnly"),
    }
}

fn drop_properties(schema: &mut Schema, marked: &[String], place: &Place<'_>, notes: &mut Notes) {
    let Some(Value::Object(properties)) = schema.get_mut("properties") else {
        return;
    };
    let mut gone = Vec::new();
    properties.retain(|name, part| {
        let foreign = part.as_object().is_some_and(|part| is_foreign(part, place.side))
            || super::schema::referred(part).is_some_and(|key| marked.iter().any(|marked| marked == key));
        if foreign {
            gone.push(name.clone());
        }
        !foreign
    });
    if gone.is_empty() {
        return;
    }
    let fact = match place.side {
        Side::Request => "`readOnly` properties of requests",
        Side::Response => "`writeOnly` properties of responses",
    };
    note(notes, Fate::Dropped, fact, place);
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|name| !gone.iter().any(|gone| name == gone));
    }
}
