//! A mock of the fal Platform APIs on loopback, for tests and first steps: no account, no network.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = fal_platform_mock::Mock::start().await?;
//! let usage = reqwest::Client::new()
//!     .get(format!("{}/models/usage?expand=summary", mock.url()))
//!     .header("authorization", format!("Key {}", mock.admin_key()))
//!     .send()
//!     .await?;
//! assert_eq!(usage.status(), 200);
//! mock.assert_clean();
//! # Ok(())
//! # }
//! ```
//!
//! # It checks
//!
//! Every request is held against the OpenAPI document: method and path, parameters with their types and
//! bounds, unknown parameters and headers, media type, body, key and scope. What breaks the document is
//! answered with 400, 404, 405 or 422 and remembered: [`Mock::assert_clean`] fails a test because of it.
//! A key that does not reach is answered with 401 or 403, as the service would, and is no violation.
//!
//! # It answers
//!
//! Bodies fit the schemas of the document. They are the same in every run; [`Builder::seed`] makes
//! others. [`Mock::set_mode`] asks for extremes: required properties only, nulls, each value of each
//! enum, empty and long lists ([`Mode`]). The [`Sampler`] behind it can be used by itself.
//!
//! Lists come in [`pages`](Builder::pages). A few operations remember, so that small programs make sense:
//! a created key opens operations until it is deleted; an uploaded file is listed and comes back; an
//! unknown model spoils a batch of prices; the log stream honours `start`
//! ([`Mock::set_log_stream`]); the balance is [what was set](Mock::set_balance). A write that comes
//! again with its `Idempotency-Key` gets the answer that it had.
//!
//! # It misbehaves
//!
//! [`Mock::inject`] takes a [`Fault`]: another answer, resets, broken and slow bodies, values from
//! tomorrow's document.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), fal_platform_mock::Error> {
//! use fal_platform_mock::{Fault, Mock, When};
//!
//! let mock = Mock::start().await?;
//! mock.inject(Fault::status(429).retry_after("2")).on("estimatePricing").times(3);
//! mock.inject(Fault::Reset(When::AfterHeaders)).share(0.1);
//! # Ok(())
//! # }
//! ```
//!
//! # It remembers
//!
//! [`Mock::requests`] has each request with the key slot that signed it, never the key, and its number
//! among those with the same `Idempotency-Key`.
//!
//! # Features
//!
//! `cli` (on at first): the program `fal-platform-mock`. Tests leave it out with
//! `default-features = false`.

#![forbid(unsafe_code)]

mod answer;
mod arrived;
mod builder;
mod check;
mod document;
mod error;
mod fault;
mod fault_words;
mod idempotency;
mod key;
mod mock;
mod modes;
mod page;
mod record;
mod resolve;
mod sample;
mod server;
mod settings;
mod story;

pub use builder::Builder;
pub use document::{Body, Document, Location, Operation, Parameter, Schema, Scope, Success};
pub use error::Error;
pub use fault::{Fault, When};
pub use fault_words::{FaultWords, WORDS};
pub use key::KeySlot;
pub use mock::{Injected, Mock};
pub use record::{Recorded, RecordedPart, Violation};
pub use sample::{Mode, Sampler, Side, Twist};
pub use story::LogStream;

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
