//! One part of a multipart body: a file, bytes or text.

use std::fmt;
use std::io;
use std::path::Path;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::StreamExt as _;
use futures_util::stream::{try_unfold, unfold};
use tokio::io::{AsyncRead, AsyncReadExt as _};

use crate::error::BoxError;
use crate::progress::{Progress, Watch, Watched};

/// How much of a reader is held in memory at a time.
const CHUNK: usize = 64 * 1024;

/// One part of a multipart body.
///
/// ```no_run
/// # async fn example() -> std::io::Result<()> {
/// use fal_platform_client::Part;
///
/// let part = Part::file("model.safetensors").await?;
/// let part = part.progress(|progress| println!("{} of {:?} bytes", progress.bytes, progress.total));
/// # Ok(())
/// # }
/// ```
///
/// Parts made of bytes or text are kept in memory, and a request made only of them can be sent
/// again after a failure. Parts made of a reader, a file or a stream are sent as they are read.
pub struct Part {
    source: Source,
    watch: Option<Watch>,
    pub(crate) file_name: Option<String>,
    pub(crate) content_type: Option<String>,
}

pub(crate) type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

pub(crate) enum Source {
    Bytes(Bytes),
    Stream { chunks: Chunks, length: Option<u64> },
}

impl Part {
    /// A part that is in memory.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::of(Source::Bytes(bytes.into()))
    }

    /// A part of text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::bytes(text.into())
    }

    /// A part that is sent as it arrives. With a length, the server learns it beforehand, and a
    /// stream that is shorter or longer fails.
    pub fn stream<S, E>(stream: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        let chunks: Chunks = Box::pin(stream.map(|chunk| chunk.map_err(Into::into)));
        let part = Self::of(Source::Stream { chunks, length: None });
        match length {
            Some(length) => part.sized(length),
            None => part,
        }
    }

    /// A part that is sent as it is read, in constant memory. [`sized`](Self::sized) announces its
    /// length.
    pub fn reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::stream(read(reader), None)
    }

    /// A part that is sent as the file is read, under the file's own name.
    ///
    /// # Errors
    /// The file does not open, or is none.
    pub async fn file(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let file = tokio::fs::File::open(path).await?;
        let about = file.metadata().await?;
        if !about.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{} is not a file", path.display())));
        }
        let length = about.len();
        // A file that grows meanwhile is sent as long as it was announced.
        let part = Self::stream(read(file.take(length)), Some(length)).content_type("application/octet-stream");
        Ok(match path.file_name() {
            Some(name) => part.file_name(name.to_string_lossy()),
            None => part,
        })
    }

    /// Names the file that the server is to see.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Names the media type.
    #[must_use]
    pub fn content_type(mut self, media: impl Into<String>) -> Self {
        self.content_type = Some(media.into());
        self
    }

    /// Announces the length of a reader or stream, for servers that want to know it beforehand. One
    /// that turns out to be shorter or longer fails.
    #[must_use]
    pub fn sized(mut self, length: u64) -> Self {
        self.source = match self.source {
            Source::Stream { chunks, .. } => Source::Stream { chunks: exactly(chunks, length), length: Some(length) },
            // What is in memory has the length that it has.
            bytes @ Source::Bytes(_) => bytes,
        };
        self
    }

    /// Tells `watch` how far it is, before the first byte and after every piece. A request with such a
    /// part is sent once: what was told cannot be taken back.
    #[must_use]
    pub fn progress(mut self, watch: impl FnMut(Progress) + Send + 'static) -> Self {
        self.watch = Some(Box::new(watch));
        self
    }

    /// The length, where it is known beforehand.
    pub fn length(&self) -> Option<u64> {
        match &self.source {
            Source::Bytes(bytes) => Some(bytes.len() as u64),
            Source::Stream { length, .. } => *length,
        }
    }

    fn of(source: Source) -> Self {
        Self { source, watch: None, file_name: None, content_type: None }
    }

    /// What is sent.
    pub(crate) fn into_source(self) -> Source {
        let length = self.length();
        let Some(watch) = self.watch else {
            return self.source;
        };
        let chunks = match self.source {
            Source::Bytes(bytes) => pieces(bytes),
            Source::Stream { chunks, .. } => chunks,
        };
        Source::Stream { chunks: Box::pin(Watched::new(chunks, length, watch)), length }
    }
}

/// What is in memory, in pieces: progress is told after each.
fn pieces(bytes: Bytes) -> Chunks {
    Box::pin(unfold(bytes, |mut rest| async move {
        let piece = rest.split_to(rest.len().min(CHUNK));
        (!piece.is_empty()).then_some((Ok(piece), rest))
    }))
}

/// Without this, a part that is too long would be cut, and the end of the body with it.
fn exactly(chunks: Chunks, length: u64) -> Chunks {
    Box::pin(try_unfold((chunks, length), |(mut chunks, left)| async move {
        match chunks.next().await.transpose()? {
            Some(chunk) => match left.checked_sub(chunk.len() as u64) {
                Some(left) => Ok(Some((chunk, (chunks, left)))),
                None => Err("a part is longer than announced".into()),
            },
            None if left == 0 => Ok(None),
            None => Err("a part is shorter than announced".into()),
        }
    }))
}

fn read(reader: impl AsyncRead + Send + 'static) -> impl Stream<Item = io::Result<Bytes>> + Send {
    try_unfold(Box::pin(reader), |mut reader| async move {
        let mut chunk = BytesMut::with_capacity(CHUNK);
        let read = reader.read_buf(&mut chunk).await?;
        Ok((read > 0).then(|| (chunk.freeze(), reader)))
    })
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .field("length", &self.length())
            .finish_non_exhaustive()
    }
}

impl From<Bytes> for Part {
    fn from(bytes: Bytes) -> Self {
        Self::bytes(bytes)
    }
}

impl From<Vec<u8>> for Part {
    fn from(bytes: Vec<u8>) -> Self {
        Self::bytes(bytes)
    }
}

impl From<&[u8]> for Part {
    fn from(bytes: &[u8]) -> Self {
        Self::bytes(bytes.to_vec())
    }
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}
