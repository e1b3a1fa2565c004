//! Bounds, formats and patterns: tighter, looser, or just another one.

use std::cmp::Ordering;

use super::catalogue::Rule;
use super::delta::{Delta, Site};
use super::shape::kinds;
use super::verdicts::Rust;

/// Which values remain when a keyword moves.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Turn {
    Fewer,
    More,
    Others,
}

/// The kinds of values that a keyword is about.
pub(super) fn owner(facet: &str) -> kinds::Kinds {
    match facet {
        "lower" | "upper" | "multipleOf" | "number format" => kinds::NUMBER,
        "minItems" | "maxItems" | "uniqueItems" => kinds::ARRAY,
        "minProperties" | "maxProperties" => kinds::OBJECT,
        _ => kinds::STRING,
    }
}

/// The change of one keyword whose two values differ.
pub(super) fn compare(facet: &str, old: Option<&str>, new: Option<&str>, site: Site) -> Delta {
    let turn = turn(facet, old, new);
    let pick = |request, response| site.pick(request, response);
    let rule = match (facet, turn) {
        ("format" | "number format", Turn::Fewer) => pick(Rule::RequestFormatAdded, Rule::ResponseFormatAdded),
        ("format" | "number format", Turn::More) => pick(Rule::RequestFormatRemoved, Rule::ResponseFormatRemoved),
        ("format" | "number format", Turn::Others) => pick(Rule::RequestFormatChanged, Rule::ResponseFormatChanged),
        ("pattern", Turn::Fewer) => pick(Rule::RequestPatternAdded, Rule::ResponsePatternAdded),
        ("pattern", Turn::More) => pick(Rule::RequestPatternRemoved, Rule::ResponsePatternRemoved),
        ("pattern", Turn::Others) => pick(Rule::RequestPatternChanged, Rule::ResponsePatternChanged),
        (_, Turn::Fewer) => pick(Rule::RequestBoundTightened, Rule::ResponseBoundTightened),
        (_, Turn::More) => pick(Rule::RequestBoundLoosened, Rule::ResponseBoundLoosened),
        (_, Turn::Others) => pick(Rule::RequestBoundChanged, Rule::ResponseBoundChanged),
    };
    let told = |value: Option<&str>| value.map(|value| format!("{} {value}", name(facet)));
    let delta = Delta::new(rule, told(old), told(new));
    if is_type(facet, old) || is_type(facet, new) { delta.rust(Rust::Major) } else { delta }
}

/// Formats that are Rust types of their own.
fn is_type(facet: &str, format: Option<&str>) -> bool {
    match facet {
        "format" => matches!(format, Some("date-time" | "date" | "binary")),
        "number format" => format == Some("uint64"),
        _ => false,
    }
}

fn name(facet: &str) -> &str {
    match facet {
        "lower" => "minimum",
        "upper" => "maximum",
        "number format" => "format",
        other => other,
    }
}

fn turn(facet: &str, old: Option<&str>, new: Option<&str>) -> Turn {
    let (old, new) = match (old, new) {
        (None, _) => return Turn::Fewer,
        (_, None) => return Turn::More,
        (Some(old), Some(new)) => (old, new),
    };
    match facet {
        "lower" | "minLength" | "minItems" | "minProperties" => bound(old, new, |bound| bound),
        "upper" | "maxLength" | "maxItems" | "maxProperties" => bound(old, new, |bound| -bound),
        "multipleOf" => multiple(old, new),
        "number format" => number(old, new),
        _ => Turn::Others,
    }
}

/// Two bounds, by how much they exclude; `exclusion` grows with that.
fn bound(old: &str, new: &str, exclusion: fn(f64) -> f64) -> Turn {
    let parse = |text: &str| {
        let (bound, open) = text.split_once(',').map_or((text, 0), |(bound, _)| (bound, 1));
        bound.parse::<f64>().ok().map(|bound| (exclusion(bound), open))
    };
    let (Some(old), Some(new)) = (parse(old), parse(new)) else { return Turn::Others };
    match new.partial_cmp(&old) {
        Some(Ordering::Greater) => Turn::Fewer,
        Some(Ordering::Less) => Turn::More,
        _ => Turn::Others,
    }
}

fn multiple(old: &str, new: &str) -> Turn {
    let divides = |small: f64, large: f64| small != 0.0 && ((large / small).round() - large / small).abs() < 1e-9;
    match (old.parse::<f64>(), new.parse::<f64>()) {
        (Ok(old), Ok(new)) if divides(old, new) => Turn::Fewer,
        (Ok(old), Ok(new)) if divides(new, old) => Turn::More,
        _ => Turn::Others,
    }
}

/// Every `int32` is an `int64`, and every `float` a `double`.
fn number(old: &str, new: &str) -> Turn {
    match (old, new) {
        ("int32", "int64") | ("float", "double") | ("uint32", "uint64" | "int64") => Turn::More,
        ("int64", "int32") | ("double", "float") | ("uint64" | "int64", "uint32") => Turn::Fewer,
        _ => Turn::Others,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_know_their_direction() {
        assert_eq!(turn("lower", Some("1"), Some("2")), Turn::Fewer);
        assert_eq!(turn("lower", Some("1"), Some("1, excluded")), Turn::Fewer);
        assert_eq!(turn("upper", Some("10"), Some("9.5")), Turn::Fewer);
        assert_eq!(turn("upper", Some("10, excluded"), Some("10")), Turn::More);
        assert_eq!(turn("maxLength", Some("5"), None), Turn::More);
        assert_eq!(turn("multipleOf", Some("2"), Some("4")), Turn::Fewer);
        assert_eq!(turn("multipleOf", Some("4"), Some("2")), Turn::More);
        assert_eq!(turn("multipleOf", Some("2"), Some("3")), Turn::Others);
        assert_eq!(turn("number format", Some("int32"), Some("int64")), Turn::More);
        assert_eq!(turn("upper", Some("\"x\""), Some("1")), Turn::Others);
    }
}
