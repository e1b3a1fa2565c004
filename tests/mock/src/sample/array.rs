//! Lists.

use serde_json::Value;

use super::{DEPTH, Mode, Sampler, Spot};

impl Sampler<'_> {
    pub(super) fn array(&self, schema: &Value, spot: &Spot<'_>) -> Value {
        let fixed = schema.get("prefixItems").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let items = schema.get("items").filter(|items| **items != Value::Bool(false));
        let bound = |key: &str| schema.get(key).and_then(Value::as_u64).map(|bound| bound as usize);
        let least = bound("minItems").unwrap_or(0).max(if items.is_none() { fixed.len() } else { 0 });
        let most = bound("maxItems").unwrap_or(usize::MAX).max(least);
        let (first, wanted) = match spot.window {
            Some((first, count)) if spot.lists == 0 => (first, count),
            _ => (0, spot.count()),
        };
        // What a list may hold is no reason for a page of another length.
        let most = if items.is_none() && !fixed.is_empty() { fixed.len() } else { most };
        let count = wanted.clamp(least, most);
        let unique = schema.get("uniqueItems") == Some(&Value::Bool(true));
        let mut made: Vec<Value> = Vec::with_capacity(count);
        for index in 0..count {
            let schema = fixed.get(index).or(items).unwrap_or(&Value::Bool(true));
            let number = first + index as u64;
            let mut value = self.value(schema, &spot.item(number));
            let mut tries = 0;
            while unique && made.contains(&value) && tries < 64 {
                tries += 1;
                value = self.value(schema, &Spot { mode: Mode::Typical, ..spot.item(number + 1000 * tries) });
            }
            if !unique || made.len() < least || !made.contains(&value) {
                made.push(value);
            }
        }
        Value::Array(made)
    }
}

impl<'s> Spot<'s> {
    /// How many items a list has if nothing else decides.
    fn count(&self) -> usize {
        match self.mode {
            _ if self.depth > DEPTH => 0,
            Mode::Empty => 0,
            Mode::Large(count) if self.lists == 0 => count,
            Mode::Minimal | Mode::Large(_) => 1,
            Mode::Full => 3,
            Mode::Typical | Mode::Nulls(_) | Mode::Variant(_) => 2,
        }
    }

    fn item(&self, number: u64) -> Spot<'s> {
        let serial = if self.lists == 0 { number } else { self.serial.wrapping_mul(10).wrapping_add(number) };
        let mode = match self.mode {
            Mode::Variant(index) => Mode::Variant(index + number as usize),
            mode => mode,
        };
        Spot { mode, serial, depth: self.depth + 1, lists: self.lists + 1, ..*self }
    }
}
