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
//! [`Client`] derefs to. Each returns a builder, with a setter for every parameter and field, and `send`
//! sends it; nothing is sent for what was not set. Bounds are checked before anything is sent.
//!
//! The guide: [keys and scopes](#authentication-and-scopes), [errors and retries](#errors-and-retries),
//! [paging](#paging), [events](#events), [files](#files),
//! [blocking calls](#without-asynchronous-code), [testing with the mock](#testing-with-the-mock),
//! [jobs](#jobs), [features](#features).
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
//! # Paging
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
//! [`Items::cursor`] and [`Items::taken`] say the same of a list that is read item by item.
//!
//! [`Pages::prefetch`] asks for the next page while this one is being used. A server that names a page
//! a second time, or sends it where the client counts the items of pages itself, ends the list with
//! [`Error::StuckCursor`].
//!
//! # Events
//!
//! The log stream has [`events`](mod@events), which decodes each event as it arrives, and with
//! [`reconnect`](events::Events::reconnect) makes another connection when one ends: from the latest
//! event on, and without those that were handed out before.
//!
//! ```no_run
//! # #[cfg(feature = "serverless")]
//! # async fn example(fal: fal_platform::Client) -> Result<(), fal_platform::Error> {
//! use fal_platform::{Error, events::Reconnect};
//!
//! let mut entries = fal.serverless_logs_stream().app_id("me/my-app").events().reconnect(Reconnect::default());
//! while let Some(entry) = entries.next().await {
//!     match entry {
//!         Ok(entry) => println!("{}", entry.message.as_deref().unwrap_or_default()),
//!         // These do not end the stream.
//!         Err(error @ (Error::Event(_) | Error::Decode(_))) => eprintln!("{error}"),
//!         Err(error) => return Err(error),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Files
//!
//! A [`Part`] is uploaded out of memory, a file, a reader or a stream. A [`ByteStream`] is downloaded into
//! memory, a writer or a file, with [`Progress`], and a [`Checksum`] where the listing has one. Files and
//! readers take constant memory both ways, and a download has its name only when all of it is on
//! the disk.
//!
//! ```no_run
//! # #[cfg(feature = "serverless")]
//! # async fn example(fal: fal_platform::Client) -> Result<(), Box<dyn std::error::Error>> {
//! use fal_platform::Part;
//!
//! let part = Part::file("weights.bin").await?;
//! let part = part.progress(|progress| println!("{} of {:?} bytes", progress.bytes, progress.total));
//! fal.serverless_upload_local_file().target_path("models/weights.bin").file_upload(part).send().await?;
//!
//! let listed = fal.serverless_list_directory().dir("models").send().await?;
//! let file = listed.iter().find(|file| file.name == "weights.bin").ok_or("it is not there")?;
//! let body = fal.serverless_download_file().file(&file.path).send().await?.into_inner();
//! body.verify(file.checksum()?).save("copy.bin").await?;
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
//! # Testing with the mock
//!
//! The crate `fal-platform-mock` is a server on loopback, for the tests of programs that call this
//! API. It checks each request against the OpenAPI document, answers with bodies that fit the schemas,
//! in several pages where there are pages, and misbehaves when it is told to:
//!
//! ```
//! # #[cfg(feature = "models")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use fal_platform::Client;
//! use fal_platform_mock::{Fault, KeySlot, Mock};
//!
//! /// What is tested.
//! async fn first_model(fal: &Client) -> Result<Option<String>, fal_platform::Error> {
//!     let found = fal.get_models().limit(1).send().await?.into_inner();
//!     Ok(found.models.into_iter().next().map(|model| model.endpoint_id))
//! }
//!
//! let mock = Mock::start().await?;
//! let fal = Client::builder()
//!     .base_url(mock.url())
//!     .api_key(mock.api_key())
//!     .admin_key(mock.admin_key())
//!     .build()?;
//!
//! // The first attempt is told to come later: the second one gets the answer.
//! mock.inject(Fault::status(429).retry_after("0")).on("getModels").times(1);
//! assert_eq!(first_model(&fal).await?.as_deref(), Some("fal-ai/flux/dev"));
//!
//! // What was asked for, with which key, and whether any of it breaks the document.
//! let requests = mock.requests_of("getModels");
//! assert_eq!(requests.len(), 2);
//! assert_eq!(requests[1].query_values("limit"), ["1"]);
//! assert_eq!(requests[1].key, KeySlot::Api);
//! mock.assert_clean();
//!
//! // An answer that no document promises is an error, not a panic.
//! mock.inject(Fault::html_forbidden()).on("getModels");
//! assert!(first_model(&fal).await.is_err_and(|error| error.status().is_some_and(|status| status == 403)));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "models"))]
//! # fn main() {}
//! ```
//!
//! Keys that are created, files that are uploaded, the balance, prices and the log stream are remembered,
//! so that whole programs can be tested. A program that takes its client from the environment needs
//! no change: `FAL_PLATFORM_BASE_URL` leads it to the mock. Waits between attempts cost a test no time with a
//! [`Clock`] of its own.
//!
//! # Jobs
//!
//! `cargo run -p fal-platform --example NAME` runs one of the examples: `balance_alert`, `usage_export`,
//! `price_sync`, `key_rotation`, `log_tail` and `file_deploy`. Without a key, they run against the mock.
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
#[cfg(all(doctest, feature = "all", feature = "blocking"))]
#[doc = include_str!("../README.md")]
struct Readme;
