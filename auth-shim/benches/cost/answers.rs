//! What the server says.

use std::fmt::Write as _;

/// A page of models, as large as real ones.
pub(crate) fn models(count: usize) -> String {
    let model = |number: usize| {
        format!(
            r#"{{"endpoint_id":"fal-ai/example/v{number}","metadata":{{"display_name":"Example {number}","category":"text-to-image","description":"Draws what it is told, in any style that has a name, at up to four megapixels.","status":"active","tags":["new","fast"],"updated_at":"2026-08-01T12:00:00.000Z","is_favorited":false,"thumbnail_url":"https://example.com/thumbnails/{number}.webp","model_url":"https://example.com/models/{number}","license_type":"commercial","date":"2026-01-01T00:00:00.000Z","group":{{"key":"example","label":"Version {number}"}},"kind":"inference","duration_estimate":0.5}}}}"#
        )
    };
    let models: Vec<String> = (0..count).map(model).collect();
    format!(r#"{{"models":[{}],"next_cursor":"Mg==","has_more":true}}"#, models.join(","))
}

/// A page of billing events, with every field that the operation can fill.
pub(crate) fn billing_events(count: usize) -> String {
    let mut text = r#"{"next_cursor":null,"has_more":false,"billing_events":["#.to_owned();
    for number in 0..count {
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(
            text,
            r#"{comma}{{"request_id":"7d1c0a52-3f6e-4b8e-9c1d-{number:012}","endpoint_id":"fal-ai/example/v{}","timestamp":"2026-08-01T12:{:02}:00.123Z","output_units":{number}.5,"unit_price":0.025,"percent_discount":null,"cost_subtotal":0.0125,"cost_discount":0,"cost_total":0.0125,"cost_estimate_nano_usd":12500000,"auth_method":"nightly","auth_method_structured":{{"detail":"nightly","api_key_id":"0e5c3a11"}}}}"#,
            number % 40,
            number % 60,
        );
    }
    text.push_str("]}");
    text
}
