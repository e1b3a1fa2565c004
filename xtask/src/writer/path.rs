//! Where files may be put: below the root, and through no link.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::reader::cannot;
use crate::trouble::{Result, Trouble};

/// What staged files and folders are called until they take their place.
pub(super) const STAGED: (&str, &str) = (".regen-", ".tmp");

/// Whether a file is one that a run was still writing.
pub fn is_staged(name: &str) -> bool {
    name.starts_with(STAGED.0) && name.ends_with(STAGED.1)
}

/// Only plain names below the root: no `..`, no absolute path, no drive.
pub(super) fn refuse_strange(relative: &str) -> Result<()> {
    let plain = Path::new(relative).components().all(|part| matches!(part, Component::Normal(_)));
    if plain && !relative.is_empty() && !relative.contains('\\') {
        return Ok(());
    }
    Err(Trouble::new(format!("the file name `{relative}` leads out of its folder")))
}

/// The first folder on the way to a file that is a symbolic link. Nothing is written through one:
/// whose files lie behind it is not known here.
pub fn link_on_the_way<'r>(root: &Path, relative: &'r str) -> Option<&'r str> {
    let ends = relative.match_indices('/').map(|(end, _)| end);
    ends.map(|end| &relative[..end]).find(|folder| root.join(folder).is_symlink())
}

/// What is to be said of such a link.
pub(super) fn refuse_link(root: &Path, relative: &str) -> Result<()> {
    match link_on_the_way(root, relative) {
        None => Ok(()),
        Some(folder) => Err(Trouble::new(format!(
            "cannot write {relative}: `{folder}` is a symbolic link, and nothing is written through one"
        ))
        .help("put a folder in place of the symbolic link, then run this command again")),
    }
}

/// The folders that staging made; gone again if it fails.
#[derive(Default)]
pub(super) struct NewFolders(Vec<PathBuf>);

impl NewFolders {
    /// The folder of a file, made if need be.
    pub(super) fn ensure(&mut self, root: &Path, relative: &str) -> Result<PathBuf> {
        let mut folder = root.to_owned();
        let parents = Path::new(relative).parent().unwrap_or(Path::new(""));
        for part in parents.components() {
            folder.push(part);
            match fs::create_dir(&folder) {
                Ok(()) => self.0.push(folder.clone()),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
                Err(error) => return Err(cannot("write", relative, &error)),
            }
        }
        Ok(folder)
    }

    pub(super) fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for NewFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // One that someone filled in the meantime stays.
            let _ = fs::remove_dir(folder);
        }
    }
}
