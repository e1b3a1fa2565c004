//! What rustdoc says of methods and types: scope, paging, idempotency, media, an example.

use super::examples;
use super::requests::Request;
use crate::model::Model;
use crate::operations::{Operation, Page, Paging, ResponseKind, Scope};
use crate::prose;

/// The lines above a method.
pub(super) fn method(request: &Request<'_>, model: &Model) -> Vec<String> {
    let operation = request.operation;
    let summary = operation.summary.as_deref().map(prose::line).filter(|line| !line.is_empty());
    let mut lines = vec![sentence(&summary.unwrap_or_else(|| format!("`{}`", operation.id)))];
    let description = operation.description.as_deref().map(prose::lines).unwrap_or_default();
    if !description.is_empty() {
        lines.push(String::new());
        lines.extend(description);
    }
    lines.push(String::new());
    lines.extend(facts(operation));
    if let Some(example) = examples::method(request, model) {
        lines.push(String::new());
        lines.push("# Example".to_owned());
        lines.push(String::new());
        lines.extend(example);
    }
    lines
}

fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?', ':']) { text.to_owned() } else { format!("{text}.") }
}

/// One line per fact that a caller plans with.
fn facts(operation: &Operation) -> Vec<String> {
    let mut facts = vec![format!("`{} {}`", operation.method, operation.path)];
    facts.push(match operation.scope {
        Scope::None => "Scope: none, it is sent without a key.".to_owned(),
        Scope::Api => "Scope: API.".to_owned(),
        Scope::Admin => "Scope: admin.".to_owned(),
    });
    match &operation.paging {
        Some(Paging::Cursor { parameter, next, page }) => {
            facts.push(format!("Pages: `{next}` of a page is the next one's `{parameter}`; {}.", lists(page)));
        }
        Some(Paging::Offset { parameter, page, .. }) => {
            facts.push(format!("Pages: `{parameter}` counts on; {}.", lists(page)));
        }
        None => {}
    }
    if let Some(header) = &operation.idempotency_header {
        facts.push(format!("Idempotent with `{header}`: a repeated call with the same key has one effect."));
    }
    if let Some(body) = &operation.body {
        let optional = if body.required { "" } else { ", may be left out" };
        facts.push(format!("Sends: `{}`{optional}.", body.media));
    }
    if let (Some(media), ResponseKind::Stream) = (&operation.response_media, &operation.response) {
        facts.push(match &operation.events {
            None => format!("Answers: `{media}`, as a stream of bytes."),
            Some(events) => {
                let again = events.resume.as_ref().map(|_| " and can reconnect").unwrap_or_default();
                format!("Answers: `{media}`; `events` decodes them{again}, `send` hands the bytes over.")
            }
        });
    }
    facts.into_iter().map(|fact| format!("- {fact}")).collect()
}

/// What `items` goes through, and what it passes over.
fn lists(page: &Page) -> String {
    let through = format!("`items` goes through `{}`", page.list);
    match page.others.as_slice() {
        [] => through,
        others => {
            let names: Vec<String> = others.iter().map(|name| format!("`{name}`")).collect();
            format!("{through} alone, `pages` has {} as well", names.join(" and "))
        }
    }
}
