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
//! [`key`](Builder::key):
//!
//! ```
//! # fn example() -> Result<(), fal_platform::Error> {
//! let fal = fal_platform::Client::builder().api_key("id:secret").admin_key("other:secret").build()?;
//! # Ok(())
//! # }
//! ```
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
//! It offers the other operations as well, so that code goes on compiling when one of its own comes to
//! do with less. Each is signed by its own scope all the same: this one with the everyday key.
//!
//! ```
//! # #[cfg(feature = "models")]
//! # async fn example(fal: fal_platform::Client) -> Result<(), fal_platform::Error> {
//! let models = fal.admin()?.get_models().send().await?;
//! # Ok(())
//! # }
//! ```
//!
//! Keys that live in a vault come through a [`Provider`], which is asked once for a fresh key when
//! one is refused, however many calls were refused together:
//!
//! ```no_run
//! use fal_platform::{BoxFuture, Client, Key, Provider, error::BoxError};
//!
//! struct Vault;
//!
//! impl Provider for Vault {
//!     fn key(&self) -> BoxFuture<'_, Result<Key, BoxError>> {
//!         Box::pin(async { Ok(Key::parse(&read_secret().await?)?) })
//!     }
//! }
//! # async fn read_secret() -> Result<String, BoxError> { Err("there is none".into()) }
//!
//! # fn example() -> Result<(), fal_platform::Error> {
//! let fal = Client::builder().provider(Vault).build()?;
//! # Ok(())
//! # }
//! ```
//!
//! Keys that are rotated by hand are put in place of the old ones, in all clones at once, by
//! [`Credentials::replace_key`] and [`Credentials::replace_admin_key`]; calls on their way that the
//! server refuses meanwhile are sent again with the new one.
//!
//! No [`Key`] is ever shown, by `Debug`, errors, traces or panics, not even where a server repeats it
//! in an error. It travels by `https` only, or within this machine, and not along with a redirect to
//! another server.
//!
//! # Errors and retries
//!
//! [`Error`] says which operation failed, how far it got ([`stage`](Error::stage)), what the server
//! said ([`kind`](Error::kind), [`message`](Error::message), [`request_id`](Error::request_id)), how
//! long it asks to wait ([`retry_after`](Error::retry_after)), and what to do about a key that was
//! refused ([`hint`](Error::hint)):
//!
//! ```no_run
//! # #[cfg(feature = "models")]
//! # async fn example(fal: fal_platform::Client) {
//! use fal_platform::Stage;
//!
//! match fal.get_models().send().await {
//!     Ok(models) => println!("{} models", models.models.len()),
//!     Err(error) if error.stage() == Stage::MaybeSent => println!("it may have arrived: {error}"),
//!     Err(error) => match error.hint() {
//!         Some(hint) => println!("to do: {hint}"),
//!         None => println!("{error}"),
//!     },
//! }
//! # }
//! ```
//!
//! [`Retry`] says what is sent again: what did not arrive; and what does no harm twice, which are
//! reads, idempotent methods, and writes with an idempotency key. Any other write is never sent twice
//! once it may have arrived. Where an operation takes an `Idempotency-Key`, each call has one, the
//! same for all its attempts; `.idempotency_key("…")` sets one of your own, for a program that goes on
//! where it was stopped. `Retry-After` counts more than our own waits, up to a cap.
//!
//! [`Options`] has the time limits and all other knobs, for a client, or by [`Client::with`] for one
//! request; [`Client::to_builder`] changes everything else:
//!
//! ```no_run
//! # #[cfg(feature = "models")]
//! # async fn example() -> Result<(), fal_platform::Error> {
//! use fal_platform::{Client, Retry};
//! use std::time::Duration;
//!
//! let fal = Client::builder_from_env()
//!     .options(|options| options.user_agent("nightly-export/1.2").timeout(Duration::from_secs(120)))
//!     .build()?;
//! let patient = fal.with(|options| options.retry(Retry::default().attempts(6)).header("x-trace", "7f3a"));
//! let models = patient.get_models().send().await?;
//! let staging = fal.to_builder().base_url("https://staging.example.com/v1").build()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Long lists
//!
//! An operation whose answer is one page of a list has `pages()` and `items()`, which are streams, and
//! hold one page at a time:
//!
//! ```no_run
//! # #[cfg(feature = "models")]
//! # async fn example(fal: fal_platform::Client) -> Result<(), fal_platform::Error> {
//! let mut items = fal.get_models().category("text-to-image").items();
//! while let Some(model) = items.next().await {
//!     println!("{}", model?.endpoint_id);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A program that may be stopped keeps the position after every page that it is done with
//! ([`Pages::cursor`]), and begins there the next time:
//!
//! ```no_run
//! # #[cfg(feature = "models")]
//! # async fn example(fal: fal_platform::Client, kept: Option<String>) -> Result<(), fal_platform::Error> {
//! let request = fal.get_models().limit(100);
//! let mut pages = match kept {
//!     Some(cursor) => request.cursor(cursor).pages(),
//!     None => request.pages(),
//! };
//! while let Some(page) = pages.next().await {
//!     println!("{} models; to be gone on with at {:?}", page?.models.len(), pages.cursor());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! [`Pages::prefetch`] asks for the next page while this one is being used. A server that names a page
//! a second time ends the list with [`Error::StuckCursor`].
//!
//! [`Items::cursor`] and [`Items::taken`] say the same of a list that is read item by item.
//!
//! # Events
//!
//! The log stream has [`events`], which decodes entries as they are written, and can reconnect:
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
//! # Files
//!
//! A [`Part`] is uploaded out of memory, a file or a reader, and a [`ByteStream`] is downloaded into
//! memory, a writer or a file, which is whole or not there. [`Progress`] says how far either is, and a
//! [`Checksum`] what a download must amount to:
//!
//! ```no_run
//! # #[cfg(feature = "serverless")]
//! # async fn example(fal: fal_platform::Client, file: fal_platform::types::FileEntry) -> Result<(), Box<dyn std::error::Error>> {
//! let body = fal.serverless_download_file().file(&file.path).send().await?.into_inner();
//! body.verify(file.checksum()?).save("weights.bin").await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Without asynchronous code
//!
//! With the feature `blocking`, `fal_platform::blocking` has a client whose calls end in `wait()`, with
//! iterators for lists and readers for downloads:
//!
//! ```no_run
//! # #[cfg(all(feature = "models", feature = "blocking"))]
//! # fn example() -> Result<(), fal_platform::Error> {
//! use fal_platform::blocking::{Client, Wait, WaitEach};
//!
//! let fal = Client::from_env()?;
//! let first = fal.get_models().limit(10).send().wait()?;
//! for model in fal.get_models().items().wait_each() {
//!     println!("{}", model?.endpoint_id);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! - One for every resource (`models`, `assets`, `serverless`, …), all of them on at first. With
//!   `default-features = false` and only those that are used, the crate builds in a fraction of the time.
//! - `rustls`, on at first: TLS by rustls, with the platform's certificates.
//! - `native-tls`: TLS by the platform's own library.
//! - `blocking`: calls that wait.
//! - `tracing`: a span for every call and every attempt, with the operation, the attempt, the status and
//!   the request's name, and no secret.

#![forbid(unsafe_code)]

mod address;
mod attempt;
#[cfg(feature = "blocking")]
pub mod blocking;
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
#[cfg(all(doctest, feature = "models", feature = "keys", feature = "serverless", feature = "blocking"))]
#[doc = include_str!("../README.md")]
struct Readme;
