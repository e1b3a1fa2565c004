//! The types and requests that come out, without what all of them have.

pub mod types {
}

pub mod builder {
    use crate::{Client, Error, Operation, Part, Response, operations, types};
    use crate::call::Call;

    /// The request of [`Client::send_file`](crate::Client::send_file).
    #[derive(Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct SendFile<'a> {
        client: &'a Client,
        file: Result<Part, String>,
        other: Result<Option<Part>, String>,
        name: Result<Option<String>, String>,
        many: Result<Option<Vec<String>>, String>,
    }

    impl<'a> SendFile<'a> {
        pub fn file(mut self, value: impl Into<Part>) -> Self {
            self.file = Ok(value.into());
            self
        }

        pub fn other(mut self, value: impl Into<Part>) -> Self {
            self.other = Ok(Some(value.into()));
            self
        }

        pub fn name(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.name = crate::set::value(value).map(Some);
            self
        }

        pub fn many(
            mut self,
            value: impl IntoIterator<Item = impl TryInto<String, Error: std::fmt::Display>>,
        ) -> Self {
            self.many = crate::set::all(value).map(Some);
            self
        }

        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::SEND_FILE)
                .part("file", self.file)
                .part_optional("other", self.other)
                .part_value("name", self.name)
                .part_value("many", self.many)
        }
    }

    /// The request of [`Client::send_raw`](crate::Client::send_raw).
    #[derive(Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct SendRaw<'a> {
        client: &'a Client,
    }

    impl<'a> SendRaw<'a> {
        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::SEND_RAW)
        }
    }
}
