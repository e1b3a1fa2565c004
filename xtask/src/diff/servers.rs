//! Servers: the address that every call starts with.

use std::collections::BTreeMap;

use serde_json::Value;

use super::catalogue::Rule;
use super::facts::{Finding, Findings};
use super::model::{Api, Operation, Said};
use super::prose;
use crate::document::Pointer;

/// A server: its address with the defaults of its variables, and the variables as JSON.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Server {
    /// The address.
    pub url: String,
    /// The variables.
    pub variables: Option<String>,
}

/// The servers of a list; where there is none, the host of the document.
pub(super) fn read(value: Option<&Value>) -> Vec<Server> {
    let list = value.and_then(Value::as_array).filter(|list| !list.is_empty());
    let Some(list) = list else {
        return vec![Server { url: "/".to_owned(), variables: None }];
    };
    let server = |value: &Value| {
        let mut url = value.get("url").and_then(Value::as_str).unwrap_or("/").to_owned();
        let variables = value.get("variables").and_then(Value::as_object).filter(|variables| !variables.is_empty());
        let mut told = BTreeMap::new();
        for (name, variable) in variables.into_iter().flatten() {
            let default = variable.get("default").and_then(Value::as_str).unwrap_or_default();
            url = url.replace(&format!("{{{name}}}"), default);
            let mut values: Vec<String> =
                variable.get("enum").and_then(Value::as_array).into_iter().flatten().map(prose::canonical).collect();
            values.sort();
            told.insert(name.clone(), format!("{default} of {}", values.join(", ")));
        }
        let variables = (!told.is_empty()).then(|| format!("{told:?}"));
        Server { url, variables }
    };
    list.iter().map(server).collect()
}

/// What the servers say.
pub(super) fn say(value: Option<&Value>, holder: &Pointer, said: &mut BTreeMap<String, Said>) {
    for (index, server) in value.and_then(Value::as_array).into_iter().flatten().enumerate() {
        if let Some(map) = server.as_object() {
            let url = map.get("url").and_then(Value::as_str).unwrap_or_default();
            let pointer = holder.push("servers").push(index.to_string());
            said.insert(format!("server {url}"), (pointer, prose::own(map)));
        }
    }
}

/// The servers of two documents.
pub(super) fn compare(old: &Api, new: &Api, found: &mut Findings) {
    let pointer = Pointer::root().push("servers");
    for finding in differences(&old.servers, &new.servers) {
        found.add(finding.at(pointer.clone()).named("server"));
    }
}

/// The servers of two operations, where one of them has its own.
pub(super) fn of_operations(old: &Operation, new: &Operation, apis: (&Api, &Api), found: &mut Findings) {
    if old.servers.is_none() && new.servers.is_none() {
        return;
    }
    let before = old.servers.as_ref().map_or(&apis.0.servers, |(_, servers)| servers);
    let after = new.servers.as_ref().map_or(&apis.1.servers, |(_, servers)| servers);
    let pointer = new.servers.as_ref().or(old.servers.as_ref()).map(|(pointer, _)| pointer.clone()).unwrap_or_default();
    for finding in differences(before, after) {
        found.add(finding.at(pointer.clone()).named("server").of(old, new).own());
    }
}

fn differences(old: &[Server], new: &[Server]) -> Vec<Finding> {
    let urls = |servers: &[Server]| servers.iter().map(|server| server.url.clone()).collect::<Vec<_>>();
    let (before, after) = (urls(old), urls(new));
    let gone: Vec<&String> = before.iter().filter(|url| !after.contains(url)).collect();
    let come: Vec<&String> = after.iter().filter(|url| !before.contains(url)).collect();
    let mut found = Vec::new();
    for index in 0..gone.len().max(come.len()) {
        let (from, to) = (gone.get(index), come.get(index));
        let rule = match (from, to) {
            (Some(_), Some(_)) => Rule::ServerChanged,
            (Some(_), None) => Rule::ServerRemoved,
            _ => Rule::ServerAdded,
        };
        found.push(Finding::new(rule, from.map(ToString::to_string), to.map(ToString::to_string)));
    }
    if gone.is_empty() && come.is_empty() && before.first() != after.first() {
        found.push(Finding::new(Rule::ServerDefaultChanged, before.first().cloned(), after.first().cloned()));
    }
    for server in old {
        let same = new.iter().find(|other| other.url == server.url);
        if let Some(other) = same.filter(|other| other.variables != server.variables) {
            found.push(Finding::new(Rule::ServerVariableChanged, server.variables.clone(), other.variables.clone()));
        }
    }
    found
}
