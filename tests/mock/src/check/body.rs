//! Request bodies.

use serde_json::Value;

use crate::document::{Body, Operation, Schema, is_json};

/// What is wrong with the media type, or the schema that the body has to fit: none where there is no
/// body, and no need for one.
pub(crate) fn media<'d>(
    operation: &'d Operation,
    content_type: Option<&str>,
    empty: bool,
) -> Result<Option<(&'d str, &'d Schema)>, String> {
    let Some(body) = &operation.body else {
        return match empty {
            true => Ok(None),
            false => Err(format!("body: `{}` takes none", operation.id)),
        };
    };
    if empty && content_type.is_none() {
        return match body.required {
            true => Err("body: it is required, and missing".to_owned()),
            false => Ok(None),
        };
    }
    let known = || body.media.iter().map(|(media, _)| media.as_str()).collect::<Vec<_>>().join(" or ");
    let Some(content_type) = content_type else {
        return Err(format!("header.content-type: it is missing; {} is expected", known()));
    };
    match find(body, content_type) {
        Some((media, schema)) => Ok(Some((media, schema))),
        None => Err(format!("header.content-type: {} is expected, not `{content_type}`", known())),
    }
}

fn find<'d>(body: &'d Body, content_type: &str) -> Option<(&'d str, &'d Schema)> {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let fits = |media: &str| {
        let family = media.strip_suffix("/*").is_some_and(|family| essence.split('/').next() == Some(family));
        media == "*/*" || family || media.eq_ignore_ascii_case(essence)
    };
    body.media.iter().find(|(media, _)| fits(media)).map(|(media, schema)| (media.as_str(), schema))
}

/// What is wrong with a body that is not a form.
pub(crate) fn json(media: &str, schema: &Schema, body: &[u8]) -> Vec<String> {
    if !is_json(media) {
        return Vec::new();
    }
    match serde_json::from_slice::<Value>(body) {
        Ok(value) => {
            schema.complaints(&value).into_iter().map(|problem| format!("body{problem}")).map(spaced).collect()
        }
        Err(error) => vec![format!("body: it is no JSON: {error}")],
    }
}

/// `body/alias: …` for a place, `body: …` for the whole.
fn spaced(text: String) -> String {
    text.replacen("bodythe value:", "body:", 1)
}

/// The fields of a form that came so far.
#[derive(Debug, Default)]
pub(crate) struct Form {
    came: Vec<String>,
}

/// What is wrong with a part of a form; `text` is its content, unless it is a file or too long.
pub(crate) fn part(form: &mut Form, schema: &Schema, name: Option<&str>, text: Option<&str>) -> Vec<String> {
    let Some(name) = name else {
        return vec!["body: a part of the form has no name".to_owned()];
    };
    let properties = schema.value()["properties"].as_object();
    let property = properties.and_then(|properties| properties.get(name));
    let mut problems = Vec::new();
    match property {
        None if schema.value()["additionalProperties"] == false || properties.is_some() => {
            problems.push(format!("body.{name}: the form has no such field"));
        }
        Some(property) => {
            if form.came.iter().any(|other| other == name) && property["type"] != "array" {
                problems.push(format!("body.{name}: the field came twice"));
            }
            let is_text =
                property["type"] == "string" && property.get("format").is_none_or(|format| format != "binary");
            if let (true, Some(text), Some(values)) = (is_text, text, property["enum"].as_array())
                && !values.contains(&Value::from(text))
            {
                problems.push(format!("body.{name}: `{text}` is none of the allowed values"));
            }
        }
        None => {}
    }
    form.came.push(name.to_owned());
    problems
}

impl Form {
    /// What is missing, when the form is over.
    pub(crate) fn missing(&self, schema: &Schema) -> Vec<String> {
        let required = schema.value()["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let missing = required.filter(|name| !self.came.iter().any(|came| came == name));
        missing.map(|name| format!("body.{name}: the field is required, and missing")).collect()
    }
}
