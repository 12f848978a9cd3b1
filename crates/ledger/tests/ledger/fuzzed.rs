//! The fuzz targets' own functions on what a stable compiler can try in a second: the vectors, the vectors with something changed, and
//! anything. `fuzz/` goes on from there.
#![expect(clippy::disallowed_methods, reason = "the vectors and the targets are files")]

#[path = "../../../../fuzz/src/of_ledger.rs"]
#[expect(unreachable_pub, reason = "the targets have them from a crate")]
mod of_ledger;
#[macro_use]
#[path = "../../../../fuzz/src/tried.rs"]
#[expect(unreachable_pub, reason = "it stands beside the targets")]
mod tried;

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All targets: each reads whatever it is given.
fn all(bytes: &[u8]) {
    of_ledger::continuation(bytes);
    of_ledger::entry_bundle(bytes);
    of_ledger::leaf(bytes);
    of_ledger::note(bytes);
    of_ledger::policy(bytes);
    of_ledger::proof(bytes);
    of_ledger::receipt(bytes);
    of_ledger::witness_answer((u16::from(bytes.first().copied().unwrap_or_default()) * 2, bytes));
    if let Ok(text) = std::str::from_utf8(bytes) {
        of_ledger::checkpoint(text);
        of_ledger::keys(text);
        of_ledger::tile_path(text);
    }
}

fn files_under(folder: &Path, found: &mut Vec<Vec<u8>>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files_under(&path, found);
        } else {
            found.push(fs::read(path).unwrap());
        }
    }
}

/// The vectors, and what is inside of them: what stands behind the first empty line, and each line.
fn corpus() -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    files_under(&root().join("docs/log-vectors"), &mut files);
    let mut found = Vec::new();
    for bytes in files {
        if let Ok(text) = std::str::from_utf8(&bytes) {
            found.extend(text.split_once("\n\n").map(|(_, rest)| rest.as_bytes().to_vec()));
            found.extend(text.lines().take(40).map(|line| line.as_bytes().to_vec()));
        }
        found.push(bytes);
    }
    found
}

#[test]
fn every_vector_is_read_or_refused() {
    let corpus = corpus();
    assert!(corpus.len() > 100, "{}", corpus.len());
    for bytes in &corpus {
        all(bytes);
    }
}

/// Each file of the targets is one call of the function of its name, which is tried here or by `cap`.
#[test]
fn no_target_is_left_out() {
    let (root, here) = (root(), include_str!("fuzzed.rs"));
    let manifest = fs::read_to_string(root.join("fuzz/Cargo.toml")).unwrap();
    let cap = fs::read_to_string(root.join("crates/cap/tests/cap/fuzzed.rs")).unwrap();
    let mut targets = 0;
    for entry in fs::read_dir(root.join("fuzz/fuzz_targets")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let call = text
            .lines()
            .find(|line| line.starts_with("libfuzzer_sys::fuzz_target!(|"));
        let call = call.unwrap_or_else(|| panic!("{name} is one call"));
        assert!(call.contains(&format!("| ledger_fuzz::{name}(")), "{call}");
        assert!(
            manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")),
            "{name}"
        );
        let tried = |text: &str, of: &str| text.contains(&format!("{of}::{name}("));
        assert!(tried(here, "of_ledger") || tried(&cap, "of_cap"), "{name} is tried");
        targets += 1;
    }
    assert_eq!(manifest.matches("[[bin]]").count(), targets);
}

tried!(512, all, corpus);
