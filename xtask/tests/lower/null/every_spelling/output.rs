//! The types and requests that come out, without what all of them have.

pub mod types {
    use crate::open_enum::open_enum;
    use crate::union::untagged_union;

    /// The answer of `getThing`.
    #[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct GetThingResponse {
        /// `types`.
        pub types: Option<String>,
        /// The union.
        #[serde(default, deserialize_with = "crate::lenient::deserialize")]
        pub arms: Option<i64>,
        /// `twice`.
        pub twice: Option<String>,
        /// `values`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub values: Option<GetThingValue>,
        /// `three`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub three: Option<Three>,
        /// `named`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub named: Option<Thing>,
        /// `always`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub always: Option<serde_json::Value>,
        /// `old`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub old: Option<String>,
    }

    open_enum! {
        /// `values` in the answer of `getThing`.
        pub enum GetThingValue, else UnknownValue {
            /// `a`.
            A = "a",
        }
    }

    /// `Thing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct Thing {
        /// `name`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
    }

    untagged_union! {
        /// `three` in the answer of `getThing`.
        pub enum Three, else UnknownValue {
            /// A `String`.
            Text(String),
            /// A `bool`.
            Flag(bool),
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
