//! What this process holds: open files, memory, tasks.

use std::fs;
use std::time::{Duration, Instant};

/// The server is a thread of this process: a connection counts at both of its ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Gauge {
    /// Open file descriptors.
    pub(crate) files: usize,
    /// Tasks of the runtime that the calls are made on.
    pub(crate) tasks: usize,
    /// Resident memory, in KiB.
    pub(crate) memory: u64,
}

/// How long things may take to go away.
const PATIENCE: Duration = Duration::from_secs(15);

impl Gauge {
    pub(crate) fn now() -> Self {
        Self {
            files: fs::read_dir("/proc/self/fd").unwrap().count(),
            tasks: tokio::runtime::Handle::current().metrics().num_alive_tasks(),
            memory: memory(),
        }
    }

    /// Waits until no more files are open and no more tasks run than `before`; fails when that does
    /// not come.
    #[track_caller]
    pub(crate) fn settled(before: Self, when: &str) -> impl Future<Output = Self> {
        let place = std::panic::Location::caller();
        async move {
            let end = Instant::now() + PATIENCE;
            loop {
                let now = Self::now();
                if now.files <= before.files && now.tasks <= before.tasks {
                    return now;
                }
                assert!(Instant::now() < end, "{place}: left behind {when}: {now:?}, before it was {before:?}");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
}

fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
