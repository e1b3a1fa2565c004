//! Running a command that has to refuse.

use serde_json::Value;
use xtask::trouble::Trouble;

use super::{Tree, code, document, pretty, printed, stderr, write};

/// What the command says to a file with these bytes. The binary is what a person runs.
pub fn refused_bytes(bytes: &[u8]) -> String {
    let tree = Tree::new();
    let from = tree.path("input.json");
    write(&from, bytes);
    let before = tree.snapshot();
    let ended = tree.xtask(&["regen", "--from", from.to_str().unwrap(), "--out", tree.path("out").to_str().unwrap()]);
    assert_eq!(code(&ended), 2, "{}", stderr(&ended));
    assert_eq!(tree.snapshot(), before);
    assert!(!tree.path("out").exists());
    stderr(&ended).replace(tree.0.path().to_str().unwrap(), "")
}

/// What the command says to the small document once `change` has been at it, as stand-alone crate
/// and as the pinned document.
pub fn refused(change: impl Fn(&mut Value)) -> String {
    let mut changed = document();
    change(&mut changed);
    let tree = Tree::generated();
    let from = tree.path("input.json");
    write(&from, pretty(&changed));
    let before = tree.snapshot();
    let out = tree.path("out");
    let (ended, _) = printed(|printer| xtask::standalone::run(&from, &out, &tree.project(), &super::fake, printer));
    let trouble = ended.unwrap_err();
    assert_eq!(tree.snapshot(), before);
    assert!(!out.exists());
    assert_eq!(refused_bytes(pretty(&changed).as_bytes()), format!("error: {}\n", shown(&tree, &trouble)));

    tree.write("openapi/platform.json", &pretty(&changed));
    let before = tree.snapshot();
    let (ended, printed) = tree.regen();
    assert_eq!(ended.unwrap_err().place(), trouble.place());
    let parsed = printed.contains("Read openapi/platform.json");
    assert_eq!(printed.contains("Kept every file as it was"), parsed);
    assert_eq!(tree.snapshot(), before);
    trouble.to_string()
}

/// A message as it is printed, without the name of the temporary folder.
pub fn shown(tree: &Tree, trouble: &Trouble) -> String {
    let (_, text) = printed(|printer| printer.trouble(trouble));
    text.replace(tree.0.path().to_str().unwrap(), "").trim_start_matches("error: ").trim_end().to_owned()
}

/// The message has these parts, in this order.
pub fn says(message: &str, parts: &[&str]) {
    let mut rest = message;
    for part in parts {
        let found = rest.find(part).unwrap_or_else(|| panic!("`{part}` is not in: {message}"));
        rest = &rest[found + part.len()..];
    }
}
