//! A schema, and the check of values against it, which is prepared when it is first needed.

use std::fmt;
use std::sync::{Arc, OnceLock};

use serde_json::{Value, json};

/// How many complaints about one value are listed.
const COMPLAINTS: usize = 5;

/// A schema of the document.
pub struct Schema {
    value: Value,
    root: Arc<Value>,
    validator: OnceLock<Result<jsonschema::Validator, String>>,
}

impl Schema {
    pub(super) fn new(value: Value, root: &Arc<Value>) -> Self {
        Self { value, root: Arc::clone(root), validator: OnceLock::new() }
    }

    /// The schema as the document has it.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The document around it, which references lead into.
    pub fn root(&self) -> &Value {
        &self.root
    }

    /// What is wrong with a value, each with its place; nothing when it fits.
    pub fn complaints(&self, value: &Value) -> Vec<String> {
        match self.validator.get_or_init(|| self.prepared()) {
            Err(reason) => vec![format!("the schema itself cannot be used: {reason}")],
            Ok(validator) => validator
                .iter_errors(value)
                .take(COMPLAINTS)
                .map(|error| {
                    let place = error.instance_path().to_string();
                    let place = if place.is_empty() { "the value".to_owned() } else { place };
                    format!("{place}: {error}")
                })
                .collect(),
        }
    }

    /// Whether a value fits.
    pub fn fits(&self, value: &Value) -> bool {
        match self.validator.get_or_init(|| self.prepared()) {
            Ok(validator) => validator.is_valid(value),
            Err(_) => false,
        }
    }

    fn prepared(&self) -> Result<jsonschema::Validator, String> {
        let whole;
        let schema = if has_reference(&self.value) {
            whole = json!({ "allOf": [self.value], "components": self.root["components"] });
            &whole
        } else {
            &self.value
        };
        jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .build(schema)
            .map_err(|error| error.to_string())
    }
}

fn has_reference(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.contains_key("$ref") || map.values().any(has_reference),
        Value::Array(items) => items.iter().any(has_reference),
        _ => false,
    }
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.value)
    }
}
