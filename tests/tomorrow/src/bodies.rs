//! Bodies that show all that a schema allows, each once.

use std::collections::BTreeSet;

use fal_platform_mock::{Mode, Sampler, Schema, Side};
use serde_json::Value;

/// How long the large lists are.
const LARGE: usize = 200;
/// How deep nulls go: what is null at the outermost place hides what is within.
const NULLS: usize = 4;

/// A body, and how it was made.
#[derive(Clone, Debug)]
pub struct Body {
    /// The mode of the sampler.
    pub mode: Mode,
    /// The value.
    pub value: Value,
}

/// The bodies that a server may answer with: likely ones, required properties only, all of them,
/// empty and large lists, null wherever it is allowed, each value of each enum, each arm of each union.
///
/// # Errors
/// One of them does not fit the schema: the sampler is wrong.
pub fn answers(schema: &Schema) -> Result<Vec<Body>, String> {
    let variants = Sampler::new(schema.root()).variants(schema.value());
    let nulls = (0..NULLS).map(Mode::Nulls);
    let modes = [Mode::Typical, Mode::Minimal, Mode::Full, Mode::Empty, Mode::Large(LARGE)].into_iter();
    of_modes(schema, modes.chain(nulls).chain((0..variants).map(Mode::Variant)))
}

/// Bodies of errors: there is less to choose.
///
/// # Errors
/// As [`answers`].
pub fn errors(schema: &Schema) -> Result<Vec<Body>, String> {
    let variants = Sampler::new(schema.root()).variants(schema.value());
    of_modes(schema, [Mode::Minimal, Mode::Full, Mode::Nulls(0)].into_iter().chain((0..variants).map(Mode::Variant)))
}

fn of_modes(schema: &Schema, modes: impl Iterator<Item = Mode>) -> Result<Vec<Body>, String> {
    let sampler = Sampler::new(schema.root());
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for mode in modes {
        let value = sampler.sample(schema.value(), mode);
        if !seen.insert(value.to_string()) {
            continue;
        }
        let complaints = schema.complaints(&value);
        if !complaints.is_empty() {
            return Err(format!("the sampler's {mode:?} does not fit: {}", complaints.join("; ")));
        }
        found.push(Body { mode, value });
    }
    Ok(found)
}

/// A value for a request: no more than has to be there.
pub fn request(schema: &Schema) -> Value {
    Sampler::new(schema.root()).side(Side::Request).sample(schema.value(), Mode::Minimal)
}
