//! Components that nothing refers to any more go: they were written out, or dropped with their use.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::schema::referred;
use crate::document::walk;
use crate::note::Notes;
use crate::trouble::Result;

pub(super) fn apply(document: &mut Value, _notes: &mut Notes) -> Result<()> {
    if document.pointer("/components/schemas").is_none_or(|schemas| *schemas == json!({})) {
        return Ok(());
    }
    let mut reached = BTreeSet::new();
    let mut new = Vec::new();
    walk::operations_mut(document, &mut |found, operation| {
        walk::operation_schemas_mut(found, operation, &mut |schema, _| {
            references(schema, &mut new);
            Ok(())
        })
    })?;
    spread(document, new, &mut reached);
    if let Some(Value::Object(components)) = document.get_mut("components")
        && let Some(Value::Object(schemas)) = components.get_mut("schemas")
    {
        schemas.retain(|key, _| reached.contains(key));
    }
    Ok(())
}

/// Adds to `reached` the components named in `new`, and all that they refer to.
pub(super) fn spread(document: &Value, mut new: Vec<String>, reached: &mut BTreeSet<String>) {
    let schemas = document.pointer("/components/schemas");
    while let Some(key) = new.pop() {
        if let Some(schema) = schemas.and_then(|schemas| schemas.get(&key))
            && reached.insert(key)
        {
            references(schema, &mut new);
        }
    }
}

/// The components that the schemas of a body name.
pub(super) fn in_content(body: &Value, found: &mut Vec<String>) {
    let content = body.get("content").and_then(Value::as_object);
    for (_, entry) in content.into_iter().flatten() {
        if let Some(schema) = entry.get("schema") {
            references(schema, found);
        }
    }
}

fn references(schema: &Value, found: &mut Vec<String>) {
    found.extend(referred(schema).map(str::to_owned));
    walk::parts(schema, &mut |_, _, part| references(part, found));
}
