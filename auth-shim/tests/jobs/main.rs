//! The jobs in `examples/`, run as people run them: as programs, against the mock.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test reports")]

mod files;
mod keys;
mod logs;
mod place;
mod prices;
mod usage;

use std::fs;
use std::path::Path;

use place::{Place, ended, replace};

const JOBS: [&str; 6] = ["balance_alert", "usage_export", "price_sync", "key_rotation", "log_tail", "file_deploy"];

#[test]
fn every_job_says_how_it_is_used() {
    let place = Place::new();
    for job in JOBS {
        let help = ended(place.bare(job, &["--help"])).done();
        for word in ["Usage: ", "--help", "runs against a mock", "FAL_"] {
            assert!(help.out.contains(word), "{job}: {}", help.out);
        }
        let wrong = ended(place.bare(job, &["--no-such-thing"]));
        assert_eq!(wrong.code, Some(2), "{wrong:?}");
    }
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for job in JOBS {
        let lines = fs::read_to_string(sources.join(format!("{job}.rs"))).unwrap().lines().count();
        assert!(lines < 120, "{job} has {lines} lines");
    }
}

#[test]
fn every_job_runs_without_a_key_and_without_a_network() {
    let place = Place::new();
    replace(&place.path("deployed.txt"), b"deployed");
    for job in JOBS {
        let arguments: &[&str] = match job {
            "file_deploy" => &["deployed.txt", "models/deployed.txt", "--copy", "copy.txt"],
            "price_sync" => &["--pace", "1"],
            _ => &[],
        };
        // A proxy that is not there: whoever wants to leave this machine fails.
        let mut command = place.bare(job, arguments);
        command.env("https_proxy", "http://127.0.0.1:9").env("http_proxy", "http://127.0.0.1:9");
        let ended = ended(command).done();
        assert!(ended.err.contains("built-in mock"), "{job}: {ended:?}");
        assert!(!ended.out.is_empty(), "{job}: {ended:?}");
    }
    assert_eq!(place.read("copy.txt"), "deployed");
    assert_eq!(place.mock.count_all(), 0);
}

#[test]
fn a_refused_key_is_explained() {
    let place = Place::new();
    let with = |key: &str, arguments: &[&str]| {
        let mut command = place.job("balance_alert", arguments);
        command.env("FAL_KEY", key).env_remove("FAL_ADMIN_KEY");
        ended(command)
    };
    // The server says 403 to the first and 401 to the second.
    let ended = with(place.mock.api_key(), &[]).failed("put one of admin scope into FAL_ADMIN_KEY");
    assert!(!ended.err.contains(place.mock.api_key()), "{}", ended.err);
    let ended = with("no-such:hunter2", &[]).failed("mistyped, revoked");
    assert!(!ended.err.contains("hunter2"), "{}", ended.err);
    with("hunter2", &[]).failed("`FAL_KEY`: is not of the form");
}

#[test]
fn the_alert_goes_off_below_its_threshold_only() {
    let place = Place::new();
    for (balance, threshold, code) in
        [(9.99, "10", 1), (10.0, "10", 0), (10.01, "10", 0), (-0.1, "0", 1), (0.3, "0.3", 0)]
    {
        place.mock.set_balance(balance);
        let ended = place.run("balance_alert", &["--below", threshold]);
        assert_eq!(ended.code, Some(code), "{balance} {threshold} {ended:?}");
        assert_eq!(ended.out.starts_with("ALERT: "), code == 1, "{ended:?}");
        assert!(ended.out.contains(&format!(" {balance} USD ")), "{ended:?}");
    }
    assert_eq!(place.run("balance_alert", &["--below", "much"]).code, Some(2));
    place.mock.assert_clean();
}

#[test]
fn the_readme_shows_the_alert_as_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let source = fs::read_to_string(root.join("auth-shim/examples/balance_alert.rs")).unwrap();
    let block = |text: &str| text.lines().map(|line| line.trim().to_owned() + "\n").collect::<String>();
    let shown = readme.split("A first job").nth(1).unwrap().split("```").collect::<Vec<_>>();
    let code = shown[1].strip_prefix("rust\n").unwrap();
    assert!(block(&source).contains(&block(code)), "{code}");

    let place = Place::new();
    let ended = ended(place.bare("balance_alert", &["--below", "30"]));
    let told = shown[3].split_once("-- --below 30\n").unwrap().1;
    assert_eq!((ended.code, ended.err + &ended.out), (Some(1), told.to_owned()));
}
