//! The handle of a running mock.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value;

use crate::builder::Builder;
use crate::document::Document;
use crate::error::Error;
use crate::fault::{ALL, Fault, Rule};
use crate::record::{Recorded, Violation};
use crate::sample::Mode;
use crate::server::{Running, Shared};
use crate::story::{File, LogStream};

/// A mock of the platform on loopback. It stops when it is dropped.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use fal_platform_mock::{Fault, Mock};
///
/// let mock = Mock::start().await?;
/// mock.inject(Fault::status(503).retry_after("0")).on("getModels").times(1);
///
/// let models = format!("{}/models?limit=2", mock.url());
/// let http = reqwest::Client::new();
/// let send = || http.get(&models).header("authorization", format!("Key {}", mock.api_key())).send();
/// assert_eq!(send().await?.status(), 503);
/// assert_eq!(send().await?.status(), 200);
///
/// assert_eq!(mock.requests_of("getModels").len(), 2);
/// mock.assert_clean();
/// # Ok(())
/// # }
/// ```
pub struct Mock {
    shared: Arc<Shared>,
    running: Running,
}

impl Mock {
    /// Starts a mock with the pinned document and throw-away keys on a free port.
    ///
    /// # Errors
    /// No port is free, or no thread.
    pub async fn start() -> Result<Self, Error> {
        Self::builder().start().await
    }

    /// The same for programs without a runtime.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub fn start_blocking() -> Result<Self, Error> {
        Self::builder().start_blocking()
    }

    /// Begins a mock of one's own choice.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Begins a mock of any OpenAPI 3 document.
    ///
    /// # Errors
    /// The text is no such document.
    pub fn from_document(json: &str) -> Result<Builder, Error> {
        Ok(Self::builder().document(Document::parse(json)?))
    }

    pub(crate) fn over(shared: Arc<Shared>, running: Running) -> Self {
        Self { shared, running }
    }

    /// The base URL: `http://127.0.0.1:PORT`, and the path of the document's server.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.running.address, self.shared.document.base_path())
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.running.address.port()
    }

    /// The key of API scope.
    pub fn api_key(&self) -> &str {
        &self.shared.settings.api_key
    }

    /// The key of admin scope.
    pub fn admin_key(&self) -> &str {
        &self.shared.settings.admin_key
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.shared.document
    }

    /// Makes the server misbehave: for every call, until [`times`](Injected::times),
    /// [`share`](Injected::share) or [`on`](Injected::on) says less. Of several faults, the one set
    /// first strikes.
    pub fn inject(&self, fault: Fault) -> Injected<'_> {
        let id = self.shared.state().faults.add(fault);
        Injected { mock: self, id }
    }

    /// Ends all faults.
    pub fn clear_faults(&self) {
        self.shared.state().faults.clear();
    }

    /// Answers an operation with this body from now on.
    pub fn respond(&self, operation: &str, status: u16, body: &Value) {
        self.inject(Fault::json(status, body)).on(operation);
    }

    /// Makes all answers of one kind of values; `None` goes back to likely ones and stories.
    pub fn set_mode(&self, mode: impl Into<Option<Mode>>) {
        self.shared.state().modes.set(None, mode.into());
    }

    /// Makes the answers of one operation of one kind of values.
    pub fn set_mode_of(&self, operation: &str, mode: impl Into<Option<Mode>>) {
        self.shared.state().modes.set(Some(operation), mode.into());
    }

    /// The requests that are remembered, oldest first.
    pub fn requests(&self) -> Vec<Recorded> {
        self.shared.state().records.all()
    }

    /// Those of one operation.
    pub fn requests_of(&self, operation: &str) -> Vec<Recorded> {
        self.requests().into_iter().filter(|request| request.operation.as_deref() == Some(operation)).collect()
    }

    /// How many requests an operation has had, the forgotten ones included.
    pub fn count(&self, operation: &str) -> u64 {
        self.shared.state().records.count(Some(operation))
    }

    /// How many requests there were, the forgotten ones included.
    pub fn count_all(&self) -> u64 {
        self.shared.state().records.count(None)
    }

    /// How often a request came for each `Idempotency-Key`.
    pub fn attempts(&self) -> HashMap<String, u32> {
        self.shared.state().records.attempts()
    }

    /// Forgets all requests and violations.
    pub fn forget(&self) {
        self.shared.state().records.clear();
    }

    /// The requests that break the document.
    pub fn violations(&self) -> Vec<Violation> {
        self.shared.state().records.violations()
    }

    /// Fails a test when a request broke the document.
    ///
    /// # Panics
    /// One did; the message lists what was wrong.
    #[allow(clippy::panic, reason = "an assertion is meant to")]
    #[track_caller]
    pub fn assert_clean(&self) {
        let violations: Vec<String> = self.violations().iter().map(ToString::to_string).collect();
        if !violations.is_empty() {
            panic!("{} requests break the document:\n  {}", violations.len(), violations.join("\n  "));
        }
    }

    /// The balance that `getAccountBilling` tells.
    pub fn set_balance(&self, balance: f64) {
        self.shared.state().stories.balance = balance;
    }

    /// What `serverlessLogsStream` sends from now on.
    pub fn set_log_stream(&self, stream: LogStream) {
        let mut state = self.shared.state();
        state.stories.logs = stream;
        state.stories.streams = 0;
    }

    /// Puts a file among those of the serverless apps.
    pub fn put_file(&self, path: &str, content: impl Into<Bytes>) {
        self.keep(path, File::of(content.into()));
    }

    /// Puts a file of any length there, whose bytes count from 0 to 250 again and again. They are made
    /// while they are sent, so that it takes no memory.
    pub fn put_made_file(&self, path: &str, length: u64) {
        self.keep(path, File::made(length));
    }

    fn keep(&self, path: &str, file: File) {
        self.shared.state().stories.files.insert(path.trim_matches('/').to_owned(), file);
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("url", &self.url()).finish_non_exhaustive()
    }
}

/// A fault that was set, to say when it strikes.
#[derive(Clone, Copy)]
pub struct Injected<'m> {
    mock: &'m Mock,
    id: u64,
}

impl Injected<'_> {
    /// Only this operation.
    pub fn on(self, operation: &str) -> Self {
        self.change(|rule| rule.operation = Some(operation.to_owned()))
    }

    /// Only so many calls; then the server behaves.
    pub fn times(self, times: u64) -> Self {
        self.change(|rule| rule.left = Some(times))
    }

    /// Not the first so many calls.
    pub fn after(self, calls: u64) -> Self {
        self.change(|rule| rule.skip = calls)
    }

    /// Only a share of the calls, from 0 to 1, chosen by the seed.
    pub fn share(self, share: f64) -> Self {
        self.change(|rule| rule.share = (share.clamp(0.0, 1.0) * f64::from(ALL)).round() as u32)
    }

    fn change(self, change: impl FnOnce(&mut Rule)) -> Self {
        self.mock.shared.state().faults.change(self.id, change);
        self
    }
}

impl fmt::Debug for Injected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Injected").field("id", &self.id).finish_non_exhaustive()
    }
}
