//! Values that are one of several shapes, told apart by a tag or by trying.
#![allow(dead_code, unused_macros, unused_imports, reason = "a document may have no unions")]

use serde::de::{DeserializeOwned, Error as _};
use serde::ser::Error as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

/// Declares an enum whose arm is named by one field of the object: `by "kind"`.
///
/// The arms' own types do not have that field. A tag that is missing or came later goes to the arm
/// after `else`, which keeps the value as it came; a known tag with wrong content is an error.
macro_rules! tagged_union {
    (
        $(#[$meta:meta])*
        $vis:vis enum $Name:ident by $tag:literal, else $Unknown:ident {
            $( $(#[$about:meta])* $Arm:ident($Type:ty) = $value:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant, reason = "matching is worth more than size")]
        $vis enum $Name {
            $( $(#[$about])* $Arm($Type), )+
            /// A kind that this version does not know, kept as it came.
            $Unknown(::serde_json::Value),
        }

        impl ::serde::Serialize for $Name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $( Self::$Arm(arm) => {
                        crate::union::serialize_tagged(arm, $tag, $value, serializer)
                    } )+
                    Self::$Unknown(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $Name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                let arm = match crate::union::tag(&value, $tag) {
                    $( ::std::option::Option::Some($value) => {
                        crate::union::tagged_arm(value, $tag).map(Self::$Arm)
                    } )+
                    _ => ::std::result::Result::Ok(Self::$Unknown(value)),
                };
                arm.map_err(<D::Error as ::serde::de::Error>::custom)
            }
        }
    };
}
pub(crate) use tagged_union;

/// Declares an enum of which the first arm that decodes is taken, in the order written.
///
/// A value that no arm takes goes to the arm after `else`, which keeps it as it came.
macro_rules! untagged_union {
    (
        $(#[$meta:meta])*
        $vis:vis enum $Name:ident, else $Unknown:ident {
            $( $(#[$about:meta])* $Arm:ident($Type:ty) ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant, reason = "matching is worth more than size")]
        $vis enum $Name {
            $( $(#[$about])* $Arm($Type), )+
            /// A shape that this version does not know, kept as it came.
            $Unknown(::serde_json::Value),
        }

        impl ::serde::Serialize for $Name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $( Self::$Arm(arm) => ::serde::Serialize::serialize(arm, serializer), )+
                    Self::$Unknown(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $Name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                $( if let ::std::option::Option::Some(arm) = crate::union::untagged_arm(&value) {
                    return ::std::result::Result::Ok(Self::$Arm(arm));
                } )+
                ::std::result::Result::Ok(Self::$Unknown(value))
            }
        }
    };
}
pub(crate) use untagged_union;

/// The tag of an object.
pub(crate) fn tag<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name)?.as_str()
}

/// Decodes what stands beside the tag. The message of a failure begins with the path to the field,
/// in the way that [`locate`] understands.
pub(crate) fn tagged_arm<T: DeserializeOwned>(mut value: Value, tag: &str) -> Result<T, String> {
    if let Value::Object(fields) = &mut value {
        // Keeps the order of the other fields, which an arm may keep in a map.
        fields.shift_remove(tag);
    }
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let (path, message) = locate(path, error.into_inner().to_string());
        match path.as_str() {
            "." => message,
            path => format!("{INSIDE}{path}{MARK}{message}"),
        }
    })
}

/// Decodes an arm by trying.
pub(crate) fn untagged_arm<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}

/// Serializes an arm with its tag in front.
pub(crate) fn serialize_tagged<T: Serialize, S: Serializer>(
    arm: &T,
    tag: &str,
    value: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match serde_json::to_value(arm).map_err(S::Error::custom)? {
        Value::Object(fields) => {
            let mut tagged = Map::with_capacity(fields.len() + 1);
            tagged.insert(tag.to_owned(), value.into());
            tagged.extend(fields.into_iter().filter(|(name, _)| name != tag));
            tagged.serialize(serializer)
        }
        _ => Err(S::Error::custom(format_args!("the `{value}` arm of a union must be an object"))),
    }
}

const INSIDE: &str = "inside `";
const MARK: &str = "`: ";

/// Joins the path to a union with the path that the message of its failure begins with: a union is
/// decoded from a value of its own, which the outer decoder cannot look into.
pub(crate) fn locate(path: String, message: String) -> (String, String) {
    let inner = message.strip_prefix(INSIDE).and_then(|rest| rest.split_once(MARK));
    let Some((inner, message)) = inner else {
        return (path, message);
    };
    let path = match path.as_str() {
        "." => inner.to_owned(),
        path if inner.starts_with('[') => format!("{path}{inner}"),
        path => format!("{path}.{inner}"),
    };
    (path, message.to_owned())
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};
    use serde_json::json;

    #[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
    #[serde(deny_unknown_fields)]
    struct Asset {
        size: u64,
    }

    #[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
    struct Group {
        children: Vec<Node>,
    }

    tagged_union! {
        /// A node.
        enum Node by "kind", else UnknownValue {
            /// A file.
            Asset(Asset) = "asset",
            /// A folder.
            Group(Box<Group>) = "group",
        }
    }

    untagged_union! {
        /// An answer.
        enum Answer, else UnknownValue {
            /// A file.
            Asset(Asset),
            /// A word.
            Text(String),
            /// A number.
            Number(f64),
        }
    }

    #[test]
    fn tagged_values_go_both_ways_with_the_tag_in_front() {
        let text = r#"{"kind":"group","children":[{"kind":"asset","size":1}]}"#;
        let node: Node = serde_json::from_str(text).unwrap();
        assert!(matches!(&node, Node::Group(group) if group.children.len() == 1));
        assert_eq!(serde_json::to_string(&node).unwrap(), text);
        let last = r#"{"size":1,"kind":"asset"}"#;
        assert_eq!(serde_json::from_str::<Node>(last).unwrap(), Node::Asset(Asset { size: 1 }));
    }

    #[test]
    fn what_has_no_known_tag_is_kept_as_it_came() {
        for value in [
            json!({"kind": "video", "z": 1, "a": [null]}),
            json!({"size": 1}),
            json!({"kind": 5}),
            json!("asset"),
            json!(null),
        ] {
            let node: Node = serde_json::from_value(value.clone()).unwrap();
            assert_eq!(node, Node::UnknownValue(value.clone()));
            assert_eq!(serde_json::to_value(&node).unwrap(), value);
        }
    }

    #[test]
    fn wrong_content_of_a_known_tag_names_the_innermost_field() {
        let text = r#"{"root":[{"kind":"group","children":[
            {"kind":"asset","size":1},{"kind":"group","children":[{"kind":"asset","size":"x"}]}]}]}"#;
        let mut json = serde_json::Deserializer::from_str(text);
        type Roots = std::collections::BTreeMap<String, Vec<Node>>;
        let error = serde_path_to_error::deserialize::<_, Roots>(&mut json).unwrap_err();
        let path = error.path().to_string();
        let (path, message) = super::locate(path, error.into_inner().to_string());
        assert_eq!(path, "root[0].children[1].children[0].size");
        assert!(message.starts_with("invalid type: string \"x\", expected u64"), "{message}");
        let whole = super::locate(".".to_owned(), "inside `[0].a`: no".to_owned());
        assert_eq!(whole, ("[0].a".to_owned(), "no".to_owned()));
        let list = super::locate("data".to_owned(), "inside `[0].a`: no".to_owned());
        assert_eq!(list.0, "data[0].a");
    }

    #[test]
    fn the_first_untagged_arm_that_decodes_is_taken() {
        for (value, expected) in [
            (json!({"size": 1}), Answer::Asset(Asset { size: 1 })),
            (json!("a"), Answer::Text("a".to_owned())),
            (json!(1.5), Answer::Number(1.5)),
            (json!({"size": "x"}), Answer::UnknownValue(json!({"size": "x"}))),
            (json!([true]), Answer::UnknownValue(json!([true]))),
        ] {
            let answer: Answer = serde_json::from_value(value.clone()).unwrap();
            assert_eq!(answer, expected);
            assert_eq!(serde_json::to_value(&answer).unwrap(), value);
        }
    }
}
