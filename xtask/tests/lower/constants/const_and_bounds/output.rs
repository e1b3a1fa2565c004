//! The types and requests that come out, without what all of them have.

pub mod types {
    use crate::check::Check;
    use crate::open_enum::open_enum;

    open_enum! {
        /// `kind` in the body of `sendThing`.
        pub enum SendThingKind, else UnknownValue {
            /// `thing`.
            Thing = "thing",
        }
    }

    /// The body of `sendThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct SendThingRequest {
        /// `kind`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kind: Option<SendThingKind>,
        /// `version`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub version: Option<i64>,
        /// `old`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub old: Option<f64>,
        /// `new`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub new: Option<f64>,
    }

    impl crate::validate::Validate for SendThingRequest {
        fn validate(
            &self,
            at: &mut crate::validate::Path,
        ) -> Result<(), crate::validate::Invalid> {
            at.check("version", &self.version, Check::new().one_of(&[2.0]))?;
            at.check("old", &self.old, Check::new().above(0.0))?;
            at.check("new", &self.new, Check::new().below(10.0))?;
            Ok(())
        }
    }

    pub mod builder {
        /// Builder of [`SendThingRequest`](super::SendThingRequest).
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct SendThingRequest {
            kind: Result<Option<super::SendThingKind>, String>,
            version: Result<Option<i64>, String>,
            old: Result<Option<f64>, String>,
            new: Result<Option<f64>, String>,
        }

        impl SendThingRequest {
            pub fn kind(
                mut self,
                value: impl TryInto<super::SendThingKind, Error: std::fmt::Display>,
            ) -> Self {
                self.kind = crate::set::value(value).map(Some);
                self
            }

            pub fn version(
                mut self,
                value: impl TryInto<i64, Error: std::fmt::Display>,
            ) -> Self {
                self.version = crate::set::value(value).map(Some);
                self
            }

            pub fn old(mut self, value: impl TryInto<f64, Error: std::fmt::Display>) -> Self {
                self.old = crate::set::value(value).map(Some);
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

        pub fn kind(
            mut self,
            value: impl TryInto<types::SendThingKind, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.kind(value));
            self
        }

        pub fn version(
            mut self,
            value: impl TryInto<i64, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.version(value));
            self
        }

        pub fn old(mut self, value: impl TryInto<f64, Error: std::fmt::Display>) -> Self {
            self.body = self.body.map(|body| body.old(value));
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
