//! Says when the credit balance falls below a threshold: for cron, a monitor or a shell script.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program is for")]

mod common;

use std::process::ExitCode;

use clap::Parser;
use common::{Result, Session};
use rust_decimal::Decimal;

/// Says when the credit balance falls below a threshold.
#[derive(Debug, Parser)]
#[command(after_help = "Exits with 0 when there is enough, 1 when there is not, 2 when it could not be found out.\n\
    Needs a key of admin scope in FAL_ADMIN_KEY; without any key, it runs against a mock.")]
struct Arguments {
    /// The least that is to be on the account, in its currency.
    #[arg(long, value_name = "AMOUNT", default_value = "10", allow_negative_numbers = true, value_parser = common::amount)]
    below: Decimal,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    common::end(run(&Arguments::parse()).await)
}

async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let session = Session::start().await?;
    let billing = session.fal.admin()?.get_account_billing().expand(["credits"]).send().await?;
    let credits = billing.credits.as_ref().ok_or("the answer has no `credits`: this account has no balance")?;
    let (balance, threshold) = (common::exact(credits.current_balance)?, arguments.below);
    let (name, currency) = (&billing.username, &credits.currency);
    if balance < threshold {
        println!("ALERT: {name} has {balance} {currency} left, which is below {threshold}");
        return Ok(ExitCode::from(1));
    }
    println!("{name} has {balance} {currency} left, enough for a threshold of {threshold}");
    Ok(ExitCode::SUCCESS)
}
