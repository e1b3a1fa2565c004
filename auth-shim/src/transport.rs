//! What every call goes through: a key, and the words for a refused one.

use fal_platform_client::error::BoxError;
use fal_platform_client::{Direct, Error, Operation, Outgoing, Scope, Stage, Transport};
use futures_core::future::BoxFuture;
use reqwest::header::AUTHORIZATION;
use reqwest::{Response, StatusCode};

use crate::address;
use crate::credentials::Credentials;
use crate::hint;
use crate::scope::Choice;
use crate::slot::Held;

/// The transport of [`Client`](crate::Client).
#[derive(Clone)]
pub(crate) struct Signed {
    pub(crate) credentials: Credentials,
    pub(crate) connections: Direct,
}

impl Transport for Signed {
    fn execute(&self, call: Outgoing) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(self.call(call))
    }

    fn admit(&self, scope: Scope) -> Result<(), Error> {
        Ok(self.credentials.admit(scope)?)
    }
}

impl Signed {
    /// Sends a call, and once more with a fresh key when the server refuses the first one.
    async fn call(&self, mut call: Outgoing) -> Result<Response, Error> {
        let operation = call.operation;
        let choice = self.credentials.choose(operation)?;
        let Choice::Sign(slot) = choice else {
            return Ok(advised(self.connections.execute(call).await?, operation, choice));
        };
        address::checked(call.request.url())?;
        let lost = |stage| move |source: BoxError| Error::other(operation, stage, format!("no key: {source}"));
        let held = slot.held().await.map_err(lost(Stage::Refused))?;
        let again = call.try_clone();
        sign(&mut call, &held);
        let response = self.connections.execute(call).await?;
        if response.status() == StatusCode::UNAUTHORIZED
            && let Some(mut again) = again
            && let Some(fresh) = slot.refreshed(&held).await.map_err(lost(Stage::Answered))?
        {
            sign(&mut again, &fresh);
            return Ok(advised(self.connections.execute(again).await?, operation, choice));
        }
        Ok(advised(response, operation, choice))
    }
}

fn sign(call: &mut Outgoing, held: &Held) {
    call.request.headers_mut().insert(AUTHORIZATION, held.key.header());
}

/// The answer, with what to do about it when it refuses the key.
fn advised(mut response: Response, operation: &'static Operation, choice: Choice<'_>) -> Response {
    if let Some(hint) = hint::refused(operation, response.status(), choice) {
        response.extensions_mut().insert(hint);
    }
    response
}
