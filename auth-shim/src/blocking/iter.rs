//! Waiting for one after another: pages, items, events, pieces.

use std::ops::Deref;

use fal_platform_client::Error;
use futures_core::Stream;
use futures_util::StreamExt as _;

use bytes::Bytes;

use super::background::{self, NotStarted};
use super::reader::Reader;

/// Goes through a stream without asynchronous code.
pub trait WaitEach: Stream + Sized + Unpin {
    /// An iterator that waits for each of the stream's items.
    ///
    /// ```no_run
    /// # #[cfg(feature = "models")]
    /// # fn example(fal: fal_platform::blocking::Client) -> Result<(), fal_platform::Error> {
    /// use fal_platform::blocking::WaitEach as _;
    ///
    /// let mut pages = fal.get_models().pages().wait_each();
    /// while let Some(page) = pages.next() {
    ///     println!("{} models; the next page begins at {:?}", page?.models.len(), pages.cursor());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    fn wait_each(self) -> Iter<Self> {
        Iter(self)
    }

    /// The pieces of a body as one [`Read`](std::io::Read).
    fn reader(self) -> Reader<Self>
    where
        Self: Stream<Item = Result<Bytes, Error>>,
    {
        Reader::new(self.wait_each())
    }
}

impl<S: Stream + Sized + Unpin> WaitEach for S {}

/// A stream as an iterator. It derefs to the stream, which may know more: its
/// [`cursor`](crate::Pages::cursor).
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before the first `next`"]
pub struct Iter<S>(S);

impl<S> Iter<S> {
    /// The stream, from where the iterator is.
    pub fn into_inner(self) -> S {
        self.0
    }
}

impl<S> Deref for Iter<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.0
    }
}

impl<S, T, E> Iterator for Iter<S>
where
    S: Stream<Item = Result<T, E>> + Unpin,
    E: From<NotStarted>,
{
    type Item = Result<T, E>;

    fn next(&mut self) -> Option<Result<T, E>> {
        match background::runtime() {
            Ok(handle) => background::wait(&handle, self.0.next()),
            Err(failed) => Some(Err(failed.into())),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}
