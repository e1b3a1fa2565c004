//! Every knob, for a client and for one request.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test reports")]

mod common;

use std::time::{Duration, Instant};

use common::{Deed, Server, Virtual, answer, good};
use fal_platform::{Client, Error, Retry, Stage};

const OWN: &str = concat!("fal-platform/", env!("CARGO_PKG_VERSION"));

#[tokio::test]
async fn a_client_says_who_it_is() {
    let server = Server::doing(good).await;
    let fal = server.client().options(|options| options.user_agent("nightly/1.2")).build().unwrap();
    fal.get_models().send().await.unwrap();
    fal.with(|options| options.user_agent("hourly/3")).get_models().send().await.unwrap();
    server.client().build().unwrap().get_models().send().await.unwrap();
    let agents: Vec<_> = server.seen().iter().map(|seen| seen.header("user-agent").unwrap().to_owned()).collect();
    assert_eq!(agents, [format!("nightly/1.2 {OWN}"), format!("hourly/3 {OWN}"), OWN.to_owned()]);
}

#[tokio::test]
async fn headers_go_with_every_call_or_with_one() {
    let server = Server::doing(good).await;
    let fal = server.client().key("id:x").options(|options| options.header("x-team", "blue")).build().unwrap();
    let once = fal.with(|options| options.header("x-team", "red").header("accept", "text/plain"));
    once.get_models().send().await.unwrap();
    fal.get_models().send().await.unwrap();
    let seen = server.seen();
    let header = |call: usize, name| seen[call].header(name);
    assert_eq!([header(0, "x-team"), header(1, "x-team")], [Some("red"), Some("blue")]);
    assert_eq!(header(0, "accept"), Some("application/json"), "what the operation sets stays");
    assert_eq!(header(0, "authorization"), Some("Key id:x"));
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused() {
    let server = Server::doing(good).await;
    for (name, value) in [("authorization", "Key a:b"), ("x-a", "a\nb"), ("two words", "a")] {
        let error = server.client().options(|options| options.header(name, value)).build().unwrap_err();
        assert_eq!((error.field(), error.stage()), (Some("header"), Stage::Refused), "{error}");
        let fal = server.client().build().unwrap().with(|options| options.header(name, value));
        let error = fal.get_models().send().await.unwrap_err();
        assert_eq!(error.stage(), Stage::Refused);
        assert!(error.to_string().contains(name), "{error}");
        // A knob that is turned further does not hide it.
        let further = fal.with(|options| options.timeout(None));
        further.get_models().send().await.unwrap_err();
        assert!(fal.to_builder().build().is_err());
    }
    let agent = |text: &'static str| server.client().options(move |options| options.user_agent(text)).build();
    assert_eq!(agent("a\nb").unwrap_err().field(), Some("user_agent"));
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn another_server_is_one_step_away() {
    let (first, second) = (Server::doing(good).await, Server::doing(good).await);
    let fal = first.client().key("id:x").options(|options| options.header("x-team", "blue")).build().unwrap();
    let other = fal.to_builder().base_url(second.base_url()).build().unwrap();
    other.get_models().send().await.unwrap();
    assert_eq!((first.seen().len(), second.keys()), (0, vec![Some("id:x".to_owned())]));
    assert_eq!(second.seen()[0].header("x-team"), Some("blue"));
    assert_eq!(other.options(), fal.options());
    // Keys are shared: a fresh one in the one is in the other.
    fal.credentials().replace_key("new:x".parse().unwrap());
    other.get_models().send().await.unwrap();
    assert_eq!(second.keys()[1].as_deref(), Some("new:x"));
    assert!(fal.to_builder().base_url("http://example.com").build().is_err());
}

#[tokio::test]
async fn connections_of_ones_own_are_used() {
    let server = Server::doing(good).await;
    let own = reqwest::Client::builder()
        .default_headers([("x-own".parse().unwrap(), "1".parse().unwrap())].into_iter().collect());
    let fal = server.client().connections(own.build().unwrap()).build().unwrap();
    fal.get_models().send().await.unwrap();
    // They outlive knobs that would otherwise make new ones.
    fal.with(|options| options.connect_timeout(Duration::from_secs(1))).get_models().send().await.unwrap();
    fal.to_builder().build().unwrap().get_models().send().await.unwrap();
    let own: Vec<_> = server.seen().iter().map(|seen| seen.header("x-own").is_some()).collect();
    assert_eq!(own, [true, true, true]);
}

#[tokio::test]
async fn retries_are_for_choice() {
    let server = Server::doing(|_| answer("503 No", "retry-after: 20\r\n", "")).await;
    let clock = Virtual::new();
    let fal = server.client().key("id:x").clock(clock.clone()).build().unwrap();
    let fal = fal.with(|options| options.timeout(None));
    let times = |retry: Retry| {
        let (fal, before) = (fal.with(|options| options.retry(retry)), server.seen().len());
        let server = &server;
        async move {
            fal.get_models().send().await.unwrap_err();
            server.seen().len() - before
        }
    };
    assert_eq!(times(Retry::never()).await, 1);
    assert_eq!(times(Retry::default().attempts(5)).await, 5);
    assert_eq!(times(Retry::default().retry_after_cap(Duration::from_secs(19))).await, 1, "20 is too long");
    assert_eq!(times(Retry::default().retry_after_cap(Duration::from_secs(20))).await, 3);
    assert_eq!(clock.waits(), [Duration::from_secs(20); 6]);
}

#[tokio::test]
async fn limits_are_for_choice() {
    let server = Server::doing(|_| Deed::Stall(Vec::new())).await;
    let fal = server.client().key("id:x").options(|options| options.retry(Retry::never())).build().unwrap();
    let short = Duration::from_millis(60);
    let ended = |fal: Client| async move {
        let begun = Instant::now();
        let error: Error = fal.get_models().send().await.map(drop).unwrap_err();
        assert!(error.is_timeout(), "{error}");
        assert!((short..Duration::from_secs(5)).contains(&begun.elapsed()), "{:?}", begun.elapsed());
    };
    ended(fal.with(|options| options.attempt_timeout(short))).await;
    ended(fal.with(|options| options.timeout(short))).await;
    ended(fal.with(|options| options.timeout(short).attempt_timeout(None))).await;
    ended(fal.with(|options| options.timeout(None).attempt_timeout(short))).await;
}

#[tokio::test]
async fn an_empty_value_is_not_sent() {
    let server = Server::doing(good).await;
    let fal = server.client().build().unwrap();
    fal.get_models().cursor("").q("").limit(5).endpoint_id([""]).send().await.unwrap();
    assert_eq!(server.seen()[0].line, "GET /v1/models?limit=5 HTTP/1.1");
}
