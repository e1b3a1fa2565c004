//! The types and requests that come out, without what all of them have.

pub mod types {
}

pub mod builder {
    use crate::{Client, Error, Operation, Response, operations, types};
    use crate::call::Call;

    /// The request of [`Client::put_things`](crate::Client::put_things).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct PutThings<'a> {
        client: &'a Client,
    }

    impl<'a> PutThings<'a> {
        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::PUT_THINGS)
        }
    }

    /// The request of [`Client::add_thing`](crate::Client::add_thing).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct AddThing<'a> {
        client: &'a Client,
    }

    impl<'a> AddThing<'a> {
        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::ADD_THING)
        }
    }

    /// The request of [`Client::clear_things`](crate::Client::clear_things).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct ClearThings<'a> {
        client: &'a Client,
    }

    impl<'a> ClearThings<'a> {
        pub async fn send(self) -> Result<Response<()>, Error> {
            self.call().empty_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::CLEAR_THINGS)
        }
    }
}
