//! Answers: a value with its status and headers, or a stream of bytes.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::StreamExt as _;
use reqwest::StatusCode;
use reqwest::header::{self, HeaderMap};
use tokio::io::{AsyncWrite, AsyncWriteExt as _, BufWriter};

use crate::checksum::{Checksum, Verified};
use crate::error::{BodyError, Error};
use crate::events::RawEvents;
use crate::operation::Operation;
use crate::progress::{Progress, Watched};
use crate::save::Partial;

/// How much of a download is written to a file at a time.
const WRITE: usize = 256 * 1024;

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
/// ```no_run
/// # use fal_platform_client::{ByteStream, Checksum, Error};
/// # async fn example(body: ByteStream, checksum: Checksum) -> Result<(), Error> {
/// let length = body
///     .progress(|progress| println!("{} of {:?} bytes", progress.bytes, progress.total))
///     .verify(checksum)
///     .save("model.safetensors")
///     .await?;
/// # Ok(())
/// # }
/// ```
///
/// It is a [`Stream`] of chunks; [`copy_to`](Self::copy_to) passes it on to a writer and
/// [`save`](Self::save) to a file, both in constant memory.
pub struct ByteStream {
    operation: &'static Operation,
    content_length: Option<u64>,
    content_type: Option<String>,
    chunks: Chunks,
}

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>;

impl ByteStream {
    pub(crate) fn new(operation: &'static Operation, response: reqwest::Response) -> Self {
        let content_type = response.headers().get(header::CONTENT_TYPE);
        Self {
            operation,
            content_length: response.content_length(),
            content_type: content_type.and_then(|media| media.to_str().ok()).map(str::to_owned),
            chunks: Box::pin(
                response.bytes_stream().map(move |chunk| chunk.map_err(|error| BodyError::reading(operation, error))),
            ),
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

    pub(crate) fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Tells `watch` how far it is, before the first byte and after every piece, whatever the body is
    /// read by.
    #[must_use]
    pub fn progress(mut self, watch: impl FnMut(Progress) + Send + 'static) -> Self {
        self.chunks = Box::pin(Watched::new(self.chunks, self.content_length, Box::new(watch)));
        self
    }

    /// Lets the body end in [`Error::Checksum`] when it is not what the checksum stands for, whatever it
    /// is read by. Without a checksum, which not every listing has, nothing is compared.
    #[must_use]
    pub fn verify(mut self, checksum: impl Into<Option<Checksum>>) -> Self {
        if let Some(checksum) = checksum.into() {
            self.chunks = Box::pin(Verified::new(self.chunks, self.operation, checksum));
        }
        self
    }

    /// The events of a `text/event-stream`, as they are. Operations that answer with events have
    /// `events`, which decodes them and can reconnect.
    pub fn events(self) -> RawEvents {
        RawEvents::new(self)
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

    /// Writes the body into a file as it arrives, and tells how many bytes there were.
    ///
    /// The file has its name only when all of it is on the disk: until then it is another one in the
    /// same folder, hidden and called `*.part`, which is removed when anything fails or the future is
    /// dropped. A file that was there before stays until then, and is replaced in one step.
    ///
    /// # Errors
    /// [`Error::Body`] when the body breaks off or the file cannot be written, [`Error::Checksum`] when
    /// it was to be [verified](Self::verify) and is not what was expected.
    pub async fn save(self, path: impl AsRef<Path>) -> Result<u64, Error> {
        let operation = self.operation;
        let failed = |error| BodyError::because(operation, "its body could not be saved", error);
        let mut partial = Partial::beside(path.as_ref()).await.map_err(failed)?;
        // Each write to a file is a thread's work: few and large ones.
        let mut writer = BufWriter::with_capacity(WRITE, partial.file().map_err(failed)?);
        let written = self.copy_to(&mut writer).await?;
        partial.keep().await.map_err(failed)?;
        Ok(written)
    }

    async fn next_chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.next().await.transpose()
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.chunks.as_mut().poll_next(context)
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
