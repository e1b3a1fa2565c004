//! Making a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use fal_platform_client::error::{InvalidRequest, chain};
use fal_platform_client::{BASE_URL, Direct, Error};
use reqwest::Url;
use reqwest::header::{HeaderMap, HeaderValue, USER_AGENT};

use crate::address;
use crate::client::Client;
use crate::clock::{Clock, World};
use crate::credentials::Credentials;
use crate::key::{Key, KeyError};
use crate::options::Options;
use crate::provider::Provider;
use crate::transport::Signed;

/// What this crate calls itself.
const NAME: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// Makes a [`Client`] of one's own choice: [`Client::builder`] begins with nothing,
/// [`Client::builder_from_env`] with what the environment says.
#[derive(Clone, Default)]
#[must_use]
pub struct Builder {
    credentials: Credentials,
    base_url: Option<String>,
    options: Options,
    connections: Option<reqwest::Client>,
    /// Those of another client, to share where they do.
    shared: Option<Shared>,
    world: World,
    /// The first thing that was wrong.
    refused: Option<InvalidRequest>,
}

/// Connections that exist, and what they were made for.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) connections: Direct,
    pub(crate) connect_timeout: Option<Duration>,
    /// Whether they do not leave this machine.
    pub(crate) stays: bool,
    /// Whether they were handed in, and so serve whatever comes.
    pub(crate) own: bool,
}

impl Builder {
    /// Begins with what another client has.
    pub(crate) fn of(base_url: &str, transport: &Signed, shared: Option<Shared>) -> Self {
        Self {
            credentials: transport.credentials.clone(),
            base_url: Some(base_url.to_owned()),
            options: transport.options.clone(),
            connections: None,
            shared,
            world: transport.world.clone(),
            refused: None,
        }
    }

    pub(crate) fn from_env() -> Self {
        let mut builder = Self::default();
        match address::from_env() {
            Ok(base_url) => builder.base_url = base_url,
            Err(error) => builder.refuse(error),
        }
        match Credentials::from_env() {
            Ok(credentials) => builder.credentials = credentials,
            Err(error) => builder.refuse(error.into()),
        }
        builder
    }

    /// All keys at once.
    pub fn credentials(self, credentials: Credentials) -> Self {
        Self { credentials, ..self }
    }

    /// A key of unknown scope: it is tried for everything.
    pub fn key<K: TryInto<Key, Error: Into<KeyError>>>(self, key: K) -> Self {
        self.taking("key", key, Credentials::key)
    }

    /// A key of API scope: it is never sent to an operation for administrators.
    pub fn api_key<K: TryInto<Key, Error: Into<KeyError>>>(self, key: K) -> Self {
        self.taking("api_key", key, Credentials::api_key)
    }

    /// A key of admin scope. Operations of API scope use it only where there is no other.
    pub fn admin_key<K: TryInto<Key, Error: Into<KeyError>>>(self, key: K) -> Self {
        self.taking("admin_key", key, Credentials::admin_key)
    }

    /// Where a key of unknown scope comes from.
    pub fn provider(mut self, provider: impl Provider + 'static) -> Self {
        self.credentials = self.credentials.provider(provider);
        self
    }

    /// The server, for example `http://localhost:8080/v1`. It must be reached by `https`, or be on
    /// this machine.
    pub fn base_url(self, base_url: impl Into<String>) -> Self {
        Self { base_url: Some(base_url.into()), ..self }
    }

    /// Changes how calls are sent.
    pub fn options(mut self, change: impl FnOnce(Options) -> Options) -> Self {
        self.options = change(self.options);
        self
    }

    /// Connections of one's own: with a proxy, or certificates. Their redirects and time limits hold
    /// as well, and [`Options::connect_timeout`] does not.
    pub fn connections(self, connections: reqwest::Client) -> Self {
        Self { connections: Some(connections), ..self }
    }

    /// Another clock for the waits between attempts, for tests.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.world.clock = Arc::new(clock);
        self
    }

    /// Another source of chance, for tests: it spreads waits and makes idempotency keys.
    pub fn random(mut self, random: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        self.world.random = Arc::new(random);
        self
    }

    /// The client.
    ///
    /// # Errors
    /// A key or the base URL was refused, or the TLS library does not start.
    pub fn build(self) -> Result<Client, Error> {
        if let Some(refused) = self.refused {
            return Err(refused.into());
        }
        let own = self.connections.is_some() || self.shared.as_ref().is_some_and(|shared| shared.own);
        let mut transport = Signed {
            credentials: self.credentials,
            headers: headers(&self.options)?,
            connections: Err("there are none".into()),
            options: self.options,
            world: self.world,
        };
        let base_url = self.base_url.as_deref().unwrap_or(BASE_URL);
        let checked = fal_platform_client::Client::with_transport(base_url, transport.clone())?;
        let stays = match Url::parse(checked.base_url()) {
            Ok(url) => {
                address::checked(&url)?;
                address::is_loopback(&url)
            }
            Err(_) => false,
        };
        let limit = transport.options.connect_timeout;
        let fits = |shared: &Shared| shared.own || (shared.stays, shared.connect_timeout) == (stays, limit);
        transport.connections = Ok(match (self.connections, self.shared.filter(fits)) {
            (Some(connections), _) => Direct::with_client(connections),
            (None, Some(shared)) => shared.connections,
            (None, None) => connections(&transport.options, stays)?,
        });
        Client::over(checked.base_url(), transport, stays, own)
    }

    fn taking<K>(mut self, name: &'static str, key: K, put: fn(Credentials, Key) -> Credentials) -> Self
    where
        K: TryInto<Key, Error: Into<KeyError>>,
    {
        match key.try_into() {
            Ok(key) => self.credentials = put(self.credentials, key),
            Err(error) => self.refuse(error.into().of(name).into()),
        }
        self
    }

    fn refuse(&mut self, refused: InvalidRequest) {
        self.refused.get_or_insert(refused);
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("credentials", &self.credentials)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// The headers of every call.
pub(crate) fn headers(options: &Options) -> Result<HeaderMap, InvalidRequest> {
    if let Some(refused) = &options.refused {
        return Err(refused.clone());
    }
    let agent = match &options.user_agent {
        None => HeaderValue::from_static(NAME),
        Some(name) => HeaderValue::try_from(format!("{name} {NAME}"))
            .map_err(|_| InvalidRequest::of_client("user_agent", "a header takes visible ASCII characters only"))?,
    };
    let mut headers = options.headers.clone();
    headers.insert(USER_AGENT, agent);
    Ok(headers)
}

/// Connections that do as the options say; `stays` when they do not leave this machine.
pub(crate) fn connections(options: &Options, stays: bool) -> Result<Direct, InvalidRequest> {
    // Redirects and repeats are decided here, not by the library.
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false);
    if let Some(limit) = options.connect_timeout {
        builder = builder.connect_timeout(limit.max(Duration::from_millis(1)));
    }
    if stays {
        // A proxy would take a key that is sent in the clear off this machine.
        builder = builder.no_proxy();
    }
    builder.build().map(Direct::with_client).map_err(|error| InvalidRequest::of_client("transport", chain(&error)))
}
