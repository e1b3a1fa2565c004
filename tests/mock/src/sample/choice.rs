//! What kind of values a schema means.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::resolve::resolve;

/// A schema, taken apart as far as the choice of a value needs.
pub(super) struct Shape<'s> {
    pub(super) kind: Kind<'s>,
    pub(super) nullable: bool,
    /// The schema that the bounds are in.
    pub(super) schema: &'s Value,
}

pub(super) enum Kind<'s> {
    Constant(&'s Value),
    Enum(Vec<&'s Value>),
    /// Arms that are not null, each joined with what stands beside the union.
    Union(Vec<Cow<'s, Value>>),
    Null,
    Bool,
    Integer,
    Number,
    Text,
    Array,
    Object,
    Any,
}

/// What only describes; beside a union it does not have to be joined with the arms.
const SAID: [&str; 9] =
    ["description", "title", "example", "examples", "default", "deprecated", "nullable", "readOnly", "writeOnly"];

impl<'s> Shape<'s> {
    /// `schema` has no `allOf`; those were merged before.
    pub(super) fn of(document: &'s Value, schema: &'s Value) -> Self {
        let of = |kind, nullable| Self { kind, nullable, schema };
        if let Some(value) = schema.get("const") {
            return of(Kind::Constant(value), false);
        }
        let types: Vec<&str> = match schema.get("type") {
            Some(Value::String(one)) => vec![one.as_str()],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let null_type = types.is_empty() || types.contains(&"null");
        if let Some(Value::Array(values)) = schema.get("enum") {
            let nullable = null_type && values.contains(&Value::Null);
            let others: Vec<&Value> = values.iter().filter(|value| !value.is_null()).collect();
            return if others.is_empty() { of(Kind::Null, true) } else { of(Kind::Enum(others), nullable) };
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(Value::Array(arms)) = schema.get(key) {
                return Self::union(document, schema, key, arms);
            }
        }
        let real: Vec<&str> = types.iter().copied().filter(|kind| *kind != "null").collect();
        let nullable = types.contains(&"null");
        match real.as_slice() {
            [] if nullable => of(Kind::Null, true),
            [] => of(guess(schema), false),
            [kind] => of(named(kind), nullable),
            several => {
                let arms = several.iter().map(|kind| Cow::Owned(only(schema, kind)));
                of(Kind::Union(arms.collect()), nullable)
            }
        }
    }

    fn union(document: &'s Value, schema: &'s Value, key: &str, arms: &'s [Value]) -> Self {
        let arms: Vec<&Value> = arms.iter().map(|arm| resolve(document, arm)).collect();
        let is_null = |arm: &&Value| arm.get("type").is_some_and(|kind| kind == "null");
        let beside = schema
            .get("type")
            .is_none_or(|kind| kind.as_array().is_some_and(|all| all.iter().any(|one| one == "null")));
        let nullable = beside && arms.iter().any(is_null);
        let real: Vec<&Value> = arms.into_iter().filter(|arm| !is_null(arm)).collect();
        let bare =
            schema.as_object().is_some_and(|map| map.keys().all(|name| name == key || SAID.contains(&name.as_str())));
        let joined = |arm: &'s Value| match bare {
            true => Cow::Borrowed(arm),
            false => {
                let mut both = schema.clone();
                if let Some(map) = both.as_object_mut() {
                    map.shift_remove(key);
                    map.insert("allOf".to_owned(), Value::Array(vec![arm.clone()]));
                }
                Cow::Owned(both)
            }
        };
        let kind = if real.is_empty() { Kind::Null } else { Kind::Union(real.into_iter().map(joined).collect()) };
        Self { kind, nullable, schema }
    }
}

fn named(kind: &str) -> Kind<'static> {
    match kind {
        "boolean" => Kind::Bool,
        "integer" => Kind::Integer,
        "number" => Kind::Number,
        "string" => Kind::Text,
        "array" => Kind::Array,
        "object" => Kind::Object,
        _ => Kind::Any,
    }
}

/// A schema without a type means what its keywords are about.
fn guess(schema: &Value) -> Kind<'static> {
    let has = |keys: &[&str]| keys.iter().any(|key| schema.get(key).is_some());
    match () {
        () if has(&["properties", "additionalProperties", "required", "minProperties"]) => Kind::Object,
        () if has(&["items", "prefixItems", "minItems", "maxItems"]) => Kind::Array,
        () if has(&["pattern", "format", "minLength", "maxLength"]) => Kind::Text,
        () if has(&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]) => Kind::Number,
        () => Kind::Any,
    }
}

fn only(schema: &Value, kind: &str) -> Value {
    let mut map: Map<String, Value> = schema.as_object().cloned().unwrap_or_default();
    map.insert("type".to_owned(), Value::String(kind.to_owned()));
    Value::Object(map)
}
