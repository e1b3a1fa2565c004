//! The types and requests that come out, without what all of them have.

pub mod types {
    /// The answer of `getThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct GetThingResponse {
        /// `yes`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub yes: Option<serde_json::Value>,
        /// `number`.
        #[serde(
            default,
            deserialize_with = "crate::lenient::deserialize",
            skip_serializing_if = "Option::is_none"
        )]
        pub number: Option<i64>,
        /// `names`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub names: Option<Names>,
        /// `kind`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kind: Option<serde_json::Value>,
        /// `count`.
        #[serde(
            default,
            deserialize_with = "crate::lenient::or_empty",
            skip_serializing_if = "Vec::is_empty"
        )]
        pub count: Vec<String>,
    }

    /// `names` in the answer of `getThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct Names {
        /// `a`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub a: Option<String>,
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
