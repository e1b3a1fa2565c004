//! Nothing narrows by accident: what a published crate had, the next one has too.
//!
//! Between `hoist` and `names`, the record of what was published ([`Record`]) is held against the
//! new document. A field that was `Option` stays one, a field that was none does not become one merely
//! because it is deprecated, a value of an enum that vanished stays as a deprecated arm, a type whose place
//! in `names.toml` is gone keeps its name at another place, and a method of `Admin` stays one.
//! What cannot be kept without telling lies — another type, a field that is gone — is not.

mod claims;
mod kept;
mod paths;
mod present;
mod receivers;
mod record;
mod saved;
mod soften;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

pub use kept::{Fact, Kept, What};
pub use record::Record;
pub use saved::Saved;
pub(crate) use saved::{ids, operations_at};

use self::claims::Claims;
use self::soften::Marks;
use crate::hoist::{Hoisted, TypeId};
use crate::names::{NameFile, Names};

/// On a property of an object: it is an `Option` by promise, but the server demands it.
pub const DEMANDED: &str = "x-demanded";
/// On an enum: the values that the document does not have any more.
pub const GONE: &str = "x-gone";

/// On a path parameter: the names that it had.
pub const FORMER: &str = "x-former";
/// On an operation: it stays a method of `Admin` by promise.
pub const STAYS: &str = "x-stays-admin";

/// Makes the new shapes what the record promises of them; says what that took. `admin`: the operations
/// that need the admin scope.
pub fn keep(mut hoisted: Hoisted, names: &NameFile, record: &Record, admin: &BTreeSet<String>) -> (Hoisted, Kept) {
    let mut kept = Kept::default();
    if record.is_empty() {
        return (hoisted, kept);
    }
    let claims = Claims::of(&hoisted, names, record);
    let mut marks: BTreeMap<TypeId, Marks> = BTreeMap::new();
    for (id, name) in &claims.types {
        let shape = &mut hoisted.types[*id];
        let found = soften::shape(&mut shape.schema, shape.kind, name, record);
        kept.add(name, &found, &shape.places);
        marks.insert(*id, found);
    }
    if !kept.facts.is_empty() {
        // A place that had narrowed may be of one shape with the others again.
        let now = hoisted.merge_equal();
        soften::mark(&mut hoisted, &now, &marks);
    }
    kept.survivors(&hoisted, names, record);
    kept.facts.extend(paths::keep(&mut hoisted.document, record));
    kept.facts.extend(receivers::keep(&mut hoisted.document, admin, record));
    (hoisted, kept)
}

/// The text of the record, with what this crate promises beyond it at the end.
///
/// `document` is the lowered document with its types under their names.
pub fn grown(
    record: &Record,
    hoisted: &Hoisted,
    names: &Names,
    file: &NameFile,
    document: &Value,
    admin: &BTreeSet<String>,
) -> String {
    record.with(&[
        present::optional(document),
        present::values(document),
        present::places(hoisted, names, file),
        paths::present(document),
        present::required(document, hoisted, names),
        receivers::present(admin),
    ])
}
