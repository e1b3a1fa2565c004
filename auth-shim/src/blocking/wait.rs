//! Waiting for one answer.

use super::background::{self, NotStarted};

/// Waits for what a future brings: the answer of a call, or a file that opens.
///
/// ```no_run
/// # #[cfg(feature = "models")]
/// # fn example(fal: fal_platform::blocking::Client) -> Result<(), fal_platform::Error> {
/// use fal_platform::blocking::Wait as _;
///
/// let models = fal.get_models().limit(10).send().wait()?;
/// # Ok(())
/// # }
/// ```
///
/// Every future of this crate can be waited for, and every other one whose error has room for
/// [`NotStarted`]: `Box<dyn Error>`, [`std::io::Error`].
pub trait Wait {
    /// What it brings.
    type Output;

    /// Waits on this thread.
    fn wait(self) -> Self::Output;
}

impl<F, T, E> Wait for F
where
    F: Future<Output = Result<T, E>>,
    E: From<NotStarted>,
{
    type Output = Result<T, E>;

    fn wait(self) -> Result<T, E> {
        background::wait(&background::runtime()?, self)
    }
}
