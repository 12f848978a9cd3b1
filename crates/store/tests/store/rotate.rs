//! A new key for the log: named by the log, signed for by both keys, and made good after a crash between any two steps.

use crate::support::{Home, at, registration};
use ledger::checkpoint::Checkpoint;
use ledger::continuation::Continuation;
use ledger::key::VerifierKey;
use ledger::note::Note;
use ledger::policy::{Log, Policy};
use ledger::receipt::Receipt;
use ledger::rotation::{LogKey, next_key};
use ledger::verify::{Proven, verify, verify_until};
use std::fs;
use std::path::Path;
use store::{Error, Held, Store};

const DAY: &str = "2026-03-02T01:00:00Z";

/// A log of ten entries with a receipt under its first key.
async fn filled() -> (tempfile::TempDir, Receipt, VerifierKey) {
    let home = Home::new().await;
    for n in 0..5 {
        home.register(registration(&format!("Case {n}"), DAY), DAY).await;
    }
    let receipt = receipt(&home.store, 2).await;
    let key = home.store.log_keys()[0].key.clone();
    home.store.close().await;
    (home.dir, receipt, key)
}

async fn receipt(store: &Store, index: u64) -> Receipt {
    let bundle = ledger::tile::Bundle {
        index: 0,
        width: u16::try_from(index + 1).unwrap(),
    };
    let bytes = store.log_bundle(bundle).await.unwrap().unwrap();
    let leaves = ledger::tile::decode_bundle(&bytes, bundle.width).unwrap();
    let leaf = ledger::leaf::Leaf::parse(leaves.last().unwrap()).unwrap();
    let head = store.signed_head().await.unwrap();
    let hashes = store.log_inclusion(index, head.checkpoint.size).await.unwrap();
    Receipt::new(leaf, Vec::new(), index, hashes, head.note).unwrap()
}

async fn later(store: &Store, held: &Receipt) -> Continuation {
    let old = Checkpoint::parse(held.checkpoint().text()).unwrap().size;
    let signed = store.signed_head().await.unwrap();
    let proof = store.log_consistency(old, signed.checkpoint.size).await.unwrap();
    Continuation {
        old,
        proof,
        checkpoint: signed.note,
    }
}

fn policy(keys: &[LogKey]) -> Policy {
    let logs = keys.iter().map(|key| Log {
        key: key.clone(),
        url: None,
    });
    Policy::new(logs.collect(), Vec::new(), 0).unwrap()
}

async fn whole(dir: &Path, held: &[&Note], trusted: Option<Policy>) -> bool {
    let held = held.iter().map(|note| Held::from((*note).clone())).collect();
    let audit = Store::audit_log(dir, held, trusted, |_, _| {}).await.unwrap();
    println!("{:?}", audit.found);
    // However often the key was changed: a log with nothing wrong is read at once.
    assert_eq!(audit.at_once, audit.found.is_none());
    audit.found.is_none()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_goes_on_under_a_new_key() {
    let (dir, before, first) = filled().await;
    let keys = Store::rotate_log_key(dir.path(), at(DAY)).await.unwrap();
    let [old, new] = &keys[..] else { panic!("{keys:?}") };
    assert_eq!(
        (old.key == first, old.until, new.from, new.until),
        (true, Some(11), 11, None)
    );
    assert!(!dir.path().join("log.key.new").exists());
    let secret = fs::read_to_string(dir.path().join("log.key")).unwrap();
    assert!(secret.contains(&format!("{:08x}", new.key.id())));

    let store = Store::open(dir.path()).await.unwrap();
    assert_eq!((store.log_size(), store.log_keys()), (11, &keys[..]));
    // For the size with which the new key takes over, both have signed, and both are still served.
    let head = store.signed_head().await.unwrap();
    let both = policy(&keys).check(&head.note).unwrap();
    assert_eq!(both.log_keys, [old.key.id(), new.key.id()]);
    // Who knows the old key alone follows as far as that, and by the handover to the new key.
    let only_old = policy(&keys[..1]);
    let until = later(&store, &before).await;
    assert!(matches!(
        verify_until(&before, &until, &only_old),
        Ok(Proven::Unchanged { .. })
    ));
    let handover = store.log_handover(new.key.id()).await.unwrap().unwrap();
    assert!(verify(&handover, &only_old).is_ok());
    assert_eq!(next_key(handover.leaf()).unwrap().key, new.key);
    assert!(store.log_handover(old.key.id()).await.unwrap().is_none());

    store
        .append(crate::support::register(registration("After", DAY), DAY))
        .await
        .unwrap();
    let after = receipt(&store, 11).await;
    assert!(verify(&after, &only_old).is_err());
    assert!(verify(&after, &policy(&keys[1..])).is_ok());
    let until = later(&store, &before).await;
    assert!(
        verify_until(&before, &until, &only_old).is_err(),
        "the old key signs no more"
    );
    assert!(verify_until(&before, &until, &policy(&keys)).is_ok());
    store.close().await;
    let of_old = Policy::of_key(first.clone()).unwrap();
    assert!(whole(dir.path(), &[before.checkpoint(), after.checkpoint()], None).await);
    assert!(whole(dir.path(), &[before.checkpoint()], Some(of_old.clone())).await);
    assert!(
        !whole(dir.path(), &[after.checkpoint()], Some(of_old)).await,
        "not by the holder's key"
    );
    // And once more.
    let keys = Store::rotate_log_key(dir.path(), at(DAY)).await.unwrap();
    assert_eq!((keys.len(), keys[1].until, keys[2].from), (3, Some(14), 14));
    assert!(whole(dir.path(), &[before.checkpoint(), after.checkpoint()], None).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_any_two_steps_is_made_good() {
    let (dir, before, first) = filled().await;
    let (secret, waiting) = (dir.path().join("log.key"), dir.path().join("log.key.new"));
    let old_secret = fs::read(&secret).unwrap();
    // After the new secret was drawn, and in the middle of it: nobody has seen that key.
    for drawn in [b"PRIVATE+KEY+".to_vec(), old_secret_of_another_log().await] {
        store::write_secret(&waiting, &drawn).unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        assert_eq!((store.log_keys().len(), store.log_size()), (1, 10));
        assert!(store.signed_head().await.is_ok());
        store.close().await;
        assert!(!waiting.exists());
        assert_eq!(fs::read(&secret).unwrap(), old_secret);
    }
    // After the transaction: the new secret waits, and the old one is still in its place.
    let keys = Store::rotate_log_key(dir.path(), at(DAY)).await.unwrap();
    fs::rename(&secret, &waiting).unwrap();
    store::write_secret(&secret, &old_secret).unwrap();
    fs::remove_file(dir.path().join("log.checkpoint")).unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    assert!(!waiting.exists());
    assert_ne!(fs::read(&secret).unwrap(), old_secret);
    let head = store.signed_head().await.unwrap();
    assert_eq!(policy(&keys).check(&head.note).unwrap().log_keys.len(), 2);
    let until = later(&store, &before).await;
    assert!(verify_until(&before, &until, &Policy::of_key(first).unwrap()).is_ok());
    store.close().await;
    assert!(whole(dir.path(), &[before.checkpoint()], None).await);
}

async fn old_secret_of_another_log() -> Vec<u8> {
    let dir = tempfile::tempdir().unwrap();
    Store::open(dir.path()).await.unwrap().close().await;
    fs::read(dir.path().join("log.key")).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_outlives_its_key() {
    let (dir, before, first) = filled().await;
    let there = Store::replace_lost_log_key(dir.path(), None).await;
    assert!(matches!(there, Err(Error::Io(error)) if error.kind() == std::io::ErrorKind::AlreadyExists));
    fs::remove_file(dir.path().join("log.key")).unwrap();
    assert!(matches!(
        Store::rotate_log_key(dir.path(), at(DAY)).await,
        Err(Error::NoLogKey)
    ));
    let store = Store::open(dir.path()).await.unwrap();
    store
        .append(crate::support::register(registration("Unsigned", DAY), DAY))
        .await
        .unwrap();
    store.close().await;
    let beyond = Store::replace_lost_log_key(dir.path(), Some(99)).await;
    assert!(matches!(beyond, Err(Error::Io(error)) if error.kind() == std::io::ErrorKind::InvalidInput));
    let keys = Store::replace_lost_log_key(dir.path(), None).await.unwrap();
    let [old, new] = &keys[..] else { panic!("{keys:?}") };
    // The last head that was signed, and where the log stands.
    assert_eq!((old.until, new.from, new.key.name()), (Some(10), 12, first.name()));
    let store = Store::open(dir.path()).await.unwrap();
    assert_eq!(store.log_size(), 12, "no leaf names it");
    assert!(store.log_handover(new.key.id()).await.unwrap().is_none());
    let until = later(&store, &before).await;
    assert!(verify(&before, &Policy::of_key(first).unwrap()).is_ok());
    assert!(verify_until(&before, &until, &policy(&keys)).is_ok());
    store.close().await;
    assert!(whole(dir.path(), &[before.checkpoint()], None).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_that_a_power_cut_has_torn_is_put_aside_and_the_next_is_kept() {
    let (dir, before, _) = filled().await;
    let kept = dir.path().join("log.checkpoint");
    let whole_text = fs::read(&kept).unwrap();
    for torn in [&b""[..], &whole_text[..whole_text.len() / 2]] {
        fs::write(&kept, torn).unwrap();
        assert!(!whole(dir.path(), &[], None).await, "the audit names it");
        let store = Store::open(dir.path()).await.unwrap();
        assert!(!kept.exists());
        assert_eq!(fs::read(dir.path().join("log.checkpoint.unread")).unwrap(), torn);
        let head = store.signed_head().await.unwrap();
        store.close().await;
        assert_eq!(fs::read_to_string(&kept).unwrap(), head.note.to_string());
        assert!(whole(dir.path(), &[before.checkpoint()], None).await);
    }
}

#[tokio::test]
async fn a_head_is_kept_beside_the_database_though_whoever_asked_for_it_is_gone() {
    let home = Home::new().await;
    for n in 1..=20 {
        home.register(registration(&format!("Case {n}"), DAY), DAY).await;
        // Asked for, and not waited for.
        tokio::select! {
            biased;
            _ = home.store.signed_head() => {}
            () = std::future::ready(()) => {}
        }
    }
    let size = home.store.log_size();
    home.store.close().await;
    let kept = fs::read(home.dir.path().join("log.checkpoint")).unwrap();
    let kept = Checkpoint::parse(Note::parse(&kept).unwrap().text()).unwrap();
    assert!((1..=size).contains(&kept.size), "{} of {size}", kept.size);
    // And the next who opens the directory goes on from it.
    let store = Store::open(home.dir.path()).await.unwrap();
    let head = store.signed_head().await.unwrap();
    store.close().await;
    assert_eq!(head.checkpoint.size, size);
    assert!(whole(home.dir.path(), &[&head.note], None).await);
}
