//! A secret is marked where a server answers it; what a client sends is its own to hide.
//!
//! The mark `x-secret` comes from a correction. It stays beside the text and makes the field one that
//! is shown nowhere; a request with such a field could not be sent.

use serde_json::Value;

use super::schema::note;
use crate::document::walk::{Place, Side};
use crate::note::{Fate, Notes};

pub(super) fn apply(schema: &mut Value, place: &Place<'_>, notes: &mut Notes) {
    if place.side == Side::Request
        && let Value::Object(map) = schema
        && map.shift_remove("x-secret").is_some()
    {
        note(notes, Fate::Dropped, "`x-secret` in what is sent", place);
    }
}
