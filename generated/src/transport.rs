//! The seam between operations and the network: keys, retries and test doubles attach here.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_core::future::BoxFuture;
use reqwest::{StatusCode, Url, header};

use crate::error::{Error, InvalidRequest};
use crate::operation::{Operation, Scope};

/// Carries requests to the server and answers back.
///
/// An answer of any status is `Ok`; `Err` means that there was none.
pub trait Transport: Send + Sync {
    /// Sends the request and waits for the head of the answer.
    fn execute(&self, call: Outgoing) -> BoxFuture<'_, Result<reqwest::Response, Error>>;

    /// Whether operations of this scope can be called at all.
    ///
    /// # Errors
    /// [`Error::MissingScope`] when the transport knows that its key does not reach so far.
    fn admit(&self, scope: Scope) -> Result<(), Error> {
        let _ = scope;
        Ok(())
    }

    /// What an error may quote of an answer that does not decode: without the keys that calls are signed
    /// with, where the transport has any.
    fn conceal(&self, body: Bytes) -> Bytes {
        body
    }

    /// Waits for some time between the two, before a stream of events is asked for anew. Which one
    /// is for chance to say, so that many clients do not come back at once.
    fn pause(&self, shortest: Duration, longest: Duration) -> BoxFuture<'_, ()> {
        let share = RandomState::new().hash_one(shortest) as f64 / u64::MAX as f64;
        let spread = longest.saturating_sub(shortest).mul_f64(share);
        Box::pin(tokio::time::sleep(shortest.saturating_add(spread)))
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn execute(&self, call: Outgoing) -> BoxFuture<'_, Result<reqwest::Response, Error>> {
        (**self).execute(call)
    }

    fn admit(&self, scope: Scope) -> Result<(), Error> {
        (**self).admit(scope)
    }

    fn conceal(&self, body: Bytes) -> Bytes {
        (**self).conceal(body)
    }

    fn pause(&self, shortest: Duration, longest: Duration) -> BoxFuture<'_, ()> {
        (**self).pause(shortest, longest)
    }
}

/// What to do about an error answer, in plain words; a transport puts it among the answer's
/// extensions, and the error tells it on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Hint(pub &'static str);

/// A request on its way, and the operation it belongs to.
pub struct Outgoing {
    /// What the document says of the operation.
    pub operation: &'static Operation,
    /// The request, complete but for what the transport adds.
    pub request: reqwest::Request,
}

impl Outgoing {
    /// A copy for another attempt; none when the body is a stream, which can be sent only once.
    pub fn try_clone(&self) -> Option<Self> {
        Some(Self { operation: self.operation, request: self.request.try_clone()? })
    }

    /// For transports: where to send it instead, when the answer to it is a redirect within the same
    /// origin. Only a read can be sent elsewhere without doing more than was asked.
    pub fn redirected(&self, response: &reqwest::Response) -> Option<Url> {
        if !self.request.method().is_safe() || self.operation.succeeds_with(response.status().as_u16()) {
            return None;
        }
        let target = location(response.url(), response.status(), response.headers())?;
        (target.origin() == self.request.url().origin()).then_some(target)
    }
}

impl fmt::Debug for Outgoing {
    // Headers may hold a key and bodies anything: both stay out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("operation", &self.operation.id)
            .field("method", &self.operation.method)
            .field("path", &self.request.url().path())
            .finish_non_exhaustive()
    }
}

/// Sends requests as they are: no key, no retry.
///
/// Redirects are followed only where that is harmless: for reads, within the same origin. Any
/// other one comes back as an [`Error::Api`] that says where it pointed.
#[derive(Clone)]
pub struct Direct(reqwest::Client);

/// For transports: how often a read follows redirects before the last one is handed back.
pub const REDIRECTS: usize = 5;

/// How long a server may take to accept a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);

impl Direct {
    /// A transport with its own connections.
    ///
    /// # Errors
    /// The TLS library does not start.
    pub fn new() -> Result<Self, Error> {
        reqwest::Client::builder()
            .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .build()
            .map(Self)
            .map_err(|error| InvalidRequest::of_client("transport", crate::error::chain(&error)).into())
    }

    /// A transport over a client of one's own, with whatever timeouts, proxies and redirects it has.
    pub fn with_client(client: reqwest::Client) -> Self {
        Self(client)
    }

    /// Sends a request once, and hands a redirect back.
    pub fn once(&self, call: Outgoing) -> impl Future<Output = Result<reqwest::Response, Error>> + use<> {
        let Outgoing { operation, request } = call;
        let sending = self.0.execute(request);
        async move { sending.await.map_err(|error| Error::sending(operation, error)) }
    }
}

impl fmt::Debug for Direct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Direct")
    }
}

impl Transport for Direct {
    fn execute(&self, mut call: Outgoing) -> BoxFuture<'_, Result<reqwest::Response, Error>> {
        Box::pin(async move {
            let mut left = REDIRECTS;
            loop {
                let again = call.request.method().is_safe().then(|| call.try_clone()).flatten();
                let response = self.once(call).await?;
                let Some((mut next, target)) = again.and_then(|next| {
                    let target = next.redirected(&response)?;
                    Some((next, target))
                }) else {
                    return Ok(response);
                };
                if left == 0 {
                    return Ok(response);
                }
                left -= 1;
                *next.request.url_mut() = target;
                call = next;
            }
        })
    }
}

/// Where a redirect points.
pub(crate) fn location(from: &Url, status: StatusCode, headers: &header::HeaderMap) -> Option<Url> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    from.join(headers.get(header::LOCATION)?.to_str().ok()?).ok()
}
