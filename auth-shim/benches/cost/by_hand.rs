//! The same, as a program writes it that has only reqwest and serde.

#![expect(dead_code, reason = "decoding fills fields that nobody reads here")]

use reqwest::{Response, Url};
use serde::Deserialize;

use crate::{Anyhow, KEY};

#[derive(Deserialize)]
struct Models {
    models: Vec<Model>,
    next_cursor: Option<String>,
    has_more: bool,
}

#[derive(Deserialize)]
struct Model {
    endpoint_id: String,
    metadata: Option<Metadata>,
    openapi: Option<Openapi>,
    enterprise_status: Option<Readiness>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Openapi {
    Document {
        openapi: String,
        #[serde(flatten)]
        rest: serde_json::Map<String, serde_json::Value>,
    },
    Failure {
        error: Failure,
    },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Readiness {
    Status(Enterprise),
    Failure { error: Failure },
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Enterprise {
    Ready,
    Pending,
}

#[derive(Deserialize)]
struct Failure {
    code: String,
    message: String,
}

#[derive(Deserialize)]
struct Metadata {
    display_name: String,
    category: String,
    description: String,
    status: Status,
    tags: Vec<String>,
    updated_at: String,
    is_favorited: Option<bool>,
    thumbnail_url: String,
    thumbnail_animated_url: Option<String>,
    model_url: String,
    github_url: Option<String>,
    license_type: Option<License>,
    date: String,
    group: Option<Group>,
    highlighted: Option<bool>,
    pinned: Option<bool>,
    kind: Option<Kind>,
    #[serde(default)]
    training_endpoint_ids: Vec<String>,
    #[serde(default)]
    inference_endpoint_ids: Vec<String>,
    stream_url: Option<String>,
    duration_estimate: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Active,
    Deprecated,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum License {
    Commercial,
    Research,
    Private,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Inference,
    Training,
}

#[derive(Deserialize)]
struct Group {
    key: String,
    label: String,
}

#[derive(Deserialize)]
struct BillingEvents {
    next_cursor: Option<String>,
    has_more: bool,
    billing_events: Vec<BillingEvent>,
}

#[derive(Deserialize)]
struct BillingEvent {
    request_id: String,
    endpoint_id: String,
    timestamp: String,
    output_units: Option<f64>,
    unit_price: Option<f64>,
    percent_discount: Option<f64>,
    cost_subtotal: f64,
    cost_discount: f64,
    cost_total: f64,
    cost_estimate_nano_usd: f64,
    auth_method: Option<String>,
    auth_method_structured: Option<AuthMethod>,
}

#[derive(Deserialize)]
struct AuthMethod {
    detail: String,
    api_key_id: Option<String>,
    login_username: Option<String>,
}

pub(crate) async fn models(times: usize, url: &str) -> Anyhow<usize> {
    // What the other side is spared on loopback, this one is spared too.
    let client = reqwest::Client::builder().no_proxy().build()?;
    let mut count = 0;
    for _ in 0..times {
        let url = Url::parse_with_params(&format!("{url}/models"), [("limit", "10"), ("q", "flux")])?;
        let answer = client.get(url).header("authorization", format!("Key {KEY}")).send().await?.error_for_status()?;
        count += serde_json::from_slice::<Models>(&answer.bytes().await?)?.models.len();
    }
    Ok(count)
}

pub(crate) async fn billing_events(answer: Response) -> Anyhow<usize> {
    let body = answer.error_for_status()?.bytes().await?;
    Ok(serde_json::from_slice::<BillingEvents>(&body)?.billing_events.len())
}
