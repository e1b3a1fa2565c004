//! The schemas of the dialect, one by one.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::super::FADING;
use super::{object, only, outside};
use crate::document::Pointer;
use crate::document::walk::{self, Side, component_side};
use crate::trouble::Result;

const COMPONENTS: &str = "#/components/schemas/";

/// Checks schemas, and what they refer to in their document.
pub(super) struct Shapes<'d> {
    document: &'d Value,
    at: Pointer,
    side: Side,
    /// Whether parts may be the bytes that they are.
    is_raw: bool,
}

impl<'d> Shapes<'d> {
    pub(super) fn new(document: &'d Value) -> Self {
        Self { document, at: Pointer::root(), side: Side::Request, is_raw: false }
    }

    /// Checks a schema and all its parts.
    pub(super) fn check(&mut self, schema: &Value, side: Side, at: &Pointer, is_raw: bool) -> Result<()> {
        self.at = at.clone();
        self.side = side;
        self.is_raw = is_raw;
        self.descend(schema)
    }

    fn descend(&mut self, schema: &Value) -> Result<()> {
        self.one(object(schema, &self.at)?)?;
        let mut result = Ok(());
        walk::parts(schema, &mut |keyword, step, part| {
            if result.is_err() {
                return;
            }
            self.at.enter(keyword);
            let is_step = step.is_some();
            if let Some(step) = step {
                self.at.enter(step);
            }
            result = self.descend(part);
            if is_step {
                self.at.leave();
            }
            self.at.leave();
        });
        result
    }

    fn one(&self, map: &Map<String, Value>) -> Result<()> {
        self.uses(map)?;
        // One look at the keywords: this is asked of every schema of the document.
        let says = |keyword: &&String| matches!(keyword.as_str(), "type" | "$ref" | "allOf" | "oneOf");
        match map.keys().find(says).map(String::as_str) {
            Some("$ref") => {
                only(map, &["$ref"], &self.at)?;
                self.reference(map)
            }
            Some("allOf") => {
                self.known(map, &["allOf"])?;
                let members = map.get("allOf").and_then(Value::as_array);
                let is_wrapped =
                    members.is_some_and(|members| matches!(members.as_slice(), [one] if one.get("$ref").is_some()));
                match is_wrapped && map.len() > 1 {
                    true => Ok(()),
                    false => Err(outside("an `allOf` that wraps no reference", &self.at)),
                }
            }
            Some("oneOf") => self.union(map),
            Some(_) => {
                let name = map.get("type").and_then(Value::as_str);
                self.typed(map, name.unwrap_or_default())
            }
            None => self.known(map, &[]),
        }
    }

    fn reference(&self, map: &Map<String, Value>) -> Result<()> {
        let target = map.get("$ref").and_then(Value::as_str);
        let key = target.and_then(|target| target.strip_prefix(COMPONENTS));
        let schemas = self.document.pointer("/components/schemas");
        match key {
            Some(key) if component_side(key) != self.side => Err(outside("a reference to the other side", &self.at)),
            Some(key) if schemas.and_then(|schemas| schemas.get(key)).is_some() => Ok(()),
            _ => Err(outside("a `$ref` that leads to no component", &self.at)),
        }
    }

    fn union(&self, map: &Map<String, Value>) -> Result<()> {
        self.known(map, &["oneOf", "x-union"])?;
        let arms = map.get("oneOf").and_then(Value::as_array);
        let Some(arms) = arms.filter(|arms| arms.len() > 1) else {
            return Err(outside("a union of less than two arms", &self.at));
        };
        let at = self.at.push("x-union");
        let Some(about) = map.get("x-union") else {
            return Err(outside("a union without `x-union`", &self.at));
        };
        only(object(about, &at)?, &["tag", "values"], &at)?;
        let tag = about.get("tag").and_then(Value::as_str);
        let values = match about.get("values") {
            Some(values) => Some(self.texts(values)?),
            None => None,
        };
        if tag.is_some() != values.is_some() || values.is_some_and(|count| count != arms.len()) {
            return Err(outside("a tag without a value for each arm", &at));
        }
        for arm in arms {
            if arm.get("nullable").is_some() {
                return Err(outside("an arm that is nullable", &self.at));
            }
            let shapes = ["type", "$ref", "allOf", "oneOf"];
            if shapes.iter().all(|keyword| arm.get(keyword).is_none()) {
                return Err(outside("an arm that takes anything", &self.at));
            }
            if tag.is_some_and(|tag| !self.has_property(arm, tag)) {
                return Err(outside("an arm without its union's tag", &self.at));
            }
        }
        Ok(())
    }

    fn has_property(&self, arm: &Value, name: &str) -> bool {
        let target = arm.get("$ref").or_else(|| arm.pointer("/allOf/0/$ref"));
        let seen = target
            .and_then(Value::as_str)
            .and_then(|target| Pointer::parse(target)?.resolve(self.document))
            .unwrap_or(arm);
        let properties = seen.get("properties");
        properties.is_some_and(|properties| properties.get(name).is_some())
    }

    fn typed(&self, map: &Map<String, Value>, name: &str) -> Result<()> {
        match name {
            "boolean" | "number" => self.known(map, &["type"]),
            "integer" => {
                self.known(map, &["type", "format"])?;
                self.format(map, &["uint64"])
            }
            "string" => {
                self.known(map, &["type", "format", "enum", "x-time-bound", "x-secret"])?;
                let formats = ["date-time", "date", "binary"];
                self.format(map, if self.is_raw { &formats } else { &formats[..2] })?;
                match map.get("enum") {
                    Some(values) => self.texts(values).map(drop),
                    None => Ok(()),
                }
            }
            "array" => match map.contains_key("items") {
                true => self.known(map, &["type", "items"]),
                false => Err(outside("an array without items", &self.at)),
            },
            "object" => self.object(map),
            _ => Err(outside("an unknown type", &self.at.push("type"))),
        }
    }

    fn object(&self, map: &Map<String, Value>) -> Result<()> {
        let keywords = ["type", "properties", "required", "additionalProperties", FADING];
        self.known(map, &keywords)?;
        let properties = match map.get("properties") {
            Some(properties) => Some(object(properties, &self.at.push("properties"))?),
            None => None,
        };
        if properties.is_some_and(Map::is_empty) && !self.is_raw {
            return Err(outside("an object of no properties", &self.at));
        }
        if let Some(fading) = map.get(FADING) {
            self.texts(fading)?;
        }
        let Some(required) = map.get("required") else {
            return Ok(());
        };
        self.texts(required)?;
        let names = required.as_array().into_iter().flatten();
        let has = |name: &str| properties.is_some_and(|properties| properties.contains_key(name));
        match names.filter_map(Value::as_str).all(has) {
            true => Ok(()),
            false => Err(outside("a required property without a schema", &self.at)),
        }
    }

    /// Whether the keywords are those of the shape, or say something of its use.
    fn known(&self, map: &Map<String, Value>, shape: &[&str]) -> Result<()> {
        let fits = |key: &str| {
            matches!(key, "nullable" | "description" | "deprecated" | "x-three-state" | "x-check")
                || shape.contains(&key)
        };
        match map.keys().find(|key| !fits(key)) {
            Some(key) => Err(outside(&format!("`{key}`"), &self.at.push(key))),
            None => Ok(()),
        }
    }

    fn uses(&self, map: &Map<String, Value>) -> Result<()> {
        for (keyword, value) in map {
            let fits = match keyword.as_str() {
                "nullable" | "deprecated" | "x-three-state" | "x-time-bound" => *value == Value::Bool(true),
                "x-secret" => self.side == Side::Response && *value == Value::Bool(true),
                "description" => value.is_string(),
                "x-check" => self.side == Side::Request && is_check(value),
                _ => true,
            };
            if !fits {
                let what = format!("`{keyword}` with another value than it can have");
                return Err(outside(&what, &self.at.push(keyword)));
            }
        }
        Ok(())
    }

    fn format(&self, map: &Map<String, Value>, known: &[&str]) -> Result<()> {
        match map.get("format").map(Value::as_str) {
            None => Ok(()),
            Some(Some(format)) if known.contains(&format) => Ok(()),
            Some(_) => Err(outside("an unknown format", &self.at.push("format"))),
        }
    }

    /// How many different texts there are, and nothing else.
    fn texts(&self, list: &Value) -> Result<usize> {
        let mut seen = BTreeSet::new();
        let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
        let mut texts = list.iter().map(Value::as_str);
        match !list.is_empty() && texts.all(|text| text.is_some() && seen.insert(text)) {
            true => Ok(list.len()),
            false => Err(outside("other than a list of different texts", &self.at)),
        }
    }
}

fn is_check(check: &Value) -> bool {
    let known = |keyword: &String| {
        matches!(
            keyword.as_str(),
            "minLength"
                | "maxLength"
                | "pattern"
                | "format"
                | "minimum"
                | "maximum"
                | "exclusiveMinimum"
                | "exclusiveMaximum"
                | "multipleOf"
                | "enum"
                | "minItems"
                | "maxItems"
                | "uniqueItems"
                | "minProperties"
                | "maxProperties"
        )
    };
    check.as_object().is_some_and(|check| !check.is_empty() && check.keys().all(known))
}
