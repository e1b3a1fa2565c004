//! Query parameters. An empty text is no value: the server takes `name=` for an error, and an empty
//! variable of the environment seldom means more than a missing one.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;

use super::path::{encode, join};
use super::{Call, Draft};

const NO_VALUE: &str = "no value was given";

impl Call<'_> {
    /// A parameter, or none; a list becomes repeated keys.
    pub(crate) fn query<T: Serialize>(mut self, name: &'static str, value: Result<Option<T>, String>) -> Self {
        // Most parameters are not set, and that is to cost nothing.
        if let Ok(None) = value {
            return self;
        }
        let value = value.and_then(|value| json(&value));
        self.draft.query(name, value, false);
        self
    }

    /// A parameter that must be there; an empty list would vanish, and is refused.
    pub(crate) fn query_required<T: Serialize>(mut self, name: &'static str, value: Result<T, String>) -> Self {
        let value = value.and_then(|value| json(&value));
        self.draft.query(name, value, true);
        self
    }

    /// A list in one pair, or none.
    pub(crate) fn query_joined<T: Serialize>(
        mut self,
        name: &'static str,
        separator: &str,
        values: Result<Option<Vec<T>>, String>,
    ) -> Self {
        let value = values.and_then(|values| json(&values));
        self.draft.query_joined(name, separator, value, false);
        self
    }

    /// A list in one pair that must be there.
    pub(crate) fn query_required_joined<T: Serialize>(
        mut self,
        name: &'static str,
        separator: &str,
        values: Result<Vec<T>, String>,
    ) -> Self {
        let value = values.and_then(|values| json(&values));
        self.draft.query_joined(name, separator, value, true);
        self
    }
}

/// A value as JSON; the reason of a failure goes to the person who set it.
pub(super) fn json<T: Serialize>(value: &T) -> Result<Value, String> {
    serde_json::to_value(value).map_err(|error| error.to_string())
}

impl Draft {
    fn query(&mut self, name: &'static str, value: Result<Value, String>, required: bool) {
        let value = match value {
            // Most parameters are one text or number.
            Ok(Value::String(text)) if !text.is_empty() => return push_pair(&mut self.query, name, &encode(&text)),
            Ok(Value::Number(number)) => return push_pair(&mut self.query, name, &number.to_string()),
            other => other,
        };
        let pairs = value.as_ref().map_err(Clone::clone).and_then(|value| given(name, value));
        let Some(pairs) = self.take(name, pairs) else {
            return;
        };
        if required && pairs.is_empty() {
            self.refuse(name, NO_VALUE);
        }
        for (name, text) in &pairs {
            push_pair(&mut self.query, name, &encode(text));
        }
    }

    fn query_joined(&mut self, name: &'static str, separator: &str, value: Result<Value, String>, required: bool) {
        let pairs = value.as_ref().map_err(Clone::clone).and_then(|value| given(name, value));
        match self.take(name, pairs) {
            Some(pairs) if !pairs.is_empty() => {
                let texts: Vec<Text<'_>> = pairs.into_iter().map(|(_, text)| text).collect();
                push_pair(&mut self.query, name, &join(&texts, separator));
            }
            Some(_) if required => self.refuse(name, NO_VALUE),
            _ => {}
        }
    }
}

/// A text that is copied only where it is not one yet.
type Text<'v> = Cow<'v, str>;

/// The pairs of a value that say something.
fn given<'v>(name: &'v str, value: &'v Value) -> Result<Vec<(&'v str, Text<'v>)>, String> {
    let mut pairs = pairs(name, value)?;
    pairs.retain(|(_, text)| !text.is_empty());
    Ok(pairs)
}

/// Appends a pair whose value is encoded already.
pub(super) fn push_pair(query: &mut String, name: &str, encoded: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(&encode(name));
    query.push('=');
    query.push_str(encoded);
}

/// The pairs that a value becomes: nothing for null, one for a scalar, one for each item of a list
/// and for each field of an object (style `form`, exploded).
pub(super) fn pairs<'v>(name: &'v str, value: &'v Value) -> Result<Vec<(&'v str, Text<'v>)>, String> {
    let mut found = Vec::new();
    match value {
        Value::Array(list) => {
            for item in list {
                found.extend(pair(name, item)?);
            }
        }
        Value::Object(fields) => {
            for (field, value) in fields {
                match value {
                    Value::Array(list) => {
                        for item in list {
                            found.extend(pair(field, item)?);
                        }
                    }
                    value => found.extend(pair(field, value)?),
                }
            }
        }
        value => found.extend(pair(name, value)?),
    }
    Ok(found)
}

fn pair<'v>(name: &'v str, value: &'v Value) -> Result<Option<(&'v str, Text<'v>)>, String> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) => Cow::Borrowed(text.as_str()),
        Value::Bool(_) | Value::Number(_) => Cow::Owned(value.to_string()),
        Value::Array(_) | Value::Object(_) => {
            return Err("a list or object inside another cannot be sent here".to_owned());
        }
    };
    Ok(Some((name, text)))
}
