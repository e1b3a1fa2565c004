//! Prose of the document as doc comments: harmless whatever it says.
//!
//! A description may hold HTML, links that lead nowhere, code that rustdoc would run as a test, or
//! characters that change how the text around them reads. None of it may reach a compiler.

/// Longer texts are cut: nobody reads them in a tooltip.
const LONGEST: usize = 4_000;

/// The lines of a doc comment.
pub fn lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut fence: Option<char> = None;
    for raw in cut(text).lines() {
        let clean: String = raw.chars().filter(|c| is_harmless(*c)).collect();
        let line = clean.trim();
        let opened = ["```", "~~~"].iter().find(|mark| line.starts_with(**mark)).and_then(|mark| mark.chars().next());
        match (fence, opened) {
            (None, Some(mark)) => {
                fence = Some(mark);
                lines.push("```text".to_owned());
            }
            (Some(mark), Some(other)) if mark == other => {
                fence = None;
                lines.push("```".to_owned());
            }
            (Some(_), _) => lines.push(clean.trim_end().replace("```", "'''")),
            (None, None) => {
                if !(line.is_empty() && lines.last().is_none_or(|last: &String| last.is_empty())) {
                    lines.push(escape(line));
                }
            }
        }
    }
    if fence.is_some() {
        lines.push("```".to_owned());
    }
    while lines.last().is_some_and(|last| last.is_empty()) {
        lines.pop();
    }
    lines
}

/// The first line, for places that hold one.
pub fn line(text: &str) -> String {
    lines(text).into_iter().find(|line| !line.is_empty()).unwrap_or_default()
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Control characters and those that reorder text are not for prose.
fn is_harmless(c: char) -> bool {
    const REORDERING: [char; 14] = [
        '\u{61c}', '\u{200b}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}',
        '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '\u{feff}',
    ];
    (!c.is_control() || c == '\t') && !REORDERING.contains(&c)
}

/// Escapes what Markdown or rustdoc would read as something else; code spans stay as they are.
fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let balanced = line.matches('`').count().is_multiple_of(2);
    for (index, part) in line.split('`').enumerate() {
        if index > 0 {
            out.push_str(if balanced { "`" } else { "\\`" });
        }
        if balanced && index % 2 == 1 {
            out.push_str(part);
        } else {
            escape_text(part, &mut out);
        }
    }
    out
}

fn escape_text(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("https://") || rest.starts_with("http://") {
            let end = rest.find(|c: char| c.is_whitespace() || "<>()[]\"'`".contains(c)).unwrap_or(rest.len());
            let url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
            // A link in Markdown's own form keeps its target bare.
            if out.ends_with("](") || out.ends_with("\\](") {
                out.push_str(url);
            } else {
                out.push_str(&format!("<{url}>"));
            }
            rest = &rest[url.len()..];
            continue;
        }
        if ['<', '>', '[', ']', '\\', '|'].contains(&first) {
            out.push('\\');
        }
        out.push(first);
        rest = &rest[first.len_utf8()..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_cannot_become_a_test() {
        assert_eq!(lines("```rust\npanic!()\n```"), ["```text", "panic!()", "```"]);
        assert_eq!(lines("text\n\n    indented()"), ["text", "", "indented()"]);
        assert_eq!(lines("~~~\nlet x;\n```\n"), ["```text", "let x;", "'''", "```"]);
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(line("a <b> [c] `d<e>`"), "a \\<b\\> \\[c\\] `d<e>`");
        assert_eq!(line("an odd ` tick <x>"), "an odd \\` tick \\<x\\>");
        assert_eq!(line("see https://a.b/c?d=e."), "see <https://a.b/c?d=e>.");
        assert_eq!(line("[x](https://a.b/c)"), "\\[x\\](https://a.b/c)");
    }

    #[test]
    fn characters_that_reorder_or_control_are_gone() {
        assert_eq!(line("a\u{202e}b\u{0}c\u{7f}"), "abc");
        assert_eq!(lines("\r\n\n a \n\n\n b \n\n"), ["a", "", "b"]);
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(line(&"é".repeat(1 << 20)).chars().count(), LONGEST + 1);
    }
}
