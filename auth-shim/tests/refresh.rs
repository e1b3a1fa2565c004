//! Keys that change while calls are on their way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test reports")]

mod common;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{Deed, Seen, Server, answer, good};
use fal_platform::error::BoxError;
use fal_platform::{Client, Error, Key, Provider, Stage};
use futures_core::future::BoxFuture;

/// A vault that notes how often it is asked.
struct Vault {
    next: Box<dyn Fn(usize) -> Result<&'static str, &'static str> + Send + Sync>,
    asked: Arc<AtomicUsize>,
}

impl Vault {
    fn new(next: impl Fn(usize) -> Result<&'static str, &'static str> + Send + Sync + 'static) -> Self {
        Self { next: Box::new(next), asked: Arc::default() }
    }
}

impl Provider for Vault {
    fn key(&self) -> BoxFuture<'_, Result<Key, BoxError>> {
        Box::pin(async move {
            let count = self.asked.fetch_add(1, Ordering::SeqCst);
            // Slow enough that all calls arrive meanwhile.
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(Key::parse((self.next)(count)?)?)
        })
    }
}

/// A server that knows one key, which can be changed.
async fn knowing(key: &str) -> (Server, Arc<Mutex<String>>) {
    let known = Arc::new(Mutex::new(key.to_owned()));
    let current = Arc::clone(&known);
    let server = Server::doing(move |seen| check(seen, &current)).await;
    (server, known)
}

fn check(seen: &Seen, known: &Mutex<String>) -> Deed {
    match seen.key() {
        Some(key) if key == *known.lock().unwrap() => good(seen),
        _ => answer("401 No", "", ""),
    }
}

/// A hundred calls at once, reads and writes; how many went well.
async fn hundred(fal: &Client) -> usize {
    let calls: Vec<_> = (0..100)
        .map(|number| {
            let fal = fal.clone();
            tokio::spawn(async move {
                if number % 2 == 0 {
                    fal.get_models().send().await.is_ok()
                } else {
                    fal.admin().unwrap().create_api_key().alias("a").send().await.is_ok()
                }
            })
        })
        .collect();
    let mut went_well = 0;
    for call in calls {
        went_well += usize::from(call.await.unwrap());
    }
    went_well
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_refused_calls_ask_once() {
    let (server, _) = knowing("new:x").await;
    let vault = Vault::new(|count| Ok(if count == 0 { "old:x" } else { "new:x" }));
    let asked = Arc::clone(&vault.asked);
    let fal = server.client().provider(vault).build().unwrap();
    assert_eq!(hundred(&fal).await, 100);
    assert_eq!(asked.load(Ordering::SeqCst), 2, "once for the first key, once for a fresh one");
    let old = server.keys().iter().filter(|key| key.as_deref() == Some("old:x")).count();
    assert_eq!(server.seen().len(), 100 + old, "each refused call was sent once more");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotation_loses_no_call() {
    let (server, known) = knowing("old:x").await;
    let fal = server.client().key("old:x").build().unwrap();
    let calls = tokio::spawn({
        let fal = fal.clone();
        async move {
            let mut went_well = 0;
            for _ in 0..5 {
                went_well += hundred(&fal).await;
            }
            went_well
        }
    });
    for key in ["new:1", "new:2", "new:3"] {
        tokio::time::sleep(Duration::from_millis(20)).await;
        // Held, so that no call comes between the two.
        let mut known = known.lock().unwrap();
        assert!(fal.credentials().replace_key(Key::parse(key).unwrap()));
        *known = key.to_owned();
    }
    assert_eq!(calls.await.unwrap(), 500);
    assert_eq!(server.keys().last().unwrap().as_deref(), Some("new:3"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotation_elsewhere_loses_no_call_and_asks_once() {
    let (server, known) = knowing("key:0").await;
    // The vault has the new key before the server takes it, as in a rotation that is done well.
    let held = Arc::new(Mutex::new("key:0"));
    let current = Arc::clone(&held);
    let vault = Vault::new(move |_| Ok(*current.lock().unwrap()));
    let asked = Arc::clone(&vault.asked);
    let fal = server.client().provider(vault).build().unwrap();
    fal.get_models().send().await.unwrap();
    let rotations = ["key:1", "key:2", "key:3"];
    for (count, key) in rotations.into_iter().enumerate() {
        *held.lock().unwrap() = key;
        let (_, went_well) = tokio::join!(
            async {
                // Some calls are answered before the rotation, some are on their way, some come later.
                tokio::time::sleep(Duration::from_millis(5)).await;
                key.clone_into(&mut known.lock().unwrap());
            },
            hundred(&fal),
        );
        assert_eq!(went_well, 100, "{key}");
        // If all of them were faster than the rotation, this one finds out.
        fal.get_models().send().await.unwrap();
        assert_eq!(asked.load(Ordering::SeqCst), count + 2, "once at first, and once for each rotation");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_that_brings_nothing_is_not_repeated_by_all() {
    let (server, _) = knowing("new:x").await;
    let vault = Vault::new(|_| Ok("old:x"));
    let asked = Arc::clone(&vault.asked);
    let fal = server.client().provider(vault).build().unwrap();
    assert_eq!(hundred(&fal).await, 0);
    let first = asked.load(Ordering::SeqCst);
    assert!((2..10).contains(&first), "asked {first} times");
    // Later calls may try again.
    let error = fal.get_models().send().await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 401);
    assert_eq!(asked.load(Ordering::SeqCst), first + 1);
}

#[tokio::test]
async fn a_fresh_key_that_is_refused_ends_the_call() {
    let (server, _) = knowing("other:x").await;
    let vault = Vault::new(|count| Ok(if count == 0 { "old:x" } else { "new:x" }));
    let fal = server.client().provider(vault).build().unwrap();
    let error = fal.get_models().send().await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 401);
    assert!(error.hint().is_some());
    assert_eq!(server.keys(), [Some("old:x".to_owned()), Some("new:x".to_owned())]);
}

#[tokio::test]
async fn a_vault_that_fails_says_so() {
    let (server, _) = knowing("new:x").await;
    let fal = server.client().provider(Vault::new(|_| Err("the vault is sealed"))).build().unwrap();
    let error = fal.get_models().send().await.unwrap_err();
    assert_eq!((error.stage(), server.connections()), (Stage::Refused, 0));
    assert_eq!(error.to_string(), "getModels failed: the provider gave no key: the vault is sealed");

    let sealed = Vault::new(|count| if count == 0 { Ok("old:x") } else { Err("the vault is sealed") });
    let fal = server.client().provider(sealed).build().unwrap();
    let error = fal.get_models().send().await.unwrap_err();
    assert_eq!(error.stage(), Stage::Answered);
    assert!(matches!(error, Error::Other(_)) && error.to_string().ends_with("sealed"), "{error}");
}

#[tokio::test]
async fn the_idempotency_key_outlives_the_refresh() {
    let (server, _) = knowing("new:x").await;
    let vault = Vault::new(|count| Ok(if count == 0 { "old:x" } else { "new:x" }));
    let fal = server.client().provider(vault).build().unwrap();
    let _ = fal.create_asset_collection().name("n").send().await;
    let names: Vec<_> = server.seen().iter().map(|seen| seen.header("idempotency-key").map(str::to_owned)).collect();
    assert_eq!(names.len(), 2);
    assert!(names[0].is_some() && names[0] == names[1], "{names:?}");
}
