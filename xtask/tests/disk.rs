//! Disks that are full or read-only, links in the way, two runs at once, other line ends: the tree
//! is as it was or as it should be, and `check` says which.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

mod copy;

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use copy::{Copy, ended, walk};

const REGEN: [&str; 2] = ["regen", "--offline"];
const CODE: &str = "generated/src/generated";

/// A copy in which every file that is generated is another one than a run makes.
fn stale(copy: &Copy) {
    copy.thin();
    assert_eq!(copy.run(&REGEN).0, 0);
    age(copy);
}

fn age(copy: &Copy) {
    walk(&copy.path(CODE), &mut |path| append(path, "// old\n"));
    append(&copy.path("openapi/platform.lock.toml"), "# old\n");
    append(&copy.path("openapi/lowered.json"), "\n");
}

fn append(path: &Path, text: &str) {
    let mut bytes = fs::read(path).unwrap();
    bytes.extend_from_slice(text.as_bytes());
    write(path, bytes);
}

/// The command fails with that message and has changed nothing, which `check` confirms.
fn refused(copy: &Copy, words: &[&str]) -> String {
    let before = copy.files();
    let (code, told) = copy.run(&REGEN);
    assert_eq!(code, 2, "{told}");
    for word in words {
        assert!(told.contains(word), "no {word:?} in: {told}");
    }
    assert!(copy.files() == before, "something changed: {told}");
    let (code, checked) = copy.run(&["check"]);
    assert_eq!(code, 1, "{checked}");
    checked
}

/// The command makes a tree that `check` is content with.
fn mended(copy: &Copy) {
    let (code, told) = copy.run(&REGEN);
    assert_eq!(code, 0, "{told}");
    let (code, told) = copy.run(&["check"]);
    assert_eq!(code, 0, "{told}");
}

/// A file system of its own, as large as said; gone when it is dropped.
struct Disk(PathBuf);

impl Disk {
    fn new(at: &Path, kibibytes: u64) -> Option<Self> {
        fs::create_dir(at).unwrap();
        let size = format!("size={kibibytes}k");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "none"]).arg(at).output();
        mount.is_ok_and(|done| done.status.success()).then(|| Self(at.to_owned()))
    }

    fn resize(&self, kibibytes: u64) {
        let size = format!("remount,size={kibibytes}k");
        let done = Command::new("mount").args(["-o", &size]).arg(&self.0).status().unwrap();
        assert!(done.success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::new(&folder.path().join("disk"), 64 << 10) else {
        eprintln!("skipped: a file system of its own takes root on Linux");
        return;
    };
    let copy = Copy::below(&disk.0, "tree");
    stale(&copy);
    let used: u64 = {
        let mut pages = 0;
        walk(&disk.0, &mut |path| pages += fs::metadata(path).unwrap().len().div_ceil(4096));
        pages * 4
    };
    let (mut full, mut enough) = (0, false);
    // Room for nothing, for a file, for some of the files, for most of them.
    for room in [0, 8, 64, 160, 320, 640, 1280, 2560, 5120, 10240] {
        disk.resize(used + room);
        let before = copy.files();
        let (code, told) = copy.run(&REGEN);
        if code == 0 {
            enough = true;
            break;
        }
        full += 1;
        assert_eq!(code, 2, "{told}");
        assert!(told.contains("No space left on device"), "{told}");
        assert!(copy.files() == before, "with {room} KiB left something changed");
        assert_eq!(copy.run(&["check"]).0, 1);
    }
    eprintln!("{full} disks were too small");
    assert!(full >= 3 && enough, "{full} disks were too small, and one was large enough: {enough}");
    mended(&copy);
}

#[test]
fn a_full_disk_and_a_crate_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::new(&folder.path().join("disk"), 128) else {
        eprintln!("skipped: a file system of its own takes root on Linux");
        return;
    };
    let copy = Copy::new("tree");
    copy.thin();
    let (from, out) = (copy.path("openapi/platform.json"), disk.0.join("out"));
    let make = || ended(copy.xtask(&["regen", "--from"]).arg(&from).arg("--out").arg(&out));
    let (code, told) = make();
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("No space left on device"), "{told}");
    let left: Vec<_> = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [".regen.lock"], "something is left");
    disk.resize(64 << 10);
    // What a run that was killed here would have left, too, is in nobody's way.
    fs::create_dir(out.join(".regen-abc.tmp")).unwrap();
    let (code, told) = make();
    assert_eq!(code, 0, "{told}");
    assert!(out.join("Cargo.toml").is_file() && !out.join(".regen-abc.tmp").exists());
}

#[test]
fn read_only_folders() {
    let copy = Copy::new("tree");
    stale(&copy);
    for folder in [CODE, "generated/src", "openapi"] {
        let path = copy.path(folder);
        let usual = fs::metadata(&path).unwrap().permissions();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o555)).unwrap();
        refused(&copy, &["cannot write", "it is read-only", "help: make it and its folder writable"]);
        fs::set_permissions(&path, usual).unwrap();
    }
    mended(&copy);
}

/// Links are refused, whether they lead out of the tree or not: what lies behind them may be shared.
#[test]
fn links_in_place_of_folders() {
    let copy = Copy::new("tree");
    stale(&copy);
    let outside = tempfile::tempdir().unwrap();
    for (link, moved) in [
        ("generated", outside.path().join("client")),
        ("generated", copy.path("client")),
        (CODE, outside.path().join("code")),
        ("openapi", copy.path("inputs")),
    ] {
        fs::create_dir(&moved).unwrap();
        let real = moved.join("real");
        move_folder(&copy.path(link), &real);
        symlink(&real, copy.path(link)).unwrap();
        let word = format!("`{link}` is a symbolic link");
        let checked = refused(&copy, &["cannot write", &word, "help: put a folder in place"]);
        assert!(checked.contains(&format!("Link {link}: put a folder in place")), "{checked}");
        fs::remove_file(copy.path(link)).unwrap();
        move_folder(&real, &copy.path(link));
        fs::remove_dir(&moved).unwrap();
    }
    mended(&copy);
    // A tree that is right but for a link is not the tree that regeneration makes.
    move_folder(&copy.path("generated"), &outside.path().join("real"));
    symlink(outside.path().join("real"), copy.path("generated")).unwrap();
    let (code, told) = copy.run(&["check"]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("Link generated:") && !told.contains("Stale"), "{told}");
}

/// Across file systems, too.
fn move_folder(from: &Path, to: &Path) {
    let done = Command::new("mv").arg(from).arg(to).status().unwrap();
    assert!(done.success());
}

/// A checkout may lie behind a link; what counts is what is in it.
#[test]
fn a_tree_behind_a_link() {
    let copy = Copy::new("tree");
    stale(&copy);
    let outside = tempfile::tempdir().unwrap();
    let link = outside.path().join("link");
    symlink(copy.path(""), &link).unwrap();
    mended(&Copy::at(link));
    assert_eq!(copy.run(&["check"]).0, 0);
}

#[test]
fn two_runs_at_once() {
    let copy = Copy::new("tree");
    stale(&copy);
    let (mut worked, mut waited) = (0, 0);
    for _ in 0..3 {
        age(&copy);
        let runs: Vec<_> =
            (0..4).map(|_| copy.xtask(&REGEN).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()).collect();
        for run in runs {
            let output = run.wait_with_output().unwrap();
            let told = String::from_utf8_lossy(&output.stderr);
            match output.status.code() {
                Some(0) => worked += 1,
                Some(2) if told.contains("another run is at work in") && told.contains("help: wait") => waited += 1,
                other => panic!("{other:?}: {told}"),
            }
        }
        let (code, told) = copy.run(&["check"]);
        assert_eq!(code, 0, "{told}");
    }
    eprintln!("{worked} runs worked, {waited} found another at work");
    assert!(worked >= 3 && waited > 0, "{worked} runs worked, {waited} found another at work");
}

/// A checkout with the line ends of Windows, where git is told to make them: `.gitattributes` has the
/// last word, so every byte is as it was.
#[test]
fn a_checkout_that_converts_line_ends() {
    let folder = tempfile::tempdir().unwrap();
    let copy = Copy::below(folder.path(), "tree");
    copy.thin();
    mended(&copy);
    let attributes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.gitattributes")).unwrap();
    copy.write(".gitattributes", attributes);
    for arguments in [&["init", "--quiet"][..], &["add", "--all"], &["commit", "--quiet", "--message", "all"]] {
        git(&copy.path(""), arguments);
    }
    let clone = |name: &str| {
        git(folder.path(), &["-c", "core.autocrlf=true", "clone", "--quiet", "tree", name]);
        Copy::at(folder.path().join(name))
    };
    let kept = clone("kept");
    assert_eq!(carriage_returns(&kept), 0);
    assert_eq!(kept.run(&["check"]), copy.run(&["check"]));
    assert_eq!(kept.run(&["check"]).0, 0);
    // Without the last word: `check` sees it, and a run makes every file that it writes right again.
    fs::remove_file(copy.path(".gitattributes")).unwrap();
    git(&copy.path(""), &["commit", "--quiet", "--all", "--message", "no attributes"]);
    let converted = clone("converted");
    assert!(carriage_returns(&converted) > 50);
    let (code, told) = converted.run(&["check"]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("Stale generated/src/generated/mod.rs"), "{told}");
    assert!(told.contains("Edited openapi/platform.json"), "{told}");
    mended(&converted);
    let code =
        |copy: &Copy| -> Vec<_> { copy.files().into_iter().filter(|(path, _)| path.starts_with(CODE)).collect() };
    assert!(code(&converted) == code(&kept), "the code depends on the line ends of the inputs");
}

fn carriage_returns(copy: &Copy) -> usize {
    let files = copy.files();
    files
        .iter()
        .filter(|(path, bytes)| !path.starts_with(".git/") && bytes.windows(2).any(|two| two == b"\r\n"))
        .count()
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.current_dir(folder).args(["-c", "user.name=a", "-c", "user.email=a@b.example"]).args(arguments);
    // Nothing of the person who runs the tests.
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        git.env_remove(variable);
    }
    let (code, told) = ended(&mut git);
    assert_eq!(code, 0, "git {arguments:?}: {told}");
}

#[expect(clippy::disallowed_methods, reason = "a test's own temporary folder")]
fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::write(path, bytes).unwrap();
}
