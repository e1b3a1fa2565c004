//! The one writer. A file changes whole or not at all, and only when its bytes differ.
//!
//! A batch is staged first: every new content lies complete beside its target before the first
//! target is replaced. So a full disk or a read-only folder leaves the tree as it was, and a
//! process that is killed leaves every file either old or new.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use tempfile::NamedTempFile;

use crate::reader::cannot;
use crate::trouble::{Result, Trouble};

/// What staged files are called until they take their place.
const STAGED: (&str, &str) = (".regen-", ".tmp");

/// What happened to a file.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Change {
    /// It is new.
    Created,
    /// It had other bytes.
    Updated,
    /// Nothing makes it any more.
    Removed,
}

impl Change {
    /// The status word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Created => "Created",
            Self::Updated => "Updated",
            Self::Removed => "Removed",
        }
    }
}

/// What a batch did.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Changes {
    /// The files that changed, by path from the root, in the order of the batch.
    pub changed: Vec<(Change, String)>,
    /// How many already were as they should be.
    pub unchanged: usize,
}

/// Files to be written below one root, in the order in which they take their place.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Batch {
    files: Vec<(String, String)>,
    owned: Vec<String>,
}

impl Batch {
    /// Adds a file, by its `/`-separated path from the root.
    pub fn add(&mut self, relative: impl Into<String>, contents: impl Into<String>) {
        self.files.push((relative.into(), contents.into()));
    }

    /// Says that a folder holds nothing but files of this batch: others are removed from it.
    pub fn own(&mut self, relative: impl Into<String>) {
        self.owned.push(relative.into());
    }

    /// The files, in order.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(relative, contents)| (relative.as_str(), contents.as_str()))
    }

    /// The files in owned folders that the batch does not make, sorted.
    ///
    /// # Errors
    /// An owned folder cannot be listed.
    pub fn left_over(&self, root: &Path) -> Result<Vec<String>> {
        let made: BTreeSet<&str> = self.files().map(|(relative, _)| relative).collect();
        let mut found = Vec::new();
        for folder in &self.owned {
            list(root, folder, &mut found)?;
        }
        found.retain(|relative| !made.contains(relative.as_str()));
        found.sort();
        // One owned folder may lie in another.
        found.dedup();
        Ok(found)
    }
}

/// Brings the tree at `root` to what the batch says.
///
/// # Errors
/// A target is a link, a folder, read-only, or outside `root`; or the system refuses. Nothing has
/// changed then, unless replacing itself failed half-way, which the message says.
pub fn write(root: &Path, batch: &Batch) -> Result<Changes> {
    let root = root.canonicalize().map_err(|error| cannot("write to", &root.display().to_string(), &error))?;
    for (relative, _) in batch.files() {
        refuse_strange(relative)?;
    }
    sweep(&root, batch);
    let left_over = batch.left_over(&root)?;
    let mut folders = NewFolders::default();
    let mut staged = Vec::new();
    let mut changes = Changes::default();
    for (relative, contents) in batch.files() {
        match stage(&root, relative, contents.as_bytes(), &mut folders)? {
            Some(file) => staged.push((relative, file)),
            None => changes.unchanged += 1,
        }
    }
    folders.keep();
    for (relative, file) in staged {
        let change = replace(&root.join(relative), file).map_err(|error| {
            cannot("replace", relative, &error).help(format!(
                "{} files before it are new already; the same command finishes the rest",
                changes.changed.len()
            ))
        })?;
        changes.changed.push((change, relative.to_owned()));
    }
    for relative in left_over {
        fs::remove_file(root.join(&relative)).map_err(|error| cannot("remove", &relative, &error))?;
        remove_empty(&root, &relative, &batch.owned);
        changes.changed.push((Change::Removed, relative));
    }
    Ok(changes)
}

/// Only plain names below the root: no `..`, no absolute path, no drive.
fn refuse_strange(relative: &str) -> Result<()> {
    let plain = Path::new(relative).components().all(|part| matches!(part, Component::Normal(_)));
    if plain && !relative.is_empty() && !relative.contains('\\') {
        return Ok(());
    }
    Err(Trouble::new(format!("the file name `{relative}` leads out of its folder")))
}

/// Puts the content beside its target, complete and on the disk; `None` if the target has it.
fn stage(root: &Path, relative: &str, contents: &[u8], folders: &mut NewFolders) -> Result<Option<NamedTempFile>> {
    let target = root.join(relative);
    let old = match fs::symlink_metadata(&target) {
        Ok(old) if old.is_file() => Some(old),
        Ok(old) => {
            let kind = if old.is_symlink() { "a symbolic link" } else { "not a file" };
            return Err(Trouble::new(format!("cannot write {relative}: it is {kind}"))
                .help("move it away, then run this command again"));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(cannot("write", relative, &error)),
    };
    let folder = folders.ensure(root, relative)?;
    if let Some(old) = &old {
        let same = old.len() == contents.len() as u64
            && fs::read(&target).map_err(|error| cannot("read", relative, &error))? == contents;
        if same {
            return Ok(None);
        }
    }
    let frozen = |metadata: &fs::Metadata| metadata.permissions().readonly();
    if old.as_ref().is_some_and(frozen) || fs::metadata(&folder).is_ok_and(|it| frozen(&it)) {
        return Err(Trouble::new(format!("cannot write {relative}: it is read-only"))
            .help("make it and its folder writable, then run this command again"));
    }
    let staged = || {
        let mut file = builder().tempfile_in(&folder)?;
        file.write_all(contents)?;
        if let Some(old) = &old {
            fs::set_permissions(file.path(), old.permissions())?;
        }
        file.as_file().sync_all()?;
        Ok(file)
    };
    staged().map(Some).map_err(|error| cannot("write", relative, &error))
}

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(STAGED.0).suffix(STAGED.1);
    // A temporary file is private by default; what takes its place in the tree is not.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

/// The one step that changes a file.
fn replace(target: &Path, staged: NamedTempFile) -> io::Result<Change> {
    let change = if target.exists() { Change::Updated } else { Change::Created };
    staged.persist(target).map_err(|error| error.error)?;
    // The new name is on the disk when its folder is. Not every system can do this.
    #[cfg(unix)]
    if let Some(folder) = target.parent() {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(change)
}

/// The folders that staging made; gone again if it fails.
#[derive(Default)]
struct NewFolders(Vec<PathBuf>);

impl NewFolders {
    /// The folder of a file, made if need be, and never outside of the root.
    fn ensure(&mut self, root: &Path, relative: &str) -> Result<PathBuf> {
        let mut folder = root.to_owned();
        let parents = Path::new(relative).parent().unwrap_or(Path::new(""));
        for part in parents.components() {
            folder.push(part);
            let made = match fs::create_dir(&folder) {
                Ok(()) => {
                    self.0.push(folder.clone());
                    Ok(())
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
                Err(error) => Err(error),
            };
            let real = made.and_then(|()| folder.canonicalize());
            let real = real.map_err(|error| cannot("write", relative, &error))?;
            if !real.starts_with(root) {
                return Err(Trouble::new(format!(
                    "cannot write {relative}: `{}` leads out of {}",
                    folder.display(),
                    root.display()
                ))
                .help("put a folder in place of the symbolic link"));
            }
        }
        Ok(folder)
    }

    fn keep(mut self) {
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

/// Removes what a killed run had staged.
fn sweep(root: &Path, batch: &Batch) {
    let parent = |relative: &str| root.join(relative).parent().map(Path::to_owned);
    let folders: BTreeSet<PathBuf> = batch.files().filter_map(|(relative, _)| parent(relative)).collect();
    for entry in folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(STAGED.0) && name.ends_with(STAGED.1) {
            // If it stays, the next run tries again.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Every file below a folder; links are listed, not followed.
fn list(root: &Path, folder: &str, found: &mut Vec<String>) -> Result<()> {
    let entries = match fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(cannot("list", folder, &error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| cannot("list", folder, &error))?;
        let relative = format!("{folder}/{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().map_err(|error| cannot("list", folder, &error))?;
        if kind.is_dir() {
            list(root, &relative, found)?;
        } else {
            found.push(relative);
        }
    }
    Ok(())
}

/// Removes the folders that a removed file leaves empty, up to the owned one.
fn remove_empty(root: &Path, relative: &str, owned: &[String]) {
    let mut folder = relative;
    while let Some((parent, _)) = folder.rsplit_once('/') {
        // A folder that is not empty refuses, which is the point.
        if owned.iter().any(|own| own == parent) || fs::remove_dir(root.join(parent)).is_err() {
            return;
        }
        folder = parent;
    }
}
