//! Small documents to start from, each of another kind.

use serde_json::Value;

const TEXTS: [&str; 5] = [
    include_str!("../seeds/pipeline/lists.json"),
    include_str!("../seeds/pipeline/bodies.json"),
    include_str!("../seeds/pipeline/unions.json"),
    include_str!("../seeds/pipeline/components.json"),
    include_str!("../seeds/pipeline/parameters.json"),
];

/// The seeds, parsed.
pub fn all() -> Vec<Value> {
    TEXTS.iter().filter_map(|text| serde_json::from_str(text).ok()).collect()
}
