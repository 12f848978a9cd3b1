//! The fuzz target's own function on what a stable compiler can try in a second: the published examples, the same with something
//! changed, and anything. `fuzz/` goes on from there.

#[path = "../../../../fuzz/src/of_cap.rs"]
#[expect(unreachable_pub, reason = "the targets have them from a crate")]
mod of_cap;
#[macro_use]
#[path = "../../../../fuzz/src/tried.rs"]
#[expect(unreachable_pub, reason = "it stands beside the targets")]
mod tried;

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

tried!(256, of_cap::alert, examples);
