//! Lists of canned pages: order, ends, circles, errors and looking ahead.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::*;
use crate::Stage;
use crate::loopback::OPERATION;

static LIST: Operation = OPERATION;

/// What a position leads to: items and the next position, or nothing at all.
type Table = Vec<(&'static str, Vec<u32>, Option<&'static str>)>;

#[derive(Clone)]
struct Request<'a> {
    table: &'a Table,
    cursor: String,
    sent: Arc<AtomicUsize>,
}

#[derive(Debug)]
struct Page {
    items: Vec<u32>,
    next: Option<String>,
}

impl<'a> Paged for Request<'a> {
    type Page = Page;
    type Item = u32;
    type Future = Fetch<'a, Page>;
    const OPERATION: &'static Operation = &LIST;

    fn fetch(self) -> Self::Future {
        Box::pin(async move {
            self.sent.fetch_add(1, Ordering::SeqCst);
            // Two looks, as over a network.
            tokio::task::yield_now().await;
            let found = self.table.iter().find(|(at, ..)| *at == self.cursor);
            let (_, items, next) = found.ok_or_else(|| Error::other(&LIST, Stage::MaybeSent, "broken"))?;
            let page = Page { items: items.clone(), next: next.map(str::to_owned) };
            Ok(Response::new(page, StatusCode::OK, HeaderMap::new()))
        })
    }

    fn following(mut self, page: &Page) -> Option<(Self, String)> {
        let next = page.next.clone()?;
        self.cursor.clone_from(&next);
        Some((self, next))
    }

    fn items(page: Page) -> Vec<u32> {
        page.items
    }
}

fn first(table: &Table) -> Request<'_> {
    Request { table, cursor: String::new(), sent: Arc::default() }
}

fn three() -> Table {
    vec![("", vec![1, 2], Some("b")), ("b", vec![], Some("c")), ("c", vec![3], None)]
}

async fn collect(mut items: Items<Request<'_>>) -> (Vec<u32>, Option<Error>) {
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => found.push(item),
            Err(error) => {
                assert!(items.next().await.is_none(), "an error ends the list");
                return (found, Some(error));
            }
        }
    }
    (found, None)
}

#[tokio::test]
async fn items_come_in_order_over_empty_pages() {
    let table = three();
    for prefetch in [false, true] {
        let request = first(&table);
        let (items, error) = collect(Items::new(request.clone()).prefetch(prefetch)).await;
        assert_eq!(items, [1, 2, 3]);
        assert!(error.is_none());
        assert_eq!(request.sent.load(Ordering::SeqCst), 3);
    }
}

#[tokio::test]
async fn an_empty_position_is_the_end() {
    let table = vec![("", vec![1], Some("b")), ("b", vec![2], Some(""))];
    let (items, error) = collect(Items::new(first(&table))).await;
    assert_eq!(items, [1, 2]);
    assert!(error.is_none());
}

#[tokio::test]
async fn a_list_can_be_taken_up_where_it_stopped() {
    let table = three();
    let mut pages = Pages::new(first(&table));
    assert_eq!(pages.cursor(), None);
    pages.next().await.unwrap().unwrap();
    assert_eq!(pages.cursor(), Some("b"));
    pages.next().await.unwrap().unwrap();
    assert_eq!(pages.cursor(), Some("c"));
    assert_eq!(pages.next().await.unwrap().unwrap().items, [3]);
    assert_eq!(pages.cursor(), None);
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn looking_ahead_asks_for_one_page_and_no_more() {
    let table = three();
    for (prefetch, expected) in [(false, 1), (true, 2)] {
        let request = first(&table);
        let mut pages = Pages::new(request.clone()).prefetch(prefetch);
        let page = pages.next().await.unwrap().unwrap();
        assert_eq!((page.items.as_slice(), pages.cursor()), (&[1, 2][..], Some("b")));
        assert_eq!(request.sent.load(Ordering::SeqCst), expected);
    }
}

#[tokio::test]
async fn an_error_ends_the_list_and_leaves_the_place() {
    let table = vec![("", vec![1], Some("gone"))];
    for prefetch in [false, true] {
        let mut pages = Pages::new(first(&table)).prefetch(prefetch);
        pages.next().await.unwrap().unwrap();
        let error = pages.next().await.unwrap().unwrap_err();
        assert_eq!(error.stage(), Stage::MaybeSent);
        assert_eq!(pages.cursor(), Some("gone"));
        assert!(pages.next().await.is_none());
    }
}

#[tokio::test]
async fn a_list_that_runs_in_circles_ends() {
    let ring = |length: usize| -> Table {
        let names = ["a", "b", "c", "d", "e", "f", "g"];
        let links = (0..length).map(|at| (names[at], vec![1], Some(names[(at + 1) % length])));
        std::iter::once(("", vec![0], Some("a"))).chain(links).collect()
    };
    for length in 1..=7 {
        for prefetch in [false, true] {
            let table = ring(length);
            let (items, error) = collect(Items::new(first(&table)).prefetch(prefetch)).await;
            let error = error.unwrap();
            assert!(matches!(error, Error::StuckCursor(_)), "{error:?}");
            assert!(items.len() <= 4 * length + 2, "{length}: {}", items.len());
        }
    }
    // A page that leads to itself is found at once, however late it comes.
    let names = ["", "a", "b", "c", "d", "e", "e"];
    let table = names.windows(2).map(|pair| (pair[0], vec![1], Some(pair[1]))).collect();
    let (items, error) = collect(Items::new(first(&table))).await;
    assert_eq!(items.len(), 6);
    assert!(error.is_some());
    let table = ring(1);
    let (items, error) = collect(Items::new(first(&table))).await;
    assert_eq!(items, [0, 1]);
    assert_eq!(error.unwrap().to_string(), "tryThing would never end: the server named the page \"a\" a second time");
}

#[test]
fn lists_can_be_moved_to_other_threads() {
    fn everywhere<T: Send + Unpin + Stream>(_: T) {}
    let table = three();
    everywhere(Pages::new(first(&table)));
    everywhere(Items::new(first(&table)));
}

#[tokio::test]
async fn items_can_be_taken_up_where_they_stopped() {
    let table = vec![("", vec![1, 2], Some("b")), ("b", vec![3, 4, 5], Some("gone"))];
    for prefetch in [false, true] {
        let mut items = Items::new(first(&table)).prefetch(prefetch);
        assert_eq!((items.cursor(), items.taken()), (None, 0));
        let mut places = Vec::new();
        while let Some(Ok(_)) = items.next().await {
            places.push((items.cursor().map(str::to_owned), items.taken()));
        }
        let b = || Some("b".to_owned());
        assert_eq!(places, [(None, 1), (None, 2), (b(), 1), (b(), 2), (b(), 3)]);
        // The page that failed is the one to begin with.
        assert_eq!((items.cursor(), items.taken()), (Some("gone"), 0));
        let mut request = first(&table);
        request.cursor = b().unwrap();
        let (again, _) = collect(Items::new(request)).await;
        assert_eq!(again, [3, 4, 5]);
    }
}
