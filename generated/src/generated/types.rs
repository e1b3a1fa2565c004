//! Stand-in types.

use crate::open_enum::open_enum;
use crate::union::{tagged_union, untagged_union};
use crate::check::Check;
use crate::Patch;

open_enum! {
    /// Kinds of error.
    pub enum ErrorType, else UnknownValue {
        /// The key is not good enough.
        AuthorizationError = "authorization_error",
        /// Nothing there.
        NotFound = "not_found",
    }
}

open_enum! {
    /// Where a thing is.
    pub enum Status, else UnknownValue {
        /// In use.
        Active = "active",
        /// In three dimensions.
        X3d = "3d",
    }
}

/// A thing.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct Thing {
    /// Its name.
    pub id: String,
    /// How often.
    #[serde(default, deserialize_with = "crate::lenient::deserialize", skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// What it is made of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<Node>,
}

/// A file.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct AssetNode {
    /// Bytes.
    #[serde(deserialize_with = "crate::lenient::deserialize")]
    pub size: u64,
}

/// A folder.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct GroupNode {
    /// What is in it.
    pub children: Vec<Node>,
}

tagged_union! {
    /// A file or folder.
    pub enum Node by "kind", else UnknownValue {
        /// A file.
        Asset(AssetNode) = "asset",
        /// A folder.
        Group(Box<GroupNode>) = "group",
    }
}

untagged_union! {
    /// A word or a number.
    pub enum Word, else UnknownValue {
        /// A word.
        Text(String),
        /// A number.
        Number(f64),
    }
}

/// One page of things.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct GetThingsResponse {
    /// The things.
    pub things: Vec<Thing>,
    /// Where the next page begins.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// What to change.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct UpdateThingRequest {
    /// Its label.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub label: Patch<String>,
    /// How often.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub count: Patch<i64>,
}

impl crate::validate::Validate for UpdateThingRequest {
    fn validate(&self, at: &mut crate::validate::Path) -> Result<(), crate::validate::Invalid> {
        at.check("label", &self.label, Check::new().min_length(1))?;
        at.check("count", &self.count, Check::new().at_least(0.0))?;
        Ok(())
    }
}
