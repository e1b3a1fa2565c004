//! The types and requests that come out, without what all of them have.

pub mod types {
    /// `User`.
    #[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct User {
        /// `id`.
        pub id: String,
        /// `name`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
    }

    /// `User`.
    #[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct UserRequest {
        /// `name`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// `secret`.
        pub secret: String,
    }

    pub mod builder {
        /// Builder of [`UserRequest`](super::UserRequest).
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct UserRequest {
            name: Result<Option<String>, String>,
            secret: Result<String, String>,
        }

        impl UserRequest {
            pub fn name(
                mut self,
                value: impl TryInto<String, Error: std::fmt::Display>,
            ) -> Self {
                self.name = crate::set::value(value).map(Some);
                self
            }

            pub fn secret(
                mut self,
                value: impl TryInto<String, Error: std::fmt::Display>,
            ) -> Self {
                self.secret = crate::set::value(value);
                self
            }
        }
    }
}

pub mod builder {
    use crate::{Client, Error, Operation, Response, operations, types};
    use crate::call::Call;

    /// The request of [`Client::change_thing`](crate::Client::change_thing).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct ChangeThing<'a> {
        client: &'a Client,
        body: Result<types::builder::UserRequest, String>,
    }

    impl<'a> ChangeThing<'a> {
        pub fn body(
            mut self,
            value: impl TryInto<types::UserRequest, Error: std::fmt::Display>,
        ) -> Self {
            self.body = crate::set::value(value).map(|body: types::UserRequest| body.into());
            self
        }

        pub fn name(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.name(value));
            self
        }

        pub fn secret(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.secret(value));
            self
        }

        pub async fn send(self) -> Result<Response<types::User>, Error> {
            self.call().json_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::CHANGE_THING)
                .json(self.body.and_then(types::UserRequest::try_from))
        }
    }
}
