//! Whole numbers of answers, however the server spells them: `5`, `5.0` and `5e0` are the same.
#![allow(dead_code, reason = "which of these generated code needs depends on its document")]

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, Visitor};

/// For `#[serde(deserialize_with = "crate::lenient::deserialize")]`.
pub(crate) fn deserialize<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Lenient,
{
    T::lenient(deserializer)
}

/// For `#[serde(deserialize_with = "crate::lenient::or_empty")]` on lists and maps that may be absent:
/// null says the same.
pub(crate) fn or_empty<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Both: a list or map of whole numbers that may be absent.
pub(crate) fn whole_or_empty<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Lenient + Default,
{
    Ok(Option::lenient(deserializer)?.unwrap_or_default())
}

/// For `#[serde(deserialize_with = "crate::lenient::nodes")]` on the branches of a tree.
///
/// A document without references describes a tree to some depth, and below that allows anything: what
/// is no node there is passed over. A node with a field of the wrong type is an error, as elsewhere.
pub(crate) fn nodes<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let mut found = Vec::new();
    let items = Option::<Vec<serde_json::Value>>::deserialize(deserializer)?;
    for item in items.unwrap_or_default() {
        if !item.is_object() {
            continue;
        }
        match serde_path_to_error::deserialize(item) {
            Ok(node) => found.push(node),
            Err(error) if error.inner().to_string().starts_with("missing field") => {}
            Err(error) => return Err(D::Error::custom(error)),
        }
    }
    Ok(found)
}

/// A type made of whole numbers.
pub(crate) trait Lenient: Sized {
    /// As `Deserialize::deserialize`, but any spelling of a whole number will do.
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Lets containers find the lenient reading of what they hold.
struct Held<T>(T);

impl<'de, T: Lenient> Deserialize<'de> for Held<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::lenient(deserializer).map(Self)
    }
}

/// Reads every number as `i128`, which holds both integer types.
struct Whole;

impl Visitor<'_> for Whole {
    type Value = i128;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<i128, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<i128, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<i128, E> {
        // Above 2^64 no target fits, and the cast below would round to a number that was not sent.
        if value.fract() == 0.0 && value.abs() < 2_f64.powi(64) {
            return Ok(value as i128);
        }
        Err(E::invalid_value(serde::de::Unexpected::Float(value), &self))
    }
}

macro_rules! whole {
    ($($number:ty: $hint:ident),+) => {$(
        impl Lenient for $number {
            fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = deserializer.$hint(Whole)?;
                Self::try_from(value).map_err(|_| {
                    D::Error::custom(format_args!(
                        concat!("the number {} does not fit into ", stringify!($number)),
                        value
                    ))
                })
            }
        }
    )+};
}

whole!(i64: deserialize_i64, u64: deserialize_u64, i32: deserialize_i64, u32: deserialize_u64);

impl<T: Lenient> Lenient for Option<T> {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<Held<T>>::deserialize(deserializer)?.map(|held| held.0))
    }
}

impl<T: Lenient> Lenient for Vec<T> {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let list = Vec::<Held<T>>::deserialize(deserializer)?;
        Ok(list.into_iter().map(|held| held.0).collect())
    }
}

impl<T: Lenient> Lenient for BTreeMap<String, T> {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = BTreeMap::<String, Held<T>>::deserialize(deserializer)?;
        Ok(map.into_iter().map(|(key, held)| (key, held.0)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: Lenient>(text: &str) -> Result<T, String> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        deserialize(&mut deserializer).map_err(|error| error.to_string())
    }

    #[test]
    fn every_spelling_of_a_whole_number_is_read() {
        for (text, value) in [("5", 5), ("5.0", 5), ("-3e2", -300), ("-0.0", 0), ("1E3", 1000)] {
            assert_eq!(read::<i64>(text), Ok(value), "{text}");
        }
        assert_eq!(read::<u64>("18446744073709551615"), Ok(u64::MAX));
        assert_eq!(read::<i64>("-9223372036854775808"), Ok(i64::MIN));
    }

    #[test]
    fn fractions_and_numbers_out_of_range_are_refused() {
        assert!(read::<i64>("5.5").unwrap_err().contains("5.5"));
        assert!(read::<i64>("5.5").unwrap_err().contains("a whole number"));
        for text in ["-1", "-1.0", "1e30", "18446744073709551616"] {
            assert!(read::<u64>(text).is_err(), "{text}");
        }
        let reason = read::<i64>("9223372036854775808").unwrap_err();
        assert!(reason.contains("does not fit into i64"), "{reason}");
        assert!(read::<i64>("\"5\"").is_err());
        assert!(read::<i64>("null").is_err());
    }

    #[test]
    fn what_is_no_node_of_a_tree_is_passed_over() {
        #[derive(Debug, PartialEq, serde::Deserialize)]
        struct Node {
            id: i64,
            #[serde(deserialize_with = "super::nodes")]
            below: Vec<Node>,
        }
        let text = r#"{"id":1,"below":[{},7,null,{"id":2,"below":["x"]},{"other":1}]}"#;
        let tree: Node = serde_json::from_str(text).unwrap();
        assert_eq!(tree, Node { id: 1, below: vec![Node { id: 2, below: Vec::new() }] });
        let error = serde_json::from_str::<Node>(r#"{"id":1,"below":[{"id":"x","below":[]}]}"#).unwrap_err();
        assert!(error.to_string().contains("id: invalid type"), "{error}");
    }

    #[test]
    fn null_is_an_empty_list() {
        let read = |text| super::or_empty::<_, Vec<String>>(&mut serde_json::Deserializer::from_str(text)).unwrap();
        assert_eq!((read("null"), read("[\"a\"]")), (Vec::new(), vec!["a".to_owned()]));
        let read = |text| super::whole_or_empty::<_, Vec<i64>>(&mut serde_json::Deserializer::from_str(text)).unwrap();
        assert_eq!((read("null"), read("[1.0]")), (Vec::new(), vec![1]));
    }

    #[test]
    fn containers_pass_it_on() {
        assert_eq!(read::<Option<i64>>("null"), Ok(None));
        assert_eq!(read::<Option<i64>>("2.0"), Ok(Some(2)));
        assert_eq!(read::<Vec<Option<u64>>>("[1.0,null]"), Ok(vec![Some(1), None]));
        let map = BTreeMap::from([("a".to_owned(), vec![7_i64])]);
        assert_eq!(read(r#"{"a":[7.0]}"#), Ok(map));
    }
}
