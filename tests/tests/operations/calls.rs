//! One entry for every operation of the document, in the document's order: the call with what it needs,
//! then the calls that set everything else. What excludes each other is set in calls of its own.

#![allow(deprecated, reason = "deprecated parameters are called as well")]

use fal_platform_client::{Admin, Client, Error, Part, Patch, types};
use futures_util::future::BoxFuture;
use serde_json::json;

use super::seen::{Seen, bytes, empty, json, key, list};

/// What a call is made with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    /// Which of an operation's calls: the first has only what it needs.
    pub(crate) pass: usize,
    /// A position that the server handed out.
    pub(crate) cursor: Option<String>,
}

/// The calls of an operation.
pub(crate) struct Calls {
    pub(crate) id: &'static str,
    pub(crate) passes: usize,
    /// Whether the last one begins in the middle of a list.
    pub(crate) paged: bool,
    pub(crate) run: for<'a> fn(&'a Client, &'a Given) -> BoxFuture<'a, Result<Seen, Error>>,
}

fn client(client: &Client) -> Result<&Client, Error> {
    Ok(client)
}

fn admin(client: &Client) -> Result<Admin<'_>, Error> {
    client.admin()
}

/// `list`s have pages: they get one call more, with a cursor.
macro_rules! calls {
    ($($kind:ident $id:literal $who:ident.$method:ident() {$($need:tt)*} $({$($more:tt)*})*;)*) => {
        &[$(Calls {
            id: $id,
            passes: 1 $(+ {let _ = stringify!($($more)*); 1})* + calls!(@extra $kind),
            paged: calls!(@extra $kind) == 1,
            run: |client, given| Box::pin(async move {
                let who = $who(client)?;
                #[allow(unused_mut, reason = "an operation may have one call only")]
                let mut left = given.pass;
                let least = || who.$method() $($need)*;
                if left == 0 {
                    return $kind(least().send().await?).await;
                }
                $(
                    left -= 1;
                    if left == 0 {
                        return $kind(least() $($more)* .send().await?).await;
                    }
                )*
                calls!(@last $kind least given left)
            }),
        }),*]
    };
    (@extra list) => { 1 };
    (@extra $kind:ident) => { 0 };
    (@last list $least:ident $given:ident $left:ident) => {{
        assert_eq!($left, 1, "there are no more calls");
        list($least().cursor($given.cursor.as_deref().unwrap_or_default()).send().await?).await
    }};
    (@last $kind:ident $least:ident $given:ident $left:ident) => { panic!("there are no more calls: {}", $left) };
}

const MODEL: &str = "fal-ai/flux/dev";
const MODELS: [&str; 2] = ["fal-ai/flux/dev", "fal-ai/whisper"];
const URL: &str = "https://example.com/a%20b.png?c=d&e=%C3%A9";
const UUID: &str = "7f1c3c1e-3c52-4b64-9a1e-0d4f9b6f2a11";
const START: &str = "2026-08-01";
const END: &str = "2026-08-02T03:04:05Z";

fn from<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn filters() -> [types::LogLabelFilter; 2] {
    [
        from(json!({ "key": "a", "value": "b" })),
        from(json!({ "key": "a", "value": ["b", "c"], "condition_type": "not_in" })),
    ]
}

fn contents(metadata: bool) -> types::WorkflowContents {
    let mut value = json!({ "name": "n", "version": "1", "nodes": { "a": { "id": "a", "depends": [] } }, "output": { "o": "$a.x" },
        "schema": { "input": { "i": { "type": "string" } }, "output": {} } });
    if metadata {
        value["metadata"] = json!({ "any": [1, null] });
    }
    from(value)
}

#[rustfmt::skip]
pub(crate) const CALLS: &[Calls] = calls! {
    list "getModels" client.get_models() {}
        { .limit(2).q("flux é&=+").category("text-to-image").status("active").expand(["openapi-3.0", "enterprise_status"]) }
        { .endpoint_id(MODELS).expand("enterprise_status") };
    json "getPricing" client.get_pricing() { .endpoint_id(MODEL) } { .endpoint_id(MODELS) };
    json "estimatePricing" client.estimate_pricing() {}
        { .body(from::<types::EstimatePricingRequest>(json!({ "estimate_type": "unit_price", "endpoints": { MODEL: { "unit_quantity": 2.5 } } }))) }
        { .body(from::<types::EstimatePricingRequest>(json!({ "estimate_type": "historical_api_price", "endpoints": { MODEL: { "call_quantity": 3 } } }))) };
    list "getUsage" admin.get_usage() {}
        { .limit(2).start(START).end(END).timezone("Europe/Berlin").timeframe("day").bound_to_timeframe(false).endpoint_id(MODELS)
            .api_key_id(["k-1", "k-2"]).login_username("person").expand(["time_series", "summary"]) };
    list "getAnalytics" client.get_analytics() { .endpoint_id(MODEL) }
        { .limit(2).start(START).end(END).timezone("UTC").timeframe("hour").bound_to_timeframe(true).endpoint_id(MODELS)
            .expand(["time_series", "request_count"]) };
    list "getBillingEvents" admin.get_billing_events() {}
        { .limit(2).start(START).end(END).endpoint_id(MODELS).request_id("r-1").api_key_id("k-1").login_username(["a", "b"])
            .expand("auth_method") };
    json "deleteRequestPayloads" admin.delete_request_payloads() { .request_id(UUID) } { .idempotency_key("idem-1") };
    list "listRequestsByEndpoint" client.list_requests_by_endpoint() { .endpoint_id(MODEL) }
        { .limit(2).start(START).end(END).status("user_error").request_id(UUID).expand("payloads").sort_by("duration") };
    list "searchRequests" client.search_requests() {}
        { .limit(2).query("a cat").endpoint_id(MODELS).min_similarity(0.25).exclude_api_requests(true) }
        { .image_url(URL).only_api_requests(true) }
        { .video_url(URL).endpoint(MODEL) };
    list "listWorkflows" client.list_workflows() {} { .limit(2).search("a").used_endpoint_ids(MODELS) };
    json "createWorkflow" client.create_workflow() { .name("w").title("W").contents(contents(false)) }
        { .contents(contents(true)).is_public(true) };
    json "getWorkflow" client.get_workflow() { .username("my-team").workflow_name("w_1") };
    list "listAssets" client.list_assets() {}
        { .limit(2).q("cat").media_type(["image", "3d"]).source("upload").section("uploads").collection_id("c-1")
            .character_identifier(["x", "y"]).tag_id("t-1").tag_mode("all") }
        { .search_image_url(URL) }
        { .search_video_url(URL) };
    json "listAssetCollections" client.list_asset_collections() {} { .limit(2).offset(4) };
    json "createAssetCollection" client.create_asset_collection() { .name("C") }
        { .idempotency_key("idem-2").description("d").icon("i").color("#fff").cover_image_url(URL).parent_collection_id("p-1")
            .filters(json!({ "any": [1] })) };
    json "getAssetCollection" client.get_asset_collection() { .collection_id("c/1 é") };
    json "updateAssetCollection" client.update_asset_collection() { .collection_id("c-1") }
        { .idempotency_key("idem-3").name("N").description("d").icon("i").color("red").cover_image_url(URL).filters(json!({})) }
        { .description(Patch::Null).icon(Patch::Null).color(Patch::Null).cover_image_url(Patch::Null) };
    empty "deleteAssetCollection" client.delete_asset_collection() { .collection_id("c-1") } { .idempotency_key("idem-4") };
    json "getAssetCollectionHierarchy" client.get_asset_collection_hierarchy() { .collection_id("c-1") };
    json "favoriteAssetCollection" client.favorite_asset_collection() { .collection_id("c-1") } { .idempotency_key("idem-5") };
    json "unfavoriteAssetCollection" client.unfavorite_asset_collection() { .collection_id("c-1") } { .idempotency_key("idem-6") };
    json "moveAssetCollection" client.move_asset_collection() { .collection_id("c-1").parent_collection_id("p-1") }
        { .idempotency_key("idem-7") };
    list "listAssetCollectionAssets" client.list_asset_collection_assets() { .collection_id("c-1") }
        { .limit(2).q("cat").media_type("audio").source(["upload", "response"]).section("favorites").character_identifier("x")
            .tag_id(["t-1", "t-2"]).tag_mode("any") }
        { .search_image_url(URL) }
        { .search_video_url(URL) };
    json "addAssetToCollection" client.add_asset_to_collection() { .collection_id("c-1") }
        { .idempotency_key("idem-8").asset_id("a-1") } { .request_id("r-1") } { .vector_id("v-1") };
    empty "removeAssetFromCollection" client.remove_asset_from_collection() { .collection_id("c-1") }
        { .idempotency_key("idem-9").asset_id("a-1") } { .request_id("r-1") } { .vector_id("v-1") };
    json "listAssetCharacters" client.list_asset_characters() {} { .limit(2).offset(2) };
    json "createAssetCharacter" client.create_asset_character() { .name("N").description("d").reference_images([URL]) }
        { .idempotency_key("idem-10").identifier("x").cover_image_url(URL) };
    json "getAssetCharacter" client.get_asset_character() { .character_id("ch-1") };
    json "updateAssetCharacter" client.update_asset_character() { .character_id("ch-1") }
        { .idempotency_key("idem-11").name("N").description("d").reference_images([URL, URL]).cover_image_url(URL) }
        { .cover_image_url(Patch::Null) };
    empty "deleteAssetCharacter" client.delete_asset_character() { .character_id("ch-1") } { .idempotency_key("idem-12") };
    json "favoriteAssetCharacter" client.favorite_asset_character() { .character_id("ch-1") } { .idempotency_key("idem-13") };
    json "unfavoriteAssetCharacter" client.unfavorite_asset_character() { .character_id("ch-1") } { .idempotency_key("idem-14") };
    json "listAssetTags" client.list_asset_tags() {};
    json "createAssetTag" client.create_asset_tag() { .name("red") } { .idempotency_key("idem-15") };
    json "setAssetTagsForAsset" client.set_asset_tags_for_asset() { .tag_ids(["t-1"]) }
        { .idempotency_key("idem-16").asset_id("a-1") } { .request_id("r-1") } { .vector_id("v-1") };
    json "updateAssetTag" client.update_asset_tag() { .tag_id("t-1") } { .idempotency_key("idem-17").name("blue") };
    empty "deleteAssetTag" client.delete_asset_tag() { .tag_id("t-1") } { .idempotency_key("idem-18") };
    json "uploadAsset" client.upload_asset() { .url(URL).type_("image") }
        { .idempotency_key("idem-19").prompt("p").collection_id("c-1").favorite(true).tag_ids(["t-1", "t-2"]) };
    json "getAsset" client.get_asset() { .asset_id("a-1") };
    json "getAssetLineage" client.get_asset_lineage() { .asset_id("a-1") } { .depth(3) };
    json "favoriteAsset" client.favorite_asset() {}
        { .idempotency_key("idem-20").asset_id("a-1") } { .request_id("r-1") } { .vector_id("v-1") };
    json "unfavoriteAsset" client.unfavorite_asset() {}
        { .idempotency_key("idem-21").asset_id("a-1") } { .request_id("r-1") } { .vector_id("v-1") };
    json "listAssetTagsForAsset" client.list_asset_tags_for_asset() { .asset_id("a-1") };
    json "assignAssetTag" client.assign_asset_tag() { .tag_id("t-1") }
        { .idempotency_key("idem-22").asset_id("a-1") } { .request_id("r-1") } { .vector_id("v-1") };
    empty "unassignAssetTag" client.unassign_asset_tag() { .tag_id("t-1") }
        { .idempotency_key("idem-23").asset_id("a-1") } { .request_id("r-1") } { .vector_id("v-1") };
    json "getStorageFileAcl" client.get_storage_file_acl() { .url(URL) };
    json "setStorageFileAcl" client.set_storage_file_acl() { .url(URL).default("allow") }
        { .rules([types::AclRule::builder().user("u").decision("hide")]) };
    json "signStorageFileUrl" client.sign_storage_file_url() { .url(URL).expiration_seconds(60) };
    json "getStorageSettings" client.get_storage_settings() {};
    json "updateStorageSettings" client.update_storage_settings() {}
        { .expiration_duration_seconds(60).initial_acl(types::SetStorageAcl::builder().default("forbid")) };
    list "serverlessGetAnalytics" client.serverless_get_analytics() { .endpoint_id("my-team/app") }
        { .limit(2).start(START).end(END).timezone("UTC").timeframe("minute").bound_to_timeframe(true).expand(["summary"]) };
    json "serverlessListApps" client.serverless_list_apps() {} { .environment("main").search("a").expand("queue") };
    json "serverlessGetAppQueueInfo" client.serverless_get_app_queue_info() { .owner("o").name("n") };
    empty "serverlessFlushAppQueue" client.serverless_flush_app_queue() { .owner("o").name("n") } { .idempotency_key("idem-24") };
    json "serverlessGetRunnerHistory" client.serverless_get_runner_history() { .owner("o").name("n") }
        { .start(START).end(END).timeframe("hour").aggregation("avg") };
    list "serverlessListAppEvents" client.serverless_list_app_events() { .owner("o").name("n") }
        { .limit(2).start(START).end(END).category(["runner_started", "runner_failed"]) };
    list "serverlessListAppRevisions" client.serverless_list_app_revisions() { .owner("o").name("n") } { .limit(2) };
    json "serverlessListRoot" client.serverless_list_root() {};
    json "serverlessListDirectory" client.serverless_list_directory() { .dir("data") } { .dir("data/a b") };
    bytes "serverlessDownloadFile" client.serverless_download_file() { .file("data/train.csv") };
    json "serverlessUploadFromUrl" client.serverless_upload_from_url() { .file("data/a b/é.bin").url(URL) };
    json "serverlessUploadLocalFile" client.serverless_upload_local_file() { .target_path("data/up.txt") }
        { .unzip(true).file_upload(Part::bytes("content").file_name("up.txt")) };
    bytes "serverlessGetMetrics" client.serverless_get_metrics() {};
    list "serverlessLogsHistory" client.serverless_logs_history() {}
        { .limit(2).start(START).end(END).app_id(["a", "b"]).revision("r").run_source("cron").traceback(true).search("s")
            .level("error").job_id("j").request_id("r-1").body(filters()) };
    bytes "serverlessLogsStream" client.serverless_logs_stream() {}
        { .start(START).end(END).app_id("a").revision("r").run_source("gateway").traceback(false).search("s").level("info")
            .job_id("j").request_id("r-1").body(filters()) };
    list "serverlessListRequestsByEndpoint" client.serverless_list_requests_by_endpoint() { .endpoint_id("my-team/app") }
        { .limit(2).start(START).end(END).status("error").request_id(UUID).expand("payloads").sort_by("ended_at") };
    list "serverlessGetUsage" admin.serverless_get_usage() {}
        { .limit(2).start(START).end(END).timezone("UTC").timeframe("week").bound_to_timeframe(false).app(["a", "b"]).search("s")
            .expand(["time_series"]) };
    list "listComputeInstances" admin.list_compute_instances() {} { .limit(2) };
    json "createComputeInstance" admin.create_compute_instance() { .instance_type("gpu_8x_h100_sxm5").ssh_key("ssh-ed25519 A") }
        { .idempotency_key("idem-25").sector("sector_2") };
    json "getComputeInstance" admin.get_compute_instance() { .id("i-1") };
    empty "deleteComputeInstance" admin.delete_compute_instance() { .id("i-1") };
    list "listApiKeys" admin.list_api_keys() {} { .limit(2).expand("creator_info") };
    key "createApiKey" admin.create_api_key() { .alias("a key") };
    empty "deleteApiKey" admin.delete_api_key() { .key_id("k-1") } { .idempotency_key("idem-26") };
    json "getAccountBilling" admin.get_account_billing() {} { .expand("credits") };
    bytes "getFocusReport" admin.get_focus_report() { .source("estimate") }
        { .billing_month("2026-08").expand("organization").start(START).end(END).timezone("UTC").timeframe("day").bound_to_timeframe(true) }
        { .charge_month("2026-07") };
    bytes "getModelAccessControls" client.get_model_access_controls() {};
    list "getOrganizationBillingEvents" admin.get_organization_billing_events() {}
        { .limit(2).start(START).end(END).endpoint_id(MODELS).request_id("r-1").api_key_id("k-1").team_username(["a", "b"])
            .expand("auth_method") };
    bytes "getOrganizationFocusReport" admin.get_organization_focus_report() { .source("invoice") }
        { .billing_month("2026-08").team_username("t").start(START).end(END).timezone("UTC").timeframe("day").bound_to_timeframe(true) }
        { .charge_month("2026-07") };
    json "getOrganizationTeams" admin.get_organization_teams() {};
    list "getOrganizationUsage" admin.get_organization_usage() {}
        { .limit(2).start(START).end(END).timezone("UTC").timeframe("month").bound_to_timeframe(false).endpoint_id(MODELS)
            .api_key_id("k-1").team_username("t").product(["a", "b"]).expand(["summary"]) };
    json "getMeta" client.get_meta() {};
};
