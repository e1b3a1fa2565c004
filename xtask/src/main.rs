//! `cargo xtask`: keeps the client crate true to the published document.

#![forbid(unsafe_code)]

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser as _;
use xtask::cli::{Cli, Command, TROUBLE, Verdict};
use xtask::fetch::Limits;
use xtask::paths::Project;
use xtask::printer::{Look, Printer};
use xtask::trouble::{Result, Trouble};
use xtask::{check, diff, fetch, pipeline, regen, release, semver, standalone};

/// Schemas nest, and so do the functions that read them and the code that is parsed back.
const STACK: usize = 256 << 20;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(refusal) => {
            // Nobody is left to tell if this fails.
            let _ = refusal.print();
            return ExitCode::from(u8::try_from(refusal.exit_code()).unwrap_or(TROUBLE));
        }
    };
    let color = cli.color;
    match on_a_large_stack(move || answer(&cli)) {
        Ok(verdict) => ExitCode::from(verdict.code()),
        Err(trouble) => {
            let mut stderr = io::stderr().lock();
            let look = Look::of(color, stderr.is_terminal());
            let mut printer = Printer::new(&mut stderr, look);
            printer.trouble(&trouble);
            let _ = printer.finish();
            ExitCode::from(TROUBLE)
        }
    }
}

/// Runs the command and sees to it that what it printed arrived.
fn answer(cli: &Cli) -> Result<Verdict> {
    let mut stdout = io::stdout().lock();
    let look = Look::of(cli.color, stdout.is_terminal());
    let out: &mut dyn Write = &mut stdout;
    let mut printer = Printer::new(out, look);
    let verdict = dispatch(cli, &mut printer);
    let printed = printer.finish();
    verdict.and_then(|verdict| printed.map(|()| verdict))
}

fn dispatch(cli: &Cli, printer: &mut Printer<'_>) -> Result<Verdict> {
    let project = Project::find()?;
    let limits = Limits::default();
    let generate = &pipeline::generate;
    match &cli.command {
        Command::Fetch(args) => fetch::run(&args.url, &limits, &project, printer),
        Command::Diff(args) => diff::run::run(args, &limits, &project, printer),
        Command::Semver(args) => semver::run(args, &project, generate, printer),
        Command::ReleaseProgram => release::run(&project, printer),
        Command::Check => check::run(&project, generate, printer),
        Command::Regen(args) => match (&args.from, &args.out) {
            (Some(from), Some(out)) => standalone::run(from, out, &project, generate, printer),
            _ if args.offline => regen::offline(&project, generate, printer),
            _ => regen::online(&args.url, &limits, &project, generate, printer),
        },
    }
}

/// Deep documents need more than a main thread has, and a bug must not look like an answer.
fn on_a_large_stack(work: impl FnOnce() -> Result<Verdict> + Send + 'static) -> Result<Verdict> {
    let bug = || {
        Trouble::new("xtask itself failed; nothing that it had not reported was written")
            .help("this is a bug of the generator, whatever the document says")
    };
    std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(work)
        .map_err(|error| Trouble::new(format!("no thread to work on: {error}")))?
        .join()
        .unwrap_or_else(|_| Err(bug()))
}
