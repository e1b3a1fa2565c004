//! Events without a network: every way to cut them into pieces, and every way that connections end.

mod connections;
mod items;
mod pieces;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use reqwest::Response as Answer;

use super::*;
use crate::error::BoxError;
use crate::loopback::OPERATION;
use crate::{Outgoing, Transport};

static STREAM: Operation = Operation { response_media: Some("text/event-stream"), ..OPERATION };

/// Everything that the format knows: a byte order mark, all three line breaks, comments, ids, `retry`,
/// data over several lines, no data, a name, fields that nobody knows, letters of several bytes, and an
/// end in the middle of an event.
const RECORDED: &str = "\u{feff}: hello\r\n\r\nid: 1\r\ndata: {\"n\": 1}\r\n\r\ndata:{\"n\":\ndata: 2,\ndata\n\
    data: \"é\": \"\u{1f980}\"}\nid: 2\n\n:\nretry: 1500\n\ndata:\n\nevent: ping\n\nevent: tick\rdata: {\"n\":3}\r\r\
    what: ever\nevent: error\r\ndata: {\"error\": {\"type\": \"rate_limited\", \"message\": \"slow down\"}}\r\n\r\n\
    data:  {\"n\":4}\nretry: soon\nid: a\0b\n\ndata: {\"n\":5}\n";

fn expected() -> Vec<RawEvent> {
    let event = |name: Option<&str>, data: &str, id: Option<&str>| RawEvent {
        name: name.map(str::to_owned),
        data: data.to_owned(),
        id: id.map(str::to_owned),
        retry: None,
    };
    vec![
        event(None, "{\"n\": 1}", Some("1")),
        event(None, "{\"n\":\n2,\n\n\"é\": \"\u{1f980}\"}", Some("2")),
        event(Some("tick"), "{\"n\":3}", None),
        event(Some("error"), "{\"error\": {\"type\": \"rate_limited\", \"message\": \"slow down\"}}", None),
        event(None, " {\"n\":4}", None),
    ]
}

type Pieces = Vec<Result<Vec<u8>, BoxError>>;

fn answer(status: u16, media: &str, pieces: Pieces) -> Answer {
    let pieces = futures_util::stream::iter(pieces);
    let body = reqwest::Body::wrap_stream(pieces);
    Answer::from(http::Response::builder().status(status).header("content-type", media).body(body).unwrap())
}

fn body(pieces: impl IntoIterator<Item = Vec<u8>>) -> ByteStream {
    ByteStream::new(&STREAM, answer(200, "text/event-stream", pieces.into_iter().map(Ok).collect()))
}

/// What is said of one number.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
struct Tick {
    n: u32,
    #[serde(default)]
    at: Option<String>,
}

/// A transport that plays back answers, and notes requests and waits.
#[derive(Clone, Default)]
struct Script {
    answers: Arc<Mutex<VecDeque<Result<Answer, Error>>>>,
    asked: Arc<Mutex<Vec<Option<String>>>>,
    waits: Arc<Mutex<Vec<(u64, u64)>>>,
}

impl Transport for Script {
    fn execute(&self, call: Outgoing) -> BoxFuture<'_, Result<Answer, Error>> {
        self.asked.lock().unwrap().push(call.request.url().query().map(str::to_owned));
        let next = self.answers.lock().unwrap().pop_front();
        let next = next.unwrap_or_else(|| Ok(answer(200, "text/event-stream", Vec::new())));
        Box::pin(std::future::ready(next))
    }

    fn pause(&self, shortest: std::time::Duration, longest: std::time::Duration) -> BoxFuture<'_, ()> {
        let millis = |wait: std::time::Duration| u64::try_from(wait.as_millis()).unwrap();
        self.waits.lock().unwrap().push((millis(shortest), millis(longest)));
        Box::pin(std::future::ready(()))
    }
}

impl Script {
    fn says(&self, text: &str) {
        self.plays(Ok(answer(200, "text/event-stream; charset=utf-8", vec![Ok(text.into())])));
    }

    /// Says this, and breaks off.
    fn breaks(&self, text: &str) {
        self.plays(Ok(answer(200, "text/event-stream", vec![Ok(text.into()), Err("gone".into())])));
    }

    fn plays(&self, answer: Result<Answer, Error>) {
        self.answers.lock().unwrap().push_back(answer);
    }

    fn client(&self) -> Client {
        Client::with_transport("http://localhost", self.clone()).unwrap()
    }

    fn asked(&self) -> Vec<Option<String>> {
        self.asked.lock().unwrap().clone()
    }

    fn waits(&self) -> Vec<(u64, u64)> {
        self.waits.lock().unwrap().clone()
    }
}

#[derive(Clone)]
struct Ticks<'a> {
    client: &'a Client,
    since: Option<DateTime<Utc>>,
}

impl<'a> Streamed<'a> for Ticks<'a> {
    type Item = Tick;
    const OPERATION: &'static Operation = &STREAM;
    const TEXT: bool = false;

    fn client(&self) -> &'a Client {
        self.client
    }

    fn open(self) -> Fetch<'a, ByteStream> {
        let since = self.since.map(|since| since.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true));
        Box::pin(crate::call::Call::new(self.client, &STREAM).query("since", Ok(since)).stream_response())
    }
}

impl<'a> Resumable<'a> for Ticks<'a> {
    fn resumed(self, from: DateTime<Utc>) -> Self {
        Self { since: Some(from), ..self }
    }

    fn moment(item: &Tick) -> Option<String> {
        item.at.clone()
    }
}

fn ticks(client: &Client) -> Events<'_, Ticks<'_>> {
    Events::new(Ticks { client, since: None })
}

fn tick(n: u32, at: u32) -> String {
    format!("data: {{\"n\":{n},\"at\":\"2026-08-01T12:00:{at:02}Z\"}}\n\n")
}

/// The numbers, and how it ended.
async fn all<'a>(mut events: Events<'a, Ticks<'a>>) -> (Vec<u32>, Option<Error>) {
    let mut found = Vec::new();
    while let Some(event) = events.next().await {
        match event {
            Ok(event) => found.push(event.n),
            Err(error) => {
                assert!(events.next().await.is_none(), "it ended with {error}");
                return (found, Some(error));
            }
        }
    }
    assert!(events.next().await.is_none(), "the end is the end");
    (found, None)
}
