//! The types and requests that come out, without what all of them have.

pub mod types {
    /// The error of `getThings`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct ErrorBody {
        /// `title`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub title: Option<String>,
    }

    /// The answer of `getThings`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct GetThingsResponse {
        /// `name`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
    }
}

pub mod builder {
    use crate::{ByteStream, Client, Error, Operation, Response, operations, types};
    use crate::call::Call;

    /// The request of [`Client::get_events`](crate::Client::get_events).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct GetEvents<'a> {
        client: &'a Client,
    }

    impl<'a> GetEvents<'a> {
        pub async fn send(self) -> Result<Response<ByteStream>, Error> {
            self.call().stream_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::GET_EVENTS)
        }

        pub fn events(self) -> crate::events::Events<'a, Self> {
            crate::events::Events::new(self)
        }
    }

    impl<'a> crate::events::Streamed<'a> for GetEvents<'a> {
        type Item = String;
        const OPERATION: &'static Operation = &operations::GET_EVENTS;
        const TEXT: bool = true;
        fn client(&self) -> &'a Client {
            self.client
        }

        fn open(self) -> crate::Fetch<'a, ByteStream> {
            Box::pin(self.send())
        }
    }

    /// The request of [`Client::get_things`](crate::Client::get_things).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct GetThings<'a> {
        client: &'a Client,
    }

    impl<'a> GetThings<'a> {
        pub async fn send(self) -> Result<Response<types::GetThingsResponse>, Error> {
            self.call().json_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::GET_THINGS)
        }
    }
}
