//! A short example for each method, compiled with the docs.

use serde_json::Value;

use super::bodies::Body;
use super::requests::{Field, Request};
use super::structs;
use super::syntax::{argument, head};
use crate::hoist::Kind;
use crate::model::Model;
use crate::operations::{BodyKind, ResponseKind, Scope};

/// The lines of the example.
pub(super) fn method(request: &Request<'_>, model: &Model) -> Option<Vec<String>> {
    let mut calls = Vec::new();
    for field in request.fields.iter().filter(|field| field.parameter.required) {
        calls.push(format!(".{}({})", field.ident, argument_of(field, model)?));
    }
    let mut hidden = String::new();
    if let Some(body) = &request.body {
        let (call, parameter) = body_calls(body, model)?;
        calls.extend(call);
        hidden = parameter;
    }
    if calls.is_empty()
        && let Some(limit) = request.fields.iter().find(|field| field.parameter.wire == "limit")
    {
        calls.push(format!(".{}(10)", limit.ident));
    }
    let receiver = if request.operation.scope == Scope::Admin { "client.admin()?" } else { "client" };
    let allow = if request.operation.deprecated { "# #[allow(deprecated)]\n" } else { "" };
    let binding = match request.operation.response {
        ResponseKind::Empty => "",
        _ => "let answer = ",
    };
    let (binding, end) = match &request.operation.events {
        Some(_) => ("let mut events = ", ".events();"),
        None => (binding, ".send().await?;"),
    };
    let chain = format!("{binding}{receiver}.{}(){}{end}", request.operation.name, calls.concat());
    let mut lines = vec!["```no_run".to_owned()];
    lines.extend(allow.lines().map(str::to_owned));
    lines.push(format!(
        "# async fn run(client: fal_platform_client::Client{hidden}) -> Result<(), fal_platform_client::Error> {{"
    ));
    lines.extend(folded(&chain, receiver, request, &calls, binding));
    if request.operation.events.is_some() {
        lines.push("while let Some(event) = events.next().await {".to_owned());
        lines.push("    println!(\"{:?}\", event?.into_inner());".to_owned());
        lines.push("}".to_owned());
    }
    lines.push("# Ok(())".to_owned());
    lines.push("# }".to_owned());
    lines.push("```".to_owned());
    Some(lines)
}

/// The call on one line, or a line per setter when that is too long.
fn folded(chain: &str, receiver: &str, request: &Request<'_>, calls: &[String], binding: &str) -> Vec<String> {
    if chain.len() <= 92 {
        return vec![chain.to_owned()];
    }
    let mut lines = vec![format!("{binding}{receiver}"), format!("    .{}()", request.operation.name)];
    lines.extend(calls.iter().map(|call| format!("    {call}")));
    if request.operation.events.is_some() {
        lines.push("    .events();".to_owned());
        return lines;
    }
    lines.push("    .send()".to_owned());
    lines.push("    .await?;".to_owned());
    lines
}

/// A value for a required parameter: the document's own example where it fits.
fn argument_of(field: &Field<'_>, model: &Model) -> Option<String> {
    let example = field.parameter.example.as_ref();
    if let Some(item) = argument(&field.ty, "Vec", 0) {
        let first =
            example.and_then(|example| if let Value::Array(list) = example { list.first() } else { Some(example) });
        let value = scalar(item, first, &field.parameter.wire, model)?;
        return Some(format!("[{value}]"));
    }
    scalar(&field.ty, example, &field.parameter.wire, model)
}

/// A literal that the setter of a plain type takes.
fn scalar(ty: &syn::Type, example: Option<&Value>, wire: &str, model: &Model) -> Option<String> {
    let name = head(ty)?;
    if let Some(facts) = model.types.get(&name) {
        return match facts.kind {
            Kind::TimeBound => Some("\"2026-08-01\"".to_owned()),
            Kind::Enum => facts.schema.get("enum")?.get(0)?.as_str().map(quoted),
            Kind::Object | Kind::Union => None,
        };
    }
    Some(match name.as_str() {
        "String" => quoted(example.and_then(Value::as_str).filter(|text| is_plain(text)).unwrap_or(wire)),
        "bool" => "true".to_owned(),
        "i64" | "u64" => example.and_then(Value::as_u64).filter(|n| *n < 1_000_000).unwrap_or(1).to_string(),
        "f64" => "1.0".to_owned(),
        _ => return None,
    })
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.len() <= 60 && text.chars().all(|c| c.is_ascii_graphic() && !"\\\"`".contains(c))
}

fn quoted(text: &str) -> String {
    if is_plain(text) { format!("{text:?}") } else { "\"…\"".to_owned() }
}

/// The calls for a body, and a parameter of the example's function that stands for what it leaves out.
fn body_calls(body: &Body<'_>, model: &Model) -> Option<(Vec<String>, String)> {
    match (body.body.kind, body.object) {
        (BodyKind::Multipart, _) => {
            let parts = body.body.parts();
            let shown = parts.iter().filter(|(_, _, required)| *required).chain(parts.iter().take(1));
            let mut names: Vec<String> = shown.map(|(wire, ..)| crate::narrow::part(wire)).collect();
            names.dedup();
            Some((names.iter().map(|name| format!(".{name}(\"content\")")).collect(), String::new()))
        }
        (BodyKind::Raw | BodyKind::Text, _) => Some((vec![".body(\"content\")".to_owned()], String::new())),
        (_, Some(object)) => {
            let properties: Vec<&structs::Field> = body.properties().collect();
            let required: Vec<&structs::Field> =
                object.fields.iter().filter(|field| !field.optional && !field.flatten).collect();
            let mut calls = Vec::new();
            for field in required {
                let reachable = properties.iter().any(|property| property.ident == field.ident);
                match scalar(&field.ty, None, &field.wire, model).filter(|_| reachable && !field.three_state) {
                    Some(value) => calls.push(format!(".{}({value})", field.ident)),
                    None => {
                        let hidden = format!(", body: fal_platform_client::types::{}", object.ident);
                        return Some((vec![".body(body)".to_owned()], hidden));
                    }
                }
            }
            Some((calls, String::new()))
        }
        (_, None) if !body.body.required => Some((Vec::new(), String::new())),
        (_, None) => body.spelled(model).map(|ty| (vec![".body(body)".to_owned()], format!(", body: {ty}"))),
    }
}
