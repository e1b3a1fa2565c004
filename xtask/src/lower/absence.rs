//! In requests, absent, null and empty are three things where it matters.
//!
//! An optional and nullable property of a `PATCH` body clears a field with null and leaves it alone
//! when absent. An optional list or map of any body becomes nullable, so that absent (say
//! nothing) and empty (say: none) differ in its type; without it typify skips empty ones.

use std::collections::BTreeSet;

use serde_json::Value;

use super::media;
use super::schema::{Schema, flag, is};
use crate::document::walk::{self, Holder, Order, Place, Side};
use crate::note::Notes;
use crate::trouble::Result;

pub(super) fn apply(document: &mut Value, _notes: &mut Notes) -> Result<()> {
    let patched = patched(document)?;
    walk::every_schema_mut(document, Order::Outside, &mut |schema, place| {
        if let (Side::Request, Value::Object(map)) = (place.side, schema)
            && is_json_value(place)
        {
            mend(map, is_patched(place, &patched));
        }
        Ok(())
    })
}

fn is_json_value(place: &Place<'_>) -> bool {
    match &place.holder {
        Holder::Body { media } => media::is_json(media),
        Holder::Component { .. } => true,
        _ => false,
    }
}

fn is_patched(place: &Place<'_>, patched: &BTreeSet<String>) -> bool {
    match &place.holder {
        Holder::Component { name } => patched.contains(name),
        _ => place.in_patch_body(),
    }
}

/// The components that `PATCH` bodies reach.
fn patched(document: &mut Value) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let mut new = Vec::new();
    walk::operations_mut(document, &mut |operation, parts| {
        if operation.method == "patch"
            && let Some(body) = parts.get_mut("requestBody")
        {
            super::reach::in_content(body, &mut new);
        }
        Ok(())
    })?;
    super::reach::spread(document, new, &mut found);
    Ok(found)
}

fn mend(schema: &mut Schema, is_patched: bool) {
    let required: BTreeSet<String> = match schema.get("required").and_then(Value::as_array) {
        Some(names) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        None => BTreeSet::new(),
    };
    let Some(Value::Object(properties)) = schema.get_mut("properties") else {
        return;
    };
    for (name, part) in properties {
        let Value::Object(part) = part else { continue };
        if required.contains(name) {
            continue;
        }
        if flag(part, "nullable") {
            if is_patched {
                part.insert("x-three-state".to_owned(), true.into());
            }
        } else if is(part, "type", "array") || (is(part, "type", "object") && !part.contains_key("properties")) {
            part.insert("nullable".to_owned(), true.into());
        }
    }
}
