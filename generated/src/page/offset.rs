//! Lists whose next position the client counts itself.
#![allow(dead_code, reason = "a document may have no offset")]

use std::fmt::{self, Debug, Write as _};
use std::hash::{DefaultHasher, Hasher as _};

/// Where the page after one of `count` items starts; `None` after the last one.
///
/// There is no total and no `has_more` with an offset: a page that is empty, or shorter than the
/// limit that was asked for, is the last.
pub(crate) fn next_offset(offset: Option<i64>, limit: Option<i64>, count: usize) -> Option<i64> {
    let count = i64::try_from(count).ok()?;
    let is_last = count == 0 || limit.is_some_and(|limit| count < limit);
    if is_last { None } else { offset.unwrap_or(0).checked_add(count) }
}

/// What tells a page from the others: a digest of all its items. It takes `Debug`, which every type of
/// an answer has; none, where there are no items.
pub(crate) fn mark<T: Debug>(items: &[T]) -> Option<u64> {
    struct Digest(DefaultHasher);

    impl fmt::Write for Digest {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0.write(text.as_bytes());
            Ok(())
        }
    }

    let mut digest = Digest(DefaultHasher::new());
    write!(digest, "{items:?}").ok()?;
    (!items.is_empty()).then(|| digest.0.finish())
}

#[cfg(test)]
mod tests;
