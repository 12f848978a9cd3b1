//! `docs/verify_receipt.py`, the second implementation, on the same vectors.
#![expect(clippy::disallowed_methods, reason = "the script and the vectors are files")]

use std::process::{Command, Output};

use crate::vectors::{Case, cases, folder};

fn python(arguments: &[String]) -> Output {
    let script = folder().join("../verify_receipt.py");
    let run = Command::new("python3")
        .arg("-I")
        .arg(script)
        .args(arguments)
        .current_dir(folder())
        .output();
    run.unwrap_or_else(|error| {
        panic!("python3 is needed for the second verifier of receipts (./test installs it): {error}")
    })
}

/// The keys of the vectors' policy as arguments.
fn keys() -> Vec<String> {
    let policy = std::fs::read_to_string(folder().join("log/policy")).expect("a file of the vectors");
    let key = |line: &str| match line.split(' ').collect::<Vec<_>>()[..] {
        ["log", key] => Some(["--key".to_owned(), key.to_owned()]),
        ["witness", _, key] => Some(["--witness".to_owned(), key.to_owned()]),
        _ => None,
    };
    let keys = policy.lines().filter_map(key).flatten();
    keys.chain(["--keys".to_owned(), "log/keys".to_owned()]).collect()
}

#[test]
fn it_comes_to_the_same_end_for_every_case() {
    for Case {
        expected,
        receipt,
        later,
    } in cases()
    {
        let mut arguments = keys();
        arguments.extend(later.iter().flat_map(|later| ["--later".to_owned(), later.clone()]));
        arguments.push(receipt.clone());
        let output = python(&arguments);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let status = output.status.code();
        let errors = String::from_utf8_lossy(&output.stderr);
        let good = match expected.as_str() {
            "logged" => status == Some(0) && said.starts_with("logged: ") && said.contains("\nnot shown: "),
            "unchanged" => status == Some(0) && said.contains("\nunchanged: "),
            _ => matches!(status, Some(1 | 2)) && !said.starts_with("logged"),
        };
        assert!(
            good && errors.is_empty(),
            "{expected} {receipt} {later:?}: {status:?} {said}{errors}"
        );
    }
}

#[test]
fn it_says_what_is_proven_and_by_whom() {
    let mut arguments = keys();
    arguments.extend(["--later", "continuations/100-300.txt", "receipts/registered.tlog-proof"].map(str::to_owned));
    let said = String::from_utf8(python(&arguments).stdout).expect("UTF-8");
    for part in [
        "logged: leaf 41 of log.example.org/huying was there when it had 100; witnessed by 0 of 2\n",
        "\n  kind answered\n",
        "\n  open: {\"title\":\"路灯不亮\",\"number\":41}\n",
        "\n  sealed: its salt alone is in the receipt\n",
        "\nunchanged: until the log had 300 leaves, the first 100 were as then; witnessed by 2 of 2: witness.example/north at 2026-11-01T12:01:00+00:00",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    // With no witness to look for it does not pretend.
    let key = keys()[..2].to_vec();
    let alone = python(&[key, vec!["receipts/registered.tlog-proof".to_owned()]].concat());
    let said = String::from_utf8(alone.stdout).expect("UTF-8");
    assert!(said.contains("no witness was given to look for"), "{said}");
}
