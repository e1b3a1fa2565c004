//! What every generated setter does with the value it is given.
#![allow(dead_code, reason = "which of these generated code needs depends on its document")]

use std::collections::BTreeMap;
use std::fmt::Display;

/// Converts a setter's argument; a value that does not fit is told when the request is sent.
pub(crate) fn value<T, V>(value: V) -> Result<T, String>
where
    V: TryInto<T>,
    V::Error: Display,
{
    value.try_into().map_err(|reason| reason.to_string())
}

/// What a required value is before its setter is called.
pub(crate) fn missing<T>() -> Result<T, String> {
    Err("no value was given".to_owned())
}

/// Converts each item of a list; the error says which one.
#[allow(dead_code, reason = "a document may have no list in a body")]
pub(crate) fn all<T, V>(items: impl IntoIterator<Item = V>) -> Result<Vec<T>, String>
where
    V: TryInto<T>,
    V::Error: Display,
{
    let convert = |(index, item): (usize, V)| item.try_into().map_err(|error| format!("item {index}: {error}"));
    items.into_iter().enumerate().map(convert).collect()
}

/// Converts each value of a map; the error says which one.
#[allow(dead_code, reason = "a document may have no map in a body")]
pub(crate) fn map<T, K, V>(entries: impl IntoIterator<Item = (K, V)>) -> Result<BTreeMap<String, T>, String>
where
    K: Into<String>,
    V: TryInto<T>,
    V::Error: Display,
{
    let convert = |(key, value): (K, V)| {
        let key = key.into();
        let value = value.try_into().map_err(|error| format!("{key}: {error}"))?;
        Ok((key, value))
    };
    entries.into_iter().map(convert).collect()
}

/// Names the field in the error of a builder.
#[allow(dead_code, reason = "a document may have no body")]
pub(crate) fn field<T>(name: &str, value: Result<T, String>) -> Result<T, String> {
    value.map_err(|error| format!("{name}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Patch, TimeBound};

    #[test]
    fn literals_fit_without_a_suffix() {
        assert_eq!(value::<i64, _>(10), Ok(10));
        assert_eq!(value::<u64, _>(10), Ok(10));
        assert_eq!(value::<f64, _>(10), Ok(10.0));
        assert_eq!(value::<String, _>("a"), Ok("a".to_owned()));
        assert_eq!(value::<Patch<i64>, _>(10), Ok(Patch::Value(10)));
        assert_eq!(value::<Patch<String>, _>("a"), Ok(Patch::Value("a".to_owned())));
        assert_eq!(value::<Patch<i64>, _>(None::<i64>), Ok(Patch::Null));
        assert!(value::<TimeBound, _>("2026-08-01").is_ok());
    }

    #[test]
    fn what_does_not_fit_says_why() {
        assert!(value::<u64, _>(-1).unwrap_err().contains("out of range"));
        assert_eq!(missing::<u64>().unwrap_err(), "no value was given");
    }
}
