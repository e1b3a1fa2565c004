//! Exports usage to CSV, page by page: a run that was stopped goes on where it was, without a row lost or doubled.
//!
//! Rows go into a `.part`. After each page, a `.resume` says where the next one begins and how long the
//! part is; what is behind that length is cut off by the run that goes on.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program is for")]

mod common;

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{NaiveDate, Utc};
use clap::Parser;
use common::{Result, Session, beside, exact};
use fal_platform::types::UsageBucket;
use indicatif::ProgressBar;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

const HEADLINE: &str = "bucket endpoint_id auth_method unit currency \
    quantity unit_price percent_discount cost_subtotal cost_discount cost_total";

/// Exports the usage of some days to CSV.
#[derive(Debug, Parser)]
#[command(after_help = "Run it again after it was stopped: it goes on where it was.\n\
    Needs a key of admin scope in FAL_ADMIN_KEY; without any key, it runs against a mock.")]
struct Arguments {
    /// The first day, as 2026-08-01; yesterday (UTC) without it.
    #[arg(long, value_name = "DAY")]
    start: Option<NaiveDate>,
    /// The day after the last one; the day after the first without it.
    #[arg(long, value_name = "DAY")]
    end: Option<NaiveDate>,
    /// Where it goes; `usage-START.csv` without it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Where a run left off.
#[derive(Default, Deserialize, Serialize)]
struct Place {
    cursor: Option<String>,
    bytes: u64,
    rows: u64,
    totals: BTreeMap<String, Decimal>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    common::end(run(Arguments::parse()).await)
}

async fn run(arguments: Arguments) -> Result<ExitCode> {
    let session = Session::start().await?;
    let start = arguments.start.or(Utc::now().date_naive().pred_opt()).ok_or("there is no yesterday")?;
    let end = arguments.end.or(start.succ_opt()).ok_or("there is no day after the first")?;
    let out = arguments.out.unwrap_or_else(|| format!("usage-{start}.csv").into());
    // Named after the days, so that a run goes on with its own export alone.
    let [part, note] = ["part", "resume"].map(|ending| beside(&out, &format!("{start}.{end}.{ending}")));

    let kept: Option<Place> = fs::read(&note).ok().map(|text| serde_json::from_slice(&text)).transpose()?;
    let length = fs::metadata(&part).map_or(0, |about| about.len());
    // Rows that are gone are fetched again.
    let mut place = kept.filter(|kept| kept.bytes <= length).unwrap_or_default();
    let mut file = OpenOptions::new().create(true).append(true).open(&part)?;
    file.set_len(place.bytes)?;

    // It draws on terminals only.
    let bar = ProgressBar::new((end - start).num_days().unsigned_abs());
    let admin = session.fal.admin()?;
    let mut request = admin.get_usage().expand(["time_series"]).start(start).end(end).timeframe("day");
    if let Some(cursor) = &place.cursor {
        request = request.cursor(cursor.as_str());
    }
    let mut pages = request.pages();
    while place.bytes == 0 || place.cursor.is_some() {
        let page = pages.next().await.ok_or("the list ended without its last page")??;
        let text = table(&page.time_series, &mut place)?;
        file.write_all(&text)?;
        file.sync_data()?;
        place.bytes += text.len() as u64;
        place.cursor = pages.cursor().map(str::to_owned);
        common::replace(&note, &serde_json::to_vec(&place)?)?;
        let day = page.time_series.last().and_then(|last| last.bucket.get(..10)?.parse().ok());
        bar.set_position(day.map_or(0, |day: NaiveDate| (day - start).num_days().max(0).unsigned_abs() + 1));
    }
    bar.finish_and_clear();
    fs::rename(&part, &out)?;
    fs::remove_file(&note)?;
    println!("{}: {} rows", out.display(), place.rows);
    place.totals.iter().for_each(|(currency, total)| println!("{} {currency}", total.normalize()));
    Ok(ExitCode::SUCCESS)
}

/// A page as text, counted; the first one has a headline.
fn table(buckets: &[UsageBucket], place: &mut Place) -> Result<Vec<u8>> {
    let mut table = csv::Writer::from_writer(Vec::new());
    if place.bytes == 0 {
        table.write_record(HEADLINE.split(' '))?;
    }
    for (bucket, row) in buckets.iter().flat_map(|found| found.results.iter().map(|row| (&found.bucket, row))) {
        let method = row.auth_method.as_deref().unwrap_or_default();
        for text in [bucket, &row.endpoint_id, method, &row.unit, &row.currency] {
            table.write_field(text)?;
        }
        let (discount, costs) = (row.percent_discount, [row.cost_subtotal, row.cost_discount, row.cost_total]);
        for number in [Some(row.quantity), Some(row.unit_price), discount].into_iter().chain(costs.map(Some)) {
            table.write_field(number.map(exact).transpose()?.map_or_else(String::new, |number| number.to_string()))?;
        }
        table.write_record(None::<&[u8]>)?;
        *place.totals.entry(row.currency.clone()).or_default() += exact(row.cost_total)?;
        place.rows += 1;
    }
    Ok(table.into_inner()?)
}
