//! A running driver: lines of JSON to it, lines of JSON from it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::Result;

/// A driver that runs; it ends when this is dropped.
#[derive(Debug)]
pub struct Talk {
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
    /// The requests that it can send.
    pub requests: Vec<Request>,
}

/// A request that a driver can send.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// What has to be given: location and name.
    pub needs: Vec<(String, String)>,
}

/// How a call ended.
#[derive(Clone, Debug)]
pub struct Ended {
    /// `decoded`, `undecoded`, `rejected` (by the server), `refused` (by the client) or `failed`.
    pub how: String,
    /// The status of the answer.
    pub status: Option<u64>,
    /// The field that did not decode.
    pub field: Option<String>,
    /// What the server said.
    pub said: Option<String>,
    /// The whole error.
    pub error: String,
}

impl Talk {
    /// Starts the driver for the server at `url`.
    ///
    /// # Errors
    /// It does not start, or says what is not understood.
    pub fn start(program: &Path, url: &str, api_key: &str, admin_key: &str) -> Result<Self> {
        let mut command = Command::new(program);
        command.args([url, api_key, admin_key]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|error| format!("{}: {error}", program.display()))?;
        let to = child.stdin.take();
        let mut from = BufReader::new(child.stdout.take().ok_or("the driver has no output")?);
        let listed = line(&mut from)?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let requests = listed.as_array().into_iter().flatten().map(|entry| Request {
            method: text(&entry["method"]),
            path: text(&entry["path"]),
            needs: entry["needs"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|need| (text(&need[0]), text(&need[1])))
                .collect(),
        });
        Ok(Self { requests: requests.collect(), child, to, from })
    }

    /// Sends the request of that number with these values.
    ///
    /// # Errors
    /// The driver is gone.
    pub fn call(&mut self, number: usize, values: &Value) -> Result<Ended> {
        let to = self.to.as_mut().ok_or("the driver takes no more calls")?;
        writeln!(to, "{}", json!({ "call": number, "values": values }))?;
        to.flush()?;
        let said = line(&mut self.from)?;
        let text = |name: &str| said[name].as_str().map(str::to_owned);
        Ok(Ended {
            how: text("ended").unwrap_or_default(),
            status: said["status"].as_u64(),
            field: text("field"),
            said: text("said"),
            error: text("error").unwrap_or_default(),
        })
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        // The end of its input is its end.
        self.to = None;
        let _ = self.child.wait();
    }
}

fn line(from: &mut BufReader<ChildStdout>) -> Result<Value> {
    let mut line = String::new();
    from.read_line(&mut line)?;
    serde_json::from_str(&line).map_err(|error| format!("the driver broke off: {error}").into())
}
