//! What came back, and whether anything was lost on the way.

use std::sync::{Mutex, PoisonError};

use fal_platform_client::{ByteStream, Error, Outgoing, Response, Scope, Transport, types};
use futures_util::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A decoded answer, as JSON again, or bytes.
#[derive(Debug)]
pub(crate) enum Seen {
    Json(Value),
    Empty,
    Bytes(Vec<u8>),
}

/// Decodes what was decoded and encoded once more.
#[allow(clippy::unused_async, reason = "all kinds of answers are looked at alike")]
pub(crate) async fn json<T: Serialize + DeserializeOwned>(response: Response<T>) -> Result<Seen, Error> {
    let value = serde_json::to_value(&*response).unwrap();
    let again: T = serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"));
    assert_eq!(serde_json::to_value(&again).unwrap(), value, "the second round changed something");
    Ok(Seen::Json(value))
}

pub(crate) async fn list<T: Serialize + DeserializeOwned>(response: Response<T>) -> Result<Seen, Error> {
    json(response).await
}

#[allow(clippy::unused_async, reason = "all kinds of answers are looked at alike")]
pub(crate) async fn empty(_: Response<()>) -> Result<Seen, Error> {
    Ok(Seen::Empty)
}

pub(crate) async fn bytes(response: Response<ByteStream>) -> Result<Seen, Error> {
    Ok(Seen::Bytes(response.into_inner().bytes().await?.to_vec()))
}

/// A key is not written out by serde: this is the one place that does.
#[allow(clippy::unused_async, reason = "all kinds of answers are looked at alike")]
pub(crate) async fn key(response: Response<types::CreateApiKeyResponse>) -> Result<Seen, Error> {
    let made = response.into_inner();
    let value = json!({ "key_id": made.key_id, "key_secret": made.key_secret.expose(), "key": made.key.expose() });
    assert!(serde_json::from_value::<types::CreateApiKeyResponse>(value.clone()).unwrap() == made);
    Ok(Seen::Json(value))
}

/// Carries calls through the client under test and keeps the JSON that was served.
pub(crate) struct Tap {
    fal: fal_platform::Client,
    served: std::sync::Arc<Mutex<Option<Value>>>,
}

impl Tap {
    pub(crate) fn new(fal: fal_platform::Client) -> (Self, std::sync::Arc<Mutex<Option<Value>>>) {
        let served = std::sync::Arc::default();
        (Self { fal, served: std::sync::Arc::clone(&served) }, served)
    }
}

impl Transport for Tap {
    fn execute(&self, call: Outgoing) -> BoxFuture<'_, Result<reqwest::Response, Error>> {
        Box::pin(async move {
            let operation = call.operation;
            let answer = self.fal.transport().execute(call).await?;
            let media = answer.headers().get("content-type").and_then(|media| media.to_str().ok()).unwrap_or_default();
            if !answer.status().is_success() || !media.starts_with("application/json") {
                return Ok(answer);
            }
            let mut whole = http::Response::builder().status(answer.status());
            *whole.headers_mut().unwrap() = answer.headers().clone();
            let body = answer.bytes().await.map_err(|error| Error::sending(operation, error))?;
            *self.served.lock().unwrap_or_else(PoisonError::into_inner) = serde_json::from_slice(&body).ok();
            Ok(whole.body(body).unwrap().into())
        })
    }

    fn admit(&self, scope: Scope) -> Result<(), Error> {
        self.fal.transport().admit(scope)
    }
}

/// What of the served value is not in the decoded one. `known` says which properties have to be kept.
pub(crate) fn lost(served: &Value, decoded: &Value, at: &str, known: &dyn Fn(&str) -> bool, found: &mut Vec<String>) {
    match (served, decoded) {
        (Value::Object(served), Value::Object(decoded)) => {
            for (key, value) in served {
                match decoded.get(key) {
                    Some(other) => lost(value, other, &format!("{at}/{key}"), known, found),
                    // An optional list is a plain `Vec`: empty and absent are one to it.
                    None if is_nothing(value) || !known(key) => {}
                    None => found.push(format!("{at}/{key} is gone: {value}")),
                }
            }
            for (key, value) in decoded.iter().filter(|(key, _)| !served.contains_key(*key)) {
                if !value.is_null() {
                    found.push(format!("{at}/{key} was not there: {value}"));
                }
            }
        }
        // Below its fifth level the document's tree is anything, of which the client keeps the nodes.
        (Value::Array(_), Value::Array(_)) if at.matches("/children").count() > 4 => {}
        (Value::Array(served), Value::Array(decoded)) if served.len() == decoded.len() => {
            for (index, (served, decoded)) in served.iter().zip(decoded).enumerate() {
                lost(served, decoded, &format!("{at}/{index}"), known, found);
            }
        }
        (Value::Number(served), Value::Number(decoded)) if served.as_f64() == decoded.as_f64() => {}
        (Value::String(served), Value::String(decoded)) if same_moment(served, decoded) => {}
        (served, decoded) if served == decoded => {}
        (served, decoded) => found.push(format!("{at}: {served} became {decoded}")),
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null()
        || value.as_array().is_some_and(Vec::is_empty)
        || value.as_object().is_some_and(serde_json::Map::is_empty)
}

/// A moment may be written otherwise.
fn same_moment(served: &str, decoded: &str) -> bool {
    let read = |text| chrono::DateTime::parse_from_rfc3339(text).ok();
    served == decoded || (read(served).is_some() && read(served) == read(decoded))
}
