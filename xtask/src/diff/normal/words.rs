//! The keywords of one schema that hold no schemas: kinds of values, enums, bounds, formats.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::diff::prose::{canonical, is_prose};
use crate::diff::shape::{Extra, Shape, kinds};

/// The bounds of texts, lists and objects, which are counts.
const COUNTS: [(&str, kinds::Kinds); 6] = [
    ("minLength", kinds::STRING),
    ("maxLength", kinds::STRING),
    ("minItems", kinds::ARRAY),
    ("maxItems", kinds::ARRAY),
    ("minProperties", kinds::OBJECT),
    ("maxProperties", kinds::OBJECT),
];

/// Keywords that are looked at elsewhere, or that say nothing about a value.
const ELSEWHERE: [&str; 45] = [
    "$ref",
    "$defs",
    "definitions",
    "$id",
    "$schema",
    "$anchor",
    "$vocabulary",
    "$dynamicAnchor",
    "id",
    "type",
    "nullable",
    "enum",
    "const",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "uniqueItems",
    "properties",
    "patternProperties",
    "additionalProperties",
    "required",
    "items",
    "prefixItems",
    "additionalItems",
    "allOf",
    "anyOf",
    "oneOf",
    "discriminator",
    "default",
    "deprecated",
    "not",
    "if",
    "then",
    "else",
    "contains",
];
const ELSEWHERE_TOO: [&str; 4] = ["propertyNames", "unevaluatedItems", "unevaluatedProperties", "dependentSchemas"];

/// What the plain keywords of a schema say.
pub(super) fn shape(map: &Map<String, Value>) -> Shape {
    let mut shape = Shape { kinds: declared(map), ..Shape::default() };
    values(map, &mut shape);
    facets(map, &mut shape);
    if let Some(Value::Array(names)) = map.get("required") {
        shape.required = names.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    }
    if let Some(tag) = map.get("discriminator").and_then(|found| found.get("propertyName")).and_then(Value::as_str) {
        shape.tag = Some(tag.to_owned());
    }
    shape.default = map.get("default").map(canonical);
    shape.deprecated = map.get("deprecated").and_then(Value::as_bool).unwrap_or(false);
    for (keyword, value) in map {
        let known =
            is_prose(keyword) || ELSEWHERE.contains(&keyword.as_str()) || ELSEWHERE_TOO.contains(&keyword.as_str());
        if !known {
            shape.rest.insert(keyword.clone(), canonical(value));
        }
    }
    shape
}

/// The kinds of values that `type` allows; what the other keywords are about, where there is none.
fn declared(map: &Map<String, Value>) -> kinds::Kinds {
    let kind = |name: &str| match name {
        "null" => kinds::NULL,
        "boolean" => kinds::BOOLEAN,
        "integer" => kinds::INTEGER,
        "number" => kinds::NUMBER,
        "string" | "file" => kinds::STRING,
        "array" => kinds::ARRAY,
        "object" => kinds::OBJECT,
        _ => kinds::ANY,
    };
    let declared = match map.get("type") {
        Some(Value::String(name)) => kind(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(kind).fold(0, |all, one| all | one),
        _ if map.contains_key("enum") || map.contains_key("const") => return 0,
        _ if map.contains_key("properties") || map.get("additionalProperties").is_some_and(Value::is_object) => {
            kinds::OBJECT
        }
        _ if map.contains_key("items") || map.contains_key("prefixItems") => kinds::ARRAY,
        _ => return kinds::ANY,
    };
    let nullable = map.get("nullable").and_then(Value::as_bool) == Some(true);
    if nullable { declared | kinds::NULL } else { declared }
}

/// `enum` and `const`; null among them is a kind of its own.
fn values(map: &Map<String, Value>, shape: &mut Shape) {
    let listed: Vec<&Value> = match (map.get("enum"), map.get("const")) {
        (_, Some(only)) => vec![only],
        (Some(Value::Array(values)), None) => values.iter().collect(),
        _ => return,
    };
    let untyped = shape.kinds == 0;
    let mut found = 0;
    for value in listed {
        let kind = of(value);
        found |= kind;
        if kind != kinds::NULL {
            let key = if kind & kinds::NUMBER != 0 { kinds::NUMBER } else { kind };
            shape.values.entry(key).or_default().insert(canonical(value));
        }
    }
    // Null counts if either of the two keywords knows it: that is how people write it.
    shape.kinds = if untyped { found } else { shape.kinds & (found | kinds::NULL) | found & kinds::NULL };
    if found & kinds::NUMBER != 0 && shape.kinds & kinds::NUMBER != 0 && !untyped {
        // Counted out, the difference between integers and numbers says nothing.
        shape.kinds |= found & kinds::NUMBER;
    }
}

fn of(value: &Value) -> kinds::Kinds {
    match value {
        Value::Null => kinds::NULL,
        Value::Bool(_) => kinds::BOOLEAN,
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 => kinds::INTEGER,
            _ => kinds::FRACTION,
        },
        Value::String(_) => kinds::STRING,
        Value::Array(_) => kinds::ARRAY,
        Value::Object(_) => kinds::OBJECT,
    }
}

fn facets(map: &Map<String, Value>, shape: &mut Shape) {
    for (keyword, _) in COUNTS {
        let idle = |value: &&Value| keyword.starts_with("min") && value.as_f64() == Some(0.0);
        if let Some(value) = map.get(keyword).filter(|value| !idle(value)) {
            shape.facets.insert(keyword.to_owned(), canonical(value));
        }
    }
    for (keyword, exclusive, name, up) in
        [("minimum", "exclusiveMinimum", "lower", 1.0), ("maximum", "exclusiveMaximum", "upper", -1.0)]
    {
        if let Some((bound, open)) = limit(map, keyword, exclusive, up, shape.kinds) {
            let bound = canonical(&Value::from(bound));
            shape.facets.insert(name.to_owned(), if open { format!("{bound}, excluded") } else { bound });
        }
    }
    if let Some(step) = map.get("multipleOf") {
        shape.facets.insert("multipleOf".to_owned(), canonical(step));
    }
    if map.get("uniqueItems").and_then(Value::as_bool) == Some(true) {
        shape.facets.insert("uniqueItems".to_owned(), "true".to_owned());
    }
    if let Some(pattern) = map.get("pattern") {
        shape.facets.insert("pattern".to_owned(), canonical(pattern));
    }
    if let Some(format) = map.get("format").and_then(Value::as_str) {
        let of_numbers = shape.kinds & kinds::STRING == 0 && shape.kinds & kinds::NUMBER != 0;
        shape.facets.insert(if of_numbers { "number format" } else { "format" }.to_owned(), format.to_owned());
    }
}

/// A bound of numbers, and whether it is excluded itself: two keywords of two spellings.
fn limit(map: &Map<String, Value>, keyword: &str, exclusive: &str, up: f64, of: kinds::Kinds) -> Option<(f64, bool)> {
    let closed = map.get(keyword).and_then(Value::as_f64);
    let open = match map.get(exclusive) {
        // 3.0: a flag beside the bound.
        Some(Value::Bool(true)) => return closed.map(|bound| whole(bound, true, up, of)),
        Some(value) => value.as_f64(),
        None => None,
    };
    match (closed, open) {
        (Some(closed), Some(open)) if (open - closed) * up >= 0.0 => Some(whole(open, true, up, of)),
        (Some(closed), _) => Some((closed, false)),
        (None, Some(open)) => Some(whole(open, true, up, of)),
        (None, None) => None,
    }
}

/// Integers above 0 are integers from 1 on.
fn whole(bound: f64, open: bool, up: f64, of: kinds::Kinds) -> (f64, bool) {
    let integers = of & kinds::NUMBER == kinds::INTEGER && bound.fract() == 0.0;
    if open && integers { (bound + up, false) } else { (bound, open) }
}

/// A shape without the keywords that mean nothing for its kinds of values.
pub(super) fn relevant(mut shape: Shape) -> Shape {
    let has = |bit: kinds::Kinds| shape.kinds & bit != 0;
    let owner = |keyword: &str| match keyword {
        "lower" | "upper" | "multipleOf" | "number format" => kinds::NUMBER,
        "uniqueItems" => kinds::ARRAY,
        "pattern" | "format" => kinds::STRING,
        _ => COUNTS.iter().find(|(name, _)| *name == keyword).map_or(kinds::ANY, |(_, kind)| *kind),
    };
    let (object, array, now) = (has(kinds::OBJECT), has(kinds::ARRAY), shape.kinds);
    shape.facets.retain(|keyword, _| now & owner(keyword) != 0);
    shape.values.retain(|kind, _| now & kind != 0);
    if !object {
        shape.properties.clear();
        shape.required = BTreeSet::new();
        shape.patterns.clear();
        shape.extra = Extra::Open;
    }
    if !array {
        shape.items = None;
        shape.prefix.clear();
    }
    shape
}
