//! Lowering: the cases on disk, the published documents, and documents that mean harm.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::Value;
use xtask::lower::{dialect, lower, rules};
use xtask::note::Notes;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(path: &Path) -> Value {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn published_documents_are_lowered() {
    let published = published();
    if !published.is_dir() {
        eprintln!("SKIPPED: no published documents in {}", published.display());
        return;
    }
    let documents: Vec<PathBuf> = sorted(&published)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    assert_eq!(documents.len(), 12);
    for path in documents {
        let document = read(&path);
        let mut best = std::time::Duration::MAX;
        for _ in 0..10 {
            let copy = document.clone();
            let t = Instant::now();
            let r = lower(copy, &mut Notes::default());
            best = best.min(t.elapsed());
            drop(r);
        }
        eprintln!("{best:?}");
        let mut notes = Notes::default();
        let lowered = lower(document, &mut notes).unwrap_or_else(|trouble| panic!("{}: {trouble}", path.display()));
        dialect::verify(&lowered).unwrap();
        if let Ok(out) = std::env::var("LOWERED_OUT") {
            let name = path.file_name().unwrap();
            #[allow(clippy::disallowed_methods)]
            fs::write(Path::new(&out).join(name), serde_json::to_string_pretty(&lowered).unwrap()).unwrap();
            for (fate, fact, places) in notes.iter() {
                eprintln!("  {fate:?} {fact} ×{} e.g. {}", places.len(), places[0]);
            }
        }
    }
    let _ = rules();
}

/// The published documents lie beside the repository, where they lie at all.
fn published() -> PathBuf {
    match std::env::var_os("PUBLISHED") {
        Some(path) => path.into(),
        None => folder("../../shared/published"),
    }
}
