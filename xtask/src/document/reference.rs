//! Where a `$ref` leads. Only places in the document itself count.

use serde_json::Value;

use super::Pointer;
use crate::trouble::{Result, Trouble};

/// How many references may lead to each other. More than any document has, and an end to circles.
const LONGEST: usize = 50;

/// The place and value that `at` stands for: itself, or what its `$ref` leads to in the end.
///
/// # Errors
/// A reference that is no text, leaves the document, leads nowhere, or runs in a circle.
pub fn follow<'v>(document: &'v Value, at: &Pointer) -> Result<(Pointer, &'v Value)> {
    let mut place = at.clone();
    let mut value = place.resolve(document).ok_or_else(|| Trouble::new("there is no such place").at(at))?;
    for _ in 0..LONGEST {
        let Some(reference) = value.get("$ref") else {
            return Ok((place, value));
        };
        (place, value) = target(document, reference, &place)?;
    }
    Err(Trouble::new("a circle of `$ref`s that only lead to each other")
        .at(at)
        .help("one of them has to lead to something that is written out"))
}

/// The place and value that one reference, written at `at`, leads to.
///
/// # Errors
/// As [`follow`], but for circles.
pub fn target<'v>(document: &'v Value, reference: &Value, at: &Pointer) -> Result<(Pointer, &'v Value)> {
    let text = reference.as_str().ok_or_else(|| Trouble::new("`$ref` is not a string").at(at))?;
    let Some(place) = Pointer::parse(text) else {
        let trouble = Trouble::new(format!("`$ref` leads to `{text}`, outside of the document"));
        return Err(trouble
            .at(at)
            .help("only references like `#/components/schemas/Name` are followed; bundle the document into one file"));
    };
    match place.resolve(document) {
        Some(value) => Ok((place, value)),
        None => Err(Trouble::new(format!("`$ref` leads to `{text}`, which is not there"))
            .at(at)
            .help("add what it leads to, or correct the reference")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn follows_to_the_end() {
        let document = json!({ "a": { "$ref": "#/b" }, "b": { "$ref": "#/c~1d" }, "c/d": { "x": 1 } });
        let (place, value) = follow(&document, &Pointer::root().push("a")).unwrap();
        assert_eq!((place.to_string().as_str(), value), ("#/c~1d", &json!({ "x": 1 })));
    }

    #[test]
    fn says_what_is_wrong_with_a_reference() {
        let document = json!({
            "one": { "$ref": "#/two" }, "two": { "$ref": "#/one" },
            "far": { "$ref": "other.json#/a" }, "none": { "$ref": "#/three" },
            "anchor": { "$ref": "#name" }, "number": { "$ref": 1 }
        });
        for (name, says) in [
            ("one", "a circle"),
            ("far", "`other.json#/a`, outside"),
            ("none", "`#/three`, which is not there"),
            ("anchor", "`#name`, outside"),
            ("number", "not a string"),
        ] {
            let refused = follow(&document, &Pointer::root().push(name)).unwrap_err();
            assert!(refused.to_string().contains(says), "{name}: {refused}");
        }
    }
}
