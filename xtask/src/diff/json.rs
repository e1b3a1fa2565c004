//! The report for machines. `changes.schema.json` says what is in it.

use serde_json::{Value, json};

use super::facts::{Called, Change};
use super::outcome::Outcome;
use super::verdicts::Wire;
use crate::document::walk::Side;

/// The JSON Schema of the report.
pub const SCHEMA: &str = include_str!("changes.schema.json");

/// The report.
pub fn render(outcome: &Outcome) -> String {
    let value = value(outcome);
    serde_json::to_string_pretty(&value).unwrap_or_else(|_| value.to_string()) + "\n"
}

fn value(outcome: &Outcome) -> Value {
    let report = &outcome.report;
    let mut summary = json!({
        "changes": report.changes.len(),
        "accepted": outcome.accepted.iter().flatten().count(),
        "fails": outcome.fails(),
        "wire": report.wire().map(Wire::word),
        "rust": report.rust().word(),
        "operations": { "old": report.operations.0, "new": report.operations.1 },
    });
    for wire in Wire::ALL {
        summary[wire.word()] = report.count(wire).into();
    }
    let versions = outcome.versions.iter().map(|(name, suggested)| {
        (name.clone(), json!({ "now": suggested.now, "next": suggested.next, "why": suggested.why }))
    });
    let idle = outcome.idle.iter().map(|idle| {
        json!({
            "fingerprint": idle.fingerprint,
            "reason": idle.reason,
            "expired": idle.expired.map(|date| date.to_string()),
        })
    });
    json!({
        "old": outcome.names.0,
        "new": outcome.names.1,
        "summary": summary,
        "suggested_versions": versions.collect::<serde_json::Map<_, _>>(),
        "idle_accepted": idle.collect::<Vec<_>>(),
        "changes": outcome.changes().map(|(change, accepted)| entry(change, accepted)).collect::<Vec<_>>(),
    })
}

fn entry(change: &Change, accepted: Option<&str>) -> Value {
    let called = change.called.as_ref();
    let side = change.side.map(|side| match side {
        Side::Request => "request",
        Side::Response => "response",
    });
    let mut entry = json!({
        "rule": change.rule.id(),
        "wire": change.wire.word(),
        "rust": change.rust.word(),
        "side": side,
        "method": called.map(|called| &called.method),
        "path": called.map(|called| &called.path),
        "operation_id": called.and_then(|called| called.id.as_ref()),
        "pointer": change.pointer.to_string(),
        "place": change.place,
        "from": change.from,
        "to": change.to,
        "places": change.places,
        "fingerprint": change.fingerprint,
        "meaning": change.rule.entry().meaning,
        "operations": change.operations.iter().map(address).collect::<Vec<_>>(),
        "pointers": change.pointers.iter().map(ToString::to_string).collect::<Vec<_>>(),
    });
    if let Some(note) = &change.note {
        entry["note"] = note.as_str().into();
    }
    if let Some(reason) = accepted {
        entry["accepted"] = reason.into();
    }
    entry
}

fn address(called: &Called) -> String {
    format!("{} {}", called.method, called.path)
}
