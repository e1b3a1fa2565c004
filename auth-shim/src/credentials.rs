//! Which keys there are, and what each may do.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;

use fal_platform_client::Scope;
use zeroize::{Zeroize, Zeroizing};

use crate::key::{Key, KeyError};
use crate::provider::Provider;
use crate::slot::Slot;

/// The keys that a client signs with: one for everyday operations, one for administrators'.
///
/// Operations of API scope are signed with the first one where it is there, so that the stronger key
/// travels only where it is needed. Copies share their keys: a key that is replaced is replaced in
/// all of them.
#[derive(Clone, Default)]
pub struct Credentials {
    pub(crate) general: Option<Slot>,
    pub(crate) admin: Option<Slot>,
}

impl Credentials {
    /// No key at all: enough for operations that need none.
    pub fn none() -> Self {
        Self::default()
    }

    /// Keys from the environment: `FAL_KEY`, or else `FAL_KEY_ID` with `FAL_KEY_SECRET`; and
    /// `FAL_ADMIN_KEY` for administrators' operations. An empty variable counts as none.
    ///
    /// Nobody knows what a key in `FAL_KEY` may do, so it is tried for everything.
    ///
    /// # Errors
    /// A variable holds no key, or there is only one half of a key.
    pub fn from_env() -> Result<Self, KeyError> {
        Self::from_variables(env::var_os)
    }

    /// As [`from_env`](Self::from_env), from variables that live elsewhere.
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env).
    pub fn from_variables(read: impl Fn(&'static str) -> Option<OsString>) -> Result<Self, KeyError> {
        let mut found = Self::none();
        if let Some(key) = variable(&read, "FAL_KEY")? {
            found = found.key(Key::parse(&key).map_err(|error| error.of("FAL_KEY"))?);
        } else {
            let id = variable(&read, "FAL_KEY_ID")?;
            let secret = variable(&read, "FAL_KEY_SECRET")?;
            match (id, secret) {
                (Some(id), Some(secret)) => {
                    let key = Key::from_parts(&id, &secret);
                    found = found.key(key.map_err(|error| error.of("FAL_KEY_ID and FAL_KEY_SECRET"))?);
                }
                (None, None) => {}
                (Some(_), None) => return Err(KeyError::new("FAL_KEY_SECRET", "is not set, and FAL_KEY_ID is")),
                (None, Some(_)) => return Err(KeyError::new("FAL_KEY_ID", "is not set, and FAL_KEY_SECRET is")),
            }
        }
        if let Some(key) = variable(&read, "FAL_ADMIN_KEY")? {
            found = found.admin_key(Key::parse(&key).map_err(|error| error.of("FAL_ADMIN_KEY"))?);
        }
        Ok(found)
    }

    /// A key of unknown scope: it is tried for everything.
    #[must_use]
    pub fn key(self, key: Key) -> Self {
        Self { general: Some(Slot::fixed(key, None)), ..self }
    }

    /// A key of API scope: it is never sent to an operation for administrators.
    #[must_use]
    pub fn api_key(self, key: Key) -> Self {
        Self { general: Some(Slot::fixed(key, Some(Scope::Api))), ..self }
    }

    /// A key of admin scope. Operations of API scope use it only where there is no other.
    #[must_use]
    pub fn admin_key(self, key: Key) -> Self {
        Self { admin: Some(Slot::fixed(key, Some(Scope::Admin))), ..self }
    }

    /// Where a key of unknown scope comes from.
    #[must_use]
    pub fn provider(self, provider: impl Provider + 'static) -> Self {
        Self { general: Some(Slot::provided(Arc::new(provider), None)), ..self }
    }

    /// Where a key of API scope comes from.
    #[must_use]
    pub fn api_provider(self, provider: impl Provider + 'static) -> Self {
        Self { general: Some(Slot::provided(Arc::new(provider), Some(Scope::Api))), ..self }
    }

    /// Where a key of admin scope comes from.
    #[must_use]
    pub fn admin_provider(self, provider: impl Provider + 'static) -> Self {
        Self { admin: Some(Slot::provided(Arc::new(provider), Some(Scope::Admin))), ..self }
    }

    /// Puts a fresh key in place of the everyday one, in all copies at once. Calls on their way that
    /// the server refuses with 401 are repeated with the fresh key. False when there was none.
    pub fn replace_key(&self, key: Key) -> bool {
        replace(self.general.as_ref(), key)
    }

    /// The same for the key of admin scope.
    pub fn replace_admin_key(&self, key: Key) -> bool {
        replace(self.admin.as_ref(), key)
    }
}

fn replace(slot: Option<&Slot>, key: Key) -> bool {
    slot.map(|slot| slot.replace(key)).is_some()
}

/// A variable, wiped after use; an empty one counts as none, as in fal's own clients.
fn variable(
    read: &impl Fn(&'static str) -> Option<OsString>,
    name: &'static str,
) -> Result<Option<Zeroizing<String>>, KeyError> {
    let Some(value) = read(name).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    match value.into_string() {
        Ok(text) => Ok(Some(Zeroizing::new(text))),
        Err(other) => {
            other.into_encoded_bytes().zeroize();
            Err(KeyError::new(name, "is no text"))
        }
    }
}

impl fmt::Debug for Credentials {
    // Which keys there are, not what they are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = |slot: &Option<Slot>| {
            slot.as_ref().map(|slot| slot.grant.map_or_else(|| "unknown".to_owned(), |scope| scope.to_string()))
        };
        f.debug_struct("Credentials").field("key", &told(&self.general)).field("admin_key", &told(&self.admin)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(variables: &[(&str, &str)]) -> Result<Credentials, KeyError> {
        Credentials::from_variables(|name| {
            let found = variables.iter().find(|(key, _)| *key == name)?;
            Some(OsString::from(found.1))
        })
    }

    async fn ids(found: &Credentials) -> [Option<String>; 2] {
        let mut ids = [None, None];
        for (id, slot) in ids.iter_mut().zip([&found.general, &found.admin]) {
            if let Some(slot) = slot {
                *id = Some(slot.held().await.unwrap().key.id().to_owned());
            }
        }
        ids
    }

    #[tokio::test]
    async fn variables_are_read_in_fals_own_order() {
        let pair = [("FAL_KEY_ID", "pair"), ("FAL_KEY_SECRET", "x")];
        for (variables, general, admin) in [
            (&[][..], None, None),
            (&[("FAL_KEY", "one:x"), pair[0], pair[1]], Some("one"), None),
            (&[("FAL_KEY", "one:x"), ("FAL_KEY_ID", "half")], Some("one"), None),
            (&[("FAL_KEY", ""), pair[0], pair[1]], Some("pair"), None),
            (&[("FAL_ADMIN_KEY", "Key boss:x")], None, Some("boss")),
            (&[pair[1], pair[0], ("FAL_ADMIN_KEY", "boss:x")], Some("pair"), Some("boss")),
        ] {
            let found = ids(&from(variables).unwrap()).await;
            assert_eq!(found, [general.map(str::to_owned), admin.map(str::to_owned)], "{variables:?}");
        }
    }

    #[test]
    fn a_wrong_variable_is_named_and_not_shown() {
        for (variables, text) in [
            (&[("FAL_KEY", "hunter2")][..], "`FAL_KEY` is not of the form"),
            (&[("FAL_KEY", " ")], "`FAL_KEY` is blank"),
            (&[("FAL_ADMIN_KEY", "id:hunter2\n")], "`FAL_ADMIN_KEY` has a line break"),
            (&[("FAL_KEY_ID", "hunter2")], "`FAL_KEY_SECRET` is not set"),
            (&[("FAL_KEY_SECRET", "hunter2")], "`FAL_KEY_ID` is not set"),
            (&[("FAL_KEY_ID", "a"), ("FAL_KEY_SECRET", "hunter2\r")], "`FAL_KEY_ID and FAL_KEY_SECRET` has"),
        ] {
            let error = from(variables).unwrap_err().to_string();
            assert!(error.starts_with(text) && !error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn what_each_key_may_do_is_known_or_not() {
        let found = from(&[("FAL_KEY", "a:hunter2"), ("FAL_ADMIN_KEY", "b:hunter2")]).unwrap();
        assert_eq!(format!("{found:?}"), r#"Credentials { key: Some("unknown"), admin_key: Some("admin") }"#);
        assert_eq!(format!("{:?}", Credentials::none()), "Credentials { key: None, admin_key: None }");
    }
}
