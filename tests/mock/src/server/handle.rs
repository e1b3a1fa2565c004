//! One request, from its head to its answer.

use std::sync::Arc;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Request, Response};
use hyper::body::Incoming;

use super::receive::{self, Body};
use super::send::{self, Outgoing};
use super::socket::Control;
use super::{NoAnswer, Shared, State};
use crate::answer::{Answer, Making, Payload};
use crate::arrived::Arrived;
use crate::check;
use crate::document::{Operation, Routed};
use crate::fault::Fault;
use crate::idempotency::Replays;
use crate::key::{self, KeySlot};
use crate::page;
use crate::record::Recorded;
use crate::sample::Twist;
use crate::story::Telling;

/// The header that makes a repeated write harmless.
const IDEMPOTENCY: &str = "idempotency-key";
/// How much of the bodies is remembered, in bytes.
const KEPT: usize = 64 << 10;

pub(super) async fn handle(
    shared: Arc<Shared>,
    control: Control,
    request: Request<Incoming>,
) -> Result<Response<Outgoing>, NoAnswer> {
    let (parts, incoming) = request.into_parts();
    let mut arrived = Arrived::of(&parts, shared.document.base_path());
    let (operation, mut problems) = route(&shared, &mut arrived);
    let slot = key::slot(&arrived.headers, &shared.state().stories.known);
    let number = shared.state().records.begin(recorded(&arrived, operation, slot));
    if let Some(operation) = operation {
        problems.extend(check::path(operation, &arrived.values));
        problems.extend(check::query(operation, &arrived.query));
        problems.extend(page::complaint(operation, &arrived));
        problems.extend(check::headers(operation, &arrived.headers, slot, &shared.settings.headers));
    }
    let body = receive::body(operation, &arrived, incoming, shared.settings.keep).await;
    let by_body = !body.problems.is_empty() && problems.is_empty();
    problems.extend(body.problems.iter().cloned());
    note(&shared, number, &body, &problems);

    let (answer, fault) = {
        let mut state = shared.state();
        let fault = state.faults.next(operation.map(|operation| operation.id.as_str()), shared.settings.seed);
        let served = Served { shared: &shared, operation, arrived: &arrived, slot, body: &body };
        (served.answer(&mut state, &problems, by_body, fault.as_ref()), fault)
    };
    remember(&shared, number, &answer, fault.as_ref());
    send::send(answer, fault.as_ref(), &control).await
}

/// The operation, or what is wrong with method and path.
fn route<'s>(shared: &'s Shared, arrived: &mut Arrived) -> (Option<&'s Operation>, Vec<String>) {
    match shared.document.route(&arrived.method, &arrived.path) {
        Routed::Operation(operation, values) => {
            arrived.values = values;
            (Some(operation), Vec::new())
        }
        Routed::Method(allowed) => {
            let problem = format!("method: the path takes {}, not {}", allowed.join(", "), arrived.method);
            (None, vec![problem])
        }
        Routed::Nothing => (None, vec![format!("path: the document has no path that fits `{}`", arrived.path)]),
    }
}

fn recorded(arrived: &Arrived, operation: Option<&Operation>, slot: KeySlot) -> Recorded {
    let shown = |name: &http::HeaderName, value: &http::HeaderValue| match name == AUTHORIZATION {
        true => format!("<{slot}>"),
        false => String::from_utf8_lossy(value.as_bytes()).into_owned(),
    };
    let headers = arrived.headers.iter().map(|(name, value)| (name.as_str().to_owned(), shown(name, value)));
    let idempotency_key = arrived.headers.get(IDEMPOTENCY).and_then(|value| value.to_str().ok());
    Recorded {
        method: arrived.method.clone(),
        path: arrived.path.clone(),
        operation: operation.map(|operation| operation.id.clone()),
        query: arrived.query.clone(),
        headers: headers.collect(),
        key: slot,
        body: Bytes::new(),
        body_length: 0,
        parts: Vec::new(),
        complete: false,
        idempotency_key: idempotency_key.map(str::to_owned),
        attempt: 1,
        violations: Vec::new(),
        fault: None,
        status: None,
        answer: Bytes::new(),
    }
}

fn note(shared: &Shared, number: u64, body: &Body, problems: &[String]) {
    let mut state = shared.state();
    state.records.violate(number, problems);
    if let Some(recorded) = state.records.at(number) {
        let kept = body.received.body.len().min(KEPT);
        recorded.body = body.received.body.slice(..kept);
        recorded.body_length = body.length;
        recorded.parts = body.parts.clone();
        recorded.complete = body.complete;
    }
}

fn remember(shared: &Shared, number: u64, answer: &Answer, fault: Option<&Fault>) {
    let mut state = shared.state();
    let Some(recorded) = state.records.at(number) else { return };
    recorded.fault = fault.map(Fault::name);
    let none = matches!(fault, Some(Fault::Silence | Fault::Reset(crate::fault::When::BeforeHeaders)));
    recorded.status = (!none).then_some(answer.status);
    if let Payload::Whole(bytes) = &answer.body
        && bytes.len() <= KEPT
    {
        recorded.answer = bytes.clone();
    }
    let line = shared.settings.log.map(|log| (log, recorded.clone()));
    drop(state);
    if let Some((log, recorded)) = line {
        log(&recorded);
    }
}

/// All that an answer depends on.
struct Served<'a> {
    shared: &'a Shared,
    operation: Option<&'a Operation>,
    arrived: &'a Arrived,
    slot: KeySlot,
    body: &'a Body,
}

impl Served<'_> {
    fn answer(&self, state: &mut State, problems: &[String], by_body: bool, fault: Option<&Fault>) -> Answer {
        if let Some(Fault::Answer { status, headers, body }) = fault {
            let answer = Answer::empty(*status).body(Payload::Whole(body.clone().into()));
            return headers.iter().fold(answer, |answer, (name, value)| answer.with(name, value));
        }
        let Some(operation) = self.operation else {
            let status = if problems.iter().any(|problem| problem.starts_with("method")) { 405 } else { 404 };
            return Answer::error(status, &problems.join("; "));
        };
        if let Some((status, message)) = key::refusal(operation, self.slot) {
            return Answer::error(status, message);
        }
        if !problems.is_empty() {
            let status = if by_body { 422 } else { 400 };
            return Answer::error(status, &problems.join("; "));
        }
        let replay = self.arrived.headers.get(IDEMPOTENCY).and_then(|key| key.to_str().ok());
        let replay = replay.map(|key| Replays::name(&operation.id, key));
        if let Some(answer) = replay.as_ref().and_then(|name| state.replays.get(name)) {
            return answer;
        }
        let answer = self.made(operation, state, fault);
        if let Some(name) = replay {
            state.replays.put(name, &answer);
        }
        answer
    }

    /// The answer of a request that is as it should be.
    fn made(&self, operation: &Operation, state: &mut State, fault: Option<&Fault>) -> Answer {
        let mut twist = Twist::default();
        match fault {
            Some(Fault::UnknownEnums) => twist.unknown_enums = true,
            Some(Fault::UnknownFields) => twist.unknown_fields = true,
            Some(Fault::Nulls) => twist.nulls = true,
            _ => {}
        }
        let mode = state.modes.of(&operation.id);
        let making = Making { settings: &self.shared.settings, mode: mode.unwrap_or_default(), twist };
        let telling = Telling {
            document: &self.shared.document,
            operation,
            arrived: self.arrived,
            received: &self.body.received,
            making,
        };
        let story = self.shared.settings.stories && mode.is_none();
        let told = story.then(|| state.stories.answer(&telling)).flatten();
        told.unwrap_or_else(|| making.answer(operation, self.arrived))
    }
}
