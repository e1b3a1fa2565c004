//! Calls that wait: in programs without a runtime, on many threads, and inside runtimes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test reports")]

mod common;

use std::io::{self, BufRead as _, Read as _};
use std::time::{Duration, Instant};

use common::{Deed, Seen, Server, answer, good, json};
use fal_platform::blocking::{self, Client, Wait as _, WaitEach as _};
use fal_platform::{Error, Part, Retry, Stage};

/// A server on threads of its own, for as long as it is held.
struct Elsewhere {
    server: Server,
    _runtime: tokio::runtime::Runtime,
}

impl Elsewhere {
    fn doing(deed: impl Fn(&Seen) -> Deed + Send + Sync + 'static) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let server = runtime.block_on(Server::doing(deed));
        Self { server, _runtime: runtime }
    }

    fn client(&self) -> Client {
        self.server.client().key("id:hunter2").build_blocking().unwrap()
    }
}

/// Three pages of two models each.
fn paged(seen: &Seen) -> Deed {
    let page: u32 = seen.line.split_once("cursor=").map_or(0, |(_, rest)| rest[..1].parse().unwrap());
    let next = if page == 2 { "null".to_owned() } else { format!("\"{}\"", page + 1) };
    let models: Vec<String> = (0..2).map(|item| format!(r#"{{"endpoint_id":"{page}.{item}"}}"#)).collect();
    json("200 OK", &format!(r#"{{"models":[{}],"next_cursor":{next},"has_more":true}}"#, models.join(",")))
}

fn ids(client: &Client) -> Result<Vec<String>, Error> {
    client.get_models().items().wait_each().map(|model| Ok(model?.endpoint_id)).collect()
}

const ALL: [&str; 6] = ["0.0", "0.1", "1.0", "1.1", "2.0", "2.1"];

#[test]
fn a_call_waits_without_any_runtime() {
    let there = Elsewhere::doing(good);
    let fal = there.client();
    assert!(fal.get_models().limit(10).send().wait().unwrap().models.is_empty());
    assert!(fal.admin().unwrap().list_api_keys().send().wait().unwrap().keys.is_empty());
    assert_eq!(there.server.keys(), [Some("id:hunter2".to_owned()), Some("id:hunter2".to_owned())]);
    assert!(!format!("{fal:?} {fal:#?}").contains("hunter2"));
}

#[test]
fn errors_are_those_of_all_calls() {
    let there = Elsewhere::doing(|_| answer("401 No", "", ""));
    let error = there.client().get_models().send().wait().unwrap_err();
    assert_eq!((error.stage(), error.status().unwrap().as_u16()), (Stage::Answered, 401));
    assert!(error.hint().is_some());
    let plain = there.server.client().build_blocking().unwrap();
    assert!(matches!(plain.admin().unwrap_err(), Error::MissingScope(_)));
    let error = Client::new("hunter2").unwrap_err();
    assert_eq!(error.stage(), Stage::Refused);
    assert!(!error.to_string().contains("hunter2"), "{error}");
}

#[test]
fn a_list_is_an_iterator() {
    let there = Elsewhere::doing(paged);
    assert_eq!(ids(&there.client()).unwrap(), ALL);
    let fal = there.client();
    let mut pages = fal.get_models().pages().prefetch(true).wait_each();
    let mut cursors = Vec::new();
    while let Some(page) = pages.next() {
        assert_eq!(page.unwrap().models.len(), 2);
        cursors.push(pages.cursor().map(str::to_owned));
    }
    assert_eq!(cursors, [Some("1".to_owned()), Some("2".to_owned()), None]);
    // One that stops may be gone on with later.
    let rest: Vec<_> = fal.get_models().cursor("2").items().wait_each().collect();
    assert_eq!(rest.len(), 2);
}

#[test]
fn a_list_that_fails_ends() {
    let there =
        Elsewhere::doing(|seen| if seen.line.contains("cursor=1") { answer("400 No", "", "") } else { paged(seen) });
    let found: Vec<bool> = there.client().get_models().items().wait_each().map(|model| model.is_ok()).collect();
    assert_eq!(found, [true, true, false]);
}

#[test]
fn a_download_is_a_reader() {
    let there = Elsewhere::doing(|_| answer("200 OK", "content-type: text/plain\r\n", "one\ntwo\nthree"));
    let body = || there.client().serverless_get_metrics().send().wait().unwrap().into_inner().reader();
    assert_eq!(body().lines().collect::<io::Result<Vec<_>>>().unwrap(), ["one", "two", "three"]);
    let (mut reader, mut four) = (body(), [0; 4]);
    assert_eq!(reader.read(&mut []).unwrap(), 0);
    reader.read_exact(&mut four).unwrap();
    assert_eq!(&four, b"one\n");
    let mut rest = String::new();
    reader.read_to_string(&mut rest).unwrap();
    assert_eq!((rest.as_str(), reader.read(&mut four).unwrap()), ("two\nthree", 0));
}

#[test]
fn a_download_that_breaks_off_or_stands_still_is_an_error_of_its_kind() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 9\r\n\r\nfour";
    for (deed, kind) in
        [(Deed::Say(head.into()), io::ErrorKind::Other), (Deed::Stall(head.into()), io::ErrorKind::TimedOut)]
    {
        let there = Elsewhere::doing(move |_| deed.clone());
        let fal = there.client().with(|options| options.idle_timeout(Duration::from_millis(100)));
        let mut reader = fal.serverless_get_metrics().send().wait().unwrap().into_inner().reader();
        let mut read = Vec::new();
        let error = reader.read_to_end(&mut read).unwrap_err();
        assert_eq!((error.kind(), read.as_slice()), (kind, &b"four"[..]));
        let inner = error.get_ref().unwrap().downcast_ref::<Error>().unwrap();
        assert!(matches!(inner, Error::Body(_)), "{inner}");
    }
}

#[test]
fn events_are_an_iterator_and_files_are_saved() {
    let there = Elsewhere::doing(|seen| match seen.line.contains("/stream") {
        true => answer(
            "200 OK",
            "content-type: text/event-stream\r\n",
            "data: {\"message\":\"one\"}\n\ndata: {\"message\":\"two\"}\n\n",
        ),
        false => answer("200 OK", "content-type: text/plain\r\n", "whole"),
    });
    let fal = there.client();
    let events = fal.serverless_logs_stream().events().wait_each();
    let messages: Vec<_> = events.map(|event| event.unwrap().into_inner().message.unwrap()).collect();
    assert_eq!(messages, ["one", "two"]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("metrics.txt");
    let body = fal.serverless_get_metrics().send().wait().unwrap().into_inner();
    assert_eq!(body.save(&path).wait().unwrap(), 5);
    assert_eq!(std::fs::read(&path).unwrap(), b"whole");
}

/// Says it in pieces, and then panics where told to.
struct Pieces(u8, bool);

impl io::Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        assert!(!self.1, "this reader panics");
        self.0 = self.0.saturating_sub(1);
        let count = usize::from(self.0).min(buffer.len());
        buffer[..count].fill(b'x');
        Ok(count)
    }
}

#[test]
fn an_upload_comes_out_of_a_reader() {
    let there = Elsewhere::doing(|_| json("200 OK", "true"));
    let fal = there.client();
    let upload = |part: Part| fal.serverless_upload_local_file().target_path("a").file_upload(part).send().wait();
    // 4 + 3 + 2 + 1 bytes.
    assert!(*upload(blocking::part(Pieces(5, false), Some(10))).unwrap());
    assert!(upload(blocking::part(Pieces(5, false), Some(11))).unwrap_err().to_string().contains("was sent, perhaps"));
    upload(blocking::part(Pieces(5, true), Some(10))).unwrap_err();
    let file = tempfile::NamedTempFile::new().unwrap();
    upload(Part::file(file.path()).wait().unwrap()).unwrap();
    assert_eq!(Part::file("not/there").wait().unwrap_err().kind(), io::ErrorKind::NotFound);
}

#[test]
fn many_threads_share_a_client() {
    let there = Elsewhere::doing(paged);
    let fal = there.client();
    std::thread::scope(|threads| {
        let running: Vec<_> = (0..8).map(|_| threads.spawn(|| ids(&fal.clone()).unwrap())).collect();
        for thread in running {
            assert_eq!(thread.join().unwrap(), ALL);
        }
    });
    assert_eq!(there.server.seen().len(), 24);
}

#[test]
fn waits_and_limits_take_their_time() {
    let there = Elsewhere::doing(|_| answer("503 No", "", ""));
    let wait = Duration::from_millis(40);
    let fal = there.server.client().key("id:x").random(|| u64::MAX).build_blocking().unwrap();
    let fal = fal.with(|options| options.retry(Retry::default().backoff(wait, wait)));
    let begun = Instant::now();
    fal.get_models().send().wait().unwrap_err();
    assert!(begun.elapsed() >= 2 * wait, "{:?}", begun.elapsed());
    assert_eq!(there.server.seen().len(), 3);

    let silent = Elsewhere::doing(|_| Deed::Stall(Vec::new()));
    let fal = silent.client().with(|options| options.timeout(Duration::from_millis(100)));
    let begun = Instant::now();
    assert!(fal.get_models().send().wait().unwrap_err().is_timeout());
    assert!(begun.elapsed() < Duration::from_secs(5));
}

/// All that a client does in its life, on a thread where others may run.
fn whole_life(there: &Elsewhere) {
    let fal = there.client();
    assert_eq!(ids(&fal).unwrap(), ALL);
    drop(fal);
}

#[test]
fn calls_inside_runtimes_work_and_so_does_dropping() {
    let there = Elsewhere::doing(paged);
    let single = tokio::runtime::Builder::new_current_thread().build().unwrap();
    single.block_on(async { whole_life(&there) });
    drop(single);
    let many = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    std::thread::scope(|threads| {
        threads.spawn(|| many.block_on(async { whole_life(&there) }));
    });
    let there = std::sync::Arc::new(there);
    many.block_on(async {
        let (task, thread) = (std::sync::Arc::clone(&there), std::sync::Arc::clone(&there));
        tokio::spawn(async move { whole_life(&task) }).await.unwrap();
        tokio::task::spawn_blocking(move || whole_life(&thread)).await.unwrap();
        // The same client serves both kinds of code, whichever made the connection.
        let fal = there.client();
        for _ in 0..2 {
            fal.get_models().send().wait().unwrap();
            fal.get_models().send().await.unwrap();
        }
    });
    // The connections of the other runtime end with it; the client does not.
    let fal = there.client();
    many.block_on(async { fal.get_models().send().await.map(drop) }).unwrap();
    drop(many);
    fal.get_models().send().wait().unwrap();
}
