//! Lists by offset, over servers that heed it and servers that do not.

use std::convert::Infallible;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::*;
use crate::loopback::OPERATION;
use crate::{Error, Fetch, Items, Operation, Paged, Response};

static LIST: Operation = OPERATION;

/// A list; the server answers with the items from where its offset leads to.
#[derive(Clone)]
struct Request {
    items: Vec<u64>,
    heed: fn(usize) -> usize,
    offset: Option<i64>,
    limit: usize,
}

impl Request {
    fn new(items: impl IntoIterator<Item = u64>, limit: usize, heed: fn(usize) -> usize) -> Self {
        Self { items: items.into_iter().collect(), heed, offset: None, limit }
    }
}

impl Paged for Request {
    type Page = Vec<u64>;
    type Item = u64;
    type Future = Fetch<'static, Vec<u64>>;
    const OPERATION: &'static Operation = &LIST;

    fn fetch(self) -> Self::Future {
        Box::pin(async move {
            let start = (self.heed)(usize::try_from(self.offset.unwrap_or(0)).unwrap());
            let page = self.items.iter().skip(start).take(self.limit).copied().collect();
            Ok(Response::new(page, StatusCode::OK, HeaderMap::new()))
        })
    }

    fn following(mut self, page: &Self::Page) -> Option<(Self, String)> {
        let offset = next_offset(self.offset, None, page.len())?;
        self.offset = Some(offset);
        Some((self, offset.to_string()))
    }

    fn mark(page: &Self::Page) -> Option<u64> {
        mark(page)
    }

    fn items(page: Self::Page) -> Vec<u64> {
        page
    }
}

async fn collect(request: Request) -> (Vec<u64>, Option<Error>) {
    let (mut items, mut found) = (Items::new(request), Vec::new());
    while let Some(item) = items.next().await {
        assert!(found.len() < 1000, "it does not end");
        match item {
            Ok(item) => found.push(item),
            Err(error) => return (found, Some(error)),
        }
    }
    (found, None)
}

#[tokio::test]
async fn a_list_whose_offset_is_heeded_comes_whole() {
    for limit in [1, 2, 7, 50] {
        let (items, error) = collect(Request::new(0..50, limit, |offset| offset)).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(items, (0..50).collect::<Vec<_>>());
    }
    // Equal items do not make equal pages, as long as something differs.
    let (items, error) = collect(Request::new([1, 1, 1, 2, 1, 3], 2, |offset| offset)).await;
    assert_eq!((items.len(), error.is_none()), (6, true));
}

#[tokio::test]
async fn a_page_that_comes_again_ends_the_list_before_its_items_do() {
    let (items, error) = collect(Request::new(0..50, 10, |_| 0)).await;
    assert_eq!(items, (0..10).collect::<Vec<_>>());
    let error = error.unwrap();
    assert!(matches!(&error, Error::StuckCursor(stuck) if stuck.cursor() == "10"), "{error:?}");
    assert_eq!(error.to_string(), "tryThing would never end: at \"10\" the server sent a page a second time");
    // No further than to some place.
    let (items, error) = collect(Request::new(0..50, 10, |offset| offset.min(30))).await;
    assert_eq!((items.len(), error.is_some()), (40, true));
    // In circles: some pages come again before it is found.
    let (items, error) = collect(Request::new(0..50, 10, |offset| offset % 50)).await;
    assert!(items.len() <= 150 && error.is_some(), "{}", items.len());
}

#[test]
fn a_mark_is_of_all_items() {
    assert_eq!(mark::<Infallible>(&[]), None);
    assert_eq!(mark(&["a", "b"]), mark(&["a", "b"]));
    for other in [&["a", "c"][..], &["b", "a"], &["a"], &["a\", \"b"], &["a", "b", "b"]] {
        assert_ne!(mark(&["a", "b"]), mark(other), "{other:?}");
    }
}

#[test]
fn the_next_offset_is_behind_the_items_of_a_page() {
    assert_eq!(next_offset(None, None, 3), Some(3));
    assert_eq!(next_offset(Some(4), Some(3), 3), Some(7));
    assert_eq!(next_offset(Some(4), Some(4), 3), None, "a short page is the last");
    assert_eq!(next_offset(Some(4), None, 0), None);
    assert_eq!(next_offset(Some(i64::MAX), None, 1), None);
}
