//! What became of each call.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use fal_platform::Error;

/// Counts of calls, kept while they run.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    begun: AtomicU64,
    /// The least number of requests that the calls that came back take.
    least: AtomicU64,
    kinds: Mutex<BTreeMap<&'static str, Kind>>,
    slowest: Mutex<Duration>,
}

/// Calls of one kind.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Kind {
    pub(crate) begun: u64,
    pub(crate) done: u64,
    /// Calls that failed, by what the error says.
    pub(crate) told: BTreeMap<String, u64>,
}

impl Kind {
    pub(crate) fn failed(&self) -> u64 {
        self.told.values().sum()
    }

    /// Calls that never reached the server.
    pub(crate) fn unsent(&self) -> u64 {
        self.told.get("not sent").copied().unwrap_or(0)
    }
}

impl Ledger {
    /// A number for the next call.
    pub(crate) fn number(&self) -> u64 {
        self.begun.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn begin(&self, kind: &'static str) {
        self.kinds.lock().unwrap().entry(kind).or_default().begun += 1;
    }

    pub(crate) fn end(&self, kind: &'static str, requests: u64, took: Duration, result: Result<(), Error>) {
        self.least.fetch_add(requests, Ordering::Relaxed);
        let mut kinds = self.kinds.lock().unwrap();
        let entry = kinds.entry(kind).or_default();
        match result {
            Ok(()) => entry.done += 1,
            Err(error) => *entry.told.entry(name(&error)).or_default() += 1,
        }
        drop(kinds);
        let mut slowest = self.slowest.lock().unwrap();
        *slowest = took.max(*slowest);
    }

    pub(crate) fn kinds(&self) -> BTreeMap<&'static str, Kind> {
        self.kinds.lock().unwrap().clone()
    }

    pub(crate) fn least(&self) -> u64 {
        self.least.load(Ordering::Relaxed)
    }

    pub(crate) fn slowest(&self) -> Duration {
        *self.slowest.lock().unwrap()
    }
}

/// What an error is, as far as the faults of the server go; anything else in its own words.
fn name(error: &Error) -> String {
    match (error, error.status().map(|status| status.as_u16())) {
        (Error::Api(_), Some(status @ (429 | 503))) => format!("answered {status}"),
        (Error::MaybeSent(_), _) if !error.is_timeout() => "connection lost".to_owned(),
        (Error::Body(_), _) if !error.is_timeout() => "body broken off".to_owned(),
        (Error::NotSent(_), _) => "not sent".to_owned(),
        _ => format!("unexpected: {error:?}"),
    }
}
