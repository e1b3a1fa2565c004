//! The types and requests that come out, without what all of them have.

pub mod types {
    use crate::union::untagged_union;

    untagged_union! {
        /// `map_and_more` in the body of `sendThing`.
        pub enum MapAndMore, else UnknownValue {
            /// A `String`.
            Text(String),
            /// A `i64`.
            Integer(i64),
        }
    }

    /// The body of `sendThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct SendThingRequest {
        /// `map`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub map: Option<std::collections::BTreeMap<String, String>>,
        /// `map_and_more`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub map_and_more: Option<std::collections::BTreeMap<String, MapAndMore>>,
        /// `strange`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub strange: Option<Strange>,
        /// `text`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub text: Option<String>,
    }

    /// `strange` in the body of `sendThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct Strange {
        /// `a`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub a: Option<String>,
    }

    pub mod builder {
        /// Builder of [`SendThingRequest`](super::SendThingRequest).
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct SendThingRequest {
            map: Result<Option<std::collections::BTreeMap<String, String>>, String>,
            map_and_more: Result<
                Option<std::collections::BTreeMap<String, super::MapAndMore>>,
                String,
            >,
            strange: Result<Option<super::Strange>, String>,
            text: Result<Option<String>, String>,
        }

        impl SendThingRequest {
            pub fn map(
                mut self,
                value: impl IntoIterator<
                    Item = (impl Into<String>, impl TryInto<String, Error: std::fmt::Display>),
                >,
            ) -> Self {
                self.map = crate::set::map(value).map(Some);
                self
            }

            pub fn map_and_more(
                mut self,
                value: impl IntoIterator<
                    Item = (
                        impl Into<String>,
                        impl TryInto<super::MapAndMore, Error: std::fmt::Display>,
                    ),
                >,
            ) -> Self {
                self.map_and_more = crate::set::map(value).map(Some);
                self
            }

            pub fn strange(
                mut self,
                value: impl TryInto<super::Strange, Error: std::fmt::Display>,
            ) -> Self {
                self.strange = crate::set::value(value).map(Some);
                self
            }

            pub fn text(
                mut self,
                value: impl TryInto<String, Error: std::fmt::Display>,
            ) -> Self {
                self.text = crate::set::value(value).map(Some);
                self
            }
        }

        /// Builder of [`Strange`](super::Strange).
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct Strange {
            a: Result<Option<String>, String>,
        }

        impl Strange {
            pub fn a(mut self, value: impl TryInto<String, Error: std::fmt::Display>) -> Self {
                self.a = crate::set::value(value).map(Some);
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

        pub fn map(
            mut self,
            value: impl IntoIterator<
                Item = (impl Into<String>, impl TryInto<String, Error: std::fmt::Display>),
            >,
        ) -> Self {
            self.body = self.body.map(|body| body.map(value));
            self
        }

        pub fn map_and_more(
            mut self,
            value: impl IntoIterator<
                Item = (
                    impl Into<String>,
                    impl TryInto<types::MapAndMore, Error: std::fmt::Display>,
                ),
            >,
        ) -> Self {
            self.body = self.body.map(|body| body.map_and_more(value));
            self
        }

        pub fn strange(
            mut self,
            value: impl TryInto<types::Strange, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.strange(value));
            self
        }

        pub fn text(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.text(value));
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
