//! Every operation with pages is walked over a socket: all its pages, all its items, and in circles.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test reports")]

use std::collections::BTreeSet;

use fal_platform_client::{Client, Error, Items, Paged, Pages, Paging, operations};
use fal_platform_tests::pinned;
use serde_json::{Map, Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// A value that fits a schema; of an object, what must be there.
fn sample(schema: &Value) -> Value {
    let arms = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array);
    if let Some(arm) = arms.into_iter().flatten().find(|arm| arm["type"] != "null") {
        return sample(arm);
    }
    if let Some(value) = schema.get("enum").and_then(|values| values.get(0)).or_else(|| schema.get("const")) {
        return value.clone();
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null").unwrap(),
        kind => kind,
    };
    match (kind.as_str(), schema["format"].as_str()) {
        (Some("object"), _) => {
            let required: BTreeSet<&str> = strings(&schema["required"]).collect();
            let properties = schema["properties"].as_object().into_iter().flatten();
            let needed = properties.filter(|(name, _)| required.contains(name.as_str()));
            needed.map(|(name, schema)| (name.clone(), sample(schema))).collect::<Map<_, _>>().into()
        }
        (Some("array"), _) => json!([]),
        (Some("integer" | "number"), _) => json!(1),
        (Some("boolean"), _) => json!(true),
        (_, Some("date-time")) => json!("2026-08-01T00:00:00Z"),
        (_, Some("date")) => json!("2026-08-01"),
        (_, Some("uri")) => json!("https://example.com"),
        _ => json!("x"),
    }
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// Answers every list with two pages of two items and one; below `/circle`, with one that leads to
/// itself.
struct Lists(Value);

impl Lists {
    /// The schema of a page.
    fn schema(&self, request: &Request) -> &Value {
        let path = request.url.path().trim_start_matches("/circle");
        let operation = operations::ALL
            .iter()
            .find(|operation| {
                let template: Vec<&str> = operation.path.split('/').collect();
                let parts: Vec<&str> = path.split('/').collect();
                let fits = |(template, part): (&&str, &&str)| template.starts_with('{') || template == part;
                operation.method == request.method.as_str()
                    && operation.paging != Paging::None
                    && template.len() == parts.len()
                    && template.iter().zip(&parts).all(fits)
            })
            .unwrap_or_else(|| panic!("{} {path} is no list", request.method));
        let item = &self.0["paths"][operation.path][operation.method.to_lowercase()];
        &item["responses"]["200"]["content"]["application/json"]["schema"]
    }
}

impl Respond for Lists {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let schema = self.schema(request);
        let properties = schema["properties"].as_object().unwrap();
        let (list, items) = properties.iter().find(|(_, schema)| schema["type"] == "array").unwrap();
        let query: Vec<_> = request.url.query_pairs().into_owned().collect();
        let asked = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let (count, next) = match (asked("cursor"), asked("offset")) {
            _ if request.url.path().starts_with("/circle") => (1, json!("again")),
            (None, None) => (2, json!("b/c=")),
            (Some("b/c="), None) | (None, Some("2")) => (1, Value::Null),
            other => panic!("there is no page at {other:?}"),
        };
        let mut page = sample(schema);
        page[list] = vec![sample(&items["items"]); count].into();
        if properties.contains_key("next_cursor") {
            page["next_cursor"] = next;
        }
        ResponseTemplate::new(200).set_body_json(page)
    }
}

/// Walks a list by pages, by items, ahead of time, and from its second page on; gives the operation.
async fn walk<B: Paged>(request: B) -> &'static str {
    let id = B::OPERATION.id;
    let second = if let Paging::Offset { .. } = B::OPERATION.paging { "2" } else { "b/c=" };
    for prefetch in [false, true] {
        let mut items = Items::new(request.clone()).prefetch(prefetch);
        for place in [(None, 1), (None, 2), (Some(second), 1)] {
            items.next().await.unwrap().unwrap_or_else(|error| panic!("{id}: {error}"));
            assert_eq!((items.cursor(), items.taken()), place, "{id}");
        }
        assert!(items.next().await.is_none(), "{id}");
    }
    let mut pages = Pages::new(request.clone());
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(pages.cursor(), Some(second), "{id}");
    pages.next().await.unwrap().unwrap();
    assert!(pages.cursor().is_none() && pages.next().await.is_none(), "{id}");
    let (from_there, position) = request.following(&first).unwrap();
    assert_eq!(position, second);
    let mut rest = Items::new(from_there);
    assert!(rest.next().await.unwrap().is_ok() && rest.next().await.is_none(), "{id}");
    id
}

/// Walks a list that has no end.
async fn circle<B: Paged>(request: B) -> &'static str {
    let mut items = Items::new(request);
    let mut count = 0;
    let error = loop {
        match items.next().await.unwrap() {
            Ok(_) => count += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::StuckCursor(_)) && count <= 4, "{count} items, then {error}");
    B::OPERATION.id
}

/// `does` with every list that has a cursor, one call each.
macro_rules! with_cursors {
    ($client:ident, $does:ident) => {{
        let admin = $client.admin().unwrap();
        vec![
            $does($client.get_models()).await,
            $does($client.get_analytics().endpoint_id("a/b")).await,
            $does($client.list_requests_by_endpoint().endpoint_id("a/b")).await,
            $does($client.search_requests()).await,
            $does($client.list_workflows()).await,
            $does($client.list_assets()).await,
            $does($client.list_asset_collection_assets().collection_id("c")).await,
            $does($client.serverless_get_analytics().endpoint_id("a/b")).await,
            $does($client.serverless_list_app_events().owner("o").name("n")).await,
            $does($client.serverless_list_app_revisions().owner("o").name("n")).await,
            $does($client.serverless_logs_history()).await,
            $does($client.serverless_list_requests_by_endpoint().endpoint_id("a/b")).await,
            $does(admin.get_usage()).await,
            $does(admin.get_billing_events()).await,
            $does(admin.serverless_get_usage()).await,
            $does(admin.list_compute_instances()).await,
            $does(admin.list_api_keys()).await,
            $does(admin.get_organization_billing_events()).await,
            $does(admin.get_organization_usage()).await,
        ]
    }};
}

async fn server() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(Lists(pinned().unwrap())).mount(&server).await;
    server
}

/// The lists that the document has: what takes a cursor or an offset.
fn listed(parameter: &str) -> BTreeSet<String> {
    let document = pinned().unwrap();
    let operations =
        document["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values());
    let takes = |operation: &&Value| {
        operation["parameters"].as_array().is_some_and(|all| all.iter().any(|one| one["name"] == parameter))
    };
    operations.filter(takes).map(|operation| operation["operationId"].as_str().unwrap().to_owned()).collect()
}

fn walked(ids: Vec<&str>) -> BTreeSet<String> {
    ids.into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn every_list_is_walked_to_its_end() {
    let server = server().await;
    let client = Client::new(&server.uri()).unwrap();
    assert_eq!(walked(with_cursors!(client, walk)), listed("cursor"));
    let offsets =
        vec![walk(client.list_asset_collections().limit(2)).await, walk(client.list_asset_characters().limit(2)).await];
    assert_eq!(walked(offsets), listed("offset"));
    assert_eq!((listed("cursor").len(), listed("offset").len()), (19, 2));
    let requests = server.received_requests().await.unwrap();
    assert!(requests.iter().any(|request| request.url.query() == Some("cursor=b%2Fc%3D")));
}

#[tokio::test]
async fn every_list_in_a_circle_ends() {
    let server = server().await;
    let client = Client::new(&format!("{}/circle", server.uri())).unwrap();
    assert_eq!(walked(with_cursors!(client, circle)), listed("cursor"));
}

/// Walks a list whose server answers the same page at each offset: its items come once.
async fn ignored<B: Paged>(request: B) -> &'static str {
    for prefetch in [false, true] {
        let mut items = Items::new(request.clone()).prefetch(prefetch);
        items.next().await.unwrap().unwrap();
        let error = items.next().await.unwrap().err().unwrap();
        assert!(matches!(&error, Error::StuckCursor(stuck) if stuck.cursor() == "1"), "{error:?}");
        assert_eq!((items.cursor(), items.taken()), (Some("1"), 0));
        assert!(items.next().await.is_none());
    }
    B::OPERATION.id
}

#[tokio::test]
async fn every_list_whose_offset_is_ignored_ends() {
    let server = server().await;
    let client = Client::new(&format!("{}/circle", server.uri())).unwrap();
    let ignored =
        vec![ignored(client.list_asset_collections()).await, ignored(client.list_asset_characters().limit(1)).await];
    assert_eq!(walked(ignored), listed("offset"));
}
