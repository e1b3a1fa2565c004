//! Prints log entries of serverless apps as they are written, over as many connections as it takes.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program is for")]

mod common;

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use common::{Result, Session};
use fal_platform::{Error, TimeBound, events::Reconnect};
use fal_platform_mock::LogStream;

/// Prints log entries as they are written.
#[derive(Debug, Parser)]
#[command(after_help = "A connection that ends is made again, from the latest entry on; no entry is printed twice.\n\
    Needs a key in FAL_KEY; without any key, it runs against a mock.")]
struct Arguments {
    /// Only entries of these apps, as OWNER/NAME.
    #[arg(value_name = "APP")]
    apps: Vec<String>,
    /// Only entries from this moment on, as 2026-08-01T12:00:00Z.
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Only entries of at least this severity.
    #[arg(long)]
    level: Option<String>,
    /// Only entries with this text.
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// Ends after so many connections in a row that bring nothing new, instead of never.
    #[arg(long, value_name = "CONNECTIONS")]
    tries: Option<u32>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    common::end(run(Arguments::parse()).await)
}

async fn run(arguments: Arguments) -> Result<ExitCode> {
    let session = Session::start().await?;
    let mut tries = arguments.tries.unwrap_or(u32::MAX);
    if let Some(mock) = &session.mock {
        // Something to see: a connection that breaks, and an end.
        mock.set_log_stream(LogStream::of(12).pause(Duration::from_millis(100)).reset_after(5));
        tries = arguments.tries.unwrap_or(1);
    }
    let mut request = session.fal.serverless_logs_stream();
    if !arguments.apps.is_empty() {
        request = request.app_id(arguments.apps);
    }
    if let Some(since) = arguments.since {
        request = request.start(since.parse::<TimeBound>()?);
    }
    if let Some(level) = arguments.level {
        request = request.level(level);
    }
    if let Some(search) = arguments.search {
        request = request.search(search);
    }

    let mut entries = request.events().reconnect(Reconnect::default().tries(tries));
    while let Some(entry) = entries.next().await {
        match entry {
            Ok(entry) => {
                // Any of these may be absent: then there is a dash.
                let [time, level, app, message] = [&entry.timestamp, &entry.level, &entry.app, &entry.message]
                    .map(|text| text.as_deref().unwrap_or("-"));
                // A message is not to steer the terminal.
                println!("{time} {level:<7} {app} {}", message.replace(char::is_control, " "));
            }
            // The stream goes on behind these.
            Err(error @ (Error::Event(_) | Error::Decode(_))) => eprintln!("passed over: {error}"),
            Err(error) => return Err(error.into()),
        }
    }
    if let Some(latest) = entries.latest() {
        eprintln!("Nothing new came. Go on with --since {}", TimeBound::from(latest));
    }
    Ok(ExitCode::SUCCESS)
}
