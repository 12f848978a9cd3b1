//! Receipts of real stores, verified by `huying verify` and by the Python script.

#[expect(dead_code, reason = "nothing is altered here")]
mod tampered;

use domain::case::Event;
use domain::{CaseId, ClockSlug};
use ledger::continuation::Continuation;
use ledger::leaf::Leaf;
use ledger::tile::{Bundle, decode_bundle};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use store::Store;
use tampered::{Filled, receipt_of, registration};

fn huying(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huying"));
    command.args(args).env_remove("RUST_LOG").env("LC_ALL", "en_GB.UTF-8");
    command.output().unwrap()
}

fn python(key: &str, args: &[&str]) -> String {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/verify_receipt.py");
    let mut command = Command::new("python3");
    let output = command.arg("-I").arg(script).args(["--key", key]).args(args).output();
    let output = output.expect("python3 is needed for the second verifier (./test installs it)");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}");
    said
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The later checkpoint with its proof, as the desk serves it, in a file.
async fn later(store: &Store, old: u64, file: &Path) -> u64 {
    let head = store.signed_head().unwrap();
    let size = head.checkpoint.size;
    let proof = store.log_consistency(old, size).await.unwrap();
    let checkpoint = head.note;
    let later = Continuation { old, proof, checkpoint };
    std::fs::write(file, later.to_string()).unwrap();
    size
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_taken_before_a_hundred_thousand_further_events_still_verifies() {
    let filled = Filled::new().await;
    let data = filled.dir.path().join("data");
    let store = Store::open(&data).await.unwrap();
    let old = store.log_size();
    // Two events each.
    let many = (1_000..51_000).map(|n| {
        let mut append = registration(n);
        let (clock, from) = (ClockSlug::from("answer"), append.at);
        append.events.push(Event::ClockStarted {
            clock,
            allowance: None,
            from,
            due: from + jiff::SignedDuration::from_hours(24),
            warning: None,
        });
        append
    });
    let answers = store.append_many(many.collect()).await;
    assert!(answers.iter().all(Result::is_ok));
    let (receipt, until) = (
        filled.dir.path().join("receipt.tlog-proof"),
        filled.dir.path().join("later.txt"),
    );
    std::fs::write(&receipt, filled.receipt.to_proof().to_string()).unwrap();
    let size = later(&store, old, &until).await;
    assert_eq!(size, old + 100_000);
    let key = store.log_keys()[0].key.to_string();
    store.close().await;
    let args = [
        "verify",
        text(&receipt),
        "--key",
        &key,
        "--checkpoint",
        text(&until),
        "--json",
    ];
    let verified = huying(&args);
    let told: serde_json::Value = serde_json::from_slice(&verified.stdout).unwrap();
    assert_eq!(
        (verified.status.code(), &told["result"], &told["later"]["size"]),
        (Some(0), &"unchanged".into(), &size.into())
    );
    assert!(
        told["opened"]["open"]
            .as_str()
            .unwrap()
            .contains("Case 149, a lamp is dark")
    );
    let said = python(&key, &["--later", text(&until), text(&receipt)]);
    assert!(
        said.contains(&format!("unchanged: until the log had {size} leaves")),
        "{said}"
    );
    // And the audit over all of it.
    let audit = huying(&[
        "log",
        "audit",
        "--json",
        "--data",
        text(&data),
        "--from",
        text(&receipt),
    ]);
    let told: serde_json::Value = serde_json::from_slice(&audit.stdout).unwrap();
    assert_eq!(
        (&told["whole"], &told["size"], &told["checkpoints"]),
        (&true.into(), &size.into(), &2.into())
    );
    println!("{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn receipts_of_the_demonstration_are_verified_by_two_programs() {
    let dir = tempfile::tempdir().unwrap();
    let demo = dir.path().join("demo");
    let made = huying(&["demo", "--no-serve", "--data", text(&demo)]);
    assert!(made.status.success());
    let store = Store::open(&demo).await.unwrap();
    let key = store.log_keys()[0].key.to_string();
    let until = dir.path().join("later.txt");
    let size = store.log_size();
    later(&store, size, &until).await;
    let mut verified = 0;
    for index in (0..size / 256).step_by(20) {
        let width = 256;
        let bundle = store.log_bundle(Bundle { index, width }).await.unwrap().unwrap();
        let leaf = Leaf::parse(decode_bundle(&bundle, width).unwrap()[7]).unwrap();
        let case = CaseId(leaf.field("case").unwrap().parse().unwrap());
        let receipt = receipt_of(&store, case).await;
        let file = dir.path().join(format!("{index}.tlog-proof"));
        std::fs::write(&file, receipt.to_proof().to_string()).unwrap();
        let args = ["verify", text(&file), "--key", &key, "--checkpoint", text(&until)];
        let output = huying(&args);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let said = python(&key, &["--later", text(&until), text(&file)]);
        assert!(
            said.contains("\nunchanged: ") && said.contains("kind registered"),
            "{said}"
        );
        verified += 1;
    }
    assert!(verified >= 5);
    store.close().await;
}
