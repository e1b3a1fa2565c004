//! Time and chance, which tests replace.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use futures_core::future::BoxFuture;

/// The clock that retries go by. Tests bring one of their own and wait for nothing.
pub trait Clock: Send + Sync {
    /// The time that has passed, to measure by.
    fn now(&self) -> Instant;

    /// The date, to compare with the server's.
    fn date(&self) -> SystemTime;

    /// Waits before another attempt.
    fn sleep(&self, wait: Duration) -> BoxFuture<'_, ()>;
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Instant {
        (**self).now()
    }

    fn date(&self) -> SystemTime {
        (**self).date()
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'_, ()> {
        (**self).sleep(wait)
    }
}

/// The machine's clock.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn date(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(wait))
    }
}

/// Time and chance.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Fn() -> u64 + Send + Sync>,
}

impl Default for World {
    fn default() -> Self {
        Self { clock: Arc::new(SystemClock), random: Arc::new(random) }
    }
}

impl World {
    /// A name that no other call has: a UUID of version 4.
    pub(crate) fn unique(&self) -> String {
        let (high, low) = ((self.random)(), (self.random)());
        let high = high & !0xf000 | 0x4000;
        let low = low >> 2 | 1 << 63;
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            high >> 16 & 0xffff,
            high & 0xffff,
            low >> 48,
            low & 0xffff_ffff_ffff
        )
    }

    /// Any duration from zero to `longest`, each as likely as the others.
    pub(crate) fn any_up_to(&self, longest: Duration) -> Duration {
        let nanos = u64::try_from(longest.as_nanos()).unwrap_or(u64::MAX);
        let share = (u128::from((self.random)()) * (u128::from(nanos) + 1)) >> 64;
        Duration::from_nanos(u64::try_from(share).unwrap_or(nanos))
    }
}

fn random() -> u64 {
    // A system that has no randomness to give still has a seed for its hash maps.
    getrandom::u64().unwrap_or_else(|_| RandomState::new().hash_one(Instant::now()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world(number: u64) -> World {
        World { random: Arc::new(move || number), ..World::default() }
    }

    #[test]
    fn waits_are_spread_from_nothing_to_the_longest() {
        let longest = Duration::from_secs(8);
        assert_eq!(world(0).any_up_to(longest), Duration::ZERO);
        assert_eq!(world(u64::MAX).any_up_to(longest), longest);
        assert_eq!(world(1 << 63).any_up_to(longest).as_secs(), 4);
        assert_eq!(world(u64::MAX).any_up_to(Duration::MAX).as_nanos(), u128::from(u64::MAX));
    }

    #[test]
    fn names_are_uuids_of_version_4_and_all_different() {
        assert_eq!(world(u64::MAX).unique(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(world(0).unique(), "00000000-0000-4000-8000-000000000000");
        assert_ne!(World::default().unique(), World::default().unique());
    }
}
