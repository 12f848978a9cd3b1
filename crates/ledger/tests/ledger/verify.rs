//! Receipts: what they prove, and what makes them prove nothing.

use ledger::checkpoint::Checkpoint;
use ledger::hash::Hash;
use ledger::note::Note;
use ledger::proof::{MOST_HASHES, NotIncluded, Proof, ProofError};
use ledger::receipt::{Opening, Receipt, ReceiptError};
use ledger::tree::CheckError;
use ledger::verify::{Proven, Refuted, continued, verify, verify_until};

use crate::fixture::{MemoryLog, NOON, leaf, log_key, openings, policy, salt, sealed_payload, witness, witness_key};

#[test]
fn a_receipt_is_a_file_that_is_read_back_and_proves_that_it_was_logged() {
    let key = log_key(1);
    let log = MemoryLog::of(300);
    let receipt = log.receipt(41, openings(41), log.signed(100, &[&key]));
    let file = receipt.to_proof().to_string();
    assert!(file.starts_with("c2sp.org/tlog-proof@v1\nextra "));
    assert_eq!(file.lines().filter(|line| *line == "index 41").count(), 1);
    let read = Receipt::parse(file.as_bytes()).expect("our own");
    assert_eq!(read, receipt);
    let proven = verify(&read, &policy(&key, Vec::new(), 0)).expect("it is logged");
    let Proven::Logged { at } = &proven else {
        panic!("{proven:?}")
    };
    assert_eq!((at.checkpoint.size, proven.witnessed()), (100, (0, 0)));
    assert_eq!(read.leaf(), &leaf(41));
    assert_eq!(read.openings(), openings(41));
    // Anybody who reads proofs and has the leaf from elsewhere can check it too.
    let plain = Proof {
        extra: None,
        ..read.to_proof()
    };
    let plain = Proof::parse(plain.to_string().as_bytes()).expect("a proof");
    assert_eq!(
        plain.check_leaf(&log.leaves[41]).map(|checkpoint| checkpoint.size),
        Ok(100)
    );
}

#[test]
fn a_receipt_and_today_prove_that_nothing_was_changed_since() {
    let key = log_key(1);
    let (w1, w2) = (witness_key("w.example/1", 8), witness_key("w.example/2", 9));
    let policy = policy(&key, vec![witness("one", &w1), witness("two", &w2)], 2);
    let log = MemoryLog::of(300);
    let receipt = log.receipt(41, openings(41), log.signed(100, &[&key]));
    let today = log.signed(300, &[&key]);
    let line = w2.cosign(today.text(), NOON).expect("a witness");
    let today = today.with(line).expect("few");
    let later = log.continuation(100, today);
    let proven = verify_until(&receipt, &later, &policy).expect("unchanged");
    let Proven::Unchanged { at, later: until } = &proven else {
        panic!("{proven:?}")
    };
    assert_eq!((at.checkpoint.size, until.checkpoint.size), (100, 300));
    assert_eq!(proven.witnessed(), (1, 2));
    assert!(!proven.newest().quorum, "one of two, and two are wanted");
    assert_eq!(until.witnesses[0].name, "two");
    // The same checkpoint is the log of then.
    let same = log.continuation(100, log.signed(100, &[&key]));
    assert!(verify_until(&receipt, &same, &policy).is_ok());
}

#[test]
fn a_changed_log_is_refuted_by_the_receipt() {
    let key = log_key(1);
    let policy = policy(&key, Vec::new(), 0);
    let log = MemoryLog::of(300);
    let receipt = log.receipt(41, openings(41), log.signed(100, &[&key]));
    let mut leaves = log.leaves.clone();
    leaves[7] = leaf(7777).to_string().into_bytes();
    let mut rewritten = MemoryLog::new();
    rewritten.append(&leaves);
    let later = rewritten.continuation(100, rewritten.signed(300, &[&key]));
    let refuted = verify_until(&receipt, &later, &policy).expect_err("rewritten");
    assert!(
        matches!(refuted, Refuted::NotContinued(CheckError::OldRoot { .. })),
        "{refuted:?}"
    );
    // Yesterday's copy is shorter than the receipt: no proof from 100 to 50 exists.
    let back = log.signed(50, &[&key]);
    let back = ledger::continuation::Continuation {
        old: 100,
        proof: Vec::new(),
        checkpoint: back,
    };
    let refuted = verify_until(&receipt, &back, &policy).expect_err("set back");
    assert_eq!(
        refuted,
        Refuted::NotContinued(CheckError::Backwards { old: 100, new: 50 })
    );
    let other = log.continuation(99, log.signed(300, &[&key]));
    let refuted = verify_until(&receipt, &other, &policy).expect_err("another receipt's proof");
    assert_eq!(refuted, Refuted::OtherSize { old: 99, size: 100 });
    let unsigned = log.continuation(100, log.signed(300, &[&log_key(2)]));
    assert!(matches!(
        verify_until(&receipt, &unsigned, &policy),
        Err(Refuted::Later(_))
    ));
    assert!(matches!(
        verify(&receipt, &crate::fixture::policy(&log_key(2), Vec::new(), 0)),
        Err(Refuted::Checkpoint(_))
    ));
}

#[test]
fn a_checkpoint_of_another_log_continues_nothing() {
    let key = log_key(1);
    let log = MemoryLog::of(10);
    let elsewhere =
        ledger::key::SigningKey::from_seed("other.example", ledger::key::Algorithm::Note, &[4; 32]).expect("a name");
    let other = Checkpoint {
        origin: "other.example".to_owned(),
        ..log.checkpoint(10)
    };
    let later = log.continuation(5, other.sign(&[&elsewhere]).expect("its own"));
    let logs = [&key, &elsewhere].map(|key| ledger::policy::Log {
        key: ledger::rotation::LogKey::always(key.verifier_key().clone()),
        url: None,
    });
    let both = ledger::policy::Policy::new(logs.to_vec(), Vec::new(), 0).expect("a policy");
    let refuted = continued(&log.checkpoint(5), &later, &both).expect_err("another log");
    assert!(matches!(refuted, Refuted::OtherLog { .. }));
}

/// One receipt, altered in each of its parts.
#[test]
fn an_altered_receipt_proves_nothing() {
    let key = log_key(1);
    let policy = policy(&key, Vec::new(), 0);
    let log = MemoryLog::of(300);
    let checkpoint = log.signed(100, &[&key]);
    let hashes = log.inclusion(41, 100);
    let receipt = |leaf, index, hashes: &[Hash], checkpoint: &Note| {
        Receipt::new(leaf, Vec::new(), index, hashes.to_vec(), checkpoint.clone()).expect("parts of a receipt")
    };
    let path = |receipt: Receipt| match verify(&receipt, &policy).expect_err("altered") {
        Refuted::NotIncluded(NotIncluded::Path(error)) => error,
        other => panic!("{other:?}"),
    };
    assert!(verify(&receipt(leaf(41), 41, &hashes, &checkpoint), &policy).is_ok());
    assert!(matches!(
        path(receipt(leaf(42), 41, &hashes, &checkpoint)),
        CheckError::Root { .. }
    ));
    assert!(matches!(
        path(receipt(leaf(41), 40, &hashes, &checkpoint)),
        CheckError::Root { .. }
    ));
    assert_eq!(
        path(receipt(leaf(41), 100, &hashes, &checkpoint)),
        CheckError::NoSuchLeaf { index: 100, size: 100 }
    );
    assert_eq!(
        path(receipt(leaf(41), 41, &hashes[1..], &checkpoint)),
        CheckError::Length { found: 6 }
    );
    let mut long = hashes.clone();
    long.push(hashes[0]);
    assert_eq!(
        path(receipt(leaf(41), 41, &long, &checkpoint)),
        CheckError::Length { found: 8 }
    );
    // The same path with a checkpoint of another size.
    assert!(verify(&receipt(leaf(41), 41, &hashes, &log.signed(101, &[&key])), &policy).is_err());
    // A checkpoint whose numbers were changed after signing.
    let text = checkpoint.to_string().replace("\n100\n", "\n101\n");
    let forged = Note::parse(text.as_bytes()).expect("a note");
    assert!(matches!(
        verify(&receipt(leaf(41), 41, &hashes, &forged), &policy),
        Err(Refuted::Checkpoint(_))
    ));
}

#[test]
fn what_a_receipt_opens_is_what_was_logged() {
    let key = log_key(1);
    let log = MemoryLog::of(50);
    let make = |openings| {
        let (hashes, checkpoint) = (log.inclusion(41, 50), log.signed(50, &[&key]));
        Receipt::new(leaf(41), openings, 41, hashes, checkpoint)
    };
    let opening = |name: &str, index, payload| Opening {
        name: name.to_owned(),
        salt: salt(index, name),
        payload,
    };
    let good = opening("sealed", 41, Some(sealed_payload(41)));
    assert!(make(vec![good.clone()]).is_ok());
    let lie = make(vec![opening("sealed", 41, Some(sealed_payload(42)))]);
    assert_eq!(
        lie,
        Err(ReceiptError::False {
            name: "sealed".to_owned()
        })
    );
    let salted = make(vec![opening("sealed", 42, Some(sealed_payload(41)))]);
    assert_eq!(
        salted,
        Err(ReceiptError::False {
            name: "sealed".to_owned()
        })
    );
    assert_eq!(
        make(vec![opening("other", 41, None)]),
        Err(ReceiptError::Opening { number: 1 })
    );
    assert_eq!(make(vec![good.clone(), good]), Err(ReceiptError::Opening { number: 2 }));
    let empty = Receipt::parse(make(Vec::new()).expect("good").to_proof().to_string().as_bytes());
    assert_eq!(empty.map(|receipt| receipt.openings().len()), Ok(0));
    let large = vec![opening("open", 41, Some(vec![0; 300_000]))];
    assert!(make(large).is_err());
}

#[test]
fn what_is_no_receipt_says_why() {
    let key = log_key(1);
    let log = MemoryLog::of(50);
    let good = log.receipt(41, openings(41), log.signed(50, &[&key])).to_proof();
    let text = good.to_string();
    let refused = |text: &str| match Receipt::parse(text.as_bytes()).expect_err("no receipt") {
        ReceiptError::Proof(error) => error,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(""), ProofError::Form);
    assert_eq!(refused(&text.replacen("@v1", "@v2", 1)), ProofError::Header);
    assert_eq!(refused(&text.replacen("extra ", "extra  ", 1)), ProofError::Extra);
    assert_eq!(refused(&text.replacen("extra ", "extra", 1)), ProofError::Extra);
    assert_eq!(refused(&text.replacen("index 41", "index 041", 1)), ProofError::Index);
    assert_eq!(refused(&text.replacen("index 41\n", "", 1)), ProofError::Index);
    let first = good.hashes[0].to_string();
    assert_eq!(
        refused(&text.replacen(&first, &first[1..], 1)),
        ProofError::Hash { line: 4 }
    );
    let many = format!("{first}\n").repeat(MOST_HASHES);
    assert_eq!(
        refused(&text.replacen(&format!("{first}\n"), &format!("{many}{first}\n"), 1)),
        ProofError::Hash { line: 67 }
    );
    assert!(matches!(
        refused(&text.replacen("— ", "- ", 1)),
        ProofError::Checkpoint(_)
    ));
    assert!(matches!(
        refused(&text.replace('\n', "\r\n")),
        ProofError::Form | ProofError::Checkpoint(_)
    ));
    let none = Proof {
        extra: None,
        ..good.clone()
    };
    assert_eq!(Receipt::parse(none.to_string().as_bytes()), Err(ReceiptError::NoLeaf));
    let extra = |extra: &[u8]| {
        Receipt::parse(
            Proof {
                extra: Some(extra.to_vec()),
                ..good.clone()
            }
            .to_string()
            .as_bytes(),
        )
    };
    assert!(matches!(extra(b"\xff"), Err(ReceiptError::Leaf(_))));
    assert!(matches!(extra(b"hello"), Err(ReceiptError::Leaf(_))));
    let leaf = leaf(41).to_string();
    assert!(extra(leaf.as_bytes()).is_ok());
    for openings in ["x\n", "open\n", "open AA==\n", "open \n"] {
        let wrong = extra(format!("{leaf}\n{openings}").as_bytes());
        assert_eq!(wrong, Err(ReceiptError::Opening { number: 1 }), "{openings:?}");
    }
}
