//! The types and requests that come out, without what all of them have.

pub mod types {
    use crate::check::Check;
    use crate::union::untagged_union;

    /// `object` in the body of `sendThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct SendThingObject {
        /// `a`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub a: Option<String>,
    }

    /// The body of `sendThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct SendThingRequest {
        /// `object`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub object: Option<SendThingObject>,
        /// `list`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub list: Option<Vec<String>>,
        /// `text`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub text: Option<String>,
        /// `number`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub number: Option<f64>,
        /// `several`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub several: Option<Several>,
        /// `numbers`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub numbers: Option<f64>,
        /// `anything`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub anything: Option<serde_json::Value>,
    }

    impl crate::validate::Validate for SendThingRequest {
        fn validate(
            &self,
            at: &mut crate::validate::Path,
        ) -> Result<(), crate::validate::Invalid> {
            at.check("text", &self.text, Check::new().pattern("^a"))?;
            at.check("number", &self.number, Check::new().at_least(1.0))?;
            Ok(())
        }
    }

    untagged_union! {
        /// `several` in the body of `sendThing`.
        pub enum Several, else UnknownValue {
            /// A `String`.
            Text(String),
            /// A `i64`.
            Integer(i64),
        }
    }

    pub mod builder {
        /// Builder of [`SendThingObject`](super::SendThingObject).
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct SendThingObject {
            a: Result<Option<String>, String>,
        }

        impl SendThingObject {
            pub fn a(mut self, value: impl TryInto<String, Error: std::fmt::Display>) -> Self {
                self.a = crate::set::value(value).map(Some);
                self
            }
        }

        /// Builder of [`SendThingRequest`](super::SendThingRequest).
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct SendThingRequest {
            object: Result<Option<super::SendThingObject>, String>,
            list: Result<Option<Vec<String>>, String>,
            text: Result<Option<String>, String>,
            number: Result<Option<f64>, String>,
            several: Result<Option<super::Several>, String>,
            numbers: Result<Option<f64>, String>,
            anything: Result<Option<serde_json::Value>, String>,
        }

        impl SendThingRequest {
            pub fn object(
                mut self,
                value: impl TryInto<super::SendThingObject, Error: std::fmt::Display>,
            ) -> Self {
                self.object = crate::set::value(value).map(Some);
                self
            }

            pub fn list(
                mut self,
                value: impl IntoIterator<Item = impl TryInto<String, Error: std::fmt::Display>>,
            ) -> Self {
                self.list = crate::set::all(value).map(Some);
                self
            }

            pub fn text(
                mut self,
                value: impl TryInto<String, Error: std::fmt::Display>,
            ) -> Self {
                self.text = crate::set::value(value).map(Some);
                self
            }

            pub fn number(mut self, value: impl TryInto<f64, Error: std::fmt::Display>) -> Self {
                self.number = crate::set::value(value).map(Some);
                self
            }

            pub fn several(
                mut self,
                value: impl TryInto<super::Several, Error: std::fmt::Display>,
            ) -> Self {
                self.several = crate::set::value(value).map(Some);
                self
            }

            pub fn numbers(
                mut self,
                value: impl TryInto<f64, Error: std::fmt::Display>,
            ) -> Self {
                self.numbers = crate::set::value(value).map(Some);
                self
            }

            pub fn anything(mut self, value: impl Into<serde_json::Value>) -> Self {
                self.anything = Ok(Some(value.into()));
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

        pub fn object(
            mut self,
            value: impl TryInto<types::SendThingObject, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.object(value));
            self
        }

        pub fn list(
            mut self,
            value: impl IntoIterator<Item = impl TryInto<String, Error: std::fmt::Display>>,
        ) -> Self {
            self.body = self.body.map(|body| body.list(value));
            self
        }

        pub fn text(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.text(value));
            self
        }

        pub fn number(mut self, value: impl TryInto<f64, Error: std::fmt::Display>) -> Self {
            self.body = self.body.map(|body| body.number(value));
            self
        }

        pub fn several(
            mut self,
            value: impl TryInto<types::Several, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.several(value));
            self
        }

        pub fn numbers(
            mut self,
            value: impl TryInto<f64, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.numbers(value));
            self
        }

        pub fn anything(mut self, value: impl Into<serde_json::Value>) -> Self {
            self.body = self.body.map(|body| body.anything(value));
            self
        }

        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::SEND_THING)
                .json_validated(self.body.and_then(types::SendThingRequest::try_from))
        }
    }
}
