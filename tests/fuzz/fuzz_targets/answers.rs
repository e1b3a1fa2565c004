//! Bytes → an answer of any operation → a value that survives another round, or an error.
//!
//! The first byte chooses the operation. Where the rest begins with `{` or `[`, it is the answer; if not, it
//! chooses an answer that fits the document, and what to change in it.
#![no_main]

use std::sync::{Arc, LazyLock};

use arbitrary::Unstructured;
use bytes::Bytes;
use fal_platform_fuzz::{Told, runtime, silent};
use fal_platform_mock::{Document, Mode, Sampler};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

#[path = "../../tests/operations/calls.rs"]
#[allow(dead_code, reason = "the tests make more of them")]
mod calls;
#[path = "../../tests/operations/seen.rs"]
#[allow(dead_code, reason = "the tests look at more")]
mod seen;

use calls::{CALLS, Given};

static DOCUMENT: LazyLock<Arc<Document>> = LazyLock::new(|| Document::pinned().expect("the pinned document"));
static TOLD: LazyLock<Told> = LazyLock::new(Told::default);
static RUNTIME: LazyLock<Runtime> = LazyLock::new(runtime);

fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_first() else { return };
    let calls = &CALLS[usize::from(*choice) % CALLS.len()];
    let body = match rest.first() {
        Some(b'{' | b'[') => rest.to_vec(),
        _ => match changed(calls.id, rest) {
            Ok(body) => body.to_string().into_bytes(),
            Err(_) => return,
        },
    };
    let operation = DOCUMENT.operation(calls.id).expect("an operation of the document");
    let media = if operation.success_schema().is_some() { "application/json" } else { "text/event-stream" };
    TOLD.tell(media, [Bytes::from(body)]);
    let client = TOLD.client();
    // What is decoded is encoded, and decoded again, on the way.
    if let Err(error) = RUNTIME.block_on((calls.run)(&client, &Given::default())) {
        silent(&error);
    }
});

/// An answer that fits, with some of its values replaced.
fn changed(id: &str, data: &[u8]) -> arbitrary::Result<Value> {
    let mut choices = Unstructured::new(data);
    let Some(schema) = DOCUMENT.operation(id).and_then(|operation| operation.success_schema()) else {
        return Ok(Value::Null);
    };
    let mode = match choices.int_in_range(0..=5)? {
        0 => Mode::Typical,
        1 => Mode::Minimal,
        2 => Mode::Full,
        3 => Mode::Nulls(choices.int_in_range(0..=3)?),
        4 => Mode::Large(choices.int_in_range(2..=20)?),
        _ => Mode::Variant(choices.int_in_range(0..=15)?),
    };
    let sampler = Sampler::new(DOCUMENT.value()).seed(choices.arbitrary()?);
    let mut answer = sampler.sample(schema.value(), mode);
    for _ in 0..choices.int_in_range(0..=6)? {
        let place = choices.int_in_range(0..=usize::from(u16::MAX))?;
        if let Some(value) = nth(&mut answer, place) {
            *value = replacement(value.take(), &mut choices)?;
        }
    }
    Ok(answer)
}

fn replacement(old: Value, choices: &mut Unstructured<'_>) -> arbitrary::Result<Value> {
    Ok(match choices.int_in_range(0..=11)? {
        0 => Value::Null,
        1 => json!(choices.arbitrary::<bool>()?),
        2 => json!(choices.arbitrary::<i64>()?),
        3 => json!(choices.arbitrary::<u64>()?),
        4 => json!(choices.arbitrary::<f64>()?),
        5 => json!(choices.arbitrary::<&str>()?),
        6 => json!([]),
        7 => json!({}),
        8 => json!([old]),
        9 => json!({ "type": old, "kind": "new" }),
        10 => json!(choices.choose(&["NaN", "1e400", "2026-02-30T25:61:61Z", "9999-12-31T23:59:60Z", "-0", ""])?),
        _ => json!(old.to_string()),
    })
}

/// One of all values in a value.
fn nth(value: &mut Value, place: usize) -> Option<&mut Value> {
    let count = size(value);
    descend(value, place.checked_rem(count)?)
}

fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(list) => list.iter().map(size).sum(),
        Value::Object(fields) => fields.values().map(size).sum(),
        _ => 0,
    }
}

fn descend(value: &mut Value, mut place: usize) -> Option<&mut Value> {
    if place == 0 {
        return Some(value);
    }
    place -= 1;
    let below: Vec<&mut Value> = match value {
        Value::Array(list) => list.iter_mut().collect(),
        Value::Object(fields) => fields.values_mut().collect(),
        _ => return None,
    };
    for inner in below {
        let size = size(inner);
        if place < size {
            return descend(inner, place);
        }
        place -= size;
    }
    None
}
