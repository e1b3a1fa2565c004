//! Typed client for an HTTP API, generated from its OpenAPI document.
//!
//! ```no_run
//! # async fn example() -> Result<(), fal_platform_client::Error> {
//! use fal_platform_client::{BASE_URL, Client, operations};
//!
//! let client = Client::new(BASE_URL)?;
//! println!("{client:?} calls:");
//! for operation in operations::ALL {
//!     println!("{operation}: {} {}", operation.method, operation.path);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Every operation of the document is a method of [`Client`], or of [`Admin`], which has the client's
//! methods too, when it needs administrator rights. It returns a builder with one setter per parameter and field; `send`
//! sends it. Nothing is sent for what was not set.
//!
//! - [`operations`]: what the document says about every operation, as data.
//! - [`builder`]: the requests. [`types`]: what is sent and answered.
//! - [`Transport`]: the seam for keys, retries and test doubles. [`Direct`] sends as is.
//! - [`Error`]: which operation, how far it got, what the server said, which field did not decode.
//! - [`Pages`] and [`Items`]: long lists as streams. [`events`]: events as they happen.
//! - [`Part`]: uploads. [`ByteStream`]: downloads, into memory, a writer or a file, with a
//!   [`Checksum`] where there is one. [`Progress`]: how far either is.
//!
//! The folder `generated` is machine-written, the other modules are not, and know no operation. Its modules
//! are private: what one resource has today, two may share tomorrow, and its path must not move.

#![forbid(unsafe_code)]

mod call;
mod check;
mod checksum;
mod client;
pub mod error;
pub mod events;
#[rustfmt::skip]
#[allow(clippy::type_complexity, reason = "a document may nest lists as deep as it likes")]
mod generated;
mod lenient;
#[cfg(test)]
mod loopback;
mod many;
mod open_enum;
mod operation;
mod page;
mod part;
mod patch;
mod progress;
mod response;
mod save;
mod secret;
mod set;
mod time_bound;
mod transport;
mod union;
mod validate;

pub use checksum::{Checksum, ChecksumError};
pub use client::{Admin, Client};
pub use error::{ApiError, Error, ErrorKind, Stage};
pub use generated::{BASE_URL, TITLE, builder, operations, types};
pub use many::Many;
pub use open_enum::UnknownValue;
pub use operation::{Operation, Paging, Scope};
pub use page::{Fetch, Items, Paged, Pages};
pub use part::Part;
pub use patch::Patch;
pub use progress::Progress;
pub use response::{ByteStream, Response};
pub use secret::Secret;
pub use time_bound::{TimeBound, TimeBoundError};
pub use transport::{Direct, Hint, Outgoing, REDIRECTS, Transport};
