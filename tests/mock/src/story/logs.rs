//! The stream of log entries.

use std::io;
use std::ops::Range;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};

use super::{Stories, Telling};
use crate::answer::{Answer, Payload};
use crate::sample::{Mode, moment_after};

/// What the log stream sends.
///
/// Entries are a second apart and the same on every call. Each is made when it is sent, so a stream of
/// millions takes no more memory than one of a few. `start` leaves out earlier ones (an entry of
/// exactly that moment still comes, as the service counts), and `end` those from it on.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct LogStream {
    /// How many entries there are.
    pub events: usize,
    /// The pause between two.
    pub pause: Duration,
    /// The first stream is reset after this many entries.
    pub reset_after: Option<usize>,
    /// The first stream ends with `event: error` after this many entries.
    pub error_after: Option<usize>,
    /// The stream stays open after the last entry.
    pub open: bool,
}

impl Default for LogStream {
    fn default() -> Self {
        Self { events: 5, pause: Duration::ZERO, reset_after: None, error_after: None, open: false }
    }
}

impl LogStream {
    /// This many entries, then the stream closes.
    pub fn of(events: usize) -> Self {
        Self { events, ..Self::default() }
    }

    /// A pause between two entries.
    #[must_use]
    pub fn pause(self, pause: Duration) -> Self {
        Self { pause, ..self }
    }

    /// Resets the first stream after this many entries.
    #[must_use]
    pub fn reset_after(self, entries: usize) -> Self {
        Self { reset_after: Some(entries), ..self }
    }

    /// Ends the first stream with `event: error` after this many entries.
    #[must_use]
    pub fn error_after(self, entries: usize) -> Self {
        Self { error_after: Some(entries), ..self }
    }

    /// Leaves the stream open after the last entry.
    #[must_use]
    pub fn open(self) -> Self {
        Self { open: true, ..self }
    }
}

/// What happens after the entries.
enum End {
    Close,
    Reset,
    Error,
    Open,
}

impl Stories {
    pub(super) fn log_stream(&mut self, telling: &Telling<'_>) -> Option<Answer> {
        let (media, _) = telling.operation.success.content.as_ref()?;
        let first = self.streams == 0;
        self.streams += 1;
        let bound = |name: &str| telling.arrived.query(name).and_then(moment);
        let (start, end) = (bound("start"), bound("end"));
        let earlier = |bound: Option<DateTime<Utc>>| bound.map(before).unwrap_or_default();
        let mut entries = earlier(start)..end.map_or(self.logs.events, before).min(self.logs.events);
        let mut last = if self.logs.open { End::Open } else { End::Close };
        for (after, kind) in [(self.logs.reset_after, End::Reset), (self.logs.error_after, End::Error)] {
            if let (Some(after), true) = (after, first) {
                entries.end = entries.end.min(entries.start.saturating_add(after));
                last = kind;
            }
        }
        let body = Payload::Stream(Box::pin(sent(pattern(telling), entries, self.logs.pause, last)), None);
        Some(Answer::empty(200).with("content-type", media).with("cache-control", "no-cache").body(body))
    }
}

/// What all entries have in common: what those of the history have, where the document has that.
fn pattern(telling: &Telling<'_>) -> Value {
    let history = telling.document.operation("serverlessLogsHistory").and_then(|history| history.success_schema());
    let items = history.and_then(|schema| schema.value()["properties"]["items"].get("items"));
    let mut entry = match (history, items) {
        (Some(schema), Some(items)) => telling.making.sampler(schema.root()).sample(items, Mode::Typical),
        _ => json!({}),
    };
    if let Some(app) = telling.arrived.query("app_id") {
        entry["app"] = json!(app);
    }
    entry
}

/// An entry, made when its turn comes: there may be more than fit into memory.
fn entry(pattern: &Value, index: usize) -> Value {
    let mut entry = pattern.clone();
    entry["timestamp"] = json!(moment_after(index as i64));
    entry["level"] = json!(["info", "warning", "error"][index % 3]);
    entry["message"] = json!(format!("line {index}: é漢🦀"));
    entry
}

/// How many entries there are before a moment, if there is no end of them.
fn before(bound: DateTime<Utc>) -> usize {
    let since = moment(&moment_after(0)).map(|first| bound - first).unwrap_or_default();
    // What begins within a second is before its end.
    let seconds = since.num_seconds() + i64::from(since.subsec_nanos() > 0);
    usize::try_from(seconds).unwrap_or_default()
}

fn sent(
    pattern: Value,
    entries: Range<usize>,
    pause: Duration,
    end: End,
) -> impl futures_core::Stream<Item = Result<Bytes, io::Error>> + Send + 'static {
    let comment = stream::iter([Ok(Bytes::from_static(b": the stream is open\n\n"))]);
    let first = entries.start;
    let lines = stream::iter(entries).then(move |index| {
        let line = Bytes::from(format!("data: {}\n\n", entry(&pattern, index)));
        async move {
            if !pause.is_zero() && index > first {
                tokio::time::sleep(pause).await;
            }
            Ok(line)
        }
    });
    let last = stream::once(async move {
        match end {
            End::Close => None,
            End::Error => {
                Some(Ok(Bytes::from_static(b"event: error\ndata: {\"message\":\"the stream broke off\"}\n\n")))
            }
            End::Reset => {
                // What was sent has to arrive before the reset overtakes it.
                tokio::time::sleep(crate::server::ARRIVES).await;
                Some(Err(io::Error::from(io::ErrorKind::ConnectionReset)))
            }
            End::Open => std::future::pending().await,
        }
    });
    comment.chain(lines).chain(last.filter_map(|item| async { item }))
}

/// A date, or a moment.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let date = || Some(text.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0)?.and_utc());
    DateTime::parse_from_rfc3339(text).map(|at| at.to_utc()).ok().or_else(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_before_a_moment_are_counted() {
        let at = |text: &str| before(moment(text).unwrap());
        let (first, third) = (moment_after(0), moment_after(2));
        assert_eq!((at(&first), at(&third), at("1999-01-01")), (0, 2, 0));
        assert_eq!(at(&third.replace('Z', ".5Z")), 3, "the third entry came before");
    }
}
