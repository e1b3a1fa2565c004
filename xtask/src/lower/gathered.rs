//! What is to be made one: the members of an `allOf`, and what stands beside it and beside unions.

use serde_json::Value;

use super::schema::{Schema, flag, is, reference, referred, take_uses};

/// The schemas that apply together at one place.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) parts: Vec<Value>,
    pub(super) unions: Vec<Vec<Value>>,
    pub(super) discriminator: Option<Value>,
}

impl Gathered {
    /// Adds a member; its words count for the whole where the whole has none.
    pub(super) fn add(&mut self, mut member: Value, uses: &mut Schema) {
        let bare = referred(&member).map(reference);
        let Value::Object(map) = &mut member else {
            return;
        };
        let nullable = flag(map, "nullable");
        for (keyword, value) in take_uses(map) {
            if keyword != "nullable" {
                uses.entry(keyword).or_insert(value);
            }
        }
        if let Some(bare) = bare {
            member = bare;
        } else {
            let arms = take_list(map, "oneOf");
            if !arms.is_empty() {
                self.unions.push(arms);
            }
            let found = map.shift_remove("discriminator");
            self.discriminator = self.discriminator.take().or(found);
            if nullable && !map.is_empty() {
                map.insert("nullable".to_owned(), true.into());
            }
        }
        if !self.parts.contains(&member) {
            self.parts.push(member);
        }
    }

    /// Drops what adds nothing: `{}`, and `type: object` where there is more of an object.
    pub(super) fn prune(&mut self) {
        self.parts.retain(|part| part.as_object().is_some_and(|part| !part.is_empty()));
        let bare = |part: &Value| part.as_object().is_some_and(|part| part.len() == 1 && is(part, "type", "object"));
        // Beside another type it adds that no value fits.
        let other = |part: &Value| part.get("type").is_some_and(|other| other.is_string() && other != "object");
        match self.parts.iter().all(bare) && self.unions.is_empty() {
            true => self.parts.truncate(1),
            false if self.parts.iter().any(other) => {}
            false => self.parts.retain(|part| !bare(part)),
        }
    }
}

/// A list of schemas, taken out of a schema.
pub(super) fn take_list(schema: &mut Schema, keyword: &str) -> Vec<Value> {
    match schema.shift_remove(keyword) {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    }
}
