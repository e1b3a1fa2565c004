//! Which media types are alike, and which one to choose where several are offered.

use serde_json::{Map, Value};

/// `content` with one media type.
pub(super) fn content(media: &str, schema: Value) -> Value {
    // Not `json!`, which would copy the schema.
    let mut entry = Map::new();
    entry.insert("schema".to_owned(), schema);
    let mut content = Map::new();
    content.insert(media.to_owned(), Value::Object(entry));
    Value::Object(content)
}

/// The type without parameters, in lower case.
pub(super) fn essence(media: &str) -> String {
    let plain = media.split(';').next().unwrap_or_default();
    plain.trim().to_ascii_lowercase()
}

/// Whether values of it are JSON documents.
pub(super) fn is_json(media: &str) -> bool {
    let plain = essence(media);
    matches!(plain.as_str(), "application/json" | "text/json") || plain.ends_with("+json")
}

/// Whether it leaves the choice to the other end; JSON is among what it allows.
pub(super) fn is_open(media: &str) -> bool {
    matches!(essence(media).as_str(), "*/*" | "application/*")
}

/// Whether values of it are texts for people or line-wise tools.
pub(super) fn is_text(media: &str) -> bool {
    let plain = essence(media);
    plain.starts_with("text/")
        || plain.ends_with("+xml")
        || plain.ends_with("+yaml")
        || matches!(
            plain.as_str(),
            "application/xml"
                | "application/yaml"
                | "application/x-yaml"
                | "application/csv"
                | "application/jsonl"
                | "application/x-ndjson"
                | "application/json-seq"
        )
}

/// The key of the first choice among `offered`, by the rank that `rank` gives (less is better).
pub(super) fn choose<'m>(
    offered: impl Iterator<Item = &'m String>,
    rank: impl Fn(&str) -> usize,
) -> Option<&'m String> {
    // `min_by_key` keeps the first of equals: the document's order breaks ties.
    offered.min_by_key(|media| rank(media))
}
