//! The client for programs without asynchronous code.

use std::ops::Deref;

use fal_platform_client::Error;

use super::background;
use crate::credentials::Credentials;
use crate::key::{Key, KeyError};
use crate::options::Options;
use crate::setup::Builder;

/// Calls the operations of the fal Platform APIs, and waits. Cheap to clone; clones share keys and
/// connections, also between threads.
///
/// ```no_run
/// # #[cfg(feature = "models")]
/// # fn example() -> Result<(), fal_platform::Error> {
/// use fal_platform::blocking::{Client, Wait};
///
/// let fal = Client::from_env()?;
/// let usage = fal.admin()?.get_usage().expand(["summary"]).send().wait()?;
/// # Ok(())
/// # }
/// ```
///
/// It derefs to the asynchronous [`Client`](crate::Client), whose requests it sends.
#[derive(Clone, Debug)]
pub struct Client(crate::Client);

impl Client {
    /// As [`crate::Client::from_env`].
    ///
    /// # Errors
    /// A variable holds no key, or no URL; or the TLS library or the background thread does not start.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder_from_env().build_blocking()
    }

    /// As [`crate::Client::new`].
    ///
    /// # Errors
    /// It is no key; or the TLS library or the background thread does not start.
    pub fn new<K>(key: K) -> Result<Self, Error>
    where
        K: TryInto<Key, Error: Into<KeyError>>,
    {
        Self::builder().key(key).build_blocking()
    }

    /// Begins a client with no key, for fal's server. [`Builder::build_blocking`] ends it.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Begins a client with what the environment says. [`Builder::build_blocking`] ends it.
    pub fn builder_from_env() -> Builder {
        Builder::from_env()
    }

    /// A client that sends through an asynchronous one. They share keys and connections.
    ///
    /// # Errors
    /// The background thread does not start.
    pub fn over(client: crate::Client) -> Result<Self, Error> {
        background::runtime()?;
        Ok(Self(client))
    }

    /// As [`crate::Client::with`].
    #[must_use]
    pub fn with(&self, change: impl FnOnce(Options) -> Options) -> Self {
        Self(self.0.with(change))
    }

    /// As [`crate::Client::with_credentials`].
    #[must_use]
    pub fn with_credentials(&self, credentials: Credentials) -> Self {
        Self(self.0.with_credentials(credentials))
    }
}

impl Deref for Client {
    type Target = crate::Client;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Builder {
    /// A client that waits.
    ///
    /// # Errors
    /// As [`build`](Self::build); or the background thread does not start.
    pub fn build_blocking(self) -> Result<Client, Error> {
        Client::over(self.build()?)
    }
}
