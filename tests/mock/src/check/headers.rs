//! Headers: those that every client sends, and those that the operation declares.

use http::HeaderMap;
use http::header::{ACCEPT, AUTHORIZATION};

use super::value;
use crate::document::{Location, Operation};
use crate::key::KeySlot;

/// Headers that say nothing about the operation.
const USUAL: [&str; 22] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "authorization",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "date",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "pragma",
    "referer",
    "te",
    "traceparent",
    "tracestate",
    "transfer-encoding",
    "user-agent",
];

/// What is wrong with the headers; `allowed` names further harmless ones.
pub(crate) fn headers(operation: &Operation, headers: &HeaderMap, slot: KeySlot, allowed: &[String]) -> Vec<String> {
    let mut problems = Vec::new();
    if slot == KeySlot::Malformed {
        problems.push("header.authorization: it has to be `Key <id>:<secret>`, once".to_owned());
    }
    for parameter in operation.parameters_in(Location::Header) {
        let name = &parameter.name;
        let values: Vec<&str> = headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
        match values.as_slice() {
            [] if headers.contains_key(name) => problems.push(format!("header.{name}: it is no text")),
            [] if parameter.required => problems.push(format!("header.{name}: it is required, and missing")),
            [] => {}
            [""] => problems.push(format!("header.{name}: it is empty")),
            [text] => {
                let problem = value::complaint(&parameter.schema, parameter.many, &[text]);
                problems.extend(problem.map(|problem| format!("header.{name}: {problem}")));
            }
            several => problems.push(format!("header.{name}: it came {} times", several.len())),
        }
    }
    for name in headers.keys() {
        let name = name.as_str();
        let declared =
            operation.parameters_in(Location::Header).any(|parameter| parameter.name.eq_ignore_ascii_case(name));
        if !declared && !USUAL.contains(&name) && !allowed.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            problems.push(format!("header.{name}: `{}` takes no such header", operation.id));
        }
    }
    if headers.get_all(AUTHORIZATION).iter().any(|value| value.to_str().is_err()) {
        problems.push("header.authorization: it is no text".to_owned());
    }
    problems.extend(accept(operation, headers));
    problems
}

/// Whether the client takes what the operation answers.
fn accept(operation: &Operation, headers: &HeaderMap) -> Option<String> {
    let (media, _) = operation.success.content.as_ref()?;
    let accepted: Vec<&str> = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    let takes = |range: &str| {
        let range = range.split(';').next().unwrap_or(range).trim();
        let family = media.split('/').next().unwrap_or_default();
        range == "*/*"
            || range.eq_ignore_ascii_case(media)
            || range.strip_suffix("/*").is_some_and(|name| name == family)
    };
    let fits = accepted.is_empty() || accepted.iter().flat_map(|list| list.split(',')).any(takes);
    (!fits).then(|| format!("header.accept: the answer is {media}, and `{}` leaves it out", accepted.join(", ")))
}
