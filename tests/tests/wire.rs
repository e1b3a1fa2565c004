//! What arrives at a server, byte for byte where it matters.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test reports")]

use chrono::{NaiveDate, TimeZone, Utc};
use fal_platform_client::{Client, Part, Patch, builder, types};
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// A server that answers everything with `body`, and a client for it.
async fn answering(status: u16, body: Value) -> (MockServer, Client) {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(status).set_body_json(body)).mount(&server).await;
    let client = Client::new(&server.uri()).unwrap();
    (server, client)
}

/// The one request that arrived.
async fn arrived(server: &MockServer) -> Request {
    let mut requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1, "one request was expected");
    requests.remove(0)
}

fn pairs(request: &Request) -> Vec<(String, String)> {
    request.url.query_pairs().map(|(key, value)| (key.into_owned(), value.into_owned())).collect()
}

fn pair(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

fn models() -> Value {
    json!({ "models": [], "next_cursor": null, "has_more": false })
}

#[tokio::test]
async fn a_list_arrives_as_repeated_keys() {
    let (server, client) = answering(200, models()).await;
    client.get_models().endpoint_id(["a", "b"]).limit(10).send().await.unwrap();
    let request = arrived(&server).await;
    assert_eq!(pairs(&request), [pair("limit", "10"), pair("endpoint_id", "a"), pair("endpoint_id", "b")]);
}

#[tokio::test]
async fn one_value_stands_for_a_list_of_one() {
    let (server, client) = answering(200, models()).await;
    client.get_models().endpoint_id("fal-ai/flux/dev").expand(vec!["openapi-3.0".to_owned()]).send().await.unwrap();
    let request = arrived(&server).await;
    assert_eq!(pairs(&request), [pair("endpoint_id", "fal-ai/flux/dev"), pair("expand", "openapi-3.0")]);
}

#[tokio::test]
async fn start_and_end_take_dates_and_timestamps() {
    let usage = json!({ "next_cursor": null, "has_more": false });
    let (server, client) = answering(200, usage).await;
    let start = NaiveDate::from_ymd_opt(2026, 8, 1).unwrap();
    let end = Utc.with_ymd_and_hms(2026, 8, 2, 3, 4, 5).unwrap();
    client.admin().unwrap().get_usage().start(start).end(end).send().await.unwrap();
    let request = arrived(&server).await;
    assert_eq!(pairs(&request), [pair("start", "2026-08-01"), pair("end", "2026-08-02T03:04:05Z")]);
}

/// As code is written for an operation that needed administrator rights once.
#[tokio::test]
async fn an_operation_of_the_client_is_found_behind_admin() {
    let (server, client) = answering(200, models()).await;
    let request: builder::GetModels<'_> = client.admin().unwrap().get_models().limit(3);
    request.send().await.unwrap();
    assert_eq!(pairs(&arrived(&server).await), [pair("limit", "3")]);
}

#[tokio::test]
async fn time_bounds_as_text_are_checked_before_sending() {
    let (server, client) = answering(200, json!({})).await;
    let error = client.admin().unwrap().get_usage().start("yesterday").send().await.unwrap_err();
    assert_eq!(error.operation(), Some("getUsage"));
    assert_eq!(error.field(), Some("start"));
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn nothing_is_sent_for_what_is_not_set() {
    let (server, client) = answering(200, models()).await;
    client.get_models().send().await.unwrap();
    let request = arrived(&server).await;
    assert_eq!(request.url.query(), None);
    assert_eq!(request.url.path(), "/models");
    assert!(request.body.is_empty());
    let mut headers: Vec<&str> = request.headers.keys().map(|name| name.as_str()).collect();
    headers.sort_unstable();
    assert_eq!(headers, ["accept", "host", "user-agent"]);
    assert_eq!(request.headers["accept"], "application/json");
}

#[tokio::test]
async fn slashes_in_a_file_path_stay_and_everything_else_is_encoded() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_bytes(b"content")).mount(&server).await;
    let client = Client::new(&server.uri()).unwrap();
    let file = client.serverless_download_file().file("data/a b/50%?.txt").send().await.unwrap();
    assert_eq!(file.into_inner().bytes().await.unwrap(), "content");
    assert_eq!(arrived(&server).await.url.path(), "/serverless/files/file/data/a%20b/50%25%3F.txt");
}

#[tokio::test]
async fn slashes_elsewhere_are_encoded_and_dots_are_refused() {
    let (server, client) = answering(200, json!({ "asset": null })).await;
    client.get_asset().asset_id("a/b").send().await.unwrap_err();
    assert_eq!(arrived(&server).await.url.path(), "/assets/a%2Fb");
    for id in ["", ".", ".."] {
        let error = client.get_asset().asset_id(id).send().await.unwrap_err();
        assert_eq!(error.field(), Some("asset_id"), "{id:?}");
    }
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn bounds_are_checked_before_sending_and_name_the_field() {
    let (server, client) = answering(201, json!({})).await;
    let error = client.admin().unwrap().create_api_key().alias("").send().await.unwrap_err();
    assert_eq!(error.operation(), Some("createApiKey"));
    assert_eq!(error.field(), Some("body.alias"));
    let error = client.get_models().limit(0).send().await.unwrap_err();
    assert_eq!(error.field(), Some("limit"));
    let error = client.get_pricing().send().await.unwrap_err();
    assert_eq!(error.field(), Some("endpoint_id"));
    let nobody: [&str; 0] = [];
    client.get_pricing().endpoint_id(nobody).send().await.unwrap_err();
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_header_parameter_arrives_and_only_when_it_is_set() {
    let (server, client) = answering(201, json!({})).await;
    let _ = client.create_asset_tag().name("red").idempotency_key("k-1").send().await;
    let request = arrived(&server).await;
    assert_eq!(request.headers["idempotency-key"], "k-1");
    assert_eq!(request.headers["content-type"], "application/json");
    assert_eq!(request.body_json::<Value>().unwrap(), json!({ "name": "red" }));
}

#[tokio::test]
async fn absent_null_and_a_value_are_three_things_in_a_patch() {
    let (server, client) = answering(200, json!({})).await;
    let _ = client.update_asset_collection().collection_id("c").name("n").description(Patch::Null).send().await;
    let request = arrived(&server).await;
    assert_eq!(request.method.as_str(), "PATCH");
    assert_eq!(request.body_json::<Value>().unwrap(), json!({ "name": "n", "description": null }));
}

#[tokio::test]
async fn a_tagged_union_sends_its_tag_and_a_delete_its_body() {
    let (server, client) =
        answering(200, json!({ "estimate_type": "unit_price", "total_cost": 1, "currency": "USD" })).await;
    let estimate = types::UnitPriceEstimate::builder()
        .endpoints([("fal-ai/flux/dev", types::UnitQuantity::builder().unit_quantity(2.5))]);
    let body = types::EstimatePricingRequest::UnitPrice(estimate.try_into().unwrap());
    let answer = client.estimate_pricing().body(body).send().await.unwrap();
    assert_eq!(answer.total_cost, 1.0);
    let sent = arrived(&server).await.body_json::<Value>().unwrap();
    assert_eq!(
        sent,
        json!({ "estimate_type": "unit_price", "endpoints": { "fal-ai/flux/dev": { "unit_quantity": 2.5 } } })
    );

    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(204)).mount(&server).await;
    let client = Client::new(&server.uri()).unwrap();
    client.remove_asset_from_collection().collection_id("c").asset_id("a").send().await.unwrap();
    let request = arrived(&server).await;
    assert_eq!(request.method.as_str(), "DELETE");
    assert_eq!(request.body_json::<Value>().unwrap(), json!({ "asset_id": "a" }));
}

#[tokio::test]
async fn an_optional_body_may_be_left_out() {
    let page = json!({ "next_cursor": null, "has_more": false, "items": [] });
    let (server, client) = answering(200, page).await;
    client.serverless_logs_history().limit(5).send().await.unwrap();
    assert!(arrived(&server).await.body.is_empty());
}

#[tokio::test]
async fn a_multipart_body_streams_its_parts() {
    let (server, client) = answering(200, json!(true)).await;
    let part = Part::bytes("hello").file_name("greeting.txt");
    let answer = client
        .serverless_upload_local_file()
        .target_path("dir/greeting.txt")
        .unzip(false)
        .file_upload(part)
        .send()
        .await
        .unwrap();
    assert!(*answer);
    let request = arrived(&server).await;
    assert_eq!(request.url.path(), "/serverless/files/file/local/dir/greeting.txt");
    assert_eq!(pairs(&request), [pair("unzip", "false")]);
    assert!(request.headers["content-type"].to_str().unwrap().starts_with("multipart/form-data; boundary="));
    let body = String::from_utf8(request.body.clone()).unwrap();
    assert!(
        body.contains("name=\"file_upload\"; filename=\"greeting.txt\"") && body.contains("\r\n\r\nhello\r\n"),
        "{body}"
    );
}

#[tokio::test]
async fn boolean_like_values_of_a_query_are_booleans() {
    let (server, client) = answering(200, json!({ "next_cursor": null, "has_more": false })).await;
    client.admin().unwrap().get_usage().bound_to_timeframe(false).timeframe("day").send().await.unwrap();
    let sent = pairs(&arrived(&server).await);
    assert!(
        sent.contains(&pair("bound_to_timeframe", "false")) && sent.contains(&pair("timeframe", "day")),
        "{sent:?}"
    );
}
