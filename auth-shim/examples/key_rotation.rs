//! Rotates a key that lives in a file: creates one, verifies it, swaps it in, deletes the old one.
//!
//! The file holds a key that opens at every moment: the old one is deleted only when the new one was
//! seen to work and is on the disk, and a new one that does not work is taken back.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program is for")]

mod common;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use common::{Result, Session};
use fal_platform::{Client, Credentials, Error, Key, Stage};
use tokio::time::sleep;

/// How often a new key is tried, and the pause between: it may take a moment to be known everywhere.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(400);

/// Replaces the key in a file by a new one, and deletes the old one.
#[derive(Debug, Parser)]
#[command(after_help = "Keys are never printed, only their ids.\n\
    Needs a key of admin scope in FAL_ADMIN_KEY; without any key, it runs against a mock.")]
struct Arguments {
    /// The file with the key, as `id:secret`; it is made where there is none.
    #[arg(long, value_name = "FILE", default_value = "fal.key")]
    file: PathBuf,
    /// The name of the new key, for people to read.
    #[arg(long, default_value = "rotated")]
    alias: String,
    /// Seconds from the swap to the deletion: time for programs that hold the old key to read the file again.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    grace: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    common::end(run(&Arguments::parse()).await)
}

async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let session = Session::start().await?;
    let admin = session.fal.admin()?;
    let old = in_file(&arguments.file)?;

    let made = match admin.create_api_key().alias(&arguments.alias).send().await {
        Ok(made) => made.into_inner(),
        Err(error) => {
            if error.stage() == Stage::MaybeSent {
                eprintln!("A key called {:?} may have been made: look for it before the next run.", arguments.alias);
            }
            return Err(error.into());
        }
    };
    println!("created {}", made.key_id);

    let swapped = match verified(&session.fal, Key::try_from(&made.key)?).await {
        Ok(()) => common::replace(&arguments.file, made.key.expose().as_bytes()),
        Err(error) => Err(error.into()),
    };
    if let Err(error) = swapped {
        // The old key is in place and opens; nobody has the new one.
        eprintln!("{} is taken back; {} is as it was", made.key_id, arguments.file.display());
        if let Err(kept) = admin.delete_api_key().key_id(&made.key_id).send().await {
            eprintln!("{} opens still, delete it by hand: {kept}", made.key_id);
        }
        return Err(error);
    }
    println!("verified {0}, and put it into {1}", made.key_id, arguments.file.display());

    let Some(old) = old.filter(|old| old.id() != made.key_id) else {
        println!("there was no key before");
        return Ok(ExitCode::SUCCESS);
    };
    sleep(Duration::from_secs(arguments.grace)).await;
    if let Err(error) = admin.delete_api_key().key_id(old.id()).send().await {
        eprintln!("{} opens still: delete it by hand", old.id());
        return Err(error.into());
    }
    println!("deleted {}", old.id());
    Ok(ExitCode::SUCCESS)
}

/// The key in a file, if there is a file.
fn in_file(path: &Path) -> Result<Option<Key>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(Key::parse(text.trim_end()).map_err(|error| format!("{}: {error}", path.display()))?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("cannot read {}: {error}", path.display()).into()),
    }
}

/// Calls with the new key alone. This read needs no key, and refuses one that is not right.
async fn verified(fal: &Client, key: Key) -> std::result::Result<(), Error> {
    let fal = fal.with_credentials(Credentials::none().api_key(key));
    let mut tried = 1;
    loop {
        match fal.get_models().limit(1).send().await {
            Err(error) if error.status().is_some_and(|status| status == 401) && tried < TRIES => tried += 1,
            answer => return answer.map(drop),
        }
        sleep(PAUSE).await;
    }
}
