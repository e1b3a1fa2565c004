//! The steps of `bench/tomorrow`: write a driver, run a pair, print the matrix.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program is for")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use fal_platform_mock::Document;
use fal_platform_tomorrow::exchange::Exchange;
use fal_platform_tomorrow::{Result, driver, matrix, promises};
use serde_json::Value;

/// Yesterday's client against tomorrow's server.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Write the driver of a client crate.
    Driver {
        /// The client crate, made by `cargo xtask regen --from FILE --out DIR`.
        client: PathBuf,
        /// The folder of the driver.
        out: PathBuf,
    },
    /// Let the client of one document call the server of another; prints a row of the matrix as JSON.
    Pair {
        /// The program that the driver was compiled to.
        driver: PathBuf,
        /// The client's document.
        client: PathBuf,
        /// The server's document.
        server: PathBuf,
        /// What `cargo xtask diff CLIENT SERVER --format json` says.
        diff: PathBuf,
    },
    /// Print the matrix of rows. Exit code 1 when diff and client disagree.
    Matrix {
        /// The rows.
        rows: Vec<PathBuf>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().step) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(step: Step) -> Result<ExitCode> {
    match step {
        Step::Driver { client, out } => {
            println!("{} requests", driver::write(&client, &out)?);
            Ok(ExitCode::SUCCESS)
        }
        Step::Pair { driver, client, server, diff } => {
            let document = Document::parse(&text(&client)?)?;
            let report: Value = serde_json::from_str(&text(&diff)?)?;
            let breaking = promises::breaking(&report);
            let exchange = Exchange { client: &document, server: &text(&server)?, driver: &driver, breaking };
            println!("{}", exchange.run()?.json(name(&client), name(&server)));
            Ok(ExitCode::SUCCESS)
        }
        Step::Matrix { rows } => {
            let rows = rows.iter().map(|row| Ok(serde_json::from_str(&text(row)?)?)).collect::<Result<Vec<Value>>>()?;
            let (page, disagree) = matrix::page(&rows);
            print!("{page}");
            Ok(if disagree { ExitCode::from(1) } else { ExitCode::SUCCESS })
        }
    }
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn name(path: &Path) -> &str {
    path.file_stem().and_then(|name| name.to_str()).unwrap_or_default()
}
