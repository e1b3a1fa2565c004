//! The export of usage: whole, exact, and able to go on.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use fal_platform_mock::{Fault, Mock, Recorded};
use serde_json::Value;

use crate::place::{Place, replace};

/// The rows that the server handed out, page by page, told as the job is to tell them.
fn served(requests: &[Recorded]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for request in requests {
        let page: Value = serde_json::from_slice(&request.answer).unwrap();
        for bucket in page["time_series"].as_array().unwrap() {
            for row in bucket["results"].as_array().unwrap() {
                let text = |name: &str| match &row[name] {
                    Value::Null => String::new(),
                    Value::String(text) => text.clone(),
                    // None of the mock's numbers needs an exponent.
                    number => number.to_string().trim_end_matches(".0").to_owned(),
                };
                let mut cells = vec![bucket["bucket"].as_str().unwrap().to_owned()];
                cells.extend(COLUMNS[1..].iter().map(|name| text(name)));
                rows.push(cells);
            }
        }
    }
    rows
}

const COLUMNS: [&str; 11] = [
    "bucket",
    "endpoint_id",
    "auth_method",
    "unit",
    "currency",
    "quantity",
    "unit_price",
    "percent_discount",
    "cost_subtotal",
    "cost_discount",
    "cost_total",
];

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap(), &COLUMNS[..]);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

const DAYS: [&str; 6] = ["--start", "2026-08-01", "--end", "2026-08-08", "--out", "usage.csv"];

#[test]
fn an_export_has_every_row_that_was_served() {
    let place = Place::with(Mock::builder().pages(5).page_size(4).start_blocking().unwrap());
    let ended = place.run("usage_export", &DAYS).done();
    let pages = place.mock.requests_of("getUsage");
    assert_eq!(pages.len(), 5);
    assert_eq!(pages[0].query_values("start"), ["2026-08-01"]);
    let found = rows(&place.read("usage.csv"));
    assert!(found.len() >= 20, "{found:?}");
    assert_eq!(found, served(&pages));
    assert!(ended.out.contains(&format!("usage.csv: {} rows", found.len())), "{ended:?}");
    assert_eq!(place.names(), ["usage.csv"]);
    place.mock.assert_clean();
}

#[test]
fn an_export_that_was_stopped_goes_on_without_a_row_lost_or_doubled() {
    let place = Place::with(Mock::builder().pages(6).page_size(3).start_blocking().unwrap());
    // Killed while it waits for the fourth page.
    place.mock.inject(Fault::Silence).on("getUsage").after(3);
    let mut child = place.job("usage_export", &DAYS).spawn().unwrap();
    let begun = Instant::now();
    while place.mock.count("getUsage") < 4 {
        assert!(begun.elapsed() < Duration::from_secs(60), "the fourth page was never asked for");
        thread::sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!place.path("usage.csv").exists(), "it has its name only when it is whole");
    // It might as well have been killed in the middle of a row.
    let part = place.path("usage.csv.2026-08-01.2026-08-08.part");
    let mut torn = fs::read(&part).unwrap();
    torn.extend_from_slice(b"2026-08-05,half a r");
    replace(&part, &torn);

    // Then the server fails at the fifth.
    place.mock.clear_faults();
    place.mock.inject(Fault::status(400)).on("getUsage").after(1);
    place.run("usage_export", &DAYS).failed("getUsage failed: 400");
    assert!(!place.path("usage.csv").exists());

    // Another export does not disturb this one.
    place.mock.clear_faults();
    let other = ["--start", "2026-08-02", "--end", "2026-08-08", "--out", "usage.csv"];
    place.mock.inject(Fault::status(400)).on("getUsage").after(1);
    place.run("usage_export", &other).failed("400");
    place.mock.clear_faults();

    place.mock.forget();
    let ended = place.run("usage_export", &DAYS).done();
    let rest = place.mock.requests_of("getUsage");
    assert_eq!(rest.len(), 2, "four pages were there");
    let found = rows(&place.read("usage.csv"));

    let whole = Place::with(Mock::builder().pages(6).page_size(3).start_blocking().unwrap());
    let at_once = whole.run("usage_export", &DAYS).done();
    assert_eq!(whole.mock.count("getUsage"), 6);
    assert_eq!(found, served(&whole.mock.requests_of("getUsage")));
    assert_eq!((place.read("usage.csv"), ended.out), (whole.read("usage.csv"), at_once.out));
}

#[test]
fn amounts_are_what_was_written_to_the_last_digit() {
    let amounts = [
        ("0.1", "0.1"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("1234567.000000001", "1234567.000000001"),
        // The usual way to read these, without care for the last bit, finds a neighbour of each.
        ("0.9452706955539223", "0.9452706955539223"),
        ("0.38120423768821243", "0.38120423768821243"),
        ("2.5e-9", "0.0000000025"),
        ("1e-7", "0.0000001"),
        ("0", "0"),
        ("12.50", "12.5"),
    ];
    let place = Place::new();
    let results: Vec<String> = amounts
        .iter()
        .map(|(sent, _)| {
            format!(
                r#"{{"endpoint_id":"a, \"b\"","unit":"image","quantity":1,"unit_price":{sent},"percent_discount":null,
                    "cost_subtotal":{sent},"cost_discount":0,"cost_total":{sent},"currency":"USD"}}"#
            )
        })
        .collect();
    let body = format!(
        r#"{{"next_cursor":null,"has_more":false,"time_series":[{{"bucket":"2026-08-01","results":[{}]}}]}}"#,
        results.join(",")
    );
    place.mock.inject(Fault::text(200, "application/json", body)).on("getUsage");
    let ended = place.run("usage_export", &DAYS).done();
    let found: Vec<String> = rows(&place.read("usage.csv")).into_iter().map(|row| row[10].clone()).collect();
    assert_eq!(found, amounts.map(|(_, written)| written));
    // Added up as decimals.
    assert!(ended.out.contains("\n1234581.22647503674213477 USD"), "{ended:?}");

    // What is no amount is refused, not rounded.
    let body = place.mock.requests_of("getUsage")[0].answer.clone();
    let body = String::from_utf8(body.to_vec()).unwrap().replace("12.50", "1e300");
    place.mock.clear_faults();
    place.mock.inject(Fault::text(200, "application/json", body)).on("getUsage");
    place.run("usage_export", &DAYS).failed("is no amount");
}
