//! Checksums: what a body must amount to, told beforehand.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use md5::Md5;
use sha2::{Digest, Sha256};

use crate::error::{ChecksumMismatch, Error};
use crate::operation::Operation;

/// What a body must amount to, told beforehand; [`ByteStream::verify`](crate::ByteStream::verify)
/// compares.
///
/// ```
/// use fal_platform_client::Checksum;
///
/// let checksum = Checksum::md5("d41d8cd98f00b204e9800998ecf8427e")?;
/// assert_eq!(checksum.to_string(), "md5:d41d8cd98f00b204e9800998ecf8427e");
/// # Ok::<(), fal_platform_client::ChecksumError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Checksum(Sum);

#[derive(Clone, Debug, Eq, Hash, PartialEq)]
enum Sum {
    Sha256([u8; 32]),
    Md5([u8; 16]),
}

impl Checksum {
    /// A SHA-256 in 64 hexadecimal digits.
    ///
    /// # Errors
    /// It is no such thing.
    pub fn sha256(digits: &str) -> Result<Self, ChecksumError> {
        hex(digits).map(Sum::Sha256).map(Self).ok_or_else(|| ChecksumError::new("SHA-256", 64, digits))
    }

    /// An MD5 in 32 hexadecimal digits. It finds accidents, not forgery.
    ///
    /// # Errors
    /// It is no such thing.
    pub fn md5(digits: &str) -> Result<Self, ChecksumError> {
        hex(digits).map(Sum::Md5).map(Self).ok_or_else(|| ChecksumError::new("MD5", 32, digits))
    }
}

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, bytes) = match &self.0 {
            Sum::Sha256(bytes) => ("sha256", bytes.as_slice()),
            Sum::Md5(bytes) => ("md5", bytes.as_slice()),
        };
        write!(f, "{name}:")?;
        bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A text that is no checksum.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ChecksumError(String);

impl ChecksumError {
    fn new(name: &str, digits: usize, found: &str) -> Self {
        let shown: String = found.chars().take(80).collect();
        Self(format!("a {name} has {digits} hexadecimal digits, this is {shown:?}"))
    }
}

impl fmt::Display for ChecksumError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ChecksumError {}

/// The bytes of exactly `N` pairs of digits.
fn hex<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let text = digits.trim().as_bytes();
    let mut bytes = [0; N];
    if text.len() != 2 * N {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

/// A sum as it grows.
enum Growing {
    Sha256(Sha256),
    Md5(Md5),
}

impl Growing {
    fn add(&mut self, piece: &[u8]) {
        match self {
            Self::Sha256(sum) => sum.update(piece),
            Self::Md5(sum) => sum.update(piece),
        }
    }

    fn end(self) -> Checksum {
        Checksum(match self {
            Self::Sha256(sum) => Sum::Sha256(sum.finalize().into()),
            Self::Md5(sum) => Sum::Md5(sum.finalize().into()),
        })
    }
}

/// Pieces that end in an error when they do not amount to what was told.
pub(crate) struct Verified<S> {
    pieces: S,
    operation: &'static Operation,
    expected: Checksum,
    /// None when the end has been reached.
    sum: Option<Growing>,
}

impl<S> Verified<S> {
    pub(crate) fn new(pieces: S, operation: &'static Operation, expected: Checksum) -> Self {
        let sum = match expected.0 {
            Sum::Sha256(_) => Growing::Sha256(Sha256::new()),
            Sum::Md5(_) => Growing::Md5(Md5::new()),
        };
        Self { pieces, operation, expected, sum: Some(sum) }
    }
}

impl<S> Stream for Verified<S>
where
    S: Stream<Item = Result<Bytes, Error>> + Unpin,
{
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let piece = Pin::new(&mut this.pieces).poll_next(context);
        match &piece {
            Poll::Ready(Some(Ok(piece))) => {
                if let Some(sum) = &mut this.sum {
                    sum.add(piece);
                }
            }
            // What broke off is said to have broken off, and nothing else.
            Poll::Ready(Some(Err(_))) => this.sum = None,
            Poll::Ready(None) => {
                let found = this.sum.take().map(Growing::end).filter(|found| *found != this.expected);
                if let Some(found) = found {
                    return Poll::Ready(Some(Err(ChecksumMismatch::between(
                        this.operation,
                        this.expected.clone(),
                        found,
                    ))));
                }
            }
            Poll::Pending => {}
        }
        piece
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_either_case_and_nothing_else() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let sum = Checksum::sha256(&format!(" {} ", empty.to_uppercase())).unwrap();
        assert_eq!(sum.to_string(), format!("sha256:{empty}"));
        for wrong in ["", "e3b0", &empty[1..], &empty.replace('e', "g"), "4bDTQ4mPxUmvv7TImW+5JCeuQeRkm5NMpJWZG3hSuFU="]
        {
            let error = Checksum::sha256(wrong).unwrap_err().to_string();
            assert!(error.contains("64 hexadecimal digits"), "{error}");
        }
        assert!(Checksum::md5(empty).is_err());
        // Two bytes of UTF-8 are no two digits.
        assert!(Checksum::md5(&"é".repeat(16)).is_err());
    }
}
