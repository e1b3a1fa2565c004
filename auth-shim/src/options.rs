//! The knobs of a client, which one request may turn as well.

use std::time::Duration;

use fal_platform_client::error::InvalidRequest;
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::retry::Retry;

/// Headers that are made from the request, or have a place of their own.
const OWN: [(HeaderName, &str); 6] = [
    (header::AUTHORIZATION, "keys go into the client: see `Credentials`"),
    (header::USER_AGENT, "`user_agent` sets it"),
    (header::HOST, "`base_url` sets it"),
    (header::CONTENT_TYPE, "the operation sets it"),
    (header::CONTENT_LENGTH, "it is counted"),
    (header::TRANSFER_ENCODING, "the connection sets it"),
];

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
    pub(crate) headers: HeaderMap,
    /// The first header that cannot be sent.
    pub(crate) refused: Option<InvalidRequest>,
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
            headers: HeaderMap::new(),
            refused: None,
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

    /// A header for every call, as a gateway or a trace needs it; the latest of one name counts. What
    /// an operation sets itself stays as it is. Values are not shown by `Debug`.
    ///
    /// A client with one that cannot be sent is not made; of [`Client::with`](crate::Client::with),
    /// the calls say so.
    pub fn header(mut self, name: &str, value: impl AsRef<str>) -> Self {
        match header(name, value.as_ref()) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(reason) => {
                let refused = || InvalidRequest::of_client("header", format!("{name:?}: {reason}"));
                self.refused.get_or_insert_with(refused);
            }
        }
        self
    }
}

fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), &'static str> {
    let name = HeaderName::try_from(name).map_err(|_| "this is no name of a header")?;
    if let Some((_, reason)) = OWN.iter().find(|(own, _)| *own == name) {
        return Err(reason);
    }
    let mut value = HeaderValue::try_from(value).map_err(|_| "a header takes visible ASCII characters only")?;
    value.set_sensitive(true);
    Ok((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_taken_once_and_not_shown() {
        let options = Options::default().header("X-Team", "hunter1").header("x-team", "hunter2");
        assert_eq!(options.headers.get("x-team").unwrap(), "hunter2");
        assert_eq!((options.headers.len(), options.refused.as_ref()), (1, None));
        assert!(!format!("{options:?}").contains("hunter"));
    }

    #[test]
    fn headers_that_are_not_for_choice_are_refused_and_not_shown() {
        for (name, reason) in [
            ("Authorization", "keys go into the client"),
            ("user-agent", "`user_agent` sets it"),
            ("content-length", "it is counted"),
            ("two words", "no name of a header"),
            ("", "no name of a header"),
        ] {
            let refused = Options::default().header(name, "hunter2").refused.unwrap();
            let text = refused.to_string();
            assert!(text.contains(reason) && text.contains(name) && !text.contains("hunter2"), "{text}");
        }
        let refused = Options::default().header("x-a", "hunter2\n").refused.unwrap().to_string();
        assert!(refused.contains("visible ASCII") && !refused.contains("hunter2"), "{refused}");
    }
}
