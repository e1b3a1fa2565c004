//! Values that fit a schema: deterministic, of many kinds, without a network or a clock.

mod array;
mod choice;
mod merge;
mod number;
mod object;
mod pattern;
mod text;

use std::borrow::Cow;

use serde_json::{Value, json};

use choice::{Kind, Shape};
pub(crate) use text::{MODELS, model, moment_after};

use crate::resolve::resolve;

/// Below this depth only what must be there is made.
const DEPTH: usize = 12;
/// How often a schema may be within itself before only what must be there is made.
const TURNS: usize = 2;
/// A schema that demands itself has no end, and no value.
const ENDLESS: usize = 4 * DEPTH;
/// However many choices a schema has, no more variants than these are counted.
const VARIANTS: usize = 512;

/// Which of the many values that fit a schema is made.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Mode {
    /// A likely one: every property, a few items, plausible texts.
    #[default]
    Typical,
    /// Required properties only, short texts, low numbers, as few items as allowed (but one where
    /// any are).
    Minimal,
    /// Every property, long texts, high numbers, several items, entries in every map.
    Full,
    /// Null wherever it is allowed below this many others that are filled: `Nulls(0)` nulls the
    /// outermost, `Nulls(1)` leaves those and nulls what is in them.
    Nulls(usize),
    /// One of the [`variants`](Sampler::variants): together they show each value of each enum and
    /// each arm of each union, and whole numbers written as `5.0`.
    Variant(usize),
    /// No items, no entries.
    Empty,
    /// This many items in the outermost lists.
    Large(usize),
}

/// What a value has that its schema does not know: how a newer or a careless server answers.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Twist {
    /// Text enums hold a value that is not among theirs.
    pub unknown_enums: bool,
    /// Every object has one more property.
    pub unknown_fields: bool,
    /// Properties that may be absent are null, whether or not that is allowed.
    pub nulls: bool,
}

/// Which way a value goes: a property that is read only is not sent, one that is write only is not
/// answered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Side {
    /// To the server.
    Request,
    /// From the server.
    Response,
}

/// Makes values that fit the schemas of a document.
///
/// ```
/// use fal_platform_mock::{Document, Mode, Sampler};
/// # fn main() -> Result<(), fal_platform_mock::Error> {
/// let document = Document::pinned()?;
/// let sampler = Sampler::new(document.value());
/// for operation in document.operations() {
///     let Some(schema) = operation.success_schema() else { continue };
///     assert!(schema.fits(&sampler.sample(schema.value(), Mode::Minimal)));
///     for index in 0..sampler.variants(schema.value()) {
///         let value = sampler.sample(schema.value(), Mode::Variant(index));
///         assert!(schema.fits(&value), "{} {index}: {value}", operation.id);
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sampler<'d> {
    document: &'d Value,
    seed: u64,
    side: Side,
    twist: Twist,
}

/// Where in a value the sampler is.
#[derive(Clone, Copy, Debug)]
struct Spot<'s> {
    mode: Mode,
    /// The name of the property, or of the list.
    name: &'s str,
    /// The number of the item, so that no two items are alike.
    serial: u64,
    depth: usize,
    /// How many lists are around.
    lists: usize,
    /// The window of the outermost lists: number of the first item, and how many.
    window: Option<(u64, usize)>,
    above: Option<&'s Above<'s>>,
}

/// The schemas that a value is within, innermost first.
#[derive(Clone, Copy, Debug)]
struct Above<'s> {
    schema: &'s Value,
    next: Option<&'s Above<'s>>,
}

impl Above<'_> {
    /// How often a schema is among them.
    fn turns(above: Option<&Above<'_>>, schema: &Value) -> usize {
        let all = std::iter::successors(above, |above| above.next);
        all.filter(|above| std::ptr::eq(above.schema, schema)).count()
    }
}

impl<'d> Sampler<'d> {
    /// A sampler of answers for the schemas of `document`.
    pub fn new(document: &'d Value) -> Self {
        Self { document, seed: 0, side: Side::Response, twist: Twist::default() }
    }

    /// Another seed makes other values.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// For bodies of requests, or of answers.
    #[must_use]
    pub fn side(self, side: Side) -> Self {
        Self { side, ..self }
    }

    /// Values that do not quite fit.
    #[must_use]
    pub fn twist(self, twist: Twist) -> Self {
        Self { twist, ..self }
    }

    /// A value.
    pub fn sample(&self, schema: &Value, mode: Mode) -> Value {
        self.value(schema, &Spot::new(mode))
    }

    /// A value that is a page of a longer list: its outermost lists hold `count` items, of which the
    /// first has the number `first`.
    pub fn page(&self, schema: &Value, mode: Mode, first: u64, count: usize) -> Value {
        self.value(schema, &Spot { window: Some((first, count)), ..Spot::new(mode) })
    }

    /// How many variants show every value of every enum and every arm of every union.
    pub fn variants(&self, schema: &Value) -> usize {
        self.count(schema, None, 0).clamp(1, VARIANTS)
    }

    fn value(&self, schema: &Value, spot: &Spot<'_>) -> Value {
        let schema = resolve(self.document, schema);
        // A tree of which every node could have five more would not fit into memory.
        let again = Above::turns(spot.above, schema) >= TURNS;
        let depth = if again { spot.depth.max(DEPTH + 1) } else { spot.depth };
        if depth > ENDLESS {
            return Value::Null;
        }
        let above = Above { schema, next: spot.above };
        let spot = &Spot { depth, above: Some(&above), ..*spot };
        let schema = self.plain(schema);
        let shape = Shape::of(self.document, &schema);
        if shape.nullable && spot.takes_null() {
            return Value::Null;
        }
        // Whatever may be null was filled: one level fewer is left.
        let inner = match (shape.nullable, spot.mode) {
            (true, Mode::Nulls(left)) => Spot { mode: Mode::Nulls(left.saturating_sub(1)), ..*spot },
            _ => *spot,
        };
        let spot = &inner;
        match shape.kind {
            Kind::Constant(value) => value.clone(),
            Kind::Enum(values) => self.one_of(&values, spot),
            Kind::Union(arms) => {
                let (chosen, rest) = spot.pick(self.seed, arms.len());
                let spot = Spot { mode: rest, depth: spot.depth + 1, ..*spot };
                arms.get(chosen).map_or(Value::Null, |arm| self.value(arm, &spot))
            }
            Kind::Null => Value::Null,
            Kind::Bool => Value::Bool(spot.pick(self.seed, 2).0 == 1),
            Kind::Integer => number::integer(shape.schema, spot, self.seed),
            Kind::Number => number::number(shape.schema, spot, self.seed),
            Kind::Text => Value::String(text::text(shape.schema, spot, self.seed)),
            Kind::Array => self.array(shape.schema, spot),
            Kind::Object => self.object(shape.schema, spot),
            Kind::Any => anything(spot),
        }
    }

    /// What a schema refers to, with the members of an `allOf` merged.
    fn plain<'s>(&self, schema: &'s Value) -> Cow<'s, Value>
    where
        'd: 's,
    {
        let schema = resolve(self.document, schema);
        match schema.get("allOf") {
            Some(_) => Cow::Owned(merge::merged(self.document, schema)),
            None => Cow::Borrowed(schema),
        }
    }

    fn one_of(&self, values: &[&Value], spot: &Spot<'_>) -> Value {
        if self.twist.unknown_enums && values.iter().all(|value| value.is_string()) {
            return json!("brand_new_value");
        }
        values.get(spot.pick(self.seed, values.len()).0).map_or(Value::Null, |value| (*value).clone())
    }

    /// The number of variants of a schema.
    fn count(&self, schema: &Value, above: Option<&Above<'_>>, depth: usize) -> usize {
        let schema = resolve(self.document, schema);
        if depth > DEPTH || Above::turns(above, schema) >= TURNS {
            return 1;
        }
        let above = Above { schema, next: above };
        let schema = self.plain(schema);
        let shape = Shape::of(self.document, &schema);
        let most = |schemas: &mut dyn Iterator<Item = &Value>| {
            schemas.map(|schema| self.count(schema, Some(&above), depth + 1)).max().unwrap_or(1).min(VARIANTS)
        };
        match &shape.kind {
            Kind::Enum(values) => values.len(),
            // Each arm has to meet each of its own variants.
            Kind::Union(arms) => arms.len() * most(&mut arms.iter().map(|arm| &**arm)),
            Kind::Bool | Kind::Integer | Kind::Number => 2,
            Kind::Any => ANY,
            Kind::Array => most(&mut shape.schema.get("items").into_iter()),
            Kind::Object => {
                let properties = shape.schema.get("properties").and_then(Value::as_object);
                let others = shape.schema.get("additionalProperties").filter(|others| others.is_object());
                most(&mut properties.into_iter().flat_map(|all| all.values()).chain(others))
            }
            Kind::Constant(_) | Kind::Null | Kind::Text => 1,
        }
    }
}

impl Spot<'_> {
    fn new(mode: Mode) -> Self {
        Self { mode, name: "value", serial: 0, depth: 0, lists: 0, window: None, above: None }
    }

    fn takes_null(&self) -> bool {
        self.mode == Mode::Nulls(0) || self.depth > DEPTH
    }

    /// One of `count` choices, and the mode for what is below it.
    fn pick(&self, seed: u64, count: usize) -> (usize, Mode) {
        let count = count.max(1);
        match self.mode {
            Mode::Variant(index) => (index % count, Mode::Variant(index / count)),
            Mode::Minimal => (0, self.mode),
            Mode::Full => (count - 1, self.mode),
            mode => ((self.chance(seed) % count as u64) as usize, mode),
        }
    }

    /// A number that depends on the seed, the name and the item.
    fn chance(&self, seed: u64) -> u64 {
        let named = self
            .name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        mixed(seed ^ named.wrapping_add(self.serial.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }
}

/// How many kinds of values stand for a schema that allows all.
const ANY: usize = 6;

/// A value for a schema that says nothing.
fn anything(spot: &Spot<'_>) -> Value {
    let index = match spot.mode {
        Mode::Variant(index) => index % ANY,
        Mode::Minimal | Mode::Empty => 5,
        _ => 0,
    };
    match index {
        0 => json!({ "note": "anything goes here", "count": 3, "nested": { "list": [1, "two", null, 2.5] } }),
        1 => json!("text"),
        2 => json!(42),
        3 => json!([{ "a": 1 }, "b", false]),
        4 => json!(true),
        _ => json!({}),
    }
}

/// Spreads the bits of a number over all of its bits (the finalizer of SplitMix64).
pub(crate) fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
