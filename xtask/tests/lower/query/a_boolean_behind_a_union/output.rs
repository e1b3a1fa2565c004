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
        all: Result<Option<bool>, String>,
    }

    impl<'a> ListThings<'a> {
        pub fn all(mut self, value: impl TryInto<bool, Error: std::fmt::Display>) -> Self {
            self.all = crate::set::value(value).map(Some);
            self
        }

        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::LIST_THINGS).query("all", self.all)
        }
    }
}
