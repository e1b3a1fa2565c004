//! A folder that changes whole: its new state is made beside it, complete and on the disk, and takes
//! its place in one step. Who is killed leaves all of the old files or all of the new ones.
//!
//! Where the system cannot swap two folders, or this one is a mount, the files take their places one
//! by one.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::path::NewFolders;
use super::{builder, fill, is_frozen, read_only};
use crate::reader::cannot;
use crate::trouble::Result;

/// The next state of a folder.
pub(super) struct Whole<'b> {
    folder: &'b str,
    shadow: TempDir,
    made: BTreeSet<PathBuf>,
    changed: Vec<&'b str>,
}

impl<'b> Whole<'b> {
    /// An empty one, beside the folder.
    pub(super) fn beside(root: &Path, folder: &'b str, folders: &mut NewFolders) -> Result<Self> {
        let parent = folders.ensure(root, folder)?;
        // Its name is an entry of the folder above.
        if is_frozen(&parent) {
            return Err(read_only(folder));
        }
        let shadow = || {
            let shadow = builder(0o777).tempdir_in(&parent)?;
            if let Ok(old) = fs::metadata(root.join(folder)) {
                fs::set_permissions(shadow.path(), old.permissions())?;
            }
            Ok(shadow)
        };
        let shadow = shadow().map_err(|error| cannot("write", folder, &error))?;
        Ok(Self { folder, shadow, made: BTreeSet::new(), changed: Vec::new() })
    }

    /// Whether a file belongs to it.
    pub(super) fn holds(&self, relative: &str) -> bool {
        is_below(relative, self.folder)
    }

    /// Adds a file, which differs from what is there if it has `contents`.
    pub(super) fn add(&mut self, root: &Path, relative: &'b str, contents: Option<&[u8]>) -> Result<()> {
        let target = root.join(relative);
        let path = self.place(relative);
        let add = || {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            match contents {
                Some(contents) => {
                    fill(fs::OpenOptions::new().write(true).create_new(true).open(&path)?, &target, contents)
                }
                // The same file under a second name: its time stays, and with it what was built of it.
                None => fs::hard_link(&target, &path).or_else(|_| fs::copy(&target, &path).map(drop)),
            }
        };
        add().map_err(|error| cannot("write", relative, &error))?;
        let folders = path.ancestors().skip(1).take_while(|folder| folder.starts_with(self.shadow.path()));
        self.made.extend(folders.map(Path::to_owned));
        if contents.is_some() {
            self.changed.push(relative);
        }
        Ok(())
    }

    fn place(&self, relative: &str) -> PathBuf {
        self.shadow.path().join(relative[self.folder.len()..].trim_start_matches('/'))
    }

    /// Sees to it that all of it is on the disk.
    pub(super) fn seal(&self) -> Result<()> {
        let seal = || self.made.iter().try_for_each(|folder| sync(folder));
        seal().map_err(|error| cannot("write", self.folder, &error))
    }

    /// Takes the place of the folder. The old state is gone when this returns.
    pub(super) fn settle(self, root: &Path, left_over: &[String]) -> Result<()> {
        let target = root.join(self.folder);
        let swapped = match target.exists() {
            true => exchange(self.shadow.path(), &target),
            false => fs::rename(self.shadow.path(), &target),
        };
        match swapped {
            Ok(()) => target.parent().map_or(Ok(()), sync).map_err(|error| cannot("replace", self.folder, &error)),
            Err(_) => self.one_by_one(root, left_over),
        }
    }

    /// Puts each changed file in its place, then removes what nothing makes any more.
    fn one_by_one(self, root: &Path, left_over: &[String]) -> Result<()> {
        let mut folders = NewFolders::default();
        for relative in &self.changed {
            folders.ensure(root, relative)?;
            let target = root.join(relative);
            let replaced = fs::rename(self.place(relative), &target);
            replaced.and_then(|()| target.parent().map_or(Ok(()), sync)).map_err(|error| {
                cannot("replace", relative, &error)
                    .help("some files before it are new already; the same command finishes the rest")
            })?;
        }
        folders.keep();
        for relative in left_over.iter().filter(|relative| self.holds(relative)) {
            super::remove(root, relative, self.folder)?;
        }
        Ok(())
    }
}

/// Whether a file lies below a folder.
pub(super) fn is_below(relative: &str, folder: &str) -> bool {
    relative.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Two folders take each other's place, in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// New names are on the disk when their folder is. Not every system can do this.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    let _ = folder;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::disallowed_methods, reason = "a test's own temporary folder")]
    fn put(root: &Path, relative: &str, text: &str) {
        let path = root.join(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Both ways of settling end in the same tree.
    #[test]
    fn one_by_one_where_folders_cannot_be_swapped() {
        for swap in [true, false] {
            let root = tempfile::tempdir().unwrap();
            let root = root.path();
            put(root, "out/same.rs", "s");
            put(root, "out/other.rs", "old");
            put(root, "out/gone/deep.rs", "g");
            let mut folders = NewFolders::default();
            let mut whole = Whole::beside(root, "out", &mut folders).unwrap();
            whole.add(root, "out/same.rs", None).unwrap();
            whole.add(root, "out/other.rs", Some(b"new")).unwrap();
            whole.add(root, "out/fresh/deep.rs", Some(b"f")).unwrap();
            whole.seal().unwrap();
            folders.keep();
            let left_over = ["out/gone/deep.rs".to_owned()];
            match swap {
                true => whole.settle(root, &left_over).unwrap(),
                false => whole.one_by_one(root, &left_over).unwrap(),
            }
            let read = |relative: &str| fs::read_to_string(root.join(relative)).unwrap();
            assert_eq!([read("out/same.rs"), read("out/other.rs"), read("out/fresh/deep.rs")], ["s", "new", "f"]);
            assert!(!root.join("out/gone").exists());
            assert_eq!(fs::read_dir(root).unwrap().count(), 1, "something is left beside the folder");
        }
    }
}
