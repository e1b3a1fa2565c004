//! The writer: whole files or none, no way out of the tree, and nothing left behind.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

mod support;

use std::fs;
use std::path::Path;

use support::{snapshot, write as put};
use xtask::writer::{Batch, Change, Changes, write};

fn batch(files: &[(&str, &str)]) -> Batch {
    let mut batch = Batch::default();
    files.iter().for_each(|(relative, text)| batch.add(*relative, *text));
    batch.own("out");
    batch
}

fn changes(changed: &[(Change, &str)], unchanged: usize) -> Changes {
    let changed = changed.iter().map(|(change, relative)| (*change, (*relative).to_owned())).collect();
    Changes { changed, unchanged }
}

#[test]
fn creates_updates_removes_and_leaves_alone() {
    let root = tempfile::tempdir().unwrap();
    for (relative, text) in [("out/same.rs", "a"), ("out/other.rs", "b"), ("out/gone/old.rs", "c"), ("kept.rs", "d")] {
        put(&root.path().join(relative), text);
    }
    let same = || fs::metadata(root.path().join("out/same.rs")).unwrap().modified().unwrap();
    let before = same();
    let batch = batch(&[("out/same.rs", "a"), ("out/other.rs", "B"), ("out/new/deep.rs", "n")]);
    let expected =
        [(Change::Updated, "out/other.rs"), (Change::Created, "out/new/deep.rs"), (Change::Removed, "out/gone/old.rs")];
    assert_eq!(write(root.path(), &batch).unwrap(), changes(&expected, 1));
    assert_eq!(same(), before);
    assert!(!root.path().join("out/gone").exists());
    let found: Vec<String> = snapshot(root.path()).into_keys().collect();
    assert_eq!(found, ["kept.rs", "out/new/deep.rs", "out/other.rs", "out/same.rs"]);
    assert_eq!(write(root.path(), &batch).unwrap(), changes(&[], 3));
}

#[test]
fn refuses_names_that_lead_out() {
    let root = tempfile::tempdir().unwrap();
    let inner = root.path().join("root");
    fs::create_dir(&inner).unwrap();
    for name in ["../evil.rs", "out/../../evil.rs", "/tmp/evil.rs", "", "out\\..\\evil.rs", "./evil.rs"] {
        let refused = write(&inner, &batch(&[("fine.rs", ""), (name, "evil")])).unwrap_err();
        assert!(refused.what().contains("leads out of its folder"), "{name}");
        assert!(snapshot(root.path()).is_empty(), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn refuses_links() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    put(&outside.path().join("victim.rs"), "mine");
    let root = tempfile::tempdir().unwrap();
    let refused = |why: &str| {
        let refused = write(root.path(), &batch(&[("a.rs", "a"), ("out/victim.rs", "yours")])).unwrap_err();
        assert!(refused.to_string().contains(why), "{refused}");
        assert_eq!(fs::read_to_string(outside.path().join("victim.rs")).unwrap(), "mine");
        assert!(!root.path().join("a.rs").exists());
    };
    symlink(outside.path(), root.path().join("out")).unwrap();
    refused("`out` is a symbolic link");
    fs::remove_file(root.path().join("out")).unwrap();
    // One that stays within the tree is none the better: whose files would be removed there?
    fs::create_dir(root.path().join("elsewhere")).unwrap();
    symlink("elsewhere", root.path().join("out")).unwrap();
    refused("`out` is a symbolic link");
    fs::remove_file(root.path().join("out")).unwrap();
    fs::create_dir(root.path().join("out")).unwrap();
    symlink(outside.path().join("victim.rs"), root.path().join("out/victim.rs")).unwrap();
    refused("it is a symbolic link");
    fs::remove_file(root.path().join("out/victim.rs")).unwrap();
    // A link that nothing makes is removed; what it leads to is not.
    symlink(outside.path(), root.path().join("out/link")).unwrap();
    let done = write(root.path(), &batch(&[("out/victim.rs", "new")])).unwrap();
    assert_eq!(done.changed.last(), Some(&(Change::Removed, "out/link".to_owned())));
    assert_eq!(fs::read_to_string(outside.path().join("victim.rs")).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn keeps_permissions_and_gives_usual_ones() {
    use std::os::unix::fs::PermissionsExt as _;
    let root = tempfile::tempdir().unwrap();
    let mode = |relative: &str| fs::metadata(root.path().join(relative)).unwrap().permissions().mode() & 0o777;
    put(&root.path().join("usual.rs"), "");
    put(&root.path().join("run.sh"), "old");
    fs::set_permissions(root.path().join("run.sh"), fs::Permissions::from_mode(0o750)).unwrap();
    write(root.path(), &batch(&[("run.sh", "new"), ("out/new.rs", "")])).unwrap();
    assert_eq!(mode("run.sh"), 0o750);
    assert_eq!(mode("out/new.rs"), mode("usual.rs"));
}

#[test]
fn a_batch_that_cannot_be_staged_changes_nothing() {
    let root = tempfile::tempdir().unwrap();
    put(&root.path().join("a.rs"), "old");
    put(&root.path().join("out/folder/inside.rs"), "old");
    put(&root.path().join("file"), "old");
    let before = snapshot(root.path());
    for bad in ["out/folder", "file/below.rs"] {
        let refused = write(root.path(), &batch(&[("a.rs", "new"), ("new/deep/b.rs", "new"), (bad, "new")]));
        assert!(refused.unwrap_err().what().contains(bad));
        assert_eq!(snapshot(root.path()), before);
        assert!(!root.path().join("new").exists(), "an empty folder was left");
    }
    let mut permissions = fs::metadata(root.path().join("a.rs")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(root.path().join("a.rs"), permissions).unwrap();
    let refused = write(root.path(), &batch(&[("b.rs", "new"), ("a.rs", "new")])).unwrap_err();
    assert!(refused.what().contains("a.rs: it is read-only"));
    assert_eq!(snapshot(root.path()), before);
    // What is as it should be needs no permission.
    write(root.path(), &batch(&[("a.rs", "old"), ("out/folder/inside.rs", "old")])).unwrap();
}

/// What is owned takes its place as one folder: nobody sees some of its files old and some new.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_changes_as_one() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let root = tempfile::tempdir().unwrap();
    for (relative, text) in [("out/same.rs", "a"), ("out/other.rs", "b"), ("out/gone.rs", "c")] {
        put(&root.path().join(relative), text);
    }
    let folder = root.path().join("out");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o751)).unwrap();
    let of = |path: &Path| fs::metadata(path).unwrap();
    let (before, same) = (of(&folder).ino(), of(&folder.join("same.rs")).ino());
    let seen = fs::File::open(&folder).unwrap();
    write(root.path(), &batch(&[("out/same.rs", "a"), ("out/other.rs", "B"), ("out/deep/new.rs", "n")])).unwrap();
    assert_ne!(of(&folder).ino(), before, "its files were replaced one by one");
    assert_eq!(of(&folder.join("same.rs")).ino(), same, "what is the same was written again");
    assert_eq!(of(&folder).mode() & 0o777, 0o751);
    assert_eq!(seen.metadata().unwrap().nlink(), 0, "the old folder is still somewhere");
    let now = of(&folder).ino();
    write(root.path(), &batch(&[("out/same.rs", "a"), ("out/other.rs", "B"), ("out/deep/new.rs", "n")])).unwrap();
    assert_eq!(of(&folder).ino(), now, "it was swapped for nothing");
}

#[test]
fn sweeps_what_a_killed_run_had_staged() {
    let root = tempfile::tempdir().unwrap();
    for stray in
        [".regen-abc123.tmp", ".regen-def456.tmp/deep/a.rs", "out/.regen-abc123.tmp", "out/old/.regen-abc123.tmp"]
    {
        put(&root.path().join(stray), "half");
    }
    write(root.path(), &batch(&[("a.rs", "a"), ("out/b.rs", "b")])).unwrap();
    let found: Vec<String> = snapshot(root.path()).into_keys().collect();
    assert_eq!(found, ["a.rs", "out/b.rs"]);
}

#[test]
fn a_root_that_is_not_there() {
    let refused = write(Path::new("/nowhere/at/all"), &batch(&[("a.rs", "a")])).unwrap_err();
    assert!(refused.what().starts_with("cannot write to /nowhere/at/all"));
}
