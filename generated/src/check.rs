//! Bounds on request values, checked before anything is sent.
#![allow(dead_code, reason = "which of these generated code needs depends on its document")]

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use serde::Serialize;
use serde_json::{Number, Value};

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
        Ok(())
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

fn has_format(format: &str, text: &str) -> bool {
    match format {
        "uuid" => {
            text.len() == 36
                && text.bytes().enumerate().all(|(index, byte)| match index {
                    8 | 13 | 18 | 23 => byte == b'-',
                    _ => byte.is_ascii_hexdigit(),
                })
        }
        "uri" | "url" => reqwest::Url::parse(text).is_ok(),
        "email" => text
            .rsplit_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !text.contains(char::is_whitespace)),
        "date" => text.len() == 10 && chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok(),
        "date-time" => chrono::DateTime::parse_from_rfc3339(text).is_ok(),
        "ipv4" => text.parse::<std::net::Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<std::net::Ipv6Addr>().is_ok(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Patch, TimeBound};
    use std::collections::BTreeMap;

    const NAME: Check = Check::new().min_length(1).max_length(3).pattern("^[a-zä]+$");

    fn reason<T: Serialize>(check: Check, value: T) -> String {
        check.of(&value).unwrap_err()
    }

    #[test]
    fn texts() {
        assert_eq!(NAME.of("äää"), Ok(()));
        assert_eq!(reason(NAME, ""), "must have at least 1 character, has 0");
        assert_eq!(reason(NAME, "abcd"), "must have at most 3 characters, has 4");
        assert_eq!(reason(NAME, "A1"), "must match ^[a-zä]+$");
        assert_eq!(Check::new().pattern("(").of("a"), Ok(()));
    }

    #[test]
    fn reasons_do_not_repeat_texts() {
        let secret = "s3cret-value";
        for check in [NAME, Check::new().pattern("^x$"), Check::new().format("uuid")] {
            assert!(!reason(check, secret).contains(secret));
        }
    }

    #[test]
    fn numbers() {
        let limit = Check::new().at_least(1.0).at_most(100.0);
        assert_eq!(limit.of(&1), Ok(()));
        assert_eq!(limit.of(&100_u64), Ok(()));
        assert_eq!(reason(limit, 200), "must be at most 100, is 200");
        assert_eq!(reason(limit, 0.5), "must be at least 1, is 0.5");
        let open = Check::new().above(0.0).below(1.0);
        assert_eq!(open.of(&0.5), Ok(()));
        assert_eq!(reason(open, 0), "must be above 0, is 0");
        assert_eq!(reason(open, 1), "must be below 1, is 1");
        let step = Check::new().multiple_of(0.1);
        assert_eq!(step.of(&0.3), Ok(()));
        assert_eq!(reason(step, 0.35), "must be a multiple of 0.1, is 0.35");
    }

    #[test]
    fn lists_and_maps() {
        static ITEM: Check = Check::new().max_length(1);
        let list = Check::new().min_items(1).max_items(2).unique_items().each(&ITEM);
        assert_eq!(list.of(&["a", "b"]), Ok(()));
        assert_eq!(reason(list, [""; 0]), "must have at least 1 item, has 0");
        assert_eq!(reason(list, ["a"; 3]), "must have at most 2 items, has 3");
        assert_eq!(reason(list, ["a", "a"]), "must have no equal items, item 1 is a repetition");
        assert_eq!(reason(list, ["a", "bc"]), "item 1 must have at most 1 character, has 2");
        let map = Check::new().max_properties(1);
        let entries = BTreeMap::from([("a", 1), ("b", 2)]);
        assert_eq!(reason(map, entries), "must have at most 1 entry, has 2");
    }

    #[test]
    fn null_absent_and_other_types_pass() {
        assert_eq!(NAME.of(&None::<String>), Ok(()));
        assert_eq!(NAME.of(&Patch::<String>::Absent), Ok(()));
        assert_eq!(NAME.of(&5), Ok(()));
        assert!(NAME.of(&Patch::<String>::from("ABC")).is_err());
        let bound = TimeBound::try_from("2026-08-01").unwrap();
        assert_eq!(Check::new().format("date").of(&bound), Ok(()));
    }

    #[test]
    fn formats() {
        for (format, good, bad) in [
            ("uuid", "00000000-0000-4000-8000-00000000000f", "0000"),
            ("uri", "https://example.com/a", "example.com"),
            ("email", "a@b.example", "a@"),
            ("date", "2026-08-01", "2026-13-01"),
            ("date-time", "2026-08-01T00:00:00Z", "2026-08-01"),
            ("ipv4", "127.0.0.1", "::1"),
            ("ipv6", "::1", "127.0.0.1"),
        ] {
            assert!(has_format(format, good), "{format}");
            assert!(!has_format(format, bad), "{format}");
        }
        assert!(has_format("password", ""));
    }
}
