//! Calls that wait, for programs without asynchronous code.
//!
//! [`Client`] has the operations of the asynchronous one. A call ends in [`wait`](Wait::wait), a list in
//! [`wait_each`](WaitEach::wait_each), which is an iterator, and a download in
//! [`reader`](WaitEach::reader), which is a [`Read`](std::io::Read):
//!
//! ```no_run
//! # #[cfg(all(feature = "models", feature = "serverless"))]
//! # fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use fal_platform::blocking::{Client, Wait, WaitEach};
//!
//! let fal = Client::from_env()?;
//! let first = fal.get_models().limit(10).send().wait()?;
//! println!("{} models on the first page", first.models.len());
//!
//! for model in fal.get_models().items().wait_each() {
//!     println!("{}", model?.endpoint_id);
//! }
//!
//! let mut metrics = fal.serverless_get_metrics().send().wait()?.into_inner().reader();
//! std::io::copy(&mut metrics, &mut std::io::stdout())?;
//! # Ok(())
//! # }
//! ```
//!
//! Nothing else has to run: connections live on one thread of this crate's own, which starts with
//! the first client and ends with the program. Everything else happens on the thread that waits, so
//! that neither clients nor requests need to outlive a call, and dropping them never blocks.
//!
//! Within an asynchronous program these calls work as well, and hold up the thread that they are
//! made on, with all other tasks of that thread. A task there makes them inside
//! `tokio::task::spawn_blocking`, or better, uses [`crate::Client`].

mod background;
mod client;
mod iter;
mod part;
mod reader;
mod wait;

pub use background::NotStarted;
pub use client::Client;
pub use iter::{Iter, WaitEach};
pub use part::part;
pub use reader::Reader;
pub use wait::Wait;
