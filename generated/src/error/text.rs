//! Text of servers and libraries, made fit for a line of a log.

use std::fmt;

/// An error and its causes, each said once: many libraries repeat the cause in their own text.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let said = inner.to_string();
        if !text.contains(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        cause = inner.source();
    }
    text
}

/// Ends a message with what to do about it.
pub(super) fn tell_hint(f: &mut fmt::Formatter<'_>, hint: Option<&'static str>) -> fmt::Result {
    match hint {
        Some(hint) => write!(f, "; {hint}"),
        None => Ok(()),
    }
}

/// At most `limit` bytes of text on one line, without control characters, cut between characters.
pub(crate) fn excerpt(text: &str, limit: usize) -> String {
    let mut kept = String::new();
    let mut gap = false;
    for character in text.trim().chars() {
        if character.is_control() || character.is_whitespace() || hides(character) {
            gap = true;
            continue;
        }
        if kept.len() + character.len_utf8() + usize::from(gap) > limit {
            kept.push('…');
            break;
        }
        if gap && !kept.is_empty() {
            kept.push(' ');
        }
        gap = false;
        kept.push(character);
    }
    kept
}

/// Characters that turn the direction of what follows, so that a log would read otherwise.
fn hides(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What a page of HTML says: its title, or its first words.
pub(super) fn of_html(html: &str, limit: usize) -> String {
    let lower = html.to_ascii_lowercase();
    let title = lower.find("<title").and_then(|start| {
        let from = start + lower[start..].find('>')? + 1;
        let to = from + lower[from..].find("</title")?;
        let title = excerpt(&html[from..to], limit);
        (!title.is_empty()).then_some(title)
    });
    title.unwrap_or_else(|| excerpt(&words(html), limit))
}

/// The text between tags, without scripts and styles.
fn words(html: &str) -> String {
    // One copy for all searches: a page may open a script at every step.
    let lower = html.to_ascii_lowercase();
    let mut text = String::new();
    let mut at = 0;
    while let Some(tag) = lower[at..].find('<').map(|found| at + found) {
        text.push_str(&html[at..tag]);
        text.push(' ');
        let name = &lower[tag + 1..];
        let close = match ["script", "style"].into_iter().find(|hidden| name.starts_with(hidden)) {
            Some(hidden) => name.find(&format!("</{hidden}")).map(|found| tag + 1 + found),
            None => Some(tag),
        };
        match close.and_then(|from| Some(from + lower[from..].find('>')? + 1)) {
            Some(next) => at = next,
            // What never closes is no text.
            None => return text,
        }
    }
    text.push_str(&html[at..]);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_are_one_clean_line() {
        assert_eq!(excerpt("  a\r\n\tb\u{1b}[31mc ", 100), "a b [31mc");
        assert_eq!(excerpt("a\u{202e}b", 100), "a b");
        assert_eq!(excerpt("ääää", 5), "ää…");
        assert_eq!(excerpt("", 5), "");
    }

    #[test]
    fn html_is_reduced_to_what_it_says() {
        let page = "<HTML><head><TITLE>\n Just a\nmoment… </TITLE></head><body>x</body>";
        assert_eq!(of_html(page, 100), "Just a moment…");
        let bare = "<style>p{}</style><h1>Bad</h1><p>gateway<script>var a = '<p>';</script>";
        assert_eq!(of_html(bare, 100), "Bad gateway");
        assert_eq!(of_html("<title></title><p>a", 100), "a");
        assert_eq!(of_html("<script>never closed", 100), "");
        assert_eq!(of_html("<titleİ", 100), "");
    }

    #[test]
    fn no_page_is_too_strange() {
        let pieces = ["<", ">", "/", "<script", "</script>", "<TITLE>", "</title", "ä", "\0", " ", "<!--"];
        let mut seed = 7_usize;
        for _ in 0..5_000 {
            let page: String = (0..12)
                .map(|_| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    pieces[(seed >> 33) % pieces.len()]
                })
                .collect();
            let text = of_html(&page, 10);
            assert!(text.len() <= 10 + '…'.len_utf8(), "{page:?}");
            assert!(!text.contains('\0'), "{page:?}");
        }
    }

    #[test]
    fn a_chain_says_everything_once() {
        let inner = std::io::Error::other("refused");
        let outer = std::io::Error::other(format!("connect: {inner}"));
        assert_eq!(chain(&outer), "connect: refused");
    }
}
