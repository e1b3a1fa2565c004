//! Numbers within their bounds.

use serde_json::{Number, Value, json};

use super::{Mode, Spot};

/// The largest whole number that every reader of JSON takes as it is.
const LARGEST: i64 = 9_007_199_254_740_991;
/// Words in names of numbers that count something, although their type is `number`.
const COUNTS: [&str; 12] = [
    "count",
    "size",
    "quantity",
    "total_requests",
    "_ms",
    "_seconds",
    "nano",
    "units",
    "width",
    "height",
    "port",
    "limit",
];

/// A whole number. Odd variants write it as `5.0`, which is the same number.
pub(super) fn integer(schema: &Value, spot: &Spot<'_>, seed: u64) -> Value {
    let bounds = Bounds::of(schema, 1.0);
    let low = bounds.low.map_or(i64::MIN, |low| low.ceil() as i64);
    let high = bounds.high.map_or(i64::MAX, |high| high.floor() as i64);
    let step = schema.get("multipleOf").and_then(Value::as_i64).filter(|step| *step > 0).unwrap_or(1);
    let wanted = match spot.mode {
        Mode::Minimal => bounds.low.map_or(0, |_| low),
        Mode::Full => bounds.high.map_or(LARGEST, |_| high),
        _ => low.max(0).saturating_add((spot.chance(seed) % 100) as i64),
    };
    let wanted = wanted.clamp(low, high.max(low));
    let down = wanted - wanted.rem_euclid(step);
    let whole = if down < low { down.saturating_add(step) } else { down };
    match spot.mode {
        Mode::Variant(index) if index % 2 == 1 => json!(whole as f64),
        _ => json!(whole),
    }
}

/// A number: with a fraction, or whole where its name or the variant says so.
pub(super) fn number(schema: &Value, spot: &Spot<'_>, seed: u64) -> Value {
    let bounds = Bounds::of(schema, 0.001);
    let chance = spot.chance(seed);
    let low = bounds.low.unwrap_or(0.0);
    let counts = COUNTS.iter().any(|word| spot.name.contains(word));
    let wanted = match spot.mode {
        Mode::Minimal => low,
        Mode::Full => bounds.high.unwrap_or(low.max(0.0) + 1_234_567.125),
        Mode::Variant(index) if index % 2 == 0 => low.max(0.0).ceil() + 5.0,
        _ if counts => low.max(0.0).ceil() + (chance % 500) as f64,
        _ => low.max(0.0) + (chance % 4_000) as f64 / 1_000.0,
    };
    let wanted = bounds.within(wanted);
    let step = schema.get("multipleOf").and_then(Value::as_f64).filter(|step| *step > 0.0);
    let wanted = step.map_or(wanted, |step| (wanted / step).ceil() * step);
    if wanted.fract() == 0.0 && wanted.abs() <= LARGEST as f64 {
        return json!(wanted as i64);
    }
    Number::from_f64(wanted).map_or(Value::Null, Value::Number)
}

struct Bounds {
    low: Option<f64>,
    high: Option<f64>,
}

impl Bounds {
    /// `step` is what lies between an exclusive bound and the first number within it.
    fn of(schema: &Value, step: f64) -> Self {
        let at = |key: &str| schema.get(key).and_then(Value::as_f64);
        let tighter = |one: Option<f64>, other: Option<f64>, pick: fn(f64, f64) -> f64| match (one, other) {
            (Some(one), Some(other)) => Some(pick(one, other)),
            (one, other) => one.or(other),
        };
        Self {
            low: tighter(at("minimum"), at("exclusiveMinimum").map(|low| low + step), f64::max),
            high: tighter(at("maximum"), at("exclusiveMaximum").map(|high| high - step), f64::min),
        }
    }

    fn within(&self, number: f64) -> f64 {
        let number = self.low.map_or(number, |low| number.max(low));
        self.high.map_or(number, |high| number.min(high))
    }
}
