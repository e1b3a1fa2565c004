//! What a mock is started with.

use std::sync::Arc;

use crate::document::Document;

/// See the methods of [`Builder`](crate::Builder).
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) document: Option<Arc<Document>>,
    pub(crate) port: u16,
    pub(crate) seed: u64,
    pub(crate) pages: u64,
    pub(crate) page_size: usize,
    pub(crate) api_key: String,
    pub(crate) admin_key: String,
    pub(crate) remember: usize,
    pub(crate) keep: usize,
    pub(crate) headers: Vec<String>,
    pub(crate) stories: bool,
    pub(crate) log: Option<fn(&crate::record::Recorded)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            document: None,
            port: 0,
            seed: 0,
            pages: 3,
            page_size: 3,
            api_key: "mock-api-key:7c1d5f0e9b3a4826".to_owned(),
            admin_key: "mock-admin-key:e84b60d2a7f95c13".to_owned(),
            remember: 1_000,
            keep: 16 << 20,
            headers: Vec::new(),
            stories: true,
            log: None,
        }
    }
}
