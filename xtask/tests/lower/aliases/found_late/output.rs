//! The types and requests that come out, without what all of them have.

pub mod types {
    /// The answer of `getThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct GetThingResponse {
        /// `a`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub a: Option<bool>,
        /// `b`.
        #[serde(
            default,
            deserialize_with = "crate::lenient::or_empty",
            skip_serializing_if = "Vec::is_empty"
        )]
        pub b: Vec<Vec<serde_json::Value>>,
    }
}

pub mod builder {
    use crate::{Client, Error, Operation, Response, operations, types};
    use crate::call::Call;

    /// The request of [`Client::get_thing`](crate::Client::get_thing).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct GetThing<'a> {
        client: &'a Client,
    }

    impl<'a> GetThing<'a> {
        pub async fn send(self) -> Result<Response<types::GetThingResponse>, Error> {
            self.call().json_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::GET_THING)
        }
    }
}
