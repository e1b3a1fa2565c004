//! The types and requests that come out, without what all of them have.

pub mod types {
    use crate::open_enum::open_enum;
    use crate::union::untagged_union;

    /// The answer of `getThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct GetThingResponse {
        /// `same`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub same: Option<String>,
        /// `numbers`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub numbers: Option<f64>,
        /// `values`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub values: Option<GetThingValue>,
        /// `open`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub open: Option<String>,
        /// `nested`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub nested: Option<Nested>,
        /// `anything`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub anything: Option<serde_json::Value>,
        /// `order`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub order: Option<Order>,
    }

    open_enum! {
        /// `values` in the answer of `getThing`.
        pub enum GetThingValue, else UnknownValue {
            /// `a`.
            A = "a",
            /// `b`.
            B = "b",
        }
    }

    untagged_union! {
        /// `nested` in the answer of `getThing`.
        pub enum Nested, else UnknownValue {
            /// A `String`.
            Text(String),
            /// A `i64`.
            Integer(i64),
            /// A `bool`.
            Flag(bool),
        }
    }

    untagged_union! {
        /// `order` in the answer of `getThing`.
        pub enum Order, else UnknownValue {
            /// A `X0Value`.
            X0Value(X0Value),
            /// A `X1Value`.
            X1Value(X1Value),
            /// A `serde_json::Map<String, serde_json::Value>`.
            Object(serde_json::Map<String, serde_json::Value>),
        }
    }

    /// `order` in the answer of `getThing`.
    #[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct X0Value {
        /// `y`.
        pub y: String,
    }

    /// `order` in the answer of `getThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct X1Value {
        /// `x`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub x: Option<String>,
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
