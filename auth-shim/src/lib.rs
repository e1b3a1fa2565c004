//! The fal Platform APIs for Rust: every operation, typed, signed with the right key, and explained
//! when it is refused.
//!
//! ```no_run
//! # async fn example() -> Result<(), fal_platform::Error> {
//! let fal = fal_platform::Client::from_env()?;
//!
//! let models = fal.get_models().limit(10).send().await?;
//! for model in &models.models {
//!     println!("{}", model.endpoint_id);
//! }
//!
//! let usage = fal.admin()?.get_usage().expand(["summary"]).send().await?;
//! println!("{usage:?}");
//! # Ok(())
//! # }
//! ```

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
pub use key::{Key, KeyError};
pub use options::Options;
pub use provider::Provider;
pub use retry::Retry;
pub use setup::Builder;
