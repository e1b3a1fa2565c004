//! The driver of the client in this project: it can call every operation with values of the document.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test reports")]

use std::collections::BTreeSet;
use std::path::Path;

use fal_platform_mock::Document;
use fal_platform_tomorrow::{driver, exchange, surface};

fn requests() -> Vec<surface::Request> {
    surface::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../generated")).unwrap()
}

#[test]
fn there_is_a_request_for_every_operation() {
    let document = Document::pinned().unwrap();
    let found: BTreeSet<String> = requests().into_iter().map(|request| request.constant.replace('_', "")).collect();
    let expected: BTreeSet<String> =
        document.operations().iter().map(|operation| operation.id.to_ascii_uppercase()).collect();
    assert_eq!(found, expected);
}

#[test]
fn the_document_has_a_value_for_everything_that_is_needed() {
    let document = Document::pinned().unwrap();
    let mut given = 0;
    for request in requests() {
        let id = request.constant.replace('_', "");
        let operation = document.operations().iter().find(|one| one.id.eq_ignore_ascii_case(&id)).unwrap();
        let needs: Vec<(String, String)> = request
            .needs
            .into_iter()
            .map(|need| (need.location, need.name))
            .filter(|(place, _)| place != "part")
            .collect();
        let values = exchange::values(operation, &needs).unwrap();
        assert_eq!(values.as_object().unwrap().len(), needs.len(), "{id}");
        let required = operation.parameters.iter().filter(|parameter| parameter.required);
        for parameter in required {
            assert!(needs.iter().any(|(_, name)| *name == parameter.name), "{id}: {} is not given", parameter.name);
        }
        given += needs.len();
    }
    assert!(given > 60, "{given}");
}

#[test]
fn the_program_is_rust() {
    let requests = requests();
    let program = syn::parse_file(&driver::program(&requests)).unwrap();
    let calls = program
        .items
        .iter()
        .filter(|item| matches!(item, syn::Item::Fn(function) if function.sig.ident.to_string().starts_with("call_")));
    assert_eq!(calls.count(), requests.len());
}

#[test]
fn a_folder_without_a_client_is_refused() {
    let refused = surface::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap_err();
    assert!(refused.to_string().contains("src/generated"), "{refused}");
}
