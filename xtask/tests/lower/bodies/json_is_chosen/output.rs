//! The types and requests that come out, without what all of them have.

pub mod types {
    /// The body of `sendThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct SendThingRequest {
        /// `name`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
    }

    pub mod builder {
        /// Builder of [`SendThingRequest`](super::SendThingRequest).
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct SendThingRequest {
            name: Result<Option<String>, String>,
        }

        impl SendThingRequest {
            pub fn name(
                mut self,
                value: impl TryInto<String, Error: std::fmt::Display>,
            ) -> Self {
                self.name = crate::set::value(value).map(Some);
                self
            }
        }
    }
}

pub mod builder {
    use crate::{Client, Error, Operation, Response, operations, types};
    use crate::call::Call;

    /// The request of [`Client::send_thing`](crate::Client::send_thing).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct SendThing<'a> {
        client: &'a Client,
        body: Result<Option<types::builder::SendThingRequest>, String>,
    }

    impl<'a> SendThing<'a> {
        pub fn body(
            mut self,
            value: impl TryInto<types::SendThingRequest, Error: std::fmt::Display>,
        ) -> Self {
            self.body = crate::set::value(value)
                .map(|body: types::SendThingRequest| Some(body.into()));
            self
        }

        pub fn name(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| Some(body.unwrap_or_default().name(value)));
            self
        }

        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::SEND_THING)
                .json_optional(
                    self
                        .body
                        .and_then(|body| {
                            body.map(types::SendThingRequest::try_from).transpose()
                        }),
                )
        }
    }
}
