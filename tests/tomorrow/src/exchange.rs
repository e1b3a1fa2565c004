//! One pair: the client of one document calls the server of the other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fal_platform_mock::{Document, Location, Mock, Operation, Schema};
use serde_json::{Map, Value};

use crate::bodies::{self, Body};
use crate::judgement::{Shown, judge};
use crate::promises::Breaking;
use crate::row::{Failure, Row};
use crate::talk::{Ended, Talk};
use crate::{Result, address};

/// How much of an error is kept.
const ERROR: usize = 200;

/// The client's document, the server's document, the driver of the client, and what the diff says.
#[derive(Debug)]
pub struct Exchange<'a> {
    /// What the client was made from.
    pub client: &'a Document,
    /// What the server answers by.
    pub server: &'a str,
    /// The program that calls.
    pub driver: &'a Path,
    /// What is breaking on the way from one to the other.
    pub breaking: BTreeSet<Breaking>,
}

impl Exchange<'_> {
    /// Calls everything.
    ///
    /// # Errors
    /// The harness itself failed: no mock, no driver, a sample that fits no schema.
    pub fn run(&self) -> Result<Row> {
        let mock = Mock::from_document(self.server)?.without_stories().remember(1).start_blocking()?;
        let mut talk = Talk::start(self.driver, &mock.url(), mock.api_key(), mock.admin_key())?;
        let theirs: BTreeMap<String, &Operation> = by_address(mock.document());
        let ours: BTreeMap<String, &Operation> = by_address(self.client);
        let mut row = Row::default();
        let mut shown = BTreeMap::new();
        for number in 0..talk.requests.len() {
            let request = talk.requests.get(number).cloned().ok_or("a request is gone")?;
            let address = address(&request.method, &request.path);
            let (Some(old), Some(new)) = (ours.get(&address), theirs.get(&address)) else { continue };
            row.operations += 1;
            let values = values(old, &request.needs)?;
            let mut pair =
                Pair { mock: &mock, talk: &mut talk, number, values, row: &mut row, address: address.clone() };
            let outcome = pair.call(old, new)?;
            shown.insert(address, outcome);
        }
        judge(&self.breaking, &shown, &mut row);
        Ok(row)
    }
}

/// One operation of both.
struct Pair<'p> {
    mock: &'p Mock,
    talk: &'p mut Talk,
    number: usize,
    values: Value,
    row: &'p mut Row,
    address: String,
}

impl Pair<'_> {
    fn call(&mut self, old: &Operation, new: &Operation) -> Result<Shown> {
        let mut shown = Shown::default();
        // The server looks at the request, and answers as it likes.
        let ended = self.send()?;
        if ended.how == "refused" {
            return Err(format!("{}: the request was not made: {}", self.address, ended.error).into());
        }
        shown.rejected = ended.how == "rejected" || ended.how == "failed";
        shown.undecoded += u64::from(ended.how == "undecoded");
        if shown.rejected {
            self.row.rejected.insert(format!("{}: {}", self.address, ended.error));
        }
        if let Some(schema) = new.success_schema() {
            for body in bodies::answers(schema).map_err(|error| format!("{}: {error}", self.address))? {
                let promised = old.success_schema().is_some_and(|schema| schema.fits(&body.value));
                self.succeeds(new.success.status, &body, &new.id, promised, &mut shown)?;
            }
        }
        for (status, schema) in &new.answers {
            let Ok(number) = status.parse::<u16>() else { continue };
            if number >= 400 {
                self.fails(number, schema, old.answers.get(status), &new.id, &mut shown)?;
            }
        }
        Ok(shown)
    }

    /// Answers of success.
    fn succeeds(&mut self, status: u16, body: &Body, id: &str, promised: bool, shown: &mut Shown) -> Result<()> {
        let ended = self.answered(status, &body.value, id)?;
        shown.unpromised += u64::from(!promised);
        self.row.bodies += 1;
        self.row.unpromised += u64::from(!promised);
        if ended.how == "decoded" {
            self.row.decoded += 1;
            return Ok(());
        }
        shown.undecoded += 1;
        // A body that keeps every promise has to decode, whatever else the diff says of the operation.
        if promised {
            self.row.broken_promises += 1;
            self.row.unforeseen.insert(format!("{} (a body that keeps every promise)", self.address));
        }
        self.failed(ended, format!("{:?}", body.mode));
        Ok(())
    }

    /// Answers of error: the client tells the status and the message.
    fn fails(&mut self, status: u16, schema: &Schema, old: Option<&Schema>, id: &str, shown: &mut Shown) -> Result<()> {
        for body in bodies::errors(schema).map_err(|error| format!("{}: {error}", self.address))? {
            let ended = self.answered(status, &body.value, id)?;
            let message = body.value["error"]["message"].as_str();
            self.row.errors += 1;
            shown.unpromised += u64::from(!old.is_some_and(|old| old.fits(&body.value)));
            let told = message.is_none_or(|message| tells(ended.said.as_deref().unwrap_or_default(), message));
            if ended.how == "rejected" && ended.status == Some(status.into()) && told {
                self.row.errors_told += 1;
            } else {
                shown.undecoded += 1;
                self.failed(ended, format!("{status} {:?}", body.mode));
            }
        }
        Ok(())
    }

    fn answered(&mut self, status: u16, body: &Value, id: &str) -> Result<Ended> {
        self.mock.clear_faults();
        self.mock.respond(id, status, body);
        let ended = self.send();
        self.mock.clear_faults();
        ended
    }

    fn send(&mut self) -> Result<Ended> {
        self.row.calls += 1;
        self.talk.call(self.number, &self.values)
    }

    /// The first failure of a field tells; the others are counted.
    fn failed(&mut self, ended: Ended, mode: String) {
        let name = format!("{} {}", self.address, ended.field.unwrap_or_default());
        let error: String = ended.error.chars().take(ERROR).collect();
        let entry = self.row.failures.entry(name).or_insert_with(|| Failure { mode, error, times: 0 });
        entry.times += 1;
    }
}

/// Whether a client that shows messages on one line, and the beginning of long ones, shows this one.
fn tells(said: &str, message: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    match said.strip_suffix('…') {
        Some(beginning) => plain(message).starts_with(&plain(beginning)),
        None => plain(said) == plain(message),
    }
}

fn by_address(document: &Document) -> BTreeMap<String, &Operation> {
    let all = document.operations().iter();
    all.map(|operation| (address(&operation.method, &operation.path), operation)).collect()
}

/// Values for what a request needs, by the client's own document.
///
/// # Errors
/// The document does not have it.
pub fn values(operation: &Operation, needs: &[(String, String)]) -> Result<Value> {
    let mut values = Map::new();
    for (location, name) in needs {
        let found = match location.as_str() {
            "part" => continue,
            "body" => operation.body.as_ref().and_then(|body| body.media.first()).map(|(_, schema)| schema),
            place => operation
                .parameters
                .iter()
                .find(|parameter| parameter.name == *name && is_at(parameter.location, place))
                .map(|parameter| &parameter.schema),
        };
        let schema = found.ok_or_else(|| format!("{}: the document has no {location} {name}", operation.id))?;
        values.insert(format!("{location} {name}"), bodies::request(schema));
    }
    Ok(Value::Object(values))
}

fn is_at(location: Location, place: &str) -> bool {
    let name = match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    name == place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_told_in_full_or_from_its_beginning() {
        assert!(tells("a b", " a\n b "));
        assert!(tells("a…", "a b c"));
        assert!(!tells("b…", "a b c"));
        assert!(!tells("a", "a b"));
    }
}
