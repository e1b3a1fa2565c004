//! The doc comments of generated files, read the way rustdoc reads them.

use std::collections::BTreeMap;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag};

/// How our own examples begin.
const EXAMPLES: [&str; 2] = ["# #[allow(deprecated)]\n# async fn run(client:", "# async fn run(client:"];

/// The doc comments of a file, one text for each item.
pub fn of(code: &str) -> Vec<String> {
    let mut comments = Vec::new();
    let mut open = false;
    for line in code.lines().map(str::trim_start) {
        let said = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
        match (said, comments.last_mut()) {
            (Some(said), Some(last)) if open => {
                let last: &mut String = last;
                last.push_str(said.strip_prefix(' ').unwrap_or(said));
                last.push('\n');
            }
            (Some(said), _) => comments.push(format!("{}\n", said.strip_prefix(' ').unwrap_or(said))),
            (None, _) => {}
        }
        open = said.is_some();
    }
    comments
}

/// What is in the comments of a file that must not be there.
pub fn untamed(code: &str) -> Vec<String> {
    let blocks = ["/**", "/*!"].iter().filter(|begin| code.lines().any(|line| line.trim_start().starts_with(**begin)));
    let mut found: Vec<String> = blocks.map(|begin| format!("a comment that begins with {begin}")).collect();
    for comment in of(code) {
        found.extend(harm(&comment).map(|harm| format!("{harm} in {comment:?}")));
    }
    found
}

fn harm(comment: &str) -> Option<String> {
    let mut written = comment.to_owned();
    written.push_str("\nafter\n");
    // rustdoc takes every bracketed text for a name.
    let broken = |link: BrokenLink<'_>| Some((CowStr::from(format!("name:{}", link.reference)), CowStr::from("")));
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let events: Vec<Event<'_>> = Parser::new_with_broken_link_callback(&written, options, Some(broken)).collect();
    for (index, event) in events.iter().enumerate() {
        let harm = match event {
            Event::Html(text) | Event::InlineHtml(text) => Some(format!("markup {text:?}")),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => Some("indented code, which is run".to_owned()),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                let ours = matches!(events.get(index + 1), Some(Event::Text(text)) if EXAMPLES.iter().any(|begin| text.starts_with(begin)));
                let fine = &**language == "text" || (&**language == "no_run" && ours);
                (!fine).then(|| format!("code in {language:?}"))
            }
            Event::Start(Tag::Link { dest_url, .. }) => (!is_ours(dest_url)).then(|| format!("a link to {dest_url:?}")),
            Event::Start(Tag::Image { dest_url, .. }) => Some(format!("a picture {dest_url:?}")),
            _ => None,
        };
        if harm.is_some() {
            return harm;
        }
    }
    let closed = matches!(&events[..], [.., Event::Start(Tag::Paragraph), Event::Text(last), _] if &**last == "after");
    let list =
        matches!(&events[..], [.., Event::Text(last), _] | [.., Event::Text(last), _, _, _] if &**last == "after");
    (!closed && !list).then(|| "something that does not end".to_owned())
}

/// Pages of the web, and names in the crate.
fn is_ours(url: &str) -> bool {
    let path = url.strip_prefix("name:").map(|name| name.trim_matches('`')).unwrap_or(url);
    let is_path = path.chars().all(|c| c.is_ascii_alphanumeric() || "_:".contains(c)) && !path.is_empty();
    url.starts_with("https://") || url.starts_with("http://") || is_path && (path == url) == path.contains("::")
}

/// All comments, each above an item of its own, and how many examples of ours are among them.
pub fn as_items(files: &BTreeMap<String, String>) -> (String, usize) {
    let mut text = String::new();
    let mut examples = 0;
    for (index, comment) in files.values().flat_map(|code| of(code)).enumerate() {
        examples += comment.matches("```no_run\n").count();
        comment.lines().for_each(|line| text.push_str(&format!("/// {line}\n")));
        text.push_str(&format!("pub struct Item{index};\n"));
    }
    (text, examples)
}
