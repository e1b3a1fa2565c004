//! The sync of prices: around unknown models, and not too fast.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use fal_platform_mock::Fault;
use serde_json::Value;

use crate::place::Place;

#[test]
fn prices_come_although_one_model_is_unknown() {
    let place = Place::new();
    let mut models: Vec<String> = (20..140).map(|number| format!("mock/model-{number:06}")).collect();
    models.insert(67, "no/such-model".to_owned());
    models.push(models[0].clone());
    let mut arguments: Vec<&str> = models.iter().map(String::as_str).collect();
    arguments.extend(["--pace", "20", "--out", "prices.csv"]);
    let begun = Instant::now();
    let ended = place.run("price_sync", &arguments).done();
    let took = begun.elapsed();
    assert!(ended.err.contains("unknown: no/such-model") && ended.err.contains("120 prices"), "{ended:?}");
    assert_eq!(ended.err.matches("unknown: ").count(), 1);

    let known: Vec<&str> = models[..121].iter().map(String::as_str).filter(|model| !model.starts_with("no/")).collect();
    let table = place.read("prices.csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let found: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    assert_eq!(found.iter().map(|row| &row[0]).collect::<Vec<_>>(), known, "all of them, once, in order");
    let mut told = BTreeMap::new();
    for request in place.mock.requests_of("getPricing").iter().filter(|request| request.status == Some(200)) {
        let answer: Value = serde_json::from_slice(&request.answer).unwrap();
        for price in answer["prices"].as_array().unwrap() {
            told.insert(price["endpoint_id"].as_str().unwrap().to_owned(), price["unit_price"].to_string());
        }
    }
    for row in &found {
        assert_eq!(row[1].trim_end_matches(".0"), told[&row[0]].trim_end_matches(".0"), "{row:?}");
    }

    // Three batches, of which one is halved until one model is left: no more than two for each halving.
    let requests = place.mock.requests_of("getPricing");
    assert!(requests.len() <= 3 + 2 * 6, "{}", requests.len());
    assert!(requests.iter().all(|request| request.query_values("endpoint_id").len() <= 50));
    assert!(took >= Duration::from_millis(20) * (requests.len() as u32 - 1), "{took:?}");
    place.mock.assert_clean();
}

#[test]
fn prices_of_the_whole_catalogue_go_to_the_screen() {
    let place = Place::new();
    let ended = place.run("price_sync", &["--pace", "1"]).done();
    assert_eq!(ended.out.lines().count(), 10, "a headline and nine models: {}", ended.out);
    assert!(place.names().is_empty());
    // A server that knows no model at all is no server of models.
    place.run("price_sync", &["no/a", "no/b", "no/c", "--pace", "1", "--out", "prices.csv"]).failed("none of 3 models");
    // Any other error is one.
    place.mock.inject(Fault::status(403)).on("getPricing");
    place.run("price_sync", &["--out", "prices.csv"]).failed("getPricing failed: 403");
    assert!(place.names().is_empty());
}
