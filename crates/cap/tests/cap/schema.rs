//! Another program's word on a text: libxml2's `xmllint`, which `./test` installs.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// One of the examples that the standard publishes.
pub(crate) fn example(name: &str) -> String {
    std::fs::read_to_string(fixture(&format!("examples/{name}.xml"))).unwrap()
}

/// One of them, as another program signed it.
pub(crate) fn signed(name: &str) -> String {
    std::fs::read_to_string(fixture(&format!("signed/{name}.xml"))).unwrap()
}

/// `./test` installs every program that tests ask, and says so; CI too. Elsewhere a test that misses one says it and goes on.
fn say_missing(what: &str) {
    let said = ["CI", "HUYING_ALL_TOOLS"].map(|name| std::env::var_os(name).is_some());
    assert!(!said.contains(&true), "{what}, and here it has to be there");
    eprintln!("{what}");
}

/// Whether the schema takes each of the texts; none where there is no `xmllint`, which is said.
pub(crate) fn taken(texts: &[String]) -> Option<Vec<bool>> {
    let dir = tempfile::tempdir().unwrap();
    let mut command = Command::new("xmllint");
    command
        .args(["--noout", "--nonet", "--schema"])
        .arg(fixture("CAP-v1.2.xsd"));
    for (n, text) in texts.iter().enumerate() {
        let path = dir.path().join(format!("{n}.xml"));
        std::fs::write(&path, text).unwrap();
        command.arg(path);
    }
    let Ok(output) = command.output() else {
        say_missing("no xmllint here (libxml2-utils): the schema is not asked");
        return None;
    };
    let said = String::from_utf8_lossy(&output.stderr);
    let good = |n: usize| said.lines().any(|line| line.ends_with(&format!("/{n}.xml validates")));
    Some((0..texts.len()).map(good).collect())
}

/// The text in exclusive canonical XML, as `xmllint` makes it.
pub(crate) fn canonical(text: &str) -> Option<String> {
    let child = Command::new("xmllint")
        .args(["--nonet", "--exc-c14n", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        say_missing("no xmllint here (libxml2-utils): nobody else makes it canonical");
        return None;
    };
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap())
}
