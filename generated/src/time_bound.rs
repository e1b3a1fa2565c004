//! The start or end of a period: a date or a moment.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeZone, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The start or end of a period: a whole day, or a moment.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum TimeBound {
    /// A day, sent as `2026-08-01`.
    Date(NaiveDate),
    /// A moment, sent as `2026-08-01T12:00:00Z`.
    Timestamp(DateTime<Utc>),
}

/// A text or time that is no [`TimeBound`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TimeBoundError(String);

impl fmt::Display for TimeBoundError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TimeBoundError {}

impl fmt::Display for TimeBound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => f.pad(&date.format("%Y-%m-%d").to_string()),
            Self::Timestamp(moment) => f.pad(&moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
        }
    }
}

impl From<NaiveDate> for TimeBound {
    fn from(date: NaiveDate) -> Self {
        Self::Date(date)
    }
}

impl<Tz: TimeZone> From<DateTime<Tz>> for TimeBound {
    fn from(moment: DateTime<Tz>) -> Self {
        Self::Timestamp(moment.with_timezone(&Utc))
    }
}

impl TryFrom<SystemTime> for TimeBound {
    type Error = TimeBoundError;

    fn try_from(time: SystemTime) -> Result<Self, Self::Error> {
        let moment = match time.duration_since(UNIX_EPOCH) {
            Ok(since) => chrono::TimeDelta::from_std(since).ok(),
            Err(before) => chrono::TimeDelta::from_std(before.duration()).ok().map(|delta| -delta),
        };
        moment
            .and_then(|delta| DateTime::UNIX_EPOCH.checked_add_signed(delta))
            .map(Self::Timestamp)
            .ok_or_else(|| TimeBoundError("the time is out of range".to_owned()))
    }
}

impl TryFrom<&str> for TimeBound {
    type Error = TimeBoundError;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        // The date parser takes `2026-8-1` and signs as well, which servers do not.
        if text.len() == 10
            && let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d")
            && Self::Date(date).to_string() == text
        {
            return Ok(Self::Date(date));
        }
        DateTime::parse_from_rfc3339(text).map(Self::from).map_err(|_| {
            let shown: String = text.chars().take(40).collect();
            TimeBoundError(format!(
                "must be a date such as 2026-08-01 or a timestamp such as 2026-08-01T12:00:00Z, is {shown:?}"
            ))
        })
    }
}

impl TryFrom<String> for TimeBound {
    type Error = TimeBoundError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::try_from(text.as_str())
    }
}

impl TryFrom<&String> for TimeBound {
    type Error = TimeBoundError;

    fn try_from(text: &String) -> Result<Self, Self::Error> {
        Self::try_from(text.as_str())
    }
}

impl std::str::FromStr for TimeBound {
    type Err = TimeBoundError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::try_from(text)
    }
}

impl Serialize for TimeBound {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeBound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::FixedOffset;

    #[test]
    fn both_forms_go_both_ways() {
        for text in ["2026-08-01", "2026-08-01T12:00:00Z", "2026-08-01T12:00:00.250Z"] {
            let bound = TimeBound::try_from(text).unwrap();
            assert_eq!(bound.to_string(), text);
            let json = serde_json::to_string(&bound).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<TimeBound>(&json).unwrap(), bound);
        }
    }

    #[test]
    fn moments_are_sent_in_utc_with_z() {
        let berlin = FixedOffset::east_opt(7200).unwrap();
        let moment = berlin.with_ymd_and_hms(2026, 8, 1, 1, 30, 0).unwrap();
        assert_eq!(TimeBound::from(moment).to_string(), "2026-07-31T23:30:00Z");
        assert_eq!(TimeBound::try_from("2026-08-01T01:30:00+02:00").unwrap(), TimeBound::from(moment));
    }

    #[test]
    fn anything_else_names_both_forms() {
        for text in ["", "yesterday", "2026-8-1", "2026-08-01T12:00:00", "+2026-08-1", "2026-02-30"] {
            let reason = TimeBound::try_from(text).unwrap_err().to_string();
            assert!(reason.contains("2026-08-01 or a timestamp such as"), "{reason}");
        }
        let long = TimeBound::try_from("ä".repeat(500).as_str()).unwrap_err();
        assert!(long.to_string().len() < 250);
    }

    #[test]
    fn system_times_fit_or_are_refused() {
        let second = std::time::Duration::from_secs(1);
        let bound = |time| TimeBound::try_from(time).unwrap().to_string();
        assert_eq!(bound(UNIX_EPOCH + second), "1970-01-01T00:00:01Z");
        assert_eq!(bound(UNIX_EPOCH - second), "1969-12-31T23:59:59Z");
        let far = UNIX_EPOCH.checked_add(std::time::Duration::from_secs(1 << 60));
        assert!(far.is_none_or(|far| TimeBound::try_from(far).is_err()));
    }
}
