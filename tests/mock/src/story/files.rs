//! Files of serverless apps: what was uploaded is listed and comes back byte for byte.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use futures_util::stream;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::{Stories, Telling};
use crate::answer::{Answer, Payload};

/// A stored file.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) content: Content,
    pub(crate) sha256: Option<String>,
}

/// What is in a file.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Bytes(Bytes),
    /// So many bytes that are made while they are sent: [`made`].
    Made(u64),
    /// Too long to be kept: only this is known.
    Forgotten(u64),
}

impl Content {
    fn length(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Made(length) | Self::Forgotten(length) => *length,
        }
    }
}

/// The size of the pieces of made content.
const PIECE: u64 = 64 * 1024;

/// Made content from an offset, at most one piece of it.
fn made(offset: u64, length: u64) -> Bytes {
    (offset..length.min(offset + PIECE)).map(|at| (at % 251) as u8).collect::<Vec<u8>>().into()
}

/// The checksum of bytes, in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(crate) fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl File {
    pub(crate) fn of(bytes: Bytes) -> Self {
        Self { sha256: Some(sha256(&bytes)), content: Content::Bytes(bytes) }
    }

    /// Made content; its checksum costs one pass over it.
    pub(crate) fn made(length: u64) -> Self {
        let mut digest = Sha256::new();
        let mut offset = 0;
        while offset < length {
            digest.update(made(offset, length));
            offset += PIECE;
        }
        Self { sha256: Some(hex(&digest.finalize())), content: Content::Made(length) }
    }
}

/// What is there at first.
pub(super) fn first() -> BTreeMap<String, File> {
    let file = |path: &str, text: &'static str| (path.to_owned(), File::of(Bytes::from_static(text.as_bytes())));
    BTreeMap::from([
        file("data/train.csv", "prompt,image\nA cat.,1.png\nA dog.,2.png\n"),
        file("readme.txt", "Made by the mock.\n"),
    ])
}

impl Stories {
    /// What lies directly in a folder: files, and folders that hold files.
    pub(super) fn list_files(&mut self, telling: &Telling<'_>, folder: &str) -> Option<Answer> {
        let schema = telling.operation.success_schema()?;
        let item = crate::resolve::resolve(schema.root(), schema.value().get("items")?);
        let has = |name: &str| item["properties"].get(name).is_some();
        let folder = folder.trim_matches('/');
        let below = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut folders = BTreeSet::new();
        let mut list = Vec::new();
        for (path, file) in &self.files {
            let Some(rest) = path.strip_prefix(&below) else { continue };
            let (name, file) = match rest.split_once('/') {
                Some((name, _)) if !folders.insert(name.to_owned()) => continue,
                Some((name, _)) => (name, None),
                None => (rest, Some(file)),
            };
            let mut entry = Map::new();
            let mut put = |key: &str, value: Value| {
                if has(key) {
                    entry.insert(key.to_owned(), value);
                }
            };
            put("path", json!(format!("{below}{name}")));
            put("name", json!(name));
            put("created_time", json!(Telling::moment(0)));
            put("updated_time", json!(Telling::moment(60)));
            put("is_file", json!(file.is_some()));
            put("size", json!(file.map_or(0, |file| file.content.length())));
            if let Some(sum) = file.and_then(|file| file.sha256.as_deref()) {
                put("checksum_sha256", json!(sum));
            }
            list.push(Value::Object(entry));
        }
        Some(telling.done(&Value::Array(list)))
    }

    pub(super) fn download(&mut self, telling: &Telling<'_>) -> Option<Answer> {
        let path = telling.arrived.only_value()?;
        let Some(file) = self.files.get(path.trim_matches('/')) else {
            return Some(Answer::error(404, &format!("There is no file `{path}`.")));
        };
        let (media, _) = telling.operation.success.content.as_ref()?;
        Some(match &file.content {
            Content::Bytes(bytes) => Answer::whole(200, media, bytes.clone()),
            Content::Made(length) => {
                let length = *length;
                let pieces = (0..length.div_ceil(PIECE)).map(move |index| Ok(made(index * PIECE, length)));
                let body = Payload::Stream(Box::pin(stream::iter(pieces)), Some(length));
                Answer::empty(200).with("content-type", media).body(body)
            }
            Content::Forgotten(_) => {
                Answer::error(500, "The file was too long to be kept; see `Builder::keep_files_up_to`.")
            }
        })
    }

    pub(super) fn upload(&mut self, telling: &Telling<'_>) -> Option<Answer> {
        let path = telling.arrived.only_value()?.trim_matches('/').to_owned();
        if let Some(part) = telling.received.parts.first() {
            let content = match part.content.len() as u64 == part.length {
                true => Content::Bytes(part.content.clone()),
                false => Content::Forgotten(part.length),
            };
            self.files.insert(path, File { content, sha256: Some(part.sha256.clone()) });
        }
        Some(telling.done(&json!(true)))
    }

    /// The mock fetches nothing: the file says where it would have come from.
    pub(super) fn upload_from_url(&mut self, telling: &Telling<'_>) -> Option<Answer> {
        let path = telling.arrived.only_value()?.trim_matches('/').to_owned();
        let body = telling.received.json();
        let text = format!("The content of {}\n", body["url"].as_str().unwrap_or_default());
        self.files.insert(path, File::of(text.into()));
        Some(telling.done(&json!(true)))
    }
}
