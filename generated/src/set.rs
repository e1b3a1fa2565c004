//! What every generated setter does with the value it is given.
#![allow(
    dead_code,
    reason = "which of these generated code needs depends on its document"
)]

use std::fmt::Display;

/// Converts a setter's argument; a value that does not fit is told when the request is sent.
pub(crate) fn set<T, V>(value: V) -> Result<T, String>
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Patch, TimeBound};

    #[test]
    fn literals_fit_without_a_suffix() {
        assert_eq!(set::<i64, _>(10), Ok(10));
        assert_eq!(set::<u64, _>(10), Ok(10));
        assert_eq!(set::<f64, _>(10), Ok(10.0));
        assert_eq!(set::<String, _>("a"), Ok("a".to_owned()));
        assert_eq!(set::<Patch<i64>, _>(10), Ok(Patch::Value(10)));
        assert_eq!(
            set::<Patch<String>, _>("a"),
            Ok(Patch::Value("a".to_owned()))
        );
        assert_eq!(set::<Patch<i64>, _>(None::<i64>), Ok(Patch::Null));
        assert!(set::<TimeBound, _>("2026-08-01").is_ok());
    }

    #[test]
    fn what_does_not_fit_says_why() {
        assert!(set::<u64, _>(-1).unwrap_err().contains("out of range"));
        assert_eq!(missing::<u64>().unwrap_err(), "no value was given");
    }
}
