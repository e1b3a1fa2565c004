//! A run that is killed leaves every file old or new, the generated code as a whole, and the next run
//! mends the rest. `check` says what it finds in between.
//!
//! `FAL_XTASK_KILLS` says how many runs are killed; `bench/kill` kills 200.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

mod copy;

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use copy::{Copy, Files};

const KILLS: u32 = 16;
const REGEN: [&str; 2] = ["regen", "--offline"];
/// The first file that takes its place and differs.
const FIRST: &str = "openapi/platform.lock.toml";
/// The folder that takes its place as one.
const CODE: &str = "generated/src/generated/";
/// A file of it that the run makes, and one that it removes.
const MADE: &str = "generated/src/generated/operations.rs";
const GONE: &str = "generated/src/generated/gone/deep.rs";

/// What the kills left behind.
#[derive(Debug, Default)]
struct Figures {
    old: u32,
    new: u32,
    mixed: u32,
    staged: u32,
    old_code: u32,
    checked: u32,
}

#[test]
fn killed_at_any_moment() {
    let kills = std::env::var("FAL_XTASK_KILLS").map_or(KILLS, |text| text.parse().unwrap());
    let copy = Copy::new("tree");
    copy.thin();
    let (code, told) = copy.run(&REGEN);
    assert_eq!(code, 0, "{told}");
    let new = copy.files();
    let old = aged(&new);
    put(&copy, &old);
    let takes = length(&copy);
    assert!(copy.files() == new, "an old tree is not mended");

    let mut figures = Figures::default();
    for kill in 0..kills {
        put(&copy, &old);
        let mut run = copy.xtask(&REGEN).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        wait(&mut run, &copy, &old, kill, takes);
        run.kill().unwrap();
        run.wait().unwrap();
        let left = Left::of(&copy, &old, &new);
        figures.count(&left);
        tells_the_truth(&copy, &left, kill);
        let (code, told) = copy.run(&REGEN);
        assert_eq!(code, 0, "kill {kill}: {told}");
        assert!(copy.files() == new, "kill {kill} is not mended");
    }
    eprintln!("{kills} kills: {figures:?}");
    assert_eq!(figures.checked, kills);
    assert!(figures.mixed + figures.staged > 0, "no kill came while files were written: the test says nothing");
}

/// The same files, all but the inputs in another state than the run will make.
fn aged(new: &Files) -> Files {
    let mut old = new.clone();
    for (path, bytes) in &mut old {
        if path.ends_with("Cargo.toml") && path != "Cargo.toml" {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let end = xtask::manifest::END;
            assert!(text.contains(end), "{path} has no features");
            *bytes = text.replace(end, &format!("old = []\n{end}")).into_bytes();
        } else if path.starts_with(CODE)
            || ["openapi/lowered.json", "tests/mock/document.json"].contains(&path.as_str())
        {
            bytes.extend_from_slice(b"// old\n");
        } else if path == FIRST {
            bytes.extend_from_slice(b"# old\n");
        }
    }
    assert!(old.remove(MADE).is_some(), "{MADE} is not generated");
    old.insert(GONE.to_owned(), b"// old\n".to_vec());
    old
}

/// Makes the tree the old one again, whatever lies there.
fn put(copy: &Copy, old: &Files) {
    for path in copy.files().keys().filter(|path| !old.contains_key(*path)) {
        std::fs::remove_file(copy.path(path)).unwrap();
    }
    old.iter().for_each(|(path, bytes)| copy.write(path, bytes));
}

/// How long a whole run takes.
fn length(copy: &Copy) -> Duration {
    let start = Instant::now();
    let (code, told) = copy.run(&REGEN);
    assert_eq!(code, 0, "{told}");
    start.elapsed()
}

/// Waits for the moment of a kill: anywhere in the run, or some time after the first file lies beside
/// its target, after the code does, or after the first file took its place; or at once when there is new
/// code.
fn wait(run: &mut Child, copy: &Copy, old: &Files, kill: u32, takes: Duration) {
    // Spread evenly, in no order: the golden ratio, turned.
    let share = (f64::from(kill) * 0.618_033_988_75).fract();
    let staged = |folder: &str| {
        let entries = std::fs::read_dir(copy.path(folder)).unwrap().flatten();
        entries.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with(".regen-"))
    };
    match kill % 5 {
        // The first moment at which there is new code.
        4 => return until(run, || copy.path(MADE).exists()),
        0 => return std::thread::sleep(takes.mul_f64(share)),
        1 => until(run, || staged("openapi")),
        2 => until(run, || staged("generated/src")),
        _ => until(run, || std::fs::read(copy.path(FIRST)).is_ok_and(|found| found != old[FIRST])),
    }
    std::thread::sleep(takes.mul_f64(share / 20.0));
}

fn until(run: &mut Child, condition: impl Fn() -> bool) {
    while run.try_wait().unwrap().is_none() && !condition() {
        std::thread::yield_now();
    }
}

/// What a kill left behind.
struct Left {
    /// Whether files that nobody wrote by hand are old, and new.
    some: (bool, bool),
    /// The same of the code alone.
    code: (bool, bool),
    staged: bool,
}

impl Left {
    /// Looks at every file: it is the old one or the new one, to the last byte.
    fn of(copy: &Copy, old: &Files, new: &Files) -> Self {
        let mut left = Self { some: (false, false), code: (false, false), staged: false };
        let found = copy.files();
        for path in old.keys().filter(|path| *path != GONE) {
            assert!(found.contains_key(path), "{path} is gone");
        }
        let paths = found.keys().chain([MADE, GONE].map(str::to_owned).iter()).cloned().collect::<Vec<_>>();
        for path in paths {
            if path.split('/').any(|part| part.starts_with(".regen-")) {
                left.staged = true;
                continue;
            }
            let now = found.get(&path);
            let (is_old, is_new) = (old.get(&path) == now, new.get(&path) == now);
            assert!(is_old || is_new, "{path} is neither old nor new");
            let mark = |some: &mut (bool, bool)| *some = (some.0 | !is_new, some.1 | !is_old);
            mark(&mut left.some);
            if path.starts_with(CODE) {
                mark(&mut left.code);
            }
        }
        // Other systems may not be able to swap two folders.
        if cfg!(target_os = "linux") {
            assert!(left.code != (true, true), "the code is a mixture");
        }
        left
    }
}

impl Figures {
    fn count(&mut self, left: &Left) {
        let state = match left.some {
            (true, true) => &mut self.mixed,
            (true, false) => &mut self.old,
            _ => &mut self.new,
        };
        *state += 1;
        self.staged += u32::from(left.staged);
        self.old_code += u32::from(left.code.0);
        self.checked += 1;
    }
}

/// `check` is content with a tree that is new in every file, and with no other.
fn tells_the_truth(copy: &Copy, left: &Left, kill: u32) {
    let before = copy.files();
    let (code, told) = copy.run(&["check"]);
    let old = left.some.0;
    assert_eq!(code, i32::from(old), "kill {kill}, {}: {told}", if old { "not all is new" } else { "all is new" });
    assert!(copy.files() == before, "check wrote");
}
