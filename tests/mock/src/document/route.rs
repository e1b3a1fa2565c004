//! From a method and a path to an operation and the values in the path.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::operation::{Location, Operation};

/// Finds operations by path.
#[derive(Debug)]
pub(crate) struct Router {
    base: String,
    /// One for every operation, in their order.
    templates: Vec<Vec<Segment>>,
}

#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Segment {
    /// In this order: what is written out goes before what stands for something.
    Literal(String),
    Mixed {
        before: String,
        name: String,
        after: String,
    },
    Parameter(String),
    /// A parameter at the end that takes all that is left.
    Rest(String),
}

/// What was found.
pub(crate) enum Routed<'d> {
    /// The operation, and the values in its path.
    Operation(&'d Operation, Vec<(String, String)>),
    /// The path is known, with other methods.
    Method(Vec<&'d str>),
    /// The path is not known.
    Nothing,
}

impl Router {
    pub(super) fn new(document: &Value, operations: &[Operation]) -> Self {
        let server = document["servers"][0]["url"].as_str().unwrap_or_default();
        let path = match server.split_once("://") {
            Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
            None => server,
        };
        Self { base: path.trim_end_matches('/').to_owned(), templates: operations.iter().map(template).collect() }
    }

    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// The path may begin with the server's own, or not.
    pub(super) fn find<'d>(&self, operations: &'d [Operation], method: &str, path: &str) -> Routed<'d> {
        let without = path.strip_prefix(&self.base).filter(|rest| rest.starts_with('/'));
        let path = without.unwrap_or(path);
        let pieces: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
        let mut fitting: Vec<(usize, Vec<(String, String)>)> = (0..operations.len())
            .filter_map(|index| Some((index, fit(self.templates.get(index)?, &pieces)?)))
            .collect();
        fitting.sort_by(|(one, _), (other, _)| self.templates.get(*one).cmp(&self.templates.get(*other)));
        let operation = |index: usize| operations.get(index);
        let allowed: Vec<&str> =
            fitting.iter().filter_map(|(index, _)| Some(operation(*index)?.method.as_str())).collect();
        let chosen = fitting.into_iter().find_map(|(index, values)| {
            let operation = operation(index)?;
            (operation.method == method).then_some(Routed::Operation(operation, values))
        });
        match chosen {
            Some(found) => found,
            None if allowed.is_empty() => Routed::Nothing,
            None => Routed::Method(allowed),
        }
    }
}

fn template(operation: &Operation) -> Vec<Segment> {
    let pieces: Vec<&str> = operation.path.trim_start_matches('/').split('/').collect();
    let last = pieces.len() - 1;
    let spans = |name: &str| {
        let mut parameters = operation.parameters_in(Location::Path);
        parameters.any(|parameter| parameter.name == name && parameter.slashes)
    };
    let segment = |(index, piece): (usize, &&str)| {
        let parts = piece.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
        match parts {
            None => Segment::Literal((*piece).to_owned()),
            Some(("", (name, ""))) if index == last && spans(name) => Segment::Rest(name.to_owned()),
            Some(("", (name, ""))) => Segment::Parameter(name.to_owned()),
            Some((before, (name, after))) => {
                Segment::Mixed { before: before.to_owned(), name: name.to_owned(), after: after.to_owned() }
            }
        }
    };
    pieces.iter().enumerate().map(segment).collect()
}

/// The values in a path that fits a template.
fn fit(template: &[Segment], pieces: &[&str]) -> Option<Vec<(String, String)>> {
    let open = matches!(template.last(), Some(Segment::Rest(_)));
    if pieces.len() < template.len() || (pieces.len() > template.len() && !open) {
        return None;
    }
    let mut values = Vec::new();
    for (index, (segment, piece)) in template.iter().zip(pieces).enumerate() {
        match segment {
            Segment::Literal(text) if text == piece => {}
            Segment::Literal(_) => return None,
            Segment::Mixed { before, name, after } => {
                let inner = piece.strip_prefix(before.as_str())?.strip_suffix(after.as_str())?;
                values.push((name.clone(), value(inner)?));
            }
            Segment::Parameter(name) => values.push((name.clone(), value(piece)?)),
            Segment::Rest(name) => {
                let rest = pieces.get(index..)?.iter().map(|piece| value(piece));
                values.push((name.clone(), rest.collect::<Option<Vec<_>>>()?.join("/")));
            }
        }
    }
    Some(values)
}

/// A value as it was before it was encoded; an empty one is none.
fn value(piece: &str) -> Option<String> {
    let text = percent_decode_str(piece).decode_utf8().ok()?;
    (!text.is_empty()).then(|| text.into_owned())
}
