//! Receipts of which nothing is proven, each for one reason.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ledger::hash::Hash;
use ledger::key::SigningKey;
use ledger::note::Note;
use ledger::proof::Proof;

use crate::fixture::{MemoryLog, NOON, leaf, log_key, open_payload, openings, salt};
use crate::story::{SIZE, Story};

/// Receipts of which nothing is proven, with their names, and the later checkpoint where that is what is wrong.
#[expect(clippy::too_many_lines, reason = "one line for each reason")]
pub(crate) fn refused(story: &Story) -> Vec<(&'static str, String, Option<String>)> {
    let good = story.receipt(41, 100);
    let text = good.to_proof().to_string();
    let proof = |change: &dyn Fn(&mut Proof)| {
        let mut proof = good.to_proof();
        change(&mut proof);
        proof.to_string()
    };
    let leaf_text = |change: &dyn Fn(String) -> String| {
        proof(&|proof| proof.extra = Some(change(good.leaf().to_string()).into_bytes()))
    };
    let resigned = |key: &SigningKey, size| story.log.receipt(41, openings(41), story.log.signed(size, &[key]));
    let resigned = |key: &SigningKey, size| resigned(key, size).to_proof().to_string();
    let first = good.to_proof().hashes[0].to_string();
    let mut rewritten = MemoryLog::new();
    let mut leaves = story.log.leaves.clone();
    leaves[7] = leaf(7777).to_string().into_bytes();
    rewritten.append(&leaves);
    let note = |size| story.cosigned(rewritten.signed(size, &[&story.new]), [None, None]);
    let rewritten = rewritten.continuation(100, note(SIZE)).to_string();
    let continuation = story.log.continuation(100, story.checkpoint(SIZE));
    let later = |change: &dyn Fn(&mut ledger::continuation::Continuation)| {
        let mut changed = continuation.clone();
        change(&mut changed);
        Some(changed.to_string())
    };
    let mut bad_line = story.witnesses[0]
        .cosign(good.checkpoint().text(), NOON)
        .expect("a witness");
    bad_line.bytes[30] ^= 1;
    let bad_witness = good.checkpoint().clone().with(bad_line).expect("few");
    let alone = |name, text| (name, text, None);
    vec![
        alone("leaf-altered", leaf_text(&|leaf| leaf.replace("event 3", "event 4"))),
        alone(
            "leaf-of-another-case",
            proof(&|proof| proof.extra = Some(leaf(40).to_string().into_bytes())),
        ),
        alone("leaf-missing", proof(&|proof| proof.extra = None)),
        alone(
            "leaf-field-twice",
            leaf_text(&|leaf| leaf.replace("event 3\n", "event 3\nevent 3\n")),
        ),
        alone(
            "leaf-not-ascii",
            leaf_text(&|leaf| leaf.replace("street-3.intake", "张三")),
        ),
        alone("leaf-windows-lines", leaf_text(&|leaf| leaf.replace('\n', "\r\n"))),
        alone("index-other", proof(&|proof| proof.index = 40)),
        alone("index-outside", proof(&|proof| proof.index = 100)),
        alone("index-leading-zero", text.replacen("index 41", "index 041", 1)),
        alone("hash-altered", proof(&|proof| proof.hashes[3].0[0] ^= 1)),
        alone(
            "hash-missing",
            proof(&|proof| proof.hashes.truncate(proof.hashes.len() - 1)),
        ),
        alone("hash-too-many", proof(&|proof| proof.hashes.push(Hash([0; 32])))),
        alone(
            "hash-without-padding",
            text.replacen(&first, first.trim_end_matches('='), 1),
        ),
        alone("hash-other-spelling", text.replacen(&first, &other_spelling(&first), 1)),
        alone("hashes-swapped", proof(&|proof| proof.hashes.swap(0, 1))),
        alone("size-altered", text.replacen("\n100\n", "\n101\n", 1)),
        alone(
            "origin-altered",
            text.replacen("\nlog.example.org/huying\n", "\nlog.example.com/huying\n", 1),
        ),
        alone("key-unknown", resigned(&log_key(3), 100)),
        alone("key-after-its-last-size", resigned(&story.old, 151)),
        alone("key-before-its-first-size", resigned(&story.new, 129)),
        alone(
            "signature-false",
            proof(&|proof| proof.checkpoint = false_signature(&proof.checkpoint)),
        ),
        alone(
            "signature-missing",
            text[..text.find("— ").expect("it is there")].to_owned(),
        ),
        alone("witness-false", proof(&|proof| proof.checkpoint = bad_witness.clone())),
        alone("opening-of-another", {
            let salt = STANDARD.encode(salt(41, "open"));
            let payload = STANDARD.encode(open_payload(42));
            leaf_text(&|leaf| format!("{leaf}\nopen {salt} {payload}\n"))
        }),
        alone(
            "opening-unknown",
            leaf_text(&|leaf| format!("{leaf}\nother {}\n", STANDARD.encode([0; 32]))),
        ),
        alone("header-other", text.replacen("@v1", "@v2", 1)),
        alone("windows-lines", text.replace('\n', "\r\n")),
        alone("empty", String::new()),
        ("later-rewritten", text.clone(), Some(rewritten)),
        (
            "later-hash-altered",
            text.clone(),
            later(&|later| later.proof[1].0[5] ^= 1),
        ),
        (
            "later-hash-missing",
            text.clone(),
            later(&|later| later.proof.truncate(later.proof.len() - 1)),
        ),
        (
            "later-hash-too-many",
            text.clone(),
            later(&|later| later.proof.push(Hash([0; 32]))),
        ),
        (
            "later-for-another-size",
            text.clone(),
            Some(story.log.continuation(125, story.checkpoint(SIZE)).to_string()),
        ),
        (
            "later-set-back",
            text.clone(),
            later(&|later| {
                later.proof.clear();
                later.checkpoint = story.log.signed(50, &[&story.old]);
            }),
        ),
        (
            "later-unsigned",
            text,
            later(&|later| later.checkpoint = story.log.signed(SIZE, &[&log_key(3)])),
        ),
    ]
}

/// The same bits with others in the padding: what lenient readers take for the same hash.
fn other_spelling(hash: &str) -> String {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let last = hash.chars().nth(42).expect("44 characters");
    let at = DIGITS.find(last).expect("a digit");
    format!("{}{}=", &hash[..42], &DIGITS[at + 1..at + 2])
}

fn false_signature(note: &Note) -> Note {
    let mut signature = note.signatures()[0].clone();
    signature.bytes[40] ^= 1;
    Note::new(note.text(), vec![signature]).expect("a note")
}
