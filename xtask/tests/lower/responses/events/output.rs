//! The types and requests that come out, without what all of them have.

pub mod types {
    /// The answer of `streamThings`.
    #[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct StreamThingsResponse {
        /// `timestamp`.
        pub timestamp: String,
        /// `name`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
    }
}

pub mod builder {
    use crate::{ByteStream, Client, Error, Operation, Response, operations, types};
    use crate::call::Call;

    /// The request of [`Client::stream_things`](crate::Client::stream_things).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct StreamThings<'a> {
        client: &'a Client,
        start: Result<Option<crate::TimeBound>, String>,
    }

    impl<'a> StreamThings<'a> {
        pub fn start(
            mut self,
            value: impl TryInto<crate::TimeBound, Error: std::fmt::Display>,
        ) -> Self {
            self.start = crate::set::value(value).map(Some);
            self
        }

        pub async fn send(self) -> Result<Response<ByteStream>, Error> {
            self.call().stream_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::STREAM_THINGS).query("start", self.start)
        }

        pub fn events(self) -> crate::events::Events<'a, Self> {
            crate::events::Events::new(self)
        }
    }

    impl<'a> crate::events::Streamed<'a> for StreamThings<'a> {
        type Item = types::StreamThingsResponse;
        const OPERATION: &'static Operation = &operations::STREAM_THINGS;
        const TEXT: bool = false;
        fn client(&self) -> &'a Client {
            self.client
        }

        fn open(self) -> crate::Fetch<'a, ByteStream> {
            Box::pin(self.send())
        }
    }

    impl<'a> crate::events::Resumable<'a> for StreamThings<'a> {
        fn resumed(self, from: chrono::DateTime<chrono::Utc>) -> Self {
            self.start(from)
        }

        fn moment(item: &Self::Item) -> Option<String> {
            Some(item.timestamp.clone())
        }
    }

    /// The request of [`Client::stream_words`](crate::Client::stream_words).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct StreamWords<'a> {
        client: &'a Client,
    }

    impl<'a> StreamWords<'a> {
        pub async fn send(self) -> Result<Response<ByteStream>, Error> {
            self.call().stream_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::STREAM_WORDS)
        }

        pub fn events(self) -> crate::events::Events<'a, Self> {
            crate::events::Events::new(self)
        }
    }

    impl<'a> crate::events::Streamed<'a> for StreamWords<'a> {
        type Item = String;
        const OPERATION: &'static Operation = &operations::STREAM_WORDS;
        const TEXT: bool = true;
        fn client(&self) -> &'a Client {
            self.client
        }

        fn open(self) -> crate::Fetch<'a, ByteStream> {
            Box::pin(self.send())
        }
    }
}
