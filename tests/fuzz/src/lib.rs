//! What the fuzz targets share: a client without a network, and the key that nobody may see.

#![forbid(unsafe_code)]

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use fal_platform_client::{Client, Error, Outgoing, Transport};
use futures_util::future::{BoxFuture, ready};
use futures_util::stream;

/// The key of all calls.
pub const KEY: &str = "5d1c7a70-key-id:hunter2-hunter2-hunter2";
/// Its half that is secret.
pub const SECRET: &str = "hunter2-hunter2-hunter2";

/// Answers every call with what it was told last.
#[derive(Clone, Default)]
pub struct Told(Arc<Mutex<(String, Vec<Bytes>)>>);

impl Told {
    /// Tells it the media type and the pieces of the body.
    pub fn tell(&self, media: &str, pieces: impl IntoIterator<Item = Bytes>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (media.to_owned(), pieces.into_iter().collect());
    }

    /// A client over it.
    ///
    /// # Panics
    /// The address is none, which it is.
    pub fn client(&self) -> Client {
        Client::with_transport("http://localhost", self.clone()).expect("an address")
    }
}

impl Transport for Told {
    fn execute(&self, _: Outgoing) -> BoxFuture<'_, Result<reqwest::Response, Error>> {
        let (media, pieces) = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let pieces = stream::iter(pieces.into_iter().map(Ok::<_, std::io::Error>));
        let answer = http::Response::builder().header("content-type", media).body(reqwest::Body::wrap_stream(pieces));
        Box::pin(ready(Ok(answer.expect("a media type").into())))
    }
}

/// A runtime for one thread.
///
/// # Panics
/// The system has none to give.
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Looks at everything that an error says.
///
/// # Panics
/// It shows the key.
pub fn silent(error: &Error) {
    let mut said = format!("{error} {error:?} {error:#?} {:?} {:?}", error.hint(), error.message());
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        said.push_str(&format!("{cause} {cause:?}"));
        source = cause.source();
    }
    // What is only shown to those who ask for it.
    if let Some(api) = error.api() {
        said.push_str(&String::from_utf8_lossy(api.body()));
    }
    match error {
        Error::Decode(error) => said.push_str(error.excerpt()),
        Error::Event(error) => said.push_str(error.data()),
        _ => {}
    }
    assert!(!said.contains(SECRET), "{said}");
}
