//! Two schemas that both apply, as one.

use serde_json::Value;

use super::schema::{Schema, flag, same_shape};
use crate::trouble::Result;

/// What a merge asks of its caller.
pub(super) trait Merging {
    /// One schema for two that both apply to the same part.
    fn both(&mut self, left: Value, right: Value) -> Result<Value>;
    /// The two say different things of a keyword, and the first was taken.
    fn conflict(&mut self, keyword: &str);
}

/// Whether some type of value fits both.
pub(super) fn agree(left: &Schema, right: &Schema) -> bool {
    match (left.get("type"), right.get("type")) {
        (Some(left), Some(right)) => !common_types(left, right).is_empty(),
        _ => true,
    }
}

/// Adds to `left` what `right` says. Both are without references, unions and `allOf`.
pub(super) fn merge(left: &mut Schema, right: Schema, merging: &mut dyn Merging) -> Result<()> {
    nullable(left, &right);
    for (keyword, theirs) in right {
        let Some(ours) = left.get_mut(&keyword) else {
            if keyword != "nullable" {
                left.insert(keyword, theirs);
            }
            continue;
        };
        if *ours == theirs {
            continue;
        }
        match keyword.as_str() {
            "type" => {
                let mut common = common_types(ours, &theirs);
                match common.len() {
                    0 => merging.conflict("type"),
                    1 => *ours = common.swap_remove(0),
                    _ => *ours = Value::Array(common),
                }
            }
            "properties" => properties(ours, theirs, merging)?,
            "items" | "additionalProperties" => part(ours, theirs, merging)?,
            "required" => add_missing(ours, theirs),
            "enum" => enumeration(ours, theirs, merging),
            "minimum" | "exclusiveMinimum" | "minLength" | "minItems" | "minProperties" => {
                tighten(ours, theirs, |ours, theirs| theirs > ours);
            }
            "maximum" | "exclusiveMaximum" | "maxLength" | "maxItems" | "maxProperties" => {
                tighten(ours, theirs, |ours, theirs| theirs < ours);
            }
            "uniqueItems" | "deprecated" | "readOnly" | "writeOnly" => *ours = true.into(),
            "description" | "nullable" => {}
            other => merging.conflict(other),
        }
    }
    Ok(())
}

/// Null fits both only if neither forbids it; a schema without a type does not.
fn nullable(left: &mut Schema, right: &Schema) {
    let (ours, theirs) = (flag(left, "nullable"), flag(right, "nullable"));
    let is_typed = |schema: &Schema| schema.contains_key("type") || schema.contains_key("enum");
    let fits = (ours || !is_typed(left)) && (theirs || !is_typed(right));
    if fits && (ours || theirs) {
        left.insert("nullable".to_owned(), true.into());
    } else {
        left.shift_remove("nullable");
    }
}

fn common_types(left: &Value, right: &Value) -> Vec<Value> {
    let (left, right) = (types(left), types(right));
    let fits = |one: &&Value, other: &[Value]| {
        other.contains(one) || (*one == "integer" && other.iter().any(|other| other == "number"))
    };
    let mut common: Vec<Value> = left.iter().filter(|one| fits(one, right)).cloned().collect();
    let more = right.iter().filter(|one| fits(one, left) && !left.contains(one));
    common.extend(more.cloned());
    common
}

fn types(types: &Value) -> &[Value] {
    match types {
        Value::Array(several) => several,
        one => std::slice::from_ref(one),
    }
}

fn properties(ours: &mut Value, theirs: Value, merging: &mut dyn Merging) -> Result<()> {
    let (Value::Object(ours), Value::Object(theirs)) = (ours, theirs) else {
        return Ok(());
    };
    for (name, theirs) in theirs {
        match ours.get_mut(&name) {
            None => {
                ours.insert(name, theirs);
            }
            Some(ours) => part(ours, theirs, merging)?,
        }
    }
    Ok(())
}

fn part(ours: &mut Value, theirs: Value, merging: &mut dyn Merging) -> Result<()> {
    match (&mut *ours, &theirs) {
        // Whether there may be more properties says less than what they are.
        (Value::Bool(_), _) => *ours = theirs,
        (_, Value::Bool(_)) => {}
        (Value::Object(left), Value::Object(right)) if same_shape_of(left, right) => {
            if let (None, Some(told)) = (left.get("description"), right.get("description")) {
                let told = told.clone();
                left.insert("description".to_owned(), told);
            }
        }
        (Value::Object(left), Value::Object(right)) if !agree(left, right) => {
            merging.conflict("properties");
        }
        _ => *ours = merging.both(ours.take(), theirs)?,
    }
    Ok(())
}

fn same_shape_of(left: &Schema, right: &Schema) -> bool {
    // Copies are made for properties that two members of one `allOf` share, which are few.
    same_shape(&Value::Object(left.clone()), &Value::Object(right.clone()))
}

fn add_missing(ours: &mut Value, theirs: Value) {
    if let (Value::Array(ours), Value::Array(theirs)) = (ours, theirs) {
        for name in theirs {
            if !ours.contains(&name) {
                ours.push(name);
            }
        }
    }
}

fn enumeration(ours: &mut Value, theirs: Value, merging: &mut dyn Merging) {
    if let (Value::Array(ours), Value::Array(theirs)) = (ours, theirs) {
        if ours.iter().any(|value| theirs.contains(value)) {
            ours.retain(|value| theirs.contains(value));
        } else {
            merging.conflict("enum");
        }
    }
}

fn tighten(ours: &mut Value, theirs: Value, is_tighter: fn(f64, f64) -> bool) {
    if let (Some(left), Some(right)) = (ours.as_f64(), theirs.as_f64())
        && is_tighter(left, right)
    {
        *ours = theirs;
    }
}
