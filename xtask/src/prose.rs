//! Prose of the document as doc comments: harmless whatever it says.
//!
//! A description may hold HTML, links that lead nowhere, code that rustdoc would run as a test, or
//! characters that change how the text around them reads. It is parsed the way rustdoc parses it,
//! and only what is harmless is written back.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};
use pulldown_cmark_to_cmark::{Options as Style, cmark_with_options};

/// Longer texts are cut: nobody reads them in a tooltip.
const LONGEST: usize = 4_000;
/// The same of a name in a sentence.
const LONGEST_NAME: usize = 200;

/// The lines of a doc comment.
pub fn lines(text: &str) -> Vec<String> {
    let plain = unindented(&cut(&harmless(text)));
    let mut written = String::new();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(&plain, options);
    let style = Style { code_block_token_count: 3, code_block_token: '`', ..Style::default() };
    if cmark_with_options(tamed(events), &mut written, options, style).is_err() {
        // Writing to a string does not fail; were it to, no prose is better than half of it.
        return Vec::new();
    }
    written.trim().lines().map(|line| line.trim_end().to_owned()).collect()
}

/// The first line, for places that hold one: no code, whose end would be missing.
pub fn line(text: &str) -> String {
    let mut literal = false;
    let mut is_said = |line: &String| {
        let is_fence =
            line.trim_start_matches(|c: char| c.is_ascii_digit() || " *+->.)".contains(c)).starts_with("```");
        literal ^= is_fence;
        !is_fence && !literal && !line.is_empty()
    };
    lines(text).into_iter().find(|line| is_said(line)).unwrap_or_default()
}

/// Text on one line with nothing that changes how the text around it reads: a wire name in a sentence.
pub fn visible(text: &str) -> String {
    harmless(text).replace('\n', " ")
}

/// A name of the document's own in a sentence, as code: what it holds ends nothing and is no markup.
pub fn code(text: &str) -> String {
    let plain = visible(text);
    let short: String = plain.chars().take(LONGEST_NAME).collect();
    let cut = if short.len() < plain.len() { "…" } else { "" };
    // As many backticks as nothing in it has in a row.
    let longest = short.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    match short.trim() {
        "" => format!("`{plain:?}`"),
        name if longest > 0 => format!("{fence} {name}{cut} {fence}"),
        name => format!("{fence}{name}{cut}{fence}"),
    }
}

/// Text with what is invisible, or changes how the text around it reads, spelled out.
pub fn escaped(text: &str) -> String {
    let escape = |c: char| if is_harmful(c) { c.escape_unicode().to_string() } else { c.to_string() };
    text.chars().map(escape).collect()
}

/// The same for the text of a JSON document, in which such characters stand within strings alone.
pub fn escaped_json(text: &str) -> String {
    let escape = |c: char| match is_harmful(c) && c != '\n' {
        true => format!("\\u{:04x}", u32::from(c)),
        false => c.to_string(),
    };
    text.chars().map(escape).collect()
}

/// Without what is invisible or changes how the text around it reads.
fn harmless(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| *c == '\n' || !is_harmful(*c)).collect()
}

/// Control characters, and those that reorder the text around them or take no room.
fn is_harmful(c: char) -> bool {
    const REORDERING: [char; 16] = [
        '\u{61c}', '\u{200b}', '\u{200e}', '\u{200f}', '\u{2028}', '\u{2029}', '\u{202a}', '\u{202b}', '\u{202c}',
        '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '\u{feff}',
    ];
    c.is_control() || REORDERING.contains(&c)
}

fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// Without the indentation that all lines but the first share: it is the source file's, not the text's.
fn unindented(text: &str) -> String {
    let rest = || text.lines().skip(1).filter(|line| !line.trim().is_empty());
    let shared = rest().map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0);
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default().trim_start();
    let rest = lines.map(|line| line.get(shared..).unwrap_or_default());
    std::iter::once(first).chain(rest).collect::<Vec<_>>().join("\n")
}

/// The events that may be in a doc comment.
fn tamed<'a>(events: impl Iterator<Item = Event<'a>>) -> Vec<Event<'a>> {
    let mut tame = Vec::new();
    let mut literal = false;
    let mut linked = false;
    // Markup is text, and neighboring pieces of text are one: an address may stand across them.
    let events = events.map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        other => other,
    });
    for event in pulldown_cmark::TextMergeStream::new(events) {
        match event {
            // A fence without a language is Rust to rustdoc, and Rust is run.
            Event::Start(Tag::CodeBlock(_)) => {
                literal = true;
                tame.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced("text".into()))));
            }
            Event::End(TagEnd::CodeBlock) => {
                literal = false;
                tame.push(Event::End(TagEnd::CodeBlock));
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                linked = is_web(&dest_url);
                if linked {
                    tame.push(Event::Start(Tag::Link {
                        link_type: LinkType::Inline,
                        dest_url,
                        title: "".into(),
                        id: "".into(),
                    }));
                }
            }
            Event::End(TagEnd::Link) => {
                if linked {
                    tame.push(Event::End(TagEnd::Link));
                }
                linked = false;
            }
            // Headings would stand beside those of rustdoc's own.
            Event::Start(Tag::Heading { .. }) => tame.extend([Event::Start(Tag::Paragraph), Event::Start(Tag::Strong)]),
            Event::End(TagEnd::Heading(_)) => tame.extend([Event::End(TagEnd::Strong), Event::End(TagEnd::Paragraph)]),
            Event::Start(Tag::Image { .. } | Tag::HtmlBlock) => {}
            Event::End(TagEnd::Image | TagEnd::HtmlBlock) => {}
            Event::Rule => {}
            Event::Text(text) if !literal && !linked => tame.extend(with_links(&text)),
            // Without a line's end the closing fence would stand behind the text and close nothing.
            Event::Text(text) if literal => {
                tame.push(Event::Text(format!("{}\n", text.trim_end_matches('\n').replace("```", "'''")).into()));
            }
            other => tame.push(other),
        }
    }
    tame
}

fn is_web(url: &str) -> bool {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty() && url.chars().all(|c| c.is_ascii_graphic() && !"<>()[]\\`\"|".contains(c))
    })
}

/// Text with bare URLs made links of, as rustdoc wants them.
fn with_links(text: &str) -> Vec<Event<'static>> {
    let mut events = Vec::new();
    let mut rest = text;
    while let Some(start) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let tail = &rest[start..];
        let end = tail.find(|c: char| c.is_whitespace() || "<>()[]{}\"'`|\\".contains(c)).unwrap_or(tail.len());
        let url = tail[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '~']);
        events.push(Event::Text(rest[..start].to_owned().into()));
        if is_web(url) {
            let tag = Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: url.to_owned().into(),
                title: "".into(),
                id: "".into(),
            };
            events.extend([Event::Start(tag), Event::Text(url.to_owned().into()), Event::End(TagEnd::Link)]);
            rest = &tail[url.len()..];
        } else {
            // A scheme with nothing behind it is said as code, so that nobody takes it for a link.
            events.push(Event::Code(tail[..end].to_owned().into()));
            rest = &tail[end..];
        }
    }
    events.push(Event::Text(rest.to_owned().into()));
    events
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn code_cannot_become_a_test() {
        assert_eq!(lines("```rust\npanic!()\n```"), ["```text", "panic!()", "```"]);
        assert_eq!(lines("text\n\n    indented()\nback"), ["text", "", "```text", "indented()", "```", "", "back"]);
        assert_eq!(lines("~~~\nlet x;\n```\n"), ["```text", "let x;", "'''", "```"]);
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(line("a <b> `d<e>`"), "a \\<b> `d<e>`");
        assert_eq!(line("see https://a.b/c?d=e."), "see <https://a.b/c?d=e>.");
        assert_eq!(line("[x](https://a.b/c)"), "[x](https://a.b/c)");
        assert_eq!(line("[x](javascript:alert)"), "x");
        assert_eq!(line("# Errors"), "**Errors**");
        assert_eq!(line("<a href=\"https://a.b\">c</a>"), "\\<a href=\"<https://a.b>\">c\\</a>");
    }

    #[test]
    fn lists_keep_their_shape() {
        assert_eq!(
            lines("\n  Takes:\n  - one\n    more of one\n  - two\n  "),
            ["Takes:", "", "* one", "  more of one", "* two"]
        );
    }

    #[test]
    fn characters_that_reorder_or_control_are_gone() {
        assert_eq!(line("a\u{202e}b\u{0}c\u{7f}"), "abc");
        assert_eq!(lines("\r\n\n a \n\n\n b \n\n"), ["a", "", "b"]);
    }

    #[test]
    fn a_line_is_no_beginning_of_code() {
        assert_eq!(line("```\n<b>\n```\nsaid"), "said");
        assert_eq!(line("- ```\n  <b>\n  ```\n\nsaid"), "said");
        assert_eq!(line("```\n<b>\n"), "");
    }

    #[test]
    fn names_end_nothing() {
        assert_eq!(code("limit"), "`limit`");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("``"), "``` `` ```");
        assert_eq!(code("x` <b> `y"), "`` x` <b> `y ``");
        assert_eq!([code(""), code(" \u{202e}")], ["`\"\"`", "`\" \"`"]);
        assert_eq!(code("a\nb"), "`a b`");
        assert_eq!(code(&"é".repeat(1 << 20)).chars().count(), LONGEST_NAME + 3);
    }

    #[test]
    fn what_reorders_is_spelled_out() {
        assert_eq!(escaped("a\u{202e}b\nü🦀"), "a\\u{202e}b\\u{a}ü🦀");
        assert_eq!(escaped_json("{\n\"a\u{202e}\u{7f}\": \"ü\"}"), "{\n\"a\\u202e\\u007f\": \"ü\"}");
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(line(&"é".repeat(1 << 20)).chars().count(), LONGEST + 1);
    }

    /// What rustdoc would make of the lines: nothing that runs, leads astray, or is markup.
    fn is_tame(text: &str) -> bool {
        let written = format!("{}\n\nafter", lines(text).join("\n"));
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        // rustdoc resolves every bracketed text as a name.
        let broken = |_: pulldown_cmark::BrokenLink<'_>| Some(("rust:name".into(), "".into()));
        let events: Vec<_> = Parser::new_with_broken_link_callback(&written, options, Some(broken)).collect();
        let last = [Event::Start(Tag::Paragraph), Event::Text("after".into()), Event::End(TagEnd::Paragraph)];
        events.ends_with(&last)
            && events.into_iter().all(|event| match event {
                Event::Html(_) | Event::InlineHtml(_) => false,
                Event::Start(Tag::CodeBlock(kind)) => {
                    matches!(kind, CodeBlockKind::Fenced(language) if &*language == "text")
                }
                Event::Start(Tag::Link { dest_url, .. }) => dest_url.starts_with("http"),
                Event::Start(Tag::Image { .. }) => false,
                _ => true,
            })
    }

    proptest! {
        #[test]
        fn a_name_is_code(text in "([`<>\\[\\]()*_\\\\ \n~#]|[a-c]|```){0,20}") {
            let sentence = format!("{}.", code(&text));
            let events: Vec<_> = Parser::new_ext(&sentence, Options::all()).collect();
            let is_code = matches!(&events[..], [Event::Start(Tag::Paragraph), Event::Code(_), Event::Text(end), _] if &**end == ".");
            prop_assert!(is_code, "{:?} became {:?}", sentence, events);
        }

        #[test]
        fn whatever_it_says_is_tame(text in "([`<>\\[\\]()#*_~|:\\\\!\\- \n\t]|[a-c]|https://|```|~~~|    |\\*/|\\d\\.){0,60}") {
            prop_assert!(is_tame(&text), "{:?} became {:?}", text, lines(&text));
        }

        #[test]
        fn any_text_is_tame(text in any::<String>()) {
            prop_assert!(is_tame(&text), "{:?} became {:?}", text, lines(&text));
        }
    }
}
