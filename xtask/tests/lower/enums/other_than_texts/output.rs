//! The types and requests that come out, without what all of them have.

pub mod types {
    use crate::check::Check;
    use crate::open_enum::open_enum;

    /// The body of `sendThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct SendThingRequest {
        /// `texts`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub texts: Option<Text>,
        /// `numbers`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub numbers: Option<i64>,
        /// `flags`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub flags: Option<bool>,
        /// `mixed`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub mixed: Option<serde_json::Value>,
        /// `wrong`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub wrong: Option<Wrong>,
    }

    impl crate::validate::Validate for SendThingRequest {
        fn validate(
            &self,
            at: &mut crate::validate::Path,
        ) -> Result<(), crate::validate::Invalid> {
            at.check("numbers", &self.numbers, Check::new().one_of(&[1.0, 2.0]))?;
            Ok(())
        }
    }

    open_enum! {
        /// `texts` in the body of `sendThing`.
        pub enum Text, else UnknownValue {
            /// `a`.
            A = "a",
            /// `b`.
            B = "b",
        }
    }

    open_enum! {
        /// `wrong` in the body of `sendThing`.
        pub enum Wrong, else UnknownValue {
            /// `a`.
            A = "a",
        }
    }

    pub mod builder {
        /// Builder of [`SendThingRequest`](super::SendThingRequest).
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct SendThingRequest {
            texts: Result<Option<super::Text>, String>,
            numbers: Result<Option<i64>, String>,
            flags: Result<Option<bool>, String>,
            mixed: Result<Option<serde_json::Value>, String>,
            wrong: Result<Option<super::Wrong>, String>,
        }

        impl SendThingRequest {
            pub fn texts(
                mut self,
                value: impl TryInto<super::Text, Error: std::fmt::Display>,
            ) -> Self {
                self.texts = crate::set::value(value).map(Some);
                self
            }

            pub fn numbers(
                mut self,
                value: impl TryInto<i64, Error: std::fmt::Display>,
            ) -> Self {
                self.numbers = crate::set::value(value).map(Some);
                self
            }

            pub fn flags(mut self, value: impl TryInto<bool, Error: std::fmt::Display>) -> Self {
                self.flags = crate::set::value(value).map(Some);
                self
            }

            pub fn mixed(mut self, value: impl Into<serde_json::Value>) -> Self {
                self.mixed = Ok(Some(value.into()));
                self
            }

            pub fn wrong(
                mut self,
                value: impl TryInto<super::Wrong, Error: std::fmt::Display>,
            ) -> Self {
                self.wrong = crate::set::value(value).map(Some);
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

        pub fn texts(
            mut self,
            value: impl TryInto<types::Text, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.texts(value));
            self
        }

        pub fn numbers(
            mut self,
            value: impl TryInto<i64, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.numbers(value));
            self
        }

        pub fn flags(mut self, value: impl TryInto<bool, Error: std::fmt::Display>) -> Self {
            self.body = self.body.map(|body| body.flags(value));
            self
        }

        pub fn mixed(mut self, value: impl Into<serde_json::Value>) -> Self {
            self.body = self.body.map(|body| body.mixed(value));
            self
        }

        pub fn wrong(
            mut self,
            value: impl TryInto<types::Wrong, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.wrong(value));
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
