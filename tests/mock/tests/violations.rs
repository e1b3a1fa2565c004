//! Each way to break the document is caught, told and remembered; what fits passes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test reports")]

use fal_platform_mock::{KeySlot, Mock};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

/// A request to be sent: method, path with query, headers, body.
struct Bad<'a> {
    method: &'a str,
    path: &'a str,
    headers: &'a [(&'a str, &'a str)],
    body: Option<&'a str>,
    status: u16,
    /// What the violation begins with.
    place: &'a str,
}

const JSON: (&str, &str) = ("content-type", "application/json");

fn bad<'a>(method: &'a str, path: &'a str, status: u16, place: &'a str) -> Bad<'a> {
    Bad { method, path, headers: &[], body: None, status, place }
}

fn body<'a>(method: &'a str, path: &'a str, body: &'a str, status: u16, place: &'a str) -> Bad<'a> {
    Bad { headers: &[JSON], body: Some(body), ..bad(method, path, status, place) }
}

fn headers<'a>(path: &'a str, headers: &'a [(&'a str, &'a str)], place: &'a str) -> Bad<'a> {
    Bad { headers, ..bad("GET", path, 400, place) }
}

fn table() -> Vec<Bad<'static>> {
    vec![
        // Method and path.
        bad("GET", "/nowhere", 404, "path:"),
        bad("GET", "/assets//tags", 404, "path:"),
        bad("PATCH", "/models", 405, "method:"),
        bad("DELETE", "/serverless/files/list/a/b", 405, "method:"),
        // The query.
        bad("GET", "/models?limitt=1", 400, "query.limitt:"),
        bad("GET", "/models?limit=ten", 400, "query.limit:"),
        bad("GET", "/models?limit=1.5", 400, "query.limit:"),
        bad("GET", "/models?limit=0", 400, "query.limit:"),
        bad("GET", "/models?limit=", 400, "query.limit:"),
        bad("GET", "/models?q=", 400, "query.q:"),
        bad("GET", "/models?limit=1&limit=2", 400, "query.limit:"),
        bad("GET", "/models?status=asleep", 400, "query.status:"),
        bad("GET", "/models?status=null", 400, "query.status:"),
        bad("GET", "/models?cursor=abc", 400, "query.cursor:"),
        bad("GET", "/models/pricing", 400, "query.endpoint_id:"),
        bad("GET", "/models/usage?start=yesterday", 400, "query.start:"),
        bad("GET", "/models/usage?start=2026-8-1", 400, "query.start:"),
        bad("GET", "/models/usage?bound_to_timeframe=yes", 400, "query.bound_to_timeframe:"),
        bad("GET", "/assets/collections?limit=101", 400, "query.limit:"),
        bad("GET", "/storage/files/acl?url=not%20a%20uri", 400, "query.url:"),
        // Headers.
        headers("/models", &[("x-custom", "1")], "header.x-custom:"),
        headers("/models", &[("idempotency-key", "1")], "header.idempotency-key:"),
        headers("/models", &[("accept", "text/csv")], "header.accept:"),
        Bad { headers: &[("authorization", "Bearer a:b")], ..bad("GET", "/models", 401, "header.authorization:") },
        Bad { headers: &[("authorization", "key a:b")], ..bad("GET", "/models", 401, "header.authorization:") },
        Bad { headers: &[("authorization", "Key ab")], ..bad("GET", "/models", 401, "header.authorization:") },
        Bad { headers: &[("authorization", "Key  a:b")], ..bad("GET", "/models", 401, "header.authorization:") },
        // Bodies.
        bad("POST", "/keys", 422, "body:"),
        Bad { headers: &[JSON], ..bad("POST", "/keys", 422, "body:") },
        Bad { body: Some("{}"), ..bad("POST", "/keys", 422, "header.content-type:") },
        Bad {
            headers: &[("content-type", "text/plain")],
            body: Some("{}"),
            ..bad("POST", "/keys", 422, "header.content-type:")
        },
        body("POST", "/keys", "{", 422, "body: it is no JSON"),
        body("POST", "/keys", "{}", 422, "body:"),
        body("POST", "/keys", r#"{"alias":""}"#, 422, "body/alias:"),
        body("POST", "/keys", r#"{"alias":7}"#, 422, "body/alias:"),
        body("GET", "/models", "{}", 422, "body:"),
        body("POST", "/serverless/logs/history", r#"[{"key":"a"}]"#, 422, "body/0:"),
        body("POST", "/serverless/logs/history", r#"[{"key":"a","value":"b","more":1}]"#, 422, "body/0:"),
        body("POST", "/models/pricing/estimate", r#"{"estimate_type":"guess","endpoints":{}}"#, 422, "body:"),
        body("PUT", "/storage/files/acl?url=https://e.com/f", r#"{"default":"allow","x":1}"#, 422, "body:"),
        // Forms.
        Bad {
            headers: &[("content-type", "multipart/form-data; boundary=B")],
            body: Some("--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nx\r\n--B--\r\n"),
            ..bad("POST", "/serverless/files/file/local/a/b", 422, "body.file:")
        },
        Bad {
            headers: &[("content-type", "multipart/form-data")],
            body: Some("x"),
            ..bad("POST", "/serverless/files/file/local/a/b", 422, "header.content-type:")
        },
        Bad {
            headers: &[("content-type", "multipart/form-data; boundary=B")],
            body: Some("--B\r\nContent-Disposition: form-data; name=\"file_upload\"\r\n\r\nx"),
            ..bad("POST", "/serverless/files/file/local/a/b", 422, "body:")
        },
    ]
}

fn request(mock: &Mock, client: &Client, method: &str, path: &str) -> RequestBuilder {
    client.request(Method::from_bytes(method.as_bytes()).unwrap(), format!("{}{path}", mock.url()))
}

#[tokio::test]
async fn every_kind_of_violation_is_caught() {
    let mock = Mock::start().await.unwrap();
    let client = Client::new();
    for bad in table() {
        mock.forget();
        let what = format!("{} {} {:?} {:?}", bad.method, bad.path, bad.headers, bad.body);
        let mut sent = request(&mock, &client, bad.method, bad.path);
        if !bad.headers.iter().any(|(name, _)| *name == "authorization") {
            sent = sent.header("authorization", format!("Key {}", mock.admin_key()));
        }
        for (name, value) in bad.headers {
            sent = sent.header(*name, *value);
        }
        if let Some(body) = bad.body {
            sent = sent.body(body.to_owned());
        }
        let answer = sent.send().await.unwrap();
        let status = answer.status();
        let told: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        let violations = mock.violations();
        assert!(!violations.is_empty(), "{what}: nothing was found");
        assert!(violations[0].problem.starts_with(bad.place), "{what}: {violations:?}");
        assert_eq!(status, StatusCode::from_u16(bad.status).unwrap(), "{what}: {told}");
        assert!(told["error"]["message"].is_string(), "{what}: {told}");
        assert_eq!(mock.requests()[0].violations.len(), violations.len(), "{what}");
    }
}

#[tokio::test]
async fn the_envelope_is_the_documents() {
    let mock = Mock::start().await.unwrap();
    let answer = request(&mock, &Client::new(), "GET", "/models?limit=0").send().await.unwrap();
    let status = answer.status().as_str().to_owned();
    let told: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    let schema = &mock.document().operation("getModels").unwrap().answers[&status];
    assert_eq!(schema.complaints(&told), Vec::<String>::new());
}

#[tokio::test]
#[should_panic(expected = "query.limit")]
async fn an_assertion_fails_because_of_a_violation() {
    let mock = Mock::start().await.unwrap();
    request(&mock, &Client::new(), "GET", "/models?limit=0").send().await.unwrap();
    mock.assert_clean();
}

#[tokio::test]
async fn what_fits_passes() {
    let mock = Mock::start().await.unwrap();
    let client = Client::new();
    let fine: [(&str, &str, Option<Value>); 12] = [
        ("GET", "/models?limit=2&endpoint_id=fal-ai/flux/dev&endpoint_id=fal-ai%2Fwhisper&expand=a", None),
        ("GET", "/models/usage?start=2026-08-01&end=2026-08-02T03:04:05Z&bound_to_timeframe=false", None),
        ("GET", "/models/usage?start=2026-08-02T03%3A04%3A05%2B02%3A00", None),
        ("GET", "/assets/collections", None),
        ("GET", "/assets/a%2Fb", None),
        ("GET", "/serverless/files/list/data", None),
        ("GET", "/serverless/files/file/data/train.csv", None),
        ("POST", "/serverless/files/file/url/deep/in/a.bin", Some(json!({ "url": "https://example.com/a" }))),
        ("POST", "/serverless/logs/history?limit=5&traceback=true", None),
        ("POST", "/serverless/logs/history", Some(json!([{ "key": "a", "value": ["b"], "condition_type": "in" }]))),
        ("DELETE", "/assets/collections/c/assets", Some(json!({ "asset_id": "a" }))),
        ("GET", "/meta", None),
    ];
    for (method, path, body) in fine {
        let mut sent = request(&mock, &client, method, path);
        sent = sent.header("authorization", format!("Key {}", mock.admin_key()));
        if let Some(body) = body {
            sent = sent.header("content-type", "application/json; charset=utf-8").body(body.to_string());
        }
        let answer = sent.send().await.unwrap();
        assert!(answer.status().is_success(), "{method} {path}: {}", answer.text().await.unwrap());
    }
    mock.assert_clean();
    assert_eq!(mock.count("getMeta"), 1);
    assert_eq!(mock.count_all(), 12);
}

#[tokio::test]
async fn keys_reach_as_far_as_their_scope() {
    let mock = Mock::start().await.unwrap();
    let client = Client::new();
    let (api, admin) = (mock.api_key().to_owned(), mock.admin_key().to_owned());
    let cases = [
        ("/meta", None, 200, KeySlot::None),
        ("/meta", Some("who:knows"), 200, KeySlot::Unknown),
        ("/models", None, 200, KeySlot::None),
        ("/models", Some("who:knows"), 401, KeySlot::Unknown),
        ("/models", Some(api.as_str()), 200, KeySlot::Api),
        ("/models", Some(admin.as_str()), 200, KeySlot::Admin),
        ("/assets/tags", None, 401, KeySlot::None),
        ("/assets/tags", Some(admin.as_str()), 200, KeySlot::Admin),
        ("/keys", None, 401, KeySlot::None),
        ("/keys", Some("who:knows"), 401, KeySlot::Unknown),
        ("/keys", Some(api.as_str()), 403, KeySlot::Api),
        ("/keys", Some(admin.as_str()), 200, KeySlot::Admin),
    ];
    for (path, key, status, slot) in cases {
        let mut sent = request(&mock, &client, "GET", path);
        if let Some(key) = key {
            sent = sent.header("authorization", format!("Key {key}"));
        }
        assert_eq!(sent.send().await.unwrap().status().as_u16(), status, "{path} {slot}");
        let last = mock.requests().pop().unwrap();
        assert_eq!(last.key, slot, "{path}");
        let shown = format!("{last:?} {last}");
        assert!(!shown.contains(&api) && !shown.contains(&admin) && !shown.contains("who:knows"), "{shown}");
    }
    mock.assert_clean();
}

#[tokio::test]
async fn a_literal_path_goes_before_a_template() {
    let mock = Mock::start().await.unwrap();
    let client = Client::new();
    for (path, operation) in [
        ("/assets/collections", "listAssetCollections"),
        ("/assets/c-1", "getAsset"),
        ("/assets/tags", "listAssetTags"),
        ("/assets/c-1/tags", "listAssetTagsForAsset"),
        ("/serverless/files/list", "serverlessListRoot"),
        ("/serverless/files/list/a/b/c", "serverlessListDirectory"),
    ] {
        request(&mock, &client, "GET", path).bearer_auth("x").send().await.unwrap();
        assert_eq!(mock.requests().pop().unwrap().operation.as_deref(), Some(operation), "{path}");
    }
}
