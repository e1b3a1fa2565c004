//! Running progenitor so that whatever goes wrong inside it names the operation at fault.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use ::progenitor::{GenerationSettings, Generator, InterfaceStyle, TypeImpl};
use serde_json::{Value, json};

use crate::trouble::{Result, Trouble};

/// Generates types and builders from a narrowed document.
///
/// # Errors
/// progenitor's own errors and its panics, with the operation that causes them.
pub fn generate(document: &Value) -> Result<syn::File> {
    attempt(document).map_err(|why| blame(document, why))
}

fn attempt(document: &Value) -> std::result::Result<syn::File, String> {
    let spec: openapiv3::OpenAPI = serde_json::from_value(document.clone()).map_err(|error| error.to_string())?;
    let settings = settings(document);
    let tokens = quietly(|| Generator::new(&settings).generate_tokens(&spec))?.map_err(|error| error.to_string())?;
    syn::parse2(tokens).map_err(|error| error.to_string())
}

fn settings(document: &Value) -> GenerationSettings {
    let mut settings = GenerationSettings::default();
    settings.with_interface(InterfaceStyle::Builder).with_map_type("::std::collections::BTreeMap");
    let schemas =
        document.get("components").and_then(|components| components.get("schemas")).and_then(Value::as_object);
    for (name, schema) in schemas.into_iter().flatten() {
        if name == "TimeBound" {
            settings.with_replacement(name, "crate::TimeBound", [TypeImpl::Display].into_iter());
        } else if schema.get("x-union").is_some() || schema.get("enum").is_some() {
            settings.with_replacement(name, format!("types::{name}"), [TypeImpl::Display].into_iter());
        }
    }
    settings
}

thread_local! {
    /// Whether a panic of this thread is ours to tell.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`, turning a panic into its message, without the panic's own report.
fn quietly<T>(work: impl FnOnce() -> T) -> std::result::Result<T, String> {
    // Once for all threads: to exchange the hook around every run would let two runs leave it off.
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |report| {
            if !QUIET.get() {
                loud(report);
            }
        }));
    });
    QUIET.set(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.set(false);
    outcome.map_err(|payload| {
        let text =
            payload.downcast_ref::<String>().map(String::as_str).or_else(|| payload.downcast_ref::<&str>().copied());
        format!("panicked: {}", text.unwrap_or("without a message"))
    })
}

/// Finds the operation that fails on its own; the types alone are tried first.
fn blame(document: &Value, why: String) -> Trouble {
    let trouble = |why: &str| {
        Trouble::new(format!("progenitor could not generate code: {}", why.trim_end()))
            .help("this is a gap in the lowering rules: correct the document in openapi/overlay.toml meanwhile")
    };
    let mut alone = document.clone();
    alone["paths"] = json!({});
    if let Err(why) = attempt(&alone) {
        return trouble(&why);
    }
    for (path, item) in document.get("paths").and_then(Value::as_object).into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            alone["paths"] = json!({ path: { method: operation } });
            if let Err(why) = attempt(&alone) {
                let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
                return trouble(&why).operation(id);
            }
        }
    }
    trouble(&why)
}
