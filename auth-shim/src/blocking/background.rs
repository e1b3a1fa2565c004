//! The thread that connections and time limits live on, and waiting beside it.

use std::fmt;
use std::io;
use std::pin::pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use fal_platform_client::Error;
use fal_platform_client::error::InvalidRequest;
use tokio::runtime::{Builder, Handle};

/// The runtime of that thread, once it runs.
static RUNNING: Mutex<Option<Handle>> = Mutex::new(None);

/// The thread for blocking calls did not start: the system has no more threads or files to give.
#[derive(Debug)]
pub struct NotStarted(io::Error);

impl fmt::Display for NotStarted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the thread for blocking calls did not start: {}", self.0)
    }
}

impl std::error::Error for NotStarted {}

impl From<NotStarted> for Error {
    fn from(error: NotStarted) -> Self {
        InvalidRequest::of_client("blocking", error.to_string()).into()
    }
}

impl From<NotStarted> for io::Error {
    fn from(error: NotStarted) -> Self {
        Self::new(error.0.kind(), error)
    }
}

/// The runtime that runs beside the threads that wait; one for the whole program.
///
/// It never ends, so no client has a thread to stop when it goes, wherever that happens.
pub(super) fn runtime() -> Result<Handle, NotStarted> {
    let mut running = locked(&RUNNING);
    if let Some(handle) = &*running {
        return Ok(handle.clone());
    }
    // One that did not start may start later.
    let runtime = Builder::new_current_thread().enable_all().build().map_err(NotStarted)?;
    let handle = runtime.handle().clone();
    thread::Builder::new()
        .name("fal-platform".to_owned())
        .spawn(move || runtime.block_on(std::future::pending::<()>()))
        .map_err(NotStarted)?;
    Ok(running.insert(handle).clone())
}

/// Runs a future on this thread to its end, while connections run on the other.
///
/// Not the runtime's own `block_on`, which panics inside another runtime. That other runtime would
/// also make the future yield for the sake of its tasks, and there is nobody here to yield to.
pub(super) fn wait<F: Future>(handle: &Handle, future: F) -> F::Output {
    let _within = handle.enter();
    let mut future = pin!(tokio::task::unconstrained(future));
    let signal = Arc::new(Signal::default());
    let waker = Waker::from(Arc::clone(&signal));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            Poll::Pending => signal.wait(),
        }
    }
}

/// Wakes the thread that waits. Parking the thread would do, were it not for others who may park it.
#[derive(Default)]
struct Signal {
    given: Mutex<bool>,
    change: Condvar,
}

impl Signal {
    fn wait(&self) {
        let given = locked(&self.given);
        let waiting = self.change.wait_while(given, |given| !*given);
        *waiting.unwrap_or_else(PoisonError::into_inner) = false;
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        *locked(&self.given) = true;
        self.change.notify_one();
    }
}

// No code panics while it holds these locks.
fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn there_is_one_thread_and_it_is_named() {
        let (first, second) = (runtime().unwrap(), runtime().unwrap());
        assert_eq!(first.id(), second.id());
        let name = wait(&first, async { tokio::spawn(async { thread::current().name().map(str::to_owned) }).await });
        assert_eq!(name.unwrap().as_deref(), Some("fal-platform"));
    }

    #[test]
    fn waiting_ends_when_the_clock_says_so() {
        let handle = runtime().unwrap();
        let late =
            wait(&handle, async { tokio::time::timeout(Duration::from_millis(5), std::future::pending::<()>()).await });
        late.unwrap_err();
    }

    #[tokio::test]
    async fn inside_another_runtime_nothing_is_held_back() {
        // Far more steps than that runtime lets one task take at a time.
        let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
        (0..10_000).for_each(|number| sender.send(number).unwrap());
        drop(sender);
        let mut count = 0;
        wait(&runtime().unwrap(), async {
            while receiver.recv().await.is_some() {
                count += 1;
            }
        });
        assert_eq!(count, 10_000);
    }

    #[test]
    fn what_did_not_start_fits_into_the_errors_of_calls() {
        let failed = || NotStarted(io::Error::from(io::ErrorKind::OutOfMemory));
        assert!(Error::from(failed()).to_string().contains("the thread for blocking calls did not start"));
        assert_eq!(io::Error::from(failed()).kind(), io::ErrorKind::OutOfMemory);
    }
}
