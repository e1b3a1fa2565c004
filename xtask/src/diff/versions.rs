//! Which version comes next: the rules of `0.x`, where a breaking change raises the minor number.

use super::verdicts::Rust;

/// The next version of a crate, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Suggested {
    /// The version now.
    pub now: String,
    /// The next one.
    pub next: String,
    /// The reason, in words.
    pub why: &'static str,
}

/// Suggests the version after `now`.
pub fn suggest(now: &str, rust: Rust) -> Suggested {
    let plain = now.split(['-', '+']).next().unwrap_or(now);
    let mut parts = plain.split('.').map(|part| part.parse::<u64>().unwrap_or(0));
    let (major, minor, patch) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    let early = major == 0;
    let next = match rust {
        Rust::None => now.to_owned(),
        Rust::Major if early => format!("0.{}.0", minor + 1),
        Rust::Major => format!("{}.0.0", major + 1),
        Rust::Minor if !early => format!("{major}.{}.0", minor + 1),
        Rust::Minor | Rust::Patch => format!("{major}.{minor}.{}", patch + 1),
    };
    let why = match (rust, early) {
        (Rust::None, _) => "the code stays as it is",
        (Rust::Patch, _) => "nothing that compiles stops compiling",
        (Rust::Minor, true) => "something is new, which below 1.0 raises the last number",
        (Rust::Minor, false) => "something is new",
        (Rust::Major, true) => "code may stop compiling, which below 1.0 raises the middle number",
        (Rust::Major, false) => "code may stop compiling",
    };
    Suggested { now: now.to_owned(), next, why }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_one_the_middle_number_breaks() {
        let next = |now: &str, rust| suggest(now, rust).next;
        assert_eq!(next("0.1.0", Rust::None), "0.1.0");
        assert_eq!(next("0.1.0", Rust::Patch), "0.1.1");
        assert_eq!(next("0.1.3", Rust::Minor), "0.1.4");
        assert_eq!(next("0.1.3", Rust::Major), "0.2.0");
        assert_eq!(next("1.2.3", Rust::Minor), "1.3.0");
        assert_eq!(next("1.2.3-rc.1", Rust::Major), "2.0.0");
    }
}
