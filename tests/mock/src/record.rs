//! What the server remembers of the requests.

use std::collections::{HashMap, VecDeque};
use std::fmt;

use bytes::Bytes;

use crate::key::KeySlot;

/// A request as it arrived, and what became of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Recorded {
    /// The method in capitals.
    pub method: String,
    /// The path, without the document's base path.
    pub path: String,
    /// The operation, where there is one.
    pub operation: Option<String>,
    /// The query, decoded, in order.
    pub query: Vec<(String, String)>,
    /// The headers, in order; `authorization` only says which key it was.
    pub headers: Vec<(String, String)>,
    /// Which key was sent.
    pub key: KeySlot,
    /// The body, as far as bodies are kept; of a form only `parts`.
    pub body: Bytes,
    /// The length of the whole body.
    pub body_length: u64,
    /// The parts of a form.
    pub parts: Vec<RecordedPart>,
    /// Whether the body arrived to its end.
    pub complete: bool,
    /// The `Idempotency-Key`.
    pub idempotency_key: Option<String>,
    /// How often a request with this `Idempotency-Key` has arrived, this one included; 1 without.
    pub attempt: u32,
    /// What was wrong with it.
    pub violations: Vec<String>,
    /// The fault that it met.
    pub fault: Option<String>,
    /// The status of the answer, where there was one.
    pub status: Option<u16>,
    /// The body of the answer, as far as bodies are kept; empty for streams.
    pub answer: Bytes,
}

/// A part of a form.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RecordedPart {
    /// The name of the field.
    pub name: String,
    /// The name of the file.
    pub file_name: Option<String>,
    /// The media type.
    pub content_type: Option<String>,
    /// How long it is.
    pub length: u64,
    /// The SHA-256 of the content, in hexadecimal digits.
    pub sha256: String,
}

impl Recorded {
    /// The first header of that name (in lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every value of a query key.
    pub fn query_values(&self, name: &str) -> Vec<&str> {
        self.query.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }
}

impl fmt::Display for Recorded {
    /// One line: `GET /models?limit=10 (getModels, api key) 200`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        for (index, (key, value)) in self.query.iter().enumerate() {
            let joint = if index == 0 { '?' } else { '&' };
            write!(f, "{joint}{key}={value}")?;
        }
        write!(f, " ({}, {})", self.operation.as_deref().unwrap_or("no operation"), self.key)?;
        match self.status {
            Some(status) => write!(f, " {status}")?,
            None => f.write_str(" no answer")?,
        }
        if let Some(fault) = &self.fault {
            write!(f, " [{fault}]")?;
        }
        for violation in &self.violations {
            write!(f, "\n    violation: {violation}")?;
        }
        Ok(())
    }
}

/// A request that breaks the document.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Violation {
    /// The request, as `GET /models`.
    pub request: String,
    /// The operation, where there is one.
    pub operation: Option<String>,
    /// What is wrong, beginning with the place: `query.limit: …`.
    pub problem: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.operation.as_deref().unwrap_or("no operation");
        write!(f, "{} ({operation}): {}", self.request, self.problem)
    }
}

/// The newest requests, and counts that outlive them.
#[derive(Debug, Default)]
pub(crate) struct Records {
    kept: VecDeque<Recorded>,
    /// How many were forgotten: the number of the oldest one kept.
    forgotten: u64,
    limit: usize,
    total: HashMap<String, u64>,
    attempts: HashMap<String, u32>,
    violations: Vec<Violation>,
}

/// How many violations are listed; the first ones tell.
const VIOLATIONS: usize = 1_000;

impl Records {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit: limit.max(1), ..Self::default() }
    }

    /// Remembers a request and gives it a number.
    pub(crate) fn begin(&mut self, mut recorded: Recorded) -> u64 {
        let operation = recorded.operation.clone().unwrap_or_default();
        *self.total.entry(operation).or_default() += 1;
        if let Some(key) = &recorded.idempotency_key {
            let attempt = self.attempts.entry(key.clone()).or_default();
            *attempt += 1;
            recorded.attempt = *attempt;
        }
        if self.kept.len() == self.limit {
            self.kept.pop_front();
            self.forgotten += 1;
        }
        self.kept.push_back(recorded);
        self.forgotten + self.kept.len() as u64 - 1
    }

    /// The request of that number, unless it was forgotten.
    pub(crate) fn at(&mut self, number: u64) -> Option<&mut Recorded> {
        self.kept.get_mut(usize::try_from(number.checked_sub(self.forgotten)?).ok()?)
    }

    pub(crate) fn violate(&mut self, number: u64, problems: &[String]) {
        let Some(recorded) = self.at(number) else { return };
        recorded.violations.extend_from_slice(problems);
        let request = format!("{} {}", recorded.method, recorded.path);
        let operation = recorded.operation.clone();
        for problem in problems {
            if self.violations.len() < VIOLATIONS {
                let (request, operation) = (request.clone(), operation.clone());
                self.violations.push(Violation { request, operation, problem: problem.clone() });
            }
        }
    }

    pub(crate) fn all(&self) -> Vec<Recorded> {
        self.kept.iter().cloned().collect()
    }

    pub(crate) fn violations(&self) -> Vec<Violation> {
        self.violations.clone()
    }

    /// How many requests an operation has had; all of them without one.
    pub(crate) fn count(&self, operation: Option<&str>) -> u64 {
        match operation {
            Some(operation) => self.total.get(operation).copied().unwrap_or(0),
            None => self.total.values().sum(),
        }
    }

    pub(crate) fn attempts(&self) -> HashMap<String, u32> {
        self.attempts.clone()
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::new(self.limit);
    }
}
