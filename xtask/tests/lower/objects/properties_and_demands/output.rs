//! The types and requests that come out, without what all of them have.

pub mod types {
    /// `closed` in the answer of `getThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct Closed {
        /// `a`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub a: Option<String>,
    }

    /// The answer of `getThing`.
    #[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct GetThingResponse {
        /// `old`.
        #[deprecated]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub old: Option<String>,
        /// `twice`.
        pub twice: String,
        /// `empty`.
        #[serde(
            default,
            deserialize_with = "crate::lenient::or_empty",
            skip_serializing_if = "serde_json::Map::is_empty"
        )]
        pub empty: serde_json::Map<String, serde_json::Value>,
        /// `closed`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub closed: Option<Closed>,
        /// `free`.
        #[serde(
            default,
            deserialize_with = "crate::lenient::or_empty",
            skip_serializing_if = "serde_json::Map::is_empty"
        )]
        pub free: serde_json::Map<String, serde_json::Value>,
        /// `map`.
        #[serde(
            default,
            deserialize_with = "crate::lenient::whole_or_empty",
            skip_serializing_if = "std::collections::BTreeMap::is_empty"
        )]
        pub map: std::collections::BTreeMap<String, i64>,
        /// `more`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub more: Option<More>,
        /// `list`.
        #[serde(
            default,
            deserialize_with = "crate::lenient::or_empty",
            skip_serializing_if = "Vec::is_empty"
        )]
        pub list: Vec<serde_json::Value>,
        /// `gone`.
        pub gone: serde_json::Value,
    }

    /// `more` in the answer of `getThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct More {
        /// `a`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub a: Option<String>,
        /// Properties that this version does not know.
        #[serde(flatten)]
        pub extra: serde_json::Map<String, serde_json::Value>,
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
