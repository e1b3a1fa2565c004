//! The types and requests that come out, without what all of them have.

pub mod types {
    use crate::check::Check;
    use crate::open_enum::open_enum;

    open_enum! {
        /// `Kind`.
        pub enum Kind, else UnknownValue {
            /// `a`.
            A = "a",
            /// `b`.
            B = "b",
        }
    }

    /// `Thing`.
    #[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct Thing {
        /// `id`.
        pub id: String,
        /// `parent`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub parent: Option<Box<Thing>>,
        /// `kind`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kind: Option<Kind>,
    }

    impl crate::validate::Validate for Thing {
        fn validate(
            &self,
            at: &mut crate::validate::Path,
        ) -> Result<(), crate::validate::Invalid> {
            at.check("id", &self.id, Check::new().max_length(9))?;
            at.inside("parent", &self.parent)?;
            Ok(())
        }
    }

    pub mod builder {
        /// Builder of [`Thing`](super::Thing).
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct Thing {
            id: Result<String, String>,
            parent: Result<Option<Box<super::Thing>>, String>,
            kind: Result<Option<super::Kind>, String>,
        }

        impl Thing {
            pub fn id(mut self, value: impl TryInto<String, Error: std::fmt::Display>) -> Self {
                self.id = crate::set::value(value);
                self
            }

            pub fn parent(
                mut self,
                value: impl TryInto<Box<super::Thing>, Error: std::fmt::Display>,
            ) -> Self {
                self.parent = crate::set::value(value).map(Some);
                self
            }

            pub fn kind(
                mut self,
                value: impl TryInto<super::Kind, Error: std::fmt::Display>,
            ) -> Self {
                self.kind = crate::set::value(value).map(Some);
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
        body: Result<types::builder::Thing, String>,
    }

    impl<'a> ChangeThing<'a> {
        pub fn body(
            mut self,
            value: impl TryInto<types::Thing, Error: std::fmt::Display>,
        ) -> Self {
            self.body = crate::set::value(value).map(|body: types::Thing| body.into());
            self
        }

        pub fn id(mut self, value: impl TryInto<String, Error: std::fmt::Display>) -> Self {
            self.body = self.body.map(|body| body.id(value));
            self
        }

        pub fn parent(
            mut self,
            value: impl TryInto<Box<types::Thing>, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.parent(value));
            self
        }

        pub fn kind(
            mut self,
            value: impl TryInto<types::Kind, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.kind(value));
            self
        }

        pub async fn send(self) -> Result<Response<types::Thing>, Error> {
            self.call().json_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::CHANGE_THING)
                .json_validated(self.body.and_then(types::Thing::try_from))
        }
    }
}
