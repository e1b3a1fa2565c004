//! Path templates.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::document::Pointer;
use crate::trouble::{Result, Trouble};

/// Refuses templates that cannot be filled, or that cannot be told apart.
pub(super) fn check(document: &Value) -> Result<()> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for path in paths.into_iter().flatten().map(|(path, _)| path) {
        if path.starts_with("x-") {
            continue;
        }
        let wrong = |what: String| Err(Trouble::new(what).at(&Pointer::root().push("paths").push(path)));
        if !path.starts_with('/') {
            return wrong(format!("the path `{path}` does not start with a slash"));
        }
        if path.contains(['?', '#']) {
            return wrong(format!("the path `{path}` has a query or a fragment in it"))
                .map_err(|trouble| trouble.help("write the query as parameters with `in: query`"));
        }
        let Some(parts) = parts(path) else {
            return wrong(format!("the braces of the path `{path}` do not enclose one name each"));
        };
        let erased: String = parts.iter().map(|part| part.erased()).collect();
        if let Some(other) = seen.insert(erased, path) {
            return wrong(format!("the paths `{other}` and `{path}` differ in nothing but the names of parameters"));
        }
    }
    Ok(())
}

/// A piece of a path template.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Part<'p> {
    Text(&'p str),
    Variable(&'p str),
}

impl<'p> Part<'p> {
    fn erased(self) -> &'p str {
        match self {
            Self::Text(text) => text,
            Self::Variable(_) => "{}",
        }
    }
}

/// The names in braces, in order; nothing for a template that does not parse.
pub(super) fn variables(path: &str) -> Vec<&str> {
    let parts = parts(path).unwrap_or_default();
    let names = parts.into_iter().filter_map(|part| match part {
        Part::Variable(name) => Some(name),
        Part::Text(_) => None,
    });
    names.collect()
}

fn parts(path: &str) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    let mut rest = path;
    while let Some((text, inside)) = rest.split_once('{') {
        let (name, after) = inside.split_once('}')?;
        let strange = name.is_empty() || name.contains(['{', '/']) || text.contains('}');
        if strange || parts.contains(&Part::Variable(name)) {
            return None;
        }
        parts.extend([Part::Text(text), Part::Variable(name)]);
        rest = after;
    }
    parts.push(Part::Text(rest));
    (!rest.contains('}')).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_parse_or_do_not() {
        assert_eq!(variables("/a/{b}/c.{d}"), ["b", "d"]);
        assert!(parts("/a").is_some());
        for bad in ["/{", "/}", "/{}", "/{a}/{a}", "/{a{b}}", "/{a/b}", "/a}/{b", "/{a}}"] {
            assert_eq!(parts(bad), None, "{bad}");
        }
    }
}
