//! An operation that needs less scope than it did stays a method of `Admin`: `Client` has it, too, and
//! `Admin` derefs to that, but a path such as `Admin::get_usage` would lead nowhere.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::kept::{Fact, What};
use super::present::Promises;
use super::{Record, STAYS};
use crate::document::walk;

/// What is promised of such an operation.
const ADMIN: &str = "Admin";

/// Marks the operations that are methods of `Admin` by promise alone. `admin`: those that need the scope.
pub(super) fn keep(document: &mut Value, admin: &BTreeSet<String>, record: &Record) -> Vec<Fact> {
    let mut facts = Vec::new();
    let done = walk::operations_mut(document, &mut |at, operation| {
        let promised = record.receivers(at.id).iter().any(|receiver| receiver == ADMIN);
        if promised && !admin.contains(at.id) {
            operation.insert(STAYS.to_owned(), json!(true));
            facts.push(Fact { type_name: at.id.to_owned(), what: What::Receiver, places: Vec::new() });
        }
        Ok(())
    });
    debug_assert!(done.is_ok(), "marking cannot fail");
    facts
}

/// By operation: whose method it is, where that is not `Client`.
pub(super) fn present(admin: &BTreeSet<String>) -> Promises {
    admin.iter().map(|id| (id.clone(), vec![ADMIN.to_owned()])).collect()
}
