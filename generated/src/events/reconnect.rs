//! The connections of a stream of events, one after the other.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::Deserialize;
use serde::de::IntoDeserializer as _;
use tokio::time::Instant;

use super::raw::{RawEvent, RawEvents};
use super::seen::Seen;
use super::{Event, Found, Resumable, Streamed};
use crate::client::Client;
use crate::error::{DecodeError, Error, EventError};

/// When a stream of events that ended is asked for anew, and when it is left at that.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reconnect {
    tries: u32,
    first: Duration,
    longest: Duration,
    cap: Duration,
}

impl Default for Reconnect {
    fn default() -> Self {
        Self {
            tries: 10,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(30),
            cap: Duration::from_secs(120),
        }
    }
}

impl Reconnect {
    /// How many connections in a row may bring nothing new before the stream ends: with the last error,
    /// or without one when the server ended them all in good order. 10 at first; `u32::MAX` is for ever.
    ///
    /// A connection that held for as long as the longest wait counts as one that brought something: for
    /// some hours, there may be nothing to tell.
    #[must_use]
    pub fn tries(self, tries: u32) -> Self {
        Self { tries, ..self }
    }

    /// The waits: any time up to `first` before the first further connection, up to twice as much
    /// before each one after that, and never more than `longest`. 0.5 and 30 seconds at first.
    ///
    /// Where the server says how long to wait, by `retry` in the stream or by `Retry-After`, that is the
    /// least.
    #[must_use]
    pub fn backoff(self, first: Duration, longest: Duration) -> Self {
        Self { first, longest, ..self }
    }

    /// The longest wait that a server may ask for. One that asks for more by `Retry-After` ends the
    /// stream; `retry` counts up to here. 2 minutes at first.
    #[must_use]
    pub fn wait_cap(self, cap: Duration) -> Self {
        Self { cap, ..self }
    }

    fn ceiling(&self, tries: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(tries.saturating_sub(1));
        self.first.saturating_mul(doubled).min(self.longest)
    }
}

/// How a request is made again.
pub(super) struct Resume<'a, B: Streamed<'a>> {
    policy: Reconnect,
    seen: Seen,
    /// Connections in a row that brought nothing new.
    idle: u32,
    /// The least to wait before the next connection; none before the first one.
    wait: Option<Duration>,
    /// What the server last said of that, by `retry`: it holds for all connections to come.
    retry: Option<Duration>,
    again: fn(&B, Option<DateTime<Utc>>) -> B,
    moment: fn(&B::Item) -> Option<String>,
}

impl<'a, B: Resumable<'a>> Resume<'a, B> {
    pub(super) fn new(policy: Reconnect) -> Self {
        Self {
            policy,
            seen: Seen::default(),
            idle: 0,
            wait: None,
            retry: None,
            again: |request, from| match from {
                Some(from) => request.clone().resumed(from),
                None => request.clone(),
            },
            moment: B::moment,
        }
    }
}

/// A connection.
struct Connection {
    events: RawEvents,
    status: StatusCode,
    headers: HeaderMap,
    since: Instant,
}

/// Where a stream of events stands.
pub(super) struct State<'a, B: Streamed<'a>> {
    client: &'a Client,
    /// Gone when it was sent, unless it can be made again; gone when the stream has ended.
    request: Option<B>,
    connection: Option<Connection>,
    pub(super) resume: Option<Resume<'a, B>>,
}

impl<'a, B: Streamed<'a>> State<'a, B> {
    pub(super) fn new(request: B) -> Self {
        Self { client: request.client(), request: Some(request), connection: None, resume: None }
    }

    pub(super) fn latest(&self) -> Option<DateTime<Utc>> {
        self.resume.as_ref()?.seen.latest()
    }

    /// The next event, over as many connections as it takes.
    pub(super) async fn next(mut self: Box<Self>) -> (Box<Self>, Found<'a, B>) {
        loop {
            let lost = match &mut self.connection {
                Some(connection) => match connection.events.next().await {
                    Some(Ok(raw)) => match self.read(raw) {
                        Some(found) => return (self, Some(found)),
                        None => continue,
                    },
                    Some(Err(error)) => Some(error),
                    None => None,
                },
                None => match self.connect().await {
                    Ok(true) => continue,
                    Ok(false) => return (self, None),
                    Err(error) => Some(error),
                },
            };
            if let Err(end) = self.lost(lost) {
                return (self, end.map(Err));
            }
        }
    }

    /// Makes a connection; false when there is none to make.
    async fn connect(&mut self) -> Result<bool, Error> {
        if let Some((shortest, longest)) = self.wait() {
            self.client.transport().pause(shortest, longest).await;
        }
        let request = match (&self.resume, &self.request) {
            (Some(resume), Some(request)) => Some((resume.again)(request, resume.seen.latest())),
            _ => self.request.take(),
        };
        let Some(request) = request else {
            return Ok(false);
        };
        let response = request.open().await?;
        let (status, headers) = (response.status(), response.headers().clone());
        if status == StatusCode::NO_CONTENT {
            // The standard's way to say that nothing will come any more.
            self.request = None;
            return Ok(false);
        }
        let body = response.into_inner();
        if let Some(media) = body.content_type().filter(|media| !is_events(media)) {
            let message = format!("it is {media:?}, expected text/event-stream");
            return Err(DecodeError::new(B::OPERATION, status, &headers, &[], message).into());
        }
        if let Some(resume) = &mut self.resume {
            resume.seen.begin();
        }
        self.connection = Some(Connection { events: RawEvents::new(body), status, headers, since: Instant::now() });
        Ok(true)
    }

    /// How long to wait before the next connection, at least and at most.
    fn wait(&self) -> Option<(Duration, Duration)> {
        let resume = self.resume.as_ref().filter(|_| self.request.is_some())?;
        let shortest = resume.wait?;
        Some((shortest, resume.policy.ceiling(resume.idle.max(1)).max(shortest)))
    }

    /// What an event comes to; none when it was handed out before.
    fn read(&mut self, raw: RawEvent) -> Option<Result<Event<B::Item>, Error>> {
        if raw.is_error() {
            return Some(Err(EventError::told(B::OPERATION, self.concealed(raw.data))));
        }
        if let Some(resume) = &mut self.resume {
            if resume.seen.repeats(&raw.data) {
                return None;
            }
            resume.idle = 0;
        }
        let mut decoded = self.decode(&raw.data);
        if decoded.is_err() {
            // The error quotes from the data, and a server may quote the key.
            decoded = self.decode(&self.concealed(raw.data.clone()));
        }
        if let (Some(resume), Ok(value)) = (&mut self.resume, &decoded)
            && let Some(time) = (resume.moment)(value)
        {
            resume.seen.at(&time);
        }
        Some(decoded.map(|value| Event { value, raw }))
    }

    /// The data without the keys that calls are signed with.
    fn concealed(&self, data: String) -> String {
        let concealed = self.client.transport().conceal(data.into_bytes().into());
        String::from_utf8_lossy(&concealed).into_owned()
    }

    fn decode(&self, data: &str) -> Result<B::Item, Error> {
        if B::TEXT {
            let text: serde::de::value::StrDeserializer<'_, serde_json::Error> = data.into_deserializer();
            return B::Item::deserialize(text).map_err(|error| self.undecoded(data, ".".to_owned(), error));
        }
        let mut json = serde_json::Deserializer::from_str(data);
        let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let path = error.path().to_string();
            self.undecoded(data, path, error.into_inner())
        })?;
        json.end().map_err(|error| self.undecoded(data, ".".to_owned(), error))?;
        Ok(value)
    }

    fn undecoded(&self, data: &str, path: String, error: serde_json::Error) -> Error {
        let none = HeaderMap::new();
        let (status, headers) =
            self.connection.as_ref().map_or((StatusCode::OK, &none), |found| (found.status, &found.headers));
        DecodeError::from_json(B::OPERATION, status, headers, data.as_bytes(), path, error).into()
    }

    /// Prepares for another connection, or says how the stream ends.
    fn lost(&mut self, error: Option<Error>) -> Result<(), Option<Error>> {
        let connection = self.connection.take();
        let may_help = error.as_ref().is_none_or(passes);
        let Some(resume) = self.resume.as_mut().filter(|_| may_help) else {
            self.request = None;
            return Err(error);
        };
        let policy = &resume.policy;
        if connection.as_ref().is_some_and(|connection| connection.since.elapsed() >= policy.longest) {
            resume.idle = 0;
        }
        resume.idle = resume.idle.saturating_add(1);
        let asked = error.as_ref().and_then(Error::retry_after);
        if (resume.idle > policy.tries && policy.tries < u32::MAX) || asked.is_some_and(|wait| wait > policy.cap) {
            self.request = None;
            return Err(error);
        }
        resume.retry = connection.and_then(|connection| connection.events.retry()).or(resume.retry);
        resume.wait = Some(asked.or(resume.retry).unwrap_or_default().min(policy.cap));
        Ok(())
    }
}

fn is_events(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("text/event-stream")
}

/// Whether waiting may help against an error.
fn passes(error: &Error) -> bool {
    match error {
        // Where there is something to do about it, waiting does not help.
        Error::NotSent(error) => error.hint().is_none(),
        Error::MaybeSent(_) | Error::Body(_) => true,
        Error::Api(error) => matches!(error.status().as_u16(), 408 | 429 | 500 | 502 | 503 | 504),
        _ => false,
    }
}
