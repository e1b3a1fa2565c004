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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Writes down what it is asked.
    #[derive(Default)]
    struct Asked(Vec<String>);

    impl Merging for Asked {
        fn both(&mut self, left: Value, right: Value) -> Result<Value> {
            self.0.push(format!("both {left} {right}"));
            Ok(json!("both"))
        }

        fn conflict(&mut self, keyword: &str) {
            self.0.push(format!("conflict {keyword}"));
        }
    }

    /// What becomes of two schemas, and what was asked on the way.
    fn merged(left: Value, right: Value) -> (Value, Vec<String>) {
        let (Value::Object(mut left), Value::Object(right)) = (left, right) else { panic!("two objects") };
        let mut asked = Asked::default();
        merge(&mut left, right, &mut asked).unwrap_or_else(|trouble| panic!("{trouble}"));
        (Value::Object(left), asked.0)
    }

    fn silently(left: Value, right: Value) -> Value {
        let (whole, asked) = merged(left, right);
        assert_eq!(asked, [""; 0], "{whole}");
        whole
    }

    #[test]
    fn the_tighter_bound_counts_and_of_equal_ones_the_first() {
        let bounds = |lower: Value, upper: Value| json!({ "minimum": lower, "maximum": upper });
        assert_eq!(silently(bounds(json!(1), json!(9)), bounds(json!(2), json!(8))), bounds(json!(2), json!(8)));
        assert_eq!(silently(bounds(json!(2), json!(8)), bounds(json!(1), json!(9))), bounds(json!(2), json!(8)));
        assert_eq!(silently(bounds(json!(1), json!(9)), bounds(json!(1.0), json!(9.0))), bounds(json!(1), json!(9)));
    }

    #[test]
    fn types_that_both_allow_are_left_and_a_single_one_is_no_list() {
        let types = |types: Value| json!({ "type": types });
        let left = || types(json!(["string", "integer", "boolean"]));
        assert_eq!(silently(left(), types(json!(["boolean", "string"]))), types(json!(["string", "boolean"])));
        assert_eq!(silently(left(), types(json!(["number", "array"]))), types(json!("integer")));
        assert_eq!(silently(types(json!("number")), types(json!("integer"))), types(json!("integer")));
        let (whole, asked) = merged(types(json!("string")), types(json!("boolean")));
        assert_eq!((whole, asked), (types(json!("string")), vec!["conflict type".to_owned()]));
    }

    #[test]
    fn what_further_properties_are_says_more_than_that_there_are_any() {
        let extra = |extra: Value| json!({ "additionalProperties": extra });
        let texts = || json!({ "type": "string" });
        assert_eq!(silently(extra(json!(true)), extra(texts())), extra(texts()));
        assert_eq!(silently(extra(texts()), extra(json!(true))), extra(texts()));
        assert_eq!(silently(extra(json!(true)), extra(json!(false))), extra(json!(false)));
    }

    #[test]
    fn parts_of_one_shape_are_one_under_the_first_words() {
        let items = |items: Value| json!({ "items": items });
        let named = |words: &str| json!({ "type": "string", "description": words });
        let (bare, number) = (json!({ "type": "string" }), json!({ "type": "number" }));
        assert_eq!(silently(items(named("One.")), items(named("Another."))), items(named("One.")));
        assert_eq!(silently(items(bare.clone()), items(named("Another."))), items(named("Another.")));
        assert_eq!(
            merged(items(bare.clone()), items(number.clone())),
            (items(bare.clone()), vec!["conflict properties".to_owned()])
        );
        let object = json!({ "properties": { "a": bare } });
        let asked = vec![format!("both {object} {number}")];
        assert_eq!(merged(items(object), items(number)), (items(json!("both")), asked));
    }
}
