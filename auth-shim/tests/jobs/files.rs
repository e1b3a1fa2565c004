//! The deployment of files: what arrived is what was sent.

use std::fs;

use fal_platform_mock::Fault;
use serde_json::{Value, json};

use crate::place::{Place, replace};

#[test]
fn a_deployed_file_is_what_was_sent() {
    let place = Place::new();
    let content: Vec<u8> = (0..3_000_000_u32).map(|at| (at % 241) as u8).collect();
    replace(&place.path("weights.bin"), &content);
    let ended = place.run("file_deploy", &["weights.bin", "models/v1/weights.bin", "--copy", "copy.bin"]).done();
    let sent = &place.mock.requests_of("serverlessUploadLocalFile")[0];
    assert_eq!(
        (sent.parts[0].length, sent.path.as_str()),
        (3_000_000, "/serverless/files/file/local/models/v1/weights.bin")
    );
    assert_eq!(ended.out.matches(&format!("3000000 bytes, sha256:{}", sent.parts[0].sha256)).count(), 2, "{ended:?}");
    assert!(ended.err.is_empty(), "a bar is for terminals: {ended:?}");
    assert_eq!(fs::read(place.path("copy.bin")).unwrap(), content);
    place.run("file_deploy", &["weights.bin", "at-the-root.bin"]).done();
    place.run("file_deploy", &["no-such.bin", "a.bin"]).failed("cannot read no-such.bin");
    place.mock.assert_clean();
}

#[test]
fn a_file_that_did_not_arrive_as_it_was_sent_is_a_failure() {
    let place = Place::new();
    replace(&place.path("weights.bin"), b"weights");
    let copied = ["weights.bin", "models/weights.bin", "--copy", "copy.bin"];
    // Another byte on the way back, and a body that breaks off.
    let faults = [(Fault::text(200, "application/octet-stream", "weightz"), "sha256:"), (Fault::Truncated, "body")];
    for (fault, word) in faults {
        place.mock.inject(fault).on("serverlessDownloadFile");
        place.run("file_deploy", &copied).failed(word);
        assert_eq!(place.names(), ["weights.bin"], "nothing is left of it");
        place.mock.clear_faults();
    }
    // Another byte on the way there.
    let mut listed = listing(&place);
    listed[0]["checksum_sha256"] = json!("0".repeat(64));
    place.mock.respond("serverlessListDirectory", 200, &listed);
    place.run("file_deploy", &copied).failed("was sent");
    listed[0]["size"] = json!(6);
    place.mock.clear_faults();
    place.mock.respond("serverlessListDirectory", 200, &listed);
    place.run("file_deploy", &copied).failed("models/weights.bin has 6 bytes, and 7 were sent");
    place.mock.clear_faults();
    place.mock.respond("serverlessListDirectory", 200, &json!([]));
    place.run("file_deploy", &copied).failed("is not listed");
    assert_eq!(place.names(), ["weights.bin"]);
}

/// What the server last said of the folder.
fn listing(place: &Place) -> Value {
    let last = place.mock.requests_of("serverlessListDirectory").pop().unwrap();
    serde_json::from_slice(&last.answer).unwrap()
}
