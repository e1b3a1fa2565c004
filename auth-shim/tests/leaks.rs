//! The hunt for keys: in everything that can be printed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test reports")]

mod common;

use std::fmt::Debug;

use common::{Deed, Server, Virtual, answer, good, json};
use fal_platform::error::BoxError;
use fal_platform::{Client, Credentials, Key, Outgoing, Provider, operations};
use futures_core::future::BoxFuture;

/// What must be found nowhere: the secret, and the half that names it, as nobody asked for that either.
const SECRET: &str = "hunter2";
const ID: &str = "huntername";

fn key() -> Key {
    Key::from_parts(ID, SECRET).unwrap()
}

fn silent(text: &str) {
    for word in [SECRET, ID] {
        assert!(!text.contains(word), "{text}");
    }
}

fn shown(value: &impl Debug) {
    silent(&format!("{value:?} {value:#?}"));
}

struct Vault(Key);

impl Provider for Vault {
    fn key(&self) -> BoxFuture<'_, Result<Key, BoxError>> {
        Box::pin(async { Ok(self.0.clone()) })
    }
}

async fn clients(server: &Server) -> Vec<Client> {
    let vault = server.client().provider(Vault(key())).clock(Virtual::new()).build().unwrap();
    let _ = vault.get_models().send().await;
    vec![server.client().key(key()).admin_key(key()).clock(Virtual::new()).build().unwrap(), vault]
}

#[tokio::test]
async fn no_type_shows_a_key() {
    let server = Server::doing(good).await;
    shown(&key());
    shown(&Key::parse(&format!("{ID} {SECRET}")).unwrap_err());
    shown(&Credentials::none().key(key()).admin_key(key()));
    shown(&server.client().key(key()));
    shown(&server.client().key(format!("{ID}{SECRET}")));
    for fal in clients(&server).await {
        shown(&fal);
        shown(fal.credentials());
        shown(fal.options());
        shown(&fal.with(|options| options.user_agent("mine/1")));
        // The generated client, the handle for administrators, and a request under construction.
        shown(&*fal);
        shown(&fal.admin().unwrap());
        shown(&fal.get_models());
        shown(&fal.get_models().send().await.unwrap());
    }
    let mut request = reqwest::Request::new(reqwest::Method::GET, "http://localhost/".parse().unwrap());
    let mut header = reqwest::header::HeaderValue::from_str(&format!("Key {ID}:{SECRET}")).unwrap();
    header.set_sensitive(true);
    request.headers_mut().insert("authorization", header);
    shown(&Outgoing { operation: operations::ALL[0], request });
}

/// Everything that a server can do, told by a server that repeats nothing it was sent.
fn deeds() -> Vec<Deed> {
    let mut deeds = vec![
        Deed::Refuse,
        Deed::Break(b"HTTP/1.1 200 OK\r\n".to_vec()),
        Deed::Say(b"nonsense".to_vec()),
        Deed::Say(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_vec()),
        answer("302 Found", "location: http://example.com/\r\n", ""),
        answer("200 OK", "content-type: text/html\r\n", "<html>"),
        json("200 OK", r#"{"models":[{"endpoint_id":1}]}"#),
    ];
    for status in [400, 401, 403, 404, 408, 422, 429, 500, 502, 503, 504] {
        deeds.push(json(&format!("{status} No"), r#"{"error":{"type":"x","message":"no"}}"#));
    }
    deeds
}

#[tokio::test]
async fn no_error_shows_a_key() {
    for deed in deeds() {
        let server = Server::doing(move |_| deed.clone()).await;
        for fal in clients(&server).await {
            let fal = fal.with(|options| options.retry(fal_platform::Retry::never()));
            let errors = [
                fal.get_models().send().await.map(drop),
                fal.admin().unwrap().create_api_key().alias("a").send().await.map(drop),
            ];
            for error in errors.into_iter().filter_map(Result::err) {
                silent(&error.to_string());
                shown(&error);
                let mut cause = std::error::Error::source(&error);
                while let Some(inner) = cause {
                    silent(&format!("{inner} {inner:?} {inner:#?}"));
                    cause = inner.source();
                }
            }
        }
    }
}

#[tokio::test]
async fn no_panic_shows_a_key() {
    let server = Server::doing(|_| answer("401 No", "", "")).await;
    let fal = server.client().key(key()).build().unwrap();
    let result = fal.get_models().send().await;
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let keys = (key(), fal.clone());
        result.unwrap_or_else(|error| panic!("{error:?} {keys:?}"))
    }));
    let said = panic.unwrap_err();
    silent(said.downcast_ref::<String>().unwrap());
}

#[cfg(feature = "tracing")]
mod traces {
    use std::fmt::Debug;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::sync::{Arc, Mutex};

    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    use super::*;

    /// Writes down whatever anybody traces, these crates and those below.
    #[derive(Clone, Default)]
    struct Listener {
        heard: Arc<Mutex<String>>,
        spans: Arc<AtomicU64>,
    }

    impl Visit for &Listener {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            self.heard.lock().unwrap().push_str(&format!("{field}={value:?} "));
        }
    }

    impl Subscriber for Listener {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, span: &Attributes<'_>) -> Id {
            self.heard.lock().unwrap().push_str(&format!("\n{} ", span.metadata().name()));
            span.record(&mut &*self);
            Id::from_u64(self.spans.fetch_add(1, Ordering::SeqCst) + 1)
        }

        fn record(&self, _: &Id, values: &Record<'_>) {
            values.record(&mut &*self);
        }

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn event(&self, event: &Event<'_>) {
            self.heard.lock().unwrap().push_str("\nevent ");
            event.record(&mut &*self);
        }

        fn enter(&self, _: &Id) {}

        fn exit(&self, _: &Id) {}
    }

    #[tokio::test]
    async fn traces_say_what_happened_and_no_key() {
        let listener = Listener::default();
        let _guard = tracing::subscriber::set_default(listener.clone());
        let server = Server::doing(|seen| {
            if seen.line.contains("cursor=private") {
                return good(seen);
            }
            answer("503 No", "x-request-id: req-7\r\nretry-after: 1\r\n", "")
        })
        .await;
        for fal in clients(&server).await {
            let fal = fal.with(|options| {
                options.retry(
                    fal_platform::Retry::default()
                        .backoff(std::time::Duration::ZERO, std::time::Duration::ZERO)
                        .retry_after_cap(std::time::Duration::from_millis(1)),
                )
            });
            fal.get_models().send().await.unwrap_err();
            fal.get_models().cursor("private").send().await.unwrap();
        }
        let heard = listener.heard.lock().unwrap().clone();
        silent(&heard);
        for word in ["operation=\"getModels\"", "path=\"/models\"", "attempt=1", "status=503", "status=200", "req-7"] {
            assert!(heard.contains(word), "{word} is missing: {heard}");
        }
        let ours: Vec<&str> = heard.lines().filter(|line| line.starts_with("fal_platform")).collect();
        assert!(!ours.join("").contains("private"), "a query is no matter for a log: {ours:?}");
    }
}
