//! A request, as far as its head tells.

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use http::request::Parts;

/// The head of a request.
#[derive(Clone, Debug)]
pub(crate) struct Arrived {
    pub(crate) method: String,
    /// Still encoded, without the document's base path.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    /// The values in the path, decoded.
    pub(crate) values: Vec<(String, String)>,
}

impl Arrived {
    pub(crate) fn of(parts: &Parts, base: &str) -> Self {
        let path = parts.uri.path();
        let path = path.strip_prefix(base).filter(|rest| rest.starts_with('/')).unwrap_or(path);
        let query = parts.uri.query().unwrap_or_default();
        Self {
            method: parts.method.as_str().to_owned(),
            path: path.to_owned(),
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            headers: parts.headers.clone(),
            values: Vec::new(),
        }
    }

    /// The first value of a query key.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every value of a query key.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.query.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The only value in the path.
    pub(crate) fn only_value(&self) -> Option<&str> {
        self.values.first().map(|(_, value)| value.as_str())
    }

    pub(crate) fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok())
    }
}
