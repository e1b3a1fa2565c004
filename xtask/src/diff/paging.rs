//! The parameter that asks for a further page.

use super::catalogue::Rule;
use super::model::{Answer, Media, Operation, Parameter};
use super::shape::{Arena, kinds};
use crate::operations::CURSORS;

/// Names under which a count of entries to pass over is sent.
const OFFSETS: [&str; 2] = ["offset", "skip"];

/// The rule for a parameter of an operation that comes or goes, if it is the one that pages.
pub(super) fn rule(operation: &Operation, parameter: &Parameter, arena: &Arena, comes: bool) -> Option<Rule> {
    let pages = parameter.location == "query" && !parameter.required && is_paged(operation, parameter, arena);
    pages.then_some(if comes { Rule::PagingAdded } else { Rule::PagingRemoved })
}

fn is_paged(operation: &Operation, parameter: &Parameter, arena: &Arena) -> bool {
    let Some(answer) =
        operation.answers.iter().find(|(status, _)| Answer::is_success(status)).map(|(_, answer)| answer)
    else {
        return false;
    };
    let Some(media) = Media::chosen(&answer.content).and_then(|name| answer.content.get(name)) else {
        return false;
    };
    let page = arena.shape(media.schema.id);
    let kind = |name: &str| page.properties.get(name).map(|id| arena.shape(*id).kinds & !kinds::NULL);
    let holds_a_list = page.properties.keys().any(|name| kind(name) == Some(kinds::ARRAY));
    let sent = arena.shape(parameter.schema.id).kinds & !kinds::NULL;
    let cursor = CURSORS.iter().any(|(sends, answers)| {
        *sends == parameter.name
            && sent == kinds::STRING
            && answers.iter().any(|name| kind(name) == Some(kinds::STRING))
    });
    let offset = OFFSETS.contains(&parameter.name.as_str()) && sent == kinds::INTEGER;
    holds_a_list && (cursor || offset)
}
