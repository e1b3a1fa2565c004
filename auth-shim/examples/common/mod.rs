//! What the jobs share: whom they call, how they end, money to the last digit, files that are whole.

#![allow(dead_code, reason = "each job uses its own part")]

use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use fal_platform::Client;
use fal_platform::error::chain;
use fal_platform_mock::Mock;
use rust_decimal::Decimal;

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Any of these means a real server.
const VARIABLES: [&str; 5] = ["FAL_KEY", "FAL_KEY_ID", "FAL_KEY_SECRET", "FAL_ADMIN_KEY", "FAL_PLATFORM_BASE_URL"];

/// Whom a job calls.
pub(crate) struct Session {
    pub(crate) fal: Client,
    /// The server, where it is the built-in one. It stops with this value.
    pub(crate) mock: Option<Mock>,
}

impl Session {
    /// The service that the environment names, or else a mock of it in this process.
    pub(crate) async fn start() -> Result<Self> {
        if VARIABLES.iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty())) {
            return Ok(Self { fal: Client::from_env()?, mock: None });
        }
        let mock = Mock::builder().keep_files_up_to(1 << 30).start().await?;
        eprintln!(
            "No key is set, so this runs against the built-in mock. FAL_KEY or FAL_ADMIN_KEY leads to the service."
        );
        let fal = Client::builder().base_url(mock.url()).api_key(mock.api_key()).admin_key(mock.admin_key()).build()?;
        Ok(Self { fal, mock: Some(mock) })
    }
}

/// Ends a job: 2 is trouble, which is told with its causes. What to do about a refused key is among them.
pub(crate) fn end(outcome: Result<ExitCode>) -> ExitCode {
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {}", chain(&*error));
        ExitCode::from(2)
    })
}

/// The decimal that the server wrote.
///
/// The client reads a number as the nearest `f64`, and that prints as the shortest decimal that leads
/// back to it. That is the very decimal that was written, if it had up to 15 digits, or was an `f64`
/// at the server as well. What does not fit into a `Decimal` is an error, and never rounded.
pub(crate) fn exact(number: f64) -> Result<Decimal> {
    Decimal::from_str_exact(&number.to_string()).map_err(|error| format!("{number} is no amount: {error}").into())
}

/// An amount that a person wrote.
pub(crate) fn amount(text: &str) -> std::result::Result<Decimal, String> {
    Decimal::from_str_exact(text).map_err(|error| error.to_string())
}

/// Replaces a file in one step; only its owner may read it.
pub(crate) fn replace(path: &Path, content: &[u8]) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let told = |error: std::io::Error| format!("cannot write {}: {error}", path.display());
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(told)?;
    file.write_all(content).map_err(told)?;
    file.as_file().sync_all().map_err(told)?;
    file.persist(path).map_err(|error| told(error.error))?;
    Ok(())
}

/// `usage.csv.part` of `usage.csv`.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}
