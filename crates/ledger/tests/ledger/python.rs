//! `docs/verify_receipt.py`, the second implementation, on the same vectors.
#![expect(clippy::disallowed_methods, reason = "the script and the vectors are files")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use ledger::hash::leaf_hash;
use ledger::tile::decode_bundle;

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

/// What it says of a whole log and of receipts, and how it ends.
fn of_log(log: &str, receipts: &[&str]) -> (Option<i32>, String) {
    let mut arguments = keys();
    arguments.extend(["--log", log].map(str::to_owned));
    arguments.extend(receipts.iter().map(|receipt| (*receipt).to_owned()));
    let output = python(&arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.is_empty(), "{errors}");
    (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
}

#[test]
fn a_whole_log_is_verified_and_continues_its_receipts() {
    let (status, said) = of_log("log", &["receipts/registered.tlog-proof"]);
    // In the place of one case's first event stands the leaf that names the second key.
    assert_eq!(status, Some(1));
    for part in [
        "whole: all 300 leaves of log.example.org/huying lead to its checkpoint; witnessed by 2 of 2: ",
        "\nrefuted: leaf 121 says event 2 of case 0192f0c1-0000-7000-8000-000000000028, of which the log has 0 before it\n",
        "\nunchanged: until the log had 300 leaves, the first 100 were as then; witnessed by 2 of 2: ",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert_eq!(said.matches("refuted").count(), 1, "{said}");
}

/// The files of the vectors' log.
type Files = BTreeMap<&'static str, Vec<u8>>;

fn log_files() -> Files {
    let names = [
        "checkpoint",
        "tile/0/000",
        "tile/0/001.p/44",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/44",
    ];
    let read = |name| std::fs::read(folder().join("log").join(name)).expect("a file of the vectors");
    names.map(|name| (name, read(name))).into()
}

/// Changes a byte of a file.
fn flip(files: &mut Files, name: &str, at: usize) {
    files.get_mut(name).expect("a file of the log")[at] ^= 1;
}

/// The newest leaf says another time, and its tile goes along with it.
fn back_date(files: &mut Files) {
    let bundle = files.get_mut("tile/entries/001.p/44").expect("a file of the log");
    let time = b"time 1793520299000";
    let at = bundle.windows(time.len()).position(|found| found == time);
    bundle[at.expect("the newest leaf") + time.len() - 1] = b'1';
    let leaf = leaf_hash(decode_bundle(bundle, 44).expect("44 leaves")[43]);
    let tile = files.get_mut("tile/0/001.p/44").expect("a file of the log");
    tile[43 * 32..].copy_from_slice(leaf.as_bytes());
}

#[test]
fn what_was_altered_in_a_whole_log_is_named() {
    type Alter = fn(&mut Files);
    let cases: [(Alter, i32, &str); 6] = [
        (
            |files| flip(files, "tile/entries/000", 40),
            1,
            "refuted: leaf 0 is not what the log's tile has at its place\n",
        ),
        (
            |files| flip(files, "tile/0/000", 7 * 32),
            1,
            "refuted: leaf 7 is not what the log's tile has at its place\n",
        ),
        (
            back_date,
            1,
            "refuted: the leaves do not lead to the root of the checkpoint\n",
        ),
        (
            |files| flip(files, "tile/1/000.p/1", 0),
            1,
            "refuted: tile 0 of level 1 is not that of the leaves\n",
        ),
        (
            |files| flip(files, "checkpoint", "log.example.org/huying\n".len()),
            1,
            "refuted: the signature of log.example.org/huying (1acf9e27) is false\n",
        ),
        (
            |files| drop(files.remove("tile/entries/000")),
            2,
            "unreadable: the log's tile/entries/000 cannot be had: ",
        ),
    ];
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("altered-logs");
    for (n, (alter, status, says)) in cases.into_iter().enumerate() {
        let log = home.join(n.to_string());
        // What an earlier run has left there.
        let _ = std::fs::remove_dir_all(&log);
        let mut files = log_files();
        alter(&mut files);
        for (name, bytes) in files {
            let file = log.join(name);
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("it can be made");
            std::fs::write(file, bytes).expect("it can be written");
        }
        let (found, said) = of_log(log.to_str().expect("UTF-8"), &[]);
        assert!(
            found == Some(status) && said.starts_with(says),
            "{says}: {found:?} {said}"
        );
    }
}
