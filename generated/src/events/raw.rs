//! Events as they are sent, cut out of a body.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt as _;
use sse_stream::{Sse, SseByteStream};

use crate::error::{BodyError, Error};
use crate::operation::Operation;
use crate::response::ByteStream;

/// The longest event that is kept in memory. Tests do not have all day.
const LONGEST: usize = if cfg!(test) { 64 * 1024 } else { 16 * 1024 * 1024 };

/// The name of an event that reports an error.
const ERROR: &str = "error";

/// An event as it was sent.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct RawEvent {
    /// What kind of event it is, where the server names one.
    pub name: Option<String>,
    /// The data; several lines of it are joined by line breaks.
    pub data: String,
    /// Its id, where the server gives one.
    pub id: Option<String>,
    /// How long the server asks to wait before another connection.
    pub retry: Option<Duration>,
}

impl RawEvent {
    /// Whether it reports an error.
    pub fn is_error(&self) -> bool {
        self.name.as_deref() == Some(ERROR)
    }
}

/// The events of a body, as they are.
///
/// Events without data are passed over, unless they are errors. An event that is no UTF-8, or longer
/// than 16 MiB, ends the stream.
pub struct RawEvents {
    operation: &'static Operation,
    blocks: Pin<Box<SseByteStream<Bounded>>>,
    retry: Option<Duration>,
}

impl RawEvents {
    pub(crate) fn new(body: ByteStream) -> Self {
        let operation = body.operation();
        Self { operation, blocks: Box::pin(SseByteStream::new(Bounded::new(body))), retry: None }
    }

    /// The next event; none after the last one, and after an error.
    pub async fn next(&mut self) -> Option<Result<RawEvent, Error>> {
        futures_util::StreamExt::next(self).await
    }

    /// How long the server asked to wait before another connection, when it last said so.
    pub fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// The event that a block is; none when it only says how to read on.
    fn event(&mut self, block: Sse) -> Option<RawEvent> {
        let retry = block.retry.map(Duration::from_millis);
        self.retry = retry.or(self.retry);
        let name = block.event.filter(|name| !name.is_empty());
        let event = RawEvent { name, data: block.data.unwrap_or_default(), id: block.id, retry };
        (!event.data.is_empty() || event.is_error()).then_some(event)
    }

    fn failure(&self, error: sse_stream::Error) -> Error {
        let what = "its events could not be read";
        match error {
            // What went wrong with the body is told as for any other.
            sse_stream::Error::Body(source) => match source.downcast::<Error>() {
                Ok(error) => *error,
                Err(source) => BodyError::because(self.operation, what, source),
            },
            other => BodyError::because(self.operation, what, other),
        }
    }
}

impl Stream for RawEvents {
    type Item = Result<RawEvent, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match self.blocks.as_mut().poll_next(context) {
                Poll::Ready(Some(Ok(block))) => {
                    if let Some(event) = self.event(block) {
                        return Poll::Ready(Some(Ok(event)));
                    }
                }
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(self.failure(error)))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

impl std::fmt::Debug for RawEvents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RawEvents").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}

/// A body that fails when an event in it does not end: the parser keeps an event until it does.
struct Bounded {
    body: ByteStream,
    /// The bytes since the last empty line.
    length: usize,
    /// Whether the line so far is empty.
    at_start: bool,
    last: u8,
}

impl Bounded {
    fn new(body: ByteStream) -> Self {
        Self { body, length: 0, at_start: true, last: 0 }
    }

    fn admit(&mut self, piece: &[u8]) -> Result<(), Error> {
        for &byte in piece {
            self.length += 1;
            let ends = match byte {
                // The second half of one line break.
                b'\n' if self.last == b'\r' => false,
                b'\n' | b'\r' => {
                    if self.at_start {
                        self.length = 0;
                    }
                    true
                }
                _ => {
                    self.at_start = false;
                    false
                }
            };
            self.at_start |= ends;
            self.last = byte;
            if self.length > LONGEST {
                let reason = format!("one of them is longer than {LONGEST} bytes");
                return Err(BodyError::because(self.body.operation(), "its events could not be read", reason));
            }
        }
        Ok(())
    }
}

impl Stream for Bounded {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = self.body.poll_next_unpin(context);
        match piece {
            Poll::Ready(Some(Ok(piece))) => Poll::Ready(Some(self.admit(&piece).map(|()| piece))),
            other => other,
        }
    }
}
