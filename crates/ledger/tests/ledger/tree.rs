//! Roots and proofs against the definition itself, and every way in which a proof can be wrong.

use ledger::hash::{Hash, leaf_hash, node_hash};
use ledger::tree::{
    CheckError, Frontier, FrontierError, HashReader, MAX_SIZE, Node, ProveError, check_consistency, check_inclusion,
    consistency_proof, inclusion_proof, root,
};
use proptest::prelude::*;

use crate::fixture::MemoryLog;
use crate::naive::{mth, path, proof};

fn leaves(size: usize) -> Vec<Vec<u8>> {
    (0..size).map(|index| index.to_string().into_bytes()).collect()
}

fn log(size: usize) -> MemoryLog {
    let mut log = MemoryLog::new();
    log.append(&leaves(size));
    log
}

#[test]
fn all_roots_and_proofs_of_small_trees_are_those_of_the_definition() {
    let all = leaves(70);
    let log = log(70);
    let mut frontier = Frontier::new();
    for new in 0..=all.len() {
        let now = &all[..new];
        let size = new as u64;
        let known = mth(now);
        assert_eq!(frontier.root(), known);
        assert_eq!(root(size, &mut log.reader(size)), Ok(known));
        assert_eq!(log.checkpoint(size).root, known);
        for (index, leaf) in now.iter().enumerate() {
            let hashes = log.inclusion(index as u64, size);
            assert_eq!(hashes, path(index, now), "PATH({index}, {new})");
            assert_eq!(
                check_inclusion(&leaf_hash(leaf), index as u64, size, &hashes, &known),
                Ok(())
            );
        }
        for old in 0..=new {
            let hashes = log.consistency(old as u64, size);
            assert_eq!(hashes, proof(old, now), "PROOF({old}, {new})");
            let before = mth(&all[..old]);
            assert_eq!(check_consistency(old as u64, &before, size, &known, &hashes), Ok(()));
        }
        if let Some(leaf) = all.get(new) {
            frontier.push_leaf(leaf).expect("there is room");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn larger_trees_too(size in 250_usize..1100, index: prop::sample::Index, old: prop::sample::Index) {
        let all = leaves(size);
        let (index, old) = (index.index(size), old.index(size));
        let log = log(size);
        let new = size as u64;
        prop_assert_eq!(log.checkpoint(new).root, mth(&all));
        prop_assert_eq!(log.inclusion(index as u64, new), path(index, &all));
        prop_assert_eq!(log.consistency(old as u64, new), proof(old, &all));
    }

    /// A proof is good for one leaf at one place in one tree, and with exactly its own hashes.
    #[test]
    fn no_other_proof_of_inclusion_is_taken(
        size in 1_u64..80, index: prop::sample::Index, at: prop::sample::Index, bit in 0_usize..256, other: [u8; 32],
    ) {
        let log = log(usize::try_from(size).expect("small"));
        let place = index.index(log.leaves.len());
        let index = place as u64;
        let root = log.checkpoint(size).root;
        let hashes = log.inclusion(index, size);
        let leaf = leaf_hash(&log.leaves[place]);
        let check = |leaf: &Hash, index, size, hashes: &[Hash], root: &Hash| check_inclusion(leaf, index, size, hashes, root);
        prop_assert_eq!(check(&leaf, index, size, &hashes, &root), Ok(()));
        prop_assert!(check(&flip(leaf, bit), index, size, &hashes, &root).is_err());
        prop_assert!(check(&leaf, index, size, &hashes, &flip(root, bit)).is_err());
        prop_assert!(check(&leaf, size, size, &hashes, &root).is_err());
        for other_index in (0..size).filter(|other| *other != index) {
            prop_assert!(check(&leaf, other_index, size, &hashes, &root).is_err());
        }
        let mut longer = hashes.clone();
        longer.push(Hash(other));
        let found = longer.len();
        prop_assert_eq!(check(&leaf, index, size, &longer, &root), Err(CheckError::Length { found }));
        if !hashes.is_empty() {
            let at = at.index(hashes.len());
            let mut wrong = hashes.clone();
            wrong[at] = flip(wrong[at], bit);
            prop_assert!(check(&leaf, index, size, &wrong, &root).is_err());
            let mut shorter = hashes.clone();
            shorter.remove(at);
            let found = shorter.len();
            prop_assert_eq!(check(&leaf, index, size, &shorter, &root), Err(CheckError::Length { found }));
        }
    }

    #[test]
    fn no_other_proof_of_consistency_is_taken(
        new in 2_u64..80, old: prop::sample::Index, at: prop::sample::Index, bit in 0_usize..256, other: [u8; 32],
    ) {
        let log = log(usize::try_from(new).expect("small"));
        let old = old.index(log.leaves.len() - 1) as u64 + 1;
        let (before, after) = (log.checkpoint(old).root, log.checkpoint(new).root);
        let hashes = log.consistency(old, new);
        let check = |before: &Hash, after: &Hash, hashes: &[Hash]| check_consistency(old, before, new, after, hashes);
        prop_assert_eq!(check(&before, &after, &hashes), Ok(()));
        prop_assert!(check(&flip(before, bit), &after, &hashes).is_err());
        prop_assert!(check(&before, &flip(after, bit), &hashes).is_err());
        let mut longer = hashes.clone();
        longer.push(Hash(other));
        prop_assert!(check(&before, &after, &longer).is_err());
        let at = at.index(hashes.len());
        let mut wrong = hashes.clone();
        wrong[at] = flip(wrong[at], bit);
        prop_assert!(check(&before, &after, &wrong).is_err());
        let mut shorter = hashes.clone();
        shorter.remove(at);
        let found = shorter.len();
        prop_assert_eq!(check(&before, &after, &shorter), Err(CheckError::Length { found }));
        prop_assert!(check_consistency(new, &after, old, &before, &hashes).is_err());
    }

    /// Subtrees hashed apart make the same tree.
    #[test]
    fn subtrees_are_appended_whole(before in 0_u64..16, level in 0_u8..4) {
        let level = level.min(u8::try_from(before.trailing_zeros().min(4)).expect("small"));
        let all = leaves(usize::try_from(before).expect("small") + (1 << level));
        let (first, then) = all.split_at(usize::try_from(before).expect("small"));
        let mut frontier = Frontier::new();
        for leaf in first {
            frontier.push_leaf(leaf).expect("there is room");
        }
        frontier.push_subtree(level, mth(then)).expect("it is aligned");
        prop_assert_eq!(frontier.root(), mth(&all));
        let kept = Frontier::from_parts(frontier.size(), frontier.roots().to_vec());
        prop_assert_eq!(kept, Ok(frontier));
    }
}

fn flip(hash: Hash, bit: usize) -> Hash {
    let mut bytes = hash.0;
    bytes[bit / 8] ^= 1 << (bit % 8);
    Hash(bytes)
}

#[test]
fn what_was_changed_is_told_from_what_is_damaged() {
    let (before, after) = (log(5), log(9));
    let hashes = after.consistency(5, 9);
    let (old, new) = (before.checkpoint(5).root, after.checkpoint(9).root);
    let changed = check_consistency(5, &flip(old, 3), 9, &new, &hashes);
    assert!(matches!(changed, Err(CheckError::OldRoot { .. })), "{changed:?}");
    let damaged = check_consistency(5, &old, 9, &flip(new, 3), &hashes);
    assert!(matches!(damaged, Err(CheckError::Root { .. })), "{damaged:?}");
}

#[test]
fn the_empty_tree_has_one_root_only() {
    let log = log(3);
    let root = log.checkpoint(3).root;
    assert_eq!(check_consistency(0, &ledger::hash::EMPTY_ROOT, 3, &root, &[]), Ok(()));
    assert!(check_consistency(0, &root, 3, &root, &[]).is_err());
    assert!(check_consistency(0, &ledger::hash::EMPTY_ROOT, 3, &root, &[root]).is_err());
    assert!(check_consistency(3, &root, 3, &root, &[root]).is_err());
    assert!(check_inclusion(&root, 0, 0, &[], &root).is_err());
}

/// Answers any request, so that the largest trees can be asked for.
struct Anything;

impl HashReader for Anything {
    type Error = std::convert::Infallible;

    fn read_hashes(&mut self, nodes: &[Node]) -> Result<Vec<Hash>, Self::Error> {
        let name = |node: &Node| leaf_hash(format!("{node:?}").as_bytes());
        Ok(nodes.iter().map(name).collect())
    }
}

#[test]
fn the_largest_tree_works_and_a_larger_one_is_refused() {
    let root = root(MAX_SIZE, &mut Anything).expect("a root");
    let index = MAX_SIZE - 1;
    let hashes = inclusion_proof(index, MAX_SIZE, &mut Anything).expect("a proof");
    let leaf = leaf_hash(format!("{:?}", Node { level: 0, index }).as_bytes());
    assert_eq!(check_inclusion(&leaf, index, MAX_SIZE, &hashes, &root), Ok(()));
    assert_eq!(hashes.len(), 62);
    assert!(matches!(
        inclusion_proof(0, MAX_SIZE + 1, &mut Anything),
        Err(ProveError::TooLarge)
    ));
    assert!(matches!(
        inclusion_proof(9, 9, &mut Anything),
        Err(ProveError::NoSuchLeaf { index: 9, size: 9 })
    ));
    assert!(matches!(
        consistency_proof(9, 8, &mut Anything),
        Err(ProveError::Backwards { old: 9, new: 8 })
    ));
    let mut full = Frontier::from_parts(MAX_SIZE, vec![root; 63]).expect("63 one bits");
    assert_eq!(full.push(leaf), Err(FrontierError::TooLarge));
}

#[test]
fn a_frontier_that_cannot_be_is_refused() {
    let root = node_hash(&leaf_hash(b"a"), &leaf_hash(b"b"));
    let wrong = Frontier::from_parts(3, vec![root]);
    assert!(matches!(
        wrong,
        Err(FrontierError::Roots {
            size: 3,
            wanted: 2,
            found: 1
        })
    ));
    let mut three = Frontier::from_parts(3, vec![root; 2]).expect("two one bits");
    assert_eq!(
        three.push_subtree(1, root),
        Err(FrontierError::Misaligned { size: 3, level: 1 })
    );
    assert_eq!(three.push_subtree(64, root), Err(FrontierError::TooLarge));
}
