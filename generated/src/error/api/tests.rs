//! Everything that servers and proxies say in place of an answer.

use super::*;
use crate::loopback::OPERATION;
use chrono::TimeZone;
use reqwest::header::HeaderValue;

static OP: Operation = OPERATION;

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    let pair = |&(name, value): &(&'static str, &'static str)| (name.parse().unwrap(), HeaderValue::from_static(value));
    pairs.iter().map(pair).collect()
}

fn error(status: u16, sent: &[(&'static str, &'static str)], body: &[u8]) -> ApiError {
    let url = Url::parse("http://localhost/v1").unwrap();
    let status = StatusCode::from_u16(status).unwrap();
    ApiError::new(&OP, status, &url, headers(sent), Bytes::copy_from_slice(body))
}

fn message(body: &[u8]) -> Option<String> {
    error(400, &[], body).message().map(str::to_owned)
}

#[test]
fn every_shape_of_error_has_a_message() {
    for (body, expected) in [
        (r#"{"error":{"type":"x","message":"m"}}"#, "m"),
        (r#"{"detail":"no"}"#, "no"),
        (
            r#"{"detail":[{"loc":["body","ids",0],"msg":"is missing","type":"t"},{"msg":"b"}]}"#,
            "body.ids.0: is missing; b",
        ),
        (r#"{"message":"m","code":5}"#, "m"),
        (r#"{"error":"text"}"#, "text"),
        (r#"{"errors":["a",{"message":"b"}]}"#, "a; b"),
        (r#"{"type":"https://x","title":"Bad","status":400}"#, "Bad"),
        (r#"{"something":[1]}"#, r#"{"something":[1]}"#),
        ("\"text\"", "\"text\""),
        ("  plain\n words ", "plain words"),
        ("<!DOCTYPE html><title>Denied</title>", "Denied"),
        ("\u{1b}[2Jcleared", "[2Jcleared"),
    ] {
        assert_eq!(message(body.as_bytes()).as_deref(), Some(expected), "{body}");
    }
    assert_eq!(message(b""), None);
    assert_eq!(message(b" \n"), None);
    assert_eq!(message(b"\xff\xfea").as_deref(), Some("\u{fffd}\u{fffd}a"));
}

#[test]
fn an_envelope_without_message_still_says_its_kind() {
    let found = error(403, &[], br#"{"error":{"type":"brand_new","message":null}}"#);
    assert_eq!(found.kind().unwrap().to_string(), "brand_new");
    assert_eq!(found.to_string(), "tryThing failed: 403 Forbidden, brand_new");
    let odd = error(403, &[], br#"{"error":{"type":5,"message":["x"],"request_id":7}}"#);
    assert_eq!((odd.kind(), odd.request_id()), (None, None));
    assert_eq!(odd.message(), Some("x"));
}

#[test]
fn a_problem_document_has_no_kind_of_ours() {
    let found = error(400, &[], br#"{"type":"https://x","title":"Bad"}"#);
    assert!(found.kind().is_none());
}

#[test]
fn long_texts_are_cut_between_characters() {
    let body = "ä".repeat(2000);
    for body in [body.clone(), format!(r#"{{"detail":"{body}"}}"#)] {
        let message = message(body.as_bytes()).unwrap();
        assert!(message.len() <= MESSAGE_LIMIT + '…'.len_utf8());
        assert!(message.ends_with("ä…"), "{message}");
    }
}

#[test]
fn the_request_id_comes_from_the_body_or_the_headers() {
    let sent: &[_] = &[("x-fal-request-id", "h2"), ("x-request-id", "h1")];
    let body = br#"{"error":{"request_id":"b"}}"#;
    assert_eq!(error(500, sent, body).request_id(), Some("b"));
    assert_eq!(error(500, sent, b"{}").request_id(), Some("h1"));
    assert_eq!(error(500, &sent[..1], b"").request_id(), Some("h2"));
    assert_eq!(error(500, &[], b"").request_id(), None);
}

#[test]
fn retry_after_is_seconds_or_a_date() {
    let now = Utc.with_ymd_and_hms(2026, 8, 1, 12, 0, 0).unwrap().into();
    let wait = |text| {
        let wait = retry_after(&headers(&[("retry-after", text)]), now)?;
        Some(wait.as_secs_f64())
    };
    assert_eq!(wait("120"), Some(120.0));
    assert_eq!(wait(" 0.5 "), Some(0.5));
    assert_eq!(wait("Sat, 01 Aug 2026 12:01:00 GMT"), Some(60.0));
    assert_eq!(wait("Sat, 01 Aug 2026 11:00:00 GMT"), Some(0.0));
    for text in ["", "-1", "soon", "NaN", "inf", "1e300"] {
        assert_eq!(wait(text), None, "{text}");
    }
}

#[test]
fn headers_and_body_stay_out_of_the_text() {
    let sent: &[_] = &[("set-cookie", "hunter2")];
    let found = error(500, sent, br#"{"detail":"no","secret":"hunter3"}"#);
    let text = format!("{found} {found:?} {:?}", Error::from(error(500, sent, b"")));
    assert!(!text.contains("hunter"), "{text}");
    assert_eq!(found.headers()["set-cookie"], "hunter2");
}
