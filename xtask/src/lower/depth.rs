//! Schemas may be nested to a depth, because types are, and because walks have a stack.

use serde_json::Value;

use super::schema::published;
use crate::document::Pointer;
use crate::document::walk::{self, Place};
use crate::note::Notes;
use crate::trouble::{Result, Trouble};

/// The deepest nesting of schemas that is lowered.
pub(super) const LIMIT: usize = 48;

pub(super) fn apply(document: &mut Value, _notes: &mut Notes) -> Result<()> {
    walk::outermost_mut(document, &mut |schema, place| check(schema, place))
}

/// Refuses a schema that is nested too deep.
pub(super) fn check(schema: &Value, place: &Place<'_>) -> Result<()> {
    let mut steps = Vec::new();
    if !is_deep(schema, LIMIT, &mut steps) {
        return Ok(());
    }
    let mut at = published(&place.pointer);
    for step in steps.into_iter().rev() {
        at.enter(step);
    }
    Err(too_deep(&at))
}

/// Refuses a place that could only be reached through too many schemas, or `links` between them.
pub(super) fn check_place(place: &Place<'_>, links: usize) -> Result<()> {
    // A holder is up to nine steps down, and no schema is more than two steps below the next.
    if place.pointer.steps().len() > 9 + 2 * LIMIT || links > LIMIT {
        return Err(too_deep(&published(&place.pointer)));
    }
    Ok(())
}

fn too_deep(at: &Pointer) -> Trouble {
    Trouble::new(format!("schemas are nested deeper than {LIMIT} levels"))
        .at(at)
        .help("replace the innermost ones by `{}` in overlay.toml")
}

/// Whether there are more than `left` levels; `steps` tells the way to one, innermost step first.
fn is_deep(schema: &Value, left: usize, steps: &mut Vec<String>) -> bool {
    let mut found = false;
    walk::parts(schema, &mut |keyword, step, part| {
        if found {
            return;
        }
        found = left == 0 || is_deep(part, left - 1, steps);
        if found {
            steps.extend(step);
            steps.push(keyword.to_owned());
        }
    });
    found
}
