//! What the ledger reads from outside: never a panic, and what is read is written as it was.

use ledger::checkpoint::Checkpoint;
use ledger::continuation::Continuation;
use ledger::key::{SigningKey, VerifierKey};
use ledger::leaf::Leaf;
use ledger::note::Note;
use ledger::policy::Policy;
use ledger::proof::Proof;
use ledger::receipt::Receipt;
use ledger::rotation::{format_keys, parse_keys};
use ledger::tile::{TilePath, decode_bundle, encode_bundle};
use ledger::witness::Answer;

const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

/// A checkpoint's text.
pub fn checkpoint(text: &str) {
    if let Ok(checkpoint) = Checkpoint::parse(text) {
        // What follows the third line is not kept.
        assert!(text.starts_with(&checkpoint.to_string()));
    }
}

/// A later checkpoint with its proof.
pub fn continuation(bytes: &[u8]) {
    if let Ok(continuation) = Continuation::parse(bytes) {
        assert_eq!(continuation.to_string().as_bytes(), bytes);
    }
}

/// A bundle of leaves; the first byte says how many it should have.
pub fn entry_bundle(bytes: &[u8]) {
    let Some((width, bundle)) = bytes.split_first() else {
        return;
    };
    if let Ok(entries) = decode_bundle(bundle, u16::from(*width) + 1) {
        assert_eq!(encode_bundle(entries).expect("they came out of one"), bundle);
    }
}

/// Keys, public and secret, and the list of a log's keys.
pub fn keys(text: &str) {
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert_eq!(key.to_string(), text);
    }
    if let Ok(key) = SigningKey::from_secret_text(text) {
        assert_eq!(key.to_secret_text(), text);
    }
    if let Ok(keys) = parse_keys(text) {
        assert_eq!(format_keys(&keys), text);
    }
}

/// A leaf.
pub fn leaf(bytes: &[u8]) {
    if let Ok(leaf) = Leaf::parse(bytes) {
        assert_eq!(leaf.to_string().as_bytes(), bytes);
    }
}

/// A signed note, its signatures verified with a key that has signed none of them.
pub fn note(bytes: &[u8]) {
    if let Ok(note) = Note::parse(bytes) {
        assert_eq!(note.to_string().as_bytes(), bytes);
        let _ = note.verify(&[KEY.parse().expect("a key")]);
    }
}

/// A policy's file.
pub fn policy(bytes: &[u8]) {
    if let Ok(policy) = Policy::parse(bytes) {
        assert_eq!(Policy::parse(policy.to_string().as_bytes()), Ok(policy));
    }
}

/// A proof of inclusion, checked with a leaf.
pub fn proof(bytes: &[u8]) {
    if let Ok(proof) = Proof::parse(bytes) {
        assert_eq!(proof.to_string().as_bytes(), bytes);
        let _ = proof.check_leaf(b"leaf");
    }
}

/// A receipt: a proof with its leaf and openings inside.
pub fn receipt(bytes: &[u8]) {
    if let Ok(receipt) = Receipt::parse(bytes) {
        assert_eq!(receipt.to_proof().to_string().as_bytes(), bytes);
    }
}

/// The path of a tile.
pub fn tile_path(text: &str) {
    if let Ok(path) = text.parse::<TilePath>() {
        assert_eq!(path.to_string(), text);
    }
}

/// A witness's answer: status and body.
pub fn witness_answer(answer: (u16, &[u8])) {
    let (status, body) = answer;
    for status in [status, 200, 409] {
        if let Ok(Answer::Cosigned(lines)) = Answer::read(status, body) {
            let written: String = lines.iter().map(|line| format!("{line}\n")).collect();
            assert_eq!(written.as_bytes(), body);
        }
    }
}
