//! The types and requests that come out, without what all of them have.

pub mod types {
}

pub mod builder {
    use crate::{Client, Error, Operation, Response, operations, types};
    use crate::call::Call;

    /// The request of [`Client::list_things`](crate::Client::list_things).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct ListThings<'a> {
        client: &'a Client,
        start: Result<Option<crate::TimeBound>, String>,
        end: Result<Option<crate::TimeBound>, String>,
        other: Result<Option<String>, String>,
    }

    impl<'a> ListThings<'a> {
        pub fn start(
            mut self,
            value: impl TryInto<crate::TimeBound, Error: std::fmt::Display>,
        ) -> Self {
            self.start = crate::set::value(value).map(Some);
            self
        }

        pub fn end(
            mut self,
            value: impl TryInto<crate::TimeBound, Error: std::fmt::Display>,
        ) -> Self {
            self.end = crate::set::value(value).map(Some);
            self
        }

        pub fn other(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.other = crate::set::value(value).map(Some);
            self
        }

        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::LIST_THINGS)
                .query("start", self.start)
                .query("end", self.end)
                .query("other", self.other)
        }
    }
}
