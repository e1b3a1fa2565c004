//! The types and requests that come out, without what all of them have.

pub mod types {
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

    open_enum! {
        /// `some` in the query of `listThings`.
        pub enum ListThingsSome, else UnknownValue {
            /// `true`.
            True = "true",
            /// `false`.
            False = "false",
            /// `auto`.
            Auto = "auto",
        }
    }
}

pub mod builder {
    use crate::{Client, Error, Operation, Response, operations, types};
    use crate::call::Call;

    /// The request of [`Client::list_things`](crate::Client::list_things).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct ListThings<'a> {
        client: &'a Client,
        id: Result<Option<Vec<String>>, String>,
        kind: Result<Option<Vec<types::Kind>>, String>,
        all: Result<Option<bool>, String>,
        some: Result<Option<types::ListThingsSome>, String>,
    }

    impl<'a> ListThings<'a> {
        pub fn id(mut self, value: impl Into<crate::Many<String>>) -> Self {
            self.id = Ok(Some(value.into().0));
            self
        }

        pub fn kind(mut self, value: impl Into<crate::Many<types::Kind>>) -> Self {
            self.kind = Ok(Some(value.into().0));
            self
        }

        pub fn all(mut self, value: impl TryInto<bool, Error: std::fmt::Display>) -> Self {
            self.all = crate::set::value(value).map(Some);
            self
        }

        pub fn some(
            mut self,
            value: impl TryInto<types::ListThingsSome, Error: std::fmt::Display>,
        ) -> Self {
            self.some = crate::set::value(value).map(Some);
            self
        }

        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::LIST_THINGS)
                .query("id", self.id)
                .query("kind", self.kind)
                .query("all", self.all)
                .query("some", self.some)
        }
    }
}
