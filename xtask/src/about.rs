//! What is said of a type that the document does not describe: where its values stand.

use std::collections::BTreeSet;

use crate::hoist::{Step, TypePlace, TypeShape};
use crate::operations::{Location, Operation};

/// A sentence for a type: what its parameters say, if they say the same, else its first place.
pub fn of(shape: &TypeShape, operations: &[Operation]) -> String {
    if let Some(said) = said_of_parameters(shape, operations) {
        return said;
    }
    let Some(first) = shape.places.first() else { return "A value.".to_owned() };
    let elsewhere: BTreeSet<&str> = shape.places.iter().map(|place| place.operation.as_str()).collect();
    let more = match elsewhere.len() {
        0 | 1 => String::new(),
        2 => ", and of one more operation".to_owned(),
        count => format!(", and of {} more operations", count - 1),
    };
    format!("{}{more}.", place(first))
}

/// The description that all parameters of the type have in common.
fn said_of_parameters(shape: &TypeShape, operations: &[Operation]) -> Option<String> {
    let mut common: Option<&str> = None;
    for place in &shape.places {
        let said = parameter(place, operations)?;
        if common.is_some_and(|common| common != said) {
            return None;
        }
        common = Some(said);
    }
    common.map(str::to_owned)
}

fn parameter<'o>(place: &TypePlace, operations: &'o [Operation]) -> Option<&'o str> {
    let [location, name] = place.holder.as_slice() else { return None };
    let location = match location.as_str() {
        "query" => Location::Query,
        "path" => Location::Path,
        "header" => Location::Header,
        _ => return None,
    };
    let operation = operations.iter().find(|operation| operation.id == place.operation)?;
    let mut all = operation.parameters.iter();
    all.find(|one| one.location == location && one.wire == *name)?.description.as_deref()
}

/// `` `status` in the answer of `getModels` ``.
fn place(place: &TypePlace) -> String {
    let inner = place.steps.iter().rev().find_map(|step| match step {
        Step::Property(name) => Some(name.as_str()),
        _ => None,
    });
    let operation = &place.operation;
    let (whole, of) = match place.holder.as_slice() {
        [holder] if holder == "body" => ("The body".to_owned(), format!(" of `{operation}`")),
        [holder] if holder == "error" => ("The error".to_owned(), format!(" of `{operation}`")),
        [holder, name, ..] if holder == "schemas" => (format!("`{name}`"), String::new()),
        [holder, name] if holder != "answer" => (format!("`{name}` in the {holder}"), format!(" of `{operation}`")),
        [_, name] => (format!("The header `{name}`"), format!(" of `{operation}`")),
        _ => ("The answer".to_owned(), format!(" of `{operation}`")),
    };
    let inside = |whole: &str| match whole.strip_prefix("The ") {
        Some(rest) => format!("the {rest}"),
        None => whole.to_owned(),
    };
    match inner {
        Some(name) => format!("`{name}` in {}{of}", inside(&whole)),
        None => format!("{whole}{of}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(operation: &str, holder: &[&str], steps: Vec<Step>) -> TypePlace {
        let holder = holder.iter().map(|part| (*part).to_owned()).collect();
        TypePlace { operation: operation.to_owned(), holder, steps }
    }

    #[test]
    fn says_where_a_value_stands() {
        let property = |name: &str| Step::Property(name.to_owned());
        for (found, says) in [
            (at("getA", &["response"], vec![]), "The answer of `getA`"),
            (at("getA", &["response"], vec![property("list"), Step::Items]), "`list` in the answer of `getA`"),
            (at("setA", &["body"], vec![]), "The body of `setA`"),
            (at("getA", &["error"], vec![property("error")]), "`error` in the error of `getA`"),
            (at("getA", &["query", "sort"], vec![Step::Items]), "`sort` in the query of `getA`"),
            (at("", &["schemas", "Pet"], vec![]), "`Pet`"),
            (at("", &["schemas", "Pet", "request"], vec![]), "`Pet`"),
            (at("", &["schemas", "Pet"], vec![property("kind")]), "`kind` in `Pet`"),
        ] {
            assert_eq!(place(&found), says);
        }
    }
}
