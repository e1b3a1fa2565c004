//! The types and requests that come out, without what all of them have.

pub mod types {
    /// The body of `putThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct PutThingRequest {
        /// `name`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
    }

    pub mod builder {
        /// Builder of [`PutThingRequest`](super::PutThingRequest).
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct PutThingRequest {
            name: Result<Option<String>, String>,
        }

        impl PutThingRequest {
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

    /// The request of [`Client::get_others`](crate::Client::get_others).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct GetOthers<'a> {
        client: &'a Client,
        page: Result<Option<i64>, String>,
    }

    impl<'a> GetOthers<'a> {
        pub fn page(mut self, value: impl TryInto<i64, Error: std::fmt::Display>) -> Self {
            self.page = crate::set::value(value).map(Some);
            self
        }

        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::GET_OTHERS).query("page", self.page)
        }
    }

    /// The request of [`Client::put_thing`](crate::Client::put_thing).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct PutThing<'a> {
        client: &'a Client,
        page: Result<Option<String>, String>,
        id: Result<String, String>,
        trace: Result<Option<String>, String>,
        body: Result<types::builder::PutThingRequest, String>,
    }

    impl<'a> PutThing<'a> {
        pub fn page(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.page = crate::set::value(value).map(Some);
            self
        }

        pub fn id(mut self, value: impl TryInto<String, Error: std::fmt::Display>) -> Self {
            self.id = crate::set::value(value);
            self
        }

        pub fn trace(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.trace = crate::set::value(value).map(Some);
            self
        }

        pub fn body(
            mut self,
            value: impl TryInto<types::PutThingRequest, Error: std::fmt::Display>,
        ) -> Self {
            self.body = crate::set::value(value)
                .map(|body: types::PutThingRequest| body.into());
            self
        }

        pub fn name(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.name(value));
            self
        }

        pub async fn send(self) -> Result<Response<types::PutThingRequest>, Error> {
            self.call().json_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::PUT_THING)
                .query("page", self.page)
                .path("id", self.id)
                .header("trace", self.trace)
                .json(self.body.and_then(types::PutThingRequest::try_from))
        }
    }

    /// The request of [`Client::delete_thing`](crate::Client::delete_thing).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct DeleteThing<'a> {
        client: &'a Client,
        id: Result<String, String>,
        page: Result<Option<i64>, String>,
        trace: Result<Option<String>, String>,
    }

    impl<'a> DeleteThing<'a> {
        pub fn id(mut self, value: impl TryInto<String, Error: std::fmt::Display>) -> Self {
            self.id = crate::set::value(value);
            self
        }

        pub fn page(mut self, value: impl TryInto<i64, Error: std::fmt::Display>) -> Self {
            self.page = crate::set::value(value).map(Some);
            self
        }

        pub fn trace(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.trace = crate::set::value(value).map(Some);
            self
        }

        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::DELETE_THING)
                .path("id", self.id)
                .query("page", self.page)
                .header("trace", self.trace)
        }
    }
}
