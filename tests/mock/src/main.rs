//! Starts the mock platform and prints how to reach it.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program is for")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use fal_platform_mock::{Error, FaultWords, Mock};

/// A mock of the fal Platform APIs on this machine: no account, no network.
#[derive(Debug, Parser)]
#[command(version, after_help = HELP)]
struct Arguments {
    /// The port to listen on; a free one without it.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Another OpenAPI document than the built-in one.
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
    /// Another seed makes other values.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// How many pages lists have.
    #[arg(long, default_value_t = 3)]
    pages: u64,
    /// How many items a page has, at most.
    #[arg(long, value_name = "ITEMS", default_value_t = 3)]
    page_size: usize,
    /// Misbehave: [OPERATION=]WHAT[*TIMES|%SHARE]. Can be given several times.
    #[arg(long, value_name = "FAULT")]
    fault: Vec<FaultWords>,
    /// Do not log requests.
    #[arg(long)]
    quiet: bool,
}

const HELP: &str = "\
A fault is a status (429, 503, …), or one of reset-before, reset-during, reset-after, truncated, slow, stall, silence,
late, html, detail, wrong-type, error-in-200, unknown-enums, unknown-fields, nulls.

  --fault getModels=429*2     the first two calls of getModels are told to come later
  --fault reset-before%20     a fifth of all calls finds its connection reset";

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Error> {
    let mock = started(&arguments)?;
    for words in &arguments.fault {
        let mut injected = mock.inject(words.fault.clone());
        if let Some(operation) = &words.operation {
            if mock.document().operation(operation).is_none() {
                return Err(Error::from(format!("--fault: the document has no operation `{operation}`")));
            }
            injected = injected.on(operation);
        }
        if let Some(times) = words.times {
            injected = injected.times(times);
        }
        if let Some(share) = words.share {
            injected.share(share);
        }
    }
    println!("The mock platform answers {} operations. Ctrl-C stops it.\n", mock.document().operations().len());
    println!("export FAL_PLATFORM_BASE_URL={}", mock.url());
    println!("export FAL_KEY={}", mock.api_key());
    println!("export FAL_ADMIN_KEY={}\n", mock.admin_key());
    loop {
        std::thread::park();
    }
}

fn started(arguments: &Arguments) -> Result<Mock, Error> {
    let builder = match &arguments.document {
        None => Mock::builder(),
        Some(path) => {
            let shown = path.display();
            let text =
                std::fs::read_to_string(path).map_err(|error| Error::from(format!("cannot read {shown}: {error}")))?;
            Mock::from_document(&text).map_err(|error| Error::from(format!("{shown}: {error}")))?
        }
    };
    let builder =
        builder.port(arguments.port).seed(arguments.seed).pages(arguments.pages).page_size(arguments.page_size);
    let builder = if arguments.quiet { builder } else { builder.log(|request| println!("{request}")) };
    builder.start_blocking()
}
