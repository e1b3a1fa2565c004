//! Which addresses are asked: https only, and no other host than the one that a person named.

use url::{Host, Url};

use super::offline_helps;
use crate::trouble::{Result, Trouble};

/// An address that may be asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Address(Url);

impl Address {
    /// Takes the address that a person gave.
    ///
    /// # Errors
    /// It is none, is not https (http is fine on this machine), or has a password in it.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let help = "give an https address, or none for the published document";
        let url =
            Url::parse(text).map_err(|error| Trouble::new(format!("`{text}` is no address: {error}")).help(help))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Trouble::new("the address has a user name or a password in it")
                .help("the document is public; an address ends up in platform.lock.toml"));
        }
        let address = Self(url);
        match address.safe() {
            true => Ok(address),
            false => Err(Trouble::new(format!("`{text}` is not https")).help(help)),
        }
    }

    /// Where a redirect leads.
    ///
    /// # Errors
    /// To another host, or away from https.
    pub(super) fn redirect(&self, location: &str) -> Result<Self> {
        let refused =
            |why: &str| offline_helps(Trouble::new(format!("{} redirects to `{location}`, {why}", self.as_str())));
        let next = self.0.join(location).map_err(|_| refused("which is no address"))?;
        let same = next.host() == self.0.host() && next.port_or_known_default() == self.0.port_or_known_default();
        if !same {
            return Err(refused("which is another host"));
        }
        let next = Self(next);
        match next.safe() && next.0.username().is_empty() {
            true => Ok(next),
            false => Err(refused("which is not https")),
        }
    }

    /// Its text.
    pub(super) fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether it is on this machine.
    pub(super) fn loopback(&self) -> bool {
        match self.0.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    fn safe(&self) -> bool {
        self.0.scheme() == "https" || (self.0.scheme() == "http" && self.loopback())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere_and_http_at_home() {
        for fine in ["https://api.example.com/v1", "http://127.0.0.1:80/", "http://localhost", "http://[::1]:9/"] {
            assert!(Address::parse(fine).is_ok(), "{fine}");
        }
        for bad in [
            "http://api.example.com/",
            "ftp://127.0.0.1/",
            "file:///etc/hosts",
            "openapi.json",
            "",
            "https://u:p@api.example.com/",
            "http://127.0.0.1.example.com/",
            "http://localhost.example.com/",
        ] {
            assert!(Address::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn redirects_stay_at_home() {
        let from = Address::parse("https://api.example.com/v1/openapi.json").unwrap();
        assert_eq!(from.redirect("/v2").unwrap().as_str(), "https://api.example.com/v2");
        assert!(from.redirect("https://api.example.com:443/x").is_ok());
        for bad in [
            "https://evil.example.com/",
            "http://api.example.com/",
            "//evil.example.com/x",
            "https://api.example.com:444/",
            "https://api.example.com@evil.example.com/",
            "file:///x",
        ] {
            assert!(from.redirect(bad).is_err(), "{bad}");
        }
    }
}
