//! Path parameters, and the path that they make.

use std::borrow::Cow;
use std::fmt::Display;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Call, Draft};

/// Everything but the characters that never need encoding (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Encodes a value for a place in a path or query.
pub(super) fn encode(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, RESERVED).into()
}

impl Call<'_> {
    /// One segment; slashes in it are encoded.
    pub(crate) fn path<T: Display>(mut self, name: &'static str, value: Result<T, String>) -> Self {
        let text = value.map(|value| value.to_string());
        self.draft.segment(name, text);
        self
    }

    /// Several segments; slashes stay, unless the client says otherwise, and everything between them
    /// is encoded.
    pub(crate) fn path_segments<T: Display>(mut self, name: &'static str, value: Result<T, String>) -> Self {
        let text = value.map(|value| value.to_string());
        let slash = if self.client.encodes_slashes() { "%2F" } else { "/" };
        self.draft.segments(name, text, slash);
        self
    }

    /// One segment made of a list.
    pub(crate) fn path_joined<T: Display>(
        mut self,
        name: &'static str,
        separator: &str,
        values: Result<Vec<T>, String>,
    ) -> Self {
        let texts = values.map(|values| values.iter().map(ToString::to_string).collect());
        self.draft.joined_segment(name, separator, texts);
        self
    }
}

impl Draft {
    fn segment(&mut self, name: &'static str, text: Result<String, String>) {
        if let Some(text) = self.take(name, text) {
            match unusable(&text) {
                Some(reason) => self.refuse(name, reason),
                None => self.path.push((name, encode(&text).into_owned())),
            }
        }
    }

    fn segments(&mut self, name: &'static str, text: Result<String, String>, slash: &str) {
        let Some(text) = self.take(name, text) else {
            return;
        };
        if let Some(reason) = text.split('/').find_map(unusable) {
            let reason = if text.starts_with('/') { "must not start with a slash" } else { reason };
            return self.refuse(name, reason);
        }
        let encoded: Vec<Cow<'_, str>> = text.split('/').map(encode).collect();
        self.path.push((name, encoded.join(slash)));
    }

    fn joined_segment(&mut self, name: &'static str, separator: &str, texts: Result<Vec<String>, String>) {
        let Some(texts) = self.take(name, texts) else {
            return;
        };
        match unusable(&texts.join(separator)) {
            Some(reason) => self.refuse(name, reason),
            None => self.path.push((name, join(&texts, separator))),
        }
    }

    /// The path with its parameters filled in.
    pub(super) fn filled_path(&self) -> Result<String, crate::Error> {
        let mut filled = String::with_capacity(self.operation.path.len() + 32);
        let mut rest = self.operation.path;
        while let Some((before, after)) = rest.split_once('{')
            && let Some((name, after)) = after.split_once('}')
        {
            let Some((_, value)) = self.path.iter().find(|(given, _)| *given == name) else {
                return Err(self.refusal(name, "no value was given"));
            };
            filled.push_str(before);
            filled.push_str(value);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }
}

/// Joins encoded values by a separator; one with a meaning of its own in a URL stays as it is.
pub(super) fn join<T: AsRef<str>>(texts: &[T], separator: &str) -> String {
    let encoded: Vec<Cow<'_, str>> = texts.iter().map(|text| encode(text.as_ref())).collect();
    let separator = match separator {
        "," | ";" | "." => separator.into(),
        other => encode(other),
    };
    encoded.join(&separator)
}

const DOTS: &str = "must not be `.` or `..`: a URL drops such a segment, and the request would go elsewhere";

/// Why a text cannot be a segment.
fn unusable(segment: &str) -> Option<&'static str> {
    match segment {
        "" => Some("must not have an empty segment: the request would go elsewhere"),
        "." | ".." => Some(DOTS),
        _ => None,
    }
}
