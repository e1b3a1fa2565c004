//! Texts: by format, by pattern, or by what their name promises.

use chrono::{DateTime, Duration, SecondsFormat, Utc};
use serde_json::Value;

use super::pattern;
use super::{Mode, Spot, mixed};

/// How long a text is where nothing bounds it and long ones are wanted.
const LONG: usize = 200;
/// 2026-08-01T00:00:00Z: moments count from here.
const DAY_ONE: i64 = 1_785_542_400;
/// The model ids that are known by name.
pub(crate) const MODELS: [&str; 6] = [
    "fal-ai/flux/dev",
    "fal-ai/flux/schnell",
    "fal-ai/fast-sdxl",
    "fal-ai/whisper",
    "fal-ai/recraft-v3",
    "fal-ai/kling-video/v1/standard/text-to-video",
];

/// A text that fits.
pub(super) fn text(schema: &Value, spot: &Spot<'_>, seed: u64) -> String {
    let of = |key: &str| schema.get(key).and_then(Value::as_str);
    let chance = spot.chance(seed);
    if let Some(text) = of("format").and_then(|format| by_format(format, spot, chance)) {
        return text;
    }
    if let Some(text) = of("pattern").and_then(|pattern| pattern::matching(pattern, chance, spot.mode == Mode::Full)) {
        return text;
    }
    let bound = |key: &str| schema.get(key).and_then(Value::as_u64).map(|bound| bound as usize);
    let least = bound("minLength").unwrap_or(0);
    let most = bound("maxLength").unwrap_or(usize::MAX).max(least);
    let text = match spot.mode {
        // Short, but not so short that an id would be empty.
        Mode::Minimal => "x".repeat(least.max(1)),
        _ => by_name(spot.name, spot.serial, chance, of("example")),
    };
    let long = if spot.mode == Mode::Full && spot.lists == 0 { LONG.min(most) } else { 0 };
    fitted(text, least.max(long), most)
}

fn fitted(text: String, least: usize, most: usize) -> String {
    let length = text.chars().count();
    if length > most {
        return text.chars().take(most).collect();
    }
    // Every kind of character that a careless reader stumbles over.
    let padding = "é漢🦀\"\\/ \n\t<>&".chars().cycle().take(least.saturating_sub(length));
    if least > length && least <= 8 {
        format!("{text}{}", "x".repeat(least - length))
    } else {
        text.chars().chain(padding).collect()
    }
}

fn by_format(format: &str, spot: &Spot<'_>, chance: u64) -> Option<String> {
    let serial = spot.serial;
    Some(match format {
        "date-time" => moment(serial, spot.mode),
        "date" => moment(serial, Mode::Typical).chars().take(10).collect(),
        "time" => "12:34:56Z".to_owned(),
        "duration" => "PT1H30M".to_owned(),
        "uuid" => uuid(chance),
        "email" | "idn-email" => format!("person{serial}@example.com"),
        "hostname" | "idn-hostname" => "host.example.com".to_owned(),
        "ipv4" => format!("203.0.113.{}", chance % 254 + 1),
        "ipv6" => "2001:db8::1".to_owned(),
        "uri" | "url" | "iri" => format!("https://example.com/{}/{serial}?a=1&b=%C3%A9", spot.name),
        "uri-reference" | "iri-reference" => format!("/{}/{serial}", spot.name),
        "json-pointer" => "/a/b".to_owned(),
        "regex" => "^a+$".to_owned(),
        "byte" => "bW9jaw==".to_owned(),
        _ => return None,
    })
}

/// A moment of its own for every item, in each of the spellings that RFC 3339 has.
fn moment(serial: u64, mode: Mode) -> String {
    let at = DateTime::<Utc>::from_timestamp(DAY_ONE, 0).unwrap_or_default();
    // Some thousand years of minutes: far enough, and never out of range.
    let at = at + Duration::minutes((serial % 500_000_000) as i64);
    match mode {
        Mode::Full => (at + Duration::microseconds(123_456)).to_rfc3339_opts(SecondsFormat::Micros, true),
        Mode::Variant(index) if index % 2 == 1 => at.to_rfc3339_opts(SecondsFormat::Secs, false),
        Mode::Variant(_) => (at + Duration::milliseconds(789)).to_rfc3339_opts(SecondsFormat::Millis, true),
        _ => at.to_rfc3339_opts(SecondsFormat::Secs, true),
    }
}

/// The moment of that many seconds after the first day of the mock's world.
pub(crate) fn moment_after(seconds: i64) -> String {
    let at = DateTime::<Utc>::from_timestamp(DAY_ONE.saturating_add(seconds), 0).unwrap_or_default();
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn uuid(chance: u64) -> String {
    let other = mixed(chance);
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        chance >> 32,
        (chance >> 16) & 0xffff,
        chance & 0xfff,
        other >> 52,
        other & 0xffff_ffff_ffff
    )
}

/// What a person would expect under that name.
fn by_name(name: &str, serial: u64, chance: u64, example: Option<&str>) -> String {
    let ends = |endings: &[&str]| {
        endings.iter().filter_map(|ending| name.strip_suffix(ending)).any(|rest| rest.is_empty() || rest.ends_with('_'))
    };
    if ends(&["endpoint_id", "endpoint"]) || name == "model" {
        return model(serial);
    }
    if ends(&["at", "timestamp", "time", "bucket"]) {
        return moment(serial, Mode::Typical);
    }
    if ends(&["id", "key"]) {
        return format!("{}-{serial:06}", name.trim_end_matches("_id").replace('_', "-"));
    }
    if ends(&["url", "uri"]) {
        return format!("https://example.com/{name}/{serial}");
    }
    if let Some(example) = example {
        return example.to_owned();
    }
    match () {
        () if ends(&["currency"]) => "USD".to_owned(),
        () if ends(&["unit"]) => "image".to_owned(),
        () if ends(&["date"]) => moment(serial, Mode::Typical).chars().take(10).collect(),
        () if ends(&["email"]) => format!("person{serial}@example.com"),
        () if ends(&["level"]) => "info".to_owned(),
        () if ends(&["version", "revision"]) => format!("{:08x}", chance & 0xffff_ffff),
        () if ends(&["ip"]) => format!("203.0.113.{}", chance % 254 + 1),
        () if ends(&["username", "nickname", "owner"]) => format!("person{serial}"),
        () => format!("{} {serial}", name.replace('_', " ")),
    }
}

/// The model of that number: the first ones have names.
pub(crate) fn model(number: u64) -> String {
    let named = usize::try_from(number).ok().and_then(|number| MODELS.get(number));
    named.map_or_else(|| format!("mock/model-{number:06}"), |name| (*name).to_owned())
}
