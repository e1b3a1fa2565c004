//! The command line: what can be asked for, and how the answer is told to a script.

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};

use crate::diff::verdicts::FailOn;
use crate::fetch::PUBLISHED;

/// Keeps the fal Platform client true to the published OpenAPI document.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = true,
    after_help = "\
What now?
  The API has changed:            cargo xtask regen
  You edited names.toml,
  overlay.toml or the generator:  cargo xtask regen --offline
  Is everything up to date?       cargo xtask check
  Does a new document break me?   cargo xtask diff
  Does users' code still compile? cargo xtask semver main

Exit codes: 0 nothing to say, 1 a difference, 2 trouble."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// When to color the output.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
}

/// What can be asked for.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Fetch the published document and pin it; generate nothing.
    #[command(after_help = "\
Writes openapi/platform.json and openapi/platform.lock.toml. The document is checked first;
if it cannot be had or is no OpenAPI document, the pinned one stays.

What now? `git diff openapi/platform.json` shows what the API changed;
`cargo xtask regen --offline` makes the client of it.")]
    Fetch(Fetch),
    /// Fetch the published document and regenerate the client crate.
    #[command(after_help = "\
Writes generated/src/generated, the features in the manifests, and openapi/*. Everything is
generated before anything is written: a document that cannot be expressed changes no file.

What now? Read the summary: it names the types that are new (rename them in
openapi/names.toml), what became of constructs that Rust cannot express, and the next command.
Without a network, or to keep the pinned document: `cargo xtask regen --offline`.")]
    Regen(Regen),
    /// Say whether the generated files are what the inputs make of them.
    #[command(after_help = "\
Regenerates in memory, twice, compares the results with each other and with the tree, and
writes nothing. Exit code 1 lists every file that is stale, edited by hand, missing or left
over, with the command that mends it.")]
    Check,
    /// Say what code written for an older client does not compile with this one.
    #[command(after_help = "\
Writes a program that uses every public type, field, arm, setter, method and constant of BASE, and
compiles it against the new client. What the compiler refuses is what users have to change. Builds
in target/semver; the network is never touched.

What now? Exit code 1 means a major release, unless what is broken can be kept: see
openapi/names.toml for names and openapi/promises.toml for what the generator keeps by itself.")]
    Semver(Semver),
    /// Write down what a program of this release calls, to be compiled ever after.
    #[command(after_help = "\
Run once for each release, when its version stands in Cargo.toml: one call of every operation goes into
tests/tests/release_VERSION.rs, which is a test that compiles. A program that is there stays as it is.

What now? Commit both files. When one of an earlier release does not compile any more, the next
release is a major one: then the file may go, with its entry in tests/releases.toml.")]
    ReleaseProgram,
    /// Say what a new document means for callers and for the version of the crates.
    #[command(after_help = "\
OLD and NEW are a file, an address with https://, or REV:PATH of this repository, such as
HEAD:openapi/platform.json. Left out, OLD is the pinned document and NEW the published one.

Each change has two verdicts. For callers, from the worst: breaking (a correct old client stops
working), scope (another key reaches the operation), caution (only maybe felt), compatible, docs.
For the crate: major, minor, patch, none.

What now? Exit code 1 means that something is at or above --fail-on. Look at it; to let it pass
once, put its fingerprint into a file and name that with --accept:
  [[accept]]
  fingerprint = \"…\"
  reason = \"why it is fine\"
  expires = 2026-12-31   # if wanted")]
    Diff(Diff),
}

/// What `diff` takes.
#[derive(Args, Clone, Debug)]
pub struct Diff {
    /// The old document: FILE, URL or REV:PATH; the pinned one by default.
    #[arg(value_name = "OLD")]
    pub old: Option<String>,
    /// The new document: FILE, URL or REV:PATH; the published one by default.
    #[arg(value_name = "NEW")]
    pub new: Option<String>,
    /// How to print the report.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    /// The mildest verdict that makes the exit code 1: docs, compatible, caution, scope, breaking or none.
    #[arg(long, value_name = "VERDICT", default_value = "breaking")]
    pub fail_on: FailOn,
    /// A TOML file of changes that were looked at and accepted.
    #[arg(long, value_name = "FILE")]
    pub accept: Option<PathBuf>,
}

/// How a report is printed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum Format {
    /// For people at a terminal.
    Text,
    /// For a pull request.
    Markdown,
    /// For machines; its JSON Schema is xtask/src/diff/changes.schema.json.
    Json,
}

/// What `fetch` takes.
#[derive(Args, Clone, Debug)]
pub struct Fetch {
    /// Where the document is published.
    #[arg(long, value_name = "URL", default_value = PUBLISHED)]
    pub url: String,
}

/// What `regen` takes.
#[derive(Args, Clone, Debug)]
pub struct Regen {
    /// Use the pinned document; never touch the network.
    #[arg(long)]
    pub offline: bool,
    /// Generate from this document instead, into a crate of its own; needs --out.
    #[arg(long, value_name = "FILE", requires = "out", conflicts_with = "url")]
    pub from: Option<PathBuf>,
    /// Where the crate of its own goes; nothing else is touched.
    #[arg(long, value_name = "DIR", requires = "from")]
    pub out: Option<PathBuf>,
    /// Where the document is published.
    #[arg(
        long,
        value_name = "URL",
        default_value = PUBLISHED,
        conflicts_with = "offline"
    )]
    pub url: String,
}

/// What `semver` takes.
#[derive(Args, Clone, Debug)]
pub struct Semver {
    /// The client that users have: a revision of this repository, a folder with a client crate, or
    /// a document to make one from.
    #[arg(value_name = "BASE")]
    pub base: String,
    /// The client that they get: a folder with a client crate, or a document to make one from; the
    /// working tree if not given.
    #[arg(long, value_name = "DIR|FILE")]
    pub to: Option<PathBuf>,
    /// Make the new client as if nothing was promised: shows what the promises save.
    #[arg(long, requires = "to")]
    pub without_promises: bool,
    /// Where cargo builds; target/semver/target if not given.
    #[arg(long, value_name = "DIR")]
    pub target_dir: Option<PathBuf>,
}

/// How a command that had no trouble ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Nothing to say.
    Fine,
    /// There is a difference.
    Difference,
}

impl Verdict {
    /// The exit code, as `diff(1)` has it.
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Difference => 1,
        }
    }
}

/// The exit code of a command that could not do what it was asked.
pub const TROUBLE: u8 = 2;
