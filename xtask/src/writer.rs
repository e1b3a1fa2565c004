//! The one writer. A file changes whole or not at all, and only when its bytes differ.
//!
//! A batch is staged first: every new content lies complete beside its target before the first
//! target is replaced. So a full disk or a read-only folder leaves the tree as it was, and a
//! process that is killed leaves every file either old or new. A folder that the batch owns changes
//! as one: its files are all old or all new.

mod path;
mod whole;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::reader::cannot;
use crate::trouble::{Result, Trouble};

use path::{NewFolders, STAGED, refuse_link, refuse_strange};
pub use path::{is_staged, link_on_the_way};
use whole::{Whole, is_below};

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

    /// The owned folders that lie in no other.
    fn outermost(&self) -> impl Iterator<Item = &str> {
        let inner = |folder: &&String| self.owned.iter().any(|other| is_below(folder, other));
        self.owned.iter().filter(move |folder| !inner(folder)).map(String::as_str)
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
/// A target is a link or lies behind one, is a folder, read-only, or outside `root`; or the system
/// refuses. Nothing has changed then, unless replacing itself failed half-way, which the message says.
pub fn write(root: &Path, batch: &Batch) -> Result<Changes> {
    let root = root.canonicalize().map_err(|error| cannot("write to", &root.display().to_string(), &error))?;
    for (relative, _) in batch.files() {
        refuse_strange(relative)?;
        refuse_link(&root, relative)?;
    }
    sweep(&root, batch);
    let left_over = batch.left_over(&root)?;
    let mut news = Vec::new();
    for (relative, contents) in batch.files() {
        let change = change_of(&root, relative, contents.as_bytes())?;
        news.push(New { relative, contents: contents.as_bytes(), change });
    }
    let staged = Staged::of(&root, batch, &news, &left_over)?;
    staged.settle(&root, &left_over)?;
    let unchanged = news.iter().filter(|new| new.change.is_none()).count();
    let written = news.iter().filter_map(|new| Some((new.change?, new.relative.to_owned())));
    let removed = left_over.iter().map(|relative| (Change::Removed, relative.clone()));
    Ok(Changes { changed: written.chain(removed).collect(), unchanged })
}

/// A file of the batch, and what will happen to it.
struct New<'b> {
    relative: &'b str,
    contents: &'b [u8],
    change: Option<Change>,
}

/// What will happen to a file; none if it is as it should be.
fn change_of(root: &Path, relative: &str, contents: &[u8]) -> Result<Option<Change>> {
    let target = root.join(relative);
    let (change, file_is_frozen) = match fs::symlink_metadata(&target) {
        Ok(old) if old.is_file() => {
            let same = old.len() == contents.len() as u64
                && fs::read(&target).map_err(|error| cannot("read", relative, &error))? == contents;
            if same {
                return Ok(None);
            }
            (Change::Updated, old.permissions().readonly())
        }
        Ok(old) => {
            let kind = if old.is_symlink() { "a symbolic link" } else { "not a file" };
            return Err(Trouble::new(format!("cannot write {relative}: it is {kind}"))
                .help("move it away, then run this command again"));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => (Change::Created, false),
        Err(error) => return Err(cannot("write", relative, &error)),
    };
    match file_is_frozen || target.parent().is_some_and(is_frozen) {
        true => Err(read_only(relative)),
        false => Ok(Some(change)),
    }
}

/// Whether it says that it is read-only. The system may let an administrator write it all the same.
fn is_frozen(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly())
}

fn read_only(relative: &str) -> Trouble {
    Trouble::new(format!("cannot write {relative}: it is read-only"))
        .help("make it and its folder writable, then run this command again")
}

/// Everything that changes, complete and on the disk, beside what it will replace.
struct Staged<'b> {
    loose: Vec<(&'b str, NamedTempFile)>,
    wholes: Vec<Whole<'b>>,
}

impl<'b> Staged<'b> {
    fn of(root: &Path, batch: &'b Batch, news: &[New<'b>], left_over: &[String]) -> Result<Self> {
        let mut folders = NewFolders::default();
        let mut wholes = Vec::new();
        for folder in batch.outermost() {
            let changes = news.iter().any(|new| new.change.is_some() && is_below(new.relative, folder));
            if changes || left_over.iter().any(|relative| is_below(relative, folder)) {
                wholes.push(Whole::beside(root, folder, &mut folders)?);
            }
        }
        let mut loose = Vec::new();
        for new in news {
            let contents = new.change.map(|_| new.contents);
            match (wholes.iter_mut().find(|whole| whole.holds(new.relative)), contents) {
                (Some(whole), contents) => whole.add(root, new.relative, contents)?,
                (None, Some(contents)) => {
                    loose.push((new.relative, stage(root, new.relative, contents, &mut folders)?))
                }
                (None, None) => {}
            }
        }
        wholes.iter().try_for_each(Whole::seal)?;
        folders.keep();
        Ok(Self { loose, wholes })
    }

    /// The steps that change the tree: first the files that stand alone, in the order of the batch,
    /// then each folder.
    fn settle(self, root: &Path, left_over: &[String]) -> Result<()> {
        for (done, (relative, file)) in self.loose.into_iter().enumerate() {
            replace(file, &root.join(relative)).map_err(|error| {
                cannot("replace", relative, &error)
                    .help(format!("{done} files before it are new already; the same command finishes the rest"))
            })?;
        }
        for whole in self.wholes {
            whole.settle(root, left_over)?;
        }
        Ok(())
    }
}

/// Puts the content beside its target, complete and on the disk.
fn stage(root: &Path, relative: &str, contents: &[u8], folders: &mut NewFolders) -> Result<NamedTempFile> {
    let folder = folders.ensure(root, relative)?;
    let staged = || {
        let file = builder(0o666).tempfile_in(&folder)?;
        fill(file.as_file(), &root.join(relative), contents)?;
        Ok(file)
    };
    staged().map_err(|error| cannot("write", relative, &error))
}

/// Writes a staged file, which gets the permissions of the one that it will replace.
fn fill(file: impl std::borrow::Borrow<fs::File>, target: &Path, contents: &[u8]) -> io::Result<()> {
    let mut file = file.borrow();
    file.write_all(contents)?;
    if let Ok(old) = fs::metadata(target) {
        file.set_permissions(old.permissions())?;
    }
    file.sync_all()
}

fn builder(mode: u32) -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(STAGED.0).suffix(STAGED.1);
    // What is temporary is private by default; what takes its place in the tree is not.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    let _ = mode;
    builder
}

/// The one step that changes a file.
fn replace(staged: NamedTempFile, target: &Path) -> io::Result<()> {
    staged.persist(target).map_err(|error| error.error)?;
    target.parent().map_or(Ok(()), whole::sync)
}

/// Removes what killed runs had staged.
fn sweep(root: &Path, batch: &Batch) {
    let parent = |relative: &str| root.join(relative).parent().map(Path::to_owned);
    let places = batch.files().map(|(relative, _)| relative).chain(batch.owned.iter().map(String::as_str));
    let folders: BTreeSet<PathBuf> = places.filter_map(parent).collect();
    for entry in folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten() {
        if is_staged(&entry.file_name().to_string_lossy()) {
            // If it stays, the next run tries again.
            let _ = match entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                true => fs::remove_dir_all(entry.path()),
                false => fs::remove_file(entry.path()),
            };
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

/// Removes a file and the folders that it leaves empty, up to the owned one.
fn remove(root: &Path, relative: &str, owned: &str) -> Result<()> {
    fs::remove_file(root.join(relative)).map_err(|error| cannot("remove", relative, &error))?;
    let mut folder = relative;
    while let Some((parent, _)) = folder.rsplit_once('/') {
        // A folder that is not empty refuses, which is the point.
        if parent == owned || fs::remove_dir(root.join(parent)).is_err() {
            break;
        }
        folder = parent;
    }
    Ok(())
}
