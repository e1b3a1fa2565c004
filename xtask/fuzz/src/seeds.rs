//! Small documents to start from, each of another kind.

use serde_json::Value;

const TEXTS: [&str; 5] = [
    include_str!("../seeds/lists.json"),
    include_str!("../seeds/bodies.json"),
    include_str!("../seeds/unions.json"),
    include_str!("../seeds/components.json"),
    include_str!("../seeds/parameters.json"),
];

/// The seeds, parsed.
pub fn all() -> Vec<Value> {
    TEXTS.iter().filter_map(|text| serde_json::from_str(text).ok()).collect()
}
