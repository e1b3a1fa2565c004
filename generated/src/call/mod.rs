//! A call under construction: generated builders fill it, its finishers send it.
#![allow(dead_code, reason = "which of these generated code needs depends on its document")]

mod body;
mod finish;
mod multipart;
mod path;
mod query;
#[cfg(test)]
mod tests;

use std::fmt::Display;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;

use crate::check::Check;
use crate::client::Client;
use crate::error::{Error, InvalidRequest};
use crate::operation::Operation;

use body::Payload;

/// A call under construction.
///
/// The first thing that is wrong is kept and comes back from the finisher. The methods that are
/// generic only turn their value into text or JSON; everything else is compiled once.
#[must_use]
pub(crate) struct Call<'a> {
    client: &'a Client,
    draft: Box<Draft>,
}

struct Draft {
    operation: &'static Operation,
    path: Vec<(&'static str, String)>,
    query: String,
    headers: HeaderMap,
    payload: Payload,
    refused: Option<InvalidRequest>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(client: &'a Client, operation: &'static Operation) -> Self {
        Self {
            client,
            draft: Box::new(Draft {
                operation,
                path: Vec::new(),
                query: String::new(),
                headers: HeaderMap::new(),
                payload: Payload::None,
                refused: None,
            }),
        }
    }

    /// Checks a value that a later call hands over.
    pub(crate) fn check<T: Serialize>(mut self, name: &'static str, value: &Result<T, String>, check: Check) -> Self {
        if let Ok(value) = value
            && let Err(reason) = check.of(value)
        {
            self.draft.refuse(name, reason);
        }
        self
    }

    /// A header, or none.
    pub(crate) fn header<T: Display>(mut self, name: &'static str, value: Result<Option<T>, String>) -> Self {
        let text = value.map(|value| value.map(|value| value.to_string()));
        self.draft.header(name, text);
        self
    }

    /// A header that must be there.
    pub(crate) fn header_required<T: Display>(self, name: &'static str, value: Result<T, String>) -> Self {
        self.header(name, value.map(Some))
    }

    /// A header made of a list, or none.
    pub(crate) fn header_joined<T: Display>(
        mut self,
        name: &'static str,
        separator: &str,
        values: Result<Option<Vec<T>>, String>,
    ) -> Self {
        let text = values.map(|values| {
            let values = values.filter(|values| !values.is_empty())?;
            let texts: Vec<String> = values.iter().map(ToString::to_string).collect();
            Some(texts.join(separator))
        });
        self.draft.header(name, text);
        self
    }
}

impl Draft {
    fn refuse(&mut self, field: impl Into<String>, message: impl Into<String>) {
        if self.refused.is_none() {
            self.refused = Some(InvalidRequest::new(self.operation.id, field, message));
        }
    }

    fn refusal(&self, field: &str, message: impl Into<String>) -> Error {
        InvalidRequest::new(self.operation.id, field, message).into()
    }

    /// The value, unless its setter was not called or given something that does not fit.
    fn take<T>(&mut self, field: &str, value: Result<T, String>) -> Option<T> {
        value.map_err(|message| self.refuse(field, message)).ok()
    }

    fn header(&mut self, name: &'static str, text: Result<Option<String>, String>) {
        let Some(Some(text)) = self.take(name, text) else {
            return;
        };
        match (HeaderName::try_from(name), HeaderValue::try_from(text)) {
            // The value is not shown: it may be a secret.
            (_, Err(_)) => self.refuse(name, "a header takes visible ASCII characters only"),
            (Err(_), _) => self.refuse(name, "this is no name of a header"),
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
        }
    }
}
