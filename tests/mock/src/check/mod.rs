//! What is wrong with a request, by the document. Every complaint begins with its place.

mod body;
mod headers;
mod value;

pub(crate) use body::{Form, json, media, part};
pub(crate) use headers::headers;

use std::collections::BTreeMap;

use crate::document::{Location, Operation};

/// What is wrong with the values in the path.
pub(crate) fn path(operation: &Operation, values: &[(String, String)]) -> Vec<String> {
    let declared = operation.parameters_in(Location::Path);
    let problems = declared.filter_map(|parameter| {
        let (_, text) = values.iter().find(|(name, _)| *name == parameter.name)?;
        let dots = text.split('/').any(|part| part == "." || part == "..");
        if dots {
            return Some(format!("path.{}: `{text}` is another path", parameter.name));
        }
        value::complaint(&parameter.schema, false, &[text]).map(|problem| format!("path.{}: {problem}", parameter.name))
    });
    problems.collect()
}

/// What is wrong with the query.
pub(crate) fn query(operation: &Operation, pairs: &[(String, String)]) -> Vec<String> {
    let mut given: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (key, value) in pairs {
        given.entry(key).or_default().push(value);
    }
    let mut problems = Vec::new();
    for parameter in operation.parameters_in(Location::Query) {
        let name = &parameter.name;
        match given.remove(name.as_str()) {
            None if parameter.required => problems.push(format!("query.{name}: it is required, and missing")),
            None => {}
            Some(texts) if texts.len() > 1 && !parameter.many => {
                problems.push(format!("query.{name}: it takes one value, and came {} times", texts.len()));
            }
            Some(texts) if texts.iter().any(|text| text.is_empty()) => {
                problems.push(format!("query.{name}: an empty value stands for nothing; leave it out"));
            }
            Some(texts) => {
                let problem = value::complaint(&parameter.schema, parameter.many, &texts);
                problems.extend(problem.map(|problem| format!("query.{name}: {problem}")));
            }
        }
    }
    problems.extend(given.keys().map(|name| format!("query.{name}: `{}` takes no such parameter", operation.id)));
    problems
}
