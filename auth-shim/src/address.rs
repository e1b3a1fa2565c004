//! Where a key may travel: encrypted, or not beyond this machine.

use std::env;

use fal_platform_client::error::InvalidRequest;
use reqwest::Url;

/// The variable that names the server.
pub(crate) const VARIABLE: &str = "FAL_PLATFORM_BASE_URL";

/// The server that the environment names, where it names one.
///
/// # Errors
/// It is no text.
pub(crate) fn from_env() -> Result<Option<String>, InvalidRequest> {
    let Some(value) = env::var_os(VARIABLE).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    value.into_string().map(Some).map_err(|_| InvalidRequest::of_client(VARIABLE, "is no text"))
}

/// Refuses a URL that would carry a key in the clear.
///
/// # Errors
/// It is `http` and does not stay on this machine.
pub(crate) fn checked(url: &Url) -> Result<(), InvalidRequest> {
    if url.scheme() == "https" || is_loopback(url) {
        return Ok(());
    }
    let reason =
        "must start with https://: a key is sent in the clear only to this machine (localhost, 127.0.0.1, [::1])";
    Err(InvalidRequest::of_client("base_url", reason))
}

/// Whether a URL stays on this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost") => true,
        Some(host) => {
            let address = host.trim_start_matches('[').trim_end_matches(']');
            address.parse::<std::net::IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_travels_encrypted_or_not_far() {
        for (url, fits) in [
            ("https://api.example.com/v1", true),
            ("http://localhost:8080", true),
            ("http://127.0.0.1/v1", true),
            ("http://127.9.9.9", true),
            ("http://[::1]:1", true),
            ("http://[::ffff:127.0.0.1]", true),
            ("http://api.example.com", false),
            ("http://localhost.example.com", false),
            ("http://127.0.0.1.example.com", false),
            ("http://10.0.0.1", false),
            ("http://[::2]", false),
        ] {
            assert_eq!(checked(&Url::parse(url).unwrap()).is_ok(), fits, "{url}");
        }
    }
}
