//! Diff and client, held against each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::promises::Breaking;
use crate::row::{Row, Told};

/// What calling one operation showed.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    /// Answers of success and of errors that the client cannot make out.
    pub(crate) undecoded: u64,
    /// Answers that the client's document did not promise.
    pub(crate) unpromised: u64,
    /// Whether the server did not take the request, or answered otherwise than promised.
    pub(crate) rejected: bool,
}

/// Holds what was seen against what was said.
pub(crate) fn judge(breaking: &BTreeSet<Breaking>, shown: &BTreeMap<String, Shown>, row: &mut Row) {
    for (address, seen) in shown {
        let said = |response: bool| breaking.iter().any(|one| one.address == *address && (!response || one.response));
        if seen.undecoded > 0 && !said(true) {
            row.unforeseen.insert(address.clone());
        }
        if seen.rejected && !said(false) {
            row.unforeseen.insert(address.clone());
        }
    }
    for one in breaking.iter().filter(|one| one.response) {
        let Some(seen) = shown.get(&one.address) else { continue };
        let told = match seen {
            Shown { undecoded: 1.., .. } => Told::Felt,
            Shown { unpromised: 1.., .. } => Told::Tolerated,
            _ => Told::Unseen,
        };
        *row.rules.entry(one.rule.clone()).or_default().entry(told).or_default() += 1;
        if told == Told::Unseen {
            row.unseen.insert(format!("{} {} {}", one.address, one.rule, one.pointer));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(response: Option<bool>, seen: Shown) -> Row {
        let mut row = Row::default();
        let (address, rule, pointer) = ("GET /a".to_owned(), "r".to_owned(), "/p".to_owned());
        let breaking = response.map(|response| Breaking { address: address.clone(), response, rule, pointer });
        judge(&breaking.into_iter().collect(), &BTreeMap::from([(address, seen)]), &mut row);
        row
    }

    #[test]
    fn a_failure_has_to_be_foreseen_on_its_side() {
        let undecoded = || Shown { undecoded: 1, ..Shown::default() };
        let rejected = || Shown { rejected: true, ..Shown::default() };
        for (response, seen, unforeseen) in [
            (None, Shown::default(), false),
            (None, undecoded(), true),
            (Some(false), undecoded(), true),
            (Some(true), undecoded(), false),
            (None, rejected(), true),
            (Some(false), rejected(), false),
        ] {
            let shown = format!("{response:?} {seen:?}");
            assert_eq!(!judged(response, seen).unforeseen.is_empty(), unforeseen, "{shown}");
        }
    }

    #[test]
    fn what_is_said_to_break_has_to_show() {
        let told = |seen| {
            let row = judged(Some(true), seen);
            let told: Vec<Told> = row.rules["r"].keys().copied().collect();
            (told, row.unseen.len())
        };
        assert_eq!(told(Shown { undecoded: 1, unpromised: 1, ..Shown::default() }), (vec![Told::Felt], 0));
        assert_eq!(told(Shown { unpromised: 1, ..Shown::default() }), (vec![Told::Tolerated], 0));
        assert_eq!(told(Shown::default()), (vec![Told::Unseen], 1));
    }
}
