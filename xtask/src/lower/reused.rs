//! Parameters, bodies, responses and path items behind `$ref` are written out where they are used,
//! and a path's own parameters become those of each of its operations.
//!
//! progenitor resolves some of these references and panics on others; after this rule only
//! schemas are referred to.

use serde_json::Value;

use crate::document::Pointer;
use crate::document::walk::METHODS;
use crate::note::Notes;
use crate::trouble::{Result, Trouble};

pub(super) fn apply(document: &mut Value, _notes: &mut Notes) -> Result<()> {
    let items = edits(document, &mut |path, item, edits| edits.look(item, Pointer::root().push("paths").push(path)))?;
    items.make(document);
    let rest = edits(document, &mut |path, item, edits| {
        let at = Pointer::root().push("paths").push(path);
        edits.look_at_list(item, "parameters", &at)?;
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                edits.look_at_operation(operation, &at.push(method))?;
            }
        }
        Ok(())
    })?;
    rest.make(document);
    security_schemes(document)?;
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for item in paths.into_iter().flatten().map(|(_, item)| item) {
        share_parameters(item);
    }
    Ok(())
}

type OnItem<'f, 'd> = &'f mut dyn FnMut(&str, &'d Value, &mut Edits<'d>) -> Result<()>;

fn edits<'d>(document: &'d Value, each: OnItem<'_, 'd>) -> Result<Made> {
    let mut edits = Edits { document, made: Vec::new() };
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        each(path, item, &mut edits)?;
    }
    Ok(Made(edits.made))
}

/// What is to be written where; collected first, because a reference may lead anywhere.
struct Edits<'d> {
    document: &'d Value,
    made: Vec<(Pointer, Value)>,
}

impl<'d> Edits<'d> {
    fn look_at_operation(&mut self, operation: &'d Value, at: &Pointer) -> Result<()> {
        let named = |trouble: Trouble| match operation.get("operationId").and_then(Value::as_str) {
            Some(id) => trouble.operation(id),
            None => trouble,
        };
        self.look_at_list(operation, "parameters", at).map_err(named)?;
        if let Some(body) = operation.get("requestBody") {
            self.look(body, at.push("requestBody")).map_err(named)?;
        }
        let responses = operation.get("responses").and_then(Value::as_object);
        for (status, response) in responses.into_iter().flatten() {
            self.look(response, at.push("responses").push(status)).map_err(named)?;
        }
        Ok(())
    }

    fn look_at_list(&mut self, owner: &'d Value, key: &str, at: &Pointer) -> Result<()> {
        let list = owner.get(key).and_then(Value::as_array);
        for (index, item) in list.into_iter().flatten().enumerate() {
            self.look(item, at.push(key).push(index.to_string()))?;
        }
        Ok(())
    }

    /// Remembers what stands behind a reference, if `value` is one.
    fn look(&mut self, value: &'d Value, at: Pointer) -> Result<()> {
        if value.get("$ref").is_none() {
            return Ok(());
        }
        let mut written = follow(self.document, value, &at)?.clone();
        if let (Value::Object(written), Value::Object(own)) = (&mut written, value) {
            for (key, value) in own.iter().filter(|(key, _)| *key != "$ref") {
                written.insert(key.clone(), value.clone());
            }
        }
        self.made.push((at, written));
        Ok(())
    }
}

struct Made(Vec<(Pointer, Value)>);

impl Made {
    fn make(self, document: &mut Value) {
        for (at, value) in self.0 {
            // The printed form without its `#` is what serde_json calls a pointer.
            if let Some(slot) = document.pointer_mut(at.to_string().trim_start_matches('#')) {
                *slot = value;
            }
        }
    }
}

/// What stands at the end of a chain of references.
fn follow<'d>(document: &'d Value, value: &'d Value, at: &Pointer) -> Result<&'d Value> {
    let mut found = value;
    for _ in 0..32 {
        let Some(target) = found.get("$ref") else {
            return Ok(found);
        };
        let target = target.as_str().ok_or_else(|| Trouble::new("`$ref` is not a text").at(at))?;
        let pointer = local(target, at)?;
        found = pointer.resolve(document).ok_or_else(|| dangling(target, at))?;
    }
    Err(cyclic(at))
}

/// The pointer that a reference spells.
pub(super) fn local(target: &str, at: &Pointer) -> Result<Pointer> {
    Pointer::parse(target).ok_or_else(|| {
        Trouble::new(format!("`$ref` leads out of the document: {target}"))
            .at(at)
            .help("bundle the document into one file, or write the part out in overlay.toml")
    })
}

/// A reference to nothing.
pub(super) fn dangling(target: &str, at: &Pointer) -> Trouble {
    Trouble::new(format!("`$ref` leads nowhere: {target}"))
        .at(at)
        .help("add what it names, or correct it in overlay.toml")
}

/// A reference to itself, at once or after others.
pub(super) fn cyclic(at: &Pointer) -> Trouble {
    Trouble::new("`$ref` leads back to itself").at(at).help("write out one link of the chain in overlay.toml")
}

fn security_schemes(document: &mut Value) -> Result<()> {
    let at = Pointer::root().push("components").push("securitySchemes");
    let mut edits = Edits { document, made: Vec::new() };
    let schemes = at.resolve(document).and_then(Value::as_object);
    for (name, scheme) in schemes.into_iter().flatten() {
        edits.look(scheme, at.push(name))?;
    }
    Made(edits.made).make(document);
    Ok(())
}

/// Moves a path's parameters into its operations, behind their own so that no pointer moves.
fn share_parameters(item: &mut Value) {
    let shared = match item.as_object_mut().map(|map| map.shift_remove("parameters")) {
        Some(Some(Value::Array(shared))) => shared,
        _ => return,
    };
    for method in METHODS {
        let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) else {
            continue;
        };
        let mut own = match operation.get_mut("parameters").map(Value::take) {
            Some(Value::Array(own)) => own,
            _ => Vec::new(),
        };
        for parameter in &shared {
            if !own.iter().any(|own| identity(own) == identity(parameter)) {
                own.push(parameter.clone());
            }
        }
        operation.insert("parameters".to_owned(), Value::Array(own));
    }
}

fn identity(parameter: &Value) -> (Option<&str>, Option<&str>) {
    let text = |key| parameter.get(key).and_then(Value::as_str);
    (text("name"), text("in"))
}
