//! Keys: the secret is told once, the key opens operations until it is deleted.

use serde_json::Value;

use super::{Stories, Telling, put};
use crate::answer::Answer;
use crate::key::{KeySlot, Known};
use crate::sample::mixed;

/// A key that was created, without its secret.
#[derive(Clone, Debug)]
pub(crate) struct Created {
    id: String,
    alias: String,
    at: String,
}

impl Stories {
    pub(super) fn create_key(&mut self, telling: &Telling<'_>) -> Option<Answer> {
        let mut value = telling.promised()?;
        self.keys_made += 1;
        let id = format!("mock-key-{:04}", self.keys_made);
        let secret = format!("{:016x}", mixed(telling.making.settings.seed ^ self.keys_made));
        let key = format!("{id}:{secret}");
        put(&mut value, "key_id", id.as_str());
        put(&mut value, "key_secret", secret);
        put(&mut value, "key", key.as_str());
        let alias = telling.received.json()["alias"].as_str().unwrap_or_default().to_owned();
        let at = Telling::moment(self.keys_made as i64 * 60);
        self.created.push(Created { id, alias, at });
        self.known.push(Known { key, slot: KeySlot::Created });
        Some(telling.done(&value))
    }

    /// Created keys go before those that the mock makes up, on the first page.
    pub(super) fn list_keys(&mut self, telling: &Telling<'_>) -> Option<Answer> {
        let mut value = telling.promised()?;
        let list = value.get_mut("keys").and_then(Value::as_array_mut)?;
        if telling.arrived.query("cursor").is_none()
            && let Some(pattern) = list.first().cloned()
        {
            let created = self.created.iter().rev().map(|created| {
                let mut item = pattern.clone();
                put(&mut item, "key_id", created.id.as_str());
                put(&mut item, "alias", created.alias.as_str());
                put(&mut item, "created_at", created.at.as_str());
                item
            });
            list.splice(0..0, created);
        }
        Some(telling.done(&value))
    }

    /// A key that is not there is no error: deleting twice does no harm.
    pub(super) fn delete_key(&mut self, telling: &Telling<'_>) -> Option<Answer> {
        let id = telling.arrived.only_value()?;
        self.created.retain(|created| created.id != id);
        let begin = format!("{id}:");
        self.known.retain(|known| known.slot != KeySlot::Created || !known.key.starts_with(&begin));
        Some(Answer::empty(telling.operation.success.status))
    }
}
