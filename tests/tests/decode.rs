//! Answers of a server that is newer than the crate, or careless, decode; what does not says where.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test reports")]

use fal_platform_client::{Client, Stage, types};
use futures_util::TryStreamExt;
use serde_json::{Value, json};
use wiremock::matchers::{any, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, ResponseTemplate};

async fn server(status: u16, body: Value) -> (MockServer, Client) {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(status).set_body_json(body)).mount(&server).await;
    let client = Client::new(&server.uri()).unwrap();
    (server, client)
}

fn instance() -> Value {
    json!({ "id": "i", "instance_type": "gpu_1x_h100_sxm5", "region": "us-west", "sector": null, "ip": null,
        "status": "ready", "creator_user_nickname": "n" })
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

#[test]
fn an_unknown_field_is_passed_over() {
    let mut value = instance();
    value["brand_new"] = json!({ "a": [1] });
    let instance: types::ComputeInstance = read(value);
    assert_eq!(instance.id, "i");
}

#[test]
fn an_unknown_enum_value_is_kept_and_sent_back() {
    let mut value = instance();
    value["status"] = json!("hibernating");
    let instance: types::ComputeInstance = read(value);
    assert_eq!(instance.status.as_str(), "hibernating");
    assert_ne!(instance.status, types::InstanceStatus::Unknown, "the document's own `unknown` is another value");
    assert_eq!(serde_json::to_value(&instance).unwrap()["status"], "hibernating");
}

#[test]
fn a_nullable_field_may_be_missing() {
    let mut value = instance();
    value.as_object_mut().unwrap().remove("sector");
    value.as_object_mut().unwrap().remove("ip");
    let instance: types::ComputeInstance = read(value);
    assert_eq!((instance.sector, instance.ip), (None, None));
}

#[test]
fn an_integer_may_be_written_as_a_float() {
    let info: types::AppQueueInfo = read(json!({ "queue_size": 5.0 }));
    assert_eq!(info.queue_size, 5);
    assert!(serde_json::from_value::<types::AppQueueInfo>(json!({ "queue_size": 5.5 })).is_err());
}

#[test]
fn a_deprecated_field_may_be_gone() {
    let record: types::UsageRecord = read(json!({
        "endpoint_id": "e", "unit": "image", "quantity": 1, "unit_price": 0.5, "percent_discount": null, "cost_subtotal": 0.5,
        "cost_discount": 0, "cost_total": 0.5, "currency": "USD", "auth_method": "key"
    }));
    assert_eq!(record.cost_total, 0.5);
}

#[test]
fn an_unknown_arm_of_a_union_is_kept() {
    let value = json!({ "kind": "hologram", "id": "h", "depth": 3 });
    let node: types::LineageNode = read(value.clone());
    assert!(matches!(node, types::LineageNode::UnknownValue(_)));
    assert_eq!(serde_json::to_value(&node).unwrap(), value);
    let known = json!({ "kind": "external_input", "id": "x", "output_key": "o", "url": null });
    let node: types::LineageNode = read(known.clone());
    assert!(matches!(&node, types::LineageNode::ExternalInput(input) if input.id == "x"));
    assert_eq!(serde_json::to_value(&node).unwrap(), known);
}

#[test]
fn a_tree_is_one_type() {
    let leaf = json!({ "id": "c", "name": "C", "type": "manual", "children": [] });
    let tree: types::CollectionTree = read(json!({ "id": "a", "name": "A", "type": "smart", "children": [
        { "id": "b", "name": "B", "type": "manual", "children": [leaf] }] }));
    assert_eq!(tree.children[0].children[0].id, "c");
}

#[tokio::test]
async fn an_error_names_operation_status_kind_and_request() {
    let body = json!({ "error": { "type": "quota_exhausted", "message": "No more.", "docs_url": "https://d", "request_id": "r-1", "extra": 1 } });
    let (_server, client) = server(402, body).await;
    let error = client.get_models().send().await.unwrap_err();
    assert_eq!(error.operation(), Some("getModels"));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(402));
    assert_eq!(error.kind().map(|kind| kind.as_str()), Some("quota_exhausted"));
    assert_eq!(error.message(), Some("No more."));
    assert_eq!(error.docs_url(), Some("https://d"));
    assert_eq!(error.request_id(), Some("r-1"));
    assert_eq!(error.stage(), Stage::Answered);
    let (_server, client) = server(403, json!({ "error": { "type": "authorization_error", "message": "No." } })).await;
    let error = client.get_models().send().await.unwrap_err();
    assert_eq!(error.kind(), Some(&types::ErrorType::AuthorizationError));
}

#[tokio::test]
async fn what_does_not_decode_names_the_field() {
    let body =
        json!({ "models": [{ "endpoint_id": "a" }, { "endpoint_id": 7 }], "next_cursor": null, "has_more": false });
    let (_server, client) = server(200, body).await;
    let error = client.get_models().send().await.unwrap_err();
    assert_eq!(error.field(), Some("models[1].endpoint_id"));
    assert!(error.to_string().contains("getModels"), "{error}");
}

#[tokio::test]
async fn items_go_through_every_page() {
    let server = MockServer::start().await;
    let page = |keys: &[&str], next: Value| {
        let keys: Vec<Value> = keys
            .iter()
            .map(|id| json!({ "key_id": id, "alias": "a", "scope": "API", "created_at": "2026-08-01T00:00:00Z" }))
            .collect();
        ResponseTemplate::new(200)
            .set_body_json(json!({ "keys": keys, "next_cursor": next, "has_more": !next.is_null() }))
    };
    Mock::given(query_param_is_missing("cursor")).respond_with(page(&["1", "2"], json!("Mg=="))).mount(&server).await;
    Mock::given(query_param("cursor", "Mg==")).respond_with(page(&["3"], Value::Null)).mount(&server).await;
    let client = Client::new(&server.uri()).unwrap();
    let keys: Vec<types::ApiKey> = client.admin().unwrap().list_api_keys().items().try_collect().await.unwrap();
    assert_eq!(keys.iter().map(|key| key.key_id.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
}

#[tokio::test]
async fn text_and_bytes_and_events_are_callable() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_string("a,b\n1,2\n")).mount(&server).await;
    let client = Client::new(&server.uri()).unwrap();
    let report = client.admin().unwrap().get_focus_report().source("invoice").send().await.unwrap();
    assert_eq!(report.into_inner().text().await.unwrap(), "a,b\n1,2\n");
    let metrics = client.serverless_get_metrics().send().await.unwrap();
    assert_eq!(metrics.into_inner().text().await.unwrap(), "a,b\n1,2\n");
    let mut events = client.serverless_logs_stream().send().await.unwrap().into_inner();
    let mut seen = Vec::new();
    while let Some(chunk) = events.try_next().await.unwrap() {
        seen.extend_from_slice(&chunk);
    }
    assert_eq!(seen, b"a,b\n1,2\n");
    let accepts: Vec<String> = server
        .received_requests()
        .await
        .unwrap()
        .iter()
        .map(|request| request.headers["accept"].to_str().unwrap().to_owned())
        .collect();
    assert_eq!(accepts, ["text/csv", "text/plain", "text/event-stream"]);
}

#[tokio::test]
async fn a_created_key_is_read_and_not_shown() {
    const HIDDEN: &str = "hidden-7c1f";
    let body = json!({ "key_id": "id", "key_secret": HIDDEN, "key": format!("id:{HIDDEN}") });
    let (_server, client) = server(201, body).await;
    let answer = client.admin().unwrap().create_api_key().alias("ci").send().await.unwrap();
    for shown in [format!("{answer:?}"), format!("{answer:#?}"), format!("{:?}", (*answer).clone())] {
        assert!(shown.contains("key_id") && !shown.contains(HIDDEN), "{shown}");
    }
    assert_eq!(answer.key_secret.expose(), HIDDEN);
    assert_eq!(answer.key.expose(), format!("id:{HIDDEN}"));
}

/// The decoder would show what it found in place of a text.
#[tokio::test]
async fn a_secret_that_does_not_decode_is_not_shown() {
    let (_server, client) = server(201, json!({ "key_id": "id", "key_secret": 735_190_446, "key": "k" })).await;
    let error = client.admin().unwrap().create_api_key().alias("ci").send().await.unwrap_err();
    let shown = format!("{error} {error:?} {error:#?}");
    assert!(shown.contains("key_secret") && !shown.contains("735190446"), "{shown}");
}
