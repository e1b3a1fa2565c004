//! Keys: which are known, and what a request carried.

use std::fmt;

use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::document::{Operation, Scope};

/// A key that the server knows. It opens nothing but this mock, and is shown in full.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Known {
    pub(crate) key: String,
    pub(crate) slot: KeySlot,
}

/// Which key a request carried. The key itself is not recorded.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum KeySlot {
    /// None.
    None,
    /// The key of API scope.
    Api,
    /// The key of admin scope.
    Admin,
    /// A key that was created through the server.
    Created,
    /// One that the server does not know.
    Unknown,
    /// Something that is no `Key id:secret`.
    Malformed,
}

impl fmt::Display for KeySlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::None => "no key",
            Self::Api => "api key",
            Self::Admin => "admin key",
            Self::Created => "created key",
            Self::Unknown => "unknown key",
            Self::Malformed => "malformed key",
        })
    }
}

/// Which of the known keys the headers carry.
pub(crate) fn slot(headers: &HeaderMap, known: &[Known]) -> KeySlot {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return KeySlot::None;
    };
    let key = value.to_str().ok().and_then(|text| text.strip_prefix("Key "));
    match key {
        Some(key) if values.next().is_none() && is_key(key) => {
            known.iter().find(|known| known.key == key).map_or(KeySlot::Unknown, |known| known.slot)
        }
        _ => KeySlot::Malformed,
    }
}

/// `id:secret`, both of visible characters.
pub(crate) fn is_key(text: &str) -> bool {
    let halves = text.split_once(':');
    halves.is_some_and(|(id, secret)| !id.is_empty() && !secret.is_empty())
        && text.chars().all(|c| c.is_ascii_graphic())
}

/// The refusal, if the key does not reach the operation: status and message.
pub(crate) fn refusal(operation: &Operation, slot: KeySlot) -> Option<(u16, &'static str)> {
    match (operation.scope, slot) {
        (Scope::None, _) => None,
        (_, KeySlot::None) if operation.key_optional => None,
        (_, KeySlot::None) => Some((401, "This operation needs an API key, and none was sent.")),
        (_, KeySlot::Unknown | KeySlot::Malformed) => Some((401, "The API key is not valid.")),
        (Scope::Admin, KeySlot::Api | KeySlot::Created) => Some((403, "This key is not permitted to do that.")),
        _ => None,
    }
}
