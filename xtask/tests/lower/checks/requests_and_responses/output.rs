//! The types and requests that come out, without what all of them have.

pub mod types {
    use crate::check::Check;

    /// The body of `changeThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct ChangeThingRequest {
        /// `name`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// `id`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub id: Option<String>,
        /// `at`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub at: Option<chrono::DateTime<chrono::offset::Utc>>,
        /// `size`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub size: Option<i64>,
        /// `big`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub big: Option<u64>,
        /// `tags`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tags: Option<Vec<String>>,
        /// `odd`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub odd: Option<String>,
    }

    impl crate::validate::Validate for ChangeThingRequest {
        fn validate(
            &self,
            at: &mut crate::validate::Path,
        ) -> Result<(), crate::validate::Invalid> {
            at.check(
                "name",
                &self.name,
                Check::new().min_length(1).max_length(9).pattern("^[a-z]+$"),
            )?;
            at.check("id", &self.id, Check::new().format("uuid"))?;
            at.check("size", &self.size, Check::new().at_least(1.0).multiple_of(2.0))?;
            at.check("tags", &self.tags, Check::new().unique_items())?;
            Ok(())
        }
    }

    /// The answer of `changeThing`.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct ChangeThingResponse {
        /// `name`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// `id`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub id: Option<String>,
        /// `at`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub at: Option<chrono::DateTime<chrono::offset::Utc>>,
        /// `size`.
        #[serde(
            default,
            deserialize_with = "crate::lenient::deserialize",
            skip_serializing_if = "Option::is_none"
        )]
        pub size: Option<i64>,
        /// `big`.
        #[serde(
            default,
            deserialize_with = "crate::lenient::deserialize",
            skip_serializing_if = "Option::is_none"
        )]
        pub big: Option<u64>,
        /// `tags`.
        #[serde(
            default,
            deserialize_with = "crate::lenient::or_empty",
            skip_serializing_if = "Vec::is_empty"
        )]
        pub tags: Vec<String>,
        /// `odd`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub odd: Option<String>,
    }

    pub mod builder {
        /// Builder of [`ChangeThingRequest`](super::ChangeThingRequest).
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct ChangeThingRequest {
            name: Result<Option<String>, String>,
            id: Result<Option<String>, String>,
            at: Result<Option<chrono::DateTime<chrono::offset::Utc>>, String>,
            size: Result<Option<i64>, String>,
            big: Result<Option<u64>, String>,
            tags: Result<Option<Vec<String>>, String>,
            odd: Result<Option<String>, String>,
        }

        impl ChangeThingRequest {
            pub fn name(
                mut self,
                value: impl TryInto<String, Error: std::fmt::Display>,
            ) -> Self {
                self.name = crate::set::value(value).map(Some);
                self
            }

            pub fn id(mut self, value: impl TryInto<String, Error: std::fmt::Display>) -> Self {
                self.id = crate::set::value(value).map(Some);
                self
            }

            pub fn at(
                mut self,
                value: impl TryInto<
                    chrono::DateTime<chrono::offset::Utc>,
                    Error: std::fmt::Display,
                >,
            ) -> Self {
                self.at = crate::set::value(value).map(Some);
                self
            }

            pub fn size(mut self, value: impl TryInto<i64, Error: std::fmt::Display>) -> Self {
                self.size = crate::set::value(value).map(Some);
                self
            }

            pub fn big(mut self, value: impl TryInto<u64, Error: std::fmt::Display>) -> Self {
                self.big = crate::set::value(value).map(Some);
                self
            }

            pub fn tags(
                mut self,
                value: impl IntoIterator<Item = impl TryInto<String, Error: std::fmt::Display>>,
            ) -> Self {
                self.tags = crate::set::all(value).map(Some);
                self
            }

            pub fn odd(mut self, value: impl TryInto<String, Error: std::fmt::Display>) -> Self {
                self.odd = crate::set::value(value).map(Some);
                self
            }
        }
    }
}

pub mod builder {
    use crate::{Client, Error, Operation, Response, operations, types};
    use crate::call::Call;

    /// The request of [`Client::change_thing`](crate::Client::change_thing).
    #[derive(Clone, Debug)]
    #[must_use = "nothing is sent before `send`"]
    pub struct ChangeThing<'a> {
        client: &'a Client,
        body: Result<types::builder::ChangeThingRequest, String>,
    }

    impl<'a> ChangeThing<'a> {
        pub fn body(
            mut self,
            value: impl TryInto<types::ChangeThingRequest, Error: std::fmt::Display>,
        ) -> Self {
            self.body = crate::set::value(value)
                .map(|body: types::ChangeThingRequest| body.into());
            self
        }

        pub fn name(
            mut self,
            value: impl TryInto<String, Error: std::fmt::Display>,
        ) -> Self {
            self.body = self.body.map(|body| body.name(value));
            self
        }

        pub fn id(mut self, value: impl TryInto<String, Error: std::fmt::Display>) -> Self {
            self.body = self.body.map(|body| body.id(value));
            self
        }

        pub fn at(
            mut self,
            value: impl TryInto<
                chrono::DateTime<chrono::offset::Utc>,
                Error: std::fmt::Display,
            >,
        ) -> Self {
            self.body = self.body.map(|body| body.at(value));
            self
        }

        pub fn size(mut self, value: impl TryInto<i64, Error: std::fmt::Display>) -> Self {
            self.body = self.body.map(|body| body.size(value));
            self
        }

        pub fn big(mut self, value: impl TryInto<u64, Error: std::fmt::Display>) -> Self {
            self.body = self.body.map(|body| body.big(value));
            self
        }

        pub fn tags(
            mut self,
            value: impl IntoIterator<Item = impl TryInto<String, Error: std::fmt::Display>>,
        ) -> Self {
            self.body = self.body.map(|body| body.tags(value));
            self
        }

        pub fn odd(mut self, value: impl TryInto<String, Error: std::fmt::Display>) -> Self {
            self.body = self.body.map(|body| body.odd(value));
            self
        }

        pub async fn send(self) -> Result<Response<types::ChangeThingResponse>, Error> {
            self.call().json_response().await
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::CHANGE_THING)
                .json_validated(self.body.and_then(types::ChangeThingRequest::try_from))
        }
    }
}
