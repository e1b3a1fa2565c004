//! The Rust type of a lowered schema, where progenitor made none: arms of unions, parts of a form.

use serde_json::Value;

/// What a value of the schema is called after, and its Rust type; `path` spells generated types.
pub(super) fn of(schema: &Value, path: &dyn Fn(&str) -> String) -> (String, String) {
    if let Some(reference) =
        schema.get("$ref").or_else(|| schema.get("allOf")?.get(0)?.get("$ref")).and_then(Value::as_str)
    {
        let name = reference.rsplit('/').next().unwrap_or_default();
        let path = if name == "TimeBound" { "crate::TimeBound".to_owned() } else { path(name) };
        return (name.to_owned(), path);
    }
    let inner = |key: &str| schema.get(key).map(|part| of(part, path));
    let anything = || ("Value".to_owned(), "serde_json::Value".to_owned());
    match (schema.get("type").and_then(Value::as_str), schema.get("format").and_then(Value::as_str)) {
        (Some("string"), Some("date-time")) => {
            ("Timestamp".to_owned(), "chrono::DateTime<chrono::offset::Utc>".to_owned())
        }
        (Some("string"), Some("date")) => ("Date".to_owned(), "chrono::naive::NaiveDate".to_owned()),
        (Some("string"), _) => ("Text".to_owned(), "String".to_owned()),
        (Some("boolean"), _) => ("Flag".to_owned(), "bool".to_owned()),
        (Some("integer"), Some("uint64")) => ("Integer".to_owned(), "u64".to_owned()),
        (Some("integer"), _) => ("Integer".to_owned(), "i64".to_owned()),
        (Some("number"), _) => ("Number".to_owned(), "f64".to_owned()),
        (Some("array"), _) => {
            let (stem, ty) = inner("items").unwrap_or_else(anything);
            (format!("{stem}List"), format!("Vec<{ty}>"))
        }
        (Some("object"), _) => match inner("additionalProperties") {
            Some((stem, ty)) => (format!("{stem}Map"), format!("std::collections::BTreeMap<String, {ty}>")),
            None => ("Object".to_owned(), "serde_json::Map<String, serde_json::Value>".to_owned()),
        },
        _ => ("Anything".to_owned(), "serde_json::Value".to_owned()),
    }
}
