//! `cargo xtask fetch`: the only stage that touches the network.

mod address;
mod download;

use std::time::Duration;

use chrono::{SecondsFormat, Utc};

use crate::cli::Verdict;
use crate::document::parse;
use crate::inputs::Inputs;
use crate::lock_file::{LockFile, Origin, digest};
use crate::paths::{LOCK, PLATFORM, Project};
use crate::printer::{Printer, Tone, count, figure};
use crate::trouble::{Result, Trouble};
use crate::writer::{self, Batch, Change};
use crate::{reader, run_lock};

use address::Address;

/// Where the document is published.
pub const PUBLISHED: &str = "https://api.fal.ai/v1/openapi.json";

/// How long and how much a fetch may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until there is a connection.
    pub connect: Duration,
    /// Between two pieces of the answer.
    pub read: Duration,
    /// For everything together.
    pub total: Duration,
    /// How often the server may send us on.
    pub redirects: usize,
    /// The size of the document.
    pub bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(20),
            total: Duration::from_secs(120),
            redirects: 5,
            bytes: parse::LIMIT,
        }
    }
}

/// Pins the published document and generates nothing.
///
/// # Errors
/// It does not arrive, is none, or cannot be written.
pub fn run(url: &str, limits: &Limits, project: &Project, printer: &mut Printer<'_>) -> Result<Verdict> {
    run_lock::alone(project.root(), || {
        let inputs = inputs(url, limits, project, printer)?;
        let mut lock = LockFile::of(&inputs, &inputs.names, &inputs.promises)?;
        if let Some(before) = inputs.lock.as_deref().and_then(LockFile::parse) {
            // These tell what the crate was made of, and it was not made again.
            lock.inputs = before.inputs;
            lock.tools = before.tools;
        }
        let mut batch = Batch::default();
        batch.add(PLATFORM, &inputs.platform);
        batch.add(LOCK, lock.text()?);
        let changes = writer::write(project.root(), &batch)?;
        crate::summary::changes(&changes, printer);
        let pinned = |(_, relative): &(Change, String)| relative == PLATFORM;
        let next = match changes.changed.iter().any(pinned) {
            true => "`git diff openapi/platform.json`, then `cargo xtask regen --offline`",
            false => "the pinned document is the published one; `cargo xtask check` looks at the rest",
        };
        printer.status(Tone::Plain, "Next", next);
        Ok(Verdict::Fine)
    })
}

/// The inputs of a regeneration with the published document in place of the pinned one.
///
/// # Errors
/// It does not arrive, or is none.
pub fn inputs(url: &str, limits: &Limits, project: &Project, printer: &mut Printer<'_>) -> Result<Inputs> {
    let address = Address::parse(url)?;
    let bytes = download(&address, limits, printer)?;
    let document = parse::document(&bytes, address.as_str()).map_err(offline_helps)?;
    let size = count(bytes.len(), "byte");
    printer.status(Tone::Done, "Fetched", &format!("{} ({size})", address.as_str()));
    let platform = serde_json::to_string_pretty(&document)
        .map(|text| text + "\n")
        .map_err(|error| Trouble::new(format!("the document cannot be written: {error}")))?;
    let origin = origin(&address, &platform, project)?;
    Inputs::with(project, platform, document, Some(origin))
}

/// What stands at an address; nothing is pinned, and nothing but progress is printed.
///
/// # Errors
/// It does not arrive.
pub fn bytes(url: &str, limits: &Limits, printer: &mut Printer<'_>) -> Result<Vec<u8>> {
    download(&Address::parse(url)?, limits, printer)
}

fn download(address: &Address, limits: &Limits, printer: &mut Printer<'_>) -> Result<Vec<u8>> {
    printer.progress("Fetching", address.as_str());
    download::download(address, limits, &mut |arrived| {
        let arrived = figure(arrived);
        printer.progress("Fetching", &format!("{} ({arrived} bytes)", address.as_str()));
    })
}

/// A document that is pinned already keeps the time at which it was first retrieved: a nightly run
/// without news changes no file.
fn origin(address: &Address, platform: &str, project: &Project) -> Result<Origin> {
    let before = reader::optional_text(&project.path(LOCK), LOCK)?;
    let before = before.as_deref().and_then(LockFile::parse);
    let pinned = before.map(|lock| lock.document).filter(|pin| {
        pin.sha256 == digest(platform.as_bytes())
            && pin.origin.url.as_deref() == Some(address.as_str())
            && pin.origin.retrieved_at.is_some()
    });
    Ok(pinned.map_or_else(
        || Origin {
            source: None,
            url: Some(address.as_str().to_owned()),
            retrieved_at: Some(Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true)),
        },
        |pin| pin.origin,
    ))
}

/// Says what to do when the published document cannot be had.
fn offline_helps(trouble: Trouble) -> Trouble {
    trouble.help("nothing was written; `cargo xtask regen --offline` uses the pinned document")
}
