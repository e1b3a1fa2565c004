//! Connections that end, and those that come after them.

use super::*;
use crate::Stage;

#[tokio::test]
async fn without_reconnecting_one_connection_is_all() {
    let script = Script::default();
    script.breaks(&tick(1, 1));
    script.plays(Ok(answer(200, "text/html", vec![Ok("<p>sorry".into())])));
    script.plays(Ok(answer(503, "text/plain", Vec::new())));
    let client = script.client();
    let (found, error) = all(ticks(&client)).await;
    assert_eq!(found, [1]);
    assert!(matches!(error, Some(Error::Body(_))), "{error:?}");
    let (_, error) = all(ticks(&client)).await;
    assert!(error.unwrap().to_string().contains("it is \"text/html\", expected text/event-stream"));
    let (_, error) = all(ticks(&client)).await;
    assert_eq!(error.unwrap().status().unwrap().as_u16(), 503);
    assert_eq!(script.asked(), [None, None, None]);
    assert_eq!(script.waits(), []);
}

#[tokio::test]
async fn another_connection_goes_on_where_the_last_one_stopped() {
    let script = Script::default();
    script.breaks(&[tick(1, 1), tick(2, 2), tick(2, 2), tick(3, 2)].concat());
    // Begins with what was there, in another order, and one that is new at the same time.
    script.says(&[tick(3, 2), tick(2, 2), tick(4, 2), tick(2, 2), tick(5, 3)].concat());
    // Rounds the time down, and has an old one that came late.
    script.breaks(&[tick(4, 2), tick(9, 1), tick(5, 3), tick(6, 4)].concat());
    script.plays(Ok(answer(503, "text/plain", Vec::new())));
    script.says(&[tick(6, 4), tick(6, 4)].concat());
    script.plays(Ok(answer(204, "text/plain", Vec::new())));
    let client = script.client();
    let mut events = ticks(&client).reconnect(Reconnect::default());
    let mut found = Vec::new();
    while let Some(event) = events.next().await {
        found.push(event.unwrap().n);
    }
    assert_eq!(found, [1, 2, 2, 3, 4, 5, 9, 6, 6], "none is lost, none comes twice");
    assert_eq!(events.latest().unwrap().to_rfc3339(), "2026-08-01T12:00:04+00:00");
    let since = |at: u32| Some(format!("since=2026-08-01T12%3A00%3A{at:02}Z"));
    assert_eq!(script.asked(), [None, since(2), since(3), since(4), since(4), since(4)]);
    // What is new begins the waits anew.
    assert_eq!(script.waits(), [(0, 500), (0, 500), (0, 500), (0, 1000), (0, 500)]);
}

#[tokio::test]
async fn connections_that_bring_nothing_new_come_to_an_end() {
    let policy = Reconnect::default().tries(3);
    let script = Script::default();
    script.says(&tick(1, 1));
    for _ in 0..3 {
        script.says(&tick(1, 1));
    }
    let client = script.client();
    let (found, error) = all(ticks(&client).reconnect(policy.clone())).await;
    assert_eq!((found, error.is_none()), (vec![1], true), "the server ended all of them in good order");
    assert_eq!(script.asked().len(), 4);
    assert_eq!(script.waits(), [(0, 500), (0, 1000), (0, 2000)]);

    let script = Script::default();
    for _ in 0..4 {
        script.breaks(": nothing\n\n");
    }
    let client = script.client();
    let (found, error) = all(ticks(&client).reconnect(policy)).await;
    assert!(found.is_empty() && matches!(error, Some(Error::Body(_))), "{error:?}");
    assert_eq!(script.asked().len(), 4);

    // One that holds for long enough is no failure: here, any does.
    let script = Script::default();
    for _ in 0..40 {
        script.breaks("");
    }
    script.says(&tick(1, 1));
    script.plays(Ok(answer(401, "text/plain", Vec::new())));
    let client = script.client();
    let none = std::time::Duration::ZERO;
    let (found, error) = all(ticks(&client).reconnect(Reconnect::default().tries(3).backoff(none, none))).await;
    assert_eq!((found, script.asked().len()), (vec![1], 42));
    assert_eq!(error.unwrap().status().unwrap().as_u16(), 401, "waiting does not help");
}

#[tokio::test]
async fn the_server_says_how_long_to_wait() {
    let busy = |after: &str| {
        let answer = http::Response::builder().status(429).header("retry-after", after);
        Ok(Answer::from(answer.body(reqwest::Body::from("")).unwrap()))
    };
    let script = Script::default();
    script.breaks("retry: 7000\n\n");
    script.breaks("");
    script.says("retry: 999999999\n\n");
    script.plays(busy("3"));
    script.plays(Err(Error::other(&STREAM, Stage::NotSent, "no key")));
    let client = script.client();
    let (_, error) = all(ticks(&client).reconnect(Reconnect::default())).await;
    assert!(matches!(error, Some(Error::Other(_))), "{error:?}");
    assert_eq!(script.waits(), [(7000, 7000), (7000, 7000), (120_000, 120_000), (3000, 4000)]);

    let script = Script::default();
    script.plays(busy("121"));
    let client = script.client();
    let (_, error) = all(ticks(&client).reconnect(Reconnect::default())).await;
    assert_eq!(error.unwrap().retry_after(), Some(std::time::Duration::from_secs(121)), "that is too long");
}
