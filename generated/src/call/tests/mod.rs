//! What a call makes of its values, and of the answers it gets.

mod answers;
mod bodies;
mod files;
mod requests;

use super::Call;
use crate::error::Error;
use crate::loopback::OPERATION;
use crate::{Client, Operation};

const BASE: &str = "http://localhost/v1";

static GET: Operation = OPERATION;
static SEGMENT: Operation = Operation { path: "/things/{id}/parts", ..OPERATION };
static POST: Operation = Operation { method: "POST", ..OPERATION };

/// The request that a call would send.
fn request(operation: &'static Operation, fill: impl FnOnce(Call<'_>) -> Call<'_>) -> Result<reqwest::Request, Error> {
    let client = Client::new(BASE).unwrap();
    fill(Call::new(&client, operation)).draft.request(client.base())
}

/// The URL of that request, after the base.
fn url(operation: &'static Operation, fill: impl FnOnce(Call<'_>) -> Call<'_>) -> String {
    let request = request(operation, fill).unwrap();
    request.url().as_str().replacen(BASE, "", 1)
}

/// Why that request is refused: field and message.
fn refusal(operation: &'static Operation, fill: impl FnOnce(Call<'_>) -> Call<'_>) -> (String, String) {
    let error = request(operation, fill).unwrap_err();
    assert_eq!(error.stage(), crate::Stage::Refused);
    assert_eq!(error.operation(), Some("tryThing"));
    let text = |part: Option<&str>| part.unwrap().to_owned();
    (text(error.field()), text(error.message()))
}
