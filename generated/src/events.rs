//! Events as they happen (`text/event-stream`): typed, in whatever pieces they arrive, and over as
//! many connections as it takes.
//!
//! An operation that answers with events has a method `events`, which makes [`Events`]:
//!
//! ```no_run
//! use fal_platform_client::Error;
//! use fal_platform_client::events::{Events, Reconnect, Resumable};
//!
//! /// Prints what happens until the server says that nothing will.
//! async fn tail<'a, B>(events: Events<'a, B>) -> Result<(), Error>
//! where
//!     B: Resumable<'a, Item: std::fmt::Debug>,
//! {
//!     let mut events = events.reconnect(Reconnect::default());
//!     while let Some(event) = events.next().await {
//!         println!("{:?}", event?.into_inner());
//!     }
//!     Ok(())
//! }
//! ```
//!
//! - Events without data are passed over, as the standard says.
//! - An event called `error` comes as [`Error::Event`], one that does not decode as [`Error::Decode`],
//!   which names the field. Neither ends the stream: the events behind it can still be read.
//! - A connection that breaks off, or stands still for longer than the transport allows, ends the
//!   stream with an error; with [`Events::reconnect`], it is replaced by another one.
//! - [`Event::raw`] is what was sent, and [`ByteStream::events`](crate::ByteStream::events) reads events
//!   without decoding them.

mod raw;
mod reconnect;
mod seen;
#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::task::{Context, Poll};

use chrono::{DateTime, Utc};
use futures_core::Stream;
use futures_core::future::BoxFuture;
use futures_util::FutureExt as _;
use serde::de::DeserializeOwned;

use crate::client::Client;
use crate::error::Error;
use crate::operation::Operation;
use crate::page::Fetch;
use crate::response::ByteStream;

pub use raw::{RawEvent, RawEvents};
pub use reconnect::Reconnect;
use reconnect::{Resume, State};

/// A request whose answer is a stream of events; generated code implements it on builders.
pub trait Streamed<'a>: Sized + Send + 'a {
    /// What the data of one event is.
    type Item: DeserializeOwned + Send + 'a;
    /// The operation.
    const OPERATION: &'static Operation;
    /// Whether the data is text as it is, not JSON.
    const TEXT: bool;

    /// The client that sends it.
    fn client(&self) -> &'a Client;

    /// Sends the request.
    fn open(self) -> Fetch<'a, ByteStream>;
}

/// A request for events that can be made again from a moment on; generated code implements it where
/// events have a time and the request says from when on.
pub trait Resumable<'a>: Streamed<'a> + Clone {
    /// The request for what happened from a moment on.
    fn resumed(self, from: DateTime<Utc>) -> Self;

    /// When an event happened, as the server wrote it.
    fn moment(item: &Self::Item) -> Option<String>;
}

/// An event, decoded. It derefs to what it says.
#[derive(Clone, Debug)]
pub struct Event<T> {
    value: T,
    raw: RawEvent,
}

impl<T> Event<T> {
    /// What it says, alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The event as it was sent: its name, its data, its id.
    pub fn raw(&self) -> &RawEvent {
        &self.raw
    }
}

impl<T> Deref for Event<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Event<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

/// What one look at the stream came to.
type Found<'a, B> = Option<Result<Event<<B as Streamed<'a>>::Item>, Error>>;
type Looking<'a, B> = BoxFuture<'a, (Box<State<'a, B>>, Found<'a, B>)>;

/// The events of a request, as a stream. Nothing is sent before it is asked for the first one.
pub struct Events<'a, B: Streamed<'a>> {
    /// Gone while it is in `looking`.
    state: Option<Box<State<'a, B>>>,
    looking: Option<Looking<'a, B>>,
    latest: Option<DateTime<Utc>>,
}

impl<'a, B: Streamed<'a>> Events<'a, B> {
    /// The events that `request` asks for.
    pub fn new(request: B) -> Self {
        Self { state: Some(Box::new(State::new(request))), looking: None, latest: None }
    }

    /// The next event; none after the last one, and after an error that ends the stream.
    pub async fn next(&mut self) -> Option<Result<Event<B::Item>, Error>> {
        futures_util::StreamExt::next(self).await
    }

    /// When the latest event of those handed out happened, where events have a time and the stream
    /// [reconnects](Self::reconnect): a program that starts again goes on from there.
    pub fn latest(&self) -> Option<DateTime<Utc>> {
        self.latest
    }
}

impl<'a, B: Resumable<'a>> Events<'a, B> {
    /// Makes another connection when one ends, from the latest event on, and leaves out what was
    /// handed out before.
    ///
    /// Entries are compared by all that they say, so that one that comes twice on one connection is
    /// handed out twice. The stream ends when the server answers with an error that waiting does not
    /// help against, or when a number of connections in a row brought nothing new.
    #[must_use]
    pub fn reconnect(mut self, policy: Reconnect) -> Self {
        if let Some(state) = &mut self.state {
            state.resume = Some(Resume::new(policy));
        }
        self
    }
}

impl<'a, B: Streamed<'a>> Stream for Events<'a, B> {
    type Item = Result<Event<B::Item>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if let Some(state) = this.state.take() {
            this.looking = Some(Box::pin(state.next()));
        }
        let Some(looking) = &mut this.looking else {
            return Poll::Ready(None);
        };
        let (state, found) = match looking.poll_unpin(context) {
            Poll::Ready(done) => done,
            Poll::Pending => return Poll::Pending,
        };
        this.looking = None;
        this.latest = state.latest();
        this.state = Some(state);
        Poll::Ready(found)
    }
}

// Nothing in it is ever pinned in place.
impl<'a, B: Streamed<'a>> Unpin for Events<'a, B> {}

impl<'a, B: Streamed<'a>> fmt::Debug for Events<'a, B> {
    // The request may hold anything: it stays out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("operation", &B::OPERATION.id)
            .field("latest", &self.latest)
            .finish_non_exhaustive()
    }
}
