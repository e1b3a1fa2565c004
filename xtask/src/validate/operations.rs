//! Operations: each has one name of its own, and says what it answers.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{parameters, paths};
use crate::document::walk::METHODS;
use crate::document::{Pointer, reference};
use crate::names;
use crate::trouble::{Result, Trouble};

/// Refuses operations without a name or an answer, and names that cannot be told apart.
pub(super) fn check(document: &Value) -> Result<()> {
    let mut ids: BTreeMap<String, (String, Pointer)> = BTreeMap::new();
    let items = document.get("paths").and_then(Value::as_object);
    for path in items.into_iter().flatten().map(|(path, _)| path) {
        if path.starts_with("x-") {
            continue;
        }
        let (place, item) = reference::follow(document, &Pointer::root().push("paths").push(path))?;
        for method in METHODS {
            let Some(operation) = item.get(method).and_then(Value::as_object) else { continue };
            let at = place.push(method);
            let id = id(operation, &at, method, path)?;
            let checked = unique(id, &at, &mut ids)
                .and_then(|()| parameters::check(document, &place, &at, &paths::variables(path)))
                .and_then(|()| responses(document, operation, &at));
            checked.map_err(|trouble| trouble.operation(id))?;
        }
    }
    Ok(())
}

fn id<'o>(operation: &'o Map<String, Value>, at: &Pointer, method: &str, path: &str) -> Result<&'o str> {
    let id = operation.get("operationId").and_then(Value::as_str);
    id.filter(|id| !id.trim().is_empty()).ok_or_else(|| {
        Trouble::new(format!("the operation {} {path} has no operationId", method.to_uppercase()))
            .at(at)
            .help("give it one with a correction in openapi/overlay.toml: set = { operationId = \"…\" }")
    })
}

/// Two operations of one name, as the document or as Rust spells it.
fn unique(id: &str, at: &Pointer, ids: &mut BTreeMap<String, (String, Pointer)>) -> Result<()> {
    let snake = names::snake(id);
    let Some((other, place)) = ids.insert(snake.clone(), (id.to_owned(), at.clone())) else {
        return Ok(());
    };
    let what = match other == id {
        true => format!("the operationId `{id}` stands twice, first at {place}"),
        false => format!("the operationIds `{other}` (at {place}) and `{id}` would both be the method `{snake}`"),
    };
    Err(Trouble::new(what)
        .at(at)
        .help("give one of them another operationId with a correction in openapi/overlay.toml"))
}

fn responses(document: &Value, operation: &Map<String, Value>, at: &Pointer) -> Result<()> {
    let at = at.push("responses");
    let all = operation.get("responses").and_then(Value::as_object);
    for status in all.into_iter().flat_map(Map::keys).filter(|status| !status.starts_with("x-")) {
        let at = at.push(status);
        if !is_status(status) {
            return Err(Trouble::new(format!("`{status}` is no status"))
                .at(&at)
                .help("a status is `200`, `4XX` or `default`"));
        }
        let (place, response) = reference::follow(document, &at)?;
        let headers = response.get("headers").and_then(Value::as_object);
        for name in headers.into_iter().flat_map(Map::keys) {
            if !is_token(name) {
                let at = place.push("headers").push(name);
                return Err(Trouble::new(format!("`{name}` is no name for a header")).at(&at));
            }
        }
    }
    Ok(())
}

fn is_status(text: &str) -> bool {
    let [first, rest @ ..] = text.as_bytes() else { return false };
    let known = matches!(rest, [b'X', b'X']) || matches!(rest, [a, b] if a.is_ascii_digit() && b.is_ascii_digit());
    text == "default" || (known && (b'1'..=b'5').contains(first))
}

/// Whether a text can be the name of a header or a cookie (RFC 9110, section 5.6.2).
pub(super) fn is_token(text: &str) -> bool {
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses() {
        assert!(["100", "204", "599", "2XX", "5XX", "default"].iter().all(|it| is_status(it)));
        assert!(!["", "0", "099", "600", "2xx", "20", "2000", "20X", "Default", "２00"].iter().any(|it| is_status(it)));
    }
}
