//! The types of the operation table: what the document says about each operation, as data.

use std::fmt;

/// One operation of the document.
///
/// The generated table holds one for every operation; the runtime learns all it knows from it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Operation {
    /// The `operationId`.
    pub id: &'static str,
    /// The method in capitals: `GET`.
    pub method: &'static str,
    /// The path template: `/models/{id}`.
    pub path: &'static str,
    /// The first segment of the path, which is also the cargo feature.
    pub resource: &'static str,
    /// The tags, in the document's order.
    pub tags: &'static [&'static str],
    /// What a key must be allowed to do.
    pub scope: Scope,
    /// The header that makes a repeated write harmless, where the operation declares one.
    pub idempotency_header: Option<&'static str>,
    /// How a long list is cut into pages.
    pub paging: Paging,
    /// The media type of the request body.
    pub request_media: Option<&'static str>,
    /// The media type of a successful answer's body.
    pub response_media: Option<&'static str>,
    /// The status codes that mean success.
    pub success: &'static [u16],
    /// Whether the document marks the operation as deprecated.
    pub deprecated: bool,
}

impl Operation {
    /// Whether sending it twice does no more than sending it once: the method is idempotent
    /// (RFC 9110, section 9.2.2), or the operation takes an idempotency header.
    pub fn is_idempotent(&self) -> bool {
        matches!(self.method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE")
            || self.idempotency_header.is_some()
    }

    /// Whether a status code means success: one that the document lists, or any other 2xx.
    pub fn succeeds_with(&self, status: u16) -> bool {
        (200..300).contains(&status) || self.success.contains(&status)
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

/// What a key must be allowed to do before an operation answers it; each scope includes the ones before it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Scope {
    /// No key is needed.
    None,
    /// Any valid key.
    Api,
    /// A key with administrator rights.
    Admin,
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::None => "none",
            Self::Api => "api",
            Self::Admin => "admin",
        })
    }
}

/// How a long list is cut into pages.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Paging {
    /// The answer is complete.
    None,
    /// Each page names the position of the next one.
    Cursor {
        /// The query parameter that takes the position.
        parameter: &'static str,
        /// The field of the answer that holds the next position.
        next: &'static str,
    },
    /// Each request says how many items to skip.
    Offset {
        /// The query parameter that takes the number.
        parameter: &'static str,
        /// The query parameter that takes the size of a page.
        limit: Option<&'static str>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn operation(method: &'static str, header: Option<&'static str>) -> Operation {
        Operation {
            id: "getModels",
            method,
            path: "/models",
            resource: "models",
            tags: &[],
            scope: Scope::None,
            idempotency_header: header,
            paging: Paging::None,
            request_media: None,
            response_media: None,
            success: &[302],
            deprecated: false,
        }
    }

    #[test]
    fn a_write_is_idempotent_only_with_its_header() {
        assert!(operation("GET", None).is_idempotent());
        assert!(operation("DELETE", None).is_idempotent());
        assert!(!operation("POST", None).is_idempotent());
        assert!(!operation("PATCH", None).is_idempotent());
        assert!(operation("POST", Some("Idempotency-Key")).is_idempotent());
    }

    #[test]
    fn success_is_2xx_or_declared() {
        let operation = operation("GET", None);
        let codes = [200, 204, 299, 302, 303, 400];
        assert_eq!(codes.map(|code| operation.succeeds_with(code)), [true, true, true, true, false, false]);
    }

    #[test]
    fn scopes_are_ordered_and_printed() {
        assert!(Scope::None < Scope::Api && Scope::Api < Scope::Admin);
        assert_eq!(format!("{:>6}", Scope::Admin), " admin");
        assert_eq!(operation("GET", None).to_string(), "getModels");
    }
}
