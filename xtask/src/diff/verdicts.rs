//! The two verdicts: what a deployed client feels, and what the regenerated crate's version feels.

use std::fmt;
use std::str::FromStr;

/// What an already deployed, correct client experiences. A later one is worse.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Wire {
    /// Nothing but prose moved.
    Docs,
    /// Old clients go on as before.
    Compatible,
    /// Harmless to open types, or only maybe felt.
    Caution,
    /// Another key reaches the operation now, and every old one still does.
    Scope,
    /// A correct old client stops working.
    Breaking,
}

impl Wire {
    /// From the worst to the mildest.
    pub const ALL: [Self; 5] = [Self::Breaking, Self::Scope, Self::Caution, Self::Compatible, Self::Docs];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Docs => "docs",
            Self::Compatible => "compatible",
            Self::Caution => "caution",
            Self::Scope => "scope",
            Self::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// What the semantic version of the regenerated crate experiences. A later one is worse.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Rust {
    /// The generated code stays as it is.
    None,
    /// The code changes, its interface does not.
    Patch,
    /// Something new can be called or read.
    Minor,
    /// Code written against the old crate may no longer compile.
    Major,
}

impl Rust {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl fmt::Display for Rust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// From which wire verdict on a run fails.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct FailOn(pub Option<Wire>);

impl Default for FailOn {
    fn default() -> Self {
        Self(Some(Wire::Breaking))
    }
}

impl FailOn {
    /// Whether a change of that verdict fails the run.
    pub fn fails(self, wire: Wire) -> bool {
        self.0.is_some_and(|least| wire >= least)
    }
}

impl FromStr for FailOn {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Self(None));
        }
        let found = Wire::ALL.into_iter().find(|wire| wire.word() == text);
        found
            .map(|wire| Self(Some(wire)))
            .ok_or_else(|| "one of docs, compatible, caution, scope, breaking, none".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fails_at_or_above() {
        let caution: FailOn = "caution".parse().unwrap();
        assert!(caution.fails(Wire::Scope) && caution.fails(Wire::Caution) && !caution.fails(Wire::Compatible));
        assert!(!"none".parse::<FailOn>().unwrap().fails(Wire::Breaking));
        assert!(FailOn::default().fails(Wire::Breaking) && !FailOn::default().fails(Wire::Scope));
        assert!("loud".parse::<FailOn>().is_err());
    }
}
