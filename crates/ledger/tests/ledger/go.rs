//! The log and the cases of the vectors, verified by the programs that the formats come from: Go's `sumdb/note` and
//! `sumdb/tlog`, as Debian packs them.

use std::path::Path;
use std::process::Command;

use crate::vectors::folder;

/// What only our stricter reading refuses: spellings, openings, and the sizes up to which a key may sign.
const LENIENT: [&str; 6] = [
    "index-leading-zero",
    "hash-other-spelling",
    "key-after-its-last-size",
    "key-before-its-first-size",
    "opening-of-another",
    "opening-unknown",
];

#[test]
fn gos_own_programs_verify_every_leaf_tile_and_receipt() {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/go/verify_log.go");
    let run = Command::new("go")
        .arg("run")
        .arg(program)
        .arg("-log")
        .arg(folder().join("log"))
        .arg("-cases")
        .arg(folder().join("cases.txt"))
        // The module lies where Debian puts it; nothing is fetched.
        .envs([("GO111MODULE", "off"), ("GOPATH", "/usr/share/gocode"), ("GOFLAGS", "")])
        .output();
    let output = run.unwrap_or_else(|error| {
        panic!("go is needed, with Debian's golang-golang-x-mod-dev (./test installs both): {error}")
    });
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{errors}");
    let lenient = LENIENT
        .map(|name| format!("lenient refused/{name}.tlog-proof\n"))
        .concat();
    let expected = format!(
        "verified 300 leaves and 3 tiles of log.example.org/huying, 3 signatures\n{lenient}proven 19, refused 29\n"
    );
    assert_eq!(said, expected, "{errors}");
}
