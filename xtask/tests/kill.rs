//! A run that is killed leaves every file old or new, and the next run mends the rest.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

mod copy;

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use copy::{Copy, Files};
use serde_json::Value;

const KILLS: u32 = 40;
const REGEN: [&str; 2] = ["regen", "--offline"];
/// The first file that takes its place and differs.
const FIRST: &str = "openapi/platform.lock.toml";

#[test]
fn killed_at_any_moment() {
    let copy = Copy::new("tree");
    thin(&copy);
    let (code, told) = copy.run(&REGEN);
    assert_eq!(code, 0, "{told}");
    let new = copy.files();
    let old = aged(&copy, &new);
    let takes = length(&copy);
    assert_eq!(copy.files(), new);

    let (mut mixed, mut staged) = (0, 0);
    for kill in 0..KILLS {
        put(&copy, &old);
        let mut run = copy.xtask(&REGEN).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        wait(&mut run, &copy, &old, kill, takes);
        run.kill().unwrap();
        run.wait().unwrap();

        let (some_old, some_new, temporary) = compare(&copy, &old, &new);
        mixed += u32::from(some_old && some_new);
        staged += u32::from(temporary);
        if temporary || (some_old && some_new) || kill % 8 == 0 {
            let (code, told) = copy.run(&REGEN);
            assert_eq!(code, 0, "kill {kill}: {told}");
            assert!(copy.files() == new, "kill {kill} is not mended");
        }
    }
    eprintln!("{KILLS} kills: {mixed} left a mixture, {staged} left temporary files");
    assert!(mixed + staged > 0, "no kill came while files were written: the test says nothing");
}

/// A small part of the document: a run is mostly writing then.
fn thin(copy: &Copy) {
    let mut document: Value = serde_json::from_str(&copy.read("openapi/platform.json")).unwrap();
    let mut index = 0;
    document["paths"].as_object_mut().unwrap().retain(|_, _| {
        index += 1;
        index % 12 == 0
    });
    copy.write("openapi/platform.json", serde_json::to_string_pretty(&document).unwrap());
}

/// The same files, all but the inputs in another state than the run will make.
fn aged(copy: &Copy, new: &Files) -> Files {
    let generated =
        |path: &str| path.starts_with("generated/src/generated/") || path == FIRST || path == "openapi/lowered.json";
    let mut old = new.clone();
    for (path, bytes) in old.iter_mut().filter(|(path, _)| generated(path)) {
        bytes.extend_from_slice(if path.ends_with(".toml") { b"# old\n" } else { b"// old\n" });
    }
    put(copy, &old);
    old
}

fn put(copy: &Copy, files: &Files) {
    files.iter().for_each(|(path, bytes)| copy.write(path, bytes));
}

/// How long a whole run takes.
fn length(copy: &Copy) -> Duration {
    let start = Instant::now();
    let (code, told) = copy.run(&REGEN);
    assert_eq!(code, 0, "{told}");
    start.elapsed()
}

/// Waits for the moment of a kill: anywhere in the run, from the first file that lies beside its
/// target, or from the first that took its place.
fn wait(run: &mut Child, copy: &Copy, old: &Files, kill: u32, takes: Duration) {
    // Spread evenly, in no order: the golden ratio, turned.
    let share = (f64::from(kill) * 0.618_033_988_75).fract();
    match kill % 4 {
        0 => std::thread::sleep(takes.mul_f64(share)),
        1 => {
            until(run, || std::fs::read_dir(copy.path("openapi")).unwrap().count() > 5);
            std::thread::sleep(takes.mul_f64(share / 20.0));
        }
        _ => {
            until(run, || std::fs::read(copy.path(FIRST)).is_ok_and(|found| found != old[FIRST]));
            std::thread::sleep(takes.mul_f64(share / 20.0));
        }
    }
}

fn until(run: &mut Child, condition: impl Fn() -> bool) {
    while run.try_wait().unwrap().is_none() && !condition() {
        std::thread::yield_now();
    }
}

/// Whether there are old files, new files and temporary files; nothing else may be there.
fn compare(copy: &Copy, old: &Files, new: &Files) -> (bool, bool, bool) {
    let (mut some_old, mut some_new, mut temporary) = (false, false, false);
    let found = copy.files();
    for path in old.keys() {
        assert!(found.contains_key(path), "{path} is gone");
    }
    for (path, bytes) in &found {
        let name = path.rsplit('/').next().unwrap();
        if name.starts_with(".regen-") {
            temporary = true;
            continue;
        }
        let (is_old, is_new) = (old.get(path) == Some(bytes), new.get(path) == Some(bytes));
        assert!(is_old || is_new, "{path} is neither old nor new");
        some_old |= !is_new;
        some_new |= !is_old;
    }
    (some_old, some_new, temporary)
}
