//! What people see, to the letter. The texts are in `terminal/`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

mod support;

use std::fs;

use support::{Tree, code, fake, golden, pretty, printed, stderr};
use xtask::printer::{Look, Printer};

fn help(args: &[&str]) -> String {
    let tree = Tree::new();
    let ended = tree.xtask(args);
    assert_eq!(code(&ended), 0);
    String::from_utf8(ended.stdout).unwrap()
}

#[test]
fn help_answers_what_now() {
    golden("help.txt", &help(&["--help"]));
    for command in ["fetch", "regen", "check", "diff", "semver"] {
        golden(&format!("help-{command}.txt"), &help(&[command, "--help"]));
    }
}

#[test]
fn the_first_and_the_second_regeneration() {
    let tree = Tree::new();
    golden("regen-first.txt", &tree.regen().1);
    golden("regen-second.txt", &tree.regen().1);
}

#[test]
fn a_check_with_every_finding() {
    let tree = Tree::generated();
    tree.write("openapi/platform.json", &tree.read("openapi/platform.json").replace("Small", "Smell"));
    tree.write("generated/src/generated/mod.rs", "pub mod types; \n");
    tree.write("generated/src/generated/stray.rs", "");
    fs::remove_file(tree.path("generated/src/generated/keys.rs")).unwrap();
    golden("check.txt", &tree.check().1);
}

#[test]
fn a_crate_of_its_own() {
    let tree = Tree::new();
    let (from, out) = (tree.path("openapi/platform.json"), tree.path("out"));
    let (ended, text) = printed(|printer| xtask::standalone::run(&from, &out, &tree.project(), &fake, printer));
    ended.unwrap();
    golden("standalone.txt", &text.replace(tree.0.path().to_str().unwrap(), ""));
}

#[test]
fn a_terminal_has_colors_and_progress() {
    let tree = Tree::generated();
    let mut out = Vec::new();
    let mut printer = Printer::new(&mut out, Look { color: true, progress: true });
    xtask::check::run(&tree.project(), &fake, &mut printer).unwrap();
    printer.finish().unwrap();
    let shown = String::from_utf8(out).unwrap().replace('\x1b', "ESC").replace('\r', "CR\n");
    golden("check-on-a-terminal.txt", &shown);
}

#[test]
fn trouble() {
    let tree = Tree::new();
    let mut broken = support::document();
    broken["paths"]["/models"]["get"]["parameters"][0]["style"] = "tables".into();
    tree.write("openapi/platform.json", &pretty(&broken));
    let ended = tree.xtask(&["regen", "--offline"]);
    assert_eq!(code(&ended), 2);
    golden("trouble.txt", &stderr(&ended));
    let ended = tree.xtask(&["regen", "--offline", "--color", "always"]);
    assert!(stderr(&ended).starts_with("\x1b[1m\x1b[31merror\x1b[0m: "));
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_stops_nothing() {
    use std::process::{Command, Stdio};
    let tree = Tree::real();
    fs::remove_file(tree.path("openapi/lowered.json")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["regen", "--offline"]).env("FAL_XTASK_ROOT", tree.0.path());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!((code(&ended), stderr(&ended).as_str()), (0, ""));
    assert!(tree.path("openapi/lowered.json").exists());
    if let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") {
        let ended = command.stdout(full).output().unwrap();
        assert_eq!(code(&ended), 2);
        assert!(stderr(&ended).contains("the output could not be written"), "{}", stderr(&ended));
    }
}
