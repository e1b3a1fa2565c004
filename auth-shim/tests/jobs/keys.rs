//! The rotation of keys: a key that opens at every moment.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use fal_platform_mock::{Fault, KeySlot, Mock, Recorded};

use crate::place::{Ended, Place};

/// Calls with whatever key the file holds, over and over; returns how often it was let in.
fn watch(place: &Place, stop: &AtomicBool) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let fal = fal_platform::Client::builder().base_url(place.mock.url()).build().unwrap();
    let mut calls = 0;
    while !stop.load(Ordering::SeqCst) {
        thread::sleep(Duration::from_millis(5));
        let held = place.read("fal.key");
        let key = fal_platform::Key::parse(&held).unwrap();
        let fal = fal.with_credentials(fal_platform::Credentials::none().api_key(key));
        match runtime.block_on(fal.list_asset_tags().send()) {
            Ok(_) => calls += 1,
            // Deleted between the look into the file and the call.
            Err(_) if place.read("fal.key") != held => {}
            Err(error) => panic!("the key in the file does not open: {error}"),
        }
    }
    calls
}

#[test]
fn a_rotation_is_never_without_a_key_that_opens() {
    let place = Place::with(Mock::builder().remember(1_000_000).start_blocking().unwrap());
    place.run("key_rotation", &[]).done();
    let first = place.read("fal.key");
    let stop = AtomicBool::new(false);
    let (rotated, calls) = thread::scope(|scope| {
        let watching = scope.spawn(|| watch(&place, &stop));
        let rotated: Vec<Ended> = (0..2).map(|_| place.run("key_rotation", &["--grace", "1"])).collect();
        stop.store(true, Ordering::SeqCst);
        (rotated, watching.join().unwrap())
    });
    assert!(calls > 2, "{calls}");

    let last = place.read("fal.key");
    let id = |key: &str| key.split(':').next().unwrap().to_owned();
    assert_eq!([id(&first), id(&last)], ["mock-key-0001", "mock-key-0003"]);
    for ended in rotated {
        let ended = ended.done();
        assert!(ended.out.contains("created") && ended.out.contains("deleted"), "{ended:?}");
        for key in [&first, &last] {
            let secret = key.trim().split_once(':').unwrap().1;
            assert!(!ended.out.contains(secret) && !ended.err.contains(secret), "a key is printed");
        }
    }
    // Of each rotation: made, seen to open, and only then is the old one deleted.
    let told = |request: &Recorded| match request.operation.as_deref() {
        Some("createApiKey") => Some("made".to_owned()),
        Some("getModels") if request.key == KeySlot::Created && request.status == Some(200) => Some("opens".to_owned()),
        Some("deleteApiKey") => Some(format!("deleted {}", request.path.rsplit('/').next().unwrap())),
        _ => None,
    };
    let order: Vec<String> = place.mock.requests().iter().filter_map(told).collect();
    let expected =
        ["made", "opens", "made", "opens", "deleted mock-key-0001", "made", "opens", "deleted mock-key-0002"];
    assert_eq!(order, expected);
    assert_eq!(place.names(), ["fal.key"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(place.path("fal.key")).unwrap().permissions().mode() & 0o777, 0o600);
    }
    place.mock.assert_clean();
}

#[test]
fn a_new_key_that_does_not_open_is_taken_back() {
    let place = Place::new();
    place.run("key_rotation", &[]).done();
    let before = place.read("fal.key");
    place.mock.inject(Fault::status(401)).on("getModels");
    place.run("key_rotation", &[]).failed("getModels failed: 401");
    assert_eq!(place.read("fal.key"), before);
    let deleted = place.mock.requests_of("deleteApiKey");
    assert_eq!(deleted.iter().map(|request| request.path.as_str()).collect::<Vec<_>>(), ["/keys/mock-key-0002"]);

    // One that takes a moment to be known is waited for.
    place.mock.clear_faults();
    place.mock.inject(Fault::status(401)).on("getModels").times(2);
    place.run("key_rotation", &[]).done();
    assert!(place.read("fal.key").starts_with("mock-key-0003:"));

    // Where the file cannot be replaced, the old key stays.
    place.mock.forget();
    place.run("key_rotation", &["--file", "no/such/folder/fal.key"]).failed("cannot write");
    assert_eq!(place.mock.requests_of("deleteApiKey")[0].path, "/keys/mock-key-0004");
}
