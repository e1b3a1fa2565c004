//! The client: where calls go, and through which transport.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use reqwest::Url;

use crate::error::{Error, InvalidRequest};
use crate::operation::Scope;
use crate::transport::{Direct, Transport};

/// Calls the operations of the document. Cheap to clone; clones share connections.
///
/// Every operation is a method that returns a builder; operations that need administrator rights
/// are methods of [`Admin`].
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    encodes_slashes: bool,
}

struct Shared {
    // Parsed once: reading the host of a URL takes longer than anything else about a request.
    base: Url,
    transport: Box<dyn Transport>,
}

impl Client {
    /// A client that sends requests as they are, without a key, through [`Direct`].
    ///
    /// # Errors
    /// The base URL is not an absolute `http` or `https` URL without user, query and fragment; or
    /// the TLS library does not start.
    pub fn new(base_url: &str) -> Result<Self, Error> {
        let base = checked(base_url)?;
        Ok(Self::over(base, Box::new(Direct::new()?)))
    }

    /// A client that hands every request to `transport`.
    ///
    /// # Errors
    /// The base URL is not an absolute `http` or `https` URL without user, query and fragment.
    pub fn with_transport(base_url: &str, transport: impl Transport + 'static) -> Result<Self, Error> {
        Ok(Self::over(checked(base_url)?, Box::new(transport)))
    }

    /// A client for the same server that hands every request to another transport.
    #[must_use]
    pub fn over_transport(&self, transport: impl Transport + 'static) -> Self {
        Self::over(self.base().clone(), Box::new(transport)).encode_slashes(self.encodes_slashes)
    }

    /// Whether slashes inside a path parameter are sent as `%2F`. Off at first: a parameter that is a
    /// path of several segments keeps its slashes, and everything between them is encoded. Turn it on
    /// for a server, or a proxy before it, that takes such a parameter as one segment.
    ///
    /// ```no_run
    /// # fn example() -> Result<(), fal_platform_client::Error> {
    /// use fal_platform_client::{BASE_URL, Client};
    ///
    /// let client = Client::new(BASE_URL)?.encode_slashes(true);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn encode_slashes(self, encode: bool) -> Self {
        Self { encodes_slashes: encode, ..self }
    }

    pub(crate) fn encodes_slashes(&self) -> bool {
        self.encodes_slashes
    }

    fn over(base: Url, transport: Box<dyn Transport>) -> Self {
        Self { shared: Arc::new(Shared { base, transport }), encodes_slashes: false }
    }

    /// The URL before every operation's path, without a slash at its end.
    pub fn base_url(&self) -> &str {
        self.base().as_str().trim_end_matches('/')
    }

    pub(crate) fn base(&self) -> &Url {
        &self.shared.base
    }

    /// What carries the requests.
    pub fn transport(&self) -> &dyn Transport {
        &*self.shared.transport
    }

    /// The operations that need administrator rights.
    ///
    /// # Errors
    /// [`Error::MissingScope`] when the transport knows that its key has no such rights.
    pub fn admin(&self) -> Result<Admin<'_>, Error> {
        self.transport().admit(Scope::Admin)?;
        Ok(Admin { client: self })
    }
}

impl fmt::Debug for Client {
    // The transport may hold a key: it stays out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.base_url()).finish_non_exhaustive()
    }
}

/// The operations that need administrator rights; [`Client::admin`] hands it out.
///
/// ```no_run
/// # #[cfg(feature = "models")]
/// # async fn example(client: fal_platform_client::Client) -> Result<(), fal_platform_client::Error> {
/// let admin = client.admin()?;
/// let usage = admin.get_usage().send().await?;
/// let models = admin.get_models().send().await?;
/// # Ok(())
/// # }
/// ```
///
/// Privileged calls stand out in review, and an operation that comes to need administrator rights
/// breaks the build, not production. Since these rights include the others, it derefs to the client:
/// an operation that needs them no more is still found here. Each call is made with the rights that
/// its operation needs, wherever it was found.
#[derive(Clone, Copy, Debug)]
pub struct Admin<'a> {
    client: &'a Client,
}

impl<'a> Admin<'a> {
    /// The client that it came from.
    pub fn client(&self) -> &'a Client {
        self.client
    }
}

impl<'a> Deref for Admin<'a> {
    // The reference and not the client: a request that is built through it lives as long as one that is
    // built on the client, so that an operation may move there.
    type Target = &'a Client;

    fn deref(&self) -> &Self::Target {
        &self.client
    }
}

/// The base URL in normal form, or what is wrong with it. A URL that may hold a password is not repeated.
fn checked(text: &str) -> Result<Url, Error> {
    let refuse = |message: String| Err(InvalidRequest::of_client("base_url", message).into());
    let url = match Url::parse(text.trim()) {
        Ok(url) => url,
        Err(reason) => {
            return refuse(format!("must be an absolute URL such as https://example.com/v1 ({reason})"));
        }
    };
    if !matches!(url.scheme(), "http" | "https") {
        return refuse(format!("must start with https://, not {}:", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refuse("must not hold a user name or password".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refuse("must not have a query or fragment".to_owned());
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{MissingScope, Stage};
    use crate::transport::Outgoing;
    use futures_core::future::BoxFuture;

    struct ApiOnly;

    impl Transport for ApiOnly {
        fn execute(&self, call: Outgoing) -> BoxFuture<'_, Result<reqwest::Response, Error>> {
            let operation = call.operation;
            Box::pin(async move { Err(Error::other(operation, Stage::NotSent, "no network here")) })
        }

        fn admit(&self, scope: Scope) -> Result<(), Error> {
            if scope <= Scope::Api {
                return Ok(());
            }
            Err(MissingScope::new(None, scope, Some(Scope::Api)).into())
        }
    }

    #[test]
    fn base_urls_come_into_normal_form() {
        for (given, kept) in [
            ("https://api.example.com/v1/", "https://api.example.com/v1"),
            ("HTTP://LOCALHOST:8080", "http://localhost:8080"),
            (" https://example.com/a//", "https://example.com/a"),
        ] {
            let client = Client::with_transport(given, ApiOnly).unwrap();
            assert_eq!(client.base_url(), kept);
        }
    }

    #[test]
    fn a_wrong_base_url_says_what_is_wrong_and_repeats_no_password() {
        for (given, reason) in [
            ("api.example.com", "must be an absolute URL"),
            ("", "must be an absolute URL"),
            ("ftp://example.com", "must start with https://, not ftp:"),
            ("https://me:hunter2@example.com", "user name or password"),
            ("https://example.com/?a=1", "query or fragment"),
            ("https://example.com/#a", "query or fragment"),
        ] {
            let error = Client::with_transport(given, ApiOnly).unwrap_err();
            let text = error.to_string();
            assert!(text.contains(reason), "{given}: {text}");
            assert!(!format!("{error:?} {text}").contains("hunter2"));
            assert_eq!(error.field(), Some("base_url"));
            assert_eq!(error.stage(), Stage::Refused);
        }
    }

    #[test]
    fn what_the_client_has_outlives_the_admin_that_it_was_found_through() {
        let open = Client::new("http://localhost").unwrap();
        let name = |client: &Client| client.base_url().to_owned();
        let url = open.admin().unwrap().base_url();
        assert_eq!(url, name(&open.admin().unwrap()));
    }

    #[test]
    fn the_transport_decides_about_admin() {
        let client = Client::with_transport("http://localhost", ApiOnly).unwrap();
        let error = client.admin().unwrap_err();
        assert!(matches!(error, Error::MissingScope(_)), "{error}");
        assert_eq!(error.stage(), Stage::Refused);
        let open = Client::new("http://localhost").unwrap();
        assert_eq!(open.admin().unwrap().client().base_url(), "http://localhost");
        let guarded = open.over_transport(ApiOnly);
        assert_eq!(guarded.base_url(), open.base_url());
        guarded.admin().unwrap_err();
        assert_eq!(format!("{open:?}"), "Client { base_url: \"http://localhost\", .. }");
    }
}
