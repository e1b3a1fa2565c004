//! TOML that is edited and keeps what people wrote.

use toml_edit::DocumentMut;

/// Reads a text.
///
/// # Errors
/// What is wrong with it, and where.
pub(crate) fn parse(text: &str) -> Result<DocumentMut, String> {
    // The reader that keeps the text goes on after an error, and panics on some of what it meets then.
    text.parse::<toml::Table>().map_err(|error| said(&error))?;
    text.parse::<DocumentMut>().map_err(|error| said(&error))
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
    fn every_byte_is_kept() {
        let text = "# People's words.\n[types] # here\n\"a\"   =   'b'\n";
        assert_eq!(parse(text).unwrap().to_string(), text);
    }
}
