//! The property by which the arms of a union are told apart.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::schema::{Components, Schema, is, referred, without_side};

/// How the arms of a union are told apart.
pub(super) struct Tag {
    /// The property's name.
    pub(super) name: String,
    /// Its value in each arm.
    pub(super) values: Vec<String>,
}

/// The tag that a discriminator names, or that every arm requires with a value of its own.
pub(super) fn find(arms: &[Value], discriminator: Option<&Value>, components: &Components) -> Option<Tag> {
    if arms.len() < 2 {
        return None;
    }
    let named = discriminator.and_then(|discriminator| discriminator.get("propertyName")?.as_str());
    let objects: Option<Vec<&Schema>> = arms.iter().map(|arm| object(arm, components)).collect();
    let objects = objects?;
    let first = objects.first()?.get("properties")?.as_object()?;
    let candidates = named.into_iter().chain(first.keys().map(String::as_str));
    for tag in candidates {
        let values: Option<Vec<String>> =
            objects.iter().map(|object| value(object, tag, named == Some(tag), components)).collect();
        if let Some(values) = values.filter(|values| are_distinct(values)) {
            let name = tag.to_owned();
            return Some(Tag { name, values });
        }
    }
    by_mapping(arms, discriminator?, components)
}

fn object<'a>(arm: &'a Value, components: &'a Components) -> Option<&'a Schema> {
    let object = components.seen(arm).as_object()?;
    (is(object, "type", "object") && object.contains_key("properties")).then_some(object)
}

/// The one text that a property can be, if the object requires it.
fn value(object: &Schema, tag: &str, is_named: bool, components: &Components) -> Option<String> {
    let required = object.get("required").and_then(Value::as_array);
    if !is_named && !required?.iter().any(|name| name == tag) {
        return None;
    }
    let property = components.seen(object.get("properties")?.get(tag)?);
    if property.get("nullable").is_some() {
        return None;
    }
    match property.get("enum")?.as_array()?.as_slice() {
        [one] => one.as_str().map(str::to_owned),
        _ => None,
    }
}

fn are_distinct(values: &[String]) -> bool {
    values.iter().collect::<BTreeSet<_>>().len() == values.len()
}

/// The values that a discriminator gives to arms that are references.
fn by_mapping(arms: &[Value], discriminator: &Value, components: &Components) -> Option<Tag> {
    let name = discriminator.get("propertyName")?.as_str()?;
    let empty = Map::new();
    let mapping = discriminator.get("mapping").and_then(Value::as_object).unwrap_or(&empty);
    let mut values = Vec::new();
    for arm in arms {
        let seen = object(arm, components)?;
        seen.get("properties")?.get(name)?;
        let told = match (value(seen, name, true, components), referred(arm)) {
            (Some(own), _) => own,
            (None, Some(key)) => {
                let told = mapping.iter().find(|(_, target)| *target == &arm["$ref"]);
                // Without a mapping, a component's name is its value.
                told.map_or_else(|| without_side(key), |(value, _)| value).to_owned()
            }
            (None, None) => return None,
        };
        values.push(told);
    }
    let name = name.to_owned();
    are_distinct(&values).then_some(Tag { name, values })
}
