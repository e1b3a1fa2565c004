//! Every operation of the document, called through `fal-platform` over a socket.
//!
//! Against the built-in mock, a request that breaks the document fails, and every kind of answer is
//! decoded. With `FAL_PLATFORM_BASE_URL` (and `FAL_KEY`, `FAL_ADMIN_KEY`) the same calls go to another
//! server, which can neither tell what was wrong with them nor be told how to answer.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test reports")]
#![allow(clippy::print_stdout, reason = "a test says what it skipped")]

#[path = "operations/calls.rs"]
mod calls;
#[path = "operations/seen.rs"]
mod seen;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use calls::{CALLS, Calls, Given};
use fal_platform_client::{Client, operations};
use fal_platform_mock::{Document, Fault, Location, Mock, Mode, Sampler};
use seen::{Seen, Tap, lost};
use serde_json::Value;

/// The other server, if there is one.
const VARIABLE: &str = "FAL_PLATFORM_BASE_URL";

struct Platform {
    /// None with another server.
    mock: Option<Mock>,
    client: Client,
    served: Arc<Mutex<Option<Value>>>,
    document: Arc<Document>,
}

impl Platform {
    async fn new() -> Self {
        let (mock, fal) = if std::env::var_os(VARIABLE).is_some() {
            println!("against the server that {VARIABLE} names: violations and kinds of answers are skipped");
            (None, fal_platform::Client::from_env().unwrap())
        } else {
            let mock = Mock::start().await.unwrap();
            let fal = fal_platform::Client::builder().base_url(mock.url());
            let fal = fal.api_key(mock.api_key()).admin_key(mock.admin_key()).build().unwrap();
            (Some(mock), fal)
        };
        let (tap, served) = Tap::new(fal.clone());
        Self { mock, client: fal.over_transport(tap), served, document: Document::pinned().unwrap() }
    }

    /// Calls an operation and holds what was decoded against what was served.
    async fn call(&self, calls: &Calls, given: &Given, what: &str) -> Option<Value> {
        *self.served.lock().unwrap() = None;
        let seen = (calls.run)(&self.client, given).await;
        let seen = seen.unwrap_or_else(|error| panic!("{what}: {error}\n{error:?}"));
        let served = self.served.lock().unwrap().take();
        let schema = self.document.operation(calls.id).and_then(|operation| operation.success_schema());
        match (&seen, &served) {
            (Seen::Json(decoded), Some(served)) => {
                let said = schema.map(|schema| schema.value().to_string()).unwrap_or_default();
                let known = |key: &str| self.mock.is_some() || said.contains(&format!("\"{key}\":"));
                let mut found = Vec::new();
                lost(served, decoded, "", &known, &mut found);
                assert!(found.is_empty(), "{what}: {found:#?}\n{served}");
            }
            (Seen::Json(_), None) => panic!("{what}: no JSON was served"),
            (Seen::Bytes(bytes), _) => assert!(!bytes.is_empty() || self.mock.is_none(), "{what}: nothing came"),
            (Seen::Empty, served) => assert!(served.is_none(), "{what}: {served:?} was not expected"),
        }
        if let Some(mock) = &self.mock {
            let violations = mock.violations();
            assert!(violations.is_empty(), "{what}: {violations:#?}");
        }
        served
    }
}

#[test]
fn every_operation_of_the_document_has_a_call() {
    let called: BTreeSet<&str> = CALLS.iter().map(|calls| calls.id).collect();
    let declared: BTreeSet<&str> = operations::ALL.iter().map(|operation| operation.id).collect();
    let missing: Vec<_> = declared.difference(&called).collect();
    assert!(missing.is_empty(), "tests/tests/operations/calls.rs has no call of {missing:?}");
    let gone: Vec<_> = called.difference(&declared).collect();
    assert!(gone.is_empty(), "the document no longer has {gone:?}: remove them from tests/tests/operations/calls.rs");
    assert_eq!(CALLS.len(), called.len(), "an operation stands there twice");
    let in_document: BTreeSet<String> =
        Document::pinned().unwrap().operations().iter().map(|operation| operation.id.clone()).collect();
    assert_eq!(in_document, declared.iter().map(ToString::to_string).collect());
}

#[tokio::test]
async fn every_operation_is_called_with_everything_that_it_takes() {
    let platform = Platform::new().await;
    let mut count = 0;
    for calls in CALLS {
        let mut given = Given::default();
        for pass in 0..calls.passes {
            given.pass = pass;
            if calls.paged && pass + 1 == calls.passes && given.cursor.is_none() {
                assert!(platform.mock.is_none(), "{}: the first page has no cursor", calls.id);
                println!("{}: skipped the call with a cursor, there is only one page", calls.id);
                continue;
            }
            let served = platform.call(calls, &given, &format!("{} (call {pass})", calls.id)).await;
            count += 1;
            let next = served.as_ref().and_then(|page| page["next_cursor"].as_str()).map(str::to_owned);
            given.cursor = given.cursor.or(next);
        }
    }
    println!("{} operations, {count} calls", CALLS.len());
    if let Some(mock) = &platform.mock {
        assert_everything_was_sent(mock);
        assert_the_weakest_key_was_sent(mock);
    }
}

/// Holds what arrived against what the document declares.
fn assert_everything_was_sent(mock: &Mock) {
    let mut arrived: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for request in mock.requests() {
        let set = arrived.entry(request.operation.clone().unwrap()).or_default();
        set.extend(request.query.iter().map(|(key, _)| format!("query.{key}")));
        set.extend(request.headers.iter().map(|(key, _)| format!("header.{key}")));
        set.extend(request.parts.iter().map(|part| format!("body.{}", part.name)));
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let objects = body.as_array().into_iter().flatten().chain([&body]).filter_map(Value::as_object);
        set.extend(objects.flat_map(|object| object.keys()).map(|key| format!("body.{key}")));
    }
    let mut missing = Vec::new();
    for operation in mock.document().operations() {
        let sent = arrived.get(&operation.id).cloned().unwrap_or_default();
        for parameter in &operation.parameters {
            let place = match parameter.location {
                Location::Query => format!("query.{}", parameter.name),
                Location::Header => format!("header.{}", parameter.name.to_lowercase()),
                _ => continue,
            };
            if !sent.contains(&place) {
                missing.push(format!("{} {place}", operation.id));
            }
        }
        for (_, schema) in operation.body.iter().flat_map(|body| &body.media) {
            let schema = schema.value().get("items").unwrap_or(schema.value());
            let arms = schema["oneOf"].as_array().into_iter().flatten().chain([schema]);
            for name in arms.filter_map(|arm| arm["properties"].as_object()).flat_map(|properties| properties.keys()) {
                if !sent.contains(&format!("body.{name}")) {
                    missing.push(format!("{} body.{name}", operation.id));
                }
            }
        }
    }
    assert!(missing.is_empty(), "never sent: {missing:#?}");
}

/// The operation table and the document agree about keys.
fn assert_the_weakest_key_was_sent(mock: &Mock) {
    use fal_platform_client::Scope;
    use fal_platform_mock::KeySlot;
    for request in mock.requests() {
        let id = request.operation.clone().unwrap();
        let operation = operations::ALL.iter().find(|operation| operation.id == id).unwrap();
        let slot = match operation.scope {
            Scope::None => KeySlot::None,
            Scope::Api => KeySlot::Api,
            _ => KeySlot::Admin,
        };
        assert_eq!(request.key, slot, "{id}");
    }
}

#[tokio::test]
async fn every_kind_of_answer_decodes_without_loss() {
    let platform = Platform::new().await;
    let Some(mock) = &platform.mock else {
        println!("did not run: another server cannot be told how to answer");
        return;
    };
    let sampler = Sampler::new(platform.document.value());
    let mut count = 0;
    for calls in CALLS {
        let operation = platform.document.operation(calls.id).unwrap();
        let variants = operation.success_schema().map_or(1, |schema| sampler.variants(schema.value()));
        let plain = [Mode::Typical, Mode::Minimal, Mode::Full, Mode::Empty, Mode::Large(50)];
        let nulls = (0..4).map(Mode::Nulls);
        for mode in plain.into_iter().chain(nulls).chain((0..variants).map(Mode::Variant)) {
            mock.set_mode_of(calls.id, mode);
            platform.call(calls, &Given::default(), &format!("{} {mode:?}", calls.id)).await;
            count += 1;
        }
    }
    println!("{} operations, {count} answers", CALLS.len());
}

#[tokio::test]
async fn answers_of_a_newer_server_decode() {
    let platform = Platform::new().await;
    let Some(mock) = &platform.mock else {
        println!("did not run: another server cannot be told how to answer");
        return;
    };
    for fault in [Fault::UnknownEnums, Fault::UnknownFields, Fault::Nulls] {
        mock.clear_faults();
        mock.inject(fault.clone());
        for calls in CALLS {
            let what = format!("{} {fault:?}", calls.id);
            let seen = (calls.run)(&platform.client, &Given::default()).await;
            let seen = seen.unwrap_or_else(|error| panic!("{what}: {error}\n{error:?}"));
            let served = platform.served.lock().unwrap().take();
            if let (Seen::Json(decoded), Some(served)) = (seen, served) {
                // A field that nobody knows is not kept; everything else is.
                let known = |key: &str| key != "brand_new_field";
                let mut found = Vec::new();
                lost(&served, &decoded, "", &known, &mut found);
                assert!(found.is_empty(), "{what}: {found:#?}\n{served}");
            }
        }
    }
}
