//! Lists that come in pages.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::arrived::Arrived;
use crate::document::{Location, Operation};
use crate::settings::Settings;

/// The field of an answer that holds the position of the next page.
const NEXT: &str = "next_cursor";
/// The field of an answer that says whether there is one.
const MORE: &str = "has_more";
/// However many items are asked for, no page is longer.
const LONGEST: usize = 100_000;

/// A page of a list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Page {
    /// The number of its first item.
    pub(crate) first: u64,
    /// How many items it has.
    pub(crate) count: usize,
    /// The position after it; none on the last page.
    pub(crate) next: Option<String>,
}

impl Page {
    /// The page that a request asks for; none where the operation has no pages.
    pub(crate) fn of(operation: &Operation, arrived: &Arrived, settings: &Settings) -> Option<Self> {
        let limit = arrived.query("limit").and_then(|text| text.parse::<usize>().ok()).filter(|limit| *limit > 0);
        let limit = limit.map(|limit| limit.min(LONGEST));
        if operation.takes_query("cursor") {
            let size = limit.unwrap_or(settings.page_size).min(settings.page_size);
            let (page, size) = match arrived.query("cursor").and_then(position) {
                Some((page, size)) => (page, size),
                None => (0, size),
            };
            let next = (page < settings.pages.saturating_sub(1)).then(|| cursor(page + 1, size));
            return Some(Self { first: page.saturating_mul(size as u64), count: size, next });
        }
        if operation.takes_query("offset") && operation.takes_query("limit") {
            // A short page is the only sign of the end: so every other page is as long as was asked.
            let asked = limit.or_else(|| usual(operation));
            let size = asked.unwrap_or(settings.page_size);
            let offset: u64 = arrived.query("offset").and_then(|text| text.parse().ok()).unwrap_or(0);
            let short = u64::from(size > 1);
            let total = (settings.pages * size as u64).saturating_sub(short);
            let count = total.saturating_sub(offset).min(size as u64) as usize;
            return Some(Self { first: offset, count, next: None });
        }
        None
    }
}

/// The `limit` that the document says is used without one.
fn usual(operation: &Operation) -> Option<usize> {
    let parameter = operation.parameters_in(Location::Query).find(|parameter| parameter.name == "limit")?;
    parameter.schema.value()["default"].as_u64().map(|limit| limit as usize)
}

/// A position, opaque as the service's: the `=` at its end has to survive the query string.
fn cursor(page: u64, size: usize) -> String {
    let mut text = format!("page:{page}:{size}:");
    while text.len() % 3 != 1 {
        text.push('~');
    }
    STANDARD.encode(text)
}

fn position(cursor: &str) -> Option<(u64, usize)> {
    let text = String::from_utf8(STANDARD.decode(cursor).ok()?).ok()?;
    let mut parts = text.strip_prefix("page:")?.split(':');
    let (page, size): (u64, usize) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    (size <= LONGEST).then_some((page, size))
}

/// What is wrong with the position in a request.
pub(crate) fn complaint(operation: &Operation, arrived: &Arrived) -> Option<String> {
    let cursor = arrived.query("cursor").filter(|_| operation.takes_query("cursor"))?;
    position(cursor).is_none().then(|| format!("query.cursor: `{cursor}` is no position that this server handed out"))
}

/// Says in an answer where the next page begins, or that there is none.
pub(crate) fn mark(value: &mut Value, page: Option<&Page>) {
    let Some(map) = value.as_object_mut() else { return };
    let next = page.and_then(|page| page.next.clone());
    if let Some(more) = map.get_mut(MORE).filter(|more| more.is_boolean()) {
        *more = json!(next.is_some());
    }
    if map.contains_key(NEXT) || (next.is_some() && page.is_some()) {
        map.insert(NEXT.to_owned(), next.map_or(Value::Null, Value::String));
    }
}
