//! Spans for calls and attempts, with the feature `tracing`; nothing without it.
//!
//! A span has the operation, the number of the attempt, the status and the server's name for the
//! request. Nothing of what was sent goes into it: no key, no query, no body.

#[cfg(feature = "tracing")]
pub(crate) use on::Call;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::Call;

#[cfg(feature = "tracing")]
mod on {
    use std::time::Duration;

    use fal_platform_client::error::request_id;
    use fal_platform_client::{Error, Operation};
    use reqwest::Response;
    use tracing::field::Empty;
    use tracing::{Instrument, Span, debug, info_span};

    /// A call with all its attempts.
    pub(crate) struct Call(Span);

    impl Call {
        pub(crate) fn of(operation: &Operation) -> Self {
            Self(info_span!(
                "fal_platform.call",
                operation = operation.id,
                method = operation.method,
                path = operation.path,
                attempts = Empty,
                status = Empty,
                request_id = Empty,
            ))
        }

        // No `async fn`: that keeps room for its argument twice, and these are large.
        pub(crate) fn around<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
            future.instrument(self.0.clone())
        }

        pub(crate) fn attempt(&self, number: u32) -> Attempt {
            self.0.record("attempts", number);
            Attempt(info_span!(
                parent: &self.0,
                "fal_platform.attempt",
                attempt = number,
                status = Empty,
                request_id = Empty,
                stage = Empty,
            ))
        }

        pub(crate) fn refreshes(&self) {
            debug!(parent: &self.0, "the key was refused: asking for a fresh one");
        }

        pub(crate) fn waits(&self, wait: Duration) {
            debug!(parent: &self.0, wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX), "sending it again");
        }

        pub(crate) fn ended(&self, result: &Result<Response, Error>) {
            tell(&self.0, result);
        }
    }

    /// One attempt.
    pub(crate) struct Attempt(Span);

    impl Attempt {
        // No `async fn`: that keeps room for its argument twice, and these are large.
        pub(crate) fn around<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
            future.instrument(self.0.clone())
        }

        pub(crate) fn ended(&self, result: &Result<Response, Error>) {
            tell(&self.0, result);
        }
    }

    fn tell(span: &Span, result: &Result<Response, Error>) {
        match result {
            Ok(response) => {
                span.record("status", response.status().as_u16());
                if let Some(id) = request_id(response.headers()) {
                    span.record("request_id", id);
                }
            }
            Err(error) => {
                span.record("stage", tracing::field::debug(error.stage()));
            }
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::time::Duration;

    use fal_platform_client::{Error, Operation};
    use reqwest::Response;

    /// A call with all its attempts.
    pub(crate) struct Call;

    impl Call {
        pub(crate) fn of(_: &Operation) -> Self {
            Self
        }

        pub(crate) fn around<F: Future>(&self, future: F) -> F {
            future
        }

        pub(crate) fn attempt(&self, _: u32) -> Attempt {
            Attempt
        }

        pub(crate) fn refreshes(&self) {}

        pub(crate) fn waits(&self, _: Duration) {}

        pub(crate) fn ended(&self, _: &Result<Response, Error>) {}
    }

    /// One attempt.
    pub(crate) struct Attempt;

    impl Attempt {
        pub(crate) fn around<F: Future>(&self, future: F) -> F {
            future
        }

        pub(crate) fn ended(&self, _: &Result<Response, Error>) {}
    }
}
