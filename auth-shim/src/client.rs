//! The client: the generated one, with keys.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use fal_platform_client::Error;

use crate::credentials::Credentials;
use crate::key::{Key, KeyError};
use crate::options::Options;
use crate::setup::{self, Builder, Shared};
use crate::transport::Signed;

/// Calls the operations of the fal Platform APIs. Cheap to clone; clones share keys and connections.
///
/// It derefs to the generated [`Client`](fal_platform_client::Client), which has one method for every
/// operation, and [`admin`](fal_platform_client::Client::admin) for administrators' ones.
#[derive(Clone)]
pub struct Client {
    inner: fal_platform_client::Client,
    transport: Arc<Signed>,
    /// Whether the server is on this machine.
    stays: bool,
    /// Whether the connections were handed in.
    own: bool,
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
        Self::builder_from_env().build()
    }

    /// A client with one key of unknown scope, for fal's server.
    ///
    /// # Errors
    /// It is no key, or the TLS library does not start.
    pub fn new<K>(key: K) -> Result<Self, Error>
    where
        K: TryInto<Key, Error: Into<KeyError>>,
    {
        Self::builder().key(key).build()
    }

    /// Begins a client with no key, for fal's server. The environment is not read.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Begins a client with what the environment says.
    pub fn builder_from_env() -> Builder {
        Builder::from_env()
    }

    /// The same client, for calls that are sent otherwise. It shares keys and connections.
    ///
    /// ```no_run
    /// # async fn example(fal: fal_platform::Client) -> Result<(), fal_platform::Error> {
    /// use std::time::Duration;
    ///
    /// let hurried = fal.with(|options| options.timeout(Duration::from_secs(5)));
    /// let models = hurried.get_models().send().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with(&self, change: impl FnOnce(Options) -> Options) -> Self {
        let mut transport = Signed::clone(&self.transport);
        let options = change(transport.options.clone());
        let changed = |new: &Options, old: &Options| new.connect_timeout != old.connect_timeout;
        if changed(&options, &transport.options) && !self.own {
            transport.connections = setup::connections(&options, self.stays).map_err(|e| Arc::from(e.message()));
        }
        match setup::headers(&options) {
            Ok(headers) => transport.headers = headers,
            // The call says so: there is no other place for it.
            Err(error) => transport.connections = Err(Arc::from(error.message())),
        }
        transport.options = options;
        self.derived(transport)
    }

    /// Begins another client with all that this one has: for another server, other connections, or
    /// whatever else [`with`](Self::with) does not change. Connections are shared where they fit.
    ///
    /// ```no_run
    /// # fn example(fal: fal_platform::Client) -> Result<(), fal_platform::Error> {
    /// let staging = fal.to_builder().base_url("https://staging.example.com/v1").build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_builder(&self) -> Builder {
        let shared = self.transport.connections.as_ref().ok().map(|connections| Shared {
            connections: connections.clone(),
            connect_timeout: self.transport.options.connect_timeout,
            stays: self.stays,
            own: self.own,
        });
        Builder::of(self.base_url(), &self.transport, shared)
    }

    /// The same client with other keys.
    #[must_use]
    pub fn with_credentials(&self, credentials: Credentials) -> Self {
        self.derived(Signed { credentials, ..Signed::clone(&self.transport) })
    }

    /// The keys.
    pub fn credentials(&self) -> &Credentials {
        &self.transport.credentials
    }

    /// How calls are sent.
    pub fn options(&self) -> &Options {
        &self.transport.options
    }

    pub(crate) fn over(base_url: &str, transport: Signed, stays: bool, own: bool) -> Result<Self, Error> {
        let transport = Arc::new(transport);
        let inner = fal_platform_client::Client::with_transport(base_url, Arc::clone(&transport))?
            .encode_slashes(transport.options.encode_slashes);
        Ok(Self { inner, transport, stays, own })
    }

    fn derived(&self, transport: Signed) -> Self {
        let transport = Arc::new(transport);
        let inner = self.inner.over_transport(Arc::clone(&transport));
        let inner = inner.encode_slashes(transport.options.encode_slashes);
        Self { inner, transport, stays: self.stays, own: self.own }
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
            .field("options", self.options())
            .finish_non_exhaustive()
    }
}
