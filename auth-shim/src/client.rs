//! The client: the generated one, with keys.

use std::fmt;
use std::ops::Deref;

use fal_platform_client::{BASE_URL, Direct, Error};
use reqwest::Url;

use crate::address;
use crate::credentials::Credentials;
use crate::key::{Key, KeyError};
use crate::transport::Signed;

/// Calls the operations of the fal Platform APIs. Cheap to clone; clones share keys and connections.
///
/// It derefs to the generated [`Client`](fal_platform_client::Client), which has one method for every
/// operation, and [`admin`](fal_platform_client::Client::admin) for administrators' ones.
#[derive(Clone)]
pub struct Client {
    inner: fal_platform_client::Client,
    transport: Signed,
}

impl Client {
    /// A client with the keys of the environment (see [`Credentials::from_env`]), for the server that
    /// `FAL_PLATFORM_BASE_URL` names, or else fal's.
    ///
    /// No key is no error: some operations need none, and the others say that it is missing.
    ///
    /// # Errors
    /// A variable holds no key, or no URL; or the TLS library does not start.
    pub fn from_env() -> Result<Self, Error> {
        let base_url = address::from_env()?;
        Self::with(Credentials::from_env()?, base_url.as_deref().unwrap_or(BASE_URL))
    }

    /// A client with one key of unknown scope, for fal's server.
    ///
    /// # Errors
    /// It is no key, or the TLS library does not start.
    pub fn new<K>(key: K) -> Result<Self, Error>
    where
        K: TryInto<Key, Error: Into<KeyError>>,
    {
        let key = key.try_into().map_err(Into::into)?;
        Self::with(Credentials::none().key(key), BASE_URL)
    }

    /// A client with these keys, for this server.
    ///
    /// # Errors
    /// The base URL is none, or would send keys in the clear; or the TLS library does not start.
    pub fn with(credentials: Credentials, base_url: &str) -> Result<Self, Error> {
        let transport = Signed { credentials, connections: Direct::new()? };
        let inner = fal_platform_client::Client::with_transport(base_url, transport.clone())?;
        if let Ok(url) = Url::parse(inner.base_url()) {
            address::checked(&url)?;
        }
        Ok(Self { inner, transport })
    }

    /// The keys.
    pub fn credentials(&self) -> &Credentials {
        &self.transport.credentials
    }
}

impl Deref for Client {
    type Target = fal_platform_client::Client;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.base_url())
            .field("credentials", self.credentials())
            .finish_non_exhaustive()
    }
}
