//! The log recomputed: every way of changing what was logged is found, and the first difference is named.

use std::num::NonZeroUsize;

use ledger::audit::{Audit, Audited, Finding};
use ledger::checkpoint::Checkpoint;
use ledger::hash::leaf_hash;
use ledger::tile::Tile;
use proptest::prelude::*;

use crate::fixture::{MemoryLog, leaf};

type Found = Result<Audited, Finding<String>>;

/// An audit of leaves against a log's tiles and checkpoints, in batches and by some threads.
fn audit(leaves: &[Vec<u8>], log: &MemoryLog, held: &[Checkpoint], batch: usize, threads: usize) -> Found {
    let threads = NonZeroUsize::new(threads).expect("at least one");
    let mut audit = Audit::new(log.size(), |tile| wide(log, tile), held.to_vec(), threads);
    for batch in leaves.chunks(batch) {
        audit.push(batch)?;
    }
    audit.finish()
}

/// The log's tiles of its present size.
fn wide(log: &MemoryLog, tile: Tile) -> Result<Vec<u8>, String> {
    log.fetch(tile)
}

fn held(log: &MemoryLog, sizes: &[u64]) -> Vec<Checkpoint> {
    sizes.iter().map(|size| log.checkpoint(*size)).collect()
}

#[test]
fn an_honest_log_is_found_to_be_one() {
    for size in [0, 1, 255, 256, 257, 700, 1024] {
        let log = MemoryLog::of(size);
        let held = held(&log, &[0, size / 2, size]);
        for (batch, threads) in [(1, 1), (100, 2), (300, 1), (10_000, 3)] {
            let audited = audit(&log.leaves, &log, &held, batch, threads).expect("honest");
            assert_eq!((audited.size, audited.root), (size, log.checkpoint(size).root));
            assert_eq!(audited.checkpoints, 3, "{size} leaves, {batch} at once");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_first_altered_leaf_is_named(
        size in 1_u64..900, places in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
        batch in 1_usize..700, threads in 1_usize..3, marks in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
    ) {
        let log = MemoryLog::of(size);
        let mut leaves = log.leaves.clone();
        let places: Vec<usize> = places.iter().map(|place| place.index(leaves.len())).collect();
        for place in &places {
            leaves[*place].push(b'!');
        }
        let marks: Vec<u64> = marks.iter().map(|mark| mark.index(leaves.len()) as u64).collect();
        let first = *places.iter().min().expect("one at least");
        let found = audit(&leaves, &log, &held(&log, &marks), batch, threads).expect_err("altered");
        let (logged, now) = (leaf_hash(&log.leaves[first]), leaf_hash(&leaves[first]));
        prop_assert_eq!(found, Finding::Leaf { index: first as u64, logged, found: now });
    }
}

#[test]
fn what_is_gone_added_or_moved_is_named() {
    let log = MemoryLog::of(600);
    let index = |leaves: &[Vec<u8>]| match audit(leaves, &log, &[], 128, 2).expect_err("not the log") {
        Finding::Leaf { index, .. } | Finding::Missing { index, .. } | Finding::Surplus { index, .. } => index,
        other => panic!("{other:?}"),
    };
    let mut removed = log.leaves.clone();
    removed.remove(300);
    assert_eq!(index(&removed), 300);
    let mut moved = log.leaves.clone();
    moved.swap(310, 450);
    assert_eq!(index(&moved), 310);
    let mut inserted = log.leaves.clone();
    inserted.insert(512, leaf(9999).to_string().into_bytes());
    assert_eq!(index(&inserted), 512);
    let mut longer = log.leaves.clone();
    longer.push(leaf(600).to_string().into_bytes());
    assert_eq!(
        audit(&longer, &log, &[], 1000, 1),
        Err(Finding::Surplus { index: 600, size: 600 })
    );
    assert_eq!(
        audit(&log.leaves[..599], &log, &[], 1000, 1),
        Err(Finding::Missing { index: 599, size: 600 })
    );
    assert_eq!(
        audit(&[], &log, &[], 1000, 1),
        Err(Finding::Missing { index: 0, size: 600 })
    );
    // Cut and altered: the altered leaf comes first.
    assert_eq!(index(&removed[..500]), 300);
}

/// Somebody with the database and the tiles makes both say the same new thing: only what others hold tells.
#[test]
fn a_rewritten_log_is_found_by_the_checkpoint_that_somebody_holds() {
    let honest = MemoryLog::of(600);
    let mut rewritten = MemoryLog::new();
    let mut leaves = honest.leaves.clone();
    leaves[300] = leaf(7777).to_string().into_bytes();
    rewritten.append(&leaves);
    assert!(
        audit(&rewritten.leaves, &rewritten, &[], 128, 2).is_ok(),
        "in itself it is sound"
    );
    let held = held(&honest, &[100, 256, 400, 600]);
    let found = audit(&rewritten.leaves, &rewritten, &held, 128, 2).expect_err("rewritten");
    let Finding::Root { size, good, .. } = found else {
        panic!("{found:?}")
    };
    assert_eq!((size, good), (400, 256), "the change is between leaf 256 and leaf 400");
    let first = audit(&rewritten.leaves, &rewritten, &held[2..], 128, 2).expect_err("rewritten");
    assert!(matches!(first, Finding::Root { size: 400, good: 0, .. }));
}

#[test]
fn damaged_tiles_are_told_from_altered_leaves() {
    let mut log = MemoryLog::of(70_000 / 64);
    let inner = Tile {
        level: 1,
        index: 0,
        width: u16::try_from(log.size() / 256).expect("small"),
    };
    let bytes = log.tiles.get_mut(&inner).expect("it is there");
    bytes[32 * 2 + 5] ^= 1;
    let found = audit(&log.leaves, &log, &[], 1000, 2);
    assert_eq!(
        found,
        Err(Finding::Inner {
            tile: inner,
            position: 2
        })
    );
    log.tiles.get_mut(&inner).expect("it is there").pop();
    let found = audit(&log.leaves, &log, &[], 1000, 2);
    assert_eq!(
        found,
        Err(Finding::Length {
            tile: inner,
            bytes: 127
        })
    );
    log.tiles.remove(&inner);
    assert_eq!(
        audit(&log.leaves, &log, &[], 1000, 2),
        Err(Finding::Fetch(format!("no {inner:?}")))
    );
}
