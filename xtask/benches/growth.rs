//! How the generator's CPU time grows with the document: 1, 4 and 16 times the operations of the
//! pinned one, with shapes that repeat and with shapes that do not.
//!
//! `cargo bench --profile dev --package xtask --bench growth`, since that is how `cargo xtask` is built.
//! The exponent is the slope between two sizes: 1 is linear, 2 is square.

#![expect(clippy::print_stdout, reason = "a bench says what it found")]

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};
use xtask::document::parse;
use xtask::document::walk::METHODS;
use xtask::model::Model;
use xtask::names::NameFile;
use xtask::note::Notes;
use xtask::operations::Scopes;
use xtask::overlay::Overlay;
use xtask::{diff, emit, hoist, lower, names, narrow, operations, pipeline, progenitor, rewrite};

const TIMES: [usize; 3] = [1, 4, 16];

type Stages = Vec<(&'static str, Duration)>;

fn main() -> Result<(), Box<dyn Error>> {
    // As large a stack as the command gives itself.
    let work = std::thread::Builder::new().stack_size(256 << 20).spawn(|| measure().map_err(|error| error.to_string()));
    work?.join().map_err(|_| "it failed")?.map_err(Into::into)
}

fn measure() -> Result<(), Box<dyn Error>> {
    let openapi = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi");
    let bytes = std::fs::read(openapi.join("platform.json"))?;
    let overlay = std::fs::read_to_string(openapi.join("overlay.toml"))?;
    let names = std::fs::read_to_string(openapi.join("names.toml"))?;
    for (distinct, title) in [(false, "shapes that repeat"), (true, "shapes of their own")] {
        println!("\n{title}, CPU milliseconds");
        let mut columns: Vec<Stages> = Vec::new();
        for times in TIMES {
            let text = serde_json::to_vec(&grown(&serde_json::from_slice(&bytes)?, times, distinct))?;
            columns.push(stages(&text, &overlay, &names)?);
        }
        table(&columns);
    }
    Ok(())
}

/// The stages of [`pipeline::generate`], each on its own, and all of it in one.
fn stages(bytes: &[u8], overlay: &str, names: &str) -> Result<Stages, Box<dyn Error>> {
    let mut found = Stages::new();
    let mut notes = Notes::default();
    let mut published = timed(&mut found, "parse", || parse::document(bytes, "document"))?;
    let original = published.clone();
    let (overlay_text, names_text) = (overlay, names);
    let names = NameFile::parse(names)?;
    let overlay = Overlay::parse(overlay)?;
    overlay.apply(&mut published, &mut notes)?;
    let lowered = timed(&mut found, "lower", || lower::lower(published.clone(), &mut notes))?;
    let hoisted = timed(&mut found, "hoist", || hoist::collect(lowered))?;
    let named = timed(&mut found, "names", || names::assign(&hoisted, &names, &[]))?;
    let document = timed(&mut found, "named", || hoisted.named(&named.types));
    let scopes = Scopes::of_overlay(&overlay);
    let table = timed(&mut found, "operations", || operations::table(&published, &document, &scopes, &mut notes))?;
    let narrowed = timed(&mut found, "narrow", || narrow::narrow(&document, &table))?;
    let made = timed(&mut found, "progenitor", || progenitor::generate(&narrowed))?;
    let model = timed(&mut found, "model", || Model::new(&document, &hoisted, &named, table));
    let rewritten = timed(&mut found, "rewrite", || rewrite::rewrite(&made, &model))?;
    timed(&mut found, "emit", || emit::files(&rewritten, &model))?;
    let mut moved = original.clone();
    mark(&mut moved, "moved");
    let report = timed(&mut found, "diff", || diff::compare(&original, &moved, &diff::Options::default()))?;
    let input = pipeline::Input { document: &original, overlay: overlay_text, names: names_text, promises: "" };
    let output = timed(&mut found, "generate, whole", || pipeline::generate(&input))?;
    let summary = &output.summary;
    let changes = report.changes.len();
    println!("{} operations, {} types, {} lines, {changes} changes", summary.operations, summary.types, summary.lines);
    Ok(found)
}

fn timed<T>(found: &mut Stages, name: &'static str, work: impl FnOnce() -> T) -> T {
    let started = Clock::start();
    let made = work();
    found.push((name, started.elapsed()));
    made
}

fn table(columns: &[Stages]) {
    println!("{:<16} {:>8} {:>8} {:>8} {:>8} {:>8}", "stage", "1x", "4x", "16x", "1x-4x", "4x-16x");
    let Some(first) = columns.first() else { return };
    for (row, (name, _)) in first.iter().enumerate() {
        let times: Vec<f64> =
            columns.iter().filter_map(|column| column.get(row)).map(|(_, time)| time.as_secs_f64() * 1e3).collect();
        let figures: String = times.iter().map(|time| format!(" {time:>8.1}")).collect();
        let slopes: String = times
            .windows(2)
            .map(|pair| match pair {
                [small, large] if *small >= 1.0 => format!(" {:>8.2}", (large / small).log(4.0)),
                // Less than a millisecond says nothing.
                _ => format!(" {:>8}", "-"),
            })
            .collect();
        println!("{name:<16}{figures}{slopes}");
    }
}

/// The document with every operation `times` times, each copy under a path and a name of its own.
fn grown(document: &Value, times: usize, distinct: bool) -> Value {
    let mut grown = document.clone();
    let paths = document.get("paths").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut all = Map::new();
    for copy in 0..times {
        for (path, item) in &paths {
            let mut item = item.clone();
            if copy > 0 {
                for method in METHODS {
                    if let Some(id) = item.get_mut(method).and_then(|operation| operation.get_mut("operationId")) {
                        *id = json!(format!("{}Copy{copy}", id.as_str().unwrap_or_default()));
                    }
                }
                if distinct {
                    mark(&mut item, &format!("mark{copy}"));
                }
            }
            let path = if copy > 0 { format!("{path}/copy{copy}") } else { path.clone() };
            all.insert(path, item);
        }
    }
    grown["paths"] = Value::Object(all);
    grown
}

/// Makes every object and every enum another one.
fn mark(value: &mut Value, name: &str) {
    match value {
        Value::Object(map) => {
            map.values_mut().for_each(|value| mark(value, name));
            if let Some(Value::Object(properties)) = map.get_mut("properties") {
                properties.insert(name.to_owned(), json!({ "type": "string" }));
            }
            if map.get("type").is_some_and(|kind| kind == "string")
                && let Some(Value::Array(values)) = map.get_mut("enum")
            {
                values.push(json!(name));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|value| mark(value, name)),
        _ => {}
    }
}

/// The CPU time of this thread, where the system tells; else the time that passes.
struct Clock(Option<Duration>, Instant);

impl Clock {
    fn start() -> Self {
        Self(on_cpu(), Instant::now())
    }

    fn elapsed(&self) -> Duration {
        match (self.0, on_cpu()) {
            (Some(start), Some(end)) => end.saturating_sub(start),
            _ => self.1.elapsed(),
        }
    }
}

fn on_cpu() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
