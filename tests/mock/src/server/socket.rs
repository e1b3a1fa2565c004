//! A connection that can be cut: after so many more bytes it is reset.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// No cut is planned.
const WHOLE: u64 = u64::MAX;

/// Cuts a connection from elsewhere.
#[derive(Clone, Debug)]
pub(crate) struct Control(Arc<AtomicU64>);

impl Control {
    /// Resets the connection after this many more bytes of the answer.
    pub(crate) fn cut_after(&self, bytes: u64) {
        self.0.store(bytes, Ordering::Release);
    }
}

/// A connection.
pub(crate) struct Socket {
    stream: TcpStream,
    left: Arc<AtomicU64>,
}

impl Socket {
    pub(crate) fn new(stream: TcpStream) -> (Self, Control) {
        // Small pieces are the point of some faults.
        let _ = stream.set_nodelay(true);
        let left = Arc::new(AtomicU64::new(WHOLE));
        (Self { stream, left: Arc::clone(&left) }, Control(left))
    }

    /// Makes the end of the connection a reset instead of a farewell.
    fn reset(&self) -> io::Error {
        let _ = self.stream.set_zero_linger();
        io::Error::from(io::ErrorKind::ConnectionReset)
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.left.load(Ordering::Acquire) != WHOLE {
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let left = self.left.load(Ordering::Acquire);
        if left == 0 {
            return Poll::Ready(Err(self.reset()));
        }
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
        let written = Pin::new(&mut self.stream).poll_write(context, bytes.get(..most).unwrap_or(bytes));
        if let (Poll::Ready(Ok(count)), true) = (&written, left != WHOLE) {
            self.left.store(left - *count as u64, Ordering::Release);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
