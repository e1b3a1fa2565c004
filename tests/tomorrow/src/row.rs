//! What came of one pair, to be kept as JSON.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// What came of a breaking change of a response.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Told {
    /// The client failed.
    Felt,
    /// The client read answers that its document did not promise.
    Tolerated,
    /// Nothing that was answered showed it.
    Unseen,
}

impl Told {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Felt => "felt",
            Self::Tolerated => "tolerated",
            Self::Unseen => "unseen",
        }
    }
}

/// A failure of one field.
#[derive(Clone, Debug)]
pub struct Failure {
    /// How the first body that showed it was made.
    pub mode: String,
    /// The error.
    pub error: String,
    /// How often it came.
    pub times: u64,
}

/// The counts of one pair.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Operations that both have.
    pub operations: u64,
    /// Calls.
    pub calls: u64,
    /// Answers of success that were put together from the server's schemas.
    pub bodies: u64,
    /// Those of them that the client read.
    pub decoded: u64,
    /// Those of them that the client's document does not promise.
    pub unpromised: u64,
    /// Those that it does promise, and that the client did not read.
    pub broken_promises: u64,
    /// Answers of error.
    pub errors: u64,
    /// Those of them whose status and message the client told.
    pub errors_told: u64,
    /// Requests that the server did not take.
    pub rejected: BTreeSet<String>,
    /// What did not decode, by operation and field.
    pub failures: BTreeMap<String, Failure>,
    /// Failures at operations of which the diff says nothing breaking.
    pub unforeseen: BTreeSet<String>,
    /// Breaking changes of responses that nothing showed.
    pub unseen: BTreeSet<String>,
    /// What came of breaking changes of responses, by rule.
    pub rules: BTreeMap<String, BTreeMap<Told, u64>>,
}

impl Row {
    /// As JSON.
    pub fn json(&self, client: &str, server: &str) -> Value {
        let failures: Vec<Value> = self
            .failures
            .iter()
            .map(|(name, failure)| {
                let Failure { mode, error, times } = failure;
                json!({ "at": name, "mode": mode, "error": error, "times": times })
            })
            .collect();
        let rules: BTreeMap<&String, BTreeMap<&str, u64>> = self
            .rules
            .iter()
            .map(|(rule, told)| (rule, told.iter().map(|(told, count)| (told.word(), *count)).collect()))
            .collect();
        json!({
            "client": client, "server": server, "operations": self.operations, "calls": self.calls,
            "bodies": self.bodies, "decoded": self.decoded, "unpromised": self.unpromised,
            "broken_promises": self.broken_promises, "errors": self.errors, "errors_told": self.errors_told,
            "rejected": self.rejected, "failures": failures, "unforeseen": self.unforeseen,
            "unseen": self.unseen, "rules": rules,
        })
    }
}
