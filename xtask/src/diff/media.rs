//! Media types, so that equal ones are spelled alike.

use std::collections::BTreeMap;

/// The name under which a media type is compared. UTF-8 is what it is without a charset.
pub(super) fn key(name: &str) -> String {
    let mut parts = name.split(';').map(|part| part.trim().to_ascii_lowercase());
    let essence = parts.next().unwrap_or_default();
    let mut rest: Vec<String> =
        parts.filter(|part| !part.is_empty() && part.replace('"', "") != "charset=utf-8").collect();
    rest.sort();
    rest.into_iter().fold(essence, |name, part| format!("{name}; {part}"))
}

/// Which of several media types the generator takes: the lowest.
pub(super) fn rank(name: &str) -> usize {
    match name {
        "application/json" => 0,
        json if json.ends_with("+json") || json.starts_with("application/json") => 1,
        "multipart/form-data" | "text/event-stream" => 2,
        "application/x-www-form-urlencoded" => 3,
        _ => 4,
    }
}

/// Whether both are JSON, so that their schemas can be compared.
pub(super) fn are_json(one: &str, other: &str) -> bool {
    rank(one) <= 1 && rank(other) <= 1
}

/// The two media types of a body that had one of them and has the other.
pub(super) fn moved<'a, V>(old: &'a BTreeMap<String, V>, new: &'a BTreeMap<String, V>) -> Option<(&'a str, &'a str)> {
    let mut gone = old.keys().filter(|name| !new.contains_key(*name));
    let mut come = new.keys().filter(|name| !old.contains_key(*name));
    match (gone.next(), gone.next(), come.next(), come.next()) {
        (Some(from), None, Some(to), None) => Some((from, to)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_media_type() {
        assert_eq!(key("Application/JSON; charset=UTF-8"), "application/json");
        assert_eq!(key("text/plain;version=0.0.4; charset=\"utf-8\""), "text/plain; version=0.0.4");
    }

    #[test]
    fn the_generator_takes_json_before_forms_before_the_rest() {
        let ranked = [
            "application/json",
            "application/vnd.api+json",
            "multipart/form-data",
            "application/x-www-form-urlencoded",
            "application/xml",
        ];
        let ranks = ranked.map(rank);
        assert!(ranks.is_sorted_by(|one, next| one < next), "{ranks:?}");
        assert_eq!(rank("text/event-stream"), rank("multipart/form-data"));
        assert_eq!(rank("application/json; charset=latin1"), rank("application/vnd.api+json"));
        assert!(are_json("application/json", "application/vnd.api+json"));
        assert!(!are_json("application/json", "application/xml") && !are_json("text/csv", "application/json"));
    }
}
