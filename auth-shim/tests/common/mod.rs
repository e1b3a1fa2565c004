//! A server on loopback that answers, or misbehaves, as told; and a clock that waits for nothing.
#![allow(dead_code, reason = "every test file has its own copy and uses its own part")]

pub(crate) mod faults;
#[cfg(feature = "tracing")]
pub(crate) mod listener;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use fal_platform::{Builder, Client, Clock};
use futures_core::future::BoxFuture;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// What it was signed with.
    pub(crate) fn key(&self) -> Option<&str> {
        self.header("authorization").map(|value| value.strip_prefix("Key ").expect("the scheme is `Key`"))
    }
}

/// What the server does with one request.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    /// Sends these bytes, and closes.
    Say(Vec<u8>),
    /// Sends these bytes, and resets the connection.
    Break(Vec<u8>),
    /// Sends these bytes, and then nothing.
    Stall(Vec<u8>),
    /// Resets the connection before it reads.
    Refuse,
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// A server that does with every request what `deed` says of it.
    pub(crate) async fn doing(deed: impl Fn(&Seen) -> Deed + Send + Sync + 'static) -> Self {
        Self::with(false, deed).await
    }

    /// A server that resets every connection at once.
    pub(crate) async fn refusing() -> Self {
        Self::with(true, |_| Deed::Refuse).await
    }

    async fn with(refuses: bool, deed: impl Fn(&Seen) -> Deed + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let connections = Arc::new(AtomicUsize::new(0));
        let (kept, counted, deed) = (Arc::clone(&seen), Arc::clone(&connections), Arc::new(deed));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                if refuses {
                    reset(stream);
                    continue;
                }
                let (kept, deed) = (Arc::clone(&kept), Arc::clone(&deed));
                tokio::spawn(async move { serve(stream, &kept, &*deed).await });
            }
        });
        Self { address, seen, connections }
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// A client for it, to be completed.
    pub(crate) fn client(&self) -> Builder {
        Client::builder().base_url(self.base_url())
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// The keys of all requests, in order.
    pub(crate) fn keys(&self) -> Vec<Option<String>> {
        self.seen().iter().map(|seen| seen.key().map(str::to_owned)).collect()
    }
}

async fn serve(mut stream: TcpStream, seen: &Mutex<Vec<Seen>>, deed: &(dyn Fn(&Seen) -> Deed + Send + Sync)) {
    let Some(request) = read(&mut stream).await else {
        return;
    };
    seen.lock().unwrap().push(request.clone());
    match deed(&request) {
        Deed::Say(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Deed::Break(bytes) => {
            let _ = stream.write_all(&bytes).await;
            // What was written is to arrive before the reset does.
            tokio::time::sleep(Duration::from_millis(30)).await;
            reset(stream);
        }
        Deed::Stall(bytes) => {
            let _ = stream.write_all(&bytes).await;
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        Deed::Refuse => reset(stream),
    }
}

fn reset(stream: TcpStream) {
    let _ = stream.set_zero_linger();
}

async fn read(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let head = loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.split("\r\n");
    let line = lines.next()?.to_owned();
    let headers = lines.filter_map(|line| line.split_once(": "));
    let seen = Seen { line, headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect() };
    let length: usize = seen.header("content-length").map_or(0, |length| length.parse().unwrap());
    while bytes.len() < head + 4 + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    Some(seen)
}

/// An answer, with headers that each end in a line break.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> Deed {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n");
    Deed::Say(format!("{head}{body}").into_bytes())
}

/// An answer of JSON.
pub(crate) fn json(status: &str, body: &str) -> Deed {
    answer(status, "content-type: application/json\r\n", body)
}

/// What fits the operation that was asked for.
pub(crate) fn good(seen: &Seen) -> Deed {
    let line = seen.line.as_str();
    json(
        "200 OK",
        if line.contains("/meta") {
            r#"{"webhook_ip_ranges":[],"ip_ranges":[]}"#
        } else if line.contains("/keys") {
            r#"{"key_id":"new","key_secret":"x","key":"new:x","keys":[],"has_more":false,"next_cursor":null}"#
        } else if line.contains("/collections") {
            r#"{"collection":{"id":"c","name":"n","created_at":"2026-08-01T00:00:00Z","updated_at":"2026-08-01T00:00:00Z"}}"#
        } else {
            r#"{"models":[],"next_cursor":null,"has_more":false}"#
        },
    )
}

/// A clock that notes how long it was asked to wait, and goes on at once.
#[derive(Clone)]
pub(crate) struct Virtual {
    begun: Instant,
    waits: Arc<Mutex<Vec<Duration>>>,
}

impl Virtual {
    pub(crate) fn new() -> Self {
        Self { begun: Instant::now(), waits: Arc::default() }
    }

    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.waits.lock().unwrap().clone()
    }

    /// The waits in milliseconds.
    pub(crate) fn millis(&self) -> Vec<u128> {
        self.waits().iter().map(Duration::as_millis).collect()
    }
}

/// Noon of the 1st of August 2026.
pub(crate) fn noon() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_785_585_600)
}

impl Clock for Virtual {
    fn now(&self) -> Instant {
        self.begun + self.waits().iter().sum::<Duration>()
    }

    fn date(&self) -> SystemTime {
        noon() + self.waits().iter().sum::<Duration>()
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'_, ()> {
        self.waits.lock().unwrap().push(wait);
        Box::pin(std::future::ready(()))
    }
}
