//! Scopes: what a key must be allowed to do, read from `security`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::{Map, Value};

use crate::document::walk::{self, OperationRef};
use crate::note::{Fate, Notes};
use crate::overlay::{self, Overlay};

/// A scope; a later one includes the earlier ones.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub enum Scope {
    /// No key is needed.
    #[default]
    None,
    /// Any key.
    Api,
    /// A key with administrative rights.
    Admin,
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Api => "API",
            Self::Admin => "admin",
        })
    }
}

/// Which security scheme asks for which scope: configuration, from the overlay's `[scopes]`.
#[derive(Clone, Debug, Default)]
pub struct Scopes(pub BTreeMap<String, Scope>);

impl Scopes {
    /// What the overlay says of the document's security schemes.
    pub fn of_overlay(overlay: &Overlay) -> Self {
        let scope = |scope: &overlay::Scope| match scope {
            overlay::Scope::Api => Scope::Api,
            overlay::Scope::Admin => Scope::Admin,
        };
        Self(overlay.scopes.iter().map(|(scheme, named)| (scheme.clone(), scope(named))).collect())
    }

    /// The operations that need the admin scope.
    pub fn admin(&self, document: &Value) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        walk::operations(document, &mut |at, operation| {
            // What is doubtful is told when the table is read.
            if self.of(document, operation, at, &mut Notes::default()) == Scope::Admin {
                found.insert(at.id.to_owned());
            }
        });
        found
    }

    /// The scope of an operation: the cheapest of its alternatives.
    pub(super) fn of(
        &self,
        document: &Value,
        operation: &Map<String, Value>,
        at: OperationRef<'_>,
        notes: &mut Notes,
    ) -> Scope {
        let security = operation.get("security").or_else(|| document.get("security"));
        let alternatives = security.and_then(Value::as_array);
        let scope = alternatives.into_iter().flatten().map(|alternative| {
            let schemes = alternative.as_object().into_iter().flat_map(Map::keys);
            schemes.map(|scheme| self.scheme(scheme, at, notes)).max().unwrap_or_default()
        });
        scope.min().unwrap_or_default()
    }

    fn scheme(&self, scheme: &str, at: OperationRef<'_>, notes: &mut Notes) -> Scope {
        self.0.get(scheme).copied().unwrap_or_else(|| {
            let fact = format!("the security scheme `{scheme}` has no scope in overlay.toml: taken as API");
            notes.add(Fate::Look, fact, at.pointer);
            Scope::Api
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Pointer;
    use serde_json::json;

    fn scope(security: Value) -> (Scope, Notes) {
        let scopes = Scopes([("key".to_owned(), Scope::Api), ("boss".to_owned(), Scope::Admin)].into());
        let mut notes = Notes::default();
        let operation = json!({ "security": security });
        let at = OperationRef { pointer: &Pointer::root(), path: "/", method: "get", id: "x" };
        let scope = scopes.of(&json!({}), operation.as_object().unwrap(), at, &mut notes);
        (scope, notes)
    }

    #[test]
    fn the_cheapest_alternative_counts() {
        assert_eq!(scope(json!([{ "key": [] }])).0, Scope::Api);
        assert_eq!(scope(json!([{ "boss": [] }])).0, Scope::Admin);
        assert_eq!(scope(json!([{ "boss": [] }, { "key": [] }])).0, Scope::Api);
        assert_eq!(scope(json!([{ "boss": [], "key": [] }])).0, Scope::Admin);
        assert_eq!(scope(json!([{}, { "key": [] }])).0, Scope::None);
        assert_eq!(scope(json!([])).0, Scope::None);
    }

    #[test]
    fn an_unknown_scheme_is_said() {
        let (scope, notes) = scope(json!([{ "oauth": [] }]));
        assert_eq!(scope, Scope::Api);
        assert_eq!(notes.iter().count(), 1);
    }
}
