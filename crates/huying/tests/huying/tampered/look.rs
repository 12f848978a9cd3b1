//! Who finds what was done to a copy, and what they are told.

use super::{Case, Filled, HELD, KEPT, RECEIPT, copy_all, tamper};
use ledger::checkpoint::Checkpoint;
use ledger::continuation::Continuation;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
use store::Store;

/// Who found something.
pub(crate) struct Found {
    /// The audit alone; with `log.checkpoint`; with a checkpoint that somebody holds; with a receipt, whose own entry it compares.
    pub(crate) by: [bool; 4],
    /// What the audit says that found it, first one that needs the least, and of the others the one with the receipt.
    pub(crate) says: Option<String>,
    /// What whoever holds a receipt is told when they ask for what came after it.
    pub(crate) receipt: Option<String>,
}

/// Does it to a copy, and looks who finds it.
pub(crate) async fn look(filled: &Filled, case: &Case) -> Found {
    let copy = tempfile::tempdir().unwrap();
    let data = copy.path().join("data");
    copy_all(&filled.dir.path().join("data"), &data);
    tamper(filled, &data, case.how).await;
    let kept = audit(&data, None);
    fs::remove_file(data.join(KEPT)).unwrap();
    let alone = audit(&data, None);
    let held = audit(&data, Some(&filled.dir.path().join(HELD)));
    let with_receipt = audit(&data, Some(&filled.dir.path().join(RECEIPT)));
    // Last: the desk is opened for it.
    let receipt = receipt_says(&data, filled, case.what).await;
    let by = [&alone, &kept, &held, &with_receipt].map(Option::is_some);
    Found {
        by,
        says: alone.or(with_receipt).or(kept).or(held),
        receipt,
    }
}

/// What the audit finds.
fn audit(data: &Path, from: Option<&Path>) -> Option<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huying"));
    command
        .args(["log", "audit", "--json", "--lang", "en", "--data"])
        .arg(data);
    command.env_remove("RUST_LOG");
    if let Some(from) = from {
        command.arg("--from").arg(from);
    }
    let output = command.output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("no report: {}", String::from_utf8_lossy(&output.stderr)));
    let found = report["whole"] == false;
    assert_eq!(output.status.code(), Some(i32::from(found)));
    found.then(|| report["found"]["message"].as_str().unwrap().to_owned())
}

/// What `huying verify` tells of the receipt and of the later checkpoint that the desk over these data gives for it; none where its log
/// goes on from the receipt's.
async fn receipt_says(data: &Path, filled: &Filled, what: &str) -> Option<String> {
    // A desk that does not open has shown nobody anything: nothing that is done here keeps it from opening.
    let store = Store::open(data).await;
    let store = store.unwrap_or_else(|error| panic!("{what}: the desk does not open: {error}"));
    let head = store.signed_head().await.unwrap();
    let old = Checkpoint::parse(filled.receipt.checkpoint().text()).unwrap().size;
    let size = head.checkpoint.size;
    let proof = store.log_consistency(old, size).await.unwrap_or_else(|error| {
        assert!(size < old, "{what}: only backwards there is no proof: {error}");
        Vec::new()
    });
    store.close().await;
    let checkpoint = head.note;
    let later = data.with_file_name("later.txt");
    fs::write(&later, Continuation { old, proof, checkpoint }.to_string()).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_huying"));
    command.args(["verify", "--json", "--lang", "en", "--key", &filled.key]);
    command.arg("--checkpoint").arg(&later);
    command.arg(filled.dir.path().join(RECEIPT)).env_remove("RUST_LOG");
    let output = command.output().unwrap();
    let told: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("nothing told: {}", String::from_utf8_lossy(&output.stderr)));
    let expected = match output.status.code() {
        Some(0) => "unchanged",
        _ => "refuted",
    };
    assert_eq!(told["result"], expected, "{what}: {told}");
    let why = told["why"][0].as_str()?;
    // The hashes behind it are others in each run.
    Some(match why.split_once(" (the proof leads to ") {
        Some((says, _)) => format!("{says}."),
        None => why.to_owned(),
    })
}
