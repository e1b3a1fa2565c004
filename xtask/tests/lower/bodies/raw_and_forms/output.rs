//! The types and requests that come out, without what all of them have.

pub mod types {
    /// The body of `sendForm`.
    #[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct SendFormRequest {
        /// `a`.
        pub a: String,
    }

    pub mod builder {
        /// Builder of [`SendFormRequest`](super::SendFormRequest).
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct SendFormRequest {
            a: Result<String, String>,
        }

        impl SendFormRequest {
            pub fn a(mut self, value: impl TryInto<String, Error: std::fmt::Display>) -> Self {
                self.a = crate::set::value(value);
                self
            }
        }
    }
}

pub mod builder {
    use crate::{Client, Error, Operation, Response, operations, types};
    use crate::call::Call;

    /// The request of [`Client::send_any`](crate::Client::send_any).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct SendAny<'a> {
        client: &'a Client,
        body: Result<Option<serde_json::Value>, String>,
    }

    impl<'a> SendAny<'a> {
        pub fn body(mut self, value: impl Into<serde_json::Value>) -> Self {
            self.body = Ok(Some(value.into()));
            self
        }

        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::SEND_ANY).json_optional(self.body)
        }
    }

    /// The request of [`Client::send_bytes`](crate::Client::send_bytes).
    #[derive(Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct SendBytes<'a> {
        client: &'a Client,
        body: Result<Option<reqwest::Body>, String>,
    }

    impl<'a> SendBytes<'a> {
        pub fn body(mut self, value: impl Into<reqwest::Body>) -> Self {
            self.body = Ok(Some(value.into()));
            self
        }

        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::SEND_BYTES).raw_optional(self.body)
        }
    }

    /// The request of [`Client::send_csv`](crate::Client::send_csv).
    #[derive(Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct SendCsv<'a> {
        client: &'a Client,
        body: Result<Option<reqwest::Body>, String>,
    }

    impl<'a> SendCsv<'a> {
        pub fn body(mut self, value: impl Into<reqwest::Body>) -> Self {
            self.body = Ok(Some(value.into()));
            self
        }

        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::SEND_CSV).raw_optional(self.body)
        }
    }

    /// The request of [`Client::send_form`](crate::Client::send_form).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct SendForm<'a> {
        client: &'a Client,
        body: Result<Option<types::builder::SendFormRequest>, String>,
    }

    impl<'a> SendForm<'a> {
        pub fn body(
            mut self,
            value: impl TryInto<types::SendFormRequest, Error: std::fmt::Display>,
        ) -> Self {
            self.body = crate::set::value(value)
                .map(|body: types::SendFormRequest| Some(body.into()));
            self
        }

        pub fn a(mut self, value: impl TryInto<String, Error: std::fmt::Display>) -> Self {
            self.body = self.body.map(|body| Some(body.unwrap_or_default().a(value)));
            self
        }

        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::SEND_FORM)
                .form_optional(
                    self
                        .body
                        .and_then(|body| {
                            body.map(types::SendFormRequest::try_from).transpose()
                        }),
                )
        }
    }
}
