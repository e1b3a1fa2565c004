//! The report for a pull request: a title, a table, then the details.

use super::facts::Change;
use super::outcome::{Outcome, moved, shared, whose};
use super::verdicts::{Rust, Wire};

/// What a pull request's text can hold is little more than this many bytes.
const LIMIT: usize = 60_000;
/// Room for what comes after the details.
const RESERVED: usize = 1_500;
/// The longest line of one change.
const LINE: usize = 600;

/// The report.
pub fn render(outcome: &Outcome) -> String {
    let mut out = head(outcome);
    let mut left_out = 0;
    for wire in Wire::ALL {
        left_out += section(outcome, wire, &mut out);
    }
    if left_out > 0 {
        out.push_str(&format!("\n{left_out} more changes are left out here; `--format json` has all of them.\n"));
    }
    out
}

fn head(outcome: &Outcome) -> String {
    let report = &outcome.report;
    let mut out = format!("# API changes: {}\n\n", outcome.counts());
    out.push_str(&format!("{} → {}, ", code(&outcome.names.0), code(&outcome.names.1)));
    out.push_str(&format!("{} → {} operations.\n\n", report.operations.0, report.operations.1));
    if report.changes.is_empty() {
        return out + "Nothing to say: both documents mean the same.\n";
    }
    out.push_str("| for callers | changes | of them major for the crate | accepted |\n|---|---:|---:|---:|\n");
    for wire in Wire::ALL {
        let of: Vec<_> = outcome.changes().filter(|(change, _)| change.wire == wire).collect();
        let major = of.iter().filter(|(change, _)| change.rust == Rust::Major).count();
        let accepted = of.iter().filter(|(_, accepted)| accepted.is_some()).count();
        if !of.is_empty() {
            out.push_str(&format!("| {} {wire} | {} | {major} | {accepted} |\n", sign(wire), of.len()));
        }
    }
    out.push('\n');
    for (name, suggested) in &outcome.versions {
        let line = format!(
            "- {} {} → **{}** ({}: {})\n",
            code(name),
            suggested.now,
            suggested.next,
            report.rust(),
            suggested.why
        );
        out.push_str(&line);
    }
    for idle in &outcome.idle {
        let why = match idle.expired {
            Some(date) => format!("expired on {date}"),
            None => "accepts nothing any more".to_owned(),
        };
        out.push_str(&format!("- accepted {} {why}\n", code(&idle.fingerprint)));
    }
    out
}

fn sign(wire: Wire) -> &'static str {
    match wire {
        Wire::Breaking => "🛑",
        Wire::Scope => "🔑",
        Wire::Caution => "⚠️",
        Wire::Compatible => "✅",
        Wire::Docs => "📝",
    }
}

/// Writes the changes of one verdict, as far as there is room; says how many were left out.
fn section(outcome: &Outcome, wire: Wire, out: &mut String) -> usize {
    let changes: Vec<_> = outcome.changes().filter(|(change, _)| change.wire == wire).collect();
    if changes.is_empty() {
        return 0;
    }
    if out.len() + RESERVED > LIMIT {
        return changes.len();
    }
    let open = if matches!(wire, Wire::Breaking | Wire::Scope) { " open" } else { "" };
    out.push_str(&format!("\n<details{open}>\n<summary>{} {wire}: {}</summary>\n", sign(wire), changes.len()));
    let mut told = 0;
    let mut title = String::new();
    for (change, accepted) in &changes {
        let whose = whose(change);
        let mut lines = if whose == title { String::new() } else { format!("\n**{}**\n\n", code(&whose)) };
        lines.push_str(&line(change, *accepted));
        if out.len() + lines.len() + RESERVED > LIMIT {
            break;
        }
        out.push_str(&lines);
        title = whose;
        told += 1;
    }
    out.push_str("\n</details>\n");
    changes.len() - told
}

fn line(change: &Change, accepted: Option<&str>) -> String {
    let about = change.rule.entry().meaning.trim_end_matches('.');
    let mut out = match change.wire {
        Wire::Docs => "- ".to_owned(),
        _ => format!("- {about}: "),
    };
    let moved = if change.wire == Wire::Docs { change.place.clone() } else { moved(change) };
    out.push_str(&code(if moved.is_empty() { change.rule.id() } else { &moved }));
    if change.places > 1 {
        out.push_str(&format!(", {} places", change.places));
    }
    if change.wire != Wire::Docs {
        out.push_str(&format!(
            "\n  crate: {} · {} · {}",
            change.rust,
            code(change.rule.id()),
            code(&change.fingerprint)
        ));
        out.push_str(&shared(change).map(|told| format!("\n  in {}", code(&told))).unwrap_or_default());
        out.push_str(&change.note.as_ref().map(|note| format!("\n  {note}")).unwrap_or_default());
    }
    out.push_str(&accepted.map(|reason| format!("\n  accepted: {}", code(reason))).unwrap_or_default());
    out.push('\n');
    out
}

/// Text of a document as code: it cannot end the code, start a line, or be read as HTML.
fn code(text: &str) -> String {
    let mut plain: String =
        text.chars().take(LINE).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if text.chars().count() > LINE {
        plain.push('…');
    }
    let longest = plain.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let edge = if plain.is_empty() || plain.starts_with('`') || plain.ends_with('`') { " " } else { "" };
    format!("{fence}{edge}{plain}{edge}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_cannot_be_left() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b\nc"), "``a`b c``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code(""), "`  `");
        assert!(code(&"x".repeat(5000)).len() < 700);
    }
}
