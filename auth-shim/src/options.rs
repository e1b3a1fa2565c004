//! The knobs of a client, which one request may turn as well.

use std::time::Duration;

use crate::retry::Retry;

/// How calls are sent: time limits, retries, what the client calls itself.
///
/// A client has them from [`Builder::options`](crate::Builder::options), and
/// [`Client::with`](crate::Client::with) changes them for one request.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use]
pub struct Options {
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) idle_timeout: Option<Duration>,
    pub(crate) retry: Retry,
    pub(crate) user_agent: Option<String>,
    pub(crate) encode_slashes: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connect_timeout: Some(Duration::from_secs(10)),
            attempt_timeout: Some(Duration::from_secs(60)),
            timeout: Some(Duration::from_secs(180)),
            idle_timeout: Some(Duration::from_secs(300)),
            retry: Retry::default(),
            user_agent: None,
            encode_slashes: false,
        }
    }
}

impl Options {
    /// How long a connection may take to come about. 10 seconds at first. For a single request, it
    /// costs new connections.
    pub fn connect_timeout(self, limit: impl Into<Option<Duration>>) -> Self {
        Self { connect_timeout: limit.into(), ..self }
    }

    /// How long one attempt may take, from sending to the end of the answer; of an answer that is a
    /// stream, to its beginning. An upload out of a stream has as much time after every piece. 60
    /// seconds at first.
    pub fn attempt_timeout(self, limit: impl Into<Option<Duration>>) -> Self {
        Self { attempt_timeout: limit.into(), ..self }
    }

    /// How long a call may take with all its attempts and the waits between them. A wait that would
    /// last longer is not begun. It does not end uploads and downloads that make progress. 3 minutes
    /// at first.
    pub fn timeout(self, limit: impl Into<Option<Duration>>) -> Self {
        Self { timeout: limit.into(), ..self }
    }

    /// How long an answer that is a stream may stand still. 5 minutes at first.
    pub fn idle_timeout(self, limit: impl Into<Option<Duration>>) -> Self {
        Self { idle_timeout: limit.into(), ..self }
    }

    /// When a call is sent again.
    pub fn retry(self, retry: Retry) -> Self {
        Self { retry, ..self }
    }

    /// Whether slashes inside a path parameter, as that of a file, are sent as `%2F`. Off at first: they
    /// are sent as they are, and everything between them is encoded.
    pub fn encode_slashes(self, encode: bool) -> Self {
        Self { encode_slashes: encode, ..self }
    }

    /// What stands before this crate's own name in the `User-Agent` header: `nightly-export/1.2`.
    pub fn user_agent(self, name: impl Into<String>) -> Self {
        Self { user_agent: Some(name.into()), ..self }
    }
}
