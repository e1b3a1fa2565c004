//! Bodies on their way: watched for progress, or read to their end and put together again.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use fal_platform_client::error::BoxError;
use futures_util::stream;
use http_body::{Body as _, Frame, SizeHint};
use reqwest::header::HeaderValue;
use reqwest::{Body, Response, ResponseBuilderExt as _};
use tokio::time::{Instant, Sleep, sleep};

use crate::key::Key;

/// The shortest secret that is looked for without what stands before it.
const SHORTEST_SECRET: usize = 7;
/// The shortest start of a secret that is taken out where a text was cut off: less gives nothing away.
const SHORTEST_START: usize = 4;

/// When the last piece of an upload went out.
#[derive(Clone)]
pub(crate) struct Progress(Arc<Mutex<Instant>>);

impl Progress {
    /// Watches the body of a request, when it is a stream.
    pub(crate) fn watch(request: &mut reqwest::Request) -> Option<Self> {
        request.body().filter(|body| body.as_bytes().is_none())?;
        let progress = Self(Arc::new(Mutex::new(Instant::now())));
        let pieces = request.body_mut().take()?;
        *request.body_mut() = Some(Body::wrap(Watched { pieces, progress: progress.clone() }));
        Some(progress)
    }

    pub(crate) fn last(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Watched {
    pieces: Body,
    progress: Progress,
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, reqwest::Error>>> {
        let frame = Pin::new(&mut self.pieces).poll_frame(context);
        if frame.is_ready() {
            *self.progress.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.pieces.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.pieces.size_hint()
    }
}

/// The answer, whose body fails when it stands still for too long.
pub(crate) fn hurried(response: Response, limit: Option<Duration>) -> Response {
    let Some(limit) = limit else {
        return response;
    };
    rebuilt(response, |pieces| Body::wrap(Hurried { pieces, limit, patience: Box::pin(sleep(limit)), waiting: false }))
}

struct Hurried {
    pieces: Body,
    limit: Duration,
    patience: Pin<Box<Sleep>>,
    waiting: bool,
}

impl http_body::Body for Hurried {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.pieces).poll_frame(context) {
            self.waiting = false;
            return Poll::Ready(frame.map(|frame| frame.map_err(|error| error.without_url().into())));
        }
        // What the reader does between two pieces is its own time.
        if !self.waiting {
            self.waiting = true;
            let end = Instant::now() + self.limit;
            self.patience.as_mut().reset(end);
        }
        let limit = self.limit;
        self.patience.as_mut().poll(context).map(|()| Some(Err(too_slow("the body stood still", limit).into())))
    }

    fn is_end_stream(&self) -> bool {
        self.pieces.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.pieces.size_hint()
    }
}

/// The error of a limit that was reached.
pub(crate) fn too_slow(what: &str, limit: Duration) -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, format!("{what} for {limit:?}"))
}

/// What was read of a body.
#[derive(Default)]
pub(crate) struct Pieces(Vec<Bytes>);

impl Pieces {
    /// Reads up to `limit` bytes; it can be dropped at any time and keeps what there is.
    pub(crate) async fn read(&mut self, response: &mut Response, limit: usize) -> Result<(), reqwest::Error> {
        let mut length = 0;
        while length < limit {
            let Some(piece) = response.chunk().await? else {
                return Ok(());
            };
            length += piece.len();
            self.0.push(piece);
        }
        Ok(())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(Bytes::len).sum()
    }

    /// Takes a key out of what was read, where the server repeats it: errors end in logs. Where the body
    /// was cut off, so may be the key.
    pub(crate) fn silence(&mut self, key: &HeaderValue, cut: bool) {
        let [first, rest @ ..] = &*self.0 else {
            return;
        };
        let whole = if rest.is_empty() { first.clone() } else { Bytes::from(self.0.concat()) };
        let whole = silenced(&whole, key.as_bytes()).unwrap_or(whole);
        self.0 = vec![if cut { without_start(whole, key.as_bytes()) } else { whole }];
    }

    /// The answer as if nothing had been read of it, ending in `failure` where there is one.
    pub(crate) fn put_back(self, response: Response, failure: Option<BoxError>) -> Response {
        rebuilt(response, |rest| self.before(Some(rest), failure))
    }

    /// The answer with what was read of it and no more: what comes after was not searched for keys.
    pub(crate) fn alone(self, response: Response, failure: Option<BoxError>) -> Response {
        rebuilt(response, |_| self.before(None, failure))
    }

    fn before(mut self, rest: Option<Body>, failure: Option<BoxError>) -> Body {
        let rest = rest.filter(|rest| failure.is_none() && !rest.is_end_stream());
        if self.0.len() <= 1 && failure.is_none() && rest.is_none() {
            return Body::from(self.0.pop().unwrap_or_default());
        }
        Body::wrap_stream(chained(self.0.into_iter().map(Ok).chain(failure.map(Err)), rest))
    }
}

/// What was read, without a key.
pub(crate) fn concealed(body: Bytes, key: &Key) -> Bytes {
    silenced(&body, key.header().as_bytes()).unwrap_or(body)
}

/// A text without a key, its secret half included; none when the key is not in it.
fn silenced(text: &[u8], header: &[u8]) -> Option<Bytes> {
    let sought = sought(header);
    let mut at = find(text, sought)?;
    let (mut silent, mut rest) = (Vec::with_capacity(text.len()), text);
    loop {
        silent.extend_from_slice(&rest[..at]);
        silent.extend_from_slice(b"[redacted]");
        rest = &rest[at + sought.len()..];
        match find(rest, sought) {
            Some(next) => at = next,
            None => break,
        }
    }
    silent.extend_from_slice(rest);
    Some(silent.into())
}

/// The half of a key that is secret.
fn sought(header: &[u8]) -> &[u8] {
    let key = header.strip_prefix(b"Key ").unwrap_or(header);
    let secret = key.splitn(2, |byte| *byte == b':').nth(1).unwrap_or(key);
    // A short one is a test's, and may be part of any word.
    if secret.len() < SHORTEST_SECRET { key } else { secret }
}

/// A text that was cut off, without the start of a key at its end.
fn without_start(text: Bytes, header: &[u8]) -> Bytes {
    let sought = sought(header);
    let starts = (SHORTEST_START..sought.len()).rev();
    match starts.map(|length| &sought[..length]).find(|start| text.ends_with(start)) {
        Some(start) => [&text[..text.len() - start.len()], b"[redacted]"].concat().into(),
        None => text,
    }
}

fn find(text: &[u8], sought: &[u8]) -> Option<usize> {
    text.windows(sought.len()).position(|part| part == sought)
}

/// What was read, and then the rest.
fn chained(
    read: impl Iterator<Item = Result<Bytes, BoxError>> + Send + 'static,
    rest: Option<Body>,
) -> impl futures_core::Stream<Item = Result<Bytes, BoxError>> + Send + 'static {
    stream::unfold((read, rest), |(mut read, mut rest)| async move {
        if let Some(piece) = read.next() {
            return Some((piece, (read, rest)));
        }
        let pieces = rest.as_mut()?;
        loop {
            let frame = std::future::poll_fn(|context| Pin::new(&mut *pieces).poll_frame(context)).await?;
            match frame.map(Frame::into_data) {
                Ok(Ok(piece)) => return Some((Ok(piece), (read, rest))),
                // Trailers say nothing here.
                Ok(Err(_)) => {}
                Err(error) => return Some((Err(error.without_url().into()), (read, None))),
            }
        }
    })
}

/// The same answer with another body.
fn rebuilt(response: Response, change: impl FnOnce(Body) -> Body) -> Response {
    // An answer that is not told where it came from parses an address that stands for none.
    let url = response.url().clone();
    let (mut parts, body) = http::Response::<Body>::from(response).into_parts();
    // The only way to tell it is through a builder's extensions.
    if let Some(extensions) = http::response::Builder::new().url(url).extensions_mut() {
        parts.extensions.extend(std::mem::take(extensions));
    }
    http::Response::from_parts(parts, change(body)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_repeated_is_taken_out() {
        let silent = |text: &str, header: &str| silenced(text.as_bytes(), header.as_bytes());
        assert_eq!(silent("no key", "Key id:hunter22"), None);
        assert_eq!(silent("", "Key id:hunter22"), None);
        let found = silent("a Key id:hunter22, hunter22", "Key id:hunter22").unwrap();
        assert_eq!(found, "a Key id:[redacted], [redacted]");
        // An `x` is in many words.
        assert_eq!(silent("exact, id:x", "Key id:x").unwrap(), "exact, [redacted]");
        assert_eq!(silent("exact", "Key id:x"), None);
    }

    #[test]
    fn it_is_found_across_pieces() {
        let mut pieces = Pieces(["id:hun", "ter22 is ", "wrong"].map(Bytes::from).into());
        pieces.silence(&HeaderValue::from_static("Key id:hunter22"), false);
        assert_eq!(pieces.0.concat(), b"id:[redacted] is wrong");
        Pieces::default().silence(&HeaderValue::from_static("Key id:hunter22"), true);
    }

    #[test]
    fn the_start_of_a_key_is_taken_out_where_the_text_was_cut_off() {
        let silent = |text: &'static str, cut| {
            let mut pieces = Pieces(vec![Bytes::from(text)]);
            pieces.silence(&HeaderValue::from_static("Key id:hunter22"), cut);
            pieces.0.concat()
        };
        assert_eq!(silent("sent id:hunter2", true), b"sent id:[redacted]");
        assert_eq!(silent("sent id:hunt", true), b"sent id:[redacted]");
        assert_eq!(silent("sent hunter22", true), b"sent [redacted]");
        // Three letters may be those of any word, and so may more where the text goes no further.
        assert_eq!(silent("I shun", true), b"I shun");
        assert_eq!(silent("the hunt", false), b"the hunt");
    }
}
