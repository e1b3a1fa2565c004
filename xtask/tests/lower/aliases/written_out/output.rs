//! The types and requests that come out, without what all of them have.

pub mod types {
    use crate::open_enum::open_enum;

    /// The answer of `getThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct GetThingResponse {
        /// `id`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub id: Option<String>,
        /// `ids`.
        #[serde(
            default,
            deserialize_with = "crate::lenient::or_empty",
            skip_serializing_if = "Vec::is_empty"
        )]
        pub ids: Vec<String>,
        /// `maybe`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub maybe: Option<Maybe>,
        /// `kind`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kind: Option<Kind>,
        /// `tree`.
        #[serde(
            default,
            deserialize_with = "crate::lenient::or_empty",
            skip_serializing_if = "Vec::is_empty"
        )]
        pub tree: Vec<serde_json::Value>,
    }

    open_enum! {
        /// `Kind`.
        pub enum Kind, else UnknownValue {
            /// `a`.
            A = "a",
        }
    }

    /// `Maybe`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct Maybe {
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
