//! The driver: a program around one client that sends what it is told to and says how each call ended.
//!
//! It reads a line of JSON for each call and answers with a line. It knows no document: which values
//! to send, and where to, comes from outside, so that it is compiled once for all servers.

use std::fs;
use std::path::Path;

use crate::Result;
use crate::surface::{self, Request};

/// What is the same in every driver.
const BASE: &str = include_str!("driver/base.rs.txt");
const MANIFEST: &str = include_str!("driver/manifest.toml.txt");

/// Writes the driver of the client crate in `client` into `out`; how many requests it can send.
///
/// # Errors
/// The client cannot be read, or `out` cannot be written.
#[allow(clippy::disallowed_methods, reason = "the folder is the harness's own, and written anew when a run broke off")]
pub fn write(client: &Path, out: &Path) -> Result<usize> {
    let requests = surface::read(client)?;
    let name = out.file_name().and_then(|name| name.to_str()).ok_or("the driver's folder has no name")?;
    let path = fs::canonicalize(client)?;
    let manifest = MANIFEST.replace("NAME", name).replace("CLIENT", &path.display().to_string());
    fs::create_dir_all(out.join("src"))?;
    fs::write(out.join("Cargo.toml"), manifest)?;
    fs::write(out.join("src/main.rs"), program(&requests))?;
    // The versions that the client was made with.
    if client.join("Cargo.lock").is_file() {
        fs::copy(client.join("Cargo.lock"), out.join("Cargo.lock"))?;
    }
    Ok(requests.len())
}

/// The text of the program.
pub fn program(requests: &[Request]) -> String {
    let mut text = String::from(BASE);
    let mut table = String::from("\nfn table() -> Vec<Entry> {\n    vec![\n");
    for (index, request) in requests.iter().enumerate() {
        table.push_str(&format!(
            "        entry(&client::operations::{}, NEEDS_{index}, call_{index}),\n",
            request.constant
        ));
        text.push_str(&entry(index, request));
    }
    table.push_str("    ]\n}\n");
    text + &table
}

fn entry(index: usize, request: &Request) -> String {
    let receiver = if request.admin { "client.admin()?" } else { "client" };
    let method = &request.method;
    let mut needs = String::new();
    let mut setters = String::new();
    for need in &request.needs {
        let (setter, location, name) = (&need.setter, &need.location, &need.name);
        needs.push_str(&format!("({location:?}, {name:?}), "));
        let value = match location.as_str() {
            "part" => "client::Part::bytes(&b\"content\"[..])".to_owned(),
            _ => format!("given::<{}>(values, {location:?}, {name:?})?", need.ty),
        };
        setters.push_str(&format!(".{setter}({value})"));
    }
    format!(
        "\nconst NEEDS_{index}: &[(&str, &str)] = &[{needs}];\n\
         fn call_{index}<'a>(client: &'a client::Client, values: &'a Value) -> Calling<'a> {{\n    \
         Box::pin(async move {{ Ok(said({receiver}.{method}(){setters}.send().await)) }})\n}}\n"
    )
}
