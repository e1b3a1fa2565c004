//! One place for a key: the key in use, where a fresh one comes from, and who asked for it last.

use std::sync::Mutex as Lock;
use std::sync::{Arc, MutexGuard, PoisonError};

use fal_platform_client::Scope;
use fal_platform_client::error::BoxError;
use tokio::sync::Mutex;

use crate::key::Key;
use crate::provider::Provider;

/// A place for a key.
#[derive(Clone)]
pub(crate) struct Slot {
    shared: Arc<Shared>,
    /// What the key may do, where somebody stated it.
    pub(crate) grant: Option<Scope>,
}

struct Shared {
    provider: Option<Arc<dyn Provider>>,
    /// Held only to look; never while waiting.
    current: Lock<Current>,
    /// Held while the provider is asked, so that it is asked once.
    asking: Mutex<()>,
}

struct Current {
    key: Option<Key>,
    /// Goes up whenever a provider answered or a key was put in place of another.
    epoch: u64,
}

/// A key as a call took it.
pub(crate) struct Held {
    pub(crate) key: Key,
    epoch: u64,
}

impl Slot {
    pub(crate) fn fixed(key: Key, grant: Option<Scope>) -> Self {
        Self::of(Some(key), None, grant)
    }

    pub(crate) fn provided(provider: Arc<dyn Provider>, grant: Option<Scope>) -> Self {
        Self::of(None, Some(provider), grant)
    }

    fn of(key: Option<Key>, provider: Option<Arc<dyn Provider>>, grant: Option<Scope>) -> Self {
        let current = Lock::new(Current { key, epoch: 0 });
        Self { shared: Arc::new(Shared { provider, current, asking: Mutex::new(()) }), grant }
    }

    /// The key in use, where nobody has to be asked for it.
    pub(crate) fn at_hand(&self) -> Option<Held> {
        self.shared.held()
    }

    /// The key in use.
    pub(crate) async fn held(&self) -> Result<Held, BoxError> {
        if let Some(held) = self.shared.held() {
            return Ok(held);
        }
        let _asking = self.shared.asking.lock().await;
        if let Some(held) = self.shared.held() {
            return Ok(held);
        }
        let Some(provider) = &self.shared.provider else {
            return Err("there is no key".into());
        };
        let key = provider.key().await?;
        Ok(self.shared.put(Some(key.clone())).with(key))
    }

    /// A key in place of one that was refused; none when there is no other.
    ///
    /// The provider is asked once for all calls that took the refused key before it answered, and
    /// only by a call that `may_ask`.
    pub(crate) async fn refreshed(&self, refused: &Held, may_ask: bool) -> Result<Option<Held>, BoxError> {
        let _asking = self.shared.asking.lock().await;
        if may_ask
            && self.shared.epoch() == refused.epoch
            && let Some(provider) = &self.shared.provider
        {
            let fresh = provider.refresh(&refused.key).await;
            // An answer counts also when it is none: the calls that wait do not ask again.
            self.shared.put(fresh.as_ref().ok().and_then(Clone::clone));
            fresh?;
        }
        Ok(self.shared.held().filter(|held| !held.key.same(&refused.key)))
    }

    /// Puts a key in place of the one in use.
    pub(crate) fn replace(&self, key: Key) {
        self.shared.put(Some(key));
    }
}

impl Shared {
    // No code panics while it holds this lock; and if it did, a key is whole or not there.
    fn look(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn held(&self) -> Option<Held> {
        let current = self.look();
        Some(Held { key: current.key.clone()?, epoch: current.epoch })
    }

    fn epoch(&self) -> u64 {
        self.look().epoch
    }

    /// Begins an epoch, with another key where there is one.
    fn put(&self, key: Option<Key>) -> Epoch {
        let mut current = self.look();
        current.epoch += 1;
        if key.is_some() {
            current.key = key;
        }
        Epoch(current.epoch)
    }
}

struct Epoch(u64);

impl Epoch {
    fn with(self, key: Key) -> Held {
        Held { key, epoch: self.0 }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_core::future::BoxFuture;

    use super::*;

    fn key(text: &str) -> Key {
        Key::parse(text).unwrap()
    }

    /// Numbers its keys.
    #[derive(Default)]
    struct Numbered(AtomicUsize);

    impl Provider for Numbered {
        fn key(&self) -> BoxFuture<'_, Result<Key, BoxError>> {
            let number = self.0.fetch_add(1, Ordering::SeqCst);
            Box::pin(async move { Ok(key(&format!("{number}:x"))) })
        }
    }

    #[tokio::test]
    async fn a_provider_is_asked_when_a_key_is_needed_and_when_it_is_refused() {
        let slot = Slot::provided(Arc::new(Numbered::default()), None);
        let (first, second) = (slot.held().await.unwrap(), slot.held().await.unwrap());
        assert_eq!((first.key.id(), second.key.id()), ("0", "0"));
        let fresh = slot.refreshed(&first, true).await.unwrap().unwrap();
        assert_eq!(fresh.key.id(), "1");
        // The second call was refused with the same old key.
        assert_eq!(slot.refreshed(&second, true).await.unwrap().unwrap().key.id(), "1");
        assert!(slot.refreshed(&fresh, false).await.unwrap().is_none());
        assert_eq!(slot.refreshed(&fresh, true).await.unwrap().unwrap().key.id(), "2");
    }

    #[tokio::test]
    async fn a_fixed_key_changes_only_by_hand() {
        let slot = Slot::fixed(key("old:x"), None);
        let held = slot.held().await.unwrap();
        assert!(slot.refreshed(&held, true).await.unwrap().is_none());
        slot.clone().replace(key("new:x"));
        assert_eq!(slot.refreshed(&held, true).await.unwrap().unwrap().key.id(), "new");
    }
}
