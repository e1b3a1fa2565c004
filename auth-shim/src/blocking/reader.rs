//! A body as a reader.

use std::io::{self, BufRead, Read};

use bytes::{Buf as _, Bytes};
use fal_platform_client::Error;
use futures_core::Stream;

use super::iter::Iter;

/// The pieces of a body, read one after another as they arrive.
///
/// A body that breaks off is an error that holds the [`Error`] of this crate; one that stands still
/// has [`TimedOut`](io::ErrorKind::TimedOut) for its kind.
#[derive(Debug)]
pub struct Reader<S> {
    pieces: Iter<S>,
    piece: Bytes,
}

impl<S> Reader<S> {
    pub(super) fn new(pieces: Iter<S>) -> Self {
        Self { pieces, piece: Bytes::new() }
    }
}

impl<S: Stream<Item = Result<Bytes, Error>> + Unpin> Read for Reader<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Nothing to read into: waiting would be for nothing.
        if buffer.is_empty() {
            return Ok(0);
        }
        let piece = self.fill_buf()?;
        let count = piece.len().min(buffer.len());
        buffer[..count].copy_from_slice(&piece[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<S: Stream<Item = Result<Bytes, Error>> + Unpin> BufRead for Reader<S> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.piece.is_empty() {
            match self.pieces.next() {
                Some(Ok(piece)) => self.piece = piece,
                Some(Err(error)) => return Err(failed(error)),
                None => break,
            }
        }
        Ok(&self.piece)
    }

    fn consume(&mut self, amount: usize) {
        self.piece.advance(amount.min(self.piece.len()));
    }
}

fn failed(error: Error) -> io::Error {
    let kind = if error.is_timeout() { io::ErrorKind::TimedOut } else { io::ErrorKind::Other };
    io::Error::new(kind, error)
}
