//! Long lists: pages, and the items in them, as streams.

mod guard;
mod offset;

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_core::future::BoxFuture;
use futures_util::StreamExt;

use crate::error::{Error, StuckCursor};
use crate::operation::Operation;
use crate::response::Response;
use guard::Guard;
#[allow(unused_imports, reason = "a document may have no offset")]
pub(crate) use offset::{mark, next_offset};

/// The future of one page.
pub type Fetch<'a, P> = BoxFuture<'a, Result<Response<P>, Error>>;

/// A request whose answer is one page of a list; generated code implements it on builders.
pub trait Paged: Sized + Clone + Send {
    /// One page.
    type Page: Send;
    /// One item of the list.
    type Item: Send;
    /// The request on its way.
    type Future: Future<Output = Result<Response<Self::Page>, Error>> + Send + Unpin;
    /// The operation.
    const OPERATION: &'static Operation;

    /// Sends the request.
    fn fetch(self) -> Self::Future;

    /// The request for the page after this one, and its position; none after the last page.
    fn following(self, page: &Self::Page) -> Option<(Self, String)>;

    /// What tells this page from the others, where the client counts to the next position instead of
    /// reading it from the page: a server that does not heed the position answers one page over and over.
    fn mark(_page: &Self::Page) -> Option<u64> {
        None
    }

    /// The items of a page.
    fn items(page: Self::Page) -> Vec<Self::Item>;
}

/// The pages of a list, one request at a time.
///
/// An error ends it; [`cursor`](Self::cursor) says where to begin again.
pub struct Pages<B: Paged> {
    /// The request whose answer `fetching` is waited for, or that is to be sent next.
    request: Option<B>,
    fetching: Option<Fetching<B>>,
    cursor: Option<String>,
    guard: Guard<str>,
    marks: Guard<u64>,
    stuck: Option<StuckCursor>,
    prefetch: bool,
}

enum Fetching<B: Paged> {
    Running(B::Future),
    Done(Box<Result<Response<B::Page>, Error>>),
}

impl<B: Paged> Pages<B> {
    /// Begins with the page that `request` asks for.
    pub fn new(request: B) -> Self {
        Self {
            request: Some(request),
            fetching: None,
            cursor: None,
            guard: Guard::default(),
            marks: Guard::default(),
            stuck: None,
            prefetch: false,
        }
    }

    /// Whether the next page is requested while the last one is being used. Off at first: it costs
    /// one request for nothing when the list is not read to its end.
    #[must_use]
    pub fn prefetch(mut self, prefetch: bool) -> Self {
        self.prefetch = prefetch;
        self
    }

    /// The position after the page handed out last: a list that is begun there goes on where this
    /// one stopped. None before the first page and after the last.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// The next page; none after the last one, and after an error.
    pub async fn next(&mut self) -> Option<Result<Response<B::Page>, Error>> {
        StreamExt::next(self).await
    }

    /// Notes what comes after a page that is handed out now.
    fn advance(&mut self, page: &B::Page, context: &mut Context<'_>) {
        let following = self
            .request
            .take()
            .and_then(|request| request.following(page))
            // An empty position would be the first page again.
            .filter(|(_, position)| !position.is_empty());
        self.cursor = None;
        let Some((request, position)) = following else {
            return;
        };
        if self.guard.repeats(&position) {
            self.stuck = Some(StuckCursor::named(B::OPERATION.id, &position));
        } else {
            self.request = Some(request);
        }
        self.cursor = Some(position);
        if self.prefetch {
            // One look sends it off; the rest happens when the page is asked for.
            if let Poll::Ready(Some(result)) = self.poll_fetch(context) {
                self.fetching = Some(Fetching::Done(Box::new(result)));
            }
        }
    }

    fn poll_fetch(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Response<B::Page>, Error>>> {
        let fetching = match self.fetching.take() {
            Some(fetching) => fetching,
            None => match &self.request {
                Some(request) => Fetching::Running(request.clone().fetch()),
                None => return Poll::Ready(None),
            },
        };
        match fetching {
            Fetching::Done(result) => Poll::Ready(Some(*result)),
            Fetching::Running(mut future) => match Pin::new(&mut future).poll(context) {
                Poll::Ready(result) => Poll::Ready(Some(result)),
                Poll::Pending => {
                    self.fetching = Some(Fetching::Running(future));
                    Poll::Pending
                }
            },
        }
    }
}

impl<B: Paged> Stream for Pages<B> {
    type Item = Result<Response<B::Page>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let pages = self.get_mut();
        if let Some(stuck) = pages.stuck.take() {
            return Poll::Ready(Some(Err(stuck.into())));
        }
        let mut result = match pages.poll_fetch(context) {
            Poll::Ready(Some(result)) => result,
            other => return other,
        };
        if let Ok(page) = &result
            && B::mark(page).is_some_and(|mark| pages.marks.repeats(&mark))
        {
            // Its items were handed out before.
            let position = pages.cursor.as_deref().unwrap_or_default();
            result = Err(StuckCursor::answered(B::OPERATION.id, position).into());
        }
        match &result {
            Ok(page) => pages.advance(page, context),
            Err(_) => pages.request = None,
        }
        Poll::Ready(Some(result))
    }
}

// Nothing in it is ever pinned in place.
impl<B: Paged> Unpin for Pages<B> {}

impl<B: Paged> std::fmt::Debug for Pages<B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &B::OPERATION.id)
            .field("cursor", &self.cursor)
            .finish_non_exhaustive()
    }
}

/// The items of a list, over all its pages: one page is in memory at a time, two with
/// [`prefetch`](Self::prefetch).
///
/// An error ends it; [`cursor`](Self::cursor) and [`taken`](Self::taken) say where to begin again.
pub struct Items<B: Paged> {
    pages: Pages<B>,
    items: VecDeque<B::Item>,
    /// The position of the page in hand.
    cursor: Option<String>,
    /// How many of its items were handed out.
    taken: usize,
}

impl<B: Paged> Items<B> {
    /// Begins with the page that `request` asks for.
    pub fn new(request: B) -> Self {
        Self { pages: Pages::new(request), items: VecDeque::new(), cursor: None, taken: 0 }
    }

    /// Whether the next page is requested while the items of the last one are being used.
    #[must_use]
    pub fn prefetch(mut self, prefetch: bool) -> Self {
        self.pages = self.pages.prefetch(prefetch);
        self
    }

    /// The position of the page in hand, whose items are being handed out: a list that is begun there
    /// begins with them. None in the page that this list began with.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// How many items of the page in hand were handed out: a list that is begun at
    /// [`cursor`](Self::cursor) goes on where this one stopped when it skips so many.
    pub fn taken(&self) -> usize {
        self.taken
    }

    /// The next item; none after the last one, and after an error.
    pub async fn next(&mut self) -> Option<Result<B::Item, Error>> {
        StreamExt::next(self).await
    }
}

impl<B: Paged> Stream for Items<B> {
    type Item = Result<B::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.items.pop_front() {
                this.taken += 1;
                return Poll::Ready(Some(Ok(item)));
            }
            // Asking for a page changes the position to the one after it.
            let position = this.pages.cursor.clone();
            match this.pages.poll_next_unpin(context) {
                Poll::Ready(Some(Ok(page))) => {
                    this.items = B::items(page.into_inner()).into();
                    (this.cursor, this.taken) = (position, 0);
                }
                Poll::Ready(Some(Err(error))) => {
                    // All of the page in hand was handed out: the one that failed comes next.
                    (this.cursor, this.taken) = (position, 0);
                    return Poll::Ready(Some(Err(error)));
                }
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

impl<B: Paged> Unpin for Items<B> {}

impl<B: Paged> std::fmt::Debug for Items<B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).field("at_hand", &self.items.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
