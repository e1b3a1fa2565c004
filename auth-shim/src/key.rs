//! A key: checked when it is taken in, never shown, wiped from memory with its last copy.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use bytes::Bytes;
use fal_platform_client::error::InvalidRequest;
use fal_platform_client::{Error, Secret};
use reqwest::header::HeaderValue;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// What stands before a key in the header.
const SCHEME: &str = "Key ";

/// No key is nearly as long.
const LONGEST: usize = 4096;

/// A key of the form `id:secret`.
///
/// It is shown nowhere: its `Debug` says `Key([redacted])`, and there is no `Display`. Copies share
/// the same memory, which is wiped when the last of them goes. What the HTTP library and the system
/// have in their buffers while a request is written is out of its reach.
#[derive(Clone)]
pub struct Key {
    // The header's value, so that signing a request copies nothing.
    header: HeaderValue,
}

impl Key {
    /// Takes a key in. Spaces around it and a pasted `Key ` before it are left out.
    ///
    /// # Errors
    /// It is blank, is not of the form `id:secret`, or has other characters than visible ASCII ones.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let key = bare(text);
        let refuse = |reason| Err(KeyError { name: "key", reason });
        if key.is_empty() {
            return refuse("is blank");
        }
        if key.len() > LONGEST {
            return refuse("is too long to be a key");
        }
        if key.chars().any(char::is_control) {
            return refuse("has a line break or another control character in it");
        }
        if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return refuse("has a space or a character in it that no key has");
        }
        match key.split_once(':') {
            None => return refuse("is not of the form `id:secret`: it has no colon"),
            Some(("", _)) => return refuse("is not of the form `id:secret`: there is nothing before the colon"),
            Some((_, "")) => return refuse("is not of the form `id:secret`: there is nothing after the colon"),
            Some(_) => {}
        }
        // Room for all of it: growing would leave a copy behind.
        let mut value = Zeroizing::new(Vec::with_capacity(SCHEME.len() + key.len()));
        value.extend_from_slice(SCHEME.as_bytes());
        value.extend_from_slice(key.as_bytes());
        Self::over(value).map_or_else(|| refuse("does not fit into a header"), Ok)
    }

    /// The one way into a key: memory that wipes itself, and that all copies of the key share.
    fn over(memory: impl AsRef<[u8]> + ZeroizeOnDrop + Send + 'static) -> Option<Self> {
        let mut header = HeaderValue::from_maybe_shared(Bytes::from_owner(memory)).ok()?;
        header.set_sensitive(true);
        Some(Self { header })
    }

    /// A key whose two halves are kept apart.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn from_parts(id: &str, secret: &str) -> Result<Self, KeyError> {
        let mut whole = Zeroizing::new(String::with_capacity(id.len() + secret.len() + 1));
        whole.push_str(id.trim_matches(' '));
        whole.push(':');
        whole.push_str(secret.trim_matches(' '));
        Self::parse(&whole)
    }

    /// The half before the colon, which names the key and is no secret.
    pub fn id(&self) -> &str {
        let text = self.header.to_str().unwrap_or_default();
        text.strip_prefix(SCHEME).and_then(|key| key.split_once(':')).map_or("", |(id, _)| id)
    }

    /// Whether both are the same key.
    pub fn same(&self, other: &Self) -> bool {
        self.header == other.header
    }

    /// The value of the `Authorization` header, marked as sensitive.
    pub(crate) fn header(&self) -> HeaderValue {
        self.header.clone()
    }
}

/// The key without spaces around it and without a pasted `Key `.
fn bare(text: &str) -> &str {
    let text = text.trim_start_matches(' ');
    let scheme = text.get(..SCHEME.len()).filter(|start| start.eq_ignore_ascii_case(SCHEME));
    text[scheme.map_or(0, str::len)..].trim_matches(' ')
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key([redacted])")
    }
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        Self::parse(text)
    }
}

impl TryFrom<&str> for Key {
    type Error = KeyError;

    fn try_from(text: &str) -> Result<Self, KeyError> {
        Self::parse(text)
    }
}

impl TryFrom<&String> for Key {
    type Error = KeyError;

    fn try_from(text: &String) -> Result<Self, KeyError> {
        Self::parse(text)
    }
}

/// The text is wiped.
impl TryFrom<String> for Key {
    type Error = KeyError;

    fn try_from(mut text: String) -> Result<Self, KeyError> {
        let key = Self::parse(&text);
        text.zeroize();
        key
    }
}

/// A key that was answered when it was created: `Key::try_from(&answer.key)?`.
impl TryFrom<&Secret> for Key {
    type Error = KeyError;

    fn try_from(secret: &Secret) -> Result<Self, KeyError> {
        Self::parse(secret.expose())
    }
}

/// Why something was not taken for a key. It does not show what that was.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeyError {
    name: &'static str,
    reason: &'static str,
}

impl KeyError {
    pub(crate) fn new(name: &'static str, reason: &'static str) -> Self {
        Self { name, reason }
    }

    /// The same, said of another setting: of a variable of the environment.
    pub(crate) fn of(self, name: &'static str) -> Self {
        Self { name, ..self }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.name, self.reason)
    }
}

impl std::error::Error for KeyError {}

impl From<Infallible> for KeyError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl From<KeyError> for InvalidRequest {
    fn from(error: KeyError) -> Self {
        Self::of_client(error.name, error.reason)
    }
}

impl From<KeyError> for Error {
    fn from(error: KeyError) -> Self {
        InvalidRequest::from(error).into()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn a_key_is_taken_as_people_paste_it() {
        for text in ["id:secret", " id:secret ", "Key id:secret", "key  id:secret", " KEY id:secret"] {
            let key = Key::parse(text).unwrap();
            assert_eq!(key.header().to_str().unwrap(), "Key id:secret", "{text:?}");
            assert!(key.header().is_sensitive());
            assert_eq!(key.id(), "id");
        }
        assert!(Key::parse("id:a:b").unwrap().same(&Key::from_parts("id ", "a:b").unwrap()));
    }

    #[test]
    fn what_is_no_key_is_refused_and_not_shown() {
        let long = format!("id:{}", "hunter2".repeat(1000));
        for (text, reason) in [
            ("", "blank"),
            ("  ", "blank"),
            ("Key ", "blank"),
            ("hunter2", "no colon"),
            (":hunter2", "before the colon"),
            ("hunter2:", "after the colon"),
            ("id:hunter2\n", "line break"),
            ("id:hun\0ter2", "control character"),
            ("Bearer id:hunter2", "space"),
            ("id:hunter2 x", "space"),
            ("id:hünter2", "no key has"),
            (&long, "too long"),
        ] {
            let error = Key::parse(text).unwrap_err();
            let shown = format!("{error} {error:?} {}", Error::from(error.clone()));
            assert!(shown.contains(reason), "{text:?}: {shown}");
            assert!(!shown.contains("hunter2") && !shown.contains("hünter2"), "{shown}");
        }
    }

    #[test]
    fn a_key_is_not_shown() {
        let key = Key::parse("id:hunter2").unwrap();
        assert_eq!(format!("{key:?}"), "Key([redacted])");
        assert!(!format!("{:#?}", (&key, Some(key.header()))).contains("hunter2"));
    }

    /// Memory of a key that says when it goes.
    struct Watched(Zeroizing<Vec<u8>>, Arc<AtomicBool>);

    impl AsRef<[u8]> for Watched {
        fn as_ref(&self) -> &[u8] {
            &self.0
        }
    }

    impl ZeroizeOnDrop for Watched {}

    impl Drop for Watched {
        fn drop(&mut self) {
            self.1.store(true, Ordering::SeqCst);
        }
    }

    #[test]
    fn its_memory_is_wiped_with_its_last_copy() {
        // `over` takes only what wipes itself when it goes; this is when it goes.
        let gone = Arc::new(AtomicBool::new(false));
        let memory = Zeroizing::new(b"Key id:secret".to_vec());
        let start = memory.as_ptr();
        let key = Key::over(Watched(memory, Arc::clone(&gone))).unwrap();
        let (copy, header) = (key.clone(), key.header());
        assert_eq!((key.header.as_bytes().as_ptr(), header.as_bytes().as_ptr()), (start, start), "nothing is copied");
        drop((key, copy));
        assert!(!gone.load(Ordering::SeqCst), "a request on its way still has it");
        drop(header);
        assert!(gone.load(Ordering::SeqCst));
    }
}
