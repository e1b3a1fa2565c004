//! The log stream over a real connection: cut into pieces, broken off, and taken up again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test reports")]

mod common;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::{Deed, Seen, Server, Virtual, answer};
use fal_platform::events::Reconnect;
use fal_platform::{Client, Error};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";

fn entry(second: u32, message: &str) -> String {
    format!(
        "data: {{\"timestamp\":\"2026-08-01T12:00:{second:02}Z\",\"level\":\"info\",\"message\":\"{message}\"}}\r\n\r\n"
    )
}

fn said(parts: &[String]) -> Vec<u8> {
    format!("{HEAD}{}", parts.concat()).into_bytes()
}

fn client(server: &Server, clock: &Virtual) -> Client {
    let idle = |options: fal_platform::Options| options.idle_timeout(Duration::from_millis(100));
    let fal = server.client().key("id:hunter2").clock(clock.clone()).random(|| u64::MAX);
    fal.options(idle).build().unwrap()
}

/// A server that does one thing after the other.
async fn in_turn(deeds: Vec<Deed>) -> Server {
    let at = AtomicUsize::new(0);
    Server::doing(move |_: &Seen| {
        let nothing = || answer("204 No Content", "", "");
        deeds.get(at.fetch_add(1, Ordering::SeqCst)).cloned().unwrap_or_else(nothing)
    })
    .await
}

#[tokio::test]
async fn entries_come_typed_whatever_the_pieces() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let bytes = said(&[entry(1, "one"), ": ping\n\n".to_owned(), entry(2, "zwei ä"), "data:\n\n".to_owned()]);
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.set_nodelay(true).unwrap();
        let _ = stream.read(&mut [0; 4096]).await;
        for byte in bytes {
            stream.write_all(&[byte]).await.unwrap();
            tokio::task::yield_now().await;
        }
    });
    let fal = Client::builder().key("id:x").base_url(format!("http://{address}/v1")).build().unwrap();
    let mut events = fal.serverless_logs_stream().app_id("me/app").events();
    let first = events.next().await.unwrap().unwrap();
    assert_eq!((first.message.as_deref(), first.level.as_deref()), (Some("one"), Some("info")));
    assert_eq!(first.timestamp.as_deref(), Some("2026-08-01T12:00:01Z"));
    assert!(first.raw().data.starts_with("{\"timestamp\""));
    assert_eq!(events.next().await.unwrap().unwrap().into_inner().message.as_deref(), Some("zwei ä"));
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn an_entry_of_another_shape_names_its_field_and_the_next_one_comes() {
    let odd = "data: {\"message\": 7}\n\n".to_owned();
    let error =
        "event: error\ndata: {\"error\":{\"type\":\"server_error\",\"message\":\"lost\",\"request_id\":\"r1\"}}\n\n";
    let less = "data: {\"message\":\"bare\",\"extra\":1}\n\n".to_owned();
    let server = in_turn(vec![Deed::Say(said(&[odd, error.to_owned(), less]))]).await;
    let fal = client(&server, &Virtual::new());
    let mut events = fal.serverless_logs_stream().events();
    let odd = events.next().await.unwrap().unwrap_err();
    assert_eq!((odd.field(), odd.operation()), (Some("message"), Some("serverlessLogsStream")), "{odd}");
    let lost = events.next().await.unwrap().unwrap_err();
    assert!(matches!(lost, Error::Event(_)), "{lost:?}");
    assert_eq!((lost.message(), lost.request_id()), (Some("lost"), Some("r1")));
    assert_eq!(lost.kind(), Some(&fal_platform::types::ErrorType::ServerError));
    let bare = events.next().await.unwrap().unwrap();
    assert_eq!((bare.message.as_deref(), bare.timestamp.as_deref()), (Some("bare"), None));
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn events_that_repeat_the_key_are_not_repeated() {
    let odd = "data: {\"message\":7,\"level\":\"You sent Key id:hunter2\"}\n\n".to_owned();
    let error = "event: error\ndata: {\"error\":{\"message\":\"You sent id:hunter2\"}}\n\n".to_owned();
    let server = in_turn(vec![Deed::Say(said(&[odd, error]))]).await;
    let fal = client(&server, &Virtual::new());
    let mut events = fal.serverless_logs_stream().events();
    let odd = events.next().await.unwrap().unwrap_err();
    let Error::Decode(decode) = &odd else { panic!("{odd}") };
    assert!(decode.excerpt().contains("You sent"), "{}", decode.excerpt());
    let lost = events.next().await.unwrap().unwrap_err();
    assert_eq!(lost.message(), Some("You sent id:[redacted]"));
    for text in [format!("{odd} {odd:?} {}", decode.excerpt()), format!("{lost} {lost:?}")] {
        assert!(!text.contains("hunter2"), "{text}");
    }
}

#[tokio::test]
async fn a_stream_that_stands_still_ends() {
    let server = in_turn(vec![Deed::Stall(said(&[entry(1, "one")]))]).await;
    let fal = client(&server, &Virtual::new());
    let mut events = fal.serverless_logs_stream().events();
    events.next().await.unwrap().unwrap();
    let error = events.next().await.unwrap().unwrap_err();
    assert!(error.is_timeout() && matches!(error, Error::Body(_)), "{error}");
    assert!(events.next().await.is_none());
    assert_eq!(server.seen().len(), 1, "it is not asked for again by itself");
}

#[tokio::test]
async fn a_tail_goes_on_over_everything_that_passes() {
    let (one, two, three) = (entry(1, "one"), entry(2, "two"), entry(3, "three"));
    let server = in_turn(vec![
        Deed::Stall(said(&[one.clone(), two.clone()])),
        answer("503 No", "retry-after: 3\r\n", ""),
        Deed::Refuse,
        Deed::Break(said(&[two.clone(), two.clone()])),
        Deed::Say(said(&[two.clone(), two, "retry: 2500\n\n".to_owned(), three])),
        answer("403 No", "", ""),
    ])
    .await;
    let clock = Virtual::new();
    let fal = client(&server, &clock);
    let mut events = fal.serverless_logs_stream().level("info").events().reconnect(Reconnect::default());
    let mut messages = Vec::new();
    let end = loop {
        match events.next().await.unwrap() {
            Ok(entry) => messages.push(entry.into_inner().message.unwrap()),
            Err(error) => break error,
        }
    };
    // The second `two` came on one connection with the first, so it is another entry.
    assert_eq!(messages, ["one", "two", "two", "three"]);
    assert_eq!(end.status().unwrap().as_u16(), 403);
    assert!(end.hint().is_some() && events.next().await.is_none());
    assert_eq!(clock.millis(), [500, 3000, 2000, 500, 2500]);
    let lines: Vec<String> = server.seen().iter().map(|seen| seen.line.clone()).collect();
    let start = |second: u32| {
        format!("POST /v1/serverless/logs/stream?start=2026-08-01T12%3A00%3A{second:02}Z&level=info HTTP/1.1")
    };
    let first = "POST /v1/serverless/logs/stream?level=info HTTP/1.1".to_owned();
    assert_eq!(lines, [first, start(2), start(2), start(2), start(2), start(3)]);
    assert!(server.keys().iter().all(|key| key.as_deref() == Some("id:hunter2")));
    let shown = format!("{events:?} {end} {end:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
}
