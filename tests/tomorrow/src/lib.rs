//! Yesterday's client against tomorrow's server.
//!
//! A client that was made from one document calls a mock of another, every operation that both have,
//! with bodies that show all that the other document allows. What the client cannot read has to be
//! what `cargo xtask diff` calls breaking, and what that calls breaking has to fail: the diff and the
//! client prove each other. `bench/tomorrow` does it for every ordered pair of documents.
//!
//! client → driver (a program that calls what it is told to) → exchange (one pair of documents) →
//! row → matrix.

#![forbid(unsafe_code)]

pub mod bodies;
pub mod driver;
pub mod exchange;
mod judgement;
pub mod matrix;
pub mod promises;
pub mod row;
pub mod surface;
pub mod talk;

/// What went wrong with the harness itself.
pub type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// A result of the harness.
pub type Result<T> = std::result::Result<T, Trouble>;

/// `GET /a/{}` of `GET /a/{id}`: an operation is the same one under another name of its parameter.
pub fn address(method: &str, path: &str) -> String {
    let mut text = format!("{method} ");
    let mut within = false;
    for letter in path.chars() {
        match letter {
            '{' => within = true,
            '}' => {
                within = false;
                text.push_str("{}");
            }
            _ if within => {}
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_address_has_no_names() {
        assert_eq!(super::address("GET", "/a/{id}/b/{other}"), "GET /a/{}/b/{}");
        assert_eq!(super::address("GET", "/a/{another}/b/{x}"), "GET /a/{}/b/{}");
    }
}
