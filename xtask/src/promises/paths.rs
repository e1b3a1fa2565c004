//! A path parameter that is called otherwise keeps the setter that it had: nothing that is sent has changed.

use serde_json::{Value, json};

use super::kept::{Fact, What};
use super::present::Promises;
use super::{FORMER, Record};
use crate::document::walk;

/// Marks each path parameter with the names that it had.
pub(super) fn keep(document: &mut Value, record: &Record) -> Vec<Fact> {
    let mut facts = Vec::new();
    let done = walk::operations_mut(document, &mut |at, operation| {
        let now = names(at.path);
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
        for parameter in parameters.into_iter().flatten().filter(|parameter| parameter["in"] == "path") {
            let Some(wire) = parameter.get("name").and_then(Value::as_str).map(str::to_owned) else { continue };
            let Some(position) = now.iter().position(|name| *name == wire) else { continue };
            let mut former: Vec<String> = Vec::new();
            for template in record.paths(at.id).iter().filter(|template| erased(template) == erased(at.path)) {
                let name = names(template).get(position).map(|name| (*name).to_owned());
                // A name that another parameter has now is that one's.
                former.extend(name.filter(|name| !now.contains(&name.as_str()) && !former.contains(name)));
            }
            if former.is_empty() {
                continue;
            }
            for name in &former {
                let what = What::Setter { former: name.clone(), now: wire.clone() };
                facts.push(Fact { type_name: at.id.to_owned(), what, places: Vec::new() });
            }
            parameter[FORMER] = json!(former);
        }
        Ok(())
    });
    debug_assert!(done.is_ok(), "marking cannot fail");
    facts
}

/// By operation: its path, where that has parameters.
pub(super) fn present(document: &Value) -> Promises {
    let mut found = Vec::new();
    walk::operations(document, &mut |at, _| {
        if at.path.contains('{') {
            found.push((at.id.to_owned(), vec![at.path.to_owned()]));
        }
    });
    found.sort();
    found
}

/// The names in a template, from left to right.
fn names(template: &str) -> Vec<&str> {
    template.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

/// The template without names: the same path is called in the same way.
fn erased(template: &str) -> String {
    let mut parts = template.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str("{}");
        text.push_str(part.split_once('}').map_or(part, |(_, rest)| rest));
    }
    text
}
