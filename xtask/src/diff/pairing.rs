//! Which operation of one document is which of the other: by template, then by id.

use std::collections::{BTreeMap, BTreeSet};

use super::model::Operation;

/// The operations of two documents.
#[derive(Debug, Default)]
pub(super) struct Pairs<'a> {
    /// Those of both, and whether they moved.
    pub both: Vec<(&'a Operation, &'a Operation, bool)>,
    /// Those of the old one only.
    pub gone: Vec<&'a Operation>,
    /// Those of the new one only.
    pub come: Vec<&'a Operation>,
}

/// Pairs them.
pub(super) fn pair<'a>(old: &'a [Operation], new: &'a [Operation]) -> Pairs<'a> {
    let by_address: BTreeMap<(&str, &str), &Operation> =
        new.iter().map(|operation| ((operation.method.as_str(), operation.template.as_str()), operation)).collect();
    let mut pairs = Pairs::default();
    let mut taken: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut left = Vec::new();
    for operation in old {
        let address = (operation.method.as_str(), operation.template.as_str());
        match by_address.get(&address) {
            Some(other) => {
                taken.insert(address);
                pairs.both.push((operation, other, false));
            }
            None => left.push(operation),
        }
    }
    let free =
        new.iter().filter(|operation| !taken.contains(&(operation.method.as_str(), operation.template.as_str())));
    let mut by_id: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in free.clone() {
        by_id.entry(operation.id.as_deref().unwrap_or_default()).or_default().push(operation);
    }
    let mut moved: BTreeSet<(&str, &str)> = BTreeSet::new();
    for operation in left {
        let alike = operation.id.as_deref().and_then(|id| by_id.get(id)).map(Vec::as_slice);
        match alike {
            // An id that stands twice identifies nothing.
            Some([other]) if moved.insert((other.method.as_str(), other.template.as_str())) => {
                pairs.both.push((operation, other, true));
            }
            _ => pairs.gone.push(operation),
        }
    }
    let come = free.filter(|operation| !moved.contains(&(operation.method.as_str(), operation.template.as_str())));
    pairs.come = come.collect();
    pairs
}
