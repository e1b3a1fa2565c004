//! `cargo xtask semver BASE`: a program that uses all of the old client, compiled against the new one.
//!
//! What stops compiling is what users have to change. No list of rules is as good a judge of that as
//! the compiler: source → surface → program → compile → report.

mod calls;
mod compile;
mod program;
mod report;
mod source;
mod spelling;
mod surface;
mod trace;
mod uses;

use std::path::PathBuf;

use serde_json::Value;

pub use compile::{Compiler, Failure};
pub use program::{Line, Program};
pub use report::{Broken, Report};
pub use source::{Client, Sources};
pub use surface::Surface;
pub use trace::{Disagreement, Trace};

use crate::cli::{self, Verdict};
use crate::inputs::Inputs;
use crate::paths::Project;
use crate::printer::{Printer, Tone, count, figure};
use crate::regen::Generate;
use crate::trouble::Result;

/// Where everything is built; nothing but this command writes there.
const FOLDER: &str = "target/semver";

/// Says what code written for BASE does not compile with the new client.
///
/// # Errors
/// One of the two clients cannot be had or does not compile, or the program is wrong for BASE itself.
pub fn run(
    args: &cli::Semver,
    project: &Project,
    generate: Generate<'_>,
    printer: &mut Printer<'_>,
) -> Result<Verdict> {
    printer.progress("Reading", &args.base);
    let sources = Sources::of(args, project, generate)?;
    for client in [&sources.base, &sources.new] {
        printer.status(Tone::Plain, client.role, &client.about);
    }
    let surface = Surface::of(&sources.base)?;
    let program = Program::of(&surface);
    let target = args.target_dir.clone().unwrap_or_else(|| project.path(FOLDER).join("target"));
    let compiler = Compiler::new(project.path(FOLDER), target);
    printer.status(
        Tone::Plain,
        "Using",
        &format!("{} of {}", count(program.lines().len(), "use"), count(surface.items(), "public item")),
    );
    printer.progress("Compiling", "the program with the client that it was written for");
    compiler.accepts(&program, &sources.base)?;
    printer.progress("Compiling", "the program with the new client");
    let failures = compiler.failures(&program, &sources.new)?;
    let report = Report::of(&program, failures);
    let trace = Trace::of(&sources, &Inputs::with(project, String::new(), Value::Null, None)?)?;
    report.print(trace.as_ref(), printer);
    report::second_opinion(&sources, printer)?;
    let broken = report.broken.len();
    if broken == 0 {
        printer.status(Tone::Done, "Compatible", "everything that compiled still compiles");
        return Ok(Verdict::Fine);
    }
    let uses = figure(report.uses());
    let text = format!("{} stopped compiling, {uses} of {} uses", count(broken, "item"), figure(program.lines().len()));
    printer.status(Tone::Wrong, "Major", &text);
    Ok(Verdict::Difference)
}

/// The folder for clients that are made here, of their own contents.
fn made(project: &Project, name: &str) -> PathBuf {
    project.path(FOLDER).join("clients").join(name)
}
