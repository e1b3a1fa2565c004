//! What goes wrong on the way, with a read, an idempotent write and any other write: how often each
//! is sent, how long it waits, and what the caller is told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test reports")]

mod common;

use std::collections::BTreeSet;
use std::time::Duration;

use common::{Deed, Seen, Server, Virtual, answer, good, json};
use fal_platform::{Client, Error, Stage};

/// What is sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Read,
    Idempotent,
    Other,
}

const KINDS: [Kind; 3] = [Kind::Read, Kind::Idempotent, Kind::Other];

async fn send(kind: Kind, fal: &Client) -> Result<(), Error> {
    match kind {
        Kind::Read => fal.get_models().send().await.map(drop),
        Kind::Idempotent => fal.create_asset_collection().name("n").send().await.map(drop),
        Kind::Other => fal.admin()?.create_api_key().alias("a").send().await.map(drop),
    }
}

/// What came of one kind.
struct Outcome {
    attempts: usize,
    waits: Vec<u128>,
    error: Error,
    server: Server,
}

async fn outcome(kind: Kind, server: Server) -> Outcome {
    let clock = Virtual::new();
    let fal = server.client().key("id:hunter2").clock(clock.clone()).random(|| u64::MAX);
    // A budget that ends nothing here, so that every other limit shows.
    let fal = fal.options(|options| options.attempt_timeout(Duration::from_millis(250)).timeout(None));
    let fal = fal.build().unwrap();
    let error = send(kind, &fal).await.expect_err("it fails");
    let shown = format!("{error} {error:?} {error:#?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    Outcome { attempts: server.connections(), waits: clock.millis(), error, server }
}

/// Runs a fault on each kind: `attempts` says how often each is sent.
async fn fault(deed: Deed, attempts: [usize; 3], waits: &[u128], told: impl Fn(&Error)) {
    for (kind, attempts) in KINDS.into_iter().zip(attempts) {
        let this = deed.clone();
        let found = outcome(kind, Server::doing(move |_| this.clone()).await).await;
        assert_eq!(found.attempts, attempts, "{kind:?} after {deed:?}: {}", found.error);
        assert_eq!(found.waits, waits[..attempts - 1], "{kind:?} after {deed:?}");
        assert_eq!(found.server.seen().len(), attempts, "every one arrived");
        same_name(&found.server.seen(), kind);
        told(&found.error);
    }
}

/// All attempts of a call have one idempotency key, where there is one at all.
fn same_name(seen: &[Seen], kind: Kind) {
    let names: BTreeSet<Option<&str>> = seen.iter().map(|seen| seen.header("idempotency-key")).collect();
    assert_eq!(names.len(), 1, "{names:?}");
    assert_eq!(names.first().unwrap().is_some(), kind == Kind::Idempotent);
}

const BACKOFF: &[u128] = &[500, 1000];
/// Sent again unless that may do something twice.
const SAFE: [usize; 3] = [3, 3, 1];
const ONCE: [usize; 3] = [1, 1, 1];

fn stage(expected: Stage) -> impl Fn(&Error) {
    move |error| assert_eq!(error.stage(), expected, "{error}")
}

fn head(length: usize) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n")
}

#[tokio::test]
async fn a_server_that_is_not_there() {
    for kind in KINDS {
        let server = Server::refusing().await;
        // A port that nobody listens on.
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let clock = Virtual::new();
        let fal = server.client().base_url(format!("http://{address}")).key("id:x");
        let fal = fal.clock(clock.clone()).random(|| u64::MAX).build().unwrap();
        let error = send(kind, &fal).await.unwrap_err();
        assert_eq!(error.stage(), Stage::NotSent);
        assert!(error.is_connect());
        assert_eq!(clock.millis(), BACKOFF, "{kind:?}: what did not arrive is always sent again");
    }
}

#[tokio::test]
async fn a_connection_that_is_reset_before_the_answer() {
    for (kind, attempts) in KINDS.into_iter().zip(SAFE) {
        let found = outcome(kind, Server::refusing().await).await;
        assert_eq!(found.attempts, attempts, "{kind:?}");
        assert_eq!(found.waits, BACKOFF[..attempts - 1]);
        assert_eq!(found.error.stage(), Stage::MaybeSent);
    }
    fault(Deed::Refuse, SAFE, BACKOFF, stage(Stage::MaybeSent)).await;
}

#[tokio::test]
async fn a_connection_that_is_reset_in_the_headers() {
    fault(Deed::Break(b"HTTP/1.1 200 OK\r\ncontent-le".to_vec()), SAFE, BACKOFF, stage(Stage::MaybeSent)).await;
}

#[tokio::test]
async fn a_connection_that_is_reset_after_the_headers() {
    fault(Deed::Break(head(100).into_bytes()), SAFE, BACKOFF, |error| {
        assert!(matches!(error, Error::Body(_)), "{error}");
        assert_eq!(error.stage(), Stage::Answered);
    })
    .await;
}

#[tokio::test]
async fn a_body_that_ends_too_early() {
    fault(Deed::Say(format!("{}{{\"models\":", head(100)).into_bytes()), SAFE, BACKOFF, |error| {
        assert!(matches!(error, Error::Body(_)), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_body_that_stands_still() {
    fault(Deed::Stall(format!("{}{{\"models\":", head(100)).into_bytes()), SAFE, BACKOFF, |error| {
        assert!(matches!(error, Error::Body(_)) && error.is_timeout(), "{error}");
    })
    .await;
}

#[tokio::test]
async fn no_answer_at_all() {
    fault(Deed::Stall(Vec::new()), SAFE, BACKOFF, |error| {
        assert!(error.is_timeout() && error.stage() == Stage::MaybeSent, "{error}");
    })
    .await;
}

#[tokio::test]
async fn statuses_that_pass() {
    for status in [408, 429, 502, 503, 504] {
        let line = format!("{status} No");
        let told = |error: &Error| assert_eq!(error.status().unwrap().as_u16(), status);
        fault(answer(&line, "", ""), SAFE, BACKOFF, told).await;
        // The server's word, in both its forms; what is neither does not count.
        let after = |value: &str| answer(&line, &format!("retry-after: {value}\r\n"), "");
        fault(after("2"), SAFE, &[2000, 2000], told).await;
        fault(after("Sat, 01 Aug 2026 12:00:05 GMT"), SAFE, &[5000, 0], told).await;
        fault(after("soon"), SAFE, BACKOFF, told).await;
        fault(after("600"), ONCE, &[], |error| {
            assert_eq!(error.retry_after(), Some(Duration::from_secs(600)));
        })
        .await;
    }
}

#[tokio::test]
async fn an_internal_error_is_repeated_for_idempotent_methods_only() {
    let told = |error: &Error| {
        assert_eq!((error.status().unwrap().as_u16(), error.message()), (500, None));
    };
    fault(answer("500 No", "", ""), [3, 1, 1], BACKOFF, told).await;
}

#[tokio::test]
async fn answers_that_would_not_change() {
    let page = "<html><head><title>Just a moment...</title></head></html>";
    fault(answer("403 No", "content-type: text/html\r\n", page), ONCE, &[], |error| {
        assert_eq!(error.message(), Some("Just a moment..."));
        assert!(error.hint().is_some());
    })
    .await;
    fault(json("422 No", r#"{"detail":"bad limit"}"#), ONCE, &[], |error| {
        assert_eq!((error.message(), error.hint()), (Some("bad limit"), None));
    })
    .await;
    let decodes_not = |error: &Error| assert!(matches!(error, Error::Decode(_)), "{error}");
    fault(answer("200 OK", "content-type: text/html\r\n", page), ONCE, &[], decodes_not).await;
    let envelope = r#"{"error":{"type":"server_error","message":"sorry"}}"#;
    fault(json("200 OK", envelope), ONCE, &[], |error| {
        decodes_not(error);
        assert!(error.to_string().contains("sorry"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_redirect_elsewhere_takes_no_key_along() {
    let other = Server::doing(good).await;
    for code in [301, 302, 303, 307, 308] {
        let location = format!("location: {}/models\r\n", other.base_url());
        fault(answer(&format!("{code} Moved"), &location, ""), ONCE, &[], |error| {
            assert!(error.to_string().contains("redirect to http://127.0.0.1"), "{error}");
        })
        .await;
    }
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn a_call_that_succeeds_in_the_end() {
    let server = Server::doing({
        let count = std::sync::atomic::AtomicUsize::new(0);
        move |seen| match count.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0 => answer("503 No", "", ""),
            1 => Deed::Break(head(100).into_bytes()),
            _ => good(seen),
        }
    })
    .await;
    let fal = server.client().key("id:x").clock(Virtual::new()).build().unwrap();
    assert!(fal.get_models().send().await.unwrap().models.is_empty());
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn every_call_has_an_idempotency_key_of_its_own() {
    let server = Server::doing(good).await;
    let fal = server.client().key("id:x").build().unwrap();
    for _ in 0..2 {
        let _ = fal.create_asset_collection().name("n").send().await;
    }
    let _ = fal.create_asset_collection().name("n").idempotency_key("mine").send().await;
    let names: Vec<String> =
        server.seen().iter().map(|seen| seen.header("idempotency-key").unwrap().to_owned()).collect();
    assert_ne!(names[0], names[1]);
    assert_eq!(names[2], "mine");
}

#[tokio::test]
async fn the_budget_of_a_call_ends_its_waits() {
    let server = Server::doing(|_| answer("503 No", "retry-after: 4\r\n", "")).await;
    let clock = Virtual::new();
    let fal = server.client().key("id:x").clock(clock.clone());
    let fal = fal.options(|options| options.timeout(Duration::from_secs(10)));
    let fal = fal.options(|options| options.retry(fal_platform::Retry::default().attempts(100))).build().unwrap();
    let error = fal.get_models().send().await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 503);
    assert_eq!(clock.millis(), [4000, 4000], "a third wait would end after the budget");
    // One request may have knobs of its own.
    let once = fal.with(|options| options.retry(fal_platform::Retry::never()));
    once.get_models().send().await.unwrap_err();
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_call_that_takes_longer_than_its_budget_ends() {
    let server = Server::doing(|_| Deed::Stall(Vec::new())).await;
    let fal = server.client().key("id:x").options(|options| options.timeout(Duration::from_millis(200)));
    let begun = std::time::Instant::now();
    let error = fal.build().unwrap().get_models().send().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(5));
}
