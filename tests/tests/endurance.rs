//! Many calls at once against a server that misbehaves, and calls that are dropped on their way:
//! nothing is lost, done twice, or left behind.
//!
//! Short here; `bench/load` runs it with a thousand calls at once for a minute.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test reports")]
#![allow(clippy::print_stdout, reason = "a test says what it counted")]

#[path = "endurance/cancel.rs"]
mod cancel;
#[path = "endurance/gauge.rs"]
mod gauge;
#[path = "endurance/ledger.rs"]
mod ledger;
#[path = "endurance/load.rs"]
mod load;

use std::sync::{Mutex, PoisonError};

/// What a process holds can be told of one test at a time only, from before its runtime begins, which
/// holds files of its own, until after that has gone.
fn alone(test: impl Future<Output = ()>) {
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(test);
}

/// A number from the environment.
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}
