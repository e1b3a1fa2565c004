//! The mock and its sampler on documents that they were not made for.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test reports")]
#![allow(clippy::print_stdout, reason = "a test says what it skipped")]

use fal_platform_mock::{Document, Mock, Mode, Sampler, Side};
use fal_platform_tests::published;

/// The published documents, or a word that there are none.
fn documents() -> Vec<(String, String)> {
    let paths = published();
    if paths.is_empty() {
        println!("did not run: the published documents are not beside the project");
    }
    let read = |path: std::path::PathBuf| (path.display().to_string(), std::fs::read_to_string(&path).unwrap());
    paths.into_iter().map(read).collect()
}

#[test]
fn what_is_sampled_fits_every_published_document() {
    let mut count = 0;
    for (name, text) in documents() {
        let document = Document::parse(&text).unwrap();
        let sampler = Sampler::new(document.value());
        for operation in document.operations() {
            let bodies = operation.body.iter().flat_map(|body| &body.media).map(|(_, schema)| (Side::Request, schema));
            let answers = operation.success_schema().map(|schema| (Side::Response, schema));
            for (side, schema) in bodies.chain(answers) {
                let sampler = sampler.side(side);
                let variants = (0..sampler.variants(schema.value())).map(Mode::Variant);
                let plain = [
                    Mode::Typical,
                    Mode::Minimal,
                    Mode::Full,
                    Mode::Empty,
                    Mode::Large(9),
                    Mode::Nulls(0),
                    Mode::Nulls(1),
                ];
                for mode in plain.into_iter().chain(variants) {
                    let value = sampler.sample(schema.value(), mode);
                    let complaints = schema.complaints(&value);
                    assert!(complaints.is_empty(), "{name} {} {mode:?}: {complaints:?}\n{value}", operation.id);
                    count += 1;
                }
            }
        }
    }
    println!("{count} values");
}

#[tokio::test]
async fn the_mock_starts_on_every_published_document() {
    let http = reqwest::Client::new();
    for (name, text) in documents() {
        let mock = Mock::from_document(&text).unwrap().start().await.unwrap();
        assert!(mock.document().operations().len() >= 32, "{name}");
        assert!(mock.url().ends_with("/v1"), "{name}");
        let send = |path: &str| {
            let request = http.get(format!("{}{path}", mock.url()));
            request.header("authorization", format!("Key {}", mock.admin_key())).send()
        };
        for path in
            ["/models?limit=2", "/models/pricing?endpoint_id=fal-ai/flux/dev", "/keys", "/serverless/files/list/data/a"]
        {
            let answer = send(path).await.unwrap();
            assert_eq!(answer.status(), 200, "{name} {path}: {}", answer.text().await.unwrap());
        }
        mock.assert_clean();
    }
}
