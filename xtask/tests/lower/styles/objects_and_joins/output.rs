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
        filter_a: Result<String, String>,
        filter_b: Result<Option<Vec<i64>>, String>,
        limit: Result<Option<i64>, String>,
        ids: Result<Option<Vec<String>>, String>,
        words: Result<Option<Vec<String>>, String>,
        bars: Result<Option<Vec<String>>, String>,
        x_ids: Result<Option<Vec<i64>>, String>,
        none: Result<Option<String>, String>,
        any: Result<Option<String>, String>,
    }

    impl<'a> ListThings<'a> {
        pub fn filter_a(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.filter_a = crate::set::value(value);
            self
        }

        pub fn filter_b(mut self, value: impl Into<crate::Many<i64>>) -> Self {
            self.filter_b = Ok(Some(value.into().0));
            self
        }

        pub fn limit(mut self, value: impl TryInto<i64, Error: std::fmt::Display>) -> Self {
            self.limit = crate::set::value(value).map(Some);
            self
        }

        pub fn ids(mut self, value: impl Into<crate::Many<String>>) -> Self {
            self.ids = Ok(Some(value.into().0));
            self
        }

        pub fn words(mut self, value: impl Into<crate::Many<String>>) -> Self {
            self.words = Ok(Some(value.into().0));
            self
        }

        pub fn bars(mut self, value: impl Into<crate::Many<String>>) -> Self {
            self.bars = Ok(Some(value.into().0));
            self
        }

        pub fn x_ids(
            mut self,
            value: impl IntoIterator<Item = impl TryInto<i64, Error: std::fmt::Display>>,
        ) -> Self {
            self.x_ids = crate::set::all(value).map(Some);
            self
        }

        pub fn none(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.none = crate::set::value(value).map(Some);
            self
        }

        pub fn any(mut self, value: impl TryInto<String, Error: std::fmt::Display>) -> Self {
            self.any = crate::set::value(value).map(Some);
            self
        }

        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::LIST_THINGS)
                .query_required("filter[a]", self.filter_a)
                .query("filter[b]", self.filter_b)
                .query("limit", self.limit)
                .query_joined("ids", ",", self.ids)
                .query_joined("words", " ", self.words)
                .query_joined("bars", "|", self.bars)
                .header_joined("X-Ids", ",", self.x_ids)
                .query("none", self.none)
                .query("any", self.any)
        }
    }
}
