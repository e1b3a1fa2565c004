//! A write that comes again with its `Idempotency-Key` gets the answer that it had before.

use std::collections::{HashMap, VecDeque};

use bytes::Bytes;

use crate::answer::{Answer, Payload};

/// The newest answers, by operation and key.
#[derive(Debug)]
pub(crate) struct Replays {
    answers: HashMap<String, Kept>,
    order: VecDeque<String>,
    limit: usize,
}

/// An answer that can be sent again.
#[derive(Clone, Debug)]
struct Kept {
    status: u16,
    headers: Vec<(String, String)>,
    body: Bytes,
}

impl Replays {
    pub(crate) fn new(limit: usize) -> Self {
        Self { answers: HashMap::new(), order: VecDeque::new(), limit: limit.max(1) }
    }

    pub(crate) fn name(operation: &str, key: &str) -> String {
        format!("{operation} {key}")
    }

    pub(crate) fn get(&self, name: &str) -> Option<Answer> {
        let Kept { status, headers, body } = self.answers.get(name)?.clone();
        let answer = Answer { status, headers, body: Payload::Whole(body) };
        Some(answer.with("idempotency-replayed", "true"))
    }

    pub(crate) fn put(&mut self, name: String, answer: &Answer) {
        let Payload::Whole(body) = &answer.body else { return };
        if self.order.len() == self.limit
            && let Some(oldest) = self.order.pop_front()
        {
            self.answers.remove(&oldest);
        }
        let kept = Kept { status: answer.status, headers: answer.headers.clone(), body: body.clone() };
        self.answers.insert(name.clone(), kept);
        self.order.push_back(name);
    }
}
