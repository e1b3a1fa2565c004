//! Stand-in builders.

use super::{operations, types};
use crate::call::Call;
use crate::check::Check;
use crate::set::{missing, set};
use crate::{ByteStream, Client, Error, Fetch, Items, Many, Operation, Paged, Pages, Part, Response, TimeBound};

/// Lists things.
#[derive(Clone, Debug)]
pub struct GetThings<'a> {
    client: &'a Client,
    id: Result<Option<Vec<String>>, String>,
    start: Result<Option<TimeBound>, String>,
    limit: Result<Option<i64>, String>,
    cursor: Result<Option<String>, String>,
}

impl<'a> GetThings<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client, id: Ok(None), start: Ok(None), limit: Ok(None), cursor: Ok(None) }
    }
    /// Names.
    pub fn id(mut self, value: impl Into<Many<String>>) -> Self {
        self.id = Ok(Some(value.into().0));
        self
    }
    /// From when.
    pub fn start<V>(mut self, value: V) -> Self
    where V: TryInto<TimeBound>, V::Error: std::fmt::Display {
        self.start = set(value).map(Some);
        self
    }
    /// How many.
    pub fn limit<V>(mut self, value: V) -> Self
    where V: TryInto<i64>, V::Error: std::fmt::Display {
        self.limit = set(value).map(Some);
        self
    }
    /// From where.
    pub fn cursor<V>(mut self, value: V) -> Self
    where V: TryInto<String>, V::Error: std::fmt::Display {
        self.cursor = set(value).map(Some);
        self
    }
    fn call(self) -> Call<'a> {
        Call::new(self.client, &operations::GET_THINGS)
            .check("limit", &self.limit, Check::new().at_least(1.0).at_most(100.0))
            .query("id", self.id)
            .query("start", self.start)
            .query("limit", self.limit)
            .query("cursor", self.cursor)
    }
    /// Sends it.
    pub async fn send(self) -> Result<Response<types::GetThingsResponse>, Error> {
        self.call().json_response().await
    }
    /// By page.
    pub fn pages(self) -> Pages<Self> {
        Pages::new(self)
    }
    /// By item.
    pub fn items(self) -> Items<Self> {
        Items::new(self)
    }
}

impl<'a> Paged for GetThings<'a> {
    type Page = types::GetThingsResponse;
    type Item = types::Thing;
    type Future = Fetch<'a, Self::Page>;
    const OPERATION: &'static Operation = &operations::GET_THINGS;
    fn fetch(self) -> Self::Future {
        Box::pin(self.send())
    }
    fn following(self, page: &Self::Page) -> Option<(Self, String)> {
        let cursor = page.next_cursor.clone()?;
        Some((self.cursor(cursor.as_str()), cursor))
    }
    fn items(page: Self::Page) -> Vec<Self::Item> {
        page.things
    }
}

/// Changes a thing.
#[derive(Clone, Debug)]
pub struct UpdateThing<'a> {
    client: &'a Client,
    id: Result<String, String>,
    idempotency_key: Result<Option<String>, String>,
    body: Result<types::UpdateThingRequest, String>,
}

impl<'a> UpdateThing<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client, id: missing(), idempotency_key: Ok(None), body: missing() }
    }
    /// Which.
    pub fn id<V>(mut self, value: V) -> Self
    where V: TryInto<String>, V::Error: std::fmt::Display {
        self.id = set(value);
        self
    }
    /// Sent on every attempt.
    pub fn idempotency_key<V>(mut self, value: V) -> Self
    where V: TryInto<String>, V::Error: std::fmt::Display {
        self.idempotency_key = set(value).map(Some);
        self
    }
    /// What to change.
    pub fn body<V>(mut self, value: V) -> Self
    where V: TryInto<types::UpdateThingRequest>, V::Error: std::fmt::Display {
        self.body = set(value);
        self
    }
    fn call(self) -> Call<'a> {
        Call::new(self.client, &operations::UPDATE_THING)
            .path("id", self.id)
            .header("Idempotency-Key", self.idempotency_key)
            .json_validated(self.body)
    }
    /// Sends it.
    pub async fn send(self) -> Result<Response<types::Thing>, Error> {
        self.call().json_response().await
    }
}

/// Uploads a file.
#[derive(Debug)]
pub struct UploadFile<'a> {
    client: &'a Client,
    unzip: Result<Option<bool>, String>,
    file_upload: Result<Part, String>,
    note: Result<Option<String>, String>,
}

impl<'a> UploadFile<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client, unzip: Ok(None), file_upload: missing(), note: Ok(None) }
    }
    /// Whether to unpack it.
    pub fn unzip(mut self, value: bool) -> Self {
        self.unzip = Ok(Some(value));
        self
    }
    /// The file.
    pub fn file_upload<V>(mut self, value: V) -> Self
    where V: TryInto<Part>, V::Error: std::fmt::Display {
        self.file_upload = set(value);
        self
    }
    /// A note.
    pub fn note<V>(mut self, value: V) -> Self
    where V: TryInto<String>, V::Error: std::fmt::Display {
        self.note = set(value).map(Some);
        self
    }
    fn call(self) -> Call<'a> {
        Call::new(self.client, &operations::UPLOAD_FILE)
            .query("unzip", self.unzip)
            .part("file_upload", self.file_upload)
            .part_value("note", self.note)
    }
    /// Sends it.
    pub async fn send(self) -> Result<Response<bool>, Error> {
        self.call().json_response().await
    }
}

/// Reads a file.
#[derive(Clone, Debug)]
pub struct GetFile<'a> {
    client: &'a Client,
    file: Result<String, String>,
}

impl<'a> GetFile<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client, file: missing() }
    }
    /// Which.
    pub fn file<V>(mut self, value: V) -> Self
    where V: TryInto<String>, V::Error: std::fmt::Display {
        self.file = set(value);
        self
    }
    /// Sends it.
    pub async fn send(self) -> Result<Response<ByteStream>, Error> {
        Call::new(self.client, &operations::GET_FILE)
            .path_segments("file", self.file)
            .stream_response()
            .await
    }
}

/// Deletes a thing.
#[derive(Clone, Debug)]
pub struct DeleteThing<'a> {
    client: &'a Client,
    id: Result<String, String>,
}

impl<'a> DeleteThing<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client, id: missing() }
    }
    /// Which.
    pub fn id<V>(mut self, value: V) -> Self
    where V: TryInto<String>, V::Error: std::fmt::Display {
        self.id = set(value);
        self
    }
    /// Sends it.
    pub async fn send(self) -> Result<Response<()>, Error> {
        Call::new(self.client, &operations::DELETE_THING)
            .path("id", self.id)
            .empty_response()
            .await
    }
}
