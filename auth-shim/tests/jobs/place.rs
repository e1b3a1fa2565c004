//! Where a job runs: a server, a folder, and nothing of this machine's environment.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fal_platform_mock::Mock;
use tempfile::TempDir;

const VARIABLES: [&str; 5] = ["FAL_KEY", "FAL_KEY_ID", "FAL_KEY_SECRET", "FAL_ADMIN_KEY", "FAL_PLATFORM_BASE_URL"];

/// The program of a job, as cargo made it for this run of the tests.
fn program(job: &str) -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let program = tests.parent().unwrap().parent().unwrap().join("examples").join(format!("{job}{EXE_SUFFIX}"));
    let fix = "run `cargo build -p fal-platform --all-features --examples` first (`cargo test` does, without `--test`)";
    let made = |path: &Path| fs::metadata(path).and_then(|about| about.modified());
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let Ok(built) = made(&program) else { panic!("{} is not there: {fix}", program.display()) };
    for source in [sources.join(format!("{job}.rs")), sources.join("common/mod.rs")] {
        assert!(made(&source).unwrap() <= built, "{} is older than {}: {fix}", program.display(), source.display());
    }
    program
}

/// What a job came to.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A server, and a folder to work in.
pub(crate) struct Place {
    pub(crate) mock: Mock,
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self::with(Mock::start_blocking().unwrap())
    }

    pub(crate) fn with(mock: Mock) -> Self {
        Self { mock, folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// What is in the folder.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// A job that knows no server.
    pub(crate) fn bare(&self, job: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program(job));
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        for variable in VARIABLES {
            command.env_remove(variable);
        }
        command
    }

    /// A job that calls this server.
    pub(crate) fn job(&self, job: &str, arguments: &[&str]) -> Command {
        let mut command = self.bare(job, arguments);
        command.env("FAL_PLATFORM_BASE_URL", self.mock.url());
        command.env("FAL_KEY", self.mock.api_key()).env("FAL_ADMIN_KEY", self.mock.admin_key());
        command
    }

    pub(crate) fn run(&self, job: &str, arguments: &[&str]) -> Ended {
        ended(self.job(job, arguments))
    }
}

pub(crate) fn ended(mut command: Command) -> Ended {
    let output = command.output().unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    Ended { code: output.status.code(), out, err }
}

impl Ended {
    #[track_caller]
    pub(crate) fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        self
    }

    #[track_caller]
    pub(crate) fn failed(self, word: &str) -> Self {
        assert_eq!(self.code, Some(2), "{self:?}");
        assert!(self.err.contains("error: ") && self.err.contains(word), "{self:?}");
        self
    }
}

/// Writes a file of this test.
pub(crate) fn replace(path: &Path, content: &[u8]) {
    use std::io::Write as _;
    let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap()).unwrap();
    file.write_all(content).unwrap();
    file.persist(path).unwrap();
}
