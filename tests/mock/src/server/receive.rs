//! Reading the body of a request.

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use sha2::{Digest as _, Sha256};

use crate::arrived::Arrived;
use crate::check::{self, Form};
use crate::document::{Operation, Schema};
use crate::record::RecordedPart;
use crate::story::{Part, Received, hex};

/// A body that was read, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) received: Received,
    pub(super) length: u64,
    pub(super) parts: Vec<RecordedPart>,
    pub(super) complete: bool,
    pub(super) problems: Vec<String>,
}

/// However little is kept of a body, JSON of this size is read as a whole.
const JSON: usize = 64 << 20;

/// Reads the body to its end, whatever is wrong with it; `keep` bytes of files are kept.
pub(super) async fn body(operation: Option<&Operation>, arrived: &Arrived, incoming: Incoming, keep: usize) -> Body {
    let empty = hyper::body::Body::is_end_stream(&incoming);
    let expected = operation.map(|operation| check::media(operation, arrived.content_type(), empty));
    match expected {
        Some(Ok(Some(("multipart/form-data", schema)))) => form(schema, arrived, incoming, keep).await,
        Some(Ok(Some((media, schema)))) => {
            let mut body = whole(incoming, JSON).await;
            if body.complete {
                body.problems = check::json(media, schema, &body.received.body);
            }
            body
        }
        Some(Err(problem)) => {
            let mut body = whole(incoming, keep).await;
            body.problems.push(problem);
            body
        }
        Some(Ok(None)) | None => whole(incoming, keep).await,
    }
}

async fn whole(mut incoming: Incoming, keep: usize) -> Body {
    let mut body = Body { complete: true, ..Body::default() };
    let mut kept = BytesMut::new();
    while let Some(frame) = incoming.frame().await {
        let Ok(frame) = frame else {
            body.complete = false;
            break;
        };
        if let Some(data) = frame.data_ref() {
            body.length += data.len() as u64;
            let room = keep.saturating_sub(kept.len()).min(data.len());
            kept.extend_from_slice(data.get(..room).unwrap_or_default());
        }
    }
    body.received.body = kept.freeze();
    body
}

/// Reads a form piece by piece: of a file too long to be kept, only length and checksum stay.
async fn form(schema: &Schema, arrived: &Arrived, incoming: Incoming, keep: usize) -> Body {
    let mut body = Body::default();
    let boundary = match multer::parse_boundary(arrived.content_type().unwrap_or_default()) {
        Ok(boundary) => boundary,
        Err(error) => {
            let mut body = whole(incoming, 0).await;
            body.problems.push(format!("header.content-type: {error}"));
            return body;
        }
    };
    let mut multipart = multer::Multipart::new(incoming.into_data_stream(), boundary);
    let mut form = Form::default();
    loop {
        let field = match multipart.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => {
                body.complete = true;
                body.problems.extend(form.missing(schema));
                return body;
            }
            Err(error) => {
                broken(&mut body, &error);
                return body;
            }
        };
        if let Err(error) = part(&mut body, &mut form, schema, field, keep).await {
            broken(&mut body, &error);
            return body;
        }
    }
}

/// A client that went away has not sent anything wrong.
fn broken(body: &mut Body, error: &multer::Error) {
    let left = matches!(error, multer::Error::StreamReadFailed(_));
    body.complete = !left;
    if !left {
        body.problems.push(format!("body: the form is broken: {error}"));
    }
}

async fn part(
    body: &mut Body,
    form: &mut Form,
    schema: &Schema,
    mut field: multer::Field<'_>,
    keep: usize,
) -> Result<(), multer::Error> {
    let name = field.name().map(str::to_owned);
    let file_name = field.file_name().map(str::to_owned);
    let content_type = field.content_type().map(ToString::to_string);
    let (mut kept, mut length, mut digest) = (BytesMut::new(), 0, Sha256::new());
    while let Some(piece) = field.chunk().await? {
        length += piece.len() as u64;
        body.length += piece.len() as u64;
        digest.update(&piece);
        if kept.len() + piece.len() <= keep && kept.len() as u64 + piece.len() as u64 == length {
            kept.extend_from_slice(&piece);
        }
    }
    let content: Bytes = kept.freeze();
    let is_file = file_name.is_some() || content.len() as u64 != length;
    let text = (!is_file).then(|| std::str::from_utf8(&content).ok()).flatten();
    body.problems.extend(check::part(form, schema, name.as_deref(), text));
    let sha256 = hex(&digest.finalize());
    body.parts.push(RecordedPart {
        name: name.unwrap_or_default(),
        file_name,
        content_type,
        length,
        sha256: sha256.clone(),
    });
    body.received.parts.push(Part { content, length, sha256 });
    Ok(())
}
