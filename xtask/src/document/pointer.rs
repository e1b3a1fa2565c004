//! JSON pointers (RFC 6901), printed as URI fragments: `#/paths/~1models/get`.

use std::fmt;

/// A place in a JSON document.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Pointer(Vec<String>);

impl Pointer {
    /// The whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Parses the fragment form; `None` for anything that is not `#` or `#/…`.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('#')?;
        if rest.is_empty() {
            return Some(Self::root());
        }
        let rest = rest.strip_prefix('/')?;
        let decoded = percent_decode(rest)?;
        Some(Self(decoded.split('/').map(|step| step.replace("~1", "/").replace("~0", "~")).collect()))
    }

    /// The place one step deeper.
    #[must_use]
    pub fn push(&self, step: impl Into<String>) -> Self {
        let mut steps = self.0.clone();
        steps.push(step.into());
        Self(steps)
    }

    /// Goes one step deeper in place, for a walk that would otherwise copy every pointer.
    pub fn enter(&mut self, step: impl Into<String>) {
        self.0.push(step.into());
    }

    /// Undoes the last [`Pointer::enter`].
    pub fn leave(&mut self) {
        self.0.pop();
    }

    /// Its steps, unescaped.
    pub fn steps(&self) -> &[String] {
        &self.0
    }

    /// The last step, unescaped.
    pub fn last(&self) -> Option<&str> {
        self.0.last().map(String::as_str)
    }

    /// What it leads to in `root`.
    pub fn resolve<'v>(&self, root: &'v serde_json::Value) -> Option<&'v serde_json::Value> {
        self.0.iter().try_fold(root, |value, step| match value {
            serde_json::Value::Object(map) => map.get(step),
            serde_json::Value::Array(items) => items.get(step.parse::<usize>().ok()?),
            _ => None,
        })
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("#")?;
        self.0.iter().try_for_each(|step| write!(f, "/{}", step.replace('~', "~0").replace('/', "~1")))
    }
}

/// Undoes percent-encoding, which a `$ref` may use (RFC 6901, section 6).
fn percent_decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let hex = std::str::from_utf8(tail.get(..2)?).ok()?;
        bytes.push(u8::from_str_radix(hex, 16).ok()?);
        rest = tail.get(2..)?;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_parses_back() {
        let pointer = Pointer::root().push("paths").push("/a~b/{c}").push("get");
        assert_eq!(pointer.to_string(), "#/paths/~1a~0b~1{c}/get");
        assert_eq!(Pointer::parse(&pointer.to_string()), Some(pointer.clone()));
        assert_eq!(Pointer::parse("#/paths/~1a~0b~1%7Bc%7D/get"), Some(pointer));
    }

    #[test]
    fn refuses_what_is_no_fragment() {
        for text in ["", "other.json#/a", "#a", "#/%", "#/%zz", "#/%ff"] {
            assert_eq!(Pointer::parse(text), None, "{text}");
        }
    }

    #[test]
    fn resolves_maps_and_arrays() {
        let value = serde_json::json!({ "a": [{ "b/c": 1 }] });
        let one = Pointer::root().push("a").push("0").push("b/c");
        assert_eq!(one.resolve(&value), Some(&serde_json::json!(1)));
        assert_eq!(Pointer::root().push("a").push("x").resolve(&value), None);
    }
}
