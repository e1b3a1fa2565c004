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
        id: Result<String, String>,
        kind: Result<String, String>,
        many: Result<Vec<String>, String>,
    }

    impl<'a> ListThings<'a> {
        pub fn id(mut self, value: impl TryInto<String, Error: std::fmt::Display>) -> Self {
            self.id = crate::set::value(value);
            self
        }

        pub fn kind(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.kind = crate::set::value(value);
            self
        }

        pub fn many(
            mut self,
            value: impl IntoIterator<Item = impl TryInto<String, Error: std::fmt::Display>>,
        ) -> Self {
            self.many = crate::set::all(value);
            self
        }

        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::LIST_THINGS)
                .path("id", self.id)
                .path("kind", self.kind)
                .path_joined("many", ",", self.many)
        }
    }
}
