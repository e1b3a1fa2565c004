//! Bounds of a type that stands at several places in requests: only what all of them demand is
//! checked before sending, because a client must not refuse what one of the places takes.

use serde_json::Value;

use crate::document::walk::Side;
use crate::lower::FADING;

/// Joins what a further place says of a type into what is known of it.
///
/// Descriptions: the first one stays. Bounds: a place on the response side says nothing. What one of the
/// places really leaves out is optional, and not only deprecated.
pub(super) fn merge(known: &mut Value, known_in_request: bool, further: &Value, side: Side) {
    match (known, further) {
        (Value::Object(known), Value::Object(further)) => {
            if side == Side::Request {
                merge_bounds(known, known_in_request, further);
            }
            merge_fading(known, further);
            for key in ["description", "deprecated"] {
                if let Some(said) = further.get(key).filter(|said| said.is_string() || said.is_boolean())
                    && !known.contains_key(key)
                {
                    known.insert(key.to_owned(), said.clone());
                }
            }
            for (key, part) in known.iter_mut() {
                if let Some(other) = further.get(key).filter(|_| key != "x-check" && key != FADING) {
                    merge(part, known_in_request, other, side);
                }
            }
        }
        (Value::Array(known), Value::Array(further)) => {
            known.iter_mut().zip(further).for_each(|(known, further)| merge(known, known_in_request, further, side));
        }
        _ => {}
    }
}

fn merge_fading(known: &mut serde_json::Map<String, Value>, further: &serde_json::Map<String, Value>) {
    if let Some(Value::Array(ours)) = known.get_mut(FADING) {
        let theirs = further.get(FADING).and_then(Value::as_array);
        ours.retain(|name| theirs.is_some_and(|theirs| theirs.contains(name)));
        if ours.is_empty() {
            known.shift_remove(FADING);
        }
    }
}

fn merge_bounds(
    known: &mut serde_json::Map<String, Value>,
    known_in_request: bool,
    further: &serde_json::Map<String, Value>,
) {
    match (known.get_mut("x-check"), further.get("x-check")) {
        (Some(Value::Object(ours)), Some(Value::Object(theirs))) => {
            ours.retain(|bound, value| theirs.get(bound) == Some(value));
        }
        (Some(_), _) => {
            known.remove("x-check");
        }
        (None, Some(theirs)) if !known_in_request => {
            known.insert("x-check".to_owned(), theirs.clone());
        }
        (None, _) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn merged(mut known: Value, known_in_request: bool, further: &Value, side: Side) -> Value {
        merge(&mut known, known_in_request, further, side);
        known
    }

    #[test]
    fn only_common_bounds_of_requests_stay() {
        let one = json!({ "type": "string", "x-check": { "minLength": 1, "maxLength": 9 } });
        let other = json!({ "type": "string", "x-check": { "minLength": 1, "maxLength": 5 } });
        assert_eq!(merged(one.clone(), true, &other, Side::Request)["x-check"], json!({ "minLength": 1 }));
        assert_eq!(merged(one.clone(), true, &json!({ "type": "string" }), Side::Request).get("x-check"), None);
        assert_eq!(merged(one.clone(), true, &json!({ "type": "string" }), Side::Response), one);
    }

    #[test]
    fn the_first_request_place_brings_its_bounds_to_a_response_type() {
        let response = json!({ "type": "string" });
        let request = json!({ "type": "string", "x-check": { "minLength": 1 } });
        assert_eq!(merged(response, false, &request, Side::Request), request);
    }

    #[test]
    fn a_later_request_brings_no_bounds() {
        let first = json!({ "type": "string" });
        let later = json!({ "type": "string", "x-check": { "minLength": 1 } });
        assert_eq!(merged(first.clone(), true, &later, Side::Request), first);
    }

    #[test]
    fn arms_and_fields_are_joined_one_by_one() {
        let with = |check: Value| json!({ "oneOf": [{ "type": "string", "x-check": check }, { "type": "boolean" }] });
        let (one, other) = (with(json!({ "minLength": 1, "maxLength": 9 })), with(json!({ "maxLength": 9 })));
        assert_eq!(merged(one.clone(), true, &other, Side::Request), other);
        let field = |schema: &Value| json!({ "type": "object", "properties": { "a": schema } });
        assert_eq!(merged(field(&one), true, &field(&other), Side::Request), field(&other));
    }

    #[test]
    fn what_one_place_leaves_out_is_optional() {
        let one = json!({ "type": "object", "x-fading": ["a", "b"] });
        let other = json!({ "type": "object", "x-fading": ["b"] });
        assert_eq!(merged(one.clone(), false, &other, Side::Response), other);
        assert_eq!(merged(one, false, &json!({ "type": "object" }), Side::Response), json!({ "type": "object" }));
    }

    #[test]
    fn the_first_description_stays() {
        let one = json!({ "description": "one" });
        assert_eq!(merged(one.clone(), true, &json!({ "description": "two" }), Side::Response), one);
        assert_eq!(merged(json!({}), true, &one, Side::Response), one);
        // A property of that name is no description.
        let called = json!({ "description": { "type": "string" } });
        assert_eq!(merged(json!({}), true, &called, Side::Response), json!({}));
        assert_eq!(merged(called.clone(), true, &one, Side::Response), called);
        let fading = json!({ "deprecated": true });
        assert_eq!(merged(json!({}), true, &fading, Side::Response), fading);
    }
}
