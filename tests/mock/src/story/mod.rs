//! The few operations that remember: so that a program that creates, lists and deletes makes sense
//! without the service. Each is found by its `operationId`; where the document lacks it, it is not there.
//!
//! A story tells itself in the typical mode only: a mode that was asked for shows what the schema allows.

mod account;
mod files;
mod keys;
mod logs;
mod prices;

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::Value;

use crate::answer::{Answer, Making};
use crate::arrived::Arrived;
use crate::document::{Document, Operation};
use crate::key::{KeySlot, Known};
use crate::settings::Settings;

pub(crate) use files::{File, hex};
pub use logs::LogStream;

/// What the stories remember.
#[derive(Debug)]
pub(crate) struct Stories {
    /// The keys that open something, the created ones included.
    pub(crate) known: Vec<Known>,
    pub(crate) created: Vec<keys::Created>,
    pub(crate) keys_made: u64,
    pub(crate) files: BTreeMap<String, File>,
    pub(crate) balance: f64,
    pub(crate) logs: LogStream,
    /// How many log streams were opened.
    pub(crate) streams: u64,
}

/// A part of a form, with as much of its content as is kept.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) content: Bytes,
    pub(crate) length: u64,
    pub(crate) sha256: String,
}

/// The body of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Received {
    pub(crate) body: Bytes,
    pub(crate) parts: Vec<Part>,
}

impl Received {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// Everything that a story needs to answer.
pub(crate) struct Telling<'a> {
    pub(crate) document: &'a Document,
    pub(crate) operation: &'a Operation,
    pub(crate) arrived: &'a Arrived,
    pub(crate) received: &'a Received,
    pub(crate) making: Making<'a>,
}

impl Stories {
    pub(crate) fn new(settings: &Settings) -> Self {
        let known = |key: &str, slot| Known { key: key.to_owned(), slot };
        Self {
            known: vec![known(&settings.api_key, KeySlot::Api), known(&settings.admin_key, KeySlot::Admin)],
            created: Vec::new(),
            keys_made: 0,
            files: files::first(),
            balance: 24.5,
            logs: LogStream::default(),
            streams: 0,
        }
    }

    /// The answer, if the operation belongs to a story.
    pub(crate) fn answer(&mut self, telling: &Telling<'_>) -> Option<Answer> {
        match telling.operation.id.as_str() {
            "createApiKey" => self.create_key(telling),
            "listApiKeys" => self.list_keys(telling),
            "deleteApiKey" => self.delete_key(telling),
            "getModels" => prices::models(telling),
            "getPricing" => prices::prices(telling),
            "getAccountBilling" => self.billing(telling),
            "serverlessListRoot" => self.list_files(telling, ""),
            "serverlessListDirectory" => self.list_files(telling, telling.arrived.only_value()?),
            "serverlessDownloadFile" => self.download(telling),
            "serverlessUploadLocalFile" => self.upload(telling),
            "serverlessUploadFromUrl" => self.upload_from_url(telling),
            "serverlessLogsStream" => self.log_stream(telling),
            _ => None,
        }
    }
}

impl Telling<'_> {
    /// The answer that the document promises, to be filled with what the story knows.
    pub(crate) fn promised(&self) -> Option<Value> {
        self.making.value(self.operation, self.arrived)
    }

    /// An answer of the status that the document promises.
    pub(crate) fn done(&self, value: &Value) -> Answer {
        Answer::json(self.operation.success.status, value)
    }

    /// The moment of that many seconds after the first day of the mock's world.
    pub(crate) fn moment(seconds: i64) -> String {
        crate::sample::moment_after(seconds)
    }
}

/// Puts a value into an object that has such a property.
pub(crate) fn put(object: &mut Value, name: &str, value: impl Into<Value>) {
    if let Some(slot) = object.get_mut(name) {
        *slot = value.into();
    }
}
