//! The fal Platform APIs for Rust: every operation, typed, signed with the weakest key that reaches
//! it, sent again where that does no harm, and explained when it is refused.
//!
//! ```no_run
//! # #[cfg(all(feature = "models", feature = "keys"))]
//! # async fn example() -> Result<(), fal_platform::Error> {
//! let fal = fal_platform::Client::from_env()?;
//! let models = fal.get_models().limit(10).send().await?;
//! for model in &models.models {
//!     println!("{}", model.endpoint_id);
//! }
//! let usage = fal.admin()?.get_usage().expand(["summary"]).send().await?;
//! println!("{usage:?}");
//! # Ok(())
//! # }
//! ```
//!
//! One dependency and one `use` serve: everything of [`fal_platform_client`] is here as well.
//! Operations are methods of the generated [`Client`](fal_platform_client::Client), which
//! [`Client`] derefs to.
//!
//! # Authentication and scopes
//!
//! [`Client::from_env`] reads `FAL_KEY` (or `FAL_KEY_ID` and `FAL_KEY_SECRET`), `FAL_ADMIN_KEY`, and
//! `FAL_PLATFORM_BASE_URL`. [`Client::builder`] reads nothing and takes keys by what is known of
//! them: [`api_key`](Builder::api_key), [`admin_key`](Builder::admin_key), or just
//! [`key`](Builder::key). [`Credentials`] holds them, and puts fresh ones in their place.
//!
//! The client chooses for every operation by its [`Scope`], which stands in the table of
//! [`operations`]:
//!
//! - [`Scope::None`]: sent without a key.
//! - [`Scope::Api`]: signed with the everyday key, or else with the admin key. Without any key, a
//!   read is sent as it is, because some need none, as the list of models; a write comes back as
//!   [`Error::MissingScope`].
//! - [`Scope::Admin`]: signed with the admin key, or else with a key of unknown scope. A key stated
//!   to have API scope is never sent: [`Error::MissingScope`] comes back, before any packet.
//!
//! Operations for administrators are methods of [`Admin`] only:
//!
//! ```compile_fail,E0599
//! # fn example(fal: fal_platform::Client) {
//! fal.list_api_keys();
//! # }
//! ```
//!
//! ```
//! # #[cfg(feature = "keys")]
//! # async fn example(fal: fal_platform::Client) -> Result<(), fal_platform::Error> {
//! let keys = fal.admin()?.list_api_keys().send().await?;
//! # Ok(())
//! # }
//! ```
//!
//! Keys that live in a vault come through a [`Provider`], which is asked once for a fresh key when
//! one is refused, however many calls were refused together. No [`Key`] is ever shown.
//!
//! # Errors and retries
//!
//! [`Error`] says which operation failed, how far it got, what the server said, and, by
//! [`hint`](Error::hint), what to do about a key that was refused. [`Retry`] says what is sent again;
//! a write that is not idempotent never is, unless it did not arrive. [`Options`] has the time limits
//! and all other knobs, for a client or, by [`Client::with`], for one request.
//!
//! ```no_run
//! # #[cfg(feature = "models")]
//! # async fn example(fal: fal_platform::Client) {
//! match fal.get_models().send().await {
//!     Ok(models) => println!("{} models", models.models.len()),
//!     Err(error) => match error.hint() {
//!         Some(hint) => println!("to do: {hint}"),
//!         None => println!("{error}"),
//!     },
//! }
//! # }
//! ```
//!
//! # Pages, events and files
//!
//! Long lists have [`pages`](Pages) and [`items`](Items), streams that go on where they stopped. The log
//! stream has [`events`], which can reconnect. A [`Part`] is uploaded out of memory, a file or a reader,
//! and a [`ByteStream`] is downloaded into memory, a writer or a file, with [`Progress`] and a
//! [`Checksum`].
//!
//! ```no_run
//! # #[cfg(feature = "serverless")]
//! # async fn example(fal: fal_platform::Client) -> Result<(), fal_platform::Error> {
//! use fal_platform::events::Reconnect;
//!
//! let mut entries = fal.serverless_logs_stream().events().reconnect(Reconnect::default());
//! while let Some(entry) = entries.next().await {
//!     println!("{:?}", entry?.message);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! One for every resource, all on at first; `rustls` (on at first) or `native-tls`; `tracing` for
//! spans with the operation, the attempt, the status and the request's name, and no secret.

#![forbid(unsafe_code)]

mod address;
mod attempt;
mod body;

mod client;
mod clock;
mod credentials;
mod hint;
mod key;
mod options;
mod provider;
mod retry;
mod scope;
mod setup;
mod slot;
mod trace;
mod transport;

pub use client::Client;
pub use clock::Clock;
pub use credentials::Credentials;
#[doc(inline)]
pub use fal_platform_client::*;
#[doc(no_inline)]
pub use futures_core::future::BoxFuture;
pub use key::{Key, KeyError};
pub use options::Options;
pub use provider::Provider;
pub use retry::Retry;
pub use setup::Builder;

/// Compiles the examples of the README.
#[cfg(all(doctest, feature = "models", feature = "keys", feature = "serverless"))]
#[doc = include_str!("../README.md")]
struct Readme;
