//! The bytes of a multipart body (RFC 7578).
//!
//! Written here because a body made only of bytes has to stay repeatable: a transport can send it
//! again after a failure, which it cannot do with a stream.

use std::hash::{BuildHasher, RandomState};

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::{iter, once};
use reqwest::header::HeaderValue;

use crate::error::BoxError;
use crate::part::{Chunks, Part, Source};

/// An encoded body.
pub(super) struct Encoded {
    pub(super) media: String,
    /// The length, where it is known and the body cannot tell it.
    pub(super) length: Option<u64>,
    pub(super) body: reqwest::Body,
}

/// Encodes the parts; the error names the part at fault.
pub(super) fn encode(parts: Vec<(&'static str, Part)>) -> Result<Encoded, (&'static str, &'static str)> {
    let boundary = boundary();
    let end = Bytes::from(format!("--{boundary}--\r\n"));
    let length = parts.iter().try_fold(end.len() as u64, |sum, (name, part)| {
        let head = head(&boundary, name, part).len() as u64;
        Some(sum + head + part.length()? + 2)
    });
    let mut pieces = Vec::with_capacity(parts.len() * 3 + 1);
    for (name, part) in parts {
        if let Some(media) = &part.content_type
            && HeaderValue::from_str(media).is_err()
        {
            return Err((name, "its content type is no text for a header"));
        }
        pieces.push(Source::Bytes(head(&boundary, name, &part).into()));
        pieces.push(part.into_source());
        pieces.push(Source::Bytes(Bytes::from_static(b"\r\n")));
    }
    pieces.push(Source::Bytes(end));
    let media = format!("multipart/form-data; boundary={boundary}");
    Ok(match whole(&pieces) {
        Some(body) => Encoded { media, length: None, body: body.into() },
        None => Encoded { media, length, body: reqwest::Body::wrap_stream(iter(pieces).flat_map(chunks)) },
    })
}

/// The body in one piece, when all of it is in memory.
fn whole(pieces: &[Source]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    for piece in pieces {
        match piece {
            Source::Bytes(bytes) => body.extend_from_slice(bytes),
            Source::Stream { .. } => return None,
        }
    }
    Some(body)
}

fn chunks(piece: Source) -> Chunks {
    match piece {
        Source::Bytes(bytes) => Box::pin(once(async { Ok::<_, BoxError>(bytes) })),
        Source::Stream { chunks, .. } => chunks,
    }
}

fn head(boundary: &str, name: &str, part: &Part) -> String {
    let mut head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(name));
    if let Some(file_name) = &part.file_name {
        head.push_str(&format!("; filename=\"{}\"", quoted(file_name)));
    }
    if let Some(media) = &part.content_type {
        head.push_str(&format!("\r\nContent-Type: {media}"));
    }
    head.push_str("\r\n\r\n");
    head
}

/// A name between quotes, the way browsers write it.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// A line that no part contains: 128 bits from the seeds that the standard library draws for its maps.
fn boundary() -> String {
    let half = || RandomState::new().hash_one("boundary");
    format!("{:016x}{:016x}", half(), half())
}
