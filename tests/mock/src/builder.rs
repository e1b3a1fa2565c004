//! What a mock is like before it starts.

use std::sync::Arc;

use crate::document::Document;
use crate::error::Error;
use crate::mock::Mock;
use crate::record::Recorded;
use crate::server::{Running, Shared};
use crate::settings::Settings;

/// Makes a [`Mock`] of one's own choice.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), fal_platform_mock::Error> {
/// // A list of a million items, made page by page while it is read.
/// let mock = fal_platform_mock::Mock::builder().pages(1_000).page_size(1_000).seed(7).start().await?;
/// # drop(mock);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "nothing starts before `start`"]
pub struct Builder {
    settings: Settings,
}

impl Builder {
    /// Another document than the pinned one.
    pub fn document(self, document: impl Into<Arc<Document>>) -> Self {
        let document = Some(document.into());
        self.with(|settings| settings.document = document)
    }

    /// This port instead of a free one.
    pub fn port(self, port: u16) -> Self {
        self.with(|settings| settings.port = port)
    }

    /// Another seed makes other values, and other calls meet faults that strike a share of them.
    pub fn seed(self, seed: u64) -> Self {
        self.with(|settings| settings.seed = seed)
    }

    /// How many pages lists have. Three without it.
    pub fn pages(self, pages: u64) -> Self {
        self.with(|settings| settings.pages = pages.max(1))
    }

    /// How many items a page has, at most; a smaller `limit` in a request counts. Three without it.
    ///
    /// Lists with an `offset` are as long as `pages` of the `limit` that was asked for, less one item:
    /// a short page is their only end.
    pub fn page_size(self, items: usize) -> Self {
        self.with(|settings| settings.page_size = items.max(1))
    }

    /// The key of API scope, instead of a throw-away one.
    pub fn api_key(self, key: impl Into<String>) -> Self {
        let key = key.into();
        self.with(|settings| settings.api_key = key)
    }

    /// The key of admin scope, instead of a throw-away one.
    pub fn admin_key(self, key: impl Into<String>) -> Self {
        let key = key.into();
        self.with(|settings| settings.admin_key = key)
    }

    /// How many requests are remembered; older ones are only counted. A thousand without it.
    pub fn remember(self, requests: usize) -> Self {
        self.with(|settings| settings.remember = requests)
    }

    /// How long a file may be to be kept whole, in bytes. 16 MiB without it.
    pub fn keep_files_up_to(self, bytes: usize) -> Self {
        self.with(|settings| settings.keep = bytes)
    }

    /// A header that is no violation although the document does not declare it.
    pub fn allow_header(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.with(|settings| settings.headers.push(name))
    }

    /// Answers by the schema alone: nothing that was created is remembered.
    pub fn without_stories(self) -> Self {
        self.with(|settings| settings.stories = false)
    }

    /// Calls `log` with each request that was answered.
    pub fn log(self, log: fn(&Recorded)) -> Self {
        self.with(|settings| settings.log = Some(log))
    }

    /// Starts it.
    ///
    /// # Errors
    /// The port is taken, a key is no `id:secret`, or the system refuses.
    pub async fn start(self) -> Result<Mock, Error> {
        self.start_blocking()
    }

    /// The same for programs without a runtime.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub fn start_blocking(self) -> Result<Mock, Error> {
        let document = match &self.settings.document {
            Some(document) => Arc::clone(document),
            None => Document::pinned()?,
        };
        for key in [&self.settings.api_key, &self.settings.admin_key] {
            if !crate::key::is_key(key) {
                return Err(Error::new("a key of the mock has to be `id:secret`, of visible characters"));
            }
        }
        let shared = Arc::new(Shared::new(document, self.settings));
        let running = Running::start(Arc::clone(&shared))?;
        Ok(Mock::over(shared, running))
    }

    fn with(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self
    }
}
