//! What a program for 0.1.0 calls: each operation, with what it cannot be sent without.
//!
//! Written by `cargo xtask release-program` and never changed: people have programs like this one. When it does
//! not compile any more, the next release is a major one.

#![allow(warnings, reason = "later lints and later deprecations are none of its business")]
#![cfg_attr(rustfmt, rustfmt_skip)]

use fal_platform as client;

async fn get_account_billing(
    fal: &client::Client,
) -> Result<client::Response<client::types::AccountBilling>, client::Error> {
    fal.admin()?.get_account_billing().send().await
}
async fn get_focus_report(
    fal: &client::Client,
    source: client::types::FocusSource,
) -> Result<client::Response<client::ByteStream>, client::Error> {
    fal.admin()?.get_focus_report().source(source).send().await
}
async fn get_model_access_controls(
    fal: &client::Client,
) -> Result<client::Response<client::ByteStream>, client::Error> {
    fal.get_model_access_controls().send().await
}
async fn list_assets(
    fal: &client::Client,
) -> Result<client::Response<client::types::ListAssetsResponse>, client::Error> {
    fal.list_assets().send().await
}
async fn list_asset_collections(
    fal: &client::Client,
) -> Result<
    client::Response<client::types::ListAssetCollectionsResponse>,
    client::Error,
> {
    fal.list_asset_collections().send().await
}
async fn create_asset_collection(
    fal: &client::Client,
    name: String,
) -> Result<client::Response<client::types::CollectionResponse>, client::Error> {
    fal.create_asset_collection().name(name).send().await
}
async fn get_asset_collection(
    fal: &client::Client,
    collection_id: String,
) -> Result<client::Response<client::types::CollectionResponse>, client::Error> {
    fal.get_asset_collection().collection_id(collection_id).send().await
}
async fn delete_asset_collection(
    fal: &client::Client,
    collection_id: String,
) -> Result<client::Response<()>, client::Error> {
    fal.delete_asset_collection().collection_id(collection_id).send().await
}
async fn update_asset_collection(
    fal: &client::Client,
    collection_id: String,
) -> Result<client::Response<client::types::CollectionResponse>, client::Error> {
    fal.update_asset_collection().collection_id(collection_id).send().await
}
async fn get_asset_collection_hierarchy(
    fal: &client::Client,
    collection_id: String,
) -> Result<
    client::Response<client::types::CollectionHierarchyResponse>,
    client::Error,
> {
    fal.get_asset_collection_hierarchy().collection_id(collection_id).send().await
}
async fn favorite_asset_collection(
    fal: &client::Client,
    collection_id: String,
) -> Result<client::Response<client::types::CollectionResponse>, client::Error> {
    fal.favorite_asset_collection().collection_id(collection_id).send().await
}
async fn unfavorite_asset_collection(
    fal: &client::Client,
    collection_id: String,
) -> Result<client::Response<client::types::CollectionResponse>, client::Error> {
    fal.unfavorite_asset_collection().collection_id(collection_id).send().await
}
async fn move_asset_collection(
    fal: &client::Client,
    collection_id: String,
    parent_collection_id: String,
) -> Result<client::Response<client::types::CollectionResponse>, client::Error> {
    fal.move_asset_collection()
        .collection_id(collection_id)
        .parent_collection_id(parent_collection_id)
        .send()
        .await
}
async fn list_asset_collection_assets(
    fal: &client::Client,
    collection_id: String,
) -> Result<client::Response<client::types::ListAssetsResponse>, client::Error> {
    fal.list_asset_collection_assets().collection_id(collection_id).send().await
}
async fn add_asset_to_collection(
    fal: &client::Client,
    collection_id: String,
) -> Result<client::Response<client::types::SuccessResponse>, client::Error> {
    fal.add_asset_to_collection().collection_id(collection_id).send().await
}
async fn remove_asset_from_collection(
    fal: &client::Client,
    collection_id: String,
) -> Result<client::Response<()>, client::Error> {
    fal.remove_asset_from_collection().collection_id(collection_id).send().await
}
async fn list_asset_characters(
    fal: &client::Client,
) -> Result<
    client::Response<client::types::ListAssetCharactersResponse>,
    client::Error,
> {
    fal.list_asset_characters().send().await
}
async fn create_asset_character(
    fal: &client::Client,
    name: String,
    description: String,
    reference_images: Vec<String>,
) -> Result<client::Response<client::types::CharacterResponse>, client::Error> {
    fal.create_asset_character()
        .name(name)
        .description(description)
        .reference_images(reference_images)
        .send()
        .await
}
async fn get_asset_character(
    fal: &client::Client,
    character_id: String,
) -> Result<client::Response<client::types::CharacterResponse>, client::Error> {
    fal.get_asset_character().character_id(character_id).send().await
}
async fn delete_asset_character(
    fal: &client::Client,
    character_id: String,
) -> Result<client::Response<()>, client::Error> {
    fal.delete_asset_character().character_id(character_id).send().await
}
async fn update_asset_character(
    fal: &client::Client,
    character_id: String,
) -> Result<client::Response<client::types::CharacterResponse>, client::Error> {
    fal.update_asset_character().character_id(character_id).send().await
}
async fn favorite_asset_character(
    fal: &client::Client,
    character_id: String,
) -> Result<client::Response<client::types::CharacterResponse>, client::Error> {
    fal.favorite_asset_character().character_id(character_id).send().await
}
async fn unfavorite_asset_character(
    fal: &client::Client,
    character_id: String,
) -> Result<client::Response<client::types::CharacterResponse>, client::Error> {
    fal.unfavorite_asset_character().character_id(character_id).send().await
}
async fn list_asset_tags(
    fal: &client::Client,
) -> Result<client::Response<client::types::TagsResponse>, client::Error> {
    fal.list_asset_tags().send().await
}
async fn set_asset_tags_for_asset(
    fal: &client::Client,
    tag_ids: Vec<String>,
) -> Result<client::Response<client::types::TagsResponse>, client::Error> {
    fal.set_asset_tags_for_asset().tag_ids(tag_ids).send().await
}
async fn create_asset_tag(
    fal: &client::Client,
    name: String,
) -> Result<client::Response<client::types::TagResponse>, client::Error> {
    fal.create_asset_tag().name(name).send().await
}
async fn delete_asset_tag(
    fal: &client::Client,
    tag_id: String,
) -> Result<client::Response<()>, client::Error> {
    fal.delete_asset_tag().tag_id(tag_id).send().await
}
async fn update_asset_tag(
    fal: &client::Client,
    tag_id: String,
) -> Result<client::Response<client::types::TagResponse>, client::Error> {
    fal.update_asset_tag().tag_id(tag_id).send().await
}
async fn upload_asset(
    fal: &client::Client,
    url: String,
    type_: client::types::MediaType,
) -> Result<client::Response<client::types::AssetResponse>, client::Error> {
    fal.upload_asset().url(url).type_(type_).send().await
}
async fn get_asset(
    fal: &client::Client,
    asset_id: String,
) -> Result<client::Response<client::types::AssetResponse>, client::Error> {
    fal.get_asset().asset_id(asset_id).send().await
}
async fn get_asset_lineage(
    fal: &client::Client,
    asset_id: String,
) -> Result<client::Response<client::types::AssetLineageResponse>, client::Error> {
    fal.get_asset_lineage().asset_id(asset_id).send().await
}
async fn favorite_asset(
    fal: &client::Client,
) -> Result<client::Response<client::types::FavoriteResponse>, client::Error> {
    fal.favorite_asset().send().await
}
async fn unfavorite_asset(
    fal: &client::Client,
) -> Result<client::Response<client::types::FavoriteResponse>, client::Error> {
    fal.unfavorite_asset().send().await
}
async fn list_asset_tags_for_asset(
    fal: &client::Client,
    asset_id: String,
) -> Result<client::Response<client::types::TagsResponse>, client::Error> {
    fal.list_asset_tags_for_asset().asset_id(asset_id).send().await
}
async fn assign_asset_tag(
    fal: &client::Client,
    tag_id: String,
) -> Result<client::Response<client::types::SuccessResponse>, client::Error> {
    fal.assign_asset_tag().tag_id(tag_id).send().await
}
async fn unassign_asset_tag(
    fal: &client::Client,
    tag_id: String,
) -> Result<client::Response<()>, client::Error> {
    fal.unassign_asset_tag().tag_id(tag_id).send().await
}
async fn list_compute_instances(
    fal: &client::Client,
) -> Result<
    client::Response<client::types::ListComputeInstancesResponse>,
    client::Error,
> {
    fal.admin()?.list_compute_instances().send().await
}
async fn create_compute_instance(
    fal: &client::Client,
    instance_type: client::types::InstanceType,
    ssh_key: String,
) -> Result<client::Response<client::types::ComputeInstance>, client::Error> {
    fal.admin()?
        .create_compute_instance()
        .instance_type(instance_type)
        .ssh_key(ssh_key)
        .send()
        .await
}
async fn get_compute_instance(
    fal: &client::Client,
    id: String,
) -> Result<client::Response<client::types::ComputeInstance>, client::Error> {
    fal.admin()?.get_compute_instance().id(id).send().await
}
async fn delete_compute_instance(
    fal: &client::Client,
    id: String,
) -> Result<client::Response<()>, client::Error> {
    fal.admin()?.delete_compute_instance().id(id).send().await
}
async fn list_api_keys(
    fal: &client::Client,
) -> Result<client::Response<client::types::ListApiKeysResponse>, client::Error> {
    fal.admin()?.list_api_keys().send().await
}
async fn create_api_key(
    fal: &client::Client,
    alias: String,
) -> Result<client::Response<client::types::CreateApiKeyResponse>, client::Error> {
    fal.admin()?.create_api_key().alias(alias).send().await
}
async fn delete_api_key(
    fal: &client::Client,
    key_id: String,
) -> Result<client::Response<()>, client::Error> {
    fal.admin()?.delete_api_key().key_id(key_id).send().await
}
async fn get_meta(
    fal: &client::Client,
) -> Result<client::Response<client::types::Meta>, client::Error> {
    fal.get_meta().send().await
}
async fn get_models(
    fal: &client::Client,
) -> Result<client::Response<client::types::GetModelsResponse>, client::Error> {
    fal.get_models().send().await
}
async fn get_pricing(
    fal: &client::Client,
    endpoint_id: String,
) -> Result<client::Response<client::types::GetPricingResponse>, client::Error> {
    fal.get_pricing().endpoint_id(endpoint_id).send().await
}
async fn estimate_pricing(
    fal: &client::Client,
) -> Result<client::Response<client::types::EstimatePricingResponse>, client::Error> {
    fal.estimate_pricing().send().await
}
async fn get_usage(
    fal: &client::Client,
) -> Result<client::Response<client::types::GetUsageResponse>, client::Error> {
    fal.admin()?.get_usage().send().await
}
async fn get_analytics(
    fal: &client::Client,
    endpoint_id: String,
) -> Result<client::Response<client::types::AnalyticsResponse>, client::Error> {
    fal.get_analytics().endpoint_id(endpoint_id).send().await
}
async fn get_billing_events(
    fal: &client::Client,
) -> Result<client::Response<client::types::GetBillingEventsResponse>, client::Error> {
    fal.admin()?.get_billing_events().send().await
}
async fn delete_request_payloads(
    fal: &client::Client,
    request_id: String,
) -> Result<
    client::Response<client::types::DeleteRequestPayloadsResponse>,
    client::Error,
> {
    fal.admin()?.delete_request_payloads().request_id(request_id).send().await
}
async fn list_requests_by_endpoint(
    fal: &client::Client,
    endpoint_id: String,
) -> Result<
    client::Response<client::types::ListRequestsByEndpointResponse>,
    client::Error,
> {
    fal.list_requests_by_endpoint().endpoint_id(endpoint_id).send().await
}
async fn search_requests(
    fal: &client::Client,
) -> Result<client::Response<client::types::SearchRequestsResponse>, client::Error> {
    fal.search_requests().send().await
}
async fn get_organization_billing_events(
    fal: &client::Client,
) -> Result<
    client::Response<client::types::OrganizationBillingEventsResponse>,
    client::Error,
> {
    fal.admin()?.get_organization_billing_events().send().await
}
async fn get_organization_focus_report(
    fal: &client::Client,
    source: client::types::FocusSource,
) -> Result<client::Response<client::ByteStream>, client::Error> {
    fal.admin()?.get_organization_focus_report().source(source).send().await
}
async fn get_organization_teams(
    fal: &client::Client,
) -> Result<client::Response<client::types::OrganizationTeamsResponse>, client::Error> {
    fal.admin()?.get_organization_teams().send().await
}
async fn get_organization_usage(
    fal: &client::Client,
) -> Result<client::Response<client::types::OrganizationUsageResponse>, client::Error> {
    fal.admin()?.get_organization_usage().send().await
}
async fn serverless_get_analytics(
    fal: &client::Client,
    endpoint_id: String,
) -> Result<client::Response<client::types::AnalyticsResponse>, client::Error> {
    fal.serverless_get_analytics().endpoint_id(endpoint_id).send().await
}
async fn serverless_list_apps(
    fal: &client::Client,
) -> Result<client::Response<client::types::ListAppsResponse>, client::Error> {
    fal.serverless_list_apps().send().await
}
async fn serverless_get_app_queue_info(
    fal: &client::Client,
    owner: String,
    name: String,
) -> Result<client::Response<client::types::AppQueueInfo>, client::Error> {
    fal.serverless_get_app_queue_info().owner(owner).name(name).send().await
}
async fn serverless_flush_app_queue(
    fal: &client::Client,
    owner: String,
    name: String,
) -> Result<client::Response<()>, client::Error> {
    fal.serverless_flush_app_queue().owner(owner).name(name).send().await
}
async fn serverless_get_runner_history(
    fal: &client::Client,
    owner: String,
    name: String,
) -> Result<client::Response<client::types::RunnerHistoryResponse>, client::Error> {
    fal.serverless_get_runner_history().owner(owner).name(name).send().await
}
async fn serverless_list_app_events(
    fal: &client::Client,
    owner: String,
    name: String,
) -> Result<client::Response<client::types::ListAppEventsResponse>, client::Error> {
    fal.serverless_list_app_events().owner(owner).name(name).send().await
}
async fn serverless_list_app_revisions(
    fal: &client::Client,
    owner: String,
    name: String,
) -> Result<client::Response<client::types::ListAppRevisionsResponse>, client::Error> {
    fal.serverless_list_app_revisions().owner(owner).name(name).send().await
}
async fn serverless_list_root(
    fal: &client::Client,
) -> Result<client::Response<Vec<client::types::FileEntry>>, client::Error> {
    fal.serverless_list_root().send().await
}
async fn serverless_list_directory(
    fal: &client::Client,
    dir: String,
) -> Result<client::Response<Vec<client::types::FileEntry>>, client::Error> {
    fal.serverless_list_directory().dir(dir).send().await
}
async fn serverless_download_file(
    fal: &client::Client,
    file: String,
) -> Result<client::Response<client::ByteStream>, client::Error> {
    fal.serverless_download_file().file(file).send().await
}
async fn serverless_upload_from_url(
    fal: &client::Client,
    file: String,
    url: String,
) -> Result<client::Response<bool>, client::Error> {
    fal.serverless_upload_from_url().file(file).url(url).send().await
}
async fn serverless_upload_local_file(
    fal: &client::Client,
    target_path: String,
) -> Result<client::Response<bool>, client::Error> {
    fal.serverless_upload_local_file().target_path(target_path).send().await
}
async fn serverless_get_metrics(
    fal: &client::Client,
) -> Result<client::Response<client::ByteStream>, client::Error> {
    fal.serverless_get_metrics().send().await
}
async fn serverless_logs_history(
    fal: &client::Client,
) -> Result<client::Response<client::types::LogsHistoryResponse>, client::Error> {
    fal.serverless_logs_history().send().await
}
async fn serverless_logs_stream(
    fal: &client::Client,
) -> Result<client::Response<client::ByteStream>, client::Error> {
    fal.serverless_logs_stream().send().await
}
async fn serverless_list_requests_by_endpoint(
    fal: &client::Client,
    endpoint_id: String,
) -> Result<client::Response<client::types::ListAppRequestsResponse>, client::Error> {
    fal.serverless_list_requests_by_endpoint().endpoint_id(endpoint_id).send().await
}
async fn serverless_get_usage(
    fal: &client::Client,
) -> Result<client::Response<client::types::ServerlessUsageResponse>, client::Error> {
    fal.admin()?.serverless_get_usage().send().await
}
async fn get_storage_file_acl(
    fal: &client::Client,
    url: String,
) -> Result<client::Response<client::types::StorageAcl>, client::Error> {
    fal.get_storage_file_acl().url(url).send().await
}
async fn set_storage_file_acl(
    fal: &client::Client,
    url: String,
    default: client::types::AclDecision,
) -> Result<client::Response<client::types::StorageAcl>, client::Error> {
    fal.set_storage_file_acl().url(url).default(default).send().await
}
async fn sign_storage_file_url(
    fal: &client::Client,
    url: String,
    expiration_seconds: i64,
) -> Result<client::Response<client::types::SignStorageFileUrlResponse>, client::Error> {
    fal.sign_storage_file_url()
        .url(url)
        .expiration_seconds(expiration_seconds)
        .send()
        .await
}
async fn get_storage_settings(
    fal: &client::Client,
) -> Result<client::Response<client::types::StorageSettings>, client::Error> {
    fal.get_storage_settings().send().await
}
async fn update_storage_settings(
    fal: &client::Client,
) -> Result<client::Response<client::types::StorageSettings>, client::Error> {
    fal.update_storage_settings().send().await
}
async fn list_workflows(
    fal: &client::Client,
) -> Result<client::Response<client::types::ListWorkflowsResponse>, client::Error> {
    fal.list_workflows().send().await
}
async fn create_workflow(
    fal: &client::Client,
    name: String,
    title: String,
    contents: client::types::WorkflowContents,
) -> Result<client::Response<client::types::WorkflowResponse>, client::Error> {
    fal.create_workflow().name(name).title(title).contents(contents).send().await
}
async fn get_workflow(
    fal: &client::Client,
    username: String,
    workflow_name: String,
) -> Result<client::Response<client::types::WorkflowResponse>, client::Error> {
    fal.get_workflow().username(username).workflow_name(workflow_name).send().await
}
