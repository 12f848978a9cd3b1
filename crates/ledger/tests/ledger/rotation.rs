//! Keys that follow each other: planned, lost and stolen ones, and receipts that outlive them.

use ledger::note::NoteError;
use ledger::policy::{Log, NotBelieved, Policy};
use ledger::rotation::{KeyListError, LogKey, change_of_keys, follow, format_keys, handed_over, next_key, parse_keys};
use ledger::verify::{Proven, Refuted, verify, verify_until};

use crate::fixture::{MemoryLog, NOON, ORIGIN, leaf, log_key, openings, policy, witness, witness_key};

/// The log of the rotation's story: leaf 40 names the new key, which may sign from 50 on.
fn story() -> (MemoryLog, LogKey) {
    let next = LogKey {
        key: log_key(2).verifier_key().clone(),
        from: 50,
        until: None,
    };
    let mut log = MemoryLog::new();
    let text = |index| leaf(index).to_string().into_bytes();
    log.append(&(0..40).map(text).collect::<Vec<_>>());
    let time = ("time".to_owned(), "1793520040000".to_owned());
    log.append(&[change_of_keys(&next, vec![time])
        .expect("a leaf")
        .to_string()
        .into_bytes()]);
    log.append(&(41..200).map(text).collect::<Vec<_>>());
    (log, next)
}

#[test]
fn who_holds_the_old_key_learns_the_new_one_from_the_log() {
    let (old, new) = (log_key(1), log_key(2));
    let (log, next) = story();
    // The receipt of the leaf that names the key, signed with the old one.
    let receipt = log.receipt(40, Vec::new(), log.signed(45, &[&old]));
    let held = policy(&old, Vec::new(), 0);
    assert!(verify(&receipt, &held).is_ok());
    assert_eq!(next_key(receipt.leaf()), Some(next.clone()));
    assert_eq!(next_key(&leaf(3)), None);
    // While both sign, who knows one of them follows; afterwards the new one alone.
    let both = log.signed(60, &[&old, &new]);
    let only_new = policy(&new, Vec::new(), 0);
    assert!(held.check(&both).is_ok() && only_new.check(&both).is_ok());
    let today = log.signed(200, &[&new]);
    assert_eq!(held.check(&today), Err(NotBelieved::Signatures(NoteError::NoKnownKey)));
    let keys = [until(&old, 60), next];
    let both_known = of_keys(&keys);
    let checked = both_known.check(&both).expect("signed by both");
    assert_eq!(checked.log_keys, [old.verifier_key().id(), new.verifier_key().id()]);
    // An old receipt and the new key's checkpoint, in one proof.
    let before = log.receipt(7, openings(7), log.signed(30, &[&old]));
    let proven = verify_until(&before, &log.continuation(30, today), &both_known).expect("it continues");
    assert!(matches!(&proven, Proven::Unchanged { later, .. } if later.checkpoint.size == 200));
}

fn until(key: &ledger::key::SigningKey, until: u64) -> LogKey {
    LogKey {
        until: Some(until),
        ..LogKey::always(key.verifier_key().clone())
    }
}

fn of_keys(keys: &[LogKey]) -> Policy {
    let log = |key: &LogKey| Log {
        key: key.clone(),
        url: None,
    };
    Policy::new(keys.iter().map(log).collect(), Vec::new(), 0).expect("a policy")
}

#[test]
fn a_stolen_key_counts_up_to_its_last_size_only() {
    let old = log_key(1);
    let (log, next) = story();
    let policy = of_keys(&[until(&old, 60), next]);
    assert!(policy.check(&log.signed(60, &[&old])).is_ok());
    let forged = policy.check(&log.signed(61, &[&old]));
    let key_id = old.verifier_key().id();
    let origin = ORIGIN.to_owned();
    assert_eq!(
        forged,
        Err(NotBelieved::NotThen {
            origin,
            key_id,
            size: 61
        })
    );
    // Nor may the new key sign what was before it.
    assert!(matches!(
        policy.check(&log.signed(49, &[&log_key(2)])),
        Err(NotBelieved::NotThen { size: 49, .. })
    ));
    assert!(policy.check(&log.signed(50, &[&log_key(2)])).is_ok());
    // Both on one checkpoint: the one that may counts.
    let both = policy
        .check(&log.signed(61, &[&old, &log_key(2)]))
        .expect("the new one may");
    assert_eq!(both.log_keys, [log_key(2).verifier_key().id()]);
}

/// The old key is gone, nothing hands over: the tree and the witnesses carry the trust.
#[test]
fn a_log_outlives_a_lost_key() {
    let (old, new) = (log_key(1), log_key(2));
    let log = MemoryLog::of(200);
    let w = witness_key("w.example", 9);
    let receipt = log.receipt(7, openings(7), log.signed(30, &[&old]));
    let keys = [
        until(&old, 100),
        LogKey {
            from: 100,
            ..LogKey::always(new.verifier_key().clone())
        },
    ];
    let logs = keys
        .iter()
        .map(|key| Log {
            key: key.clone(),
            url: None,
        })
        .collect();
    let policy = Policy::new(logs, vec![witness("w", &w)], 1).expect("a policy");
    let today = log.signed(200, &[&new]);
    let today = today
        .clone()
        .with(w.cosign(today.text(), NOON).expect("a witness"))
        .expect("few");
    let proven = verify_until(&receipt, &log.continuation(30, today), &policy).expect("it continues");
    assert!(proven.newest().quorum);
    assert_eq!(proven.witnessed(), (1, 1));
    // A new key on another history is found out by whoever holds a receipt.
    let mut other = MemoryLog::new();
    other.append(&(1..200).map(|index| leaf(index).to_string()).collect::<Vec<_>>());
    let forged = other.continuation(30, other.signed(199, &[&new]));
    assert!(matches!(
        verify_until(&receipt, &forged, &policy),
        Err(Refuted::NotContinued(_))
    ));
}

#[test]
fn a_list_of_keys_is_read_back_and_limits_a_policy() {
    let keys = vec![
        until(&log_key(1), 60),
        LogKey {
            from: 50,
            ..LogKey::always(log_key(2).verifier_key().clone())
        },
    ];
    let text = format_keys(&keys);
    assert_eq!(
        text.lines()
            .next()
            .and_then(|line| line.split_once(" 60 "))
            .map(|(from, _)| from),
        Some("0")
    );
    assert_eq!(parse_keys(&text), Ok(keys.clone()));
    // A list adds no trust: the second key is not believed because a list has it.
    let limited = policy(&log_key(1), Vec::new(), 0).limited_by(&keys);
    assert_eq!(
        limited.logs().iter().map(|log| log.key.clone()).collect::<Vec<_>>(),
        keys[..1]
    );
    let refused = |text: &str| parse_keys(text).expect_err("no list");
    assert_eq!(refused(""), KeyListError::Form);
    assert_eq!(refused(text.trim_end()), KeyListError::Form);
    let key = log_key(1).verifier_key().to_string();
    for wrong in ["0 -", "- 0 k", "01 - k", "9 8 k", "0  - k"] {
        let line = format!("{}\n", wrong.replace('k', &key));
        assert!(
            matches!(
                refused(&line),
                KeyListError::Line { line: 1 } | KeyListError::Key { line: 1, .. }
            ),
            "{wrong}"
        );
    }
    let order = KeyListError::Order { line: 2 };
    assert_eq!(
        refused(&format!("{}{}\n", text.replace("50 -", "70 -"), keys[0])),
        KeyListError::Order { line: 3 }
    );
    assert_eq!(refused(&format!("5 - {key}\n0 - {}\n", keys[1].key)), order);
    let other = ledger::key::SigningKey::from_seed("other", ledger::key::Algorithm::Note, &[3; 32]).expect("a name");
    assert_eq!(refused(&format!("0 - {key}\n0 - {}\n", other.verifier_key())), order);
}

/// A log whose leaf 20 names `next`.
fn naming(next: &LogKey) -> MemoryLog {
    let mut log = MemoryLog::of(20);
    let leaf = change_of_keys(next, Vec::new()).expect("a leaf");
    log.append(&[leaf.to_string().into_bytes()]);
    log
}

#[test]
fn handovers_are_followed_in_any_order_and_within_their_log_alone() {
    let (first, second, third) = (log_key(1), log_key(2), log_key(3));
    let from = |key: &ledger::key::SigningKey, from| LogKey {
        from,
        ..LogKey::always(key.verifier_key().clone())
    };
    let (to_second, to_third) = (from(&second, 21), from(&third, 21));
    let by = |next: &LogKey, keys: &[&ledger::key::SigningKey]| {
        let log = naming(next);
        log.receipt(20, Vec::new(), log.signed(21, keys))
    };
    let handovers = [by(&to_third, &[&second, &third]), by(&to_second, &[&first, &second])];
    let held = policy(&first, Vec::new(), 0);
    let (all, left) = follow(held.clone(), handovers.to_vec());
    assert!(left.is_empty());
    let keys: Vec<LogKey> = all.logs().iter().map(|log| log.key.clone()).collect();
    assert_eq!(
        keys,
        [LogKey::always(first.verifier_key().clone()), to_second, to_third]
    );
    // Without the one between, the other leads nowhere.
    let (same, left) = follow(held.clone(), handovers[..1].to_vec());
    assert_eq!((same, left.len()), (held.clone(), 1));
    // Whoever owns this log says nothing of another one.
    let other = ledger::key::SigningKey::from_seed("other", ledger::key::Algorithm::Note, &[3; 32]).expect("a name");
    let strange = by(&from(&other, 21), &[&first]);
    assert!(verify(&strange, &held).is_ok() && next_key(strange.leaf()).is_some());
    assert_eq!(handed_over(&strange, &held), None);
    assert_eq!(follow(held, vec![strange]).1.len(), 1);
}
