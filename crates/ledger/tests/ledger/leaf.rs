//! Leaves: one spelling, nothing personal in the open, and hashes that tell nothing once the salt is gone.

use ledger::hash::Hash;
use ledger::leaf::{Leaf, LeafError, commit, opens};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use crate::fixture::{leaf, open_payload, salt, sealed_payload};

fn fields(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn a_leaf_is_text_that_a_person_can_read() {
    let text = leaf(4).to_string();
    let start = "huying-leaf@v1\ncase 0192f0c1-0000-7000-8000-000000000001\nevent 2\nkind assigned\n\
                 time 1793520004000\npost street-3.intake\nprevious 3\n\nopen ";
    assert!(text.starts_with(start), "{text}");
    assert_eq!(text.lines().count(), 10);
    let read = Leaf::parse(text.as_bytes()).expect("our own");
    assert_eq!(read, leaf(4));
    assert_eq!(read.field("previous"), Some("3"));
    assert_eq!(read.field("name"), None);
}

#[test]
fn a_commitment_is_salted_and_bound() {
    let (salt, payload) = (salt(4, "open"), open_payload(4));
    let plain = Sha256::new()
        .chain_update("huying-commitment@v1\n")
        .chain_update(salt)
        .chain_update(&payload);
    let hash = commit(&salt, &payload);
    assert_eq!(hash.0, <[u8; 32]>::from(plain.finalize()));
    assert!(opens(&hash, &salt, &payload));
    assert!(!opens(&hash, &salt, &open_payload(5)));
    assert!(!opens(&hash, &[0; 32], &payload));
    assert_eq!(leaf(4).commitment("open"), Some(hash));
    // The same text logged twice has nothing in common.
    assert_ne!(commit(&[1; 32], &payload), commit(&[2; 32], &payload));
}

/// What is erased is the payload and the salt; the leaf is what remains.
#[test]
fn a_leaf_holds_nothing_of_what_it_commits_to() {
    let text = leaf(4).to_string();
    for piece in ["张三", "13800000004", "路灯"] {
        assert!(!text.contains(piece));
    }
    // Somebody who guesses right and has no salt cannot tell.
    let guess = Hash(Sha256::digest(sealed_payload(4)).into());
    assert!(leaf(4).commitments().iter().all(|(_, hash)| *hash != guess));
}

#[test]
fn an_envelope_has_no_room_for_names_and_sentences() {
    let value = |value: &str| Leaf::new(fields(&[("post", value)]), Vec::new()).err();
    let refused = Some(LeafError::Value { key: "post".to_owned() });
    for wrong in ["", "张三", "é", " a", "a ", "a\nb", "a\tb", "\u{7f}", &"a".repeat(1025)] {
        assert_eq!(value(wrong), refused, "{wrong:?}");
    }
    for good in ["a b", "1", "-", "+/=", &"a".repeat(1024)] {
        assert_eq!(value(good), None, "{good:?}");
    }
    for key in ["", "Case", "1a", "a b", "a_b", "名", "-a", ".a", &"a".repeat(65)] {
        let wrong = Err(LeafError::Key(key.to_owned()));
        assert_eq!(Leaf::new(fields(&[(key, "1")]), Vec::new()), wrong);
        assert_eq!(Leaf::new(Vec::new(), vec![(key.to_owned(), Hash([0; 32]))]), wrong);
    }
    let twice = fields(&[("a", "1"), ("a", "1")]);
    assert_eq!(Leaf::new(twice, Vec::new()), Err(LeafError::Repeated("a".to_owned())));
}

#[test]
fn a_leaf_has_one_spelling() {
    let good = leaf(4).to_string();
    let refused = |text: String| Leaf::parse(text.as_bytes()).expect_err("no leaf");
    assert_eq!(refused(good.replacen("@v1", "@v2", 1)), LeafError::Form);
    assert_eq!(refused(good.trim_end().to_owned()), LeafError::Form);
    assert_eq!(refused(format!("{good}\n")), LeafError::Form);
    assert_eq!(refused(format!("\n{good}")), LeafError::Form);
    assert_eq!(refused(good.replacen("\n\n", "\n", 1)), LeafError::Form);
    assert_eq!(refused(good.replacen("event 2", "event", 1)), LeafError::Form);
    assert_eq!(
        refused(good.replacen("event 2", "event  2", 1)),
        LeafError::Value {
            key: "event".to_owned()
        }
    );
    assert_eq!(
        refused(good.replacen("=\n", "\n", 1)),
        LeafError::Commitment("open".to_owned())
    );
    assert!(Leaf::parse(good.replace('\n', "\r\n").as_bytes()).is_err());
    assert!(matches!(
        Leaf::parse(&vec![b'a'; 65_536]),
        Err(LeafError::TooLong { bytes: 65_536 })
    ));
    let many = (0..70).map(|at| (format!("k{at}"), "x".repeat(1000))).collect();
    assert!(matches!(Leaf::new(many, Vec::new()), Err(LeafError::TooLong { .. })));
    // The smallest leaf.
    assert_eq!(Leaf::parse(b"huying-leaf@v1\n\n"), Leaf::new(Vec::new(), Vec::new()));
}

proptest! {
    #[test]
    fn every_leaf_is_read_back(
        envelope in prop::collection::btree_map("[a-z][a-z0-9.-]{0,20}", "[!-~]( ?[!-~]){0,30}", 0..8),
        commitments in prop::collection::btree_map("[a-z][a-z0-9.-]{0,20}", any::<[u8; 32]>(), 0..5),
    ) {
        let commitments = commitments.into_iter().map(|(name, hash)| (name, Hash(hash))).collect();
        let leaf = Leaf::new(envelope.into_iter().collect(), commitments).expect("a good leaf");
        prop_assert_eq!(Leaf::parse(leaf.to_string().as_bytes()), Ok(leaf));
    }
}
