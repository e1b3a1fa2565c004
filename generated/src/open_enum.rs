//! Enums of strings that survive new values.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};

/// A value that this version of the crate has no name for.
///
/// Only decoding makes one, so a known value never hides in it: comparing with the named variants
/// is enough. It is sent back as it came.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    #[allow(dead_code, reason = "a document may have no enum")]
    pub(crate) fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The value as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A text of an answer, not copied where the answer lies in memory as it came: known values need no
/// memory of their own.
pub(crate) struct Text<'de>(Cow<'de, str>);

impl Text<'_> {
    #[allow(dead_code, reason = "a document may have no enum")]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(AnyText)
    }
}

struct AnyText;

impl<'de> Visitor<'de> for AnyText {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Text<'de>, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(text)))
    }
}

/// Declares an enum of strings. The name after `else` is the arm for values that came later.
///
/// There are dozens of these: whatever can be said in terms of `as_str` and `From<&str>` is one
/// line, to keep the expansion cheap to compile. `#[inline]` leaves compiling to who calls it.
#[allow(unused_macros, reason = "a document may have no enum")]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $Name:ident, else $Unknown:ident {
            $( $(#[$about:meta])* $Variant:ident = $text:literal ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        pub enum $Name {
            $( $(#[$about])* $Variant, )*
            /// A value that this version has no name for.
            $Unknown(crate::UnknownValue),
        }

        impl $Name {
            /// The values that this version knows, as they are sent.
            pub const VALUES: &'static [&'static str] = &[$($text),*];

            /// The value as it is sent.
            #[allow(deprecated, reason = "a value that the document has no more is still sent")]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$Variant => $text, )*
                    Self::$Unknown(value) => value.as_str(),
                }
            }
        }

        impl ::std::convert::From<&str> for $Name {
            #[allow(deprecated, reason = "a value that the document has no more still arrives")]
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $( $text => Self::$Variant, )*
                    _ => Self::$Unknown(crate::UnknownValue::new(text)),
                }
            }
        }

        impl ::std::convert::From<::std::string::String> for $Name {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::std::convert::From<&::std::string::String> for $Name {
            #[inline]
            fn from(text: &::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::std::str::FromStr for $Name {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }

        impl ::std::fmt::Display for $Name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::cmp::Ord for $Name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl ::std::cmp::PartialOrd for $Name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                ::std::option::Option::Some(self.cmp(other))
            }
        }

        impl ::serde::Serialize for $Name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $Name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                <crate::open_enum::Text<'de> as ::serde::Deserialize>::deserialize(deserializer)
                    .map(|text| Self::from(text.as_str()))
            }
        }

        impl ::std::convert::From<$Name> for crate::Many<$Name> {
            #[inline]
            fn from(value: $Name) -> Self {
                Self(::std::vec![value])
            }
        }

        impl ::std::convert::From<&str> for crate::Many<$Name> {
            #[inline]
            fn from(text: &str) -> Self {
                Self(::std::vec![text.into()])
            }
        }

        impl ::std::convert::From<::std::string::String> for crate::Many<$Name> {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                Self(::std::vec![text.into()])
            }
        }

        impl ::std::convert::From<&str> for crate::Patch<$Name> {
            #[inline]
            fn from(text: &str) -> Self {
                Self::Value(text.into())
            }
        }
    };
}
#[allow(unused_imports, reason = "a document may have no enum")]
pub(crate) use open_enum;

#[cfg(test)]
mod tests {
    use crate::{Many, Patch};

    open_enum! {
        /// Where a machine is.
        pub enum Place, else UnknownValue {
            /// Here.
            Here = "here",
            /// In three dimensions.
            X3d = "3d",
            /// The document's own `unknown`.
            Unknown = "unknown",
        }
    }

    #[test]
    fn known_values_have_names_both_ways() {
        assert_eq!(Place::VALUES, ["here", "3d", "unknown"]);
        for text in Place::VALUES {
            let place = Place::from(*text);
            assert!(!matches!(place, Place::UnknownValue(_)), "{text}");
            let json = serde_json::to_string(&place).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<Place>(&json).unwrap(), place);
        }
        assert_eq!("3d".parse(), Ok(Place::X3d));
        assert_eq!(Place::from(&"here".to_owned()), Place::Here);
    }

    #[test]
    fn an_unknown_value_goes_back_unchanged() {
        let json = "\" There\u{e9}\"";
        let place: Place = serde_json::from_str(json).unwrap();
        let Place::UnknownValue(value) = &place else {
            panic!("{place:?}");
        };
        assert_eq!(value.as_str(), " There\u{e9}");
        assert_eq!(serde_json::to_string(&place).unwrap(), json);
        assert_eq!(format!("{place:?}"), "UnknownValue(\" There\u{e9}\")");
        let reason = serde_json::from_str::<Place>("5").unwrap_err().to_string();
        assert!(reason.starts_with("invalid type: integer `5`, expected a string"), "{reason}");
        // Texts that do not lie in memory as they are: with an escape, and out of a value.
        assert_eq!(serde_json::from_str::<Place>(r#""h\u0065re""#).unwrap(), Place::Here);
        assert_eq!(serde_json::from_value::<Place>("here".into()).unwrap(), Place::Here);
    }

    #[test]
    fn order_is_that_of_the_text() {
        let mut places: Vec<Place> = ["there", "unknown", "here", "3d"].map(Place::from).into();
        places.sort();
        let texts: Vec<&str> = places.iter().map(Place::as_str).collect();
        assert_eq!(texts, ["3d", "here", "there", "unknown"]);
        assert_eq!(format!("{:>5}", Place::Here), " here");
    }

    #[test]
    fn setters_take_it_as_text_one_or_many() {
        assert_eq!(Many::<Place>::from("here").0, [Place::Here]);
        assert_eq!(Many::<Place>::from(Place::X3d).0, [Place::X3d]);
        assert_eq!(Many::<Place>::from(["here", "3d"]).0, [Place::Here, Place::X3d]);
        assert_eq!(Patch::<Place>::from("3d"), Patch::Value(Place::X3d));
        assert_eq!(crate::set::value::<Place, _>("3d"), Ok(Place::X3d));
    }
}
