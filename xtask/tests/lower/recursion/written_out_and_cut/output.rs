//! The types and requests that come out, without what all of them have.

pub mod types {
    /// `CollectionChild`.
    #[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct CollectionChild {
        /// `id`.
        pub id: String,
        /// `children`.
        #[serde(deserialize_with = "crate::lenient::nodes")]
        pub children: Vec<CollectionChild>,
    }

    /// The answer of `getCollectionHierarchy`.
    #[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct GetCollectionHierarchyResponse {
        /// `hierarchy`.
        pub hierarchy: CollectionChild,
    }
}

pub mod builder {
    use crate::{Client, Error, Operation, Response, operations, types};
    use crate::call::Call;

    /// The request of [`Client::get_collection_hierarchy`](crate::Client::get_collection_hierarchy).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct GetCollectionHierarchy<'a> {
        client: &'a Client,
        id: Result<String, String>,
    }

    impl<'a> GetCollectionHierarchy<'a> {
        pub fn id(mut self, value: impl TryInto<String, Error: std::fmt::Display>) -> Self {
            self.id = crate::set::value(value);
            self
        }

        pub async fn send(
            self,
        ) -> Result<Response<types::GetCollectionHierarchyResponse>, Error> {
            self.call().json_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::GET_COLLECTION_HIERARCHY).path("id", self.id)
        }
    }
}
