//! Answers: a value with its status and headers, or a stream of bytes.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::StreamExt as _;
use reqwest::StatusCode;
use reqwest::header::{self, HeaderMap};
use tokio::io::{AsyncWrite, AsyncWriteExt as _};

use crate::error::{BodyError, Error};
use crate::operation::Operation;

/// A successful answer. It derefs to its value.
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, status: StatusCode, headers: HeaderMap) -> Self {
        Self { value, status, headers }
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The status code.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The server's name for the request, to quote in a report.
    pub fn request_id(&self) -> Option<String> {
        crate::error::request_id(&self.headers)
    }

    /// The same answer with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response::new(change(self.value), self.status, self.headers)
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("status", &self.status).field("value", &self.value).finish_non_exhaustive()
    }
}

/// The body of an answer, as it arrives.
///
/// It is a [`Stream`] of chunks; [`copy_to`](Self::copy_to) passes it on in constant memory.
pub struct ByteStream {
    operation: &'static Operation,
    content_length: Option<u64>,
    content_type: Option<String>,
    chunks: Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send>>,
}

impl ByteStream {
    pub(crate) fn new(operation: &'static Operation, response: reqwest::Response) -> Self {
        let content_type = response.headers().get(header::CONTENT_TYPE);
        Self {
            operation,
            content_length: response.content_length(),
            content_type: content_type.and_then(|media| media.to_str().ok()).map(str::to_owned),
            chunks: Box::pin(response.bytes_stream()),
        }
    }

    /// The length of the whole body, where the server says it beforehand.
    pub fn content_length(&self) -> Option<u64> {
        self.content_length
    }

    /// The media type that the server names.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Waits for the whole body.
    ///
    /// # Errors
    /// [`Error::Body`] when it breaks off.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let Some(first) = self.next_chunk().await? else {
            return Ok(Bytes::new());
        };
        let Some(second) = self.next_chunk().await? else {
            return Ok(first);
        };
        let mut whole = BytesMut::from(first);
        whole.extend_from_slice(&second);
        while let Some(chunk) = self.next_chunk().await? {
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }

    /// Waits for the whole body and reads it as UTF-8.
    ///
    /// # Errors
    /// [`Error::Body`] when it breaks off or is no UTF-8.
    pub async fn text(self) -> Result<String, Error> {
        let operation = self.operation;
        let bytes = self.bytes().await?;
        String::from_utf8(bytes.into())
            .map_err(|error| BodyError::because(operation, "its body is no text", error.utf8_error()))
    }

    /// Writes the body as it arrives, flushes, and tells how many bytes there were.
    ///
    /// # Errors
    /// [`Error::Body`] when the body breaks off, or the writer fails.
    pub async fn copy_to<W>(mut self, writer: &mut W) -> Result<u64, Error>
    where
        W: AsyncWrite + Unpin + ?Sized,
    {
        let operation = self.operation;
        let failed = |error| BodyError::because(operation, "its body could not be written", error);
        let mut written = 0;
        while let Some(chunk) = self.next_chunk().await? {
            writer.write_all(&chunk).await.map_err(failed)?;
            written += chunk.len() as u64;
        }
        writer.flush().await.map_err(failed)?;
        Ok(written)
    }

    async fn next_chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.next().await.transpose()
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let operation = self.operation;
        self.chunks
            .as_mut()
            .poll_next(context)
            .map(|chunk| chunk.map(|chunk| chunk.map_err(|error| BodyError::reading(operation, error))))
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("content_length", &self.content_length)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}
