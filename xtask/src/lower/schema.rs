//! What the rules know about schemas in common: references, docs, and when two shapes are equal.

use serde_json::{Map, Value};

use super::FADING;
use crate::document::Pointer;
use crate::document::walk::{self, Place};
use crate::note::{Fate, Notes};
use crate::trouble::{Result, Trouble};

/// A schema that is an object, as all are once the malformed ones are mended.
pub(super) type Schema = Map<String, Value>;

/// Where lowered references lead to.
pub(super) const COMPONENTS: &str = "#/components/schemas/";

/// Keywords that say something about a use of a shape, and nothing about the shape.
pub(super) const USES: [&str; 7] =
    ["nullable", "description", "deprecated", "readOnly", "writeOnly", "x-three-state", "x-secret"];

/// A bare reference to the component `key`.
pub(super) fn reference(key: &str) -> Value {
    let mut schema = Map::new();
    schema.insert("$ref".to_owned(), format!("{COMPONENTS}{key}").into());
    Value::Object(schema)
}

/// The component that a schema refers to. While it is lowered, a reference has its uses beside it;
/// the last rule but one wraps it as 3.0 wants.
pub(super) fn referred(schema: &Value) -> Option<&str> {
    let target = schema.get("$ref")?.as_str()?;
    target.strip_prefix(COMPONENTS)
}

/// Whether a keyword of the schema has exactly this text.
pub(super) fn is(schema: &Schema, keyword: &str, text: &str) -> bool {
    schema.get(keyword).and_then(Value::as_str) == Some(text)
}

/// Whether a flag is set.
pub(super) fn flag(schema: &Schema, keyword: &str) -> bool {
    schema.get(keyword) == Some(&Value::Bool(true))
}

/// The schema's keywords about its use, taken out of it.
pub(super) fn take_uses(schema: &mut Schema) -> Schema {
    let mut uses = Map::new();
    for keyword in USES {
        if let Some(value) = schema.shift_remove(keyword) {
            uses.insert(keyword.to_owned(), value);
        }
    }
    uses
}

/// Adds uses to a schema that may have its own: what is told here wins over what stands there.
pub(super) fn put_uses(schema: &mut Schema, uses: Schema) {
    for (keyword, value) in uses {
        schema.insert(keyword, value);
    }
}

/// A schema with uses.
pub(super) fn with_uses(mut schema: Value, uses: Schema) -> Value {
    if let Value::Object(map) = &mut schema {
        put_uses(map, uses);
    }
    schema
}

/// Makes a schema accept anything, keeping its docs, with a note that says why.
pub(super) fn give_up(schema: &mut Schema, why: &str, place: &Place<'_>, notes: &mut Notes) {
    note(notes, Fate::Became, format!("{why}: any value"), place);
    schema.retain(|keyword, _| matches!(keyword.as_str(), "description" | "deprecated"));
}

/// Records a fact about a place, as the published document spells the place.
pub(super) fn note(notes: &mut Notes, fate: Fate, fact: impl Into<String>, place: &Place<'_>) {
    notes.add(fate, fact, &published(&place.pointer));
}

/// The place without the side that `sides` put into a component's name.
pub(super) fn published(pointer: &Pointer) -> Pointer {
    let under_components = |index| index == 2 && is_component(pointer);
    let mut plain = Pointer::root();
    for (index, step) in pointer.steps().iter().enumerate() {
        plain.enter(if under_components(index) { without_side(step) } else { step });
    }
    plain
}

fn is_component(pointer: &Pointer) -> bool {
    matches!(pointer.steps(), [first, second, ..] if first == "components" && second == "schemas")
}

/// A component's name without its side.
pub(super) fn without_side(key: &str) -> &str {
    key.strip_prefix("request:").or_else(|| key.strip_prefix("response:")).unwrap_or(key)
}

/// Whether two schemas take the same values in the client's eyes: docs and checks set aside.
pub(super) fn same_shape(left: &Value, right: &Value) -> bool {
    left == right || shape(left) == shape(right)
}

/// A schema without docs and checks, its keywords and `required` in one order.
pub(super) fn shape(schema: &Value) -> Value {
    let mut bare = schema.clone();
    strip(&mut bare);
    bare
}

fn strip(schema: &mut Value) {
    if let Value::Object(map) = schema {
        map.retain(|keyword, _| {
            !matches!(keyword.as_str(), "description" | "deprecated" | "x-check" | "readOnly" | "writeOnly" | FADING)
        });
        if let Some(Value::Array(required)) = map.get_mut("required") {
            required.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
        }
    }
    let stripped = walk::parts_mut(schema, &mut |_, _, part| {
        strip(part);
        Ok(())
    });
    debug_assert!(stripped.is_ok(), "stripping has no trouble of its own");
}

/// The components, set aside so that a rule can read them while it changes the document.
pub(super) struct Components(Schema);

impl Components {
    /// Takes them out of the document.
    pub(super) fn take(document: &mut Value) -> Self {
        let schemas =
            document.get_mut("components").and_then(|components| components.get_mut("schemas")).map(Value::take);
        Self(match schemas {
            Some(Value::Object(map)) => map,
            _ => Map::new(),
        })
    }

    /// Puts them back.
    pub(super) fn put_back(self, document: &mut Value) {
        let Value::Object(document) = document else {
            return;
        };
        let components = document.entry("components").or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(components) = components {
            components.insert("schemas".to_owned(), Value::Object(self.0));
        }
    }

    /// Replaces them.
    pub(super) fn replaced(schemas: Schema) -> Self {
        Self(schemas)
    }

    /// Adds one.
    pub(super) fn insert(&mut self, key: String, schema: Value) {
        self.0.insert(key, schema);
    }

    /// The component of that name.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// Their names, in order.
    pub(super) fn keys(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    /// What a schema means: the component behind it, or itself.
    pub(super) fn seen<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let mut seen = schema;
        // A chain is never longer than there are components, unless it goes in circles.
        for _ in 0..=self.0.len() {
            match referred(seen).and_then(|key| self.get(key)) {
                Some(target) => seen = target,
                None => break,
            }
        }
        seen
    }
}

/// How much a rule may copy: a small document can describe an enormous one.
pub(super) struct Budget(usize);

impl Budget {
    /// Enough for any document that people wrote.
    pub(super) fn new() -> Self {
        Self(400_000)
    }

    /// Pays for one copy.
    pub(super) fn pay(&mut self, copied: &Value, at: &Pointer) -> Result<()> {
        match self.0.checked_sub(weight(copied)) {
            Some(rest) => {
                self.0 = rest;
                Ok(())
            }
            None => Err(Trouble::new("written out, the schema is too large")
                .at(&published(at))
                .help("shorten the chain of references through `allOf`, or cut it in overlay.toml")),
        }
    }
}

fn weight(value: &Value) -> usize {
    match value {
        Value::Object(map) => 1 + map.values().map(weight).sum::<usize>(),
        Value::Array(items) => 1 + items.iter().map(weight).sum::<usize>(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_of_a_component_has_a_side() {
        for (place, told) in [
            ("#/components/schemas/request:A/properties/b", "#/components/schemas/A/properties/b"),
            ("#/components/schemas/response:A/properties/request:b", "#/components/schemas/A/properties/request:b"),
            ("#/components/parameters/request:A", "#/components/parameters/request:A"),
            ("#/paths/~1a/request:A/schema", "#/paths/~1a/request:A/schema"),
        ] {
            let [pointer, told] = [place, told].map(|text| Pointer::parse(text).unwrap_or_default());
            assert_eq!(published(&pointer), told);
        }
    }
}
