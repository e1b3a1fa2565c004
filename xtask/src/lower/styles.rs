//! The style of a parameter becomes what progenitor sends: one key per value, or a joined text.
//!
//! progenitor knows `simple` and `form` and nothing else; an object or a nested list makes it panic
//! or send JSON in a query. Objects are spread into a parameter for each property. A parameter
//! that cannot be sent is refused where calls need it, and noted where they do without it.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::schema::{Components, is, referred, take_uses};
use crate::document::Pointer;
use crate::document::walk;
use crate::note::{Fate, Notes};
use crate::trouble::{Result, Trouble};

pub(super) fn apply(document: &mut Value, notes: &mut Notes) -> Result<()> {
    let components = Components::take(document);
    walk::operations_mut(document, &mut |found, operation| {
        let at = found.pointer.push("parameters");
        let Some(Value::Array(parameters)) = operation.get_mut("parameters").map(Value::take) else {
            return Ok(());
        };
        let mut sent: Vec<Value> = Vec::with_capacity(parameters.len());
        for (index, parameter) in parameters.into_iter().enumerate() {
            let Value::Object(parameter) = parameter else {
                continue;
            };
            let mut style = Style { components: &components, at: at.push(index.to_string()), notes };
            for parameter in style.express(parameter)? {
                if sent.iter().any(|other| is_twin(other, &parameter)) {
                    return Err(Trouble::new("two parameters have the same name when sent")
                        .at(&at.push(index.to_string()))
                        .help("rename one of them in overlay.toml"));
                }
                sent.push(parameter);
            }
        }
        match sent.is_empty() {
            true => operation.shift_remove("parameters"),
            false => operation.insert("parameters".to_owned(), Value::Array(sent)),
        };
        Ok(())
    })?;
    components.put_back(document);
    super::templates::apply(document)
}

fn is_twin(left: &Value, right: &Value) -> bool {
    left.get("name") == right.get("name") && left.get("in") == right.get("in")
}

struct Style<'c, 'n> {
    components: &'c Components,
    at: Pointer,
    notes: &'n mut Notes,
}

type Parameter = Map<String, Value>;

impl Style<'_, '_> {
    /// The parameters that are sent for one of the document.
    fn express(&mut self, mut parameter: Parameter) -> Result<Vec<Value>> {
        self.without_null(&mut parameter);
        let schema = parameter.get("schema").cloned().unwrap_or_default();
        let seen = self.components.seen(&schema).clone();
        let (style, explode) = self.style(&parameter)?;
        if is_any(&seen) {
            self.untyped(&mut parameter);
        }
        match shape_of(&schema, self.components) {
            Shape::Scalar => Ok(vec![self.sent(parameter, &style, None)]),
            Shape::List => {
                if matches!(style.as_str(), "label" | "matrix") {
                    return self.inexpressible(&parameter, &format!("a list of style `{style}`"));
                }
                Ok(vec![self.sent(parameter, &style, join(&style, explode))])
            }
            Shape::Lists(items) => {
                let list = json!({ "type": "array", "items": items });
                parameter.insert("schema".to_owned(), list);
                parameter.insert("x-many".to_owned(), true.into());
                let fact = "a parameter that is a value or a list of others: a list of either";
                self.notes.add(Fate::Became, fact, &self.at);
                self.express(parameter)
            }
            Shape::Object if style == "deepObject" => {
                self.spread(&parameter, &seen, |name, property| format!("{name}[{property}]"))
            }
            Shape::Object if style == "form" && explode => {
                self.spread(&parameter, &seen, |_, property| property.to_owned())
            }
            Shape::Object => self.inexpressible(&parameter, &format!("an object of style `{style}`")),
            Shape::Nested | Shape::Known => self.inexpressible(&parameter, "a value with lists or objects in it"),
        }
    }

    /// The style that a parameter has, said or not, and whether it explodes.
    fn style(&self, parameter: &Parameter) -> Result<(String, bool)> {
        let location = text(parameter, "in");
        // The first is what a parameter has that names none.
        let known = match location {
            "query" => ["form", "spaceDelimited", "pipeDelimited", "deepObject"].as_slice(),
            "path" => ["simple", "label", "matrix"].as_slice(),
            _ => ["simple"].as_slice(),
        };
        let style = match (text(parameter, "style"), known) {
            ("", [default, ..]) => *default,
            (told, _) => told,
        };
        if !known.contains(&style) {
            let known = known.join(", ");
            return Err(Trouble::new(format!("a {location} parameter of style `{style}`"))
                .at(&self.at)
                .help(format!("a parameter there can be of style {known}")));
        }
        let explode = match parameter.get("explode") {
            Some(Value::Bool(explode)) => *explode,
            _ => style == "form" || style == "deepObject",
        };
        Ok((style.to_owned(), explode))
    }

    /// There is no null on the wire: nothing is sent for it.
    fn without_null(&mut self, parameter: &mut Parameter) {
        let Some(Value::Object(schema)) = parameter.get_mut("schema") else {
            return;
        };
        for inner in ["items", "additionalProperties"] {
            if let Some(Value::Object(inner)) = schema.get_mut(inner) {
                inner.shift_remove("nullable");
            }
        }
        let uses = take_uses(schema);
        if uses.contains_key("nullable") && is(parameter, "in", "query") && super::schema::flag(parameter, "required") {
            parameter.insert("required".to_owned(), false.into());
            let fact = "a required query parameter that may be null: optional";
            self.notes.add(Fate::Became, fact, &self.at);
        }
        for (keyword, value) in uses {
            if keyword != "nullable" {
                parameter.entry(keyword).or_insert(value);
            }
        }
    }

    fn untyped(&mut self, parameter: &mut Parameter) {
        self.notes.add(Fate::Became, "parameters without a type: text", &self.at);
        parameter.insert("schema".to_owned(), json!({ "type": "string" }));
    }

    fn sent(&self, mut parameter: Parameter, style: &str, join: Option<&str>) -> Value {
        parameter.shift_remove("explode");
        parameter.shift_remove("style");
        match style {
            // The template takes these as its own text.
            "label" | "matrix" => {
                parameter.insert("style".to_owned(), style.into());
            }
            _ => {}
        }
        if let Some(join) = join {
            parameter.insert("x-join".to_owned(), join.into());
        }
        Value::Object(parameter)
    }

    /// One parameter for each property.
    fn spread(
        &mut self,
        parameter: &Parameter,
        seen: &Value,
        name: impl Fn(&str, &str) -> String,
    ) -> Result<Vec<Value>> {
        let properties = seen.get("properties").and_then(Value::as_object);
        let Some(properties) = properties.filter(|_| seen.get("additionalProperties").is_none()) else {
            return self.inexpressible(parameter, "an object of properties that are not named");
        };
        let needed = super::schema::flag(parameter, "required");
        let required = seen.get("required").and_then(Value::as_array);
        let mut sent = Vec::new();
        for (property, schema) in properties {
            let mut one = Parameter::new();
            one.insert("name".to_owned(), name(text(parameter, "name"), property).into());
            one.insert("in".to_owned(), "query".into());
            let is_required = required.is_some_and(|names| names.iter().any(|name| name == property));
            one.insert("required".to_owned(), (needed && is_required).into());
            one.insert("schema".to_owned(), schema.clone());
            super::query::mend(&mut one, self.components);
            self.without_null(&mut one);
            let schema = one.get("schema").cloned().unwrap_or_default();
            if is_any(self.components.seen(&schema)) {
                self.untyped(&mut one);
            }
            match shape_of(&schema, self.components) {
                Shape::Scalar | Shape::List => sent.push(Value::Object(one)),
                _ => {
                    return self.inexpressible(parameter, "an object with lists or objects in it");
                }
            }
        }
        self.notes.add(Fate::Became, "parameters that are objects: one for each property", &self.at);
        Ok(sent)
    }

    fn inexpressible(&mut self, parameter: &Parameter, what: &str) -> Result<Vec<Value>> {
        let location = text(parameter, "in");
        if super::schema::flag(parameter, "required") {
            let name = text(parameter, "name");
            return Err(Trouble::new(format!("the {location} parameter `{name}` is {what}, which cannot be sent"))
                .at(&self.at)
                .help("give it another schema or style in overlay.toml"));
        }
        let fact = format!("an optional {location} parameter that is {what}");
        self.notes.add(Fate::Dropped, fact, &self.at);
        Ok(Vec::new())
    }
}

/// What stands between the values of a list that is one text; `None` where each has a key.
fn join(style: &str, explode: bool) -> Option<&'static str> {
    match style {
        "form" | "deepObject" | "spaceDelimited" | "pipeDelimited" if explode => None,
        "spaceDelimited" => Some(" "),
        "pipeDelimited" => Some("|"),
        _ => Some(","),
    }
}

enum Shape {
    Scalar,
    List,
    /// A union of lists, or of scalars and lists: of these items.
    Lists(Value),
    Object,
    Nested,
    /// A union that was looked at before: one may list another twice, or itself.
    Known,
}

fn shape_of(schema: &Value, components: &Components) -> Shape {
    shape_below(schema, components, &mut BTreeSet::new())
}

fn shape_below(schema: &Value, components: &Components, known: &mut BTreeSet<String>) -> Shape {
    let seen = components.seen(schema);
    let union = referred(schema).filter(|_| seen.get("oneOf").is_some());
    if union.is_some_and(|key| !known.insert(key.to_owned())) {
        return Shape::Known;
    }
    if let Some(items) = seen.get("items") {
        return match shape_below(items, components, known) {
            Shape::Scalar => Shape::List,
            _ => Shape::Nested,
        };
    }
    if let Some(arms) = seen.get("oneOf").and_then(Value::as_array) {
        return union_shape(arms, components, known);
    }
    match seen.get("type").and_then(Value::as_str) {
        Some("object") => Shape::Object,
        _ => Shape::Scalar,
    }
}

fn union_shape(arms: &[Value], components: &Components, known: &mut BTreeSet<String>) -> Shape {
    let mut items: Vec<Value> = Vec::new();
    let mut lists = false;
    for arm in arms {
        match shape_below(arm, components, known) {
            Shape::Scalar => items.push(arm.clone()),
            Shape::List => {
                lists = true;
                items.extend(components.seen(arm).get("items").cloned());
            }
            Shape::Known => {}
            _ => return Shape::Nested,
        }
    }
    match lists {
        false => Shape::Scalar,
        true => Shape::Lists(super::unions::of(items, components)),
    }
}

fn is_any(seen: &Value) -> bool {
    ["type", "oneOf", "$ref"].iter().all(|keyword| seen.get(keyword).is_none())
}

fn text<'p>(parameter: &'p Parameter, key: &str) -> &'p str {
    parameter.get(key).and_then(Value::as_str).unwrap_or_default()
}
