//! The two clients: where their sources come from, laid out as crates of their own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::made;
use crate::cli;
use crate::document::parse;
use crate::inputs::Inputs;
use crate::lock_file::digest;
use crate::paths::{CARGO_LOCK, CLIENT, CLIENT_MANIFEST, MANIFEST, PLATFORM, Project};
use crate::pipeline::{Input, Output};
use crate::reader::{self, cannot};
use crate::regen::Generate;
use crate::standalone;
use crate::trouble::{Result, Trouble};
use crate::writer::{self, Batch};

/// The folder of generated files in a crate of a client.
const GENERATED: &str = "src/generated";

/// A client crate, ready to be depended on.
#[derive(Clone, Debug)]
pub struct Client {
    /// `Base` or `New`.
    pub role: &'static str,
    /// Where it came from, in words.
    pub about: String,
    /// Its folder.
    pub folder: PathBuf,
    /// Its manifest with nothing inherited.
    pub manifest: String,
    /// The document that it was made from, where that is known.
    pub document: Option<Value>,
}

/// The client that the program is written for, and the one that it is compiled against.
#[derive(Clone, Debug)]
pub struct Sources {
    /// The old one.
    pub base: Client,
    /// The new one.
    pub new: Client,
    /// Whether the new one was made to keep what the old one promised.
    pub keeps_promises: bool,
}

impl Client {
    /// The generated files, by path below their folder.
    ///
    /// # Errors
    /// There are none, or they cannot be read.
    pub fn generated(&self) -> Result<BTreeMap<String, String>> {
        let mut listing = Batch::default();
        listing.own(GENERATED);
        let mut files = BTreeMap::new();
        for relative in listing.left_over(&self.folder)? {
            let text = reader::text(&self.folder.join(&relative), &relative)?;
            files.insert(relative.trim_start_matches(GENERATED).trim_start_matches('/').to_owned(), text);
        }
        match files.is_empty() {
            false => Ok(files),
            true => Err(Trouble::new(format!("{} holds no generated files", self.about))
                .help("BASE is a revision, a folder with a client crate, or a document")),
        }
    }

    /// The root file of the crate.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn root(&self) -> Result<String> {
        reader::text(&self.folder.join("src/lib.rs"), "src/lib.rs")
    }
}

impl Sources {
    /// Finds both.
    ///
    /// # Errors
    /// One of them is no revision, no crate and no document, or cannot be generated.
    pub fn of(args: &cli::Semver, project: &Project, generate: Generate<'_>) -> Result<Self> {
        let finder = Finder { project, generate };
        let base = Path::new(&args.base);
        let (base, made) = match () {
            () if base.is_dir() => (finder.folder("Base", base)?, None),
            () if base.is_file() => {
                let (client, output) = finder.document("Base", base, None, "")?;
                (client, Some(output))
            }
            () => (finder.revision("Base", &args.base)?, None),
        };
        let new = match &args.to {
            None => finder.tree("New")?,
            Some(to) if to.is_dir() => finder.folder("New", to)?,
            // Names and promises go from release to release.
            Some(to) => {
                let names = made.as_ref().map(|output| output.names.as_str());
                let promises = match &made {
                    _ if args.without_promises => Some(String::new()),
                    Some(output) => Some(output.promises.clone()),
                    None => reader::optional_text(&project.path(crate::paths::PROMISES), crate::paths::PROMISES)?,
                };
                finder.document("New", to, names, &promises.unwrap_or_default())?.0
            }
        };
        Ok(Self { base, new, keeps_promises: !args.without_promises })
    }
}

struct Finder<'p> {
    project: &'p Project,
    generate: Generate<'p>,
}

impl Finder<'_> {
    /// The client in the working tree.
    fn tree(&self, role: &'static str) -> Result<Client> {
        let read = |relative: &str| reader::text(&self.project.path(relative), relative);
        let manifest = standalone::resolved(&read(CLIENT_MANIFEST)?, &read(MANIFEST)?, self.project.root())?;
        let bytes = reader::document_bytes(&self.project.path(PLATFORM), PLATFORM)?;
        Ok(Client {
            role,
            about: "the working tree".to_owned(),
            folder: absolute(&self.project.path(CLIENT))?,
            manifest,
            document: Some(parse::document(&bytes, PLATFORM)?),
        })
    }

    /// A crate that is there.
    fn folder(&self, role: &'static str, folder: &Path) -> Result<Client> {
        let about = folder.display().to_string();
        let manifest = reader::text(&folder.join(MANIFEST), &format!("{about}/{MANIFEST}"))?;
        if manifest.contains("workspace = true") {
            return Err(Trouble::new(format!("{about} inherits from a workspace"))
                .help("give the revision instead, or a crate made by `cargo xtask regen --from FILE --out DIR`"));
        }
        Ok(Client { role, about, folder: absolute(folder)?, manifest, document: None })
    }

    /// A client made from a document.
    fn document(
        &self,
        role: &'static str,
        file: &Path,
        names: Option<&str>,
        promises: &str,
    ) -> Result<(Client, Output)> {
        let about = file.display().to_string();
        let document = parse::document(&reader::document_bytes(file, &about)?, &about)?;
        let inputs = Inputs::with(self.project, String::new(), document, None)?;
        let names = names.unwrap_or(&inputs.names);
        let output = (self.generate)(&Input { names, promises, ..inputs.pure() })?;
        let batch = standalone::batch(self.project, &inputs, &output)?;
        let (folder, manifest) = self.laid_out(&batch)?;
        Ok((Client { role, about, folder, manifest, document: Some(inputs.document) }, output))
    }

    /// The client of a revision.
    fn revision(&self, role: &'static str, revision: &str) -> Result<Client> {
        let git = Git { root: self.project.root() };
        let commit =
            git.text(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")]);
        let commit = commit.map_err(|trouble| {
            let what = format!("`{revision}` is no revision, no folder and no file");
            Trouble::new(what).help(format!("BASE is one of the three; git says: {}", trouble.what()))
        })?;
        let commit = commit.trim();
        let show = |relative: &str| git.text(&["show", &format!("{commit}:{relative}")]);
        let mut batch = Batch::default();
        batch.add(MANIFEST, standalone::resolved(&show(CLIENT_MANIFEST)?, &show(MANIFEST)?, self.project.root())?);
        batch.add(CARGO_LOCK, show(CARGO_LOCK)?);
        let listed = git.text(&["ls-tree", "-r", "-z", "--name-only", commit, &format!("{CLIENT}/")])?;
        for path in listed.split('\0').filter(|path| !path.is_empty()) {
            let own = path.trim_start_matches(CLIENT).trim_start_matches('/');
            if own.starts_with("src/") || own == "README.md" {
                batch.add(own, show(path)?);
            }
        }
        batch.own("src");
        let document = show(PLATFORM).ok().and_then(|text| serde_json::from_str(&text).ok());
        let (folder, manifest) = self.laid_out(&batch)?;
        let about = format!("{revision} ({})", commit.get(..12).unwrap_or(commit));
        Ok(Client { role, about, folder, manifest, document })
    }

    /// Writes a crate into a folder that is called after its contents: what was compiled once stays
    /// compiled.
    fn laid_out(&self, batch: &Batch) -> Result<(PathBuf, String)> {
        let mut contents = String::new();
        let mut manifest = String::new();
        for (relative, text) in batch.files() {
            contents.push_str(&format!("{relative} {}\n", digest(text.as_bytes())));
            if relative == MANIFEST {
                text.clone_into(&mut manifest);
            }
        }
        let name: String = digest(contents.as_bytes()).chars().take(16).collect();
        let folder = made(self.project, &name);
        let shown = folder.display().to_string();
        fs::create_dir_all(&folder).map_err(|error| cannot("make", &shown, &error))?;
        writer::write(&folder, batch)?;
        Ok((absolute(&folder)?, manifest))
    }
}

fn absolute(folder: &Path) -> Result<PathBuf> {
    folder.canonicalize().map_err(|error| cannot("read", &folder.display().to_string(), &error))
}

struct Git<'r> {
    root: &'r Path,
}

impl Git<'_> {
    fn text(&self, arguments: &[&str]) -> Result<String> {
        let output = Command::new("git").arg("-C").arg(self.root).args(arguments).output();
        let output = output.map_err(|error| Trouble::new(format!("git cannot be run: {error}")))?;
        let told = String::from_utf8_lossy(&output.stderr);
        let told = told.lines().next().unwrap_or("it does not know it").to_owned();
        match output.status.success() {
            true => String::from_utf8(output.stdout).map_err(|_| Trouble::new("git answered with what is no UTF-8")),
            false => Err(Trouble::new(told)),
        }
    }
}
