//! What the diff says of each operation, from its report for machines.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::address;

/// A change that the diff calls breaking, at one operation.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Breaking {
    /// The operation, without the names of its parameters.
    pub address: String,
    /// Whether it is about what is answered.
    pub response: bool,
    /// The rule.
    pub rule: String,
    /// Where in the old document.
    pub pointer: String,
}

/// Everything that is breaking in a report of `cargo xtask diff --format json`.
pub fn breaking(report: &Value) -> BTreeSet<Breaking> {
    let mut found = BTreeSet::new();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let changes = report["changes"].as_array().into_iter().flatten();
    for change in changes.filter(|change| change["wire"] == "breaking") {
        for operation in change["operations"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let Some((method, path)) = operation.split_once(' ') else { continue };
            found.insert(Breaking {
                address: address(method, path),
                response: change["side"] == "response",
                rule: text(&change["rule"]),
                pointer: text(&change["pointer"]),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_change_counts_at_each_of_its_operations() {
        let report = json!({ "changes": [
            { "wire": "breaking", "side": "response", "rule": "r", "pointer": "/p", "operations": ["GET /a/{x}", "GET /b"] },
            { "wire": "caution", "side": "response", "rule": "s", "pointer": "/p", "operations": ["GET /a/{x}"] },
            { "wire": "breaking", "side": "request", "rule": "t", "pointer": "/p", "operations": ["GET /b"] } ] });
        let found = breaking(&report);
        let shown: Vec<_> = found.iter().map(|one| (one.address.as_str(), one.response, one.rule.as_str())).collect();
        assert_eq!(shown, [("GET /a/{}", true, "r"), ("GET /b", false, "t"), ("GET /b", true, "r")]);
    }
}
