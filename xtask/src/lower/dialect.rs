//! The dialect that a lowered document is written in, and the check that it is.

use serde_json::{Map, Value};

use crate::document::Pointer;
use crate::document::walk::{METHODS, Side, component_side};
use crate::trouble::{Result, Trouble};

const COMPONENTS: &str = "#/components/schemas/";
const USES: [&str; 4] = ["nullable", "description", "deprecated", "x-three-state"];
const CHECKS: [&str; 15] = [
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "enum",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// Checks that a document is in the lowered dialect.
///
/// # Errors
/// The first keyword or value outside of it, with its place.
pub fn verify(document: &Value) -> Result<()> {
    let root = Pointer::root();
    let map = object(document, &root)?;
    only(map, &["openapi", "info", "servers", "security", "paths", "components"], &root)?;
    if document.get("openapi").and_then(Value::as_str) != Some("3.0.3") {
        return Err(outside("a version other than 3.0.3", &root.push("openapi")));
    }
    let check = Check { document };
    let at = root.push("paths");
    for (path, item) in entries(document.get("paths")) {
        let at = at.push(path);
        only(object(item, &at)?, &METHODS, &at)?;
        for (method, operation) in entries(Some(item)) {
            let at = at.push(method);
            let id = operation.get("operationId").and_then(Value::as_str);
            check.operation(operation, &at).map_err(|trouble| trouble.operation(id.unwrap_or(method)))?;
        }
    }
    let at = root.push("components").push("schemas");
    for (key, schema) in entries(document.pointer("/components/schemas")) {
        let at = at.push(key);
        if !key.starts_with("request:") && !key.starts_with("response:") {
            return Err(outside("a component without a side", &at));
        }
        check.schema(schema, component_side(key), &at, false)?;
    }
    Ok(())
}

fn outside(what: &str, at: &Pointer) -> Trouble {
    Trouble::new(format!("the lowered document contains {what}"))
        .at(at)
        .help("this is a gap in the generator: cut the construct in overlay.toml, and report it")
}

fn object<'v>(value: &'v Value, at: &Pointer) -> Result<&'v Map<String, Value>> {
    value.as_object().ok_or_else(|| outside("a value that is no object", at))
}

fn only(map: &Map<String, Value>, known: &[&str], at: &Pointer) -> Result<()> {
    match map.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(outside(&format!("`{key}`"), &at.push(key))),
        None => Ok(()),
    }
}

fn entries(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

struct Check<'d> {
    document: &'d Value,
}

impl Check<'_> {
    fn operation(&self, operation: &Value, at: &Pointer) -> Result<()> {
        let parameters = operation.get("parameters").and_then(Value::as_array);
        for (index, parameter) in parameters.into_iter().flatten().enumerate() {
            self.parameter(parameter, &at.push("parameters").push(index.to_string()))?;
        }
        if let Some(body) = operation.get("requestBody") {
            let at = at.push("requestBody");
            only(object(body, &at)?, &["description", "required", "content", "x-media"], &at)?;
            let known = [
                "application/json",
                "multipart/form-data",
                "application/x-www-form-urlencoded",
                "application/octet-stream",
                "text/plain",
            ];
            let content = object(body.get("content").unwrap_or(&Value::Null), &at.push("content"))?;
            only(content, &known, &at.push("content"))?;
            self.content(body, Side::Request, &at)?;
        }
        for (status, response) in entries(operation.get("responses")) {
            let at = at.push("responses").push(status);
            only(object(response, &at)?, &["description", "content", "x-media"], &at)?;
            if response.get("content").is_some() {
                self.content(response, Side::Response, &at)?;
            }
        }
        Ok(())
    }

    fn parameter(&self, parameter: &Value, at: &Pointer) -> Result<()> {
        let known = ["name", "in", "required", "description", "deprecated", "schema", "x-join", "x-many"];
        only(object(parameter, at)?, &known, at)?;
        let location = parameter.get("in").and_then(Value::as_str);
        if !matches!(location, Some("path" | "query" | "header")) {
            return Err(outside("a parameter elsewhere", &at.push("in")));
        }
        if !parameter.get("required").is_some_and(Value::is_boolean) {
            return Err(outside("a parameter without `required`", at));
        }
        let Some(schema) = parameter.get("schema") else {
            return Err(outside("a parameter without a schema", at));
        };
        self.schema(schema, Side::Request, &at.push("schema"), false)
    }

    fn content(&self, owner: &Value, side: Side, at: &Pointer) -> Result<()> {
        let at = at.push("content");
        let mut media = entries(owner.get("content"));
        let (Some((name, entry)), None) = (media.next(), media.next()) else {
            return Err(outside("other than one media type", &at));
        };
        let at = at.push(name);
        only(object(entry, &at)?, &["schema"], &at)?;
        let is_raw = name != "application/json";
        match entry.get("schema") {
            Some(schema) => self.schema(schema, side, &at.push("schema"), is_raw),
            None => Err(outside("a media type without a schema", &at)),
        }
    }

    fn schema(&self, schema: &Value, side: Side, at: &Pointer, is_raw: bool) -> Result<()> {
        let map = object(schema, at)?;
        uses(map, side, at)?;
        let shape = ["type", "oneOf", "allOf", "$ref"];
        let Some(shape) = shape.iter().find(|keyword| map.contains_key(**keyword)) else {
            return known(map, &[], at);
        };
        match *shape {
            "$ref" => {
                only(map, &["$ref"], at)?;
                self.reference(schema, side, at)
            }
            "allOf" => {
                known(map, &["allOf"], at)?;
                match map.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
                    Some([one]) if map.len() > 1 => self.reference(one, side, &at.push("allOf").push("0")),
                    _ => Err(outside("an `allOf` that wraps no reference", at)),
                }
            }
            "oneOf" => self.union(map, side, at),
            _ => self.typed(map, side, at, is_raw),
        }
    }

    fn reference(&self, schema: &Value, side: Side, at: &Pointer) -> Result<()> {
        only(object(schema, at)?, &["$ref"], at)?;
        let target = schema.get("$ref").and_then(Value::as_str);
        let key = target.and_then(|target| target.strip_prefix(COMPONENTS));
        let schemas = self.document.pointer("/components/schemas");
        match key {
            Some(key) if component_side(key) != side => Err(outside("a reference to the other side", at)),
            Some(key) if schemas.and_then(|schemas| schemas.get(key)).is_some() => Ok(()),
            _ => Err(outside("a `$ref` that leads to no component", at)),
        }
    }

    fn union(&self, map: &Map<String, Value>, side: Side, at: &Pointer) -> Result<()> {
        known(map, &["oneOf", "x-union"], at)?;
        let arms = map.get("oneOf").and_then(Value::as_array);
        let Some(arms) = arms.filter(|arms| arms.len() > 1) else {
            return Err(outside("a union of less than two arms", at));
        };
        let Some(about) = map.get("x-union") else {
            return Err(outside("a union without `x-union`", at));
        };
        only(object(about, at)?, &["tag", "values"], &at.push("x-union"))?;
        let values = about.get("values").and_then(Value::as_array).map(Vec::len);
        if about.get("tag").is_some() != values.is_some() || values.is_some_and(|count| count != arms.len()) {
            return Err(outside("a tag without a value for each arm", &at.push("x-union")));
        }
        for (index, arm) in arms.iter().enumerate() {
            let at = at.push("oneOf").push(index.to_string());
            if arm.get("nullable").is_some() {
                return Err(outside("an arm that is nullable", &at));
            }
            self.schema(arm, side, &at, false)?;
            if let Some(tag) = about.get("tag").and_then(Value::as_str) {
                self.tagged(arm, tag, &at)?;
            }
        }
        Ok(())
    }

    fn tagged(&self, arm: &Value, tag: &str, at: &Pointer) -> Result<()> {
        let target = arm.get("$ref").or_else(|| arm.pointer("/allOf/0/$ref"));
        let seen = target
            .and_then(Value::as_str)
            .and_then(|target| Pointer::parse(target)?.resolve(self.document))
            .unwrap_or(arm);
        match seen.get("properties").and_then(|properties| properties.get(tag)) {
            Some(_) => Ok(()),
            None => Err(outside("an arm without its union's tag", at)),
        }
    }

    fn typed(&self, map: &Map<String, Value>, side: Side, at: &Pointer, is_raw: bool) -> Result<()> {
        match map.get("type").and_then(Value::as_str) {
            Some("boolean" | "number") => known(map, &["type"], at),
            Some("integer") => {
                known(map, &["type", "format"], at)?;
                formats(map, &["uint64"], at)
            }
            Some("string") => {
                known(map, &["type", "format", "enum", "x-time-bound"], at)?;
                let all = ["date-time", "date", "binary"];
                formats(map, if is_raw { &all } else { &all[..2] }, at)?;
                texts(map, "enum", at)
            }
            Some("array") => {
                known(map, &["type", "items"], at)?;
                match map.get("items") {
                    Some(items) => self.schema(items, side, &at.push("items"), is_raw),
                    None => Err(outside("an array without items", at)),
                }
            }
            Some("object") => self.object(map, side, at, is_raw),
            _ => Err(outside("an unknown type", &at.push("type"))),
        }
    }

    fn object(&self, map: &Map<String, Value>, side: Side, at: &Pointer, is_raw: bool) -> Result<()> {
        known(map, &["type", "properties", "required", "additionalProperties"], at)?;
        texts(map, "required", at)?;
        if let Some(values) = map.get("additionalProperties") {
            self.schema(values, side, &at.push("additionalProperties"), false)?;
        }
        let empty = Map::new();
        let properties = match map.get("properties") {
            Some(properties) => object(properties, at)?,
            None => &empty,
        };
        if map.contains_key("properties") && properties.is_empty() && !is_raw {
            return Err(outside("an object of no properties", at));
        }
        for name in map.get("required").and_then(Value::as_array).into_iter().flatten() {
            if !name.as_str().is_some_and(|name| properties.contains_key(name)) {
                return Err(outside("a required property without a schema", &at.push("required")));
            }
        }
        for (name, part) in properties {
            self.schema(part, side, &at.push("properties").push(name), is_raw)?;
        }
        Ok(())
    }
}

/// Whether the keywords are those of the shape, or say something of its use.
fn known(map: &Map<String, Value>, shape: &[&str], at: &Pointer) -> Result<()> {
    let fits = |key: &str| shape.contains(&key) || USES.contains(&key) || key == "x-check";
    match map.keys().find(|key| !fits(key)) {
        Some(key) => Err(outside(&format!("`{key}`"), &at.push(key))),
        None => Ok(()),
    }
}

fn uses(map: &Map<String, Value>, side: Side, at: &Pointer) -> Result<()> {
    for flag in ["nullable", "deprecated", "x-three-state", "x-time-bound"] {
        if map.get(flag).is_some_and(|flag| *flag != Value::Bool(true)) {
            return Err(outside("a flag that is not set", &at.push(flag)));
        }
    }
    if map.get("description").is_some_and(|text| !text.is_string()) {
        return Err(outside("a description that is no text", at));
    }
    let Some(check) = map.get("x-check") else {
        return Ok(());
    };
    if side == Side::Response {
        return Err(outside("a check of a response", &at.push("x-check")));
    }
    let check = object(check, at)?;
    let fits = |key: &String| CHECKS.contains(&key.as_str());
    match check.is_empty() || !check.keys().all(fits) {
        true => Err(outside("an unknown check", &at.push("x-check"))),
        false => Ok(()),
    }
}

fn formats(map: &Map<String, Value>, known: &[&str], at: &Pointer) -> Result<()> {
    match map.get("format").map(Value::as_str) {
        None => Ok(()),
        Some(Some(format)) if known.contains(&format) => Ok(()),
        Some(_) => Err(outside("an unknown format", &at.push("format"))),
    }
}

/// A list of texts, if it is there, has some and each once.
fn texts(map: &Map<String, Value>, keyword: &str, at: &Pointer) -> Result<()> {
    let Some(list) = map.get(keyword) else {
        return Ok(());
    };
    let texts: Option<Vec<&str>> = list.as_array().and_then(|list| list.iter().map(Value::as_str).collect());
    let unique = |texts: &Vec<&str>| (1..texts.len()).all(|index| !texts[..index].contains(&texts[index]));
    match texts.filter(|texts| !texts.is_empty() && unique(texts)) {
        Some(_) => Ok(()),
        None => Err(outside("other than a list of different texts", &at.push(keyword))),
    }
}
