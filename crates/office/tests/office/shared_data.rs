//! The real input, which is not in this repository.

use std::path::{Path, PathBuf};

/// The part of the real input that a test looks at. Where `HUYING_SHARED_DATA` says that the input is there, it has to be; else it is
/// looked for beside the clone, and a test that does not find it says so and looks at nothing.
pub(crate) fn shared_data(part: &str) -> Option<PathBuf> {
    let named = std::env::var_os("HUYING_SHARED_DATA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let at = found(named.as_deref(), &beside(), part);
    if at.is_none() {
        println!(
            "NOT LOOKED AT: no real input at {} (HUYING_SHARED_DATA names another place)",
            beside().join(part).display()
        );
    }
    at
}

fn found(named: Option<&Path>, beside: &Path, part: &str) -> Option<PathBuf> {
    let at = named.unwrap_or(beside).join(part);
    assert!(
        named.is_none() || at.exists(),
        "HUYING_SHARED_DATA says that the real input is there, and nothing is at {}",
        at.display()
    );
    at.exists().then_some(at)
}

#[test]
fn what_is_named_has_to_be_there() {
    let dir = tempfile::tempdir().unwrap();
    let (none, there) = (dir.path().join("none"), dir.path().join("there"));
    std::fs::create_dir_all(there.join("la311")).unwrap();
    assert_eq!(
        found(None, &none, "la311"),
        None,
        "it is not there, and nobody said it was"
    );
    assert_eq!(found(None, &there, "la311"), Some(there.join("la311")));
    assert_eq!(found(Some(&there), &none, "la311"), Some(there.join("la311")));
    for (named, part) in [(&none, "la311"), (&there, "another")] {
        let missing = std::panic::catch_unwind(|| found(Some(named), &there, part));
        assert!(missing.is_err(), "{} {part}", named.display());
    }
}
