//! Sending a call and reading its answer.

use bytes::{Bytes, BytesMut};
use futures_core::future::BoxFuture;
use reqwest::header::{self, HeaderMap, HeaderValue};
use reqwest::{Method, StatusCode, Url};
use serde::de::DeserializeOwned;

use super::body::Payload;
use super::multipart;
use super::{Call, Draft};
use crate::client::Client;
use crate::error::{ApiError, BODY_LIMIT, BodyError, DecodeError, Error};
use crate::operation::Operation;
use crate::part::Part;
use crate::response::{ByteStream, Response};
use crate::transport::{Hint, Outgoing};

/// The longest JSON body that is read.
const JSON_LIMIT: usize = 256 * 1024 * 1024;

/// A successful answer, read to its end.
struct Answer<'a> {
    client: &'a Client,
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

// Generic code only decodes; sending and reading are boxed and compiled once.
impl<'a> Call<'a> {
    /// Sends, and decodes a JSON body.
    pub(crate) async fn json_response<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        let answer = self.answer().await?;
        let value = answer.decode()?;
        Ok(Response::new(value, answer.status, answer.headers))
    }

    /// Sends, and decodes a JSON body where there is one.
    pub(crate) async fn json_response_or_empty<T: DeserializeOwned>(self) -> Result<Response<Option<T>>, Error> {
        let answer = self.answer().await?;
        let value = if answer.body.trim_ascii().is_empty() { None } else { Some(answer.decode()?) };
        Ok(Response::new(value, answer.status, answer.headers))
    }

    /// Sends; a body is not looked at.
    pub(crate) async fn empty_response(self) -> Result<Response<()>, Error> {
        let (_, mut response) = self.open().await?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        // Reading what little there may be lets the connection be used again.
        let _ = read(&mut response, BODY_LIMIT).await;
        Ok(Response::new((), status, headers))
    }

    /// Sends, and hands the body over as it arrives.
    pub(crate) async fn stream_response(self) -> Result<Response<ByteStream>, Error> {
        let (operation, response) = self.open().await?;
        let status = response.status();
        let headers = response.headers().clone();
        Ok(Response::new(ByteStream::new(operation, response), status, headers))
    }

    fn answer(self) -> BoxFuture<'a, Result<Answer<'a>, Error>> {
        Box::pin(async move {
            let client = self.client;
            let (operation, mut response) = self.open().await?;
            let body = match read(&mut response, JSON_LIMIT).await {
                (body, Ok(())) => body,
                (_, Err(Stopped::TooLong)) => {
                    let reason = format!("it is longer than {JSON_LIMIT} bytes");
                    return Err(BodyError::because(operation, "its body was not read", reason));
                }
                (_, Err(Stopped::Broken(error))) => {
                    return Err(BodyError::reading(operation, error));
                }
            };
            let headers = std::mem::take(response.headers_mut());
            Ok(Answer { client, operation, status: response.status(), headers, body })
        })
    }

    /// Sends, and waits for the head of a successful answer.
    fn open(self) -> BoxFuture<'a, Result<(&'static Operation, reqwest::Response), Error>> {
        Box::pin(async move {
            let operation = self.draft.operation;
            let request = self.draft.request(self.client.base())?;
            let transport = self.client.transport();
            let mut response = transport.execute(Outgoing { operation, request }).await?;
            let status = response.status();
            if operation.succeeds_with(status.as_u16()) {
                return Ok((operation, response));
            }
            // An error that breaks off is still an error: what arrived of it is told.
            let (body, _) = read(&mut response, BODY_LIMIT).await;
            let url = response.url().clone();
            let hint = response.extensions().get::<Hint>().copied();
            let headers = std::mem::take(response.headers_mut());
            Err(ApiError::new(operation, status, &url, headers, body).advised(hint).into())
        })
    }
}

impl Answer<'_> {
    /// Decodes straight, and once more only to find out which field is at fault: keeping track of the
    /// place would cost something with every field of every answer.
    fn decode<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(&self.body).map_err(|error| self.at_fault::<T>(error))
    }

    fn at_fault<T: DeserializeOwned>(&self, error: serde_json::Error) -> Error {
        // The error quotes from the body, and a server may quote the key.
        let body = self.client.transport().conceal(self.body.clone());
        let mut json = serde_json::Deserializer::from_slice(&body);
        match serde_path_to_error::deserialize::<_, T>(&mut json) {
            // The value is whole, and something comes after it.
            Ok(_) => self.undecoded(&body, ".".to_owned(), error),
            Err(error) => self.undecoded(&body, error.path().to_string(), error.into_inner()),
        }
    }

    fn undecoded(&self, body: &[u8], path: String, error: serde_json::Error) -> Error {
        let Self { operation, status, headers, .. } = self;
        DecodeError::from_json(operation, *status, headers, body, path, error).into()
    }
}

impl Draft {
    pub(super) fn request(mut self, base: &Url) -> Result<reqwest::Request, Error> {
        let body = match std::mem::replace(&mut self.payload, Payload::None) {
            Payload::None => None,
            Payload::Whole(body) => Some(body),
            Payload::Parts(parts) => self.multipart(parts),
        };
        if let Some(refused) = self.refused.take() {
            return Err(refused.into());
        }
        let method = Method::from_bytes(self.operation.method.as_bytes())
            .map_err(|error| self.refusal("method", error.to_string()))?;
        let url = self.url(base)?;
        let mut request = reqwest::Request::new(method, url);
        if let Some(media) = self.operation.response_media
            // Without a copy, and without a count of its users.
            && let Ok(media) = HeaderValue::from_maybe_shared(Bytes::from_static(media.as_bytes()))
        {
            self.headers.entry(header::ACCEPT).or_insert(media);
        }
        *request.headers_mut() = self.headers;
        *request.body_mut() = body;
        Ok(request)
    }

    /// The base URL with the operation's path and the query.
    fn url(&self, base: &Url) -> Result<Url, Error> {
        let filled = self.filled_path()?;
        // A path of the document may have a query of its own.
        let (path, own) = match filled.split_once('?') {
            Some((path, own)) => (path, Some(own)),
            None => (filled.as_str(), None),
        };
        let mut url = base.clone();
        url.set_path(&[base.path().trim_end_matches('/'), path].concat());
        match own {
            Some(own) if self.query.is_empty() => url.set_query(Some(own)),
            Some(own) => url.set_query(Some(&[own, &self.query].join("&"))),
            None if self.query.is_empty() => {}
            None => url.set_query(Some(&self.query)),
        }
        Ok(url)
    }

    fn multipart(&mut self, parts: Vec<(&'static str, Part)>) -> Option<reqwest::Body> {
        match multipart::encode(parts) {
            Ok(encoded) => {
                self.content_type(&encoded.media);
                if let Some(length) = encoded.length {
                    self.headers.insert(header::CONTENT_LENGTH, length.into());
                }
                Some(encoded.body)
            }
            Err((name, reason)) => {
                self.refuse(name, reason);
                None
            }
        }
    }
}

/// Why a body was not read to its end.
enum Stopped {
    TooLong,
    Broken(reqwest::Error),
}

/// Reads a body up to a limit: what arrived, and whether that is all.
async fn read(response: &mut reqwest::Response, limit: usize) -> (Bytes, Result<(), Stopped>) {
    let mut body = Gathered::default();
    let end = loop {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                let room = limit - body.len();
                body.push(chunk.slice(..chunk.len().min(room)));
                if chunk.len() > room {
                    break Err(Stopped::TooLong);
                }
            }
            Ok(None) => break Ok(()),
            Err(error) => break Err(Stopped::Broken(error)),
        }
    };
    (body.whole(), end)
}

/// The pieces of a body. Most have one, which is not copied.
#[derive(Default)]
struct Gathered {
    first: Bytes,
    all: BytesMut,
}

impl Gathered {
    fn len(&self) -> usize {
        self.first.len().max(self.all.len())
    }

    fn push(&mut self, piece: Bytes) {
        if self.first.is_empty() {
            self.first = piece;
            return;
        }
        if self.all.is_empty() {
            self.all.extend_from_slice(&self.first);
        }
        self.all.extend_from_slice(&piece);
    }

    fn whole(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.freeze() }
    }
}
