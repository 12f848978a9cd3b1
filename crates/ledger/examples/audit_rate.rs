//! How fast a log is audited, beside SHA-256 over the same bytes:
//! `cargo run --release -p ledger --example audit_rate [events]`.
#![expect(clippy::disallowed_methods, reason = "a measurement takes the time")]

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::time::Instant;

use ledger::audit::Audit;
use ledger::checkpoint::Checkpoint;
use ledger::hash::{Hash, leaf_hash};
use ledger::leaf::Leaf;
use ledger::tile::{Tile, TileWriter};
use sha2::{Digest, Sha256};

const ROUNDS: usize = 9;

/// A leaf of the length that an event's has.
fn leaf(index: u64) -> Vec<u8> {
    let fields = [
        ("case", format!("0192f0c1-0000-7000-8000-{index:012x}")),
        ("event", "1".to_owned()),
        ("kind", "registered".to_owned()),
        ("time", (1_793_520_000_000 + index).to_string()),
        ("post", "street-3.intake".to_owned()),
        ("previous", index.to_string()),
    ];
    let commitments = ["open", "sealed"].map(|name| (name.to_owned(), Hash([7; 32])));
    let fields = fields.map(|(key, value)| (key.to_owned(), value)).to_vec();
    let leaf = Leaf::new(fields, commitments.to_vec()).expect("a good leaf");
    leaf.to_string().into_bytes()
}

fn main() {
    let events: u64 = std::env::args()
        .nth(1)
        .map_or(1_000_000, |events| events.parse().expect("a number"));
    let leaves: Vec<Vec<u8>> = (0..events).map(leaf).collect();
    let bytes: usize = leaves.iter().map(Vec::len).sum();
    println!("{events} events, {bytes} bytes, {} each", bytes / leaves.len().max(1));

    let mut writer = TileWriter::new();
    for leaf in &leaves {
        writer.push(leaf_hash(leaf)).expect("there is room");
    }
    let appended = writer.finish();
    let tiles: BTreeMap<Tile, Vec<u8>> = appended.tiles.into_iter().collect();
    let held = Checkpoint {
        origin: "log.example.org".to_owned(),
        size: appended.size,
        root: appended.root,
    };

    let whole = leaves.concat();
    let rate = |what: &str, work: &mut dyn FnMut()| {
        // The best of some rounds: other programs take their share of the machine.
        let round = |_| {
            let started = Instant::now();
            work();
            started.elapsed()
        };
        let best = (0..ROUNDS).map(round).min().unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "a rate to be read")]
        let (megabytes, events) = (bytes as f64 / 1e6, events as f64);
        let seconds = best.as_secs_f64();
        println!(
            "{what:<24}{:>8.0} MB/s {:>12.0} events/s",
            megabytes / seconds,
            events / seconds
        );
    };
    rate("SHA-256, one stretch", &mut || {
        std::hint::black_box(Sha256::digest(&whole));
    });
    rate("SHA-256, each leaf", &mut || {
        for leaf in &leaves {
            std::hint::black_box(Sha256::digest(leaf));
        }
    });
    for threads in [1, 2] {
        rate(&format!("audit, {threads} threads"), &mut || {
            let fetch = |tile: Tile| Ok::<_, Infallible>(tiles.get(&tile).cloned().unwrap_or_default());
            let threads = NonZeroUsize::new(threads).expect("not none");
            let mut audit = Audit::new(events, fetch, vec![held.clone()], threads);
            for batch in leaves.chunks(65_536) {
                audit.push(batch).expect("an honest log");
            }
            assert_eq!(audit.finish().expect("an honest log").root, held.root);
        });
    }
}
