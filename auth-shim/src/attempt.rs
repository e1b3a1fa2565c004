//! One attempt of a call: sent, awaited and read within its time limits.

use std::pin::pin;
use std::time::Duration;

use fal_platform_client::error::{BoxError, SendError};
use fal_platform_client::{Direct, Error, Operation, Outgoing, Transport as _};
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

impl Attempt {
    /// Sends, within `left` and the limits of the options.
    pub(crate) async fn make(
        connections: &Direct,
        mut call: Outgoing,
        options: &Options,
        left: Option<Duration>,
    ) -> Self {
        let operation = call.operation;
        let progress = Progress::watch(&mut call.request);
        let limit = match (&progress, options.attempt_timeout, left) {
            // An upload that makes progress is not cut off.
            (Some(_), limit, _) | (None, limit, None) => limit,
            (None, limit, Some(left)) => Some(limit.map_or(left, |limit| limit.min(left))),
        };
        // What it is signed with: the same memory, not a copy.
        let key = call.request.headers().get(AUTHORIZATION).cloned();
        let begun = Instant::now();
        let response = within(limit, progress.as_ref(), connections.execute(call)).await;
        let response = match response {
            Some(Ok(response)) => response,
            Some(Err(error)) => return Self { result: Err(error), broken: false },
            None => {
                let late = too_slow("there was no answer", limit.unwrap_or_default());
                return Self { result: Err(Error::MaybeSent(SendError::new(operation, late))), broken: false };
            }
        };
        let success = operation.succeeds_with(response.status().as_u16());
        if success && streams(operation) {
            return Self { result: Ok(hurried(response, options.idle_timeout)), broken: false };
        }
        // What an upload took does not count: its answer is short.
        let since = if progress.is_some() { Instant::now() } else { begun };
        let end = limit.and_then(|limit| Some((since.checked_add(limit)?, limit)));
        read(response, success, end, key.as_ref()).await
    }

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

/// Reads an answer to its end, so that one that breaks off can be asked for again.
async fn read(
    mut response: Response,
    success: bool,
    end: Option<(Instant, Duration)>,
    key: Option<&HeaderValue>,
) -> Attempt {
    let mut pieces = Pieces::default();
    let reading = pieces.read(&mut response, if success { LONGEST } else { LONGEST_ERROR });
    let failure: Option<BoxError> = match end {
        None => reading.await.err().map(|error| error.without_url().into()),
        Some((end, limit)) => match timeout_at(end, reading).await {
            Ok(read) => read.err().map(|error| error.without_url().into()),
            Err(_) => Some(too_slow("the body did not end", limit).into()),
        },
    };
    if let (false, Some(key)) = (success, key) {
        pieces.silence(key);
    }
    let broken = success && failure.is_some();
    Attempt { result: Ok(pieces.put_back(response, failure)), broken }
}

/// Whether an answer is handed on as it arrives.
fn streams(operation: &Operation) -> bool {
    operation.response_media.is_some_and(|media| !media.contains("json"))
}

/// Waits up to a limit, which begins anew with every piece of an upload.
async fn within<F: Future>(limit: Option<Duration>, progress: Option<&Progress>, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
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
