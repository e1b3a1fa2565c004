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
        x_trace: Result<Option<String>, String>,
        filter: Result<Option<String>, String>,
    }

    impl<'a> ListThings<'a> {
        pub fn x_trace(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.x_trace = crate::set::value(value).map(Some);
            self
        }

        pub fn filter(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.filter = crate::set::value(value).map(Some);
            self
        }

        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::LIST_THINGS)
                .header("X-Trace", self.x_trace)
                .query("filter", self.filter)
        }
    }
}
