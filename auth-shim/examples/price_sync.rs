//! Fetches the prices of models in batches. One unknown model spoils its batch, so that is halved until it is found.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program is for")]

mod common;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use common::{Result, Session, exact};
use fal_platform::Client;
use fal_platform::types::Price;
use tokio::time::{MissedTickBehavior, interval};

/// As many models as the service takes at once.
const BATCH: usize = 50;

/// Writes the prices of models as CSV.
#[derive(Debug, Parser)]
#[command(after_help = "Models that the service does not know are named, and are no failure.\n\
    Needs a key in FAL_KEY; without any key, it runs against a mock.")]
struct Arguments {
    /// The models, as fal-ai/flux/dev; all that are listed without them.
    models: Vec<String>,
    /// Where the prices go, in one step; to the screen without it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The least time from one request to the next, in milliseconds.
    #[arg(long, value_name = "MS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..))]
    pace: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    common::end(run(Arguments::parse()).await)
}

async fn run(arguments: Arguments) -> Result<ExitCode> {
    let session = Session::start().await?;
    let models = match arguments.models.is_empty() {
        true => listed(&session.fal).await?,
        false => arguments.models,
    };
    let (prices, unknown) = prices(&session.fal, models, Duration::from_millis(arguments.pace)).await?;
    if prices.is_empty() && !unknown.is_empty() {
        return Err(format!("none of {} models is known: that looks like another server", unknown.len()).into());
    }

    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["endpoint_id", "unit_price", "currency", "unit"])?;
    for price in &prices {
        let amount = exact(price.unit_price)?.to_string();
        table.write_record([&price.endpoint_id, &amount, &price.currency, &price.unit])?;
    }
    let table = table.into_inner()?;
    match &arguments.out {
        Some(path) => common::replace(path, &table)?,
        None => print!("{}", String::from_utf8(table)?),
    }
    eprintln!("{} prices", prices.len());
    for model in &unknown {
        eprintln!("unknown: {model}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Every model of the catalogue.
async fn listed(fal: &Client) -> Result<Vec<String>> {
    let (mut models, mut items) = (Vec::new(), fal.get_models().items().prefetch(true));
    while let Some(model) = items.next().await {
        models.push(model?.endpoint_id);
    }
    Ok(models)
}

/// The prices of the models that are known, in order, and those that are not.
async fn prices(fal: &Client, mut models: Vec<String>, pace: Duration) -> Result<(Vec<Price>, Vec<String>)> {
    let mut met = BTreeSet::new();
    models.retain(|model| met.insert(model.clone()));
    let (mut prices, mut unknown) = (Vec::new(), Vec::new());
    let mut pace = interval(pace);
    // An answer that took long gives no right to hurry afterwards.
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The last one is the next.
    let mut batches: Vec<&[String]> = models.chunks(BATCH).rev().collect();
    while let Some(batch) = batches.pop() {
        pace.tick().await;
        match fal.get_pricing().endpoint_id(batch).send().await {
            Ok(answer) => prices.extend(answer.into_inner().prices),
            Err(error) if error.status().is_some_and(|status| status == 404) => match batch {
                [model] => unknown.push(model.clone()),
                _ => {
                    let (first, second) = batch.split_at(batch.len() / 2);
                    batches.extend([second, first]);
                }
            },
            Err(error) => return Err(error.into()),
        }
    }
    Ok((prices, unknown))
}
