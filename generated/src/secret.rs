//! A text that nobody may see by accident.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use zeroize::Zeroizing;

/// A secret that a server answered, like a key that is shown once.
///
/// ```
/// use fal_platform_client::Secret;
///
/// let secret = Secret::from("id:hidden".to_owned());
/// assert_eq!(format!("{secret:?}"), "Secret([redacted])");
/// assert_eq!(secret.expose(), "id:hidden");
/// ```
///
/// It is shown nowhere: its `Debug` says `Secret([redacted])`, and it is neither `Display` nor
/// `Serialize`. [`expose`](Self::expose) hands out the text, so that each place that needs it can be
/// found by that word. The memory of every copy is wiped when the copy goes.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([redacted])")
    }
}

impl PartialEq for Secret {
    /// Takes as long for a text that is nearly right as for any other of its length.
    fn eq(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.0.as_bytes(), other.0.as_bytes());
        ours.len() == theirs.len() && ours.iter().zip(theirs).fold(0, |seen, (one, two)| seen | (one ^ two)) == 0
    }
}

impl Eq for Secret {}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Asked for a string, the JSON decoder shows the number that it found by itself.
        deserializer.deserialize_any(Text)
    }
}

/// Reads a text. What else is found is not shown in the error: it would be the secret.
struct Text;

impl Text {
    fn refuse<E: Error>(found: &str) -> Result<Secret, E> {
        Err(E::custom(format_args!("invalid type: {found}, expected a string")))
    }
}

impl Visitor<'_> for Text {
    type Value = Secret;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Secret, E> {
        Ok(text.to_owned().into())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Secret, E> {
        Ok(text.into())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Secret, E> {
        Self::refuse("a boolean")
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Secret, E> {
        Self::refuse("a number")
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Secret, E> {
        Self::refuse("a number")
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Secret, E> {
        Self::refuse("a number")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HIDDEN: &str = "hidden-7c1f";

    #[test]
    fn is_read_and_not_shown() {
        let secret: Secret = serde_json::from_str(&format!("\"{HIDDEN}\"")).unwrap();
        assert_eq!(secret.expose(), HIDDEN);
        let maybe: Option<Secret> = serde_json::from_str(&format!("\"{HIDDEN}\"")).unwrap();
        for shown in [format!("{secret:?}"), format!("{secret:#?}"), format!("{maybe:?}")] {
            assert!(!shown.contains(HIDDEN) && shown.contains("[redacted]"), "{shown}");
        }
    }

    #[test]
    fn equals_what_has_the_same_text() {
        let secret = |text: &str| Secret::from(text.to_owned());
        assert_eq!(secret("a"), secret("a"));
        for other in ["", "b", "ab"] {
            assert_ne!(secret("a"), secret(other));
        }
    }

    #[test]
    fn an_error_does_not_show_what_was_found() {
        for found in ["73519", "-73519", "73519.5", "true", "[73519]", "{\"a\":73519}", "null"] {
            let error = serde_json::from_str::<Secret>(found).unwrap_err().to_string();
            assert!(error.contains("expected a string") && !error.contains("73519"), "{error}");
        }
    }
}
