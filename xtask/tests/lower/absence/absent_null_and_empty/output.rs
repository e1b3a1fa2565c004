//! The types and requests that come out, without what all of them have.

pub mod types {
    /// `Part`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct PartType {
        /// `x`.
        #[serde(default, skip_serializing_if = "crate::Patch::is_absent")]
        pub x: crate::Patch<i64>,
    }

    /// The body of `sendThing`.
    #[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct SendThingRequest {
        /// `must`.
        pub must: Option<String>,
        /// `may`.
        #[serde(default, skip_serializing_if = "crate::Patch::is_absent")]
        pub may: crate::Patch<String>,
        /// `plain`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub plain: Option<String>,
        /// `list`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub list: Option<Vec<String>>,
        /// `map`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub map: Option<std::collections::BTreeMap<String, String>>,
        /// `named`.
        #[serde(default, skip_serializing_if = "crate::Patch::is_absent")]
        pub named: crate::Patch<PartType>,
    }

    pub mod builder {
        /// Builder of [`PartType`](super::PartType).
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct PartType {
            x: Result<crate::Patch<i64>, String>,
        }

        impl PartType {
            pub fn x(mut self, value: impl Into<crate::Patch<i64>>) -> Self {
                self.x = Ok(value.into());
                self
            }
        }

        /// Builder of [`SendThingRequest`](super::SendThingRequest).
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct SendThingRequest {
            must: Result<Option<String>, String>,
            may: Result<crate::Patch<String>, String>,
            plain: Result<Option<String>, String>,
            list: Result<Option<Vec<String>>, String>,
            map: Result<Option<std::collections::BTreeMap<String, String>>, String>,
            named: Result<crate::Patch<super::PartType>, String>,
        }

        impl SendThingRequest {
            pub fn must(
                mut self,
                value: impl TryInto<String, Error: std::fmt::Display>,
            ) -> Self {
                self.must = crate::set::value(value).map(Some);
                self
            }

            pub fn may(mut self, value: impl Into<crate::Patch<String>>) -> Self {
                self.may = Ok(value.into());
                self
            }

            pub fn plain(
                mut self,
                value: impl TryInto<String, Error: std::fmt::Display>,
            ) -> Self {
                self.plain = crate::set::value(value).map(Some);
                self
            }

            pub fn list(
                mut self,
                value: impl IntoIterator<Item = impl TryInto<String, Error: std::fmt::Display>>,
            ) -> Self {
                self.list = crate::set::all(value).map(Some);
                self
            }

            pub fn map(
                mut self,
                value: impl IntoIterator<
                    Item = (impl Into<String>, impl TryInto<String, Error: std::fmt::Display>),
                >,
            ) -> Self {
                self.map = crate::set::map(value).map(Some);
                self
            }

            pub fn named(mut self, value: impl Into<crate::Patch<super::PartType>>) -> Self {
                self.named = Ok(value.into());
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
        body: Result<types::builder::SendThingRequest, String>,
    }

    impl<'a> SendThing<'a> {
        pub fn body(
            mut self,
            value: impl TryInto<types::SendThingRequest, Error: std::fmt::Display>,
        ) -> Self {
            self.body = crate::set::value(value)
                .map(|body: types::SendThingRequest| body.into());
            self
        }

        pub fn must(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.must(value));
            self
        }

        pub fn may(mut self, value: impl Into<crate::Patch<String>>) -> Self {
            self.body = self.body.map(|body| body.may(value));
            self
        }

        pub fn plain(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.plain(value));
            self
        }

        pub fn list(
            mut self,
            value: impl IntoIterator<Item = impl TryInto<String, Error: std::fmt::Display>>,
        ) -> Self {
            self.body = self.body.map(|body| body.list(value));
            self
        }

        pub fn map(
            mut self,
            value: impl IntoIterator<
                Item = (impl Into<String>, impl TryInto<String, Error: std::fmt::Display>),
            >,
        ) -> Self {
            self.body = self.body.map(|body| body.map(value));
            self
        }

        pub fn named(mut self, value: impl Into<crate::Patch<types::PartType>>) -> Self {
            self.body = self.body.map(|body| body.named(value));
            self
        }

        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::SEND_THING)
                .json(self.body.and_then(types::SendThingRequest::try_from))
        }
    }
}
