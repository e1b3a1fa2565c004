//! What goes wrong on the way, with a read, an idempotent write and any other write: how often each
//! is sent, how long it waits, and what the caller is told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test reports")]

mod common;

use std::collections::BTreeSet;
use std::time::Duration;

use common::faults::{Place, Row, Told, rows};
use common::{Deed, Seen, Server, Virtual, answer, good};
use fal_platform::{Builder, Client, Error};

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

/// One cell of the table: a row, and what is sent.
async fn cell(start: &Client, row: &Row, kind: Kind, attempts: usize) {
    let name = format!("{kind:?} after {}", row.fault);
    let (server, base_url) = row.place.open().await;
    let clock = Virtual::new();
    let fal = start.to_builder().base_url(base_url).key("id:hunter2").clock(clock.clone()).random(|| u64::MAX);
    // A budget that ends nothing here, so that every other limit shows.
    let fal = fal.options(|options| options.attempt_timeout(Duration::from_millis(250)).timeout(None));
    let error = send(kind, &fal.build().unwrap()).await.expect_err(&name);
    assert_eq!(clock.millis(), row.waits[..attempts - 1], "the waits of {name}: {error}");
    row.told.check(&error);
    let Some(server) = server else {
        return;
    };
    assert_eq!(server.connections(), attempts, "the attempts of {name}: {error}");
    if matches!(row.place, Place::Doing(_)) {
        assert_eq!(server.seen().len(), attempts, "every attempt of {name} arrived");
        same_name(&server.seen(), kind);
    }
}

/// All attempts of a call have one idempotency key, where there is one at all.
fn same_name(seen: &[Seen], kind: Kind) {
    let names: BTreeSet<Option<&str>> = seen.iter().map(|seen| seen.header("idempotency-key")).collect();
    assert_eq!(names.len(), 1, "{names:?}");
    assert_eq!(names.first().unwrap().is_some(), kind == Kind::Idempotent);
}

#[tokio::test]
async fn every_cell_of_the_table() {
    // Making connections takes longer than all that they are used for here.
    let start = Client::builder().base_url("http://localhost").build().unwrap();
    for row in rows() {
        for (kind, attempts) in KINDS.into_iter().zip(row.attempts) {
            cell(&start, &row, kind, attempts).await;
        }
    }
}

#[test]
fn the_table_sends_no_other_write_twice_that_may_have_arrived() {
    for row in rows() {
        let arrives = !matches!(row.told, Told::NotSent);
        assert!(!arrives || row.attempts[2] == 1, "{}", row.fault);
    }
}

#[tokio::test]
async fn a_redirect_elsewhere_takes_no_key_along() {
    let other = Server::doing(good).await;
    let target = other.base_url();
    for status in [301, 302, 303, 307, 308] {
        let location = format!("location: {target}/models\r\n");
        let server = Server::doing(move |_| answer(&format!("{status} Moved"), &location, "")).await;
        // Connections of one's own follow redirects as reqwest does: without the key.
        for own in [None, Some(reqwest::Client::new())] {
            let follows = own.is_some();
            let start = server.client().key("id:hunter2");
            let fal = own.into_iter().fold(start, Builder::connections).build().unwrap();
            assert_eq!(send(Kind::Read, &fal).await.is_ok(), follows, "{status}");
        }
    }
    assert_eq!(other.keys(), [None, None, None, None, None]);
}

#[tokio::test]
async fn a_redirect_in_a_circle_ends() {
    for (kind, requests) in [(Kind::Read, 6), (Kind::Idempotent, 1), (Kind::Other, 1)] {
        let server = Server::doing(|_| answer("307 Moved", "location: /v1/again\r\n", "")).await;
        let clock = Virtual::new();
        let fal = server.client().key("id:x").clock(clock.clone()).build().unwrap();
        let error = send(kind, &fal).await.unwrap_err();
        assert!(error.to_string().contains("redirect to http://127.0.0.1"), "{error}");
        assert_eq!((server.seen().len(), clock.millis().len()), (requests, 0), "{kind:?}");
        assert!(server.keys().iter().all(|key| key.as_deref() == Some("id:x")), "they stay on the server");
    }
}

fn head(length: usize) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n")
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
    // The request has the last word over the options, and both over one that is made.
    let job = fal.with(|options| options.header("Idempotency-Key", "of the job"));
    let _ = job.create_asset_collection().name("n").send().await;
    let _ = job.create_asset_collection().name("n").idempotency_key("mine").send().await;
    let names: Vec<String> =
        server.seen().iter().map(|seen| seen.header("idempotency-key").unwrap().to_owned()).collect();
    assert_ne!(names[0], names[1]);
    assert_eq!(names[2..], ["mine", "of the job", "mine"]);
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
