//! Receipts of real stores, verified by `huying verify`, by the Python script and by the page's script.

use crate::desk;
use crate::tampered::{Filled, receipt_at, receipt_of, registration};
use crate::whole_log;
use domain::case::Event;
use domain::{CaseId, ClockSlug};
use ledger::continuation::Continuation;
use ledger::leaf::Leaf;
use ledger::rotation::format_keys;
use ledger::tile::{Bundle, decode_bundle};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use store::Store;

fn huying(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huying"));
    command.args(args).env_remove("RUST_LOG").env("LC_ALL", "en_GB.UTF-8");
    command.output().unwrap()
}

/// The other verifiers: a program and its script.
const OTHERS: [(&str, &str); 2] = [
    ("python3", "docs/verify_receipt.py"),
    ("node", "e2e/verify_receipt.mjs"),
];

/// What another verifier says, and whether it takes it for proven.
fn other((program, script): (&str, &str), args: &[&str]) -> (bool, String) {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(script);
    let output = Command::new(program).arg(script).args(args).output();
    let output = output.unwrap_or_else(|_| panic!("{program} is needed for a second verifier (./test installs it)"));
    let said = String::from_utf8(output.stdout).unwrap();
    let code = output.status.code();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(code, Some(0 | 1)), "{program} {code:?}: {said} {error}");
    (code == Some(0), said)
}

pub(crate) fn python(key: &str, args: &[&str]) -> String {
    let (proven, said) = other(OTHERS[0], &[&["--key", key], args].concat());
    assert!(proven, "{said}");
    said
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The later checkpoint with its proof, as the desk serves it, in a file.
async fn later(store: &Store, old: u64, file: &Path) -> u64 {
    let head = store.signed_head().await.unwrap();
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
async fn the_demonstrations_log_is_verified_by_two_programs_and_audited() {
    let dir = tempfile::tempdir().unwrap();
    let demo = dir.path().join("demo");
    let made = huying(&["demo", "--no-serve", "--data", text(&demo)]);
    assert!(made.status.success());
    let store = Store::open(&demo).await.unwrap();
    let key = store.log_keys()[0].key.to_string();
    let until = dir.path().join("later.txt");
    let size = store.log_size();
    later(&store, size, &until).await;
    // The receipt of every registration, and of every tenth case those of all later steps.
    let receipts = dir.path().join("receipts");
    std::fs::create_dir(&receipts).unwrap();
    let mut names = Vec::new();
    let cases = registered(&store, size).await;
    let many_cases = u64::try_from(cases.len()).unwrap();
    for (n, case) in cases.into_iter().enumerate() {
        let logged = store.logged(case).await.unwrap();
        let many = if n % 10 == 0 { logged.len() } else { 1 };
        // An erased one opens to nothing any more.
        for logged in logged.into_iter().take(many).filter(|logged| logged.salt.is_some()) {
            let name = logged.index.to_string();
            let receipt = receipt_at(&store, logged).await;
            std::fs::write(receipts.join(&name), receipt.to_proof().to_string()).unwrap();
            names.push(name);
        }
    }
    let log = dir.path().join("log");
    whole_log::write_out(&store, &log).await;
    store.close().await;
    assert!(names.len() > 1_000, "{}", names.len());
    for name in names.iter().step_by(names.len() / 10) {
        let file = receipts.join(name);
        let args = ["verify", text(&file), "--key", &key, "--checkpoint", text(&until)];
        let output = huying(&args);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    // By the script all of them, a process for each thousand.
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/verify_receipt.py");
    let script = script.canonicalize().unwrap();
    for some in names.chunks(1_000) {
        let mut command = Command::new("python3");
        command
            .arg(&script)
            .args(["--key", &key, "--later", text(&until), "--"])
            .args(some);
        let output = command.current_dir(&receipts).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success(),
            "{}",
            said.lines().filter(|line| line.contains("refuted")).collect::<String>()
        );
        assert_eq!(said.matches("\nunchanged: ").count(), some.len());
    }
    // And the whole log, leaf by leaf.
    let found = whole_log::verified(text(&log), &key, &receipts.join(&names[0]));
    assert_eq!(found, (size, many_cases));
    // One that was changed is refuted among the others, and named.
    let (good, bad) = (&names[1], &names[0]);
    let changed = std::fs::read_to_string(receipts.join(bad)).unwrap();
    let moved = if *bad == "0" { "index 1\n" } else { "index 0\n" };
    std::fs::write(receipts.join(bad), changed.replace(&format!("index {bad}\n"), moved)).unwrap();
    let args = ["--key", &key, text(&receipts.join(good)), text(&receipts.join(bad))].map(str::to_owned);
    let (proven, said) = other(OTHERS[0], &args.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(
        !proven
            && said.contains("logged: ")
            && said.ends_with("refuted: the leaf is not what the log has at this place\n"),
        "{said}"
    );
    // And the whole log against the database.
    let audit = huying(&["log", "audit", "--json", "--data", text(&demo)]);
    let told: serde_json::Value = serde_json::from_slice(&audit.stdout).unwrap();
    assert_eq!(
        (audit.status.code(), &told["whole"], &told["size"]),
        (Some(0), &true.into(), &size.into()),
        "{told}"
    );
}

/// The cases whose registration is in the log, in that order.
async fn registered(store: &Store, size: u64) -> Vec<CaseId> {
    let mut cases = Vec::new();
    for index in 0..size.div_ceil(256) {
        let width = u16::try_from((size - index * 256).min(256)).unwrap();
        let bundle = store.log_bundle(Bundle { index, width }).await.unwrap().unwrap();
        for leaf in decode_bundle(&bundle, width).unwrap() {
            let leaf = Leaf::parse(leaf).unwrap();
            if leaf.field("kind") == Some("registered") {
                cases.push(CaseId(leaf.field("case").unwrap().parse().unwrap()));
            }
        }
    }
    cases
}

/// A log whose key changes, and files of it.
struct Kept {
    dir: tempfile::TempDir,
    next: u128,
}

impl Kept {
    async fn new() -> Self {
        let kept = Self {
            dir: tempfile::tempdir().unwrap(),
            next: 1,
        };
        Store::open(&kept.data()).await.unwrap().close().await;
        kept
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn file(&self, name: &str) -> String {
        text(&self.dir.path().join(name)).to_owned()
    }

    /// Registers a few cases; answers the size of the log.
    async fn goes_on(&mut self) -> u64 {
        let store = Store::open(&self.data()).await.unwrap();
        for n in self.next..self.next + 5 {
            store.append(registration(n)).await.unwrap();
        }
        self.next += 5;
        let size = store.log_size();
        store.close().await;
        size
    }

    /// The receipt of the newest case, in a file.
    async fn receipt(&self, name: &str) -> String {
        let store = Store::open(&self.data()).await.unwrap();
        let case = registration(self.next - 1).case;
        let receipt = receipt_of(&store, case).await;
        std::fs::write(self.file(name), receipt.to_proof().to_string()).unwrap();
        store.close().await;
        self.file(name)
    }

    /// The later checkpoint for one of `old` leaves, in a file.
    async fn later(&self, old: u64, name: &str) -> String {
        let store = Store::open(&self.data()).await.unwrap();
        later(&store, old, Path::new(&self.file(name))).await;
        store.close().await;
        self.file(name)
    }

    /// The list of keys and the newest key's handover, each in a file where there is one; and the keys.
    async fn keys(&self, handover: &str) -> Vec<String> {
        let store = Store::open(&self.data()).await.unwrap();
        let keys = store.log_keys();
        std::fs::write(self.file("keys"), format_keys(keys)).unwrap();
        let found = store.log_handover(keys.last().unwrap().key.id()).await.unwrap();
        if let Some(found) = found {
            std::fs::write(self.file(handover), found.to_proof().to_string()).unwrap();
        }
        let keys = keys.iter().map(|key| key.key.to_string()).collect();
        store.close().await;
        keys
    }

    /// `huying log rotate`.
    fn rotates(&self, more: &[&str]) {
        let data = self.data();
        let output = huying(&[&["log", "rotate", "--data", text(&data)], more].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// What `huying verify` and the other verifiers make of it, all the same: whether it is proven. Ours takes a handover as
/// one of its keys; a list that only limits the others' it would believe, and is not given.
fn proven(args: &[&str]) -> bool {
    let mut own = vec!["verify"];
    let mut given = args.iter();
    while let Some(arg) = given.next() {
        match *arg {
            "--handover" => own.push("--key"),
            "--later" => own.push("--checkpoint"),
            "--keys" => drop(given.next()),
            arg => own.push(arg),
        }
    }
    let output = huying(&own);
    let ours = output.status.success();
    for verifier in OTHERS {
        let (found, said) = other(verifier, args);
        assert_eq!(
            found,
            ours,
            "{verifier:?} {args:?}: {said} {}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(
            said.contains("unchanged: "),
            ours && args.contains(&"--later"),
            "{said}"
        );
    }
    ours
}

#[tokio::test(flavor = "multi_thread")]
async fn who_holds_the_first_key_verifies_a_log_whose_key_was_changed_twice() {
    let mut log = Kept::new().await;
    let old = log.goes_on().await;
    let first = log.receipt("first").await;
    log.rotates(&[]);
    log.goes_on().await;
    let second = log.receipt("second").await;
    log.keys("handover-2").await;
    log.rotates(&[]);
    log.goes_on().await;
    let third = log.receipt("third").await;
    let keys = log.keys("handover-3").await;
    let later = log.later(old, "later").await;
    let (list, two, three) = (log.file("keys"), log.file("handover-2"), log.file("handover-3"));
    let held = ["--key", &keys[0]];
    let with = |more: &[&str]| proven(&[&held[..], more].concat());

    assert!(with(&[&first]));
    assert!(!with(&[&second]) && !with(&["--later", &later, &first]));
    assert!(!with(&["--keys", &list, &second]), "a list adds no trust");
    assert!(with(&["--handover", &two, &second]));
    assert!(!with(&["--handover", &two, &third]));
    // In any order, and within the sizes that the list allows.
    for handovers in [[&two, &three], [&three, &two]] {
        let [a, b] = handovers;
        let followed = ["--handover", a, "--handover", b];
        for limits in [&[][..], &["--keys", &list]] {
            let with = |more: &[&str]| with(&[&followed[..], limits, more].concat());
            assert!(with(&[&third]) && with(&["--later", &later, &first]));
        }
    }
    // The third key's handover alone is not by the first one, and no receipt of a case hands over to anything.
    let alone = huying(&["verify", "--key", &keys[0], "--key", &three, &third]);
    assert_eq!(alone.status.code(), Some(2));
    for verifier in OTHERS {
        let args = ["--key", &keys[0], "--handover", &three, &third];
        assert!(!other(verifier, &args).0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_hands_over_from_the_key_that_somebody_holds() {
    let mut log = Kept::new().await;
    log.goes_on().await;
    let first = log.receipt("first").await;
    for _ in 0..2 {
        log.rotates(&[]);
        log.goes_on().await;
    }
    let third = log.receipt("third").await;
    let keys = log.keys("handover").await;
    let served = desk::Served::start(&log.data());
    let url = format!("http://{}", served.addr);
    let id = |key: &str| key.split('+').nth(1).unwrap().to_owned();
    let (second_id, third_id) = (id(&keys[1]), id(&keys[2]));
    for receipt in [&first, &third] {
        let output = huying(&["verify", "--json", "--url", &url, "--key", &keys[0], receipt]);
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert_eq!(
            (output.status.code(), &told["result"]),
            (Some(0), &"unchanged".into()),
            "{words}"
        );
        let mut followed: Vec<&str> = told["followed"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|id| id.as_str())
            .collect();
        followed.sort_unstable();
        let mut expected = [second_id.as_str(), third_id.as_str()];
        expected.sort_unstable();
        assert_eq!(followed, expected);
        assert!(words.contains(&format!("named key {third_id}")), "{words}");
    }
    // Nothing is asked for keys that were given.
    let output = huying(&["verify", "--json", "--url", &url, "--key", &keys[2], &third]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (output.status.code(), &told["followed"]),
        (Some(0), &serde_json::json!([]))
    );
    // Of a key that is nothing to this log no way leads to its keys.
    let other = ledger::key::SigningKey::from_seed("other", ledger::key::Algorithm::Note, &[7; 32]).unwrap();
    let other = other.verifier_key().to_string();
    let output = huying(&["verify", "--url", &url, "--key", &other, &third]);
    assert_eq!(output.status.code(), Some(1));
    served.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn receipts_outlive_a_key_that_was_lost() {
    let mut log = Kept::new().await;
    let old = log.goes_on().await;
    let first = log.receipt("first").await;
    std::fs::remove_file(log.data().join("log.key")).unwrap();
    log.goes_on().await;
    log.rotates(&["--lost"]);
    log.goes_on().await;
    let second = log.receipt("second").await;
    let later = log.later(old, "later").await;
    let keys = log.keys("handover").await;
    assert!(!Path::new(&log.file("handover")).exists(), "nothing hands over to it");
    let list = log.file("keys");
    let (held, told) = (["--key", &keys[0]], ["--key", &keys[0], "--key", &keys[1]]);
    assert!(proven(&[&held[..], &[&first]].concat()));
    assert!(!proven(&[&held[..], &[&second]].concat()));
    assert!(!proven(&[&held[..], &["--later", &later, &first]].concat()));
    // The new key reaches people as the first one did; the old receipt says whether it continues the same log.
    for limits in [&[][..], &["--keys", &list]] {
        for what in [&[second.as_str()][..], &["--later", &later, &first]] {
            assert!(proven(&[&told[..], limits, what].concat()));
        }
    }
    let served = desk::Served::start(&log.data());
    let url = format!("http://{}", served.addr);
    for (known, code) in [(&held[..], 1), (&told[..], 0)] {
        let output = huying(&[&["verify", "--url", &url], known, &[&first]].concat());
        let words = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{words}");
    }
    served.stop();
}

/// It is loaded over slow lines by people in a hurry.
#[test]
fn the_pages_verifier_is_small() {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../assets/desk/verify.js");
    assert!(std::fs::metadata(script).unwrap().len() < 20_000);
}
