//! Ways to misbehave, and for whom.

use std::time::Duration;

use serde_json::{Value, json};

/// Something that the server does instead of answering as it should.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// Another answer.
    Answer {
        /// The status.
        status: u16,
        /// The headers.
        headers: Vec<(String, String)>,
        /// The body.
        body: Vec<u8>,
    },
    /// The connection is reset (a real RST).
    Reset(When),
    /// The body ends half-way, and the connection is closed although more was announced.
    Truncated,
    /// The body comes in small pieces with pauses between them.
    Slow {
        /// The size of a piece, in bytes.
        piece: usize,
        /// The pause after it.
        pause: Duration,
    },
    /// The headers and half of the body come, and then nothing.
    Stall,
    /// Nothing comes at all.
    Silence,
    /// The right answer comes late.
    Delay(Duration),
    /// The right body comes with another media type.
    ContentType(String),
    /// Enums in the answer hold values that the document does not know.
    UnknownEnums,
    /// Objects in the answer have a property that the document does not know.
    UnknownFields,
    /// Properties that may be absent are null, whether or not the document allows it.
    Nulls,
}

/// When a connection is reset.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum When {
    /// After the request, before any answer.
    BeforeHeaders,
    /// In the middle of the answer's headers.
    DuringHeaders,
    /// After the headers and half of the body.
    AfterHeaders,
}

impl Fault {
    /// An error in the document's envelope, of the kind that goes with the status.
    ///
    /// ```
    /// use fal_platform_mock::Fault;
    /// let busy = Fault::status(429).retry_after("2");
    /// ```
    pub fn status(status: u16) -> Self {
        Self::json(status, &envelope(status, "The mock was told to answer like this."))
    }

    /// A JSON body of one's own.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::text(status, "application/json", body.to_string())
    }

    /// Any body.
    pub fn text(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::Answer { status, headers: vec![("content-type".to_owned(), content_type.to_owned())], body: body.into() }
    }

    /// A status without a body.
    pub fn empty(status: u16) -> Self {
        Self::Answer { status, headers: Vec::new(), body: Vec::new() }
    }

    /// An error body as fal's other hosts have it: `{"detail": …}`.
    pub fn detail(status: u16, detail: &str) -> Self {
        Self::json(status, &json!({ "detail": detail }))
    }

    /// What a proxy in front of the service answers when it takes the client for a robot.
    pub fn html_forbidden() -> Self {
        let page = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking.</body></html>";
        Self::text(403, "text/html; charset=UTF-8", page).header("cf-mitigated", "challenge")
    }

    /// An error body under a status that means success.
    pub fn error_in_success() -> Self {
        Self::json(200, &envelope(500, "It failed, whatever the status says."))
    }

    /// A redirect.
    pub fn redirect(to: &str) -> Self {
        Self::empty(307).header("location", to)
    }

    /// One more header; only an [`Answer`](Self::Answer) takes it.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Self::Answer { headers, .. } = &mut self {
            headers.push((name.to_ascii_lowercase(), value.to_owned()));
        }
        self
    }

    /// `Retry-After`: seconds, a date, or whatever a server may put there.
    #[must_use]
    pub fn retry_after(self, value: &str) -> Self {
        self.header("retry-after", value)
    }

    /// A few words for the log.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Answer { status, .. } => format!("answer {status}"),
            Self::Reset(When::BeforeHeaders) => "reset before the headers".to_owned(),
            Self::Reset(When::DuringHeaders) => "reset during the headers".to_owned(),
            Self::Reset(When::AfterHeaders) => "reset after the headers".to_owned(),
            Self::Truncated => "truncated body".to_owned(),
            Self::Slow { .. } => "slow body".to_owned(),
            Self::Stall => "stalled body".to_owned(),
            Self::Silence => "silence".to_owned(),
            Self::Delay(_) => "delay".to_owned(),
            Self::ContentType(_) => "wrong content type".to_owned(),
            Self::UnknownEnums => "unknown enum values".to_owned(),
            Self::UnknownFields => "unknown fields".to_owned(),
            Self::Nulls => "nulls".to_owned(),
        }
    }
}

/// The document's error body.
pub(crate) fn envelope(status: u16, message: &str) -> Value {
    let kind = match status {
        401 | 403 => "authorization_error",
        404 => "not_found",
        429 => "rate_limited",
        501 => "not_implemented",
        400..=499 => "validation_error",
        _ => "server_error",
    };
    json!({ "error": { "type": kind, "message": message, "docs_url": "https://docs.example.com/errors", "request_id": "mock-request" } })
}

/// A fault, and when it strikes.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) id: u64,
    pub(crate) fault: Fault,
    pub(crate) operation: Option<String>,
    /// How many calls are let through first.
    pub(crate) skip: u64,
    /// How many are left; without a number it stays.
    pub(crate) left: Option<u64>,
    /// Of a hundred thousand calls, how many it strikes.
    pub(crate) share: u32,
}

/// A share of all.
pub(crate) const ALL: u32 = 100_000;

/// The faults that are set.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    rules: Vec<Rule>,
    made: u64,
    dice: u64,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) -> u64 {
        self.made += 1;
        self.rules.push(Rule { id: self.made, fault, operation: None, skip: 0, left: None, share: ALL });
        self.made
    }

    pub(crate) fn change(&mut self, id: u64, change: impl FnOnce(&mut Rule)) {
        if let Some(rule) = self.rules.iter_mut().find(|rule| rule.id == id) {
            change(rule);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    /// The fault that the next call meets: the one set first that strikes.
    pub(crate) fn next(&mut self, operation: Option<&str>, seed: u64) -> Option<Fault> {
        let mut struck = None;
        for rule in &mut self.rules {
            if rule.operation.is_some() && rule.operation.as_deref() != operation {
                continue;
            }
            if rule.skip > 0 {
                rule.skip -= 1;
                continue;
            }
            self.dice = self.dice.wrapping_add(1);
            let thrown = crate::sample::mixed(seed.wrapping_add(self.dice.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
            if thrown % u64::from(ALL) < u64::from(rule.share) {
                rule.left = rule.left.map(|left| left.saturating_sub(1));
                struck = Some(rule.fault.clone());
                break;
            }
        }
        self.rules.retain(|rule| rule.left != Some(0));
        struck
    }
}
