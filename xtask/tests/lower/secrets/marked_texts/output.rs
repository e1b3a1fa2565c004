//! The types and requests that come out, without what all of them have.

pub mod types {
    use crate::check::Check;

    /// The answer of `createKey`.
    #[derive(Clone, PartialEq, serde::Deserialize)]
    #[non_exhaustive]
    pub struct CreateKeyResponse {
        /// `id`.
        pub id: String,
        /// `key`.
        pub key: crate::Secret,
        /// `old_keys`.
        #[serde(
            default,
            deserialize_with = "crate::lenient::or_empty",
            skip_serializing_if = "Vec::is_empty"
        )]
        pub old_keys: Vec<crate::Secret>,
        /// `by_name`.
        #[serde(
            default,
            deserialize_with = "crate::lenient::or_empty",
            skip_serializing_if = "std::collections::BTreeMap::is_empty"
        )]
        pub by_name: std::collections::BTreeMap<String, Option<crate::Secret>>,
        /// `login`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub login: Option<Login>,
    }

    impl std::fmt::Debug for CreateKeyResponse {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("CreateKeyResponse")
                .field("id", &self.id)
                .field("key", &self.key)
                .field("old_keys", &self.old_keys)
                .field("by_name", &self.by_name)
                .field("login", &self.login)
                .finish()
        }
    }

    /// `Login`.
    #[derive(Clone, Default, PartialEq, serde::Deserialize)]
    #[non_exhaustive]
    pub struct Login {
        /// `name`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// `password`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub password: Option<crate::Secret>,
    }

    impl std::fmt::Debug for Login {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("Login")
                .field("name", &self.name)
                .field("password", &self.password)
                .finish()
        }
    }

    /// `Login`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct LoginRequest {
        /// `name`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// `password`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub password: Option<String>,
    }

    impl crate::validate::Validate for LoginRequest {
        fn validate(
            &self,
            at: &mut crate::validate::Path,
        ) -> Result<(), crate::validate::Invalid> {
            at.check("password", &self.password, Check::new().min_length(8))?;
            Ok(())
        }
    }

    pub mod builder {
        /// Builder of [`LoginRequest`](super::LoginRequest).
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct LoginRequest {
            name: Result<Option<String>, String>,
            password: Result<Option<String>, String>,
        }

        impl LoginRequest {
            pub fn name(
                mut self,
                value: impl TryInto<String, Error: std::fmt::Display>,
            ) -> Self {
                self.name = crate::set::value(value).map(Some);
                self
            }

            pub fn password(
                mut self,
                value: impl TryInto<String, Error: std::fmt::Display>,
            ) -> Self {
                self.password = crate::set::value(value).map(Some);
                self
            }
        }
    }
}

pub mod builder {
    use crate::{Client, Error, Operation, Response, operations, types};
    use crate::call::Call;

    /// The request of [`Client::create_key`](crate::Client::create_key).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct CreateKey<'a> {
        client: &'a Client,
        body: Result<Option<types::builder::LoginRequest>, String>,
    }

    impl<'a> CreateKey<'a> {
        pub fn body(
            mut self,
            value: impl TryInto<types::LoginRequest, Error: std::fmt::Display>,
        ) -> Self {
            self.body = crate::set::value(value)
                .map(|body: types::LoginRequest| Some(body.into()));
            self
        }

        pub fn name(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| Some(body.unwrap_or_default().name(value)));
            self
        }

        pub fn password(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| Some(body.unwrap_or_default().password(value)));
            self
        }

        pub async fn send(self) -> Result<Response<types::CreateKeyResponse>, Error> {
            self.call().json_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::CREATE_KEY)
                .json_optional_validated(
                    self
                        .body
                        .and_then(|body| body.map(types::LoginRequest::try_from).transpose()),
                )
        }
    }

    /// The request of [`Client::show_key`](crate::Client::show_key).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct ShowKey<'a> {
        client: &'a Client,
        id: Result<String, String>,
    }

    impl<'a> ShowKey<'a> {
        pub fn id(mut self, value: impl TryInto<String, Error: std::fmt::Display>) -> Self {
            self.id = crate::set::value(value);
            self
        }

        pub async fn send(self) -> Result<Response<crate::Secret>, Error> {
            self.call().json_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::SHOW_KEY).path("id", self.id)
        }
    }
}
