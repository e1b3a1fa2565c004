//! The command: read, compare, print.

use chrono::Utc;

use super::accept::Accepted;
use super::outcome::Outcome;
use super::{Options, compare, json, markdown, promised, source, text};
use crate::cli::{self, Format, Verdict};
use crate::fetch::Limits;
use crate::operations::Scopes;
use crate::overlay::Overlay;
use crate::paths::{CLIENT_MANIFEST, MANIFEST, OVERLAY, Project, SHIM_MANIFEST};
use crate::printer::Printer;
use crate::reader;
use crate::trouble::Result;

/// Compares two documents and says what the difference means.
///
/// # Errors
/// A document cannot be had or compared, or the accept file cannot be read.
pub fn run(args: &cli::Diff, limits: &Limits, project: &Project, printer: &mut Printer<'_>) -> Result<Verdict> {
    let accepted = match &args.accept {
        Some(path) => {
            let name = path.display().to_string();
            Accepted::parse(&reader::text(path, &name)?, &name)?
        }
        None => Accepted::default(),
    };
    let scopes = scopes(project)?;
    let old = source::old(args.old.as_deref(), project, limits, printer)?;
    let new = source::new(args.new.as_deref(), project, limits, printer)?;
    let names = (old.name, new.name);
    let options = Options { scopes, names: names.clone() };
    let mut report = compare(&old.document, &new.document, &options)?;
    promised::keep(&mut report, &old.document, &new.document, project);
    let today = Utc::now().date_naive();
    let outcome = Outcome::new(names, report, &accepted, today, &crates(project), args.fail_on);
    match args.format {
        Format::Text => text::print(&outcome, printer),
        Format::Markdown => printer.text(&markdown::render(&outcome)),
        Format::Json => printer.text(&json::render(&outcome)),
    }
    Ok(if outcome.fails() { Verdict::Difference } else { Verdict::Fine })
}

/// Which security scheme asks for which scope: the overlay says it.
///
/// # Errors
/// The overlay cannot be read.
pub fn scopes(project: &Project) -> Result<Scopes> {
    let overlay = reader::optional_text(&project.path(OVERLAY), OVERLAY)?;
    let overlay = overlay.as_deref().map(Overlay::parse).transpose()?.unwrap_or_default();
    Ok(Scopes::of_overlay(&overlay))
}

/// The crates and their versions.
pub fn crates(project: &Project) -> Vec<(String, String)> {
    let table = |relative: &str| {
        let text = reader::optional_text(&project.path(relative), relative).ok().flatten()?;
        text.parse::<toml::Table>().ok()
    };
    let shared = table(MANIFEST).and_then(|table| {
        let version = table.get("workspace")?.get("package")?.get("version")?;
        version.as_str().map(str::to_owned)
    });
    let read = |relative: &str| {
        let table = table(relative)?;
        let package = table.get("package")?;
        let name = package.get("name")?.as_str()?.to_owned();
        let own = package.get("version").and_then(toml::Value::as_str).map(str::to_owned);
        Some((name, own.or_else(|| shared.clone())?))
    };
    [CLIENT_MANIFEST, SHIM_MANIFEST].into_iter().filter_map(read).collect()
}
