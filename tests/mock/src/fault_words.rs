//! Faults in words, for a command line: `getModels=429*2`, `503%20`, `reset-before`.

use std::str::FromStr;
use std::time::Duration;

use crate::error::Error;
use crate::fault::{Fault, When};

/// A fault in words: `[OPERATION=]WHAT[*TIMES|%SHARE]`.
///
/// ```
/// use fal_platform_mock::FaultWords;
/// let words: FaultWords = "getModels=429*2".parse()?;
/// assert_eq!((words.operation.as_deref(), words.times), (Some("getModels"), Some(2)));
/// # Ok::<(), fal_platform_mock::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FaultWords {
    /// What happens.
    pub fault: Fault,
    /// To which operation; to all without one.
    pub operation: Option<String>,
    /// How often; always without a number.
    pub times: Option<u64>,
    /// To which share of the calls, from 0 to 1.
    pub share: Option<f64>,
}

/// The words, beside a status such as `503`.
pub const WORDS: [&str; 15] = [
    "reset-before",
    "reset-during",
    "reset-after",
    "truncated",
    "slow",
    "stall",
    "silence",
    "late",
    "html",
    "detail",
    "wrong-type",
    "error-in-200",
    "unknown-enums",
    "unknown-fields",
    "nulls",
];

impl FromStr for FaultWords {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = |what: &str| Error::new(format!("`{text}` is no fault: {what}"));
        let (operation, rest) = match text.split_once('=') {
            Some((operation, rest)) => (Some(operation.to_owned()), rest),
            None => (None, text),
        };
        let (rest, times) = match rest.split_once('*') {
            Some((rest, times)) => (rest, Some(times.parse().map_err(|_| wrong("after `*` goes a number of calls"))?)),
            None => (rest, None),
        };
        let (what, share) = match rest.split_once('%') {
            Some((what, share)) => {
                let percent: f64 = share.parse().map_err(|_| wrong("after `%` goes a share in percent"))?;
                (what, Some(percent / 100.0))
            }
            None => (rest, None),
        };
        let fault = fault(what)
            .ok_or_else(|| wrong(&format!("it has to be a status from 300 to 599, or one of {}", WORDS.join(", "))))?;
        Ok(Self { fault, operation, times, share })
    }
}

fn fault(what: &str) -> Option<Fault> {
    Some(match what {
        "reset-before" => Fault::Reset(When::BeforeHeaders),
        "reset-during" => Fault::Reset(When::DuringHeaders),
        "reset-after" => Fault::Reset(When::AfterHeaders),
        "truncated" => Fault::Truncated,
        "slow" => Fault::Slow { piece: 64, pause: Duration::from_millis(100) },
        "stall" => Fault::Stall,
        "silence" => Fault::Silence,
        "late" => Fault::Delay(Duration::from_secs(2)),
        "html" => Fault::html_forbidden(),
        "detail" => Fault::detail(500, "Something went wrong."),
        "wrong-type" => Fault::ContentType("text/html".to_owned()),
        "error-in-200" => Fault::error_in_success(),
        "unknown-enums" => Fault::UnknownEnums,
        "unknown-fields" => Fault::UnknownFields,
        "nulls" => Fault::Nulls,
        status => {
            let status: u16 = status.parse().ok().filter(|status| (300..600).contains(status))?;
            let fault = Fault::status(status);
            if matches!(status, 429 | 503) { fault.retry_after("1") } else { fault }
        }
    })
}
