//! One run at a time: two that write the same tree would leave a mixture of both.

use std::fs::OpenOptions;
use std::path::Path;

use fd_lock::RwLock;

use crate::reader::cannot;
use crate::trouble::{Result, Trouble};

/// The file that a run holds while it works. The system lets go of it when the process ends, however
/// it ends; the empty file stays.
pub const FILE: &str = ".regen.lock";

/// Does `work` while no other run works in `root`.
///
/// # Errors
/// Another run is at work there, or the directory cannot be written; or what `work` says.
pub fn alone<T>(root: &Path, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let path = root.join(FILE);
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(|error| {
        cannot("write", &path.display().to_string(), &error).help("the directory has to exist and to be writable")
    })?;
    let mut lock = RwLock::new(file);
    let _held = lock.try_write().map_err(|_| {
        Trouble::new(format!("another run is at work in {}", root.display()))
            .help("wait for it to end, then run this command again")
    })?;
    work()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_run_says_so_and_the_third_works() {
        let root = tempfile::tempdir().unwrap();
        let inner = alone(root.path(), || Ok(alone(root.path(), || Ok(())))).unwrap();
        assert!(inner.unwrap_err().what().starts_with("another run"));
        assert!(alone(root.path(), || Ok(())).is_ok());
    }
}
