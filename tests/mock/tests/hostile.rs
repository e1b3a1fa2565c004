//! A document that calls things by names which mean harm is served like any other, or refused.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test reports")]

#[path = "../../../xtask/fuzz/src/names.rs"]
#[allow(unreachable_pub, reason = "the fuzz target uses it, too")]
mod names;

use std::time::Duration;

use fal_platform_mock::Mock;
use reqwest::Client;
use serde_json::{Value, json};

/// More than names: what would end a string, a line, a header or a page.
const TEXTS: [&str; 8] = [
    "\u{202e}x",
    "\u{0}",
    "\r\nX-Injected: 1",
    "\"}, \"",
    "<script>alert(1)</script>",
    "%2e%2e%2f",
    "a\u{2028}b",
    "${jndi:ldap://a}",
];

/// A document that calls everything by that name.
fn document(name: &str) -> Value {
    let text = json!({ "type": "string", "enum": [name, "b"] });
    let item = json!({ "type": "object", "required": [name], "properties": { (name): text, "other": { "type": "string", "default": name } } });
    let segment: String = name.chars().filter(|c| !"{}".contains(*c)).collect();
    json!({
        "openapi": "3.1.0",
        "info": { "title": name, "version": name },
        "paths": {
            (format!("/things/{segment}")): { "get": {
                "operationId": name, "tags": [name],
                "parameters": [{ "name": name, "in": "query", "schema": text }, { "name": name, "in": "header", "schema": text }],
                "responses": { "200": { "description": name, "headers": { (name): { "schema": text } },
                    "content": { "application/json": { "schema": item } } } }
            } },
            "/plain": { "post": {
                "operationId": "plain",
                "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } },
                "responses": { "200": { "description": "", "content": { "application/json": { "schema": item } } } }
            } },
            "/events": { "get": { "operationId": "watch", "responses": { "200": { "description": "", "content": {
                "text/event-stream": { "schema": item } } } } } }
        },
        "components": { "schemas": { "Thing": item } }
    })
}

#[tokio::test]
async fn harmful_names_are_served_or_refused() {
    let (mut served, mut refused) = (0, 0);
    for name in names::NAMES.iter().chain(&TEXTS) {
        let mock = match Mock::from_document(&document(name).to_string()) {
            Ok(builder) => builder.start().await.unwrap(),
            Err(error) => {
                assert!(!error.to_string().is_empty());
                refused += 1;
                continue;
            }
        };
        served += 1;
        calls(&mock, name).await;
        // Whatever came before, it goes on.
        let fine = Client::new().post(format!("{}/plain", mock.url())).body("{}").send().await;
        assert!(fine.is_ok(), "{name:?} ends the server: {fine:?}");
    }
    eprintln!("{served} documents were served, {refused} refused");
    assert!(served > refused, "{served} documents were served, {refused} refused");
}

/// Every call is answered in a way that HTTP can carry: no panic, no broken connection, no header of
/// the document's making.
async fn calls(mock: &Mock, name: &str) {
    let client = Client::new();
    let key = format!("Key {}", mock.api_key());
    let mut urls = vec![format!("{}/plain", mock.url()), format!("{}/events", mock.url())];
    let mut things = reqwest::Url::parse(&format!("{}/things", mock.url())).unwrap();
    things.path_segments_mut().unwrap().push(name);
    things.query_pairs_mut().append_pair(name, name);
    urls.push(things.into());
    for url in urls {
        for method in [reqwest::Method::GET, reqwest::Method::POST] {
            let request = client.request(method.clone(), &url).header("authorization", &key);
            let request = request.header("content-type", "application/json");
            let request = request.body(json!({ (name): name, "other": name }).to_string());
            let answer = request.send().await.unwrap_or_else(|error| panic!("{name:?}, {method} {url}: {error}"));
            assert!(answer.headers().get("x-injected").is_none(), "{name:?} makes a header");
            // Events need not end.
            if let Ok(body) = tokio::time::timeout(Duration::from_millis(200), answer.bytes()).await {
                body.unwrap_or_else(|error| panic!("{name:?}, {method} {url}: {error}"));
            }
        }
    }
}
