//! The fuzz target's own function on what a stable compiler can try in a second: the published examples, the same with something
//! changed, and anything. `fuzz/` goes on from there.

#[path = "../../../../fuzz/src/of_cap.rs"]
#[expect(unreachable_pub, reason = "the targets have them from a crate")]
mod of_cap;

use proptest::prelude::*;
use proptest::sample::Index;
use std::fs;
use std::path::Path;

fn examples() -> Vec<Vec<u8>> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut found = Vec::new();
    for folder in ["examples", "signed"] {
        for entry in fs::read_dir(fixtures.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "xml") {
                found.push(fs::read(path).unwrap());
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_example_is_read_or_refused() {
    let examples = examples();
    assert!(examples.len() > 4);
    for bytes in &examples {
        of_cap::alert(bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        of_cap::alert(&bytes);
    }

    #[test]
    fn an_example_with_something_changed_is_read_or_refused(
        which in any::<Index>(),
        at in any::<Index>(),
        way in 0..4_u8,
        byte in any::<u8>(),
    ) {
        thread_local!(static EXAMPLES: Vec<Vec<u8>> = examples());
        let mut bytes = EXAMPLES.with(|examples| which.get(examples).clone());
        let at = at.index(bytes.len());
        match way {
            0 => bytes[at] = byte,
            1 => bytes.insert(at, byte),
            2 => drop(bytes.remove(at)),
            _ => bytes.truncate(at),
        }
        of_cap::alert(&bytes);
    }
}
