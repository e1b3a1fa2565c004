//! Changes that a person has looked at and accepted, each with a reason.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use super::facts::Change;
use super::report::Report;
use crate::trouble::{Result, Trouble};

/// A file of accepted changes.
#[derive(Clone, Debug, Default)]
pub struct Accepted {
    entries: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    reason: String,
    expires: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    accept: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    fingerprint: String,
    reason: String,
    expires: Option<toml::Value>,
}

/// An entry that no longer does anything.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Idle {
    /// The fingerprint.
    pub fingerprint: String,
    /// The reason that was given.
    pub reason: String,
    /// The day on which it expired; otherwise no change has the fingerprint.
    pub expired: Option<NaiveDate>,
}

impl Accepted {
    /// Reads a file; `name` is what messages call it.
    ///
    /// # Errors
    /// Not TOML, an unknown key, no reason, a fingerprint twice, or a date that is none.
    pub fn parse(text: &str, name: &str) -> Result<Self> {
        let help =
            "an entry is [[accept]] with fingerprint = \"…\", reason = \"…\" and, if wanted, expires = 2026-12-31";
        let wrong = |what: String| Trouble::new(format!("{name}: {what}")).help(help);
        let file: File = toml::from_str(text).map_err(|error| wrong(error.message().replace('\n', " ")))?;
        let mut accepted = Self::default();
        for written in file.accept {
            let fingerprint = written.fingerprint;
            if written.reason.trim().is_empty() {
                return Err(wrong(format!("the entry `{fingerprint}` gives no reason")));
            }
            let expires = match written.expires {
                None => None,
                Some(toml::Value::Datetime(date)) => Some(date.to_string()),
                Some(toml::Value::String(date)) => Some(date),
                Some(other) => Some(other.to_string()),
            };
            let expires = expires
                .map(|date| {
                    date.parse::<NaiveDate>().map_err(|_| wrong(format!("`{date}` is no date like 2026-12-31")))
                })
                .transpose()?;
            let entry = Entry { reason: written.reason, expires };
            if accepted.entries.insert(fingerprint.clone(), entry).is_some() {
                return Err(wrong(format!("the fingerprint `{fingerprint}` stands twice")));
            }
        }
        Ok(accepted)
    }

    /// The reason for which a change is accepted on a day. An entry holds through the day on which it
    /// expires.
    pub fn reason(&self, change: &Change, today: NaiveDate) -> Option<&str> {
        let entry = self.entries.get(&change.fingerprint)?;
        entry.expires.is_none_or(|expires| expires >= today).then_some(entry.reason.as_str())
    }

    /// The entries that do nothing: unused or expired.
    pub fn idle(&self, report: &Report, today: NaiveDate) -> Vec<Idle> {
        let used = |fingerprint: &str| report.changes.iter().any(|change| change.fingerprint == fingerprint);
        let idle = self.entries.iter().filter_map(|(fingerprint, entry)| {
            let expired = entry.expires.filter(|expires| *expires < today);
            let does_nothing = expired.is_some() || !used(fingerprint);
            does_nothing.then(|| Idle { fingerprint: fingerprint.clone(), reason: entry.reason.clone(), expired })
        });
        idle.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_wrong_with_a_file() {
        let refused = |text: &str| Accepted::parse(text, "accepted.toml").unwrap_err().to_string();
        assert!(refused("[[accept]]\nfingerprint = \"a\"").contains("reason"));
        assert!(refused("[[accept]]\nfingerprint = \"a\"\nreason = \" \"").contains("gives no reason"));
        assert!(refused("[[accept]]\nfingerprint = \"a\"\nreason = \"b\"\nexpires = \"soon\"").contains("no date"));
        let twice = "[[accept]]\nfingerprint = \"a\"\nreason = \"b\"\n".repeat(2);
        assert!(refused(&twice).contains("stands twice"));
        assert!(refused("[[accepted]]").contains("unknown field"));
    }

    #[test]
    fn an_unquoted_date_is_a_date() {
        let text = "[[accept]]\nfingerprint = \"a\"\nreason = \"b\"\nexpires = 2026-12-31";
        let accepted = Accepted::parse(text, "it").unwrap();
        let report = Report { changes: Vec::new(), operations: (0, 0) };
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(accepted.idle(&report, day("2026-12-31"))[0].expired, None);
        assert!(accepted.idle(&report, day("2027-01-01"))[0].expired.is_some());
    }
}
