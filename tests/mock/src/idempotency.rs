//! A write that comes again with its `Idempotency-Key` gets the answer that it had before.

use std::collections::{HashMap, VecDeque};

use bytes::Bytes;

use crate::answer::{Answer, Payload};

/// The newest answers, by operation and key.
#[derive(Debug)]
pub(crate) struct Replays {
    answers: HashMap<String, (u16, Vec<(String, String)>, Bytes)>,
    order: VecDeque<String>,
    limit: usize,
}

impl Replays {
    pub(crate) fn new(limit: usize) -> Self {
        Self { answers: HashMap::new(), order: VecDeque::new(), limit: limit.max(1) }
    }

    pub(crate) fn name(operation: &str, key: &str) -> String {
        format!("{operation} {key}")
    }

    pub(crate) fn get(&self, name: &str) -> Option<Answer> {
        let (status, headers, body) = self.answers.get(name)?;
        let answer = Answer { status: *status, headers: headers.clone(), body: Payload::Whole(body.clone()) };
        Some(answer.with("idempotency-replayed", "true"))
    }

    pub(crate) fn put(&mut self, name: String, answer: &Answer) {
        let Payload::Whole(body) = &answer.body else { return };
        if self.order.len() == self.limit
            && let Some(oldest) = self.order.pop_front()
        {
            self.answers.remove(&oldest);
        }
        self.answers.insert(name.clone(), (answer.status, answer.headers.clone(), body.clone()));
        self.order.push_back(name);
    }
}
