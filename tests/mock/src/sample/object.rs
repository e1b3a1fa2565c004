//! Objects and maps.

use serde_json::{Map, Value, json};

use super::{DEPTH, Mode, Sampler, Side, Spot};

/// The names of the entries of maps.
const ENTRIES: [&str; 2] = ["first", "second"];

impl Sampler<'_> {
    pub(super) fn object(&self, schema: &Value, spot: &Spot<'_>) -> Value {
        let empty = Map::new();
        let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let mut made = Map::new();
        for (name, property) in properties {
            let needed = required.contains(&name.as_str());
            if self.goes(property) && (needed || spot.takes_optional()) {
                let value =
                    if self.twist.nulls && !needed { Value::Null } else { self.value(property, &spot.property(name)) };
                made.insert(name.clone(), value);
            }
        }
        let others = schema.get("additionalProperties").filter(|others| **others != Value::Bool(false));
        for name in required.iter().filter(|name| !properties.contains_key(**name)) {
            made.insert((*name).to_owned(), self.value(others.unwrap_or(&Value::Bool(true)), &spot.property(name)));
        }
        self.entries(schema, others, spot, &mut made);
        // An entry of a map would be a known one, of the wrong type.
        if self.twist.unknown_fields && !others.is_some_and(Value::is_object) {
            made.insert("brand_new_field".to_owned(), json!({ "nested": [1, "two", null] }));
        }
        Value::Object(made)
    }

    /// Entries of a map. An object that merely does not forbid more properties gets none.
    fn entries(&self, schema: &Value, others: Option<&Value>, spot: &Spot<'_>, made: &mut Map<String, Value>) {
        let bound = |key: &str| schema.get(key).and_then(Value::as_u64).map(|bound| bound as usize);
        let is_map = others.is_some_and(Value::is_object) || (others.is_some() && schema.get("properties").is_none());
        let wanted = match spot.mode {
            _ if !is_map || spot.depth > DEPTH => 0,
            Mode::Empty | Mode::Minimal => 0,
            _ => ENTRIES.len(),
        };
        let least = bound("minProperties").unwrap_or(0).saturating_sub(made.len());
        let most = bound("maxProperties").unwrap_or(usize::MAX).saturating_sub(made.len());
        for index in 0..wanted.max(least).min(most) {
            let name = ENTRIES.get(index).map_or_else(|| format!("entry_{index}"), |name| (*name).to_owned());
            let below =
                Spot { serial: spot.serial.wrapping_mul(10).wrapping_add(index as u64), ..spot.property(&name) };
            let value = self.value(others.unwrap_or(&Value::Bool(true)), &below);
            made.entry(name).or_insert(value);
        }
    }

    fn goes(&self, property: &Value) -> bool {
        let wrong_way = match self.side {
            Side::Request => "readOnly",
            Side::Response => "writeOnly",
        };
        property.get(wrong_way) != Some(&Value::Bool(true))
    }
}

impl<'s> Spot<'s> {
    fn takes_optional(&self) -> bool {
        self.mode != Mode::Minimal && self.depth <= DEPTH
    }

    fn property<'n>(&self, name: &'n str) -> Spot<'n>
    where
        's: 'n,
    {
        Spot { name, depth: self.depth + 1, ..*self }
    }
}
