//! What the mock remembers, and how its lists go on.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test reports")]

use std::collections::BTreeSet;

use fal_platform_mock::{KeySlot, LogStream, Mock, Mode};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

struct Session {
    mock: Mock,
    http: Client,
}

impl Session {
    async fn new() -> Self {
        Self::with(Mock::start().await.unwrap())
    }

    fn with(mock: Mock) -> Self {
        Self { mock, http: Client::new() }
    }

    async fn text(&self, method: Method, path: &str, key: &str, body: Option<Value>) -> (StatusCode, String) {
        let mut request = self.http.request(method, format!("{}{path}", self.mock.url()));
        request = request.header("authorization", format!("Key {key}"));
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let answer = request.send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    }

    async fn get(&self, path: &str) -> Value {
        let (status, text) = self.text(Method::GET, path, self.mock.admin_key(), None).await;
        assert_eq!(status, 200, "{path}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Every item of a list, page by page, and how many pages there were.
    async fn all(&self, path: &str, list: &str) -> (Vec<Value>, usize) {
        let (mut items, mut pages, mut cursor) = (Vec::new(), 0, String::new());
        loop {
            let joint = if path.contains('?') { '&' } else { '?' };
            let encoded: String = form_urlencoded::byte_serialize(cursor.as_bytes()).collect();
            let place = if cursor.is_empty() { path.to_owned() } else { format!("{path}{joint}cursor={encoded}") };
            let page = self.get(&place).await;
            items.extend(page[list].as_array().unwrap().iter().cloned());
            pages += 1;
            assert_eq!(page["has_more"], page["next_cursor"].is_string());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = next.to_owned(),
                None => return (items, pages),
            }
        }
    }
}

#[tokio::test]
async fn a_created_key_opens_until_it_is_deleted() {
    let session = Session::new().await;
    let admin = session.mock.admin_key().to_owned();
    let (status, text) = session.text(Method::POST, "/keys", &admin, Some(json!({ "alias": "rotated" }))).await;
    assert_eq!(status, 201, "{text}");
    let made: Value = serde_json::from_str(&text).unwrap();
    let (id, key) = (made["key_id"].as_str().unwrap(), made["key"].as_str().unwrap());
    assert_eq!(key, format!("{id}:{}", made["key_secret"].as_str().unwrap()));

    let (status, _) = session.text(Method::GET, "/assets/tags", key, None).await;
    assert_eq!(status, 200);
    assert_eq!(session.mock.requests().pop().unwrap().key, KeySlot::Created);
    assert_eq!(session.text(Method::GET, "/keys", key, None).await.0, 403);

    let (listed, _) = session.all("/keys", "keys").await;
    let entry = listed.iter().find(|entry| entry["key_id"] == id).unwrap();
    assert_eq!(entry["alias"], "rotated");
    assert!(!listed.iter().any(|entry| entry.to_string().contains(key)), "the secret is told once");

    for _ in 0..2 {
        assert_eq!(session.text(Method::DELETE, &format!("/keys/{id}"), &admin, None).await.0, 204);
    }
    assert_eq!(session.text(Method::GET, "/assets/tags", key, None).await.0, 401);
    assert!(!session.all("/keys", "keys").await.0.iter().any(|entry| entry["key_id"] == id));
    session.mock.assert_clean();
}

#[tokio::test]
async fn models_have_prices_and_an_unknown_one_spoils_the_batch() {
    let session = Session::new().await;
    let (models, pages) = session.all("/models", "models").await;
    assert_eq!((models.len(), pages), (9, 3));
    let ids: Vec<&str> = models.iter().map(|model| model["endpoint_id"].as_str().unwrap()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 9);
    let batch = ids.iter().map(|id| format!("endpoint_id={id}")).collect::<Vec<_>>().join("&");
    let prices = session.get(&format!("/models/pricing?{batch}")).await;
    let priced: Vec<&str> =
        prices["prices"].as_array().unwrap().iter().map(|price| price["endpoint_id"].as_str().unwrap()).collect();
    assert_eq!(priced, ids);
    let path = format!("/models/pricing?{batch}&endpoint_id=no/such");
    let (status, text) = session.text(Method::GET, &path, session.mock.api_key(), None).await;
    assert!(status == 404 && text.contains("no/such"), "{status} {text}");
    let found = session.get("/models?endpoint_id=fal-ai/whisper&endpoint_id=no/such").await;
    assert_eq!(found["models"][0]["endpoint_id"], "fal-ai/whisper");
    assert_eq!(found["models"][1], json!({ "endpoint_id": "no/such" }));
    session.mock.assert_clean();
}

#[tokio::test]
async fn an_uploaded_file_is_listed_and_comes_back() {
    let session = Session::new().await;
    let content: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let mut body = b"--B\r\nContent-Disposition: form-data; name=\"file_upload\"; filename=\"x\"\r\n\r\n".to_vec();
    body.extend_from_slice(&content);
    body.extend_from_slice(b"\r\n--B--\r\n");
    let url = format!("{}/serverless/files/file/local/models/deep/weights%20v1.bin", session.mock.url());
    let key = format!("Key {}", session.mock.api_key());
    let sent = session.http.post(url).header("authorization", &key);
    let answer = sent.header("content-type", "multipart/form-data; boundary=B").body(body).send().await.unwrap();
    assert_eq!(answer.text().await.unwrap(), "true");
    let part = &session.mock.requests()[0].parts[0];
    assert_eq!((part.length, part.file_name.as_deref()), (100_000, Some("x")));

    let root = session.get("/serverless/files/list").await;
    assert!(
        root.as_array().unwrap().iter().any(|entry| entry["path"] == "models" && entry["is_file"] == false),
        "{root}"
    );
    let list = session.get("/serverless/files/list/models/deep").await;
    assert_eq!(list[0]["path"], "models/deep/weights v1.bin");
    assert_eq!(list[0]["size"], 100_000);
    assert_eq!(list[0]["checksum_sha256"], part.sha256);
    let schema = session.mock.document().operation("serverlessListDirectory").unwrap().success_schema().unwrap();
    assert_eq!(schema.complaints(&list), Vec::<String>::new());

    let url = format!("{}/serverless/files/file/models/deep/weights%20v1.bin", session.mock.url());
    let answer = session.http.get(url).header("authorization", &key).send().await.unwrap();
    assert_eq!(answer.bytes().await.unwrap(), content);
    let (status, _) = session.text(Method::GET, "/serverless/files/file/none", session.mock.api_key(), None).await;
    assert_eq!(status, 404);

    session.mock.put_made_file("big.bin", 3_000_000);
    let list = session.get("/serverless/files/list").await;
    let big = list.as_array().unwrap().iter().find(|entry| entry["name"] == "big.bin").unwrap();
    let url = format!("{}/serverless/files/file/big.bin", session.mock.url());
    let bytes = session.http.get(url).header("authorization", &key).send().await.unwrap().bytes().await.unwrap();
    assert_eq!((bytes.len(), bytes[250], bytes[251], bytes[2_999_999]), (3_000_000, 250, 0, (2_999_999 % 251) as u8));
    use sha2::Digest as _;
    let sum: String = sha2::Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(big["checksum_sha256"], sum);
    session.mock.assert_clean();
}

#[tokio::test]
async fn the_log_stream_honours_start_and_breaks_once() {
    let session = Session::new().await;
    let times = |text: &str| -> Vec<String> {
        let data = text.lines().filter_map(|line| line.strip_prefix("data: "));
        let entries = data.map(|data| serde_json::from_str::<Value>(data).unwrap());
        entries.filter_map(|entry| Some(entry["timestamp"].as_str()?.to_owned())).collect()
    };
    let (session, key) = (&session, session.mock.api_key());
    let open = |query: &str| {
        let path = format!("/serverless/logs/stream{query}");
        async move { session.text(Method::POST, &path, key, None).await }
    };
    session.mock.set_log_stream(LogStream::of(6));
    let all = times(&open("").await.1);
    assert_eq!(all.len(), 6);
    assert_eq!(times(&open(&format!("?start={}", all[3])).await.1), all[3..]);
    assert_eq!(times(&open(&format!("?start={}&end={}", all[1], all[3])).await.1), all[1..3]);

    session.mock.set_log_stream(LogStream::of(6).error_after(2));
    let broken = open("").await.1;
    assert!(broken.contains("event: error") && times(&broken).len() == 2, "{broken}");
    assert_eq!(times(&open("").await.1), all);

    session.mock.set_log_stream(LogStream::of(6).reset_after(2));
    let url = format!("{}/serverless/logs/stream", session.mock.url());
    let key = format!("Key {}", session.mock.api_key());
    let mut answer = session.http.post(url).header("authorization", key).send().await.unwrap();
    let mut came = String::new();
    let ended = loop {
        match answer.chunk().await {
            Ok(Some(chunk)) => came.push_str(std::str::from_utf8(&chunk).unwrap()),
            other => break other,
        }
    };
    assert!(ended.is_err(), "it was closed, not reset");
    assert_eq!(times(&came), all[..2]);
    session.mock.assert_clean();
}

/// Resident memory of this process, which has both ends of the connection, in MiB.
#[cfg(target_os = "linux")]
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_million_entries_take_no_memory() {
    const ENTRIES: usize = 1_000_000;
    let session = Session::new().await;
    session.mock.set_log_stream(LogStream::of(ENTRIES));
    let (mut count, mut most, mut last) = (0, 0, 0);
    let url = format!("{}/serverless/logs/stream", session.mock.url());
    let key = format!("Key {}", session.mock.api_key());
    let before = memory();
    let mut answer = session.http.post(url).header("authorization", key).send().await.unwrap();
    while let Some(chunk) = answer.chunk().await.unwrap() {
        count += chunk.iter().filter(|byte| **byte == b'\n').count();
        if count >= last + 100_000 {
            (last, most) = (count, most.max(memory()));
        }
    }
    // An entry is one line, and an empty one ends it, as it does the comment at the start.
    assert_eq!(count, 2 * (ENTRIES + 1));
    assert!(most <= before + 16, "{before} MiB became {most} MiB");
}

#[tokio::test]
async fn a_stream_of_endless_entries_begins_at_once() {
    let session = Session::new().await;
    session.mock.set_log_stream(LogStream::of(usize::MAX));
    let url = format!("{}/serverless/logs/stream", session.mock.url());
    let key = format!("Key {}", session.mock.api_key());
    let mut answer = session.http.post(url).header("authorization", key).send().await.unwrap();
    let mut came = String::new();
    while came.matches("data: ").count() < 10 {
        came.push_str(std::str::from_utf8(&answer.chunk().await.unwrap().unwrap()).unwrap());
    }
    assert!(came.contains("line 9: "), "{came}");
}

#[tokio::test]
async fn the_balance_is_what_was_set() {
    let session = Session::new().await;
    session.mock.set_balance(1.25);
    assert_eq!(session.get("/account/billing?expand=credits").await["credits"]["current_balance"], 1.25);
    assert_eq!(session.get("/account/billing").await.get("credits"), None);
}

#[tokio::test]
async fn lists_are_as_long_as_they_were_made() {
    let session = Session::with(Mock::builder().pages(5).page_size(4).start().await.unwrap());
    let (events, pages) = session.all("/models/billing-events", "billing_events").await;
    assert_eq!((events.len(), pages), (20, 5));
    let (events, pages) = session.all("/models/billing-events?limit=3", "billing_events").await;
    assert_eq!((events.len(), pages), (15, 5));
    let usage = session.get("/models/usage?limit=2").await;
    assert_eq!(usage["time_series"].as_array().map(Vec::len), Some(2));
    assert_eq!(usage["summary"].as_array().map(Vec::len), Some(2));

    let mut offset = 0;
    loop {
        let page = session.get(&format!("/assets/collections?limit=10&offset={offset}")).await;
        let count = page["collections"].as_array().unwrap().len();
        offset += count;
        if count < 10 {
            break;
        }
    }
    assert_eq!(offset, 49, "five pages of ten, of which the last is one short");
    session.mock.assert_clean();
}

#[tokio::test]
async fn a_write_with_the_same_key_is_done_once() {
    let session = Session::new().await;
    let send = |key: &str, name: &str| {
        let request = session.http.post(format!("{}/assets/tags", session.mock.url()));
        let request = request.header("authorization", format!("Key {}", session.mock.api_key()));
        let request = request.header("idempotency-key", key).header("content-type", "application/json");
        request.body(json!({ "name": name }).to_string()).send()
    };
    for key in ["one", "one", "two"] {
        assert_eq!(send(key, "red").await.unwrap().status(), 201);
    }
    let attempts: Vec<u32> = session.mock.requests().iter().map(|request| request.attempt).collect();
    assert_eq!(attempts, [1, 2, 1]);
    assert_eq!(session.mock.attempts()["one"], 2);
    let replayed = send("one", "red").await.unwrap();
    assert_eq!(replayed.headers()["idempotency-replayed"], "true");
}

#[tokio::test]
async fn a_mode_that_was_asked_for_shows_what_the_schema_allows() {
    let session = Session::new().await;
    session.mock.set_mode_of("getUsage", Mode::Minimal);
    assert_eq!(session.get("/models/usage").await.get("time_series"), None);
    session.mock.set_mode(Mode::Empty);
    assert_eq!(session.get("/serverless/files/list").await, json!([]));
    session.mock.set_mode(Mode::Large(30));
    assert_eq!(session.get("/assets/tags").await["tags"].as_array().map(Vec::len), Some(30));
    session.mock.set_mode(None);
    assert_eq!(session.get("/serverless/files/list").await.as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn old_requests_are_forgotten_and_still_counted() {
    let session = Session::with(Mock::builder().remember(3).start().await.unwrap());
    for _ in 0..5 {
        session.get("/meta").await;
    }
    assert_eq!(session.mock.requests().len(), 3);
    assert_eq!(session.mock.count("getMeta"), 5);
    session.mock.forget();
    assert_eq!(session.mock.count_all(), 0);
}
