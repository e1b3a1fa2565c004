//! What holds of the pipeline whatever the document: files or trouble, sound, and the same again.

#![allow(unreachable_pub, reason = "the fuzz target uses it, too")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

#[path = "../fuzz/src/holds.rs"]
mod holds;
#[path = "../fuzz/src/mutate.rs"]
#[allow(dead_code, reason = "the names alone are used elsewhere")]
mod mutate;
#[path = "../fuzz/src/seeds.rs"]
mod seeds;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

#[test]
fn the_seeds_are_taken() {
    let seeds = seeds::all();
    assert_eq!(seeds.len(), 5, "a seed is no JSON");
    for seed in seeds {
        let output = holds::document_holds(&seed).unwrap_or_else(|trouble| panic!("{}: {trouble}", seed["info"]));
        assert!(output.summary.operations > 0);
    }
}

#[test]
fn changed_seeds_are_taken_often_enough_to_tell_something() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let seeds = seeds::all();
    let bytes = proptest::collection::vec(any::<u8>(), 0..40);
    let mut taken = 0;
    for _ in 0..100 {
        let data = bytes.new_tree(&mut runner).unwrap().current();
        let document = mutate::document(&seeds, &data);
        taken += usize::from(document.is_some_and(|document| holds::document_holds(&document).is_ok()));
    }
    assert!(taken >= 25, "only {taken} of 100 documents come through");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn changed_seeds_hold(data in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Some(document) = mutate::document(&seeds::all(), &data) {
            let _ = holds::document_holds(&document);
        }
    }

    #[test]
    fn any_bytes_hold(data in proptest::collection::vec(any::<u8>(), 0..64)) {
        holds::bytes(&data);
    }
}
