//! Events without a network: every way to cut them into pieces, and every way that connections end.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use reqwest::Response as Answer;

use super::*;
use crate::error::BoxError;
use crate::loopback::OPERATION;
use crate::{Outgoing, Response, Stage, Transport};

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

fn read(pieces: impl IntoIterator<Item = Vec<u8>>) -> (Vec<RawEvent>, Option<std::time::Duration>) {
    futures_executor(async {
        let mut events = body(pieces).events();
        let mut found = Vec::new();
        while let Some(event) = events.next().await {
            found.push(event.unwrap());
        }
        (found, events.retry())
    })
}

fn futures_executor<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

fn whole() -> (Vec<RawEvent>, Option<std::time::Duration>) {
    (expected(), Some(std::time::Duration::from_millis(1500)))
}

#[test]
fn every_split_of_every_byte_gives_the_same_events() {
    let bytes = RECORDED.as_bytes();
    assert_eq!(read([bytes.to_vec()]), whole());
    assert_eq!(read(bytes.iter().map(|byte| vec![*byte])), whole());
    assert_eq!(read(bytes.iter().flat_map(|byte| [vec![], vec![*byte]])), whole());
    for at in 0..=bytes.len() {
        let (one, two) = bytes.split_at(at);
        assert_eq!(read([one.to_vec(), two.to_vec()]), whole(), "cut at {at}");
        // A third piece around the places that are hard to read: one, two and three bytes long.
        for length in 1..=3.min(two.len()) {
            let (two, three) = two.split_at(length);
            assert_eq!(read([one, two, three].map(<[u8]>::to_vec)), whole(), "cut at {at} and {length} behind it");
        }
    }
}

proptest! {
    #[test]
    fn any_pieces_give_the_same_events(mut cuts in prop::collection::vec(0..=RECORDED.len(), 0..40)) {
        cuts.extend([0, RECORDED.len()]);
        cuts.sort_unstable();
        let pieces = cuts.windows(2).map(|cut| RECORDED.as_bytes()[cut[0]..cut[1]].to_vec());
        prop_assert_eq!(read(pieces), whole());
    }

    #[test]
    fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..200), size in 1_usize..20) {
        futures_executor(async {
            let mut events = body(bytes.chunks(size).map(<[u8]>::to_vec)).events();
            while let Some(Ok(_)) = events.next().await {}
        });
    }
}

#[tokio::test]
async fn an_event_that_never_ends_is_not_kept() {
    let endless = std::iter::once(b"data: {\"n\":1}\n\ndata: ".to_vec()).chain((0..20).map(|_| vec![b'x'; 1 << 12]));
    let mut events = body(endless).events();
    assert!(events.next().await.unwrap().is_ok());
    let error = events.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("longer than 65536 bytes"), "{error}");
    assert!(events.next().await.is_none());
    // Many of them are no long one.
    let many = (0..20).map(|_| b": ping\r\n\r\n".repeat(1 << 10));
    assert!(body(many).events().next().await.is_none());
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

#[tokio::test]
async fn what_goes_wrong_with_one_event_does_not_end_the_stream() {
    let script = Script::default();
    script.says(RECORDED);
    script.says("data: {\"n\":\"one\"}\n\ndata: {}\n\ndata: {\"n\":1} x\n\nevent: error\n\ndata: {\"n\":2}\n\n");
    let client = script.client();
    let mut events = ticks(&client);
    let first = events.next().await.unwrap().unwrap();
    assert_eq!((first.n, first.raw().id.as_deref()), (1, Some("1")));
    assert_eq!(first.into_inner(), Tick { n: 1, at: None });
    let mut found = Vec::new();
    while let Some(event) = events.next().await {
        found.push(event.map(|event| (event.n, event.raw().name.clone())));
    }
    let Error::Event(error) = found.remove(2).unwrap_err() else { panic!("an event called `error` is one") };
    let told = "tryThing was answered, and reported an error among its events, rate_limited: slow down";
    assert_eq!(error.to_string(), told);
    assert_eq!(error.data(), expected()[3].data);
    let numbers: Vec<_> = found.into_iter().map(Result::unwrap).collect();
    assert_eq!(numbers, [(2, None), (3, Some("tick".to_owned())), (4, None)]);

    let mut events = ticks(&client);
    for field in [Some("n"), None, None] {
        let error = events.next().await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        assert_eq!((error.field(), error.stage()), (field, Stage::Answered), "{error}");
    }
    let error = events.next().await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Event(_)) && error.message().is_none(), "{error:?}");
    assert_eq!(events.next().await.unwrap().unwrap().n, 2);
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn without_reconnecting_one_connection_is_all() {
    let script = Script::default();
    script.breaks(&tick(1, 1));
    script.plays(Ok(answer(200, "text/html", vec![Ok("<p>sorry".into())])));
    script.plays(Ok(answer(503, "text/plain", Vec::new())));
    let client = script.client();
    let (found, error) = all(ticks(&client)).await;
    assert_eq!(found, [1]);
    assert!(matches!(error, Some(Error::Body(_))), "{error:?}");
    let (_, error) = all(ticks(&client)).await;
    assert!(error.unwrap().to_string().contains("it is \"text/html\", expected text/event-stream"));
    let (_, error) = all(ticks(&client)).await;
    assert_eq!(error.unwrap().status().unwrap().as_u16(), 503);
    assert_eq!(script.asked(), [None, None, None]);
    assert_eq!(script.waits(), []);
}

#[tokio::test]
async fn another_connection_goes_on_where_the_last_one_stopped() {
    let script = Script::default();
    script.breaks(&[tick(1, 1), tick(2, 2), tick(2, 2), tick(3, 2)].concat());
    // Begins with what was there, in another order, and one that is new at the same time.
    script.says(&[tick(3, 2), tick(2, 2), tick(4, 2), tick(2, 2), tick(5, 3)].concat());
    // Rounds the time down, and has an old one that came late.
    script.breaks(&[tick(4, 2), tick(9, 1), tick(5, 3), tick(6, 4)].concat());
    script.plays(Ok(answer(503, "text/plain", Vec::new())));
    script.says(&[tick(6, 4), tick(6, 4)].concat());
    script.plays(Ok(answer(204, "text/plain", Vec::new())));
    let client = script.client();
    let mut events = ticks(&client).reconnect(Reconnect::default());
    let mut found = Vec::new();
    while let Some(event) = events.next().await {
        found.push(event.unwrap().n);
    }
    assert_eq!(found, [1, 2, 2, 3, 4, 5, 9, 6, 6], "none is lost, none comes twice");
    assert_eq!(events.latest().unwrap().to_rfc3339(), "2026-08-01T12:00:04+00:00");
    let since = |at: u32| Some(format!("since=2026-08-01T12%3A00%3A{at:02}Z"));
    assert_eq!(script.asked(), [None, since(2), since(3), since(4), since(4), since(4)]);
    // What is new begins the waits anew.
    assert_eq!(script.waits(), [(0, 500), (0, 500), (0, 500), (0, 1000), (0, 500)]);
}

#[tokio::test]
async fn connections_that_bring_nothing_new_come_to_an_end() {
    let policy = Reconnect::default().tries(3);
    let script = Script::default();
    script.says(&tick(1, 1));
    for _ in 0..3 {
        script.says(&tick(1, 1));
    }
    let client = script.client();
    let (found, error) = all(ticks(&client).reconnect(policy.clone())).await;
    assert_eq!((found, error.is_none()), (vec![1], true), "the server ended all of them in good order");
    assert_eq!(script.asked().len(), 4);
    assert_eq!(script.waits(), [(0, 500), (0, 1000), (0, 2000)]);

    let script = Script::default();
    for _ in 0..4 {
        script.breaks(": nothing\n\n");
    }
    let client = script.client();
    let (found, error) = all(ticks(&client).reconnect(policy)).await;
    assert!(found.is_empty() && matches!(error, Some(Error::Body(_))), "{error:?}");
    assert_eq!(script.asked().len(), 4);

    // One that holds for long enough is no failure: here, any does.
    let script = Script::default();
    for _ in 0..40 {
        script.breaks("");
    }
    script.says(&tick(1, 1));
    script.plays(Ok(answer(401, "text/plain", Vec::new())));
    let client = script.client();
    let none = std::time::Duration::ZERO;
    let (found, error) = all(ticks(&client).reconnect(Reconnect::default().tries(3).backoff(none, none))).await;
    assert_eq!((found, script.asked().len()), (vec![1], 42));
    assert_eq!(error.unwrap().status().unwrap().as_u16(), 401, "waiting does not help");
}

#[tokio::test]
async fn the_server_says_how_long_to_wait() {
    let busy = |after: &str| {
        let answer = http::Response::builder().status(429).header("retry-after", after);
        Ok(Answer::from(answer.body(reqwest::Body::from("")).unwrap()))
    };
    let script = Script::default();
    script.breaks("retry: 7000\n\n");
    script.breaks("");
    script.says("retry: 999999999\n\n");
    script.plays(busy("3"));
    script.plays(Err(Error::other(&STREAM, Stage::NotSent, "no key")));
    let client = script.client();
    let (_, error) = all(ticks(&client).reconnect(Reconnect::default())).await;
    assert!(matches!(error, Some(Error::Other(_))), "{error:?}");
    assert_eq!(script.waits(), [(7000, 7000), (7000, 7000), (120_000, 120_000), (3000, 4000)]);

    let script = Script::default();
    script.plays(busy("121"));
    let client = script.client();
    let (_, error) = all(ticks(&client).reconnect(Reconnect::default())).await;
    assert_eq!(error.unwrap().retry_after(), Some(std::time::Duration::from_secs(121)), "that is too long");
}

#[tokio::test]
async fn text_is_handed_out_as_it_is() {
    struct Lines<'a>(&'a Client);
    impl<'a> Streamed<'a> for Lines<'a> {
        type Item = String;
        const OPERATION: &'static Operation = &STREAM;
        const TEXT: bool = true;

        fn client(&self) -> &'a Client {
            self.0
        }

        fn open(self) -> Fetch<'a, ByteStream> {
            Box::pin(crate::call::Call::new(self.0, &STREAM).stream_response())
        }
    }
    let script = Script::default();
    script.says("data: not {JSON\n\ndata: \"1\"\n\n");
    let client = script.client();
    let mut events = Events::new(Lines(&client));
    assert_eq!(*events.next().await.unwrap().unwrap(), "not {JSON");
    assert_eq!(*events.next().await.unwrap().unwrap(), "\"1\"");
    assert!(events.next().await.is_none());
    assert_eq!(format!("{events:?}"), "Events { operation: \"tryThing\", latest: None, .. }");
}

#[test]
fn streams_can_be_moved_to_other_threads() {
    fn everywhere<T: Send + Unpin + Stream>(_: T) {}
    let client = Script::default().client();
    everywhere(ticks(&client));
    everywhere(body([]).events());
    let _: fn(Response<ByteStream>) -> RawEvents = |answer| answer.into_inner().events();
}
