//! A component that is only another name for a scalar, an array or a map is written out.
//!
//! Names are worth a type for objects, string enums and unions; a newtype around a string only
//! stands in the way. Whether null is allowed is said where a component is used, not in it.
//! It runs twice: unions are told apart by what their arms are, and may turn out to be aliases
//! themselves.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::schema::{Budget, Components, Schema, give_up, is, put_uses, referred, take_uses, with_uses};
use crate::document::walk::{self, Order, Place};
use crate::note::Notes;
use crate::trouble::Result;

pub(super) fn apply(document: &mut Value, notes: &mut Notes) -> Result<()> {
    let components = Components::take(document);
    if components.keys().is_empty() {
        components.put_back(document);
        return Ok(());
    }
    let mut aliases =
        Aliases { components: &components, nullable: BTreeMap::new(), open: Vec::new(), budget: Budget::new(), notes };
    for key in components.keys() {
        let nullable = components.seen_nullable(&key);
        aliases.nullable.insert(key, nullable);
    }
    walk::every_schema_mut(document, Order::Inside, &mut |schema, place| aliases.write_out(schema, place))?;
    let mut schemas = Schema::new();
    for key in components.keys() {
        let Some(schema) = components.get(&key).filter(|schema| is_named(schema)) else {
            continue;
        };
        let mut schema = schema.clone();
        let place = walk::component_place(&key);
        walk::schema_mut(&mut schema, &place, Order::Inside, &mut |schema, place| aliases.write_out(schema, place))?;
        if let Value::Object(map) = &mut schema {
            map.shift_remove("nullable");
        }
        schemas.insert(key, schema);
    }
    Components::replaced(schemas).put_back(document);
    Ok(())
}

/// Whether a component deserves a type of its own.
pub(super) fn is_named(schema: &Value) -> bool {
    let Some(map) = schema.as_object() else {
        return false;
    };
    map.contains_key("oneOf")
        || (is(map, "type", "object") && map.contains_key("properties"))
        || (is(map, "type", "string") && map.contains_key("enum"))
}

impl Components {
    fn seen_nullable(&self, key: &str) -> bool {
        let schema = self.get(key).and_then(Value::as_object);
        schema.is_some_and(|schema| super::schema::flag(schema, "nullable"))
    }
}

struct Aliases<'c, 'n> {
    components: &'c Components,
    nullable: BTreeMap<String, bool>,
    /// The aliases that are being written out, outermost first.
    open: Vec<String>,
    budget: Budget,
    notes: &'n mut Notes,
}

impl Aliases<'_, '_> {
    fn write_out(&mut self, schema: &mut Value, place: &Place<'_>) -> Result<()> {
        let Some(key) = referred(schema).map(str::to_owned) else {
            return Ok(());
        };
        let Value::Object(map) = schema else {
            return Ok(());
        };
        let mut uses = take_uses(map);
        if self.nullable.get(&key) == Some(&true) {
            uses.insert("nullable".to_owned(), true.into());
        }
        let found = match self.components.get(&key) {
            Some(found) if is_named(found) => {
                *schema = with_uses(super::schema::reference(&key), uses);
                return Ok(());
            }
            Some(found) => found.clone(),
            None => json!({}),
        };
        if self.open.contains(&key) {
            put_uses(map, uses);
            give_up(map, "a list or map that contains itself", place, self.notes);
            return Ok(());
        }
        *schema = self.written(key, found, place)?;
        if let Value::Object(map) = schema {
            put_uses(map, uses);
        }
        Ok(())
    }

    fn written(&mut self, key: String, mut found: Value, place: &Place<'_>) -> Result<Value> {
        super::depth::check_place(place, self.open.len())?;
        self.budget.pay(&found, &place.pointer)?;
        self.open.push(key);
        walk::schema_mut(&mut found, place, Order::Inside, &mut |schema, place| self.write_out(schema, place))?;
        self.open.pop();
        Ok(found)
    }
}
