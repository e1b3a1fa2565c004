//! The types and requests that come out, without what all of them have.

pub mod types {
    use crate::union::tagged_union;

    /// The answer of `getThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct A {
        /// `x`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub x: Option<String>,
    }

    /// The answer of `getThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct B {
        /// `y`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub y: Option<String>,
    }

    tagged_union! {
        /// The answer of `getThing`.
        pub enum GetThing by "kind", else UnknownValue {
            /// `a`.
            A(A) = "a",
            /// `b`.
            B(B) = "b",
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
        pub async fn send(self) -> Result<Response<Vec<types::GetThing>>, Error> {
            self.call().json_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::GET_THING)
        }
    }
}
