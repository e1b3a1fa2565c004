//! Bounds on request values, checked before anything is sent.
#![allow(dead_code, reason = "which of these generated code needs depends on its document")]

mod format;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use serde::Serialize;
use serde_json::{Number, Value};

use format::has_format;

/// What a value must be like. Each rule looks only at values of its own JSON type, and null passes:
/// whether a value may be null is not a question of bounds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Check {
    length: Range,
    items: Range,
    properties: Range,
    at_least: Option<f64>,
    at_most: Option<f64>,
    above: Option<f64>,
    below: Option<f64>,
    multiple_of: Option<f64>,
    one_of: Option<&'static [f64]>,
    pattern: Option<&'static str>,
    format: Option<&'static str>,
    unique: bool,
    each: Option<&'static Check>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Range {
    min: Option<u64>,
    max: Option<u64>,
}

/// One `const fn` per rule.
macro_rules! rules {
    ($( $(#[$about:meta])* $rule:ident($value:ident: $type:ty) => $($field:ident).+; )+) => {
        impl Check {
            $(
                $(#[$about])*
                pub(crate) const fn $rule(mut self, $value: $type) -> Self {
                    self.$($field).+ = Some($value);
                    self
                }
            )+
        }
    };
}

rules! {
    /// Texts: at least so many characters.
    min_length(characters: u64) => length.min;
    /// Texts: at most so many characters.
    max_length(characters: u64) => length.max;
    /// Texts: matches somewhere (ECMA-262).
    pattern(pattern: &'static str) => pattern;
    /// Texts: a format that this module knows; others pass.
    format(format: &'static str) => format;
    /// Numbers: no less than.
    at_least(bound: f64) => at_least;
    /// Numbers: no more than.
    at_most(bound: f64) => at_most;
    /// Numbers: more than.
    above(bound: f64) => above;
    /// Numbers: less than.
    below(bound: f64) => below;
    /// Numbers: a multiple of.
    multiple_of(step: f64) => multiple_of;
    /// Numbers: one of these.
    one_of(values: &'static [f64]) => one_of;
    /// Lists: at least so many items.
    min_items(items: u64) => items.min;
    /// Lists: at most so many items.
    max_items(items: u64) => items.max;
    /// Maps: at least so many entries.
    min_properties(entries: u64) => properties.min;
    /// Maps: at most so many entries.
    max_properties(entries: u64) => properties.max;
    /// Lists and maps: what every item or value must be like.
    each(check: &'static Check) => each;
}

impl Check {
    /// A check that everything passes.
    pub(crate) const fn new() -> Self {
        const NONE: Range = Range { min: None, max: None };
        Self {
            length: NONE,
            items: NONE,
            properties: NONE,
            at_least: None,
            at_most: None,
            above: None,
            below: None,
            multiple_of: None,
            one_of: None,
            pattern: None,
            format: None,
            unique: false,
            each: None,
        }
    }

    /// Lists: no two items are equal.
    pub(crate) const fn unique_items(mut self) -> Self {
        self.unique = true;
        self
    }

    /// Checks any value by the JSON that would be sent. The reason does not show texts, which may
    /// be secrets.
    pub(crate) fn of<T: Serialize + ?Sized>(&self, value: &T) -> Result<(), String> {
        let json = serde_json::to_value(value).map_err(|error| error.to_string())?;
        self.value(&json)
    }

    fn value(&self, value: &Value) -> Result<(), String> {
        match value {
            Value::Null | Value::Bool(_) => Ok(()),
            Value::String(text) => self.text(text),
            Value::Number(number) => self.number(number),
            Value::Array(list) => self.list(list),
            Value::Object(map) => {
                within(self.properties, map.len(), "entry", "entries")?;
                self.every(map.values())
            }
        }
    }

    fn text(&self, text: &str) -> Result<(), String> {
        within(self.length, text.chars().count(), "character", "characters")?;
        if let Some(pattern) = self.pattern
            && !matches(pattern, text)
        {
            return Err(format!("must match {pattern}"));
        }
        match self.format {
            Some(format) if !has_format(format, text) => Err(format!("must be a valid {format}")),
            _ => Ok(()),
        }
    }

    fn number(&self, number: &Number) -> Result<(), String> {
        let Some(value) = number.as_f64() else {
            return Ok(());
        };
        let rules = [
            (self.at_least, "at least", value >= self.at_least.unwrap_or(value)),
            (self.at_most, "at most", value <= self.at_most.unwrap_or(value)),
            (self.above, "above", self.above.is_none_or(|bound| value > bound)),
            (self.below, "below", self.below.is_none_or(|bound| value < bound)),
            (self.multiple_of, "a multiple of", self.multiple_of.is_none_or(|step| is_multiple(value, step))),
        ];
        for (bound, name, holds) in rules {
            if let (Some(bound), false) = (bound, holds) {
                return Err(format!("must be {name} {bound}, is {number}"));
            }
        }
        match self.one_of {
            Some(values) if !values.contains(&value) => Err(format!("must be one of {values:?}, is {number}")),
            _ => Ok(()),
        }
    }

    fn list(&self, list: &[Value]) -> Result<(), String> {
        within(self.items, list.len(), "item", "items")?;
        if self.unique {
            let mut seen = HashSet::new();
            if let Some(index) = list.iter().position(|item| !seen.insert(item.to_string())) {
                return Err(format!("must have no equal items, item {index} is a repetition"));
            }
        }
        self.every(list.iter())
    }

    fn every<'v>(&self, values: impl Iterator<Item = &'v Value>) -> Result<(), String> {
        let Some(check) = self.each else {
            return Ok(());
        };
        for (index, value) in values.enumerate() {
            check.value(value).map_err(|reason| format!("item {index} {reason}"))?;
        }
        Ok(())
    }
}

fn within(range: Range, count: usize, one: &str, many: &str) -> Result<(), String> {
    let bound = match (range.min, range.max) {
        (Some(min), _) if (count as u64) < min => ("at least", min),
        (_, Some(max)) if count as u64 > max => ("at most", max),
        _ => return Ok(()),
    };
    let noun = if bound.1 == 1 { one } else { many };
    Err(format!("must have {} {} {noun}, has {count}", bound.0, bound.1))
}

/// Decimal steps such as 0.1 have no exact binary form: a quotient this near to a whole number is one.
fn is_multiple(value: f64, step: f64) -> bool {
    let quotient = value / step;
    (quotient - quotient.round()).abs() <= 1e-9 * quotient.abs().max(1.0)
}

/// Patterns are compiled once. One that does not compile cannot be checked here, and passes.
fn matches(pattern: &'static str, text: &str) -> bool {
    type Compiled = HashMap<&'static str, Option<Arc<regress::Regex>>>;
    static COMPILED: LazyLock<Mutex<Compiled>> = LazyLock::new(Mutex::default);
    let regex = COMPILED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .entry(pattern)
        .or_insert_with(|| {
            let unicode = regress::Regex::with_flags(pattern, "u");
            unicode.or_else(|_| regress::Regex::new(pattern)).ok().map(Arc::new)
        })
        .clone();
    regex.is_none_or(|regex| regex.find(text).is_some())
}
