//! Each fault does what it says, down to the socket.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test reports")]

use std::collections::HashSet;
use std::io;
use std::time::{Duration, Instant};

use fal_platform_mock::{Fault, FaultWords, Mock, WORDS, When};
use reqwest::{Client, Response};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

thread_local! {
    /// One for every test, which has a thread of its own: making one is slow.
    static CLIENT: Client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
}

async fn get(mock: &Mock, path: &str) -> reqwest::Result<Response> {
    let client = CLIENT.with(Client::clone);
    client
        .get(format!("{}{path}", mock.url()))
        .header("authorization", format!("Key {}", mock.admin_key()))
        .send()
        .await
}

/// Sends a request over a plain socket: every byte that came back, and how it ended.
async fn raw(mock: &Mock, request: &str) -> (Vec<u8>, io::Result<()>) {
    let mut stream = TcpStream::connect(("127.0.0.1", mock.port())).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut came = Vec::new();
    let ended = stream.read_to_end(&mut came).await.map(|_| ());
    (came, ended)
}

const GET: &str = "GET /v1/models HTTP/1.1\r\nhost: mock\r\n\r\n";

fn was_reset(ended: &io::Result<()>) -> bool {
    ended.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::ConnectionReset)
}

/// The announced length, and the bytes of the body.
fn body(came: &[u8]) -> (usize, usize) {
    let text = String::from_utf8_lossy(came);
    let (head, _) = text.split_once("\r\n\r\n").unwrap();
    let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    (length.unwrap(), came.len() - head.len() - 4)
}

#[tokio::test]
async fn resets_are_resets() {
    let mock = Mock::start().await.unwrap();
    mock.inject(Fault::Reset(When::BeforeHeaders)).times(1);
    let (came, ended) = raw(&mock, GET).await;
    assert!(came.is_empty() && was_reset(&ended), "{ended:?} {}", String::from_utf8_lossy(&came));

    mock.inject(Fault::Reset(When::DuringHeaders)).times(1);
    let (came, ended) = raw(&mock, GET).await;
    let text = String::from_utf8_lossy(&came).into_owned();
    assert!(text.starts_with("HTTP/1.1 200 OK") && !text.contains("\r\n\r\n") && was_reset(&ended), "{ended:?} {text}");

    mock.inject(Fault::Reset(When::AfterHeaders)).times(1);
    let (came, ended) = raw(&mock, GET).await;
    let (length, got) = body(&came);
    assert!(was_reset(&ended) && got > 0 && got < length, "{ended:?} {got} of {length}");

    assert_eq!(mock.count("getModels"), 3);
    let faults: Vec<Option<String>> = mock.requests().into_iter().map(|request| request.fault).collect();
    assert_eq!(faults[1].as_deref(), Some("reset during the headers"));
    assert_eq!(mock.requests()[0].status, None);
}

#[tokio::test]
async fn a_truncated_body_ends_without_a_reset() {
    let mock = Mock::start().await.unwrap();
    mock.inject(Fault::Truncated).times(1);
    let (came, ended) = raw(&mock, GET).await;
    let (length, got) = body(&came);
    assert!(ended.is_ok() && got > 0 && got < length, "{ended:?} {got} of {length}");
    mock.inject(Fault::Truncated).times(1);
    assert!(get(&mock, "/models").await.unwrap().text().await.is_err());
}

#[tokio::test]
async fn slow_stalled_silent_and_late_answers_take_their_time() {
    let mock = Mock::start().await.unwrap();
    mock.inject(Fault::Slow { piece: 200, pause: Duration::from_millis(20) }).times(1);
    let begun = Instant::now();
    let text = get(&mock, "/models").await.unwrap().text().await.unwrap();
    let pieces = text.len().div_ceil(200) as u32;
    assert!(begun.elapsed() >= Duration::from_millis(20) * (pieces - 1), "{:?} {pieces}", begun.elapsed());

    mock.inject(Fault::Delay(Duration::from_millis(150))).times(1);
    let begun = Instant::now();
    assert_eq!(get(&mock, "/models").await.unwrap().status(), 200);
    assert!(begun.elapsed() >= Duration::from_millis(150));

    mock.inject(Fault::Silence).times(1);
    tokio::time::timeout(Duration::from_millis(150), get(&mock, "/models")).await.unwrap_err();

    mock.inject(Fault::Stall).times(1);
    let mut stalled = get(&mock, "/models").await.unwrap();
    assert!(!stalled.chunk().await.unwrap().unwrap().is_empty());
    tokio::time::timeout(Duration::from_millis(150), stalled.chunk()).await.unwrap_err();
}

#[tokio::test]
async fn other_answers_come_as_they_were_set() {
    let mock = Mock::start().await.unwrap();
    let date = "Fri, 31 Dec 2026 23:59:59 GMT";
    let cases: Vec<(Fault, u16, &str, &str, &str)> = vec![
        (Fault::status(429).retry_after("2"), 429, "retry-after", "2", "rate_limited"),
        (Fault::status(503).retry_after(date), 503, "retry-after", date, "server_error"),
        (Fault::status(503).retry_after("soon"), 503, "retry-after", "soon", "server_error"),
        (Fault::html_forbidden(), 403, "cf-mitigated", "challenge", "<!DOCTYPE html>"),
        (Fault::empty(500), 500, "content-length", "0", ""),
        (Fault::detail(500, "Oh."), 500, "content-type", "application/json", r#"{"detail":"Oh."}"#),
        (Fault::error_in_success(), 200, "content-type", "application/json", "server_error"),
        (Fault::redirect("https://example.com/"), 307, "location", "https://example.com/", ""),
        (Fault::json(200, &json!({ "models": 5 })), 200, "content-type", "application/json", r#"{"models":5}"#),
        (Fault::ContentType("text/html".to_owned()), 200, "content-type", "text/html", "endpoint_id"),
    ];
    for (fault, status, header, value, text) in cases {
        mock.inject(fault.clone()).times(1);
        let answer = get(&mock, "/models").await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{fault:?}");
        assert_eq!(answer.headers()[header].to_str().unwrap(), value, "{fault:?}");
        let body = answer.text().await.unwrap();
        assert!(body.contains(text), "{fault:?}: {body}");
        assert_eq!(get(&mock, "/models").await.unwrap().status(), 200, "{fault:?} was for one call");
    }
    mock.assert_clean();
}

#[tokio::test]
async fn answers_of_tomorrow_break_the_document_where_they_should() {
    let mock = Mock::start().await.unwrap();
    let schema = mock.document().operation("getModels").unwrap().success_schema().unwrap();
    let mut made = Vec::new();
    for fault in [Fault::UnknownEnums, Fault::UnknownFields, Fault::Nulls] {
        mock.inject(fault).times(1);
        let text = get(&mock, "/models").await.unwrap().text().await.unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        made.push((schema.complaints(&value), value));
    }
    assert_eq!(made[0].1["models"][0]["metadata"]["status"], "brand_new_value");
    assert!(!made[0].0.is_empty());
    assert!(made[1].1["models"][0]["brand_new_field"].is_object());
    assert_eq!(made[2].1["models"][0]["metadata"], Value::Null);
    assert!(!made[2].0.is_empty());
}

#[tokio::test]
async fn faults_strike_whom_they_should() {
    let mock = Mock::start().await.unwrap();
    mock.inject(Fault::status(500)).on("getMeta").after(1).times(2);
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(get(&mock, "/meta").await.unwrap().status().as_u16());
        assert_eq!(get(&mock, "/models").await.unwrap().status(), 200);
    }
    assert_eq!(statuses, [200, 500, 500, 200, 200]);

    mock.inject(Fault::status(503)).share(0.2);
    let mut struck = 0;
    for _ in 0..300 {
        struck += u32::from(get(&mock, "/meta").await.unwrap().status() == 503);
    }
    assert!((30..=90).contains(&struck), "{struck} of 300");
    mock.clear_faults();
    assert_eq!(get(&mock, "/meta").await.unwrap().status(), 200);

    mock.respond("getMeta", 200, &json!({ "webhook_ip_ranges": ["192.0.2.0/24"] }));
    assert!(get(&mock, "/meta").await.unwrap().text().await.unwrap().contains("192.0.2.0/24"));
}

#[test]
fn faults_can_be_said_in_words() {
    let all: HashSet<String> =
        WORDS.iter().map(|word| format!("{:?}", word.parse::<FaultWords>().unwrap().fault)).collect();
    assert_eq!(all.len(), WORDS.len(), "two words mean the same");
    let words: FaultWords = "getModels=503*2".parse().unwrap();
    assert_eq!((words.operation.as_deref(), words.times, words.share), (Some("getModels"), Some(2), None));
    let words: FaultWords = "reset-before%25".parse().unwrap();
    assert_eq!((words.fault, words.share), (Fault::Reset(When::BeforeHeaders), Some(0.25)));
    for wrong in ["", "200", "999", "resett", "503*", "503*x", "503%x", "getModels="] {
        assert!(wrong.parse::<FaultWords>().unwrap_err().to_string().contains("is no fault"), "{wrong}");
    }
}

#[tokio::test]
async fn requests_that_urls_cannot_spell_are_checked_as_well() {
    let mock = Mock::start().await.unwrap();
    let key = mock.api_key().to_owned();
    let send = |line: &str, more: &str| {
        let request =
            format!("{line} HTTP/1.1\r\nhost: mock\r\nauthorization: Key {key}\r\nconnection: close\r\n{more}\r\n");
        let mock = &mock;
        async move { String::from_utf8(raw(mock, &request).await.0).unwrap() }
    };
    assert!(send("GET /v1/assets/%2E%2E", "").await.starts_with("HTTP/1.1 400"));
    assert!(send("GET /v1/assets/a%FF", "").await.starts_with("HTTP/1.1 404"));
    assert!(send("GET /v1/models", "authorization: Key a:b\r\n").await.starts_with("HTTP/1.1 401"));
    assert!(mock.violations()[0].problem.starts_with("path.asset_id"));
    assert!(mock.violations()[2].problem.starts_with("header.authorization"));
}

#[tokio::test]
async fn a_dropped_mock_leaves_nothing_behind() {
    let mock = Mock::start().await.unwrap();
    let port = mock.port();
    mock.inject(Fault::Silence);
    let mut open = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    open.write_all(GET.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    drop(mock);
    let mut left = Vec::new();
    let _ = open.read_to_end(&mut left).await;
    assert!(left.is_empty());
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err(), "it still listens");
}
