//! What every call goes through: a key, attempts, and the words for a refused key.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use fal_platform_client::error::{BoxError, InvalidRequest};
use fal_platform_client::{Direct, Error, Operation, Outgoing, REDIRECTS, Scope, Stage, Transport};
use futures_core::future::BoxFuture;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Response, StatusCode};

use crate::address;
use crate::attempt::{Attempt, Begun};
use crate::body::{concealed, too_slow};
use crate::clock::World;
use crate::credentials::Credentials;
use crate::hint;
use crate::options::Options;
use crate::scope::Choice;
use crate::slot::{Held, Slot};
use crate::trace;

/// How many keys a call tries when they change while it is on its way.
const KEYS: u32 = 4;

/// The transport of [`Client`](crate::Client).
#[derive(Clone)]
pub(crate) struct Signed {
    pub(crate) credentials: Credentials,
    /// The connections, or why there are none.
    pub(crate) connections: Result<Direct, Arc<str>>,
    pub(crate) options: Options,
    /// The headers of every call.
    pub(crate) headers: HeaderMap,
    pub(crate) world: World,
}

impl Transport for Signed {
    fn execute(&self, call: Outgoing) -> BoxFuture<'_, Result<Response, Error>> {
        // A request is large. On the heap it is not copied about with the futures that hold it.
        let call = Box::new(call);
        Box::pin(async move {
            let trace = trace::Call::of(call.operation);
            let result = trace.around(self.call(call, &trace)).await;
            trace.ended(&result);
            result
        })
    }

    fn admit(&self, scope: Scope) -> Result<(), Error> {
        Ok(self.credentials.admit(scope)?)
    }

    fn conceal(&self, body: Bytes) -> Bytes {
        let slots = [&self.credentials.general, &self.credentials.admin];
        slots.into_iter().flatten().filter_map(Slot::at_hand).fold(body, |body, held| concealed(body, &held.key))
    }

    fn pause(&self, shortest: Duration, longest: Duration) -> BoxFuture<'_, ()> {
        let spread = self.world.any_up_to(longest.saturating_sub(shortest));
        self.world.clock.sleep(shortest.saturating_add(spread))
    }
}

impl Signed {
    /// Sends a call until it is answered, or is not to be sent again.
    async fn call(&self, mut next: Box<Outgoing>, trace: &trace::Call) -> Result<Response, Error> {
        let operation = next.operation;
        let choice = self.credentials.choose(operation)?;
        let connections = self.prepare(&mut next)?;
        let deadline = self.options.timeout.and_then(|limit| self.world.clock.now().checked_add(limit));
        let mut key = match choice {
            Choice::Sign(slot) => match slot.at_hand() {
                Some(held) => Some(held),
                None => Some(Box::pin(self.key(operation, Stage::Refused, slot.held())).await?),
            },
            Choice::Plain => None,
        };
        let (mut keys, mut redirects, mut attempts) = (1, 0, 0);
        loop {
            let mut call = next;
            let again = call.try_clone().map(Box::new);
            self.sign(&mut call, key.as_ref());
            attempts += 1;
            let span = trace.attempt(attempts);
            let left = deadline.map(|end| end.saturating_duration_since(self.world.clock.now()));
            let begun = Begun::sending(connections, *call, &self.options, left);
            let attempt = span.around(begun.end()).await;
            span.ended(&attempt.result);
            let fresh = match (choice, &key) {
                (Choice::Sign(slot), Some(refused)) if keys < KEYS && is_refused(&attempt.result) => {
                    trace.refreshes();
                    // A call asks once. After that it only takes what others were given.
                    let asking = slot.refreshed(refused, keys == 1);
                    Box::pin(self.key(operation, Stage::Answered, asking)).await?
                }
                _ => None,
            };
            // A stream is gone, and a fresh key serves the next call.
            let Some(again) = again else {
                return advised(attempt.result, operation, choice);
            };
            next = again;
            // Neither was an attempt that failed: the call was sent to the next place, or the key was old.
            if redirects < REDIRECTS && moved(&mut next, &attempt.result) {
                redirects += 1;
                attempts -= 1;
                continue;
            }
            if fresh.is_some() {
                key = fresh;
                keys += 1;
                attempts -= 1;
                continue;
            }
            let Some(wait) = self.wait(&attempt, operation, attempts, deadline) else {
                return advised(attempt.result, operation, choice);
            };
            trace.waits(wait);
            self.world.clock.sleep(wait).await;
        }
    }

    /// Adds what all attempts have in common, and says what carries them.
    fn prepare(&self, call: &mut Outgoing) -> Result<&Direct, Error> {
        address::checked(call.request.url())?;
        let connections = self.connections.as_ref().map_err(|reason| {
            Error::other(call.operation, Stage::Refused, format!("its connections cannot be made: {reason}"))
        })?;
        let headers = call.request.headers_mut();
        let Some(name) = call.operation.idempotency_header else {
            return Ok(connections);
        };
        let refuse = || InvalidRequest::new(call.operation.id, name, "this is no header");
        let header: HeaderName = name.parse().map_err(|_| refuse())?;
        // One of the options goes in with the others, when the call is signed.
        if !headers.contains_key(&header) && !self.headers.contains_key(&header) {
            let value = HeaderValue::try_from(self.world.unique()).map_err(|_| refuse())?;
            headers.insert(header, value);
        }
        Ok(connections)
    }

    /// Adds the headers that are the same for every call, which a copy for another attempt need not have.
    fn sign(&self, call: &mut Outgoing, key: Option<&Held>) {
        let headers = call.request.headers_mut();
        for (name, value) in &self.headers {
            headers.entry(name).or_insert_with(|| value.clone());
        }
        if let Some(held) = key {
            headers.insert(AUTHORIZATION, held.key.header());
        }
    }

    /// A key from a provider that may be slow, or fail.
    async fn key<T>(
        &self,
        operation: &'static Operation,
        stage: Stage,
        asking: impl Future<Output = Result<T, BoxError>>,
    ) -> Result<T, Error> {
        let limit = self.options.timeout.unwrap_or(Duration::MAX);
        match tokio::time::timeout(limit, asking).await {
            Ok(Ok(key)) => Ok(key),
            Ok(Err(source)) => Err(Error::other(operation, stage, NoKey(source))),
            Err(_) => Err(Error::other(operation, stage, NoKey(too_slow("there was none", limit).into()))),
        }
    }

    /// How long to wait before another attempt; none when there is to be none.
    fn wait(
        &self,
        attempt: &Attempt,
        operation: &Operation,
        attempts: u32,
        deadline: Option<Instant>,
    ) -> Option<Duration> {
        let failure = attempt.failure(operation)?;
        let wait = self.options.retry.wait(operation, attempts, &failure, &self.world)?;
        let fits = deadline.is_none_or(|end| wait < end.saturating_duration_since(self.world.clock.now()));
        fits.then_some(wait)
    }
}

/// Turns a request to where the answer says that it should go, if it does.
fn moved(next: &mut Outgoing, result: &Result<Response, Error>) -> bool {
    let Some(target) = result.as_ref().ok().and_then(|response| next.redirected(response)) else {
        return false;
    };
    *next.request.url_mut() = target;
    true
}

fn is_refused(result: &Result<Response, Error>) -> bool {
    result.as_ref().is_ok_and(|response| response.status() == StatusCode::UNAUTHORIZED)
}

/// The answer, with what to do about it when it refuses the key.
fn advised(
    result: Result<Response, Error>,
    operation: &'static Operation,
    choice: Choice<'_>,
) -> Result<Response, Error> {
    let mut response = result?;
    if let Some(hint) = hint::refused(operation, response.status(), choice) {
        response.extensions_mut().insert(hint);
    }
    Ok(response)
}

/// A provider that gave no key.
#[derive(Debug)]
struct NoKey(BoxError);

impl std::fmt::Display for NoKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the provider gave no key")
    }
}

impl std::error::Error for NoKey {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_futures_of_a_call_stay_small() {
        let operation = fal_platform_client::operations::ALL[0];
        let url = "http://localhost".parse().unwrap();
        let call = Outgoing { operation, request: reqwest::Request::new(reqwest::Method::GET, url) };
        let transport = Signed {
            credentials: Credentials::none(),
            connections: Ok(Direct::new().unwrap()),
            options: Options::default(),
            headers: HeaderMap::new(),
            world: World::default(),
        };
        // Beyond 1,032 bytes, allocators take the long way, for every call.
        let trace = trace::Call::of(operation);
        let size = size_of_val(&trace.around(transport.call(Box::new(call), &trace)));
        assert!(size <= 1000, "{size} bytes");
    }
}
