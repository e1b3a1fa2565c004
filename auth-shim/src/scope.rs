//! Which key an operation is signed with: the weakest one that reaches it.

use fal_platform_client::error::MissingScope;
use fal_platform_client::{Operation, Scope};

use crate::credentials::Credentials;
use crate::hint;
use crate::slot::Slot;

/// How a request is signed.
#[derive(Clone, Copy)]
pub(crate) enum Choice<'a> {
    /// With the key in this place.
    Sign(&'a Slot),
    /// Not at all.
    Plain,
}

impl Credentials {
    /// The key for an operation.
    ///
    /// Without any key, an operation of API scope is sent plain when it only reads: the table cannot
    /// say where a key is welcome and not needed, as for the list of models. A write is refused.
    pub(crate) fn choose(&self, operation: &'static Operation) -> Result<Choice<'_>, MissingScope> {
        let slot = match operation.scope {
            Scope::None => return Ok(Choice::Plain),
            Scope::Api => self.general.as_ref().or(self.admin.as_ref()),
            _ => self.reaching(operation.scope),
        };
        match slot {
            Some(slot) => Ok(Choice::Sign(slot)),
            None if operation.scope == Scope::Api && reads(operation) => Ok(Choice::Plain),
            None => Err(self.missing(Some(operation.id), operation.scope)),
        }
    }

    /// Whether operations of a scope can be called at all.
    pub(crate) fn admit(&self, scope: Scope) -> Result<(), MissingScope> {
        if scope <= Scope::Api || self.reaching(scope).is_some() {
            return Ok(());
        }
        Err(self.missing(None, scope))
    }

    /// The key for a scope above API: one that is known to reach it, or else one that may.
    fn reaching(&self, scope: Scope) -> Option<&Slot> {
        let known = self.admin.as_ref().filter(|slot| slot.grant >= Some(scope));
        known.or_else(|| self.general.as_ref().filter(|slot| slot.grant.is_none()))
    }

    fn missing(&self, operation: Option<&'static str>, required: Scope) -> MissingScope {
        let held = self.general.as_ref().or(self.admin.as_ref()).and_then(|slot| slot.grant);
        MissingScope::new(operation, required, held).advised(hint::missing(required))
    }
}

fn reads(operation: &Operation) -> bool {
    matches!(operation.method, "GET" | "HEAD" | "OPTIONS")
}
