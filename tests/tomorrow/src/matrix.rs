//! The rows of all pairs as one page of Markdown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

/// The page, and whether diff and client disagree anywhere.
pub fn page(rows: &[Value]) -> (String, bool) {
    let mut text = String::from(
        "| client | server | operations | calls | bodies | read | not read | unpromised, read | refused requests \
         | breaking: felt | tolerated | unseen | not foreseen |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    let mut totals: BTreeMap<&str, u64> = BTreeMap::new();
    let mut rules: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
    for row in rows {
        let told = |word: &str| -> u64 {
            let rules = row["rules"].as_object().into_iter().flatten();
            rules.filter_map(|(_, told)| told[word].as_u64()).sum()
        };
        let unread = number(row, "bodies") - number(row, "decoded");
        let cells = [
            ("operations", number(row, "operations")),
            ("calls", number(row, "calls")),
            ("bodies", number(row, "bodies")),
            ("read", number(row, "decoded")),
            ("not read", unread),
            ("unpromised, read", (number(row, "unpromised") + number(row, "broken_promises")).saturating_sub(unread)),
            ("refused requests", length(row, "rejected")),
            ("felt", told("felt")),
            ("tolerated", told("tolerated")),
            ("unseen", told("unseen")),
            ("not foreseen", length(row, "unforeseen")),
        ];
        let _ = write!(text, "| {} | {} |", word(&row["client"]), word(&row["server"]));
        for (name, count) in cells {
            *totals.entry(name).or_default() += count;
            let _ = write!(text, " {count} |");
        }
        text.push('\n');
        *totals.entry("errors").or_default() += number(row, "errors");
        *totals.entry("errors told").or_default() += number(row, "errors_told");
        for (rule, told) in row["rules"].as_object().into_iter().flatten() {
            for (word, count) in told.as_object().into_iter().flatten() {
                *rules.entry(rule).or_default().entry(word).or_default() += count.as_u64().unwrap_or(0);
            }
        }
    }
    let of = |name: &str| totals.get(name).copied().unwrap_or(0);
    let _ = writeln!(text, "\n{} pairs: {}.", rows.len(), listed(&totals));
    text.push_str("\n| breaking change of a response | felt | tolerated | unseen |\n|---|--:|--:|--:|\n");
    for (rule, told) in &rules {
        let of = |word: &str| told.get(word).copied().unwrap_or(0);
        let _ = writeln!(text, "| {rule} | {} | {} | {} |", of("felt"), of("tolerated"), of("unseen"));
    }
    disagreements(rows, &mut text);
    (text, of("not foreseen") + of("unseen") > 0 || of("errors") != of("errors told"))
}

fn disagreements(rows: &[Value], text: &mut String) {
    for name in ["unforeseen", "unseen"] {
        for row in rows {
            for entry in row[name].as_array().into_iter().flatten() {
                let _ =
                    writeln!(text, "\n{name}: {} → {}: {}", word(&row["client"]), word(&row["server"]), word(entry));
            }
        }
    }
}

fn listed(totals: &BTreeMap<&str, u64>) -> String {
    let all: Vec<String> = totals.iter().map(|(name, count)| format!("{count} {name}")).collect();
    all.join(", ")
}

fn number(row: &Value, name: &str) -> u64 {
    row[name].as_u64().unwrap_or(0)
}

fn length(row: &Value, name: &str) -> u64 {
    row[name].as_array().map_or(0, |all| all.len() as u64)
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::page;

    #[test]
    fn agreement_and_disagreement_are_told_apart() {
        let row = |unforeseen: &[&str], unseen: &[&str], errors_told: u64| {
            json!({ "client": "old", "server": "new", "operations": 2, "calls": 9, "bodies": 4, "decoded": 3, "unpromised": 2,
                "broken_promises": 0, "errors": 3, "errors_told": errors_told, "rejected": [], "failures": [],
                "unforeseen": unforeseen, "unseen": unseen, "rules": { "r": { "felt": 1, "unseen": unseen.len() } } })
        };
        let (text, disagree) = page(&[row(&[], &[], 3)]);
        assert!(!disagree && text.contains("| old | new | 2 | 9 | 4 | 3 | 1 | 1 | 0 | 1 | 0 | 0 | 0 |"), "{text}");
        for wrong in [row(&["GET /a"], &[], 3), row(&[], &["GET /a r /p"], 3), row(&[], &[], 2)] {
            let (text, disagree) = page(&[wrong]);
            assert!(disagree, "{text}");
        }
    }
}
