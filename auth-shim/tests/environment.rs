//! What a client takes from the environment: each case is this program once more, in one of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test reports")]

mod common;

use std::process::Command;

use common::{Server, good};
use fal_platform::Client;

const NAMES: [&str; 5] = ["FAL_KEY", "FAL_KEY_ID", "FAL_KEY_SECRET", "FAL_ADMIN_KEY", "FAL_PLATFORM_BASE_URL"];

/// What the calls below do in an environment of these variables only.
async fn told(variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "the_calls", "--ignored", "--nocapture"]);
    for name in NAMES {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test]
#[ignore = "it is what `told` runs"]
async fn the_calls() {
    match Client::from_env() {
        Ok(fal) => {
            let _ = fal.get_models().send().await;
            match fal.admin() {
                Ok(admin) => drop(admin.list_api_keys().send().await),
                Err(error) => println!("refused: {error}"),
            }
        }
        Err(error) => println!("not made: {error}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_and_server_come_from_the_environment() {
    let server = Server::doing(good).await;
    let base = ("FAL_PLATFORM_BASE_URL", &*server.base_url());
    let pair = [("FAL_KEY_ID", "pair"), ("FAL_KEY_SECRET", "x")];
    for (variables, keys) in [
        (vec![base], &[None][..]),
        (vec![base, ("FAL_KEY", "Key one:x"), pair[0], pair[1]], &[Some("one:x"), Some("one:x")]),
        (vec![base, pair[0], pair[1]], &[Some("pair:x"), Some("pair:x")]),
        (vec![base, ("FAL_KEY", "one:x"), ("FAL_ADMIN_KEY", "boss:x")], &[Some("one:x"), Some("boss:x")]),
        (vec![base, ("FAL_ADMIN_KEY", "boss:x")], &[Some("boss:x"), Some("boss:x")]),
    ] {
        let before = server.seen().len();
        told(&variables).await;
        let seen: Vec<Option<String>> = server.keys().split_off(before);
        let keys: Vec<Option<String>> = keys.iter().map(|key| key.map(str::to_owned)).collect();
        assert_eq!(seen, keys, "{variables:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_it_is_said_by_name() {
    for (variables, expected) in [
        (&[("FAL_KEY", "hunter2")][..], "not made: the client was not made: `FAL_KEY`: is not of the form"),
        (&[("FAL_KEY_ID", "hunter2")], "`FAL_KEY_SECRET`: is not set, and FAL_KEY_ID is"),
        (&[("FAL_PLATFORM_BASE_URL", "http://example.com")], "must start with https://"),
        (&[("FAL_PLATFORM_BASE_URL", "nonsense")], "must be an absolute URL"),
    ] {
        let told = told(variables).await;
        assert!(told.contains(expected) && !told.contains("hunter2"), "{told}");
    }
}
