//! Checks inside request bodies, with the path of the field at fault.
#![allow(dead_code, reason = "which of these generated code needs depends on its document")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::Patch;
use crate::check::Check;

/// A request type with bounds inside; generated code implements it where there are any.
pub(crate) trait Validate {
    /// Stops at the first field that breaks a rule.
    fn validate(&self, at: &mut Path) -> Result<(), Invalid>;
}

/// A field that breaks a rule.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Invalid {
    pub(crate) path: String,
    pub(crate) message: String,
}

/// The way to the value being validated: `body.items[3]`.
#[derive(Debug)]
pub(crate) struct Path(String);

impl Path {
    pub(crate) fn new(root: &str) -> Self {
        Self(root.to_owned())
    }

    /// Checks a field against its bounds.
    pub(crate) fn check<T: Serialize + ?Sized>(&mut self, field: &str, value: &T, check: Check) -> Result<(), Invalid> {
        check.of(value).map_err(|message| Invalid { path: format!("{}.{field}", self.0), message })
    }

    /// Validates what is inside a field.
    pub(crate) fn inside<T: Validate + ?Sized>(&mut self, field: &str, value: &T) -> Result<(), Invalid> {
        self.step(format_args!(".{field}"), value)
    }

    fn step<T: Validate + ?Sized>(&mut self, step: std::fmt::Arguments<'_>, value: &T) -> Result<(), Invalid> {
        let length = self.0.len();
        // Writing to a string does not fail.
        let _ = self.0.write_fmt(step);
        let result = value.validate(self);
        self.0.truncate(length);
        result
    }
}

impl<T: Validate> Validate for Option<T> {
    fn validate(&self, at: &mut Path) -> Result<(), Invalid> {
        self.as_ref().map_or(Ok(()), |value| value.validate(at))
    }
}

impl<T: Validate> Validate for Patch<T> {
    fn validate(&self, at: &mut Path) -> Result<(), Invalid> {
        self.as_option().flatten().map_or(Ok(()), |value| value.validate(at))
    }
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    fn validate(&self, at: &mut Path) -> Result<(), Invalid> {
        (**self).validate(at)
    }
}

impl<T: Validate> Validate for [T] {
    fn validate(&self, at: &mut Path) -> Result<(), Invalid> {
        self.iter().enumerate().try_for_each(|(index, item)| at.step(format_args!("[{index}]"), item))
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn validate(&self, at: &mut Path) -> Result<(), Invalid> {
        self.as_slice().validate(at)
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn validate(&self, at: &mut Path) -> Result<(), Invalid> {
        self.iter().try_for_each(|(key, value)| at.inside(key, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Item {
        name: String,
    }

    impl Validate for Item {
        fn validate(&self, at: &mut Path) -> Result<(), Invalid> {
            at.check("name", &self.name, Check::new().min_length(1))
        }
    }

    fn items(names: [&str; 2]) -> Vec<Item> {
        names.map(|name| Item { name: name.to_owned() }).into()
    }

    #[test]
    fn a_failure_names_the_whole_way() {
        let map = BTreeMap::from([("a".to_owned(), Some(Box::new(items(["x", ""]))))]);
        let mut at = Path::new("body");
        let invalid = at.inside("groups", &map).unwrap_err();
        assert_eq!(invalid.path, "body.groups.a[1].name");
        assert_eq!(invalid.message, "must have at least 1 character, has 0");
        assert_eq!(at.0, "body");
    }

    #[test]
    fn what_is_not_there_passes() {
        let mut at = Path::new("body");
        assert_eq!(None::<Item>.validate(&mut at), Ok(()));
        assert_eq!(Patch::<Item>::Null.validate(&mut at), Ok(()));
        assert_eq!(items(["x", "y"]).validate(&mut at), Ok(()));
        assert!(Patch::Value(items(["", "y"])).validate(&mut at).is_err());
    }
}
