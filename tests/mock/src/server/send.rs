//! From an answer, and perhaps a fault, to what goes over the wire.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::stream::BoxStream;
use futures_util::{StreamExt as _, stream};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use hyper::body::{Body, Frame, SizeHint};

use super::socket::Control;
use super::{ARRIVES, NoAnswer};
use crate::answer::{Answer, Payload};
use crate::fault::{Fault, When};

/// The body of an answer, as the connection takes it.
pub(super) struct Outgoing {
    pieces: BoxStream<'static, Result<Bytes, io::Error>>,
    left: Option<u64>,
    control: Control,
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let polled = self.pieces.as_mut().poll_next(context);
        if let Poll::Ready(Some(Ok(piece))) = &polled {
            self.left = self.left.map(|left| left.saturating_sub(piece.len() as u64));
        }
        if let Poll::Ready(Some(Err(error))) = &polled
            && error.kind() == io::ErrorKind::ConnectionReset
        {
            self.control.cut_after(0);
        }
        polled.map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.left == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// Sends an answer, or does what the fault says.
///
/// # Errors
/// There is to be no answer: the connection ends.
pub(super) async fn send(
    answer: Answer,
    fault: Option<&Fault>,
    control: &Control,
) -> Result<Response<Outgoing>, NoAnswer> {
    let Answer { status, mut headers, body } = answer;
    match fault {
        Some(Fault::Silence) => std::future::pending().await,
        Some(Fault::Delay(pause)) => tokio::time::sleep(*pause).await,
        Some(Fault::Reset(When::BeforeHeaders)) => {
            control.cut_after(0);
            return Err(io::Error::from(io::ErrorKind::ConnectionReset));
        }
        // Enough for the status line, and no more.
        Some(Fault::Reset(When::DuringHeaders)) => control.cut_after(20),
        Some(Fault::ContentType(media)) => {
            headers.retain(|(name, _)| name != "content-type");
            headers.push(("content-type".to_owned(), media.clone()));
        }
        _ => {}
    }
    let (pieces, length) = match body {
        Payload::Whole(bytes) => {
            let length = bytes.len() as u64;
            (pieces(bytes, fault), Some(length))
        }
        Payload::Stream(pieces, length) => (disturbed(pieces, fault), length),
    };
    let mut response = Response::new(Outgoing { pieces, left: length, control: control.clone() });
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().append(name, value);
        }
    }
    // A broken body announces the whole one.
    if let (Some(length), true, Some(Fault::Truncated | Fault::Stall | Fault::Reset(_))) =
        (length, status != 204, fault)
    {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length.max(1)));
        response.body_mut().left = Some(length.max(1));
    }
    if status != 204 && length == Some(0) && !response.headers().contains_key(CONTENT_TYPE) {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(0));
    }
    Ok(response)
}

type Pieces = BoxStream<'static, Result<Bytes, io::Error>>;

fn pieces(bytes: Bytes, fault: Option<&Fault>) -> Pieces {
    match fault {
        Some(Fault::Slow { piece, pause }) => slow(bytes, (*piece).max(1), *pause),
        Some(Fault::Truncated | Fault::Stall | Fault::Reset(_)) => {
            let half = bytes.slice(..bytes.len() / 2);
            disturbed(Box::pin(stream::iter([Ok(half)])), fault)
        }
        _ if bytes.is_empty() => Box::pin(stream::empty()),
        _ => Box::pin(stream::iter([Ok(bytes)])),
    }
}

fn slow(bytes: Bytes, piece: usize, pause: Duration) -> Pieces {
    let cut = (0..bytes.len().div_ceil(piece)).map(move |index| {
        let at = index * piece;
        bytes.slice(at..bytes.len().min(at + piece))
    });
    Box::pin(stream::iter(cut).enumerate().then(move |(index, piece)| async move {
        if index > 0 {
            tokio::time::sleep(pause).await;
        }
        Ok(piece)
    }))
}

/// What the fault does after the first piece.
fn disturbed(pieces: Pieces, fault: Option<&Fault>) -> Pieces {
    let kind = match fault {
        Some(Fault::Truncated) => Some(io::ErrorKind::UnexpectedEof),
        Some(Fault::Reset(_)) => Some(io::ErrorKind::ConnectionReset),
        Some(Fault::Stall) => None,
        _ => return pieces,
    };
    let end = stream::once(async move {
        match kind {
            None => std::future::pending().await,
            Some(kind) => {
                tokio::time::sleep(ARRIVES).await;
                Err(io::Error::from(kind))
            }
        }
    });
    Box::pin(pieces.take(1).chain(end))
}
