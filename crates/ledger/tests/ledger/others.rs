//! Programs of others on what this one has made, and the other way round: `ct-merkle`, `tlog_tiles` and `signed_note`.

use std::cell::Cell;

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ledger::checkpoint::Checkpoint;
use ledger::hash::{Hash, leaf_hash};
use ledger::note::Note;
use ledger::tile::{HEIGHT, Tile, tiles_of};
use ledger::tree::{check_consistency, check_inclusion};
use proptest::prelude::*;
use sha2::Sha256;
use signed_note::{StandardSigner, StandardVerifier, VerifierList};
use tlog_tiles::{TileHashReader, TileReader};

use crate::fixture::{MemoryLog, ORIGIN, log_key};

fn hashes(bytes: &[u8]) -> Vec<Hash> {
    bytes.as_chunks().0.iter().map(|hash| Hash(*hash)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn ct_merkle_makes_the_same_roots_and_proofs(size in 1_usize..400, old: prop::sample::Index, index: prop::sample::Index) {
        let (old, index) = (old.index(size) + 1, index.index(size));
        let log = MemoryLog::of(size as u64);
        let mut theirs = MemoryBackedTree::<Sha256, Vec<u8>>::new();
        let mut before = None;
        for leaf in &log.leaves {
            theirs.push(leaf.clone());
            if theirs.len() == old as u64 {
                before = Some(theirs.root());
            }
        }
        let before = before.expect("old is between 1 and size");
        let (new, old, at) = (size as u64, old as u64, index as u64);
        let (root, old_root) = (log.checkpoint(new).root, log.checkpoint(old).root);
        let their_root = theirs.root();
        prop_assert_eq!(root.as_bytes(), their_root.as_bytes().as_slice());
        prop_assert_eq!(old_root.as_bytes(), before.as_bytes().as_slice());
        let path = hashes(theirs.prove_inclusion(index).as_bytes());
        prop_assert_eq!(&path, &log.inclusion(at, new));
        prop_assert_eq!(check_inclusion(&leaf_hash(&log.leaves[index]), at, new, &path, &root), Ok(()));
        if old < new {
            let proof = hashes(theirs.prove_consistency(size - usize::try_from(old).expect("small")).as_bytes());
            prop_assert_eq!(&proof, &log.consistency(old, new));
            prop_assert_eq!(check_consistency(old, &old_root, new, &root, &proof), Ok(()));
        }
    }
}

/// Our tiles for their reader, which checks every tile against the root.
struct OurTiles<'a> {
    log: &'a MemoryLog,
    confirmed: Cell<usize>,
}

fn ours(tile: &tlog_tiles::Tile) -> Tile {
    Tile {
        level: tile.level(),
        index: tile.level_index(),
        width: u16::try_from(tile.width()).expect("at most 256"),
    }
}

impl TileReader for OurTiles<'_> {
    fn height(&self) -> u8 {
        HEIGHT
    }

    fn read_tiles(&self, tiles: &[tlog_tiles::Tile]) -> Result<Vec<Vec<u8>>, tlog_tiles::tlog::Error> {
        let read = |tile| {
            self.log
                .fetch(ours(tile))
                .map_err(tlog_tiles::tlog::Error::InvalidInput)
        };
        tiles.iter().map(read).collect()
    }

    fn save_tiles(&self, tiles: &[tlog_tiles::Tile], _: &[Vec<u8>]) {
        self.confirmed.set(self.confirmed.get() + tiles.len());
    }
}

#[test]
fn tlog_tiles_reads_our_tiles_and_takes_our_proofs() {
    use tlog_tiles::tlog::{check_record, check_tree, prove_record, prove_tree};
    let log = MemoryLog::of(700);
    let root = tlog_tiles::tlog::Hash(log.checkpoint(700).root.0);
    let tiles = OurTiles {
        log: &log,
        confirmed: Cell::new(0),
    };
    let reader = TileHashReader::new(700, root, &tiles);
    let theirs = |proof: Vec<Hash>| {
        proof
            .into_iter()
            .map(|hash| tlog_tiles::tlog::Hash(hash.0))
            .collect::<Vec<_>>()
    };
    for index in [0, 1, 255, 256, 511, 512, 698, 699] {
        let proof = prove_record(700, index, &reader).expect("our tiles are good");
        assert_eq!(proof, theirs(log.inclusion(index, 700)));
        let leaf = leaf_hash(&log.leaves[usize::try_from(index).expect("small")]);
        check_record(&proof, 700, root, index, tlog_tiles::tlog::Hash(leaf.0)).expect("it is there");
    }
    for old in [1, 255, 256, 300, 512, 699] {
        let proof = prove_tree(700, old, &reader).expect("our tiles are good");
        assert_eq!(proof, theirs(log.consistency(old, 700)));
        let before = tlog_tiles::tlog::Hash(log.checkpoint(old).root.0);
        check_tree(&proof, 700, root, old, before).expect("it continues");
    }
    assert!(tiles.confirmed.get() > 0, "their reader has checked tiles");
}

#[test]
fn tlog_tiles_names_the_same_tiles() {
    for (old, new) in [
        (0, 1),
        (0, 256),
        (255, 257),
        (256, 70_000),
        (69_999, 70_000),
        (70_000, 70_000),
        (0, 65_536),
    ] {
        let theirs = tlog_tiles::Tile::new_tiles(HEIGHT, old, new);
        let mut theirs: Vec<String> = theirs
            .iter()
            .map(|tile| tile.path().replacen("tile/8/", "tile/", 1))
            .collect();
        let ours = ledger::tile::new_tiles(old, new).map(ledger::tile::TilePath::Hashes);
        let mut ours: Vec<String> = ours.map(|path| path.to_string()).collect();
        theirs.sort();
        ours.sort();
        assert_eq!(ours, theirs, "{old} to {new}");
    }
    assert_eq!(tiles_of(0).count(), 0);
}

#[test]
fn signed_note_and_tlog_tiles_read_our_checkpoints() {
    let key = log_key(1);
    let log = MemoryLog::of(5);
    let note = log.signed(5, &[&key]);
    let theirs = signed_note::Note::from_bytes(note.to_string().as_bytes()).expect("a note");
    let verifier = StandardVerifier::new(&key.verifier_key().to_string()).expect("a key");
    let (good, unknown) = theirs
        .verify(&VerifierList::new(vec![Box::new(verifier)]))
        .expect("signed");
    assert_eq!((good.len(), unknown.len()), (1, 0));
    let checkpoint = tlog_tiles::Checkpoint::from_bytes(theirs.text()).expect("a checkpoint");
    assert_eq!((checkpoint.origin(), checkpoint.size()), (ORIGIN, 5));
    assert_eq!(checkpoint.hash().0, log.checkpoint(5).root.0);
}

#[test]
fn we_read_what_signed_note_signs() {
    let key = log_key(2);
    let signer = StandardSigner::new(&key.to_secret_text()).expect("a secret key");
    let text = MemoryLog::of(3).checkpoint(3).to_string();
    let mut theirs = signed_note::Note::new(text.as_bytes(), &[]).expect("a text");
    theirs.add_sigs(&[&signer]).expect("signed");
    let note = Note::parse(&theirs.to_bytes()).expect("a note");
    assert_eq!(note.to_string().as_bytes(), theirs.to_bytes());
    let known = [key.verifier_key().clone()];
    assert_eq!(note.verify(&known).expect("signed").len(), 1);
    assert_eq!(Checkpoint::parse(note.text()).expect("a checkpoint").size, 3);
    // Ed25519 is deterministic: two programs sign alike.
    assert_eq!(note.signatures(), &[key.sign(&text).expect("a log's key")]);
}
