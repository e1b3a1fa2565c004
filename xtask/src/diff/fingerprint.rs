//! What identifies a change: kind, side, place, old and new. No prose, no count, nothing that moves
//! with other things.

use super::catalogue::Rule;
use crate::document::walk::Side;
use crate::lock_file::digest;

/// How many hexadecimal digits are enough for a file of accepted changes.
const DIGITS: usize = 16;

/// The fingerprint of a change.
pub(super) fn of(rule: Rule, side: Option<Side>, place: &str, from: Option<String>, to: Option<String>) -> String {
    let side = match side {
        Some(Side::Request) => "request",
        Some(Side::Response) => "response",
        None => "",
    };
    let text = serde_json::json!([rule.id(), side, place, from, to]).to_string();
    let mut digest = digest(text.as_bytes());
    digest.truncate(DIGITS);
    digest
}
