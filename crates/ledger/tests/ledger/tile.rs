//! Tiles: paths, widths, bundles, and a tree that is written and read through them.

use ledger::hash::leaf_hash;
use ledger::tile::{
    Bundle, BundleError, MOST_ENTRY_BYTES, Tile, TileError, TilePath, TileReader, TileWriter, WriteError,
    decode_bundle, encode_bundle, new_tiles, tiles_of,
};
use ledger::tree::{HashReader, MAX_SIZE, Node, root};
use proptest::prelude::*;

use crate::fixture::{MemoryLog, never};
use crate::naive::mth;

fn path(text: &str) -> TilePath {
    text.parse().unwrap_or_else(|_| panic!("{text} is a path"))
}

fn hashes(level: u8, index: u64, width: u16) -> TilePath {
    TilePath::Hashes(Tile { level, index, width })
}

#[test]
fn paths_are_those_of_the_specification() {
    let bundle = |index, width| TilePath::Entries(Bundle { index, width });
    for (text, tile) in [
        ("tile/0/000", hashes(0, 0, 256)),
        ("tile/0/x001/x234/067", hashes(0, 1_234_067, 256)),
        ("tile/3/x001/x234/067.p/1", hashes(3, 1_234_067, 1)),
        ("tile/63/999.p/255", hashes(63, 999, 255)),
        ("tile/1/x001/000", hashes(1, 1000, 256)),
        ("tile/entries/000", bundle(0, 256)),
        ("tile/entries/x273/000.p/112", bundle(273_000, 112)),
    ] {
        assert_eq!(path(text), tile);
        assert_eq!(tile.to_string(), text);
    }
}

#[test]
fn other_spellings_are_no_paths() {
    for wrong in [
        "",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/+1/000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/x001/x000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000.p",
        "tile/0/000/",
        "tile/data/000",
        "/tile/0/000",
        "tile/0/000 ",
        "tile/0/xx001/000",
        "tile/0/１００",
        "tile/0/x1000/000",
        "tile/0/../000",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/0/000.p/1.p/1",
        "tile/0/+12",
        "tile/entries/",
    ] {
        assert!(wrong.parse::<TilePath>().is_err(), "{wrong}");
    }
}

#[test]
fn a_tree_has_the_tiles_that_the_specification_counts() {
    let tiles: Vec<Tile> = tiles_of(70_000).collect();
    let count = |level, full| {
        tiles
            .iter()
            .filter(|tile| tile.level == level && tile.is_full() == full)
            .count()
    };
    assert_eq!((count(0, true), count(0, false)), (273, 1));
    assert_eq!((count(1, true), count(1, false)), (1, 1));
    assert_eq!((count(2, true), count(2, false)), (0, 1));
    assert_eq!(tiles.len(), 277);
    let partial: Vec<u16> = tiles
        .iter()
        .filter(|tile| !tile.is_full())
        .map(|tile| tile.width)
        .collect();
    assert_eq!(partial, [112, 17, 1]);
    let of_256: Vec<TilePath> = tiles_of(256).map(TilePath::Hashes).collect();
    assert_eq!(of_256, [hashes(0, 0, 256), hashes(1, 0, 1)]);
    assert_eq!(Bundle::of_tree(70_000, 273), Some(Bundle { index: 273, width: 112 }));
    assert_eq!(Bundle::of_tree(70_000, 274), None);
    assert_eq!(Tile::of_tree(5, 200, 0), None);
    assert_eq!(Tile::of_tree(MAX_SIZE, 0, u64::MAX), None);
    assert!(new_tiles(MAX_SIZE - 1, MAX_SIZE).all(|tile| tile.width == 255 || tile.width == 127));
}

proptest! {
    #[test]
    fn every_path_is_read_back(level in 0_u8..64, index: u64, width in 1_u16..=256, entries: bool) {
        let tile = if entries { TilePath::Entries(Bundle { index, width }) } else { hashes(level, index, width) };
        prop_assert_eq!(tile.to_string().parse(), Ok(tile));
    }

    #[test]
    fn bundles_are_read_back(entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 1..20)) {
        let width = u16::try_from(entries.len()).expect("few");
        let bundle = encode_bundle(entries.iter().map(Vec::as_slice)).expect("short");
        prop_assert_eq!(decode_bundle(&bundle, width), Ok(entries.iter().map(Vec::as_slice).collect()));
        prop_assert!(decode_bundle(&bundle, width + 1).is_err());
        prop_assert!(decode_bundle(&bundle, width - 1).is_err());
        prop_assert!(decode_bundle(&bundle[..bundle.len() - 1], width).is_err());
    }

    /// However leaves come in, the tiles are those of the tree, and each is given out when it changes.
    #[test]
    fn a_tree_written_in_batches_is_the_same_tree(batches in prop::collection::vec(1_usize..400, 1..8)) {
        let leaves: Vec<Vec<u8>> = (0..batches.iter().sum()).map(|at: usize| at.to_string().into_bytes()).collect();
        let mut log = MemoryLog::new();
        let mut rest = leaves.as_slice();
        for batch in batches {
            let before: Vec<Tile> = new_tiles(log.size(), log.size() + batch as u64).collect();
            let mut writer = TileWriter::resume(log.size(), |tile| log.fetch(tile)).expect("kept");
            rest[..batch].iter().for_each(|leaf| writer.push(leaf_hash(leaf)).expect("room"));
            let appended = writer.finish();
            prop_assert_eq!(appended.tiles.iter().map(|(tile, _)| *tile).collect::<Vec<_>>(), before);
            log.append(&rest[..batch]);
            prop_assert_eq!(appended.root, log.checkpoint(log.size()).root);
            prop_assert_eq!(appended.size, log.size());
            rest = &rest[batch..];
        }
        prop_assert_eq!(log.checkpoint(log.size()).root, mth(&leaves));
    }
}

#[test]
fn a_leaf_is_at_most_what_two_bytes_count() {
    let longest = vec![7; MOST_ENTRY_BYTES];
    let bundle = encode_bundle([longest.as_slice()]).expect("it fits");
    assert_eq!(bundle[..2], [0xff, 0xff]);
    assert_eq!(decode_bundle(&bundle, 1), Ok(vec![longest.as_slice()]));
    let longer = vec![7; MOST_ENTRY_BYTES + 1];
    assert_eq!(
        encode_bundle([longer.as_slice()]),
        Err(BundleError::TooLong { bytes: 65_536 })
    );
    assert_eq!(encode_bundle([b"".as_slice(), b"a"]), Ok(vec![0, 0, 0, 1, b'a']));
    assert_eq!(
        decode_bundle(&[0, 0, 0, 2, b'a'], 2),
        Err(BundleError::Cut { position: 1 })
    );
    assert_eq!(decode_bundle(&[0], 1), Err(BundleError::Cut { position: 0 }));
    assert_eq!(
        decode_bundle(&[0, 0, 0, 0], 1),
        Err(BundleError::Count { wanted: 1, found: 2 })
    );
}

#[test]
fn a_reader_fetches_each_tile_once_and_only_the_trees_own() {
    let log = MemoryLog::of(700);
    let mut fetched = Vec::new();
    let mut reader = TileReader::new(700, |tile| {
        fetched.push(tile);
        log.fetch(tile)
    });
    root(700, &mut reader).expect("the tiles are there");
    let node = |level, index| Node { level, index };
    reader
        .read_hashes(&[node(0, 699), node(0, 698), node(3, 0), node(8, 1)])
        .expect("complete subtrees");
    for outside in [
        node(0, 700),
        node(9, 1),
        node(8, 2),
        node(63, 0),
        node(255, 0),
        node(0, u64::MAX),
    ] {
        let found = reader.read_hashes(&[outside]);
        assert_eq!(
            found,
            Err(TileError::Outside {
                size: 700,
                node: outside
            })
        );
    }
    drop(reader);
    let distinct: std::collections::BTreeSet<Tile> = fetched.iter().copied().collect();
    assert_eq!(distinct.len(), fetched.len());
    let mut short = TileReader::new(700, |tile| log.fetch(tile).map(|bytes| bytes[1..].to_vec()));
    assert!(matches!(
        root(700, &mut short),
        Err(ledger::tree::ProveError::Reader(TileError::Length { .. }))
    ));
}

#[test]
fn a_writer_refuses_an_edge_that_is_not_the_trees() {
    let log = MemoryLog::of(300);
    let short = TileWriter::resume(300, |tile| log.fetch(tile).map(|bytes| bytes[32..].to_vec()));
    assert!(matches!(short, Err(WriteError::Length { .. })));
    let gone = TileWriter::resume(300, |_| Err("gone"));
    assert_eq!(gone.err(), Some(WriteError::Fetch("gone")));
    assert!(matches!(
        TileWriter::resume(MAX_SIZE + 1, never),
        Err(WriteError::TooLarge)
    ));
    assert!(
        TileWriter::resume(65_536 * 256, |_| Ok::<_, ()>(vec![0; 32])).is_ok(),
        "one hash of level 3"
    );
}
