//! Bodies that are passed on as they come: downloads and uploads.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test reports")]

mod common;

use std::time::Duration;

use bytes::Bytes;
use common::{Deed, Server, Virtual, answer, json};
use fal_platform::error::BoxError;
use fal_platform::{Client, Error, Key, Part, Provider};
use futures_core::future::BoxFuture;
use futures_util::StreamExt as _;
use futures_util::stream;

fn quick(server: &Server) -> Client {
    let limit = Duration::from_millis(150);
    let fal = server.client().key("id:x").clock(Virtual::new());
    fal.options(|options| options.attempt_timeout(limit).timeout(limit).idle_timeout(limit)).build().unwrap()
}

/// Pieces with a pause before each.
fn slow(pause: u64, pieces: usize) -> impl futures_core::Stream<Item = Result<Bytes, std::io::Error>> + Send + 'static {
    stream::iter(0..pieces).then(move |_| async move {
        tokio::time::sleep(Duration::from_millis(pause)).await;
        Ok(Bytes::from_static(b"0123456789"))
    })
}

#[tokio::test]
async fn a_download_says_its_length_and_ends_when_it_stands_still() {
    let server = Server::doing(|_| {
        Deed::Stall(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 9\r\n\r\nfour".to_vec())
    })
    .await;
    let mut body = quick(&server).serverless_get_metrics().send().await.unwrap().into_inner();
    assert_eq!((body.content_length(), body.content_type()), (Some(9), Some("text/plain")));
    // The reader's own time does not count.
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(body.next().await.unwrap().unwrap(), "four");
    let begun = std::time::Instant::now();
    let error = body.next().await.unwrap().unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert!(error.is_timeout() && matches!(error, Error::Body(_)), "{error}");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_download_may_take_longer_than_a_call() {
    let server = Server::doing(|_| answer("200 OK", "", "whole")).await;
    let fal = quick(&server);
    let answer = fal.serverless_get_metrics().send().await.unwrap();
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(answer.into_inner().text().await.unwrap(), "whole");
}

#[tokio::test]
async fn an_upload_out_of_a_stream_goes_on_while_it_makes_progress() {
    let server = Server::doing(|_| json("200 OK", "true")).await;
    let part = Part::stream(slow(60, 8), Some(80));
    let upload = quick(&server).clone();
    let call = upload.serverless_upload_local_file().target_path("a").file_upload(part);
    assert!(*call.send().await.unwrap());
    assert!(server.seen()[0].header("content-length").is_some(), "the length is told beforehand");
}

#[tokio::test]
async fn an_upload_that_stands_still_ends_and_is_not_sent_again() {
    let server = Server::doing(|_| json("200 OK", "true")).await;
    let part = Part::stream(slow(5_000, 1), Some(10));
    let error =
        quick(&server).serverless_upload_local_file().target_path("a").file_upload(part).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(server.connections(), 1);
}

/// Hands out `old`, and then `new`.
struct Rotating;

impl Provider for Rotating {
    fn key(&self) -> BoxFuture<'_, Result<Key, BoxError>> {
        Box::pin(async { Ok(Key::parse("old:x")?) })
    }

    fn refresh<'a>(&'a self, _: &'a Key) -> BoxFuture<'a, Result<Option<Key>, BoxError>> {
        Box::pin(async { Ok(Some(Key::parse("new:x")?)) })
    }
}

#[tokio::test]
async fn a_stream_is_not_sent_twice_and_the_next_call_has_the_fresh_key() {
    let server = Server::doing(|seen| match seen.key() {
        Some("new:x") => json("200 OK", "true"),
        _ => answer("401 No", "", ""),
    })
    .await;
    let fal = server.client().provider(Rotating).build().unwrap();
    let upload = || fal.serverless_upload_local_file().target_path("a").file_upload(Part::stream(slow(1, 1), Some(10)));
    let error = upload().send().await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 401);
    assert_eq!(server.seen().len(), 1);
    upload().send().await.unwrap();
    assert_eq!(server.keys(), [Some("old:x".to_owned()), Some("new:x".to_owned())]);
}

#[tokio::test]
async fn a_large_answer_arrives_whole() {
    let id = "x".repeat(300_000);
    let body = format!(r#"{{"webhook_ip_ranges":["{id}"]}}"#);
    let server = Server::doing(move |_| json("200 OK", &body)).await;
    let meta = quick(&server).get_meta().send().await.unwrap();
    assert_eq!(meta.webhook_ip_ranges, [id]);
}

#[tokio::test]
async fn a_read_follows_redirects_within_the_server_with_its_key() {
    let server = Server::doing(|seen| match seen.line.contains("/v2/") {
        true => common::good(seen),
        false => answer("307 Moved", "location: /v2/models\r\n", ""),
    })
    .await;
    quick(&server).get_models().send().await.unwrap();
    assert_eq!(server.keys(), [Some("id:x".to_owned()), Some("id:x".to_owned())]);
}
