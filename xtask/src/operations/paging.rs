//! Paging, recognized from parameters and response: a cursor that comes back, or an offset.

use serde_json::Value;

use super::{Location, Parameter, ResponseKind};

/// How the next page is asked for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Paging {
    /// By the cursor that a page carries.
    Cursor {
        /// The query parameter that takes it.
        parameter: String,
        /// The page's property that carries it.
        next: String,
        /// What a page holds.
        page: Page,
    },
    /// By counting: the page after a short one is not asked for.
    Offset {
        /// The query parameter that takes the count.
        parameter: String,
        /// The query parameter that limits a page.
        limit: Option<String>,
        /// What a page holds.
        page: Page,
    },
}

impl Paging {
    /// What a page holds.
    pub fn page(&self) -> &Page {
        match self {
            Self::Cursor { page, .. } | Self::Offset { page, .. } => page,
        }
    }
}

/// The list in a page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Page {
    /// The type of the page.
    pub name: String,
    /// The property that holds the list; a page with two lists pages by its first.
    pub list: String,
    /// The other lists of the page.
    pub others: Vec<String>,
}

/// Names under which cursors go, request side then response side.
pub(crate) const CURSORS: [(&str, &[&str]); 6] = [
    ("cursor", &["next_cursor", "nextCursor", "cursor"]),
    ("page_token", &["next_page_token"]),
    ("pageToken", &["nextPageToken"]),
    ("next_token", &["next_token"]),
    ("nextToken", &["nextToken"]),
    ("after", &["next_cursor", "after"]),
];

pub(super) fn of(document: &Value, parameters: &[Parameter], response: &ResponseKind) -> Option<Paging> {
    let ResponseKind::Json { schema, or_empty: false } = response else {
        return None;
    };
    let name = schema.get("$ref").or_else(|| schema.get("allOf")?.get(0)?.get("$ref"))?.as_str()?.rsplit('/').next()?;
    if schema.get("nullable").is_some() {
        return None;
    }
    let properties = document.get("components")?.get("schemas")?.get(name)?.get("properties")?.as_object()?;
    let is_list = |schema: &Value| schema.get("type").and_then(Value::as_str) == Some("array");
    let mut lists = properties.iter().filter(|(_, schema)| is_list(schema)).map(|(name, _)| name.clone());
    let page = Page { name: name.to_owned(), list: lists.next()?, others: lists.collect() };
    let query = |wire: &str, kind: &str| {
        parameters.iter().find(|parameter| {
            parameter.location == Location::Query
                && !parameter.required
                && parameter.wire == wire
                && parameter.schema.get("type").and_then(Value::as_str) == Some(kind)
        })
    };
    for (parameter, answers) in CURSORS {
        let is_text = |name: &str| {
            properties.get(name).is_some_and(|schema| schema.get("type").and_then(Value::as_str) == Some("string"))
        };
        if let (Some(found), Some(next)) = (query(parameter, "string"), answers.iter().find(|name| is_text(name))) {
            return Some(Paging::Cursor { parameter: found.wire.clone(), next: (*next).to_owned(), page });
        }
    }
    let offset = query("offset", "integer").or_else(|| query("skip", "integer"))?;
    let limit = query("limit", "integer").or_else(|| query("take", "integer"));
    Some(Paging::Offset { parameter: offset.wire.clone(), limit: limit.map(|limit| limit.wire.clone()), page })
}
