//! The types and requests that come out, without what all of them have.

pub mod types {
    use crate::union::untagged_union;

    /// The answer of `getThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct GetThingResponse {
        /// `point`.
        #[serde(
            default,
            deserialize_with = "crate::lenient::or_empty",
            skip_serializing_if = "Vec::is_empty"
        )]
        pub point: Vec<f64>,
        /// `pair`.
        #[serde(
            default,
            deserialize_with = "crate::lenient::or_empty",
            skip_serializing_if = "Vec::is_empty"
        )]
        pub pair: Vec<Pair>,
        /// `rest`.
        #[serde(
            default,
            deserialize_with = "crate::lenient::or_empty",
            skip_serializing_if = "Vec::is_empty"
        )]
        pub rest: Vec<Pair>,
    }

    untagged_union! {
        /// `pair` in the answer of `getThing`.
        pub enum Pair, else UnknownValue {
            /// A `String`.
            Text(String),
            /// A `i64`.
            Integer(i64),
        }
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
