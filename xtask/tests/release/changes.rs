//! Changes to the pinned document, one to an operation: those that break a call of it, and those that do not.

use serde_json::{Value, json};

/// A change of one operation.
pub(crate) struct Change {
    pub(crate) operation: &'static str,
    /// Whether the call of a program that was written before does not compile any more.
    pub(crate) breaks: bool,
    pub(crate) make: fn(&mut Value),
}

const fn breaks(operation: &'static str, make: fn(&mut Value)) -> Change {
    Change { operation, breaks: true, make }
}

const fn keeps(operation: &'static str, make: fn(&mut Value)) -> Change {
    Change { operation, breaks: false, make }
}

pub(crate) const ALL: &[Change] = &[
    // It is gone, it is called otherwise, it is behind another key.
    breaks("getMeta", |document| {
        document["paths"].as_object_mut().unwrap().shift_remove("/meta").unwrap();
    }),
    breaks("getPricing", |document| at(document, "/models/pricing", "get")["operationId"] = json!("getPrices")),
    breaks("listWorkflows", |document| {
        at(document, "/workflows", "get")["security"] = json!([{ "adminApiKey": [] }]);
    }),
    // What it takes.
    breaks("getAsset", |document| {
        at(document, "/assets/{asset_id}", "get")["parameters"][0]["schema"] = json!({ "type": "integer" });
    }),
    breaks("getOrganizationFocusReport", |document| {
        let parameters = at(document, "/organization/focus", "get")["parameters"].as_array_mut().unwrap();
        parameters.retain(|parameter| parameter["name"] != "source");
    }),
    breaks("createApiKey", |document| {
        let schema = body(at(document, "/keys", "post"));
        let alias = schema["properties"].as_object_mut().unwrap().shift_remove("alias").unwrap();
        schema["properties"]["name"] = alias;
        schema["required"] = json!(["name"]);
    }),
    breaks("signStorageFileUrl", |document| {
        body(at(document, "/storage/files/sign", "post"))["properties"]["expiration_seconds"] =
            json!({ "type": "string" });
    }),
    // What it answers.
    breaks("listAssetTags", |document| {
        at(document, "/assets/tags", "get")["responses"]["200"].as_object_mut().unwrap().shift_remove("content");
    }),
    breaks("getOrganizationTeams", |document| {
        at(document, "/organization/teams", "get")["responses"]["200"]["content"] =
            json!({ "text/csv": { "schema": { "type": "string" } } });
    }),
    breaks("serverlessListRoot", |document| {
        let schema = answer(at(document, "/serverless/files/list", "get"));
        *schema = schema["items"].take();
    }),
    // More of everything.
    keeps("getModels", |document| {
        let parameters = at(document, "/models", "get")["parameters"].as_array_mut().unwrap();
        parameters.push(json!({ "name": "later", "in": "query", "schema": { "type": "string" } }));
    }),
    keeps("getLater", |document| {
        document["paths"]["/later"] = document["paths"]["/models"].clone();
        at(document, "/later", "get")["operationId"] = json!("getLater");
    }),
    keeps("getAccountBilling", |document| {
        answer(at(document, "/account/billing", "get"))["properties"]["later"] = json!({ "type": "string" });
    }),
    // The builder refuses what is newly demanded, at run time: a break for callers, none for the compiler.
    keeps("getStorageSettings", |document| {
        let demanded = json!({ "name": "later", "in": "query", "required": true, "schema": { "type": "string" } });
        at(document, "/storage/settings", "get")["parameters"] = json!([demanded]);
    }),
    // What was promised is kept.
    keeps("getWorkflow", |document| {
        let paths = document["paths"].as_object_mut().unwrap();
        let mut item = paths.shift_remove("/workflows/{username}/{workflow_name}").unwrap();
        item["get"]["parameters"][0]["name"] = json!("owner");
        paths.insert("/workflows/{owner}/{workflow_name}".to_owned(), item);
    }),
    keeps("getFocusReport", |document| {
        let parameters = at(document, "/account/focus", "get")["parameters"].as_array_mut().unwrap();
        let source = parameters.iter_mut().find(|parameter| parameter["name"] == "source").unwrap();
        source["schema"]["enum"].as_array_mut().unwrap().push(json!("later"));
    }),
    keeps("listApiKeys", |document| at(document, "/keys", "get")["deprecated"] = json!(true)),
];

fn at<'d>(document: &'d mut Value, path: &str, method: &str) -> &'d mut Value {
    let operation = document["paths"].get_mut(path).and_then(|item| item.get_mut(method));
    operation.unwrap_or_else(|| panic!("the document has no {method} {path}"))
}

fn body(operation: &mut Value) -> &mut Value {
    operation.pointer_mut("/requestBody/content/application~1json/schema").unwrap()
}

fn answer(operation: &mut Value) -> &mut Value {
    operation.pointer_mut("/responses/200/content/application~1json/schema").unwrap()
}
