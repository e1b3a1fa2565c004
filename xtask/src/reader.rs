//! Reads files, and says plainly when it cannot.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::document::parse::LIMIT;
use crate::trouble::{Result, Trouble};

/// The bytes of a file that may be a document: no more than one byte above the size that a
/// document may have, so that a huge file fills no memory.
///
/// # Errors
/// The file is missing or cannot be read.
pub fn document_bytes(path: &Path, shown: &str) -> Result<Vec<u8>> {
    let read = || {
        let mut bytes = Vec::new();
        File::open(path)?.take(LIMIT + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|error| cannot("read", shown, &error))
}

/// The text of a file of this project.
///
/// # Errors
/// The file is missing, cannot be read, or is not UTF-8.
pub fn text(path: &Path, shown: &str) -> Result<String> {
    std::fs::read_to_string(path).map_err(|error| cannot("read", shown, &error))
}

/// As [`text`]; `None` where there is no such file.
///
/// # Errors
/// The file cannot be read, or is not UTF-8.
pub fn optional_text(path: &Path, shown: &str) -> Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(cannot("read", shown, &error)),
    }
}

/// What went wrong with a file.
pub fn cannot(deed: &str, shown: &str, error: &io::Error) -> Trouble {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::InvalidData => "it is not UTF-8".to_owned(),
        _ => error.to_string(),
    };
    Trouble::new(format!("cannot {deed} {shown}: {reason}"))
}
