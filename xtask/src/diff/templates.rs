//! Path templates, with and without the names of their parameters.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::document::Pointer;
use crate::trouble::{Result, Trouble};

/// The template without the names: `/assets/{}`. What stands in no pair of braces stays.
pub(super) fn erased(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((text, inside)) = rest.split_once('{') {
        let Some((_, after)) = inside.split_once('}') else { break };
        out.push_str(text);
        out.push_str("{}");
        rest = after;
    }
    out + rest
}

/// The names, in order.
pub(super) fn names(path: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = path;
    while let Some((_, inside)) = rest.split_once('{') {
        let Some((name, after)) = inside.split_once('}') else { break };
        found.push(name);
        rest = after;
    }
    found
}

/// Refuses two templates that no address can tell apart.
///
/// # Errors
/// Two templates differ in nothing but the names of their parameters.
pub(super) fn check(document: &Value, source: &str) -> Result<()> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for path in document.get("paths").and_then(Value::as_object).into_iter().flatten().map(|(path, _)| path) {
        if path.starts_with("x-") {
            continue;
        }
        if let Some(other) = seen.insert(erased(path), path) {
            let what =
                format!("{source}: the paths `{other}` and `{path}` differ in nothing but the names of parameters");
            return Err(Trouble::new(what)
                .at(&Pointer::root().push("paths").push(path))
                .help("write their operations under one of them"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_erased() {
        assert_eq!(erased("/a/{b}/c.{d}"), "/a/{}/c.{}");
        assert_eq!(names("/a/{b}/c.{d}"), ["b", "d"]);
        assert_eq!(erased("/a/{b"), "/a/{b");
    }

    #[test]
    fn two_of_one_shape_are_refused() {
        let document = json!({ "paths": { "/a/{b}": {}, "/a/{c}": {} } });
        let refused = check(&document, "it").unwrap_err().to_string();
        assert!(refused.contains("at #/paths/~1a~1{c}") && refused.contains("`/a/{b}`"), "{refused}");
    }
}
