//! Models and their prices speak of the same models.

use serde_json::{Value, json};

use super::{Telling, put};
use crate::answer::Answer;
use crate::sample::{MODELS, mixed, model};

/// How many models have prices, however few pages there are.
const LEAST: u64 = 1_000;

/// Models that are asked for by id come alone; unknown ones without what is known of a model.
pub(super) fn models(telling: &Telling<'_>) -> Option<Answer> {
    let asked = telling.arrived.all("endpoint_id");
    if asked.is_empty() {
        return None;
    }
    let mut value = telling.promised()?;
    let pattern = value["models"].get(0)?.clone();
    let items = asked.iter().map(|id| {
        let mut item = pattern.clone();
        put(&mut item, "endpoint_id", *id);
        if !known(id, telling) {
            return json!({ "endpoint_id": id });
        }
        item
    });
    put(&mut value, "models", items.collect::<Vec<Value>>());
    crate::page::mark(&mut value, None);
    Some(telling.done(&value))
}

/// One unknown id spoils the whole batch, as it does at the service.
pub(super) fn prices(telling: &Telling<'_>) -> Option<Answer> {
    let asked = telling.arrived.all("endpoint_id");
    if let Some(unknown) = asked.iter().find(|id| !known(id, telling)) {
        return Some(Answer::error(404, &format!("The endpoint `{unknown}` is not known.")));
    }
    let mut value = telling.promised()?;
    let pattern = value["prices"].get(0)?.clone();
    let items = asked.iter().map(|id| {
        let mut item = pattern.clone();
        let price = mixed(id.bytes().fold(7, |hash, byte| hash * 31 % 1_000_003 + u64::from(byte))) % 900 + 1;
        put(&mut item, "endpoint_id", *id);
        put(&mut item, "unit_price", price as f64 / 10_000.0);
        item
    });
    put(&mut value, "prices", items.collect::<Vec<Value>>());
    Some(telling.done(&value))
}

/// Whether a model is among those that are listed.
fn known(id: &str, telling: &Telling<'_>) -> bool {
    let settings = telling.making.settings;
    let listed = settings.pages.saturating_mul(settings.page_size as u64).max(LEAST);
    let number = id.strip_prefix("mock/model-").and_then(|number| number.parse().ok());
    MODELS.contains(&id) || number.is_some_and(|number: u64| number < listed && model(number) == id)
}
