//! One attempt of a call: sent, awaited and read within its time limits.

use std::time::Duration;

use fal_platform_client::error::{BoxError, SendError};
use fal_platform_client::{Direct, Error, Operation, Outgoing};
use futures_core::future::BoxFuture;
use reqwest::Response;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use tokio::time::{Instant, timeout_at};

use crate::body::{Pieces, Progress, hurried, too_slow};
use crate::options::Options;
use crate::retry::Failure;

/// The longest answer that is read before it is handed on; the rest of a longer one is not watched.
const LONGEST: usize = 256 * 1024 * 1024;
/// The same for an error.
const LONGEST_ERROR: usize = 64 * 1024;

/// What came of an attempt.
pub(crate) struct Attempt {
    pub(crate) result: Result<Response, Error>,
    /// The answer is one of success, and its body broke off.
    broken: bool,
}

/// An attempt that is ready to be awaited.
///
/// What was sent is not part of it any more: a request is large, and the future of an attempt would
/// be copied about with room for it.
pub(crate) struct Begun<'a> {
    operation: &'static Operation,
    sending: BoxFuture<'a, Result<Response, Error>>,
    progress: Option<Progress>,
    /// What it is signed with: the same memory, not a copy.
    key: Option<HeaderValue>,
    limit: Option<Duration>,
    idle: Option<Duration>,
}

impl<'a> Begun<'a> {
    /// Begins to send, within `left` and the limits of the options.
    pub(crate) fn sending(
        connections: &'a Direct,
        mut call: Outgoing,
        options: &Options,
        left: Option<Duration>,
    ) -> Self {
        let progress = Progress::watch(&mut call.request);
        let limit = match (&progress, options.attempt_timeout, left) {
            // An upload that makes progress is not cut off.
            (Some(_), limit, _) | (None, limit, None) => limit,
            (None, limit, Some(left)) => Some(limit.map_or(left, |limit| limit.min(left))),
        };
        let key = call.request.headers().get(AUTHORIZATION).cloned();
        let (operation, idle) = (call.operation, options.idle_timeout);
        Self { operation, sending: Box::pin(connections.once(call)), progress, key, limit, idle }
    }

    /// Waits for the answer, and for its end where it is not handed on as it arrives.
    pub(crate) fn end(self) -> BoxFuture<'a, Attempt> {
        Box::pin(self.ended())
    }

    async fn ended(self) -> Attempt {
        let Self { operation, limit, .. } = self;
        let begun = Instant::now();
        let mut response = match within(limit, self.progress.as_ref(), self.sending).await {
            Some(Ok(response)) => response,
            Some(Err(error)) => return Attempt { result: Err(error), broken: false },
            None => {
                let late = too_slow("there was no answer", limit.unwrap_or_default());
                return Attempt { result: Err(Error::MaybeSent(SendError::new(operation, late))), broken: false };
            }
        };
        let success = operation.succeeds_with(response.status().as_u16());
        if success && streams(operation) {
            return Attempt { result: Ok(hurried(response, self.idle)), broken: false };
        }
        // What an upload took does not count: its answer is short.
        let since = if self.progress.is_some() { Instant::now() } else { begun };
        let end = limit.and_then(|limit| Some((since.checked_add(limit)?, limit)));
        let mut pieces = Pieces::default();
        let failure = gather(&mut response, &mut pieces, if success { LONGEST } else { LONGEST_ERROR }, end).await;
        if success {
            let broken = failure.is_some();
            return Attempt { result: Ok(pieces.put_back(response, failure)), broken };
        }
        let cut = failure.is_some() || pieces.len() >= LONGEST_ERROR;
        if let Some(key) = &self.key {
            pieces.silence(key, cut);
        }
        Attempt { result: Ok(pieces.alone(response, failure)), broken: false }
    }
}

impl Attempt {
    /// How it failed, if it did.
    pub(crate) fn failure(&self, operation: &Operation) -> Option<Failure<'_>> {
        match &self.result {
            Err(error) => Some(Failure::Unanswered(error)),
            Ok(_) if self.broken => Some(Failure::BrokenOff),
            Ok(response) if !operation.succeeds_with(response.status().as_u16()) => Some(Failure::Answered(response)),
            Ok(_) => None,
        }
    }
}

/// Reads an answer to its end, so that one that breaks off can be asked for again; and how it broke off.
async fn gather(
    response: &mut Response,
    pieces: &mut Pieces,
    longest: usize,
    end: Option<(Instant, Duration)>,
) -> Option<BoxError> {
    let reading = pieces.read(response, longest);
    let (result, limit) = match end {
        None => (Ok(reading.await), Duration::MAX),
        Some((end, limit)) => (timeout_at(end, reading).await, limit),
    };
    match result {
        Ok(read) => read.err().map(|error| error.without_url().into()),
        Err(_) => Some(too_slow("the body did not end", limit).into()),
    }
}

/// Whether an answer is handed on as it arrives.
fn streams(operation: &Operation) -> bool {
    operation.response_media.is_some_and(|media| !media.contains("json"))
}

/// Waits up to a limit, which begins anew with every piece of an upload.
async fn within<T>(limit: Option<Duration>, progress: Option<&Progress>, mut future: BoxFuture<'_, T>) -> Option<T> {
    let mut begun = Instant::now();
    // A limit beyond what a clock can tell is none.
    while let Some(end) = limit.and_then(|limit| begun.checked_add(limit)) {
        if let Ok(output) = timeout_at(end, &mut future).await {
            return Some(output);
        }
        match progress.map(Progress::last) {
            Some(last) if last > begun => begun = last,
            _ => return None,
        }
    }
    Some(future.await)
}
