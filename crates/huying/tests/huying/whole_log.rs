//! Whole logs of real stores, verified leaf by leaf by the Python script: as files, and as a desk serves them.

use crate::desk;
use crate::receipts::{python, text};
use crate::tampered::Filled;
use ledger::tile::{Bundle, TilePath, tiles_of};
use std::path::Path;
use store::Store;

/// Writes what the log serves into a folder, as it would lie there.
pub(crate) async fn write_out(store: &Store, folder: &Path) {
    let head = store.signed_head().await.unwrap();
    let mut files = vec![("checkpoint".to_owned(), head.note.to_string().into_bytes())];
    for tile in tiles_of(head.checkpoint.size) {
        let hashes = store.log_tile(tile).await.unwrap().unwrap();
        files.push((TilePath::Hashes(tile).to_string(), hashes));
        if tile.level == 0 {
            let bundle = Bundle {
                index: tile.index,
                width: tile.width,
            };
            let leaves = store.log_bundle(bundle).await.unwrap().unwrap();
            files.push((TilePath::Entries(bundle).to_string(), leaves));
        }
    }
    for (path, bytes) in files {
        let file = folder.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
}

/// How many leaves and cases a log has, all of them verified, which continues a receipt without a later checkpoint being given.
pub(crate) fn verified(log: &str, key: &str, receipt: &Path) -> (u64, u64) {
    let said = python(key, &["--log", log, text(receipt)]);
    let number = |before: &str| -> u64 {
        let (_, rest) = said.split_once(before).unwrap_or_else(|| panic!("{before} in {said}"));
        rest.split(' ').next().unwrap().parse().unwrap()
    };
    let leaves = number("whole: all ");
    assert_eq!(number("\nunchanged: until the log had "), leaves, "{said}");
    assert!(said.contains(" cases has all its events, "), "{said}");
    (leaves, number("\nwhole: each of "))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_serves_its_whole_log() {
    let filled = Filled::new().await;
    let data = filled.dir.path().join("data");
    let store = Store::open(&data).await.unwrap();
    let (key, size) = (store.log_keys()[0].key.to_string(), store.log_size());
    assert!(size > 256, "more than a tile");
    store.close().await;
    let receipt = filled.dir.path().join("receipt.tlog-proof");
    let served = desk::Served::start(&data);
    let (leaves, cases) = verified(&format!("http://{}/log/", served.addr), &key, &receipt);
    served.stop();
    // The desk works meanwhile, and may have written more.
    assert!(leaves >= size && cases == 150, "{leaves} {cases}");
}
