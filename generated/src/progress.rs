//! How far an upload or a download is.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

/// How far an upload or a download is: what a callback is told before the first byte and after every
/// piece.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// The bytes that went by so far. Of an upload, they were handed to the connection, and may not
    /// have arrived yet.
    pub bytes: u64,
    /// How many there will be, where that is known.
    pub total: Option<u64>,
}

/// Who is told.
pub(crate) type Watch = Box<dyn FnMut(Progress) + Send>;

/// Pieces that are counted as they go by.
pub(crate) struct Watched<S> {
    pieces: S,
    progress: Progress,
    watch: Watch,
    begun: bool,
}

impl<S> Watched<S> {
    pub(crate) fn new(pieces: S, total: Option<u64>, watch: Watch) -> Self {
        Self { pieces, progress: Progress { bytes: 0, total }, watch, begun: false }
    }
}

impl<S, E> Stream for Watched<S>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    type Item = Result<Bytes, E>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if !this.begun {
            this.begun = true;
            (this.watch)(this.progress);
        }
        let piece = Pin::new(&mut this.pieces).poll_next(context);
        if let Poll::Ready(Some(Ok(piece))) = &piece {
            this.progress.bytes += piece.len() as u64;
            (this.watch)(this.progress);
        }
        piece
    }
}
