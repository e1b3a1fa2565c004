//! A field of a partial update: left alone, cleared, or set.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A field of a partial update, where absent and null mean different things.
///
/// `Some(value)` sets it and `None` clears it: `.description(None)` sends `null`.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Patch<T> {
    /// The field is not sent: the server keeps what it has.
    #[default]
    Absent,
    /// The field is sent as `null`: the server clears it.
    Null,
    /// The field is sent with this value.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether nothing is sent.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Nothing for absent, `Some(None)` for null, `Some(Some(_))` for a value.
    pub fn as_option(&self) -> Option<Option<&T>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(value)),
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Patch<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl From<&str> for Patch<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl From<&String> for Patch<String> {
    fn from(value: &String) -> Self {
        Self::Value(value.clone())
    }
}

impl From<Option<&str>> for Patch<String> {
    fn from(value: Option<&str>) -> Self {
        value.map(str::to_owned).into()
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    // A field that is absent is skipped by its struct; alone, it has no better spelling than null.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent | Self::Null => serializer.serialize_none(),
            Self::Value(value) => serializer.serialize_some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, Deserialize, PartialEq, Serialize)]
    struct Update {
        #[serde(default, skip_serializing_if = "Patch::is_absent")]
        name: Patch<String>,
        #[serde(default, skip_serializing_if = "Patch::is_absent")]
        limit: Patch<i64>,
    }

    #[test]
    fn absent_null_and_value_stay_three_things() {
        for (text, name) in
            [("{}", Patch::Absent), (r#"{"name":null}"#, Patch::Null), (r#"{"name":"a"}"#, Patch::from("a"))]
        {
            let update = Update { name, limit: Patch::Absent };
            assert_eq!(serde_json::to_string(&update).unwrap(), text);
            assert_eq!(serde_json::from_str::<Update>(text).unwrap(), update);
        }
    }

    #[test]
    fn options_clear_or_set() {
        assert_eq!(Patch::<String>::from(None::<&str>), Patch::Null);
        assert_eq!(Patch::from(Some(1_i64)), Patch::Value(1));
        assert_eq!(Patch::from(1_i64).as_option(), Some(Some(&1)));
        assert_eq!(Patch::<i64>::Null.as_option(), Some(None));
        assert_eq!(Patch::<i64>::default().as_option(), None);
    }
}
