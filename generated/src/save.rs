//! Downloads into files: all of it under its name, or nothing.

use std::ffi::OsString;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt as _;
use tokio::task::spawn_blocking;

/// How often another name is tried when one is taken.
const NAMES: u32 = 16;

/// A file beside the one that it will be. It goes away with this value, unless it is kept.
pub(crate) struct Partial {
    /// Gone when the file is kept: an open file cannot be renamed everywhere.
    file: Option<File>,
    path: PathBuf,
    target: PathBuf,
    kept: bool,
}

impl Partial {
    /// Makes the file, in the folder of the one that it will be: only there a rename is one step.
    ///
    /// All of it is one step on a thread of its own, and its outcome is this value: when nobody waits for
    /// it any more, the file that was made meanwhile goes away with it.
    pub(crate) async fn beside(target: &Path) -> io::Result<Self> {
        let target = target.to_owned();
        let made = spawn_blocking(move || Self::made(target)).await;
        made.unwrap_or_else(|error| Err(io::Error::other(error)))
    }

    fn made(target: PathBuf) -> io::Result<Self> {
        let Some(name) = target.file_name() else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{} names no file", target.display())));
        };
        // Told before the download, not after it.
        if target.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, format!("{} is a folder", target.display())));
        }
        let mut tried = 0;
        loop {
            tried += 1;
            let mut beside = OsString::from(".");
            beside.push(name);
            beside.push(format!(".{:016x}.part", RandomState::new().hash_one(tried)));
            let path = target.with_file_name(beside);
            match std::fs::OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => return Ok(Self { file: Some(File::from_std(file)), path, target, kept: false }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && tried < NAMES => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Where the bytes go.
    pub(crate) fn file(&mut self) -> io::Result<&mut File> {
        self.file.as_mut().ok_or_else(|| io::Error::other("the file is closed"))
    }

    /// Gives it its name, once all of it is on the disk.
    pub(crate) async fn keep(mut self) -> io::Result<()> {
        if let Some(mut file) = self.file.take() {
            file.flush().await?;
            file.sync_all().await?;
        }
        fs::rename(&self.path, &self.target).await?;
        self.kept = true;
        synced(self.target.parent()).await
    }
}

/// A name is on the disk when its folder is; not every system can say so of folders.
async fn synced(folder: Option<&Path>) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).await?.sync_all().await
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.kept {
            // Some systems keep a file that is open.
            self.file = None;
            // Nobody is left to tell if this fails.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[test]
    fn a_file_that_nobody_waits_for_goes_away() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a");
        // With one thread, what comes last runs last.
        let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).build().unwrap();
        for polls in 1..6 {
            runtime.block_on(async {
                let mut making = Box::pin(Partial::beside(&target));
                let mut made = making.as_mut().now_or_never();
                for _ in 1..polls {
                    spawn_blocking(|| ()).await.unwrap();
                    made = made.or_else(|| making.as_mut().now_or_never());
                }
                drop((made, making));
                spawn_blocking(|| ()).await.unwrap();
            });
            let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
            assert!(left.is_empty(), "dropped after {polls} polls: {left:?}");
        }
    }
}
