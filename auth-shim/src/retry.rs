//! When a call is sent again, and after how long.

use std::time::{Duration, SystemTime};

use fal_platform_client::error::retry_after;
use fal_platform_client::{Error, Operation};
use reqwest::Response;

use crate::clock::World;

/// How often a call is sent again, and how long it waits before.
///
/// What may be sent again is not for choice. A call that did not reach the server may; so may, after
/// a lost connection, a timeout, or an answer of 408, 429, 502, 503 or 504, one that is a read, an
/// idempotent write, or carries an idempotency key. After a 500 only reads and idempotent methods are
/// repeated. Any other write is never sent twice.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Retry {
    attempts: u32,
    first: Duration,
    longest: Duration,
    cap: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts: 3,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(8),
            cap: Duration::from_secs(60),
        }
    }
}

impl Retry {
    /// Sends every call once.
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// How often a call is sent at most, the first time included. 3 at first.
    #[must_use]
    pub fn attempts(self, attempts: u32) -> Self {
        Self { attempts: attempts.max(1), ..self }
    }

    /// The waits: any time up to `first` before the second attempt, up to twice as much before each
    /// further one, and never more than `longest`. 0.5 and 8 seconds at first.
    #[must_use]
    pub fn backoff(self, first: Duration, longest: Duration) -> Self {
        Self { first, longest, ..self }
    }

    /// The longest wait that a server may ask for by `Retry-After`; a call that is asked to wait
    /// longer fails at once, and its error says how long. 60 seconds at first.
    #[must_use]
    pub fn retry_after_cap(self, cap: Duration) -> Self {
        Self { cap, ..self }
    }

    /// How long to wait before sending again a call that was sent `attempts` times; none when it is
    /// not to be sent again.
    pub(crate) fn wait(
        &self,
        operation: &Operation,
        attempts: u32,
        failure: &Failure<'_>,
        world: &World,
    ) -> Option<Duration> {
        if attempts >= self.attempts || !failure.may_repeat(operation) {
            return None;
        }
        match failure.asked_wait(world.clock.date()) {
            Some(wait) => (wait <= self.cap).then_some(wait),
            None => Some(world.any_up_to(self.ceiling(attempts))),
        }
    }

    fn ceiling(&self, attempts: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        self.first.saturating_mul(doubled).min(self.longest)
    }
}

/// How an attempt failed.
pub(crate) enum Failure<'a> {
    /// There was no answer.
    Unanswered(&'a Error),
    /// There was an answer of success, whose body broke off.
    BrokenOff,
    /// There was an answer, and it is an error.
    Answered(&'a Response),
}

impl Failure<'_> {
    /// Whether sending the call again does no harm and may help.
    fn may_repeat(&self, operation: &Operation) -> bool {
        match self {
            // Where there is something to do about it, waiting does not help.
            Self::Unanswered(Error::NotSent(error)) => error.hint().is_none(),
            Self::Unanswered(Error::MaybeSent(_)) | Self::BrokenOff => operation.is_idempotent(),
            Self::Unanswered(_) => false,
            Self::Answered(response) => match response.status().as_u16() {
                408 | 429 | 502 | 503 | 504 => operation.is_idempotent(),
                // A server that keeps answers by idempotency key would give the same one again.
                500 => matches!(operation.method, "GET" | "HEAD" | "OPTIONS" | "PUT" | "DELETE"),
                _ => false,
            },
        }
    }

    fn asked_wait(&self, date: SystemTime) -> Option<Duration> {
        match self {
            Self::Answered(response) => retry_after(response.headers(), date),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let retry = Retry::default();
        let ceilings = [1, 2, 3, 4, 5, 6, 400].map(|attempts| retry.ceiling(attempts).as_millis());
        assert_eq!(ceilings, [500, 1000, 2000, 4000, 8000, 8000, 8000]);
        let wide = retry.backoff(Duration::from_secs(1), Duration::MAX);
        assert_eq!(wide.ceiling(u32::MAX), Duration::from_secs(u32::MAX.into()));
    }

    #[test]
    fn the_server_s_word_wins_up_to_the_cap() {
        let operation = Operation { method: "GET", ..*fal_platform_client::operations::ALL[0] };
        let world = World { random: Arc::new(|| u64::MAX), ..World::default() };
        let wait_of = |retry: &Retry, header: Option<&str>| {
            let mut answer = http::Response::builder().status(429);
            if let Some(header) = header {
                answer = answer.header("retry-after", header);
            }
            let response = Response::from(answer.body("").unwrap());
            retry.wait(&operation, 1, &Failure::Answered(&response), &world)
        };
        let wait = |header| wait_of(&Retry::default(), header);
        assert_eq!(wait(None), Some(Duration::from_millis(500)));
        assert_eq!(wait(Some("7")), Some(Duration::from_secs(7)));
        assert_eq!(wait(Some("60")), Some(Duration::from_secs(60)));
        assert_eq!(wait(Some("61")), None);
        assert_eq!(wait(Some("soon")), Some(Duration::from_millis(500)));
        let patient = Retry::default().retry_after_cap(Duration::from_secs(600));
        assert_eq!(wait_of(&patient, Some("600")), Some(Duration::from_secs(600)));
        assert_eq!(wait_of(&patient, Some("601")), None);
    }

    #[test]
    fn there_is_always_one_attempt() {
        assert_eq!(Retry::default().attempts(0), Retry::never());
    }
}
