//! A key that is created is answered once, and shown nowhere.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test reports")]

mod common;

use std::fmt::Debug;
use std::time::Duration;

use fal_platform::error::chain;
use fal_platform::{Client, Credentials, Error, Key};
use fal_platform_mock::{Fault, KeySlot, Mock};
use serde_json::json;

/// The half of a key that nobody may see.
const SECRET: &str = "hunter2hunter2";

#[track_caller]
fn silent(secret: &str, shown: &str) {
    assert!(!shown.contains(secret), "{shown}");
}

#[track_caller]
fn shown(secret: &str, value: &impl Debug) {
    silent(secret, &format!("{value:?} {value:#?}"));
}

async fn start() -> (Mock, Client) {
    let mock = Mock::start().await.unwrap();
    let fal = Client::builder().base_url(mock.url()).api_key(mock.api_key()).admin_key(mock.admin_key());
    let fal = fal
        .options(|options| options.retry(fal_platform::Retry::never()).timeout(Duration::from_secs(2)))
        .build()
        .unwrap();
    (mock, fal)
}

/// One test, as a listener hears one thread, and others would keep spans from it.
#[tokio::test]
async fn a_created_key_works_and_is_shown_nowhere() {
    #[cfg(feature = "tracing")]
    let listener = common::listener::Listener::default();
    #[cfg(feature = "tracing")]
    let _guard = tracing::subscriber::set_default(listener.clone());

    let secret = created_used_and_deleted().await;
    answered_in_other_shapes().await;
    assert!(!secret.is_empty());
    #[cfg(feature = "tracing")]
    {
        let heard = listener.heard();
        assert!(heard.contains("operation=\"createApiKey\"") && heard.contains("status=201"), "{heard}");
        silent(SECRET, &heard);
        silent(&secret, &heard);
    }
}

/// Returns the secret that nobody was to see.
async fn created_used_and_deleted() -> String {
    let (mock, fal) = start().await;
    let answer = fal.admin().unwrap().create_api_key().alias("job").send().await.unwrap();
    let secret = answer.key_secret.expose().to_owned();
    assert!(answer.key.expose().ends_with(&secret), "the mock's keys hold their secrets");
    shown(&secret, &answer);
    shown(&secret, answer.headers());
    assert!(format!("{answer:?}").contains("[redacted]") && format!("{answer:?}").contains(&answer.key_id));
    let made = answer.into_inner();
    shown(&secret, &made);
    shown(&secret, &(made.clone(), vec![Some(made.key.clone())]));

    let key = Key::try_from(&made.key).unwrap();
    shown(&secret, &key);
    let mine = fal.with_credentials(Credentials::none().api_key(key));
    shown(&secret, &mine);
    mine.list_asset_tags().send().await.unwrap();
    assert_eq!(mock.requests().pop().unwrap().key, KeySlot::Created);
    // Refused later on, it is not shown either.
    fal.admin().unwrap().delete_api_key().key_id(&made.key_id).send().await.unwrap();
    let error = mine.list_asset_tags().send().await.unwrap_err();
    silent(&secret, &format!("{error} {error:?} {error:#?} {}", chain(&error)));
    secret
}

/// Answers that do not decode, with the secret wherever it may stand.
async fn answered_in_other_shapes() {
    let (mock, fal) = start().await;
    let key = format!("id:{SECRET}");
    let json = |value: serde_json::Value| Fault::json(201, &value);
    let whole = json!({ "key_id": "id", "key_secret": SECRET, "key": key });
    let cut = whole.to_string();
    let faults = [
        json(json!({ "key_id": "id", "key_secret": SECRET })),
        json(json!({ "key_id": "id", "key_secret": SECRET, "key": [key] })),
        json(json!({ "key_id": "id", "key_secret": { "value": SECRET }, "key": key })),
        json(json!({ "key_id": ["id"], "key_secret": SECRET, "key": key })),
        json(json!([whole])),
        json(json!(key)),
        json(json!([key])),
        Fault::text(201, "application/json", &cut.as_bytes()[..cut.len() - 3]),
        Fault::text(201, "application/json", format!("{cut} {cut}")),
        Fault::text(201, "text/plain", key.as_str()),
        Fault::Truncated,
        Fault::Stall,
    ];
    for fault in faults {
        mock.clear_faults();
        mock.inject(fault.clone()).on("createApiKey");
        let error = fal.admin().unwrap().create_api_key().alias("job").send().await.map(drop).unwrap_err();
        silent(SECRET, &told(&error));
    }
}

/// All that an error and its causes say.
fn told(error: &Error) -> String {
    let causes = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    causes.map(|error| format!("{error} {error:?} {error:#?}\n")).collect()
}
