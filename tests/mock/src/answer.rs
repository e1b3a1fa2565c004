//! Answers: made from the document, and what they are made of.

use bytes::Bytes;
use futures_core::stream::BoxStream;
use serde_json::{Value, json};

use crate::arrived::Arrived;
use crate::document::{Operation, is_json};
use crate::fault::envelope;
use crate::page::Page;
use crate::sample::{Mode, Sampler, Twist};
use crate::settings::Settings;

/// An answer on its way.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Payload,
}

/// The body of an answer.
pub(crate) enum Payload {
    Whole(Bytes),
    /// Pieces as they come, and the length where it is known. An error resets the connection.
    Stream(BoxStream<'static, Result<Bytes, std::io::Error>>, Option<u64>),
}

impl Answer {
    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Payload::Whole(Bytes::new()) }
    }

    pub(crate) fn whole(status: u16, media: &str, body: impl Into<Bytes>) -> Self {
        Self::empty(status).with("content-type", media).body(Payload::Whole(body.into()))
    }

    pub(crate) fn json(status: u16, value: &Value) -> Self {
        Self::whole(status, "application/json", value.to_string())
    }

    /// An error in the document's envelope.
    pub(crate) fn error(status: u16, message: &str) -> Self {
        Self::json(status, &envelope(status, message))
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn body(self, body: Payload) -> Self {
        Self { body, ..self }
    }
}

/// How answers are made for one request.
#[derive(Clone, Copy)]
pub(crate) struct Making<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) mode: Mode,
    pub(crate) twist: Twist,
}

impl Making<'_> {
    pub(crate) fn sampler<'d>(&self, document: &'d Value) -> Sampler<'d> {
        Sampler::new(document).seed(self.settings.seed).twist(self.twist)
    }

    /// The answer that the document promises.
    pub(crate) fn answer(&self, operation: &Operation, arrived: &Arrived) -> Answer {
        let status = operation.success.status;
        let Some((media, _)) = &operation.success.content else {
            return Answer::empty(status);
        };
        match self.value(operation, arrived) {
            Some(value) => Answer::whole(status, media, value.to_string()),
            None => Answer::whole(status, media, other(media, self.settings.page_size)),
        }
    }

    /// The JSON that the document promises; a page of a list where the operation has pages.
    pub(crate) fn value(&self, operation: &Operation, arrived: &Arrived) -> Option<Value> {
        let (media, schema) = operation.success.content.as_ref()?;
        if !is_json(media) {
            return None;
        }
        let sampler = self.sampler(schema.root());
        let page = Page::of(operation, arrived, self.settings);
        let mut value = match (&page, self.mode) {
            (None, mode) | (Some(_), mode @ (Mode::Empty | Mode::Large(_))) => sampler.sample(schema.value(), mode),
            (Some(page), mode) => sampler.page(schema.value(), mode, page.first, page.count),
        };
        if schema.value()["type"] == "boolean" && self.mode == Mode::Typical {
            // An upload that answers `false` would have failed.
            value = json!(true);
        }
        crate::page::mark(&mut value, page.as_ref());
        Some(value)
    }
}

/// Bodies that no schema describes.
fn other(media: &str, rows: usize) -> String {
    let essence = media.split(';').next().unwrap_or(media).trim().to_ascii_lowercase();
    match essence.as_str() {
        "text/csv" => {
            let rows = (0..rows).map(|row| format!("2026-08-{:02},\"mock, \"\"quoted\"\"\",{row},0.0{row},USD\r\n", row % 28 + 1));
            format!("date,description,quantity,cost,currency\r\n{}", rows.collect::<String>())
        }
        "text/plain" => "# HELP mock_requests_total Requests that were answered.\n# TYPE mock_requests_total counter\n\
            mock_requests_total{app=\"mock-app\",status=\"200\"} 1027\nmock_requests_total{app=\"mock-app\",status=\"500\"} 3\n\
            # HELP mock_queue_size Requests that wait.\n# TYPE mock_queue_size gauge\nmock_queue_size{app=\"mock-app\"} 0\n"
            .to_owned(),
        "text/event-stream" => "data: {\"message\":\"one\"}\n\ndata: {\"message\":\"two\"}\n\n".to_owned(),
        _ => "The content of a file.\n".to_owned(),
    }
}
