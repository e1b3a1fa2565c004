//! Uploads a file for serverless apps, and makes sure that what arrived is what was sent.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program is for")]

mod common;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use common::{Result, Session};
use fal_platform::types::FileEntry;
use fal_platform::{Checksum, Client, Part, Progress};
use indicatif::{ProgressBar, ProgressStyle};
use sha2::{Digest as _, Sha256};

/// Uploads a file for serverless apps, and compares checksums.
#[derive(Debug, Parser)]
#[command(after_help = "Where the service names no checksum, give --copy: the file is fetched back and compared.\n\
    Needs a key in FAL_KEY; without any key, it runs against a mock.")]
struct Arguments {
    /// The file to upload.
    file: PathBuf,
    /// Where it is to be, as models/weights.bin.
    target: String,
    /// Fetches it back into this file, which is there only if it is the same to the last byte.
    #[arg(long, value_name = "FILE")]
    copy: Option<PathBuf>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    common::end(run(&Arguments::parse()).await)
}

async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let session = Session::start().await?;
    let (fal, target) = (&session.fal, arguments.target.trim_matches('/'));
    let ours = checksum(&arguments.file)?;

    let part = Part::file(&arguments.file).await?.progress(bar("up")?);
    let length = part.length().unwrap_or_default();
    fal.serverless_upload_local_file().target_path(target).file_upload(part).send().await?;

    let entry = entry(fal, target).await?;
    if entry.size != length as f64 {
        return Err(format!("{target} has {} bytes, and {length} were sent", entry.size).into());
    }
    match entry.checksum_sha256.as_deref().map(Checksum::sha256).transpose()? {
        Some(theirs) if theirs != ours => return Err(format!("{target} is {theirs}, and {ours} was sent").into()),
        Some(theirs) => println!("{target}: {length} bytes, {theirs}"),
        None => println!("{target}: {length} bytes, and no SHA-256 is listed"),
    }

    if let Some(copy) = &arguments.copy {
        let body = fal.serverless_download_file().file(&entry.path).send().await?.into_inner();
        let length = body.progress(bar("down")?).verify(ours.clone()).save(copy).await?;
        println!("{}: {length} bytes, {ours}", copy.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// What the listing says of a file.
async fn entry(fal: &Client, target: &str) -> Result<FileEntry> {
    let listed = match target.rsplit_once('/') {
        Some((folder, _)) => fal.serverless_list_directory().dir(folder).send().await?.into_inner(),
        None => fal.serverless_list_root().send().await?.into_inner(),
    };
    let name = target.rsplit('/').next().unwrap_or(target);
    let found = listed.into_iter().find(|entry| entry.is_file && entry.name == name);
    found.ok_or_else(|| format!("{target} was sent, and is not listed").into())
}

/// The checksum of a file, read piece by piece.
fn checksum(path: &Path) -> Result<Checksum> {
    let told = |error: io::Error| format!("cannot read {}: {error}", path.display());
    let mut sum = Sha256::new();
    io::copy(&mut std::fs::File::open(path).map_err(told)?, &mut sum).map_err(told)?;
    Ok(Checksum::sha256(&format!("{:x}", sum.finalize()))?)
}

/// Draws how far it is, on terminals only.
fn bar(word: &'static str) -> Result<impl FnMut(Progress) + Send + 'static> {
    let style = ProgressStyle::with_template("{msg:>4} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}")?;
    let bar = ProgressBar::no_length().with_style(style).with_message(word);
    Ok(move |progress: Progress| {
        if let Some(total) = progress.total {
            bar.set_length(total);
        }
        bar.set_position(progress.bytes);
    })
}
