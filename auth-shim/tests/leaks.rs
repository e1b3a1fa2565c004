//! The hunt for keys: in everything that can be printed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test reports")]

mod common;

use std::fmt::Debug;
use std::sync::{Mutex, OnceLock};

use common::faults::{Row, rows};
use common::{Deed, Server, Virtual, answer, good, json};
use fal_platform::blocking::WaitEach as _;
use fal_platform::error::BoxError;
use fal_platform::{Client, Credentials, Error, Key, Outgoing, Part, Provider, operations};
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

/// A client with keys of its own, and one whose key was brought by a provider.
async fn clients(base_url: &str) -> Vec<Client> {
    // Making connections takes longer than all that they are used for here.
    static START: OnceLock<Client> = OnceLock::new();
    let start = START.get_or_init(|| Client::builder().base_url("http://localhost").build().unwrap());
    let short = std::time::Duration::from_millis(250);
    let start = || {
        let fal = start.to_builder().base_url(base_url).clock(Virtual::new());
        fal.options(|options| options.attempt_timeout(short).header("x-gateway", SECRET))
    };
    let vault = start().provider(Vault(key())).build().unwrap();
    let _ = vault.get_meta().send().await;
    vec![start().key(key()).admin_key(key()).build().unwrap(), vault]
}

#[tokio::test]
async fn no_type_shows_a_key() {
    let server = Server::doing(good).await;
    shown(&key());
    shown(&Key::parse(&format!("{ID} {SECRET}")).unwrap_err());
    shown(&Credentials::none().key(key()).admin_key(key()));
    shown(&server.client().key(key()));
    shown(&server.client().key(format!("{ID}{SECRET}")));
    shown(&Credentials::none().provider(Vault(key())).admin_provider(Vault(key())));
    for fal in clients(&server.base_url()).await {
        shown(&fal);
        shown(fal.credentials());
        shown(fal.options());
        shown(&fal.to_builder());
        shown(&fal.with(|options| options.user_agent("mine/1")));
        shown(&fal.with_credentials(Credentials::none().key(key())));
        shown(&fal_platform::blocking::Client::over(fal.clone()).unwrap());
        // The generated client, the handle for administrators, requests under construction, lists.
        shown(&*fal);
        shown(&fal.admin().unwrap());
        shown(&fal.get_models());
        shown(&fal.admin().unwrap().create_api_key().alias("a"));
        shown(&fal.serverless_upload_local_file().target_path("a").file_upload(Part::text("a")).operation());
        let mut pages = fal.get_models().pages();
        pages.next().await.unwrap().unwrap();
        shown(&pages);
        shown(&fal.get_models().items());
        shown(&fal.get_models().items().wait_each());
        let answer = fal.get_models().send().await.unwrap();
        shown(&answer);
        shown(answer.headers());
        let body = fal.serverless_get_metrics().send().await.unwrap().into_inner();
        shown(&body);
        shown(&body.reader());
    }
    let mut request = reqwest::Request::new(reqwest::Method::GET, "http://localhost/".parse().unwrap());
    let mut header = reqwest::header::HeaderValue::from_str(&format!("Key {ID}:{SECRET}")).unwrap();
    header.set_sensitive(true);
    request.headers_mut().insert("authorization", header);
    shown(&Outgoing { operation: operations::ALL[0], request });
}

/// The errors of a row of the fault matrix: of a read, an idempotent write, any other write.
async fn errors(row: &Row) -> Vec<Error> {
    let (_server, base_url) = row.place.open().await;
    let mut errors = Vec::new();
    for fal in clients(&base_url).await {
        let fal = fal.with(|options| options.retry(fal_platform::Retry::never()));
        errors.extend([
            fal.get_models().send().await.map(drop).unwrap_err(),
            fal.create_asset_collection().name("n").send().await.map(drop).unwrap_err(),
            fal.admin().unwrap().create_api_key().alias("a").send().await.map(drop).unwrap_err(),
        ]);
    }
    errors
}

/// Looks through all that an error says, and its causes say.
fn searched(error: &Error) {
    silent(&error.to_string());
    shown(error);
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        silent(&format!("{inner} {inner:?} {inner:#?}"));
        cause = inner.source();
    }
}

/// Writes down what the libraries below write into the program's log.
struct Log(Mutex<String>);

static LOG: Log = Log(Mutex::new(String::new()));

impl log::Log for Log {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.0.lock().unwrap().push_str(&format!("{}: {}\n", record.target(), record.args()));
    }

    fn flush(&self) {}
}

#[tokio::test]
async fn no_error_and_no_log_shows_a_key() {
    log::set_logger(&LOG).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    for row in rows() {
        errors(&row).await.iter().for_each(searched);
    }
    let log = LOG.0.lock().unwrap();
    assert!(log.contains("reqwest"), "somebody wrote something: {log}");
    silent(&log);
}

#[tokio::test]
async fn a_server_that_repeats_the_key_is_not_repeated() {
    for status in [400, 401, 403, 404, 500] {
        let server = Server::doing(move |seen| {
            let key = seen.key().unwrap_or_default();
            json(&format!("{status} No"), &format!(r#"{{"error":{{"type":"x","message":"Invalid API key: {key}"}}}}"#))
        })
        .await;
        for fal in clients(&server.base_url()).await {
            let error = fal.get_models().send().await.unwrap_err();
            let text = format!("{error} {error:?} {}", String::from_utf8_lossy(error.api().unwrap().body()));
            assert!(text.contains("Invalid API key") && text.contains("[redacted]"), "{text}");
            assert!(!text.contains(SECRET), "{text}");
        }
    }
}

#[tokio::test]
async fn a_long_error_that_repeats_the_key_is_not_repeated_to_its_end() {
    // More than is read of an error. Without the keys it is shorter, which makes room for what follows.
    let server = Server::doing(|seen| json("404 No", &seen.key().unwrap_or_default().repeat(20_000))).await;
    let key = Key::from_parts(ID, &[SECRET; 5].concat()).unwrap();
    let fal = server.client().key(key).build().unwrap();
    let error = fal.get_models().send().await.unwrap_err();
    let body = String::from_utf8_lossy(error.api().unwrap().body());
    assert!(body.contains("[redacted]"), "nothing was repeated");
    assert!(!body.contains(SECRET), "the key is there after {:?} bytes", body.find(SECRET));
}

#[tokio::test]
async fn an_error_that_breaks_off_within_the_key_does_not_show_the_start_of_it() {
    let server = Server::doing(|seen| {
        let sent = format!("You sent {}", seen.key().unwrap_or_default());
        let head = format!("HTTP/1.1 404 No\r\ncontent-length: {}\r\n\r\n", sent.len());
        Deed::Say([head.as_bytes(), &sent.as_bytes()[..sent.len() - 1]].concat())
    })
    .await;
    for fal in clients(&server.base_url()).await {
        let error = fal.get_models().send().await.unwrap_err();
        assert_eq!(error.message(), Some("You sent huntername:[redacted]"));
    }
}

#[tokio::test]
async fn an_answer_that_does_not_decode_and_repeats_the_key_is_not_repeated() {
    type Body = fn(&str) -> String;
    let bodies: [Body; 4] = [
        |key| format!("<html><p>You sent {key}</p></html>"),
        |key| format!(r#"{{"error":{{"type":"x","message":"You sent {key}"}}}}"#),
        |key| format!(r#"{{"models":"You sent {key}","has_more":false,"next_cursor":null}}"#),
        |key| format!(r#"{{"models":[],"has_more":"You sent {key}","next_cursor":null}}"#),
    ];
    for body in bodies {
        let server = Server::doing(move |seen| json("200 OK", &body(seen.key().unwrap_or_default()))).await;
        for fal in clients(&server.base_url()).await {
            let error = fal.get_models().send().await.unwrap_err();
            let fal_platform::Error::Decode(inner) = &error else { panic!("{error}") };
            let text =
                format!("{error} {error:?} {error:#?} {:?} {}", std::error::Error::source(&error), inner.excerpt());
            assert!(inner.excerpt().contains("You sent") && !text.contains(SECRET), "{text}");
        }
    }
}

#[tokio::test]
async fn what_is_refused_or_brings_no_key_shows_none() {
    struct Sealed;
    impl Provider for Sealed {
        fn key(&self) -> BoxFuture<'_, Result<Key, BoxError>> {
            Box::pin(async { Ok(Key::parse(&format!("{ID} {SECRET}"))?) })
        }
    }
    let server = Server::doing(good).await;
    searched(&server.client().provider(Sealed).build().unwrap().get_models().send().await.unwrap_err());
    searched(&server.client().api_key(key()).build().unwrap().admin().map(drop).unwrap_err());
    searched(&server.client().key(format!("{ID}{SECRET}")).build().unwrap_err());
    searched(&Client::builder().key(key()).base_url(format!("https://{ID}:{SECRET}@example.com")).build().unwrap_err());
    let fal = server.client().key(key()).build().unwrap();
    for name in ["authorization", "x-mine"] {
        let fal = fal.with(|options| options.header(name, format!("Key {ID}:{SECRET}\n")));
        shown(&fal);
        searched(&fal.get_models().send().await.unwrap_err());
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn the_answer_that_makes_a_key_does_not_show_it() {
    let made = |secret: String| {
        let body = format!(r#"{{"key_id":"made","key_secret":{secret},"key":"{ID}:{SECRET}"}}"#);
        Server::doing(move |_| json("200 OK", &body))
    };
    let server = made(format!("{SECRET:?}")).await;
    for fal in clients(&server.base_url()).await {
        let answer = fal.admin().unwrap().create_api_key().alias("a").send().await.unwrap();
        shown(&answer);
        assert_eq!((&*answer.key_id, answer.key_secret.expose()), ("made", SECRET));
        // It is a key as it comes: the next client takes it.
        assert!(Key::try_from(&answer.key).unwrap().same(&key()));
        shown(&answer.into_inner());
    }
    // Nor does the error of one that does not decode, at the secret or elsewhere.
    for secret in [format!("[{SECRET:?}]"), "null".to_owned()] {
        let server = made(secret).await;
        for fal in clients(&server.base_url()).await {
            searched(&fal.admin().unwrap().create_api_key().alias("a").send().await.unwrap_err());
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
    use super::common::listener::Listener;
    use super::*;

    #[tokio::test]
    async fn traces_say_what_happened_and_no_key() {
        let listener = Listener::default();
        let _guard = tracing::subscriber::set_default(listener.clone());
        for row in rows() {
            errors(&row).await;
        }
        let server = Server::doing(|seen| match seen.line.contains("cursor=private") {
            true => good(seen),
            false => answer("503 No", "x-request-id: req-7\r\nretry-after: 1\r\n", ""),
        })
        .await;
        for fal in clients(&server.base_url()).await {
            fal.get_models().send().await.unwrap_err();
            fal.get_models().cursor("private").send().await.unwrap();
        }
        let heard = listener.heard();
        silent(&heard);
        for word in [
            "operation=\"getModels\"",
            "path=\"/models\"",
            "attempt=3",
            "attempts=3",
            "status=503",
            "status=200",
            "req-7",
            "wait_ms=1000",
            "stage=NotSent",
            "refused",
        ] {
            assert!(heard.contains(word), "{word} is missing: {heard}");
        }
        let ours: Vec<&str> = heard.lines().filter(|line| line.starts_with("fal_platform")).collect();
        assert!(!ours.join("").contains("private"), "a query is no matter for a log: {ours:?}");
    }
}
