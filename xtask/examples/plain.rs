//! What progenitor makes of a document after a plain down-conversion: the yardstick of
//! `bench/compile`. Usage: `plain DOCUMENT DIR`.
//!
//! The conversion does what is needed to get an answer and nothing for the result: null in type
//! lists becomes `nullable`, media types that progenitor refuses become bytes, and of the error
//! responses of an operation one is kept. Positional style: in builder style it panics on this document.

#![forbid(unsafe_code)]

use std::error::Error;
use std::path::Path;

use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::{Map, Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, document, folder] = arguments.as_slice() else { return Err("usage: plain DOCUMENT DIR".into()) };
    let mut document: Value = serde_json::from_slice(&std::fs::read(document)?)?;
    document["openapi"] = json!("3.0.3");
    convert(&mut document);
    for item in document["paths"].as_object_mut().ok_or("no paths")?.values_mut() {
        item.as_object_mut().into_iter().flat_map(|item| item.values_mut()).for_each(operation);
    }
    let spec = serde_json::from_value(document)?;
    let mut settings = GenerationSettings::default();
    settings.with_interface(InterfaceStyle::Positional);
    let tokens = Generator::new(&settings).generate_tokens(&spec)?;
    let code = prettyplease::unparse(&syn::parse2(tokens)?);
    write(Path::new(folder), &code)
}

#[expect(clippy::disallowed_methods, reason = "a scratch crate outside the tree: nothing reads it half-written")]
fn write(folder: &Path, code: &str) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder.join("src"))?;
    std::fs::write(folder.join("src/lib.rs"), code)?;
    Ok(())
}

fn operation(operation: &mut Value) {
    if let Some(content) = operation.get_mut("requestBody").and_then(|body| body.get_mut("content")) {
        bytes_for(content, "multipart/form-data");
    }
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    let mut errors = 0;
    let kept: Map<String, Value> = std::mem::take(responses)
        .into_iter()
        .filter(|(status, _)| {
            status.starts_with('2') || {
                errors += 1;
                errors == 1
            }
        })
        .collect();
    *responses = kept;
}

fn bytes_for(content: &mut Value, media: &str) {
    if content.get(media).is_some() {
        *content = json!({ "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } });
    }
}

fn convert(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.values_mut().for_each(convert);
            if let Some(Value::Array(types)) = map.get("type") {
                let nullable = types.iter().any(|name| name == "null");
                let first = types.iter().find(|name| *name != "null").cloned().unwrap_or_default();
                map.insert("type".to_owned(), first);
                map.insert("nullable".to_owned(), json!(nullable));
            }
            for keyword in ["anyOf", "oneOf"] {
                if let Some(Value::Array(arms)) = map.get_mut(keyword) {
                    arms.retain(|arm| arm.get("type").is_none_or(|name| name != "null"));
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(convert),
        _ => {}
    }
}
