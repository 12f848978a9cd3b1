//! Whatever comes in from outside: no parser panics on any bytes, and what one takes it writes as it was.

use ledger::continuation::Continuation;
use ledger::key::{SigningKey, VerifierKey};
use ledger::leaf::Leaf;
use ledger::note::{Note, parse_signatures};
use ledger::policy::Policy;
use ledger::proof::Proof;
use ledger::receipt::Receipt;
use ledger::rotation::{format_keys, parse_keys};
use ledger::tile::{TilePath, decode_bundle, encode_bundle};
use ledger::witness::Answer;
use proptest::prelude::*;

use crate::fixture::{MemoryLog, NOON, leaf, log_key, openings, policy, witness, witness_key};

/// Bytes through every parser; what is taken has one spelling.
fn feed(bytes: &[u8]) {
    let same = |written: String| assert_eq!(written.as_bytes(), bytes, "{}", String::from_utf8_lossy(bytes));
    if let Ok(note) = Note::parse(bytes) {
        same(note.to_string());
        let _ = ledger::checkpoint::Checkpoint::parse(note.text()).map(|checkpoint| {
            assert!(note.text().starts_with(&checkpoint.to_string()));
        });
        let _ = policy(&log_key(1), Vec::new(), 0).check(&note);
    }
    if let Ok(proof) = Proof::parse(bytes) {
        same(proof.to_string());
        let _ = proof.check_leaf(bytes);
    }
    if let Ok(receipt) = Receipt::parse(bytes) {
        same(receipt.to_proof().to_string());
    }
    if let Ok(continuation) = Continuation::parse(bytes) {
        same(continuation.to_string());
    }
    if let Ok(leaf) = Leaf::parse(bytes) {
        same(leaf.to_string());
    }
    if let Ok(policy) = Policy::parse(bytes) {
        assert_eq!(Policy::parse(policy.to_string().as_bytes()), Ok(policy));
    }
    for width in [1, 2, 256] {
        if let Ok(entries) = decode_bundle(bytes, width) {
            assert_eq!(encode_bundle(entries).expect("they came out of one"), bytes);
        }
    }
    for status in [200, 409, 422] {
        let _ = Answer::read(status, bytes);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(path) = text.parse::<TilePath>() {
        same(path.to_string());
    }
    if let Ok(key) = text.parse::<VerifierKey>() {
        same(key.to_string());
    }
    if let Ok(key) = SigningKey::from_secret_text(text) {
        same(key.to_secret_text());
    }
    if let Ok(keys) = parse_keys(text) {
        same(format_keys(&keys));
    }
    if let Ok(signatures) = parse_signatures(text) {
        same(signatures.iter().map(|signature| format!("{signature}\n")).collect());
    }
    if let Ok(hash) = text.parse::<ledger::hash::Hash>() {
        same(hash.to_string());
    }
}

/// One good text of each kind.
fn good() -> Vec<Vec<u8>> {
    let (key, cosigner) = (log_key(1), witness_key("w.example", 9));
    let log = MemoryLog::of(20);
    let note = log.signed(20, &[&key]);
    let line = cosigner.cosign(note.text(), NOON).expect("a witness");
    let cosigned = note.clone().with(line.clone()).expect("few");
    let texts = [
        cosigned.to_string(),
        log.receipt(7, openings(7), note.clone()).to_proof().to_string(),
        log.continuation(9, note).to_string(),
        leaf(7).to_string(),
        policy(&key, vec![witness("w", &cosigner)], 1).to_string(),
        format_keys(&[ledger::rotation::LogKey::always(key.verifier_key().clone())]),
        key.verifier_key().to_string(),
        key.to_secret_text(),
        "tile/entries/x001/x234/067.p/9".to_owned(),
        format!("{line}\n"),
        log.checkpoint(20).root.to_string(),
    ];
    let bundle = encode_bundle(log.leaves[..2].iter().map(Vec::as_slice)).expect("short");
    texts.into_iter().map(String::into_bytes).chain([bundle]).collect()
}

#[test]
fn the_good_ones_are_taken_by_somebody() {
    for bytes in good() {
        feed(&bytes);
    }
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        feed(&bytes);
    }

    #[test]
    fn any_lines(lines in prop::collection::vec("(old|index|extra|log|quorum|—|c2sp.org/tlog-proof@v1|huying-leaf@v1)?[ -~\n]{0,20}", 0..8)) {
        feed(lines.join("\n").as_bytes());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    /// A good text with some bytes changed, cut out or doubled.
    #[test]
    fn nearly_good(which: prop::sample::Index, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..4), 1..4)) {
        let all = GOOD.with(Clone::clone);
        let mut bytes = which.get(&all).clone();
        for (at, byte, how) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => drop(bytes.remove(at)),
                2 => bytes.insert(at, b"\n +=\x00\xff"[usize::from(byte) % 6]),
                _ => bytes.truncate(at),
            }
        }
        feed(&bytes);
    }
}

thread_local! {
    static GOOD: Vec<Vec<u8>> = good();
}
