//! TOML that is edited and keeps what people wrote.

use toml_edit::{DocumentMut, Key, Value};

use crate::prose;

/// Reads a text.
///
/// # Errors
/// What is wrong with it, and where.
pub(crate) fn parse(text: &str) -> Result<DocumentMut, String> {
    // The reader that keeps the text goes on after an error, and panics on some of what it meets then.
    text.parse::<toml::Table>().map_err(|error| said(&error))?;
    text.parse::<DocumentMut>().map_err(|error| said(&error))
}

/// A text as a value, spelled so that nothing in it is invisible or changes how its line reads.
pub(crate) fn text(text: &str) -> Value {
    spelled(text).parse().unwrap_or_else(|_| text.into())
}

/// A text as a key, spelled in the same way.
pub(crate) fn key(text: &str) -> Key {
    let plain = Key::new(text);
    match text == prose::escaped(text) {
        true => plain,
        false => Key::parse(&spelled(text)).ok().and_then(|mut keys| keys.pop()).unwrap_or(plain),
    }
}

/// A string of JSON, which is a string of TOML, too.
fn spelled(text: &str) -> String {
    prose::escaped_json(&serde_json::Value::from(text).to_string())
}

fn said(error: &dyn std::error::Error) -> String {
    error.to_string().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_toml_is_refused() {
        // An error, and then what stands within the value that is not there.
        for text in ["==\n.=", "[types", "a = 1\na = 2", "a = 1\na.b = 2"] {
            let wrong = parse(text).unwrap_err();
            assert!(!wrong.is_empty() && wrong.trim_end() == wrong, "{wrong:?}");
        }
    }

    #[test]
    fn texts_are_spelled_so_that_they_can_be_seen() {
        let seen = "\"a\\u202e\\\"b\\\\c\\n\\u0085ü\"";
        let hidden = "a\u{202e}\"b\\c\n\u{85}ü";
        assert_eq!(text(hidden).to_string(), seen);
        assert_eq!(text(hidden).as_str(), Some(hidden));
        assert_eq!((key(hidden).get(), key("plain").to_string().as_str()), (hidden, "plain"));
        let mut document = DocumentMut::new();
        document.entry_format(&key(hidden)).or_insert(true.into());
        assert_eq!(document.to_string(), format!("{seen} = true\n"));
    }

    #[test]
    fn every_byte_is_kept() {
        let text = "# People's words.\n[types] # here\n\"a\"   =   'b'\n";
        assert_eq!(parse(text).unwrap().to_string(), text);
    }
}
