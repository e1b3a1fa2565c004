//! What was handed out already: another connection begins with some of it.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::Value;

/// How many entries are remembered whatever their time: servers round times, and entries that are
/// written at once arrive in any order.
const KEPT: usize = 1024;
/// How many entries of one time are remembered.
const KEPT_OF_ONE_TIME: usize = 65_536;

/// The entries of late, by what they say, and the time of the latest.
#[derive(Default)]
pub(super) struct Seen {
    latest: Option<DateTime<Utc>>,
    /// In the order of their arrival.
    entries: VecDeque<u64>,
    /// How many have arrived since one was the latest.
    since_latest: usize,
    /// Those that another connection has not repeated yet, and how often each is to come.
    due: HashMap<u64, usize>,
}

impl Seen {
    /// The time to go on from.
    pub(super) fn latest(&self) -> Option<DateTime<Utc>> {
        self.latest
    }

    /// Another connection begins: all that is remembered may come again.
    pub(super) fn begin(&mut self) {
        self.due.clear();
        for entry in &self.entries {
            *self.due.entry(*entry).or_default() += 1;
        }
    }

    /// Whether an entry is a repetition; one that is not is remembered. Each entry is repeated at most
    /// as often as it came: two that say the same are two.
    pub(super) fn repeats(&mut self, data: &str) -> bool {
        let entry = fingerprint(data);
        if let Some(due) = self.due.get_mut(&entry) {
            *due -= 1;
            if *due == 0 {
                self.due.remove(&entry);
            }
            return true;
        }
        self.entries.push_back(entry);
        self.since_latest += 1;
        while self.entries.len() > KEPT.max(self.since_latest.min(KEPT_OF_ONE_TIME)) {
            self.entries.pop_front();
        }
        false
    }

    /// Notes the time of an entry that is new. What is no time is passed over.
    pub(super) fn at(&mut self, time: &str) {
        if let Some(time) = moment(time)
            && self.latest.is_none_or(|latest| time > latest)
        {
            self.latest = Some(time);
            self.since_latest = 1;
        }
    }
}

/// A time as servers write it: with a zone, or else in UTC.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim().replacen(' ', "T", 1);
    let zoned = DateTime::parse_from_rfc3339(&text).map(|time| time.to_utc());
    zoned.ok().or_else(|| NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.f").ok().map(|time| time.and_utc()))
}

/// What an entry says, in a few bytes. The order of JSON properties does not count.
fn fingerprint(data: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    match serde_json::from_str::<Value>(data) {
        Ok(value) => of_value(&value).hash(&mut hasher),
        Err(_) => data.hash(&mut hasher),
    }
    hasher.finish()
}

fn of_value(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    match value {
        Value::Object(map) => {
            let of_property = |(name, value): (&String, &Value)| {
                let mut hasher = DefaultHasher::new();
                (name, of_value(value)).hash(&mut hasher);
                hasher.finish()
            };
            // A sum is the same in every order.
            (map.len(), map.iter().map(of_property).fold(0, u64::wrapping_add)).hash(&mut hasher);
        }
        Value::Array(items) => items.iter().map(of_value).collect::<Vec<_>>().hash(&mut hasher),
        plain => plain.to_string().hash(&mut hasher),
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_entry_is_repeated_as_often_as_it_came() {
        let mut seen = Seen::default();
        for entry in ["a", "b", "b"] {
            assert!(!seen.repeats(entry));
        }
        for _ in 0..2 {
            seen.begin();
            let again = ["b", "a", "b", "b", "c"].map(|entry| seen.repeats(entry));
            assert_eq!(again[..3], [true, true, true]);
            // On the second round, the third `b` and the `c` were handed out as well.
            assert_eq!(again[3], again[4]);
        }
        assert_eq!(seen.entries.len(), 5);
    }

    #[test]
    fn the_order_of_properties_does_not_count_and_all_else_does() {
        let one = fingerprint(r#"{"a": 1, "b": {"c": [1, 2], "d": "1"}}"#);
        assert_eq!(one, fingerprint(r#"{"b":{"d":"1","c":[1,2]},"a":1}"#));
        for other in [
            r#"{"a":1,"b":{"c":[2,1],"d":"1"}}"#,
            r#"{"a":1,"b":{"c":[1,2],"d":1}}"#,
            r#"{"b":1,"a":{"c":[1,2],"d":"1"}}"#,
            r#"{"a":1}"#,
            "not JSON",
        ] {
            assert_ne!(one, fingerprint(other), "{other}");
        }
    }

    #[test]
    fn the_latest_time_counts_however_it_is_written() {
        let mut seen = Seen::default();
        let mut latest = |time: &str| {
            seen.at(time);
            seen.latest().map(|time| time.to_rfc3339())
        };
        assert_eq!(latest("soon"), None);
        let first = latest("2026-08-01T12:00:00.250Z");
        assert_eq!(first.as_deref(), Some("2026-08-01T12:00:00.250+00:00"));
        // Late entries do not set it back.
        assert_eq!(latest("2026-08-01T12:00:00Z"), first);
        assert_eq!(latest("2026-08-01T13:00:00+01:00"), first);
        assert_eq!(latest("2026-08-01 12:00:01").as_deref(), Some("2026-08-01T12:00:01+00:00"));
        assert_eq!(latest("2026-08-01T12:00:02.5").as_deref(), Some("2026-08-01T12:00:02.500+00:00"));
    }

    #[test]
    fn memory_has_an_end() {
        let mut seen = Seen::default();
        seen.at("2026-08-01T12:00:00Z");
        for entry in 0..70_000 {
            seen.repeats(&entry.to_string());
        }
        assert_eq!(seen.entries.len(), KEPT_OF_ONE_TIME);
        seen.repeats("later");
        seen.at("2026-08-01T12:00:01Z");
        seen.repeats("and later");
        assert_eq!(seen.entries.len(), KEPT);
    }
}
