//! Everything that goes wrong on the way, in one table: what the server does, how often a read, an
//! idempotent write and any other write are sent, how long they wait between, and what is told.

use super::{Deed, Server, answer, json};
use fal_platform::{Error, Stage};
use std::time::Duration;

/// A fault and what comes of it.
pub(crate) struct Row {
    pub(crate) fault: String,
    pub(crate) place: Place,
    /// How often a read, an idempotent write and any other write are sent.
    pub(crate) attempts: [usize; 3],
    /// The milliseconds before each further attempt.
    pub(crate) waits: &'static [u128],
    pub(crate) told: Told,
}

/// What is at the other end.
#[derive(Clone)]
pub(crate) enum Place {
    /// Nobody.
    Nobody,
    /// A server that resets every connection when it comes about.
    Resetting,
    /// A server that does this with every request.
    Doing(Deed),
}

impl Place {
    /// The server, where there is one, and the address.
    pub(crate) async fn open(&self) -> (Option<Server>, String) {
        let server = match self {
            Self::Nobody => {
                let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
                return (None, format!("http://{}/v1", listener.local_addr().unwrap()));
            }
            Self::Resetting => Server::refusing().await,
            Self::Doing(deed) => {
                let deed = deed.clone();
                Server::doing(move |_| deed.clone()).await
            }
        };
        let base_url = server.base_url();
        (Some(server), base_url)
    }
}

/// What the caller is told.
#[derive(Clone, Debug)]
pub(crate) enum Told {
    /// It did not arrive.
    NotSent,
    /// It may have arrived.
    MaybeSent,
    /// It may have arrived, and there was no answer in time.
    Late,
    /// The body broke off.
    Body,
    /// The body did not come in time.
    BodyLate,
    /// The answer does not decode, and this is why.
    Decode(&'static str),
    /// An error of the server's.
    Answer { status: u16, message: Option<&'static str>, retry_after: Option<u64>, hint: bool },
    /// A redirect to another server.
    Elsewhere,
}

impl Told {
    pub(crate) fn check(&self, error: &Error) {
        let text = error.to_string();
        let stage = match self {
            Self::NotSent => Stage::NotSent,
            Self::MaybeSent | Self::Late => Stage::MaybeSent,
            _ => Stage::Answered,
        };
        assert_eq!((error.stage(), error.operation().is_some()), (stage, true), "{error}");
        assert_eq!(error.is_timeout(), matches!(self, Self::Late | Self::BodyLate), "{error}");
        assert_eq!(error.is_connect(), matches!(self, Self::NotSent), "{error}");
        match self {
            Self::NotSent | Self::MaybeSent | Self::Late => {}
            Self::Body | Self::BodyLate => assert!(matches!(error, Error::Body(_)), "{error}"),
            Self::Decode(reason) => assert!(matches!(error, Error::Decode(_)) && text.contains(reason), "{error}"),
            Self::Answer { status, message, retry_after, hint } => {
                let told = (error.status().unwrap().as_u16(), error.message(), error.hint().is_some());
                assert_eq!(told, (*status, *message, *hint), "{error}");
                // A date has its seconds counted from now, and now is not noon.
                if let Some(seconds) = retry_after {
                    assert_eq!(error.retry_after(), Some(Duration::from_secs(*seconds)), "{error}");
                }
            }
            Self::Elsewhere => assert!(text.contains("redirect to https://elsewhere.example"), "{error}"),
        }
    }
}

const BACKOFF: &[u128] = &[500, 1000];
const NONE: &[u128] = &[];

/// Sent again, since it did not arrive.
const ALL: [usize; 3] = [3, 3, 3];
/// Sent again unless that may do something twice.
const SAFE: [usize; 3] = [3, 3, 1];
/// Only the method makes it safe: a server may keep the answer for an idempotency key.
const READS: [usize; 3] = [3, 1, 1];
/// Another time would not help.
const ONCE: [usize; 3] = [1, 1, 1];

const HTML: &str = "<html><head><title>Just a moment...</title></head></html>";
const ENVELOPE: &str = r#"{"error":{"type":"server_error","message":"sorry"}}"#;

/// The date is five seconds after the noon of [`noon`](super::noon).
const DATE: &str = "Sat, 01 Aug 2026 12:00:05 GMT";

pub(crate) fn rows() -> Vec<Row> {
    use Told::{Body, BodyLate, Decode, Elsewhere, Late, MaybeSent, NotSent};
    let mut rows = vec![
        // What is at the other end, or what it does         sent, waits, and what is told
        row("nobody listens", Place::Nobody, ALL, BACKOFF, NotSent),
        row("reset at once", Place::Resetting, SAFE, BACKOFF, MaybeSent),
        row("reset after the request", Deed::Refuse, SAFE, BACKOFF, MaybeSent),
        row("reset in the headers", Deed::Break(b"HTTP/1.1 200 OK\r\ncontent-le".to_vec()), SAFE, BACKOFF, MaybeSent),
        row("reset after the headers", Deed::Break(head("")), SAFE, BACKOFF, Body),
        row("a truncated body", Deed::Say(head("{\"models\":")), SAFE, BACKOFF, Body),
        row("a body that stands still", Deed::Stall(head("{\"models\":")), SAFE, BACKOFF, BodyLate),
        row("no answer", Deed::Stall(Vec::new()), SAFE, BACKOFF, Late),
        row("no HTTP", Deed::Say(b"220 mail.example.com ESMTP\r\n".to_vec()), SAFE, BACKOFF, MaybeSent),
        row("an empty 500", answer("500 No", "", ""), READS, BACKOFF, answered(500, None)),
        row("500 with words", json("500 No", ENVELOPE), READS, BACKOFF, answered(500, Some("sorry"))),
        row("500 and 2 seconds", after(500, "2"), READS, &[2000, 2000], answered(500, None)),
        row("500 and a date", after(500, DATE), READS, &[5000, 0], answered(500, None)),
        row("500 and garbage", after(500, "soon"), READS, BACKOFF, answered(500, None)),
        row("500 and 10 minutes", after(500, "600"), ONCE, NONE, asks(500, 600)),
        row("HTML with 403", html("403 No"), ONCE, NONE, refused(403, "Just a moment...")),
        row(
            "detail with 422",
            json("422 No", r#"{"detail":"bad limit"}"#),
            ONCE,
            NONE,
            answered(422, Some("bad limit")),
        ),
        row(
            "text with 400",
            answer("400 No", "", "  bad\r\n request "),
            ONCE,
            NONE,
            answered(400, Some("bad request")),
        ),
        row(
            "a 200 that is HTML",
            html("200 OK"),
            ONCE,
            NONE,
            Decode("a page of HTML, expected JSON: Just a moment..."),
        ),
        row("a 200 that is empty", json("200 OK", ""), ONCE, NONE, Decode("the body is empty")),
        row("a 200 that is no JSON", json("200 OK", "models"), ONCE, NONE, Decode("does not decode")),
        row("a 200 that is an error", json("200 OK", ENVELOPE), ONCE, NONE, Decode("in spite of the status: sorry")),
    ];
    for status in [408, 429, 502, 503, 504] {
        rows.extend([
            row(format!("{status}"), answer(&format!("{status} No"), "", ""), SAFE, BACKOFF, answered(status, None)),
            row(format!("{status} and 2 seconds"), after(status, "2"), SAFE, &[2000, 2000], asks(status, 2)),
            row(format!("{status} and a date"), after(status, DATE), SAFE, &[5000, 0], answered(status, None)),
            row(format!("{status} and garbage"), after(status, "soon"), SAFE, BACKOFF, answered(status, None)),
            row(format!("{status} and 10 minutes"), after(status, "600"), ONCE, NONE, asks(status, 600)),
        ]);
    }
    for status in [301, 302, 303, 307, 308] {
        let moved = answer(&format!("{status} Moved"), "location: https://elsewhere.example/models?token=1\r\n", "");
        rows.push(row(format!("{status} elsewhere"), moved, ONCE, NONE, Elsewhere));
    }
    rows
}

fn row(
    fault: impl Into<String>,
    place: impl Into<Place>,
    attempts: [usize; 3],
    waits: &'static [u128],
    told: Told,
) -> Row {
    Row { fault: fault.into(), place: place.into(), attempts, waits, told }
}

impl From<Deed> for Place {
    fn from(deed: Deed) -> Self {
        Self::Doing(deed)
    }
}

/// The beginning of an answer that announces more than comes.
fn head(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{body}").into_bytes()
}

fn html(status: &str) -> Deed {
    answer(status, "content-type: text/html\r\ncf-mitigated: challenge\r\n", HTML)
}

fn after(status: u16, value: &str) -> Deed {
    answer(&format!("{status} No"), &format!("retry-after: {value}\r\n"), "")
}

fn answered(status: u16, message: Option<&'static str>) -> Told {
    Told::Answer { status, message, retry_after: None, hint: false }
}

fn asks(status: u16, seconds: u64) -> Told {
    Told::Answer { status, message: None, retry_after: Some(seconds), hint: false }
}

fn refused(status: u16, message: &'static str) -> Told {
    Told::Answer { status, message: Some(message), retry_after: None, hint: true }
}
