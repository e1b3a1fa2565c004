//! From bytes to a document: JSON, OpenAPI 3.0 or 3.1, within the limits.

use serde_json::{Map, Value};

use super::{Pointer, strict};
use crate::trouble::{Result, Trouble};

/// The size that a document may have.
pub const LIMIT: u64 = 32 << 20;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Parses a document. `source` is what messages call it: a file or an address.
///
/// # Errors
/// Not JSON, not OpenAPI, another version, too large or too deep.
pub fn document(bytes: &[u8], source: &str) -> Result<Value> {
    let value = openapi(bytes, source)?;
    paths(&value, source)?;
    Ok(value)
}

fn paths(value: &Value, source: &str) -> Result<()> {
    match value.get("paths") {
        Some(Value::Object(_)) => Ok(()),
        Some(other) => Err(Trouble::new(format!("{source}: `paths` is {}, not an object", kind(other)))
            .at(&Pointer::root().push("paths"))),
        None => Err(Trouble::new(format!("{source} has no `paths`, so there is nothing to call")).at(&Pointer::root())),
    }
}

/// Parses a document that is only looked at: one of 3.1 may have components or webhooks and no paths.
///
/// # Errors
/// As [`document`].
pub fn any_document(bytes: &[u8], source: &str) -> Result<Value> {
    let value = openapi(bytes, source)?;
    let other = ["components", "webhooks"].iter().any(|key| value.get(key).is_some_and(Value::is_object));
    if value.get("paths").is_some() || !other {
        paths(&value, source)?;
    }
    Ok(value)
}

fn openapi(bytes: &[u8], source: &str) -> Result<Value> {
    let text = text(bytes, source)?;
    let value = strict::json(text, source)?;
    let Value::Object(map) = &value else {
        return Err(no_openapi(source, &format!("it is {}", kind(&value))));
    };
    version(map, source)?;
    Ok(value)
}

/// The text of a document, without a byte order mark.
///
/// # Errors
/// Too large, or not UTF-8.
pub fn text<'b>(bytes: &'b [u8], source: &str) -> Result<&'b str> {
    if bytes.len() as u64 > LIMIT {
        return Err(too_large(source));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let trouble = Trouble::new(format!("{source} is not UTF-8: byte {} begins no character", error.valid_up_to()));
        match bytes {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => trouble.help("it is UTF-16; JSON is UTF-8"),
            [0x1f, 0x8b, ..] => trouble.help("it is compressed with gzip; unpack it first"),
            _ => trouble.help("JSON is UTF-8; save it as that"),
        }
    })?;
    Ok(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text))
}

/// The refusal of a document above the limit.
pub fn too_large(source: &str) -> Trouble {
    Trouble::new(format!("{source} is larger than {} MiB", LIMIT >> 20))
        .help("no OpenAPI document of an API is; is it the right one?")
}

fn version(map: &Map<String, Value>, source: &str) -> Result<()> {
    let convert = "documents of OpenAPI 3.0 and 3.1 can be read; convert it to one of them";
    let Some(found) = map.get("openapi") else {
        return Err(match map.get("swagger") {
            Some(version) => Trouble::new(format!("{source} is Swagger {}", bare(version)))
                .at(&Pointer::root().push("swagger"))
                .help(convert),
            None => no_openapi(source, "it has no `openapi`"),
        });
    };
    let at = Pointer::root().push("openapi");
    let Some(version) = found.as_str() else {
        return Err(
            Trouble::new(format!("{source}: `openapi` is {}, not a version like \"3.1.0\"", kind(found))).at(&at)
        );
    };
    match supported(version) {
        true => Ok(()),
        false => {
            Err(Trouble::new(format!("{source} is OpenAPI {version}, which is not supported")).at(&at).help(convert))
        }
    }
}

/// `3.0` or `3.1`, with or without a patch number, which may have a suffix of its own.
fn supported(version: &str) -> bool {
    let mut parts = version.splitn(3, '.');
    let minor = matches!((parts.next(), parts.next()), (Some("3"), Some("0" | "1")));
    let patch = parts.next().unwrap_or("0");
    let number = patch.split_once('-').map_or(patch, |(number, _)| number);
    minor && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

fn no_openapi(source: &str, why: &str) -> Trouble {
    Trouble::new(format!("{source} is JSON, but no OpenAPI document: {why}"))
        .at(&Pointer::root())
        .help("is it the right file or address?")
}

/// What a value is, in words.
pub fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// A value as one would say it.
fn bare(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: impl AsRef<[u8]>) -> String {
        document(bytes.as_ref(), "it").unwrap_err().to_string()
    }

    #[test]
    fn takes_3_0_and_3_1_and_nothing_else() {
        for version in ["3.0.0", "3.0.3", "3.1.0", "3.1.1", "3.1", "3.0.0-rc1"] {
            let text = format!(r#"{{"openapi":"{version}","paths":{{}}}}"#);
            assert!(document(text.as_bytes(), "it").is_ok(), "{version}");
        }
        for version in ["3.2.0", "3.10.0", "2.0", "4.0.0", "3", "", "3.1.x", "3.1.0.1"] {
            let refused = refused(format!(r#"{{"openapi":"{version}","paths":{{}}}}"#));
            assert!(refused.contains("not supported\n  at #/openapi"), "{refused}");
        }
    }

    #[test]
    fn a_byte_order_mark_is_fine() {
        assert!(document("\u{feff}{\"openapi\":\"3.1.0\",\"paths\":{}}".as_bytes(), "it").is_ok());
    }

    #[test]
    fn says_what_else_it_is() {
        let cases = [
            (r#"{"swagger":"2.0","paths":{}}"#, "it is Swagger 2.0\n  at #/swagger"),
            ("[]", "it is JSON, but no OpenAPI document: it is an array\n  at #"),
            (r#"{"error":{}}"#, "it is JSON, but no OpenAPI document: it has no `openapi`"),
            (r#"{"openapi":3.1}"#, "it: `openapi` is a number, not a version like \"3.1.0\""),
            (r#"{"openapi":"3.1.0"}"#, "it has no `paths`"),
            (r#"{"openapi":"3.1.0","paths":[]}"#, "it: `paths` is an array, not an object\n  at #/paths"),
        ];
        for (text, says) in cases {
            assert!(refused(text).starts_with(says), "{}", refused(text));
        }
        assert!(refused([0xff, 0xfe, b'{', 0]).contains("UTF-16"));
        assert!(refused([b'{', b'"', 0xc3, b'"']).contains("byte 2 begins no character"));
        assert!(refused(vec![b' '; (LIMIT + 1) as usize]).contains("larger than 32 MiB"));
    }
}
