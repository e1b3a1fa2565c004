//! The tail of the logs: every entry once, over broken connections.

use fal_platform_mock::LogStream;

use crate::place::Place;

#[test]
fn a_tail_has_every_entry_once_and_in_order_over_a_broken_connection() {
    let place = Place::new();
    place.mock.set_log_stream(LogStream::of(9).reset_after(4));
    let ended = place.run("log_tail", &["me/my-app", "--tries", "1"]).done();
    let lines: Vec<&str> = ended.out.lines().collect();
    assert_eq!(lines.len(), 9, "{ended:?}");
    for (index, line) in lines.iter().enumerate() {
        assert!(line.ends_with(&format!(" me/my-app line {index}: é漢🦀")), "{line}");
    }
    let opened = place.mock.requests_of("serverlessLogsStream");
    assert!(opened.len() >= 2, "{}", opened.len());
    assert!(opened[0].query_values("start").is_empty() && opened[1].query_values("start").len() == 1, "{opened:?}");

    // An error among the events is told, and passed over.
    place.mock.set_log_stream(LogStream::of(5).error_after(2));
    let ended = place.run("log_tail", &["--tries", "1"]).done();
    assert_eq!(ended.out.lines().count(), 5, "{ended:?}");
    assert!(ended.err.contains("passed over: ") && ended.err.contains("the stream broke off"), "{ended:?}");

    // Where it ended is where the next one begins.
    let since = ended.err.split("--since ").nth(1).unwrap().trim();
    let ended = place.run("log_tail", &["--tries", "1", "--since", since]).done();
    assert_eq!(ended.out.lines().count(), 1, "the latest entry alone: {ended:?}");
    place.run("log_tail", &["--since", "yesterday"]).failed("yesterday");
    place.mock.assert_clean();
}
