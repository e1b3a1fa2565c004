//! Downloads into files: all of it under its name, or nothing.

use std::ffi::OsString;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

use tokio::fs::{self, File, OpenOptions};
use tokio::io::AsyncWriteExt as _;

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
    pub(crate) async fn beside(target: &Path) -> io::Result<Self> {
        let Some(name) = target.file_name() else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{} names no file", target.display())));
        };
        // Told before the download, not after it.
        if fs::metadata(target).await.is_ok_and(|about| about.is_dir()) {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, format!("{} is a folder", target.display())));
        }
        let mut tried = 0;
        loop {
            tried += 1;
            let mut beside = OsString::from(".");
            beside.push(name);
            beside.push(format!(".{:016x}.part", RandomState::new().hash_one(tried)));
            let path = target.with_file_name(beside);
            match OpenOptions::new().write(true).create_new(true).open(&path).await {
                Ok(file) => return Ok(Self { file: Some(file), path, target: target.to_owned(), kept: false }),
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
