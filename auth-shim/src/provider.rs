//! Keys that live elsewhere: in a vault, in a file that rotates.

use std::sync::Arc;

use fal_platform_client::error::BoxError;
use futures_core::future::BoxFuture;

use crate::key::Key;

/// Gets keys from where they live.
///
/// It is asked for a key when the first call needs one; the client keeps that key. When the server
/// refuses it with 401, the provider is asked once for a fresh one, however many calls were refused
/// together, and all of them are repeated with it.
pub trait Provider: Send + Sync {
    /// The key.
    fn key(&self) -> BoxFuture<'_, Result<Key, BoxError>>;

    /// A key in place of one that the server refused; none when there is no other.
    ///
    /// Without an implementation of its own it asks for [`key`](Self::key) once more.
    fn refresh<'a>(&'a self, refused: &'a Key) -> BoxFuture<'a, Result<Option<Key>, BoxError>> {
        Box::pin(async move { Ok(Some(self.key().await?).filter(|key| !key.same(refused))) })
    }
}

impl<P: Provider + ?Sized> Provider for Arc<P> {
    fn key(&self) -> BoxFuture<'_, Result<Key, BoxError>> {
        (**self).key()
    }

    fn refresh<'a>(&'a self, refused: &'a Key) -> BoxFuture<'a, Result<Option<Key>, BoxError>> {
        (**self).refresh(refused)
    }
}
