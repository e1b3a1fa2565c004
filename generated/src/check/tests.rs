//! Bounds and the reasons they give.

use super::format::has_format;
use super::*;
use crate::{Patch, TimeBound};
use std::collections::BTreeMap;

const NAME: Check = Check::new().min_length(1).max_length(3).pattern("^[a-zä]+$");

fn reason<T: Serialize>(check: Check, value: T) -> String {
    check.of(&value).unwrap_err()
}

#[test]
fn texts() {
    assert_eq!(NAME.of("äää"), Ok(()));
    assert_eq!(reason(NAME, ""), "must have at least 1 character, has 0");
    assert_eq!(reason(NAME, "abcd"), "must have at most 3 characters, has 4");
    assert_eq!(reason(NAME, "A1"), "must match ^[a-zä]+$");
    assert_eq!(Check::new().pattern("(").of("a"), Ok(()));
}

#[test]
fn reasons_do_not_repeat_texts() {
    let secret = "s3cret-value";
    for check in [NAME, Check::new().pattern("^x$"), Check::new().format("uuid")] {
        assert!(!reason(check, secret).contains(secret));
    }
}

#[test]
fn numbers() {
    let limit = Check::new().at_least(1.0).at_most(100.0);
    assert_eq!(limit.of(&1), Ok(()));
    assert_eq!(limit.of(&100_u64), Ok(()));
    assert_eq!(reason(limit, 200), "must be at most 100, is 200");
    assert_eq!(reason(limit, 0.5), "must be at least 1, is 0.5");
    let open = Check::new().above(0.0).below(1.0);
    assert_eq!(open.of(&0.5), Ok(()));
    assert_eq!(reason(open, 0), "must be above 0, is 0");
    assert_eq!(reason(open, 1), "must be below 1, is 1");
    let step = Check::new().multiple_of(0.1);
    assert_eq!(step.of(&0.3), Ok(()));
    assert_eq!(reason(step, 0.35), "must be a multiple of 0.1, is 0.35");
}

#[test]
fn lists_and_maps() {
    static ITEM: Check = Check::new().max_length(1);
    let list = Check::new().min_items(1).max_items(2).unique_items().each(&ITEM);
    assert_eq!(list.of(&["a", "b"]), Ok(()));
    assert_eq!(reason(list, [""; 0]), "must have at least 1 item, has 0");
    assert_eq!(reason(list, ["a"; 3]), "must have at most 2 items, has 3");
    assert_eq!(reason(list, ["a", "a"]), "must have no equal items, item 1 is a repetition");
    assert_eq!(reason(list, ["a", "bc"]), "item 1 must have at most 1 character, has 2");
    let map = Check::new().max_properties(1);
    let entries = BTreeMap::from([("a", 1), ("b", 2)]);
    assert_eq!(reason(map, entries), "must have at most 1 entry, has 2");
}

#[test]
fn null_absent_and_other_types_pass() {
    assert_eq!(NAME.of(&None::<String>), Ok(()));
    assert_eq!(NAME.of(&Patch::<String>::Absent), Ok(()));
    assert_eq!(NAME.of(&5), Ok(()));
    assert!(NAME.of(&Patch::<String>::from("ABC")).is_err());
    let bound = TimeBound::try_from("2026-08-01").unwrap();
    assert_eq!(Check::new().format("date").of(&bound), Ok(()));
}

#[test]
fn formats() {
    for (format, good, bad) in [
        ("uuid", "00000000-0000-4000-8000-00000000000f", "0000"),
        ("uri", "https://example.com/a", "example.com"),
        ("email", "a@b.example", "a@"),
        ("date", "2026-08-01", "2026-13-01"),
        ("date-time", "2026-08-01T00:00:00Z", "2026-08-01"),
        ("ipv4", "127.0.0.1", "::1"),
        ("ipv6", "::1", "127.0.0.1"),
    ] {
        assert!(has_format(format, good), "{format}");
        assert!(!has_format(format, bad), "{format}");
    }
    assert!(has_format("password", ""));
}

#[test]
fn numbers_may_be_one_of_a_few() {
    let few = Check::new().one_of(&[1.0, 2.0]);
    assert_eq!(few.of(&2), Ok(()));
    assert_eq!(few.of(&3), Err("must be one of [1.0, 2.0], is 3".to_owned()));
    assert_eq!(few.of("text"), Ok(()));
}
