//! A log in memory, with keys that everybody knows.

use std::collections::BTreeMap;
use std::convert::Infallible;

use ledger::checkpoint::Checkpoint;
use ledger::continuation::Continuation;
use ledger::hash::{Hash, leaf_hash};
use ledger::key::{Algorithm, SigningKey};
use ledger::leaf::{Leaf, commit};
use ledger::note::Note;
use ledger::policy::{Log, Policy, Witness};
use ledger::receipt::{Opening, Receipt};
use ledger::rotation::LogKey;
use ledger::tile::{Tile, TileReader, TileWriter};
use ledger::tree::{consistency_proof, inclusion_proof, root};

pub(crate) const ORIGIN: &str = "log.example.org/huying";

/// The time at which the witnesses of these tests sign.
pub(crate) const NOON: u64 = 1_793_534_400;

pub(crate) fn log_key(seed: u8) -> SigningKey {
    SigningKey::from_seed(ORIGIN, Algorithm::Note, &[seed; 32]).expect("a good name")
}

pub(crate) fn witness_key(name: &str, seed: u8) -> SigningKey {
    SigningKey::from_seed(name, Algorithm::Cosignature, &[seed; 32]).expect("a good name")
}

/// A witness of a policy.
pub(crate) fn witness(name: &str, key: &SigningKey) -> Witness {
    Witness {
        name: name.to_owned(),
        key: key.verifier_key().clone(),
        url: None,
    }
}

/// A policy of one log key and witnesses of which `needed` must sign.
pub(crate) fn policy(key: &SigningKey, witnesses: Vec<Witness>, needed: usize) -> Policy {
    let key = LogKey::always(key.verifier_key().clone());
    let log = Log { key, url: None };
    Policy::new(vec![log], witnesses, needed).expect("a good policy")
}

/// The salt of a leaf's commitment: no chance in tests.
pub(crate) fn salt(index: u64, name: &str) -> [u8; 32] {
    leaf_hash(format!("salt {index} {name}").as_bytes()).0
}

pub(crate) fn open_payload(index: u64) -> Vec<u8> {
    format!(r#"{{"title":"路灯不亮","number":{index}}}"#).into_bytes()
}

pub(crate) fn sealed_payload(index: u64) -> Vec<u8> {
    format!(r#"{{"name":"张三","phone":"1380000{index:04}"}}"#).into_bytes()
}

/// The leaf of an event as the program writes it, numbered.
pub(crate) fn leaf(index: u64) -> Leaf {
    let (case, event) = (index / 3, index % 3 + 1);
    let kind = ["registered", "assigned", "answered"][usize::try_from(index % 3).expect("small")];
    let previous = if event == 1 {
        "-".to_owned()
    } else {
        (index - 1).to_string()
    };
    let fields = [
        ("case", format!("0192f0c1-0000-7000-8000-{case:012x}")),
        ("event", event.to_string()),
        ("kind", kind.to_owned()),
        ("time", (1_793_520_000_000 + index * 1000).to_string()),
        ("post", "street-3.intake".to_owned()),
        ("previous", previous),
    ];
    let commitments = [
        ("open", commit(&salt(index, "open"), &open_payload(index))),
        ("sealed", commit(&salt(index, "sealed"), &sealed_payload(index))),
    ];
    let fields = fields.map(|(key, value)| (key.to_owned(), value)).to_vec();
    let commitments = commitments.map(|(name, hash)| (name.to_owned(), hash)).to_vec();
    Leaf::new(fields, commitments).expect("a good leaf")
}

/// A log with its leaves and tiles.
pub(crate) struct MemoryLog {
    pub(crate) leaves: Vec<Vec<u8>>,
    pub(crate) tiles: BTreeMap<Tile, Vec<u8>>,
}

impl MemoryLog {
    pub(crate) fn new() -> Self {
        let (leaves, tiles) = (Vec::new(), BTreeMap::new());
        Self { leaves, tiles }
    }

    /// A log of that many of [`leaf`]'s leaves, appended in batches so that partial tiles are there too.
    pub(crate) fn of(size: u64) -> Self {
        let mut log = Self::new();
        let leaves: Vec<Vec<u8>> = (0..size).map(|index| leaf(index).to_string().into_bytes()).collect();
        leaves.chunks(100).for_each(|batch| log.append(batch));
        log
    }

    pub(crate) fn size(&self) -> u64 {
        self.leaves.len() as u64
    }

    pub(crate) fn append<L: AsRef<[u8]>>(&mut self, leaves: &[L]) {
        let mut writer = TileWriter::resume(self.size(), |tile| self.fetch(tile)).expect("the edge is kept");
        for leaf in leaves {
            writer.push(leaf_hash(leaf.as_ref())).expect("there is room");
            self.leaves.push(leaf.as_ref().to_vec());
        }
        self.tiles.extend(writer.finish().tiles);
    }

    pub(crate) fn fetch(&self, tile: Tile) -> Result<Vec<u8>, String> {
        self.tiles.get(&tile).cloned().ok_or_else(|| format!("no {tile:?}"))
    }

    /// Tiles as the log of that size has them, partial ones cut out of wider ones.
    pub(crate) fn reader(&self, size: u64) -> TileReader<impl FnMut(Tile) -> Result<Vec<u8>, String>> {
        TileReader::new(size, move |tile| {
            let wider = (tile.width..=256).find_map(|width| self.tiles.get(&Tile { width, ..tile }));
            let bytes = wider.ok_or_else(|| format!("no {tile:?}"))?;
            Ok(bytes[..usize::from(tile.width) * 32].to_vec())
        })
    }

    pub(crate) fn checkpoint(&self, size: u64) -> Checkpoint {
        let root = root(size, &mut self.reader(size)).expect("the tiles are there");
        let origin = ORIGIN.to_owned();
        Checkpoint { origin, size, root }
    }

    pub(crate) fn signed(&self, size: u64, keys: &[&SigningKey]) -> Note {
        self.checkpoint(size).sign(keys).expect("the log's own keys")
    }

    pub(crate) fn inclusion(&self, index: u64, size: u64) -> Vec<Hash> {
        inclusion_proof(index, size, &mut self.reader(size)).expect("the tiles are there")
    }

    pub(crate) fn consistency(&self, old: u64, new: u64) -> Vec<Hash> {
        consistency_proof(old, new, &mut self.reader(new)).expect("the tiles are there")
    }

    pub(crate) fn continuation(&self, old: u64, checkpoint: Note) -> Continuation {
        let new = Checkpoint::parse(checkpoint.text()).expect("our own").size;
        let proof = self.consistency(old, new);
        Continuation { old, proof, checkpoint }
    }

    pub(crate) fn receipt(&self, index: u64, openings: Vec<Opening>, checkpoint: Note) -> Receipt {
        let at = usize::try_from(index).expect("small");
        let leaf = Leaf::parse(&self.leaves[at]).expect("our own");
        let size = Checkpoint::parse(checkpoint.text()).expect("our own").size;
        let hashes = self.inclusion(index, size);
        Receipt::new(leaf, openings, index, hashes, checkpoint).expect("our own")
    }
}

/// What a requester is given: the open part whole, of the sealed part the salt.
pub(crate) fn openings(index: u64) -> Vec<Opening> {
    let open = Opening {
        name: "open".to_owned(),
        salt: salt(index, "open"),
        payload: Some(open_payload(index)),
    };
    let sealed = Opening {
        name: "sealed".to_owned(),
        salt: salt(index, "sealed"),
        payload: None,
    };
    vec![open, sealed]
}

/// Reads tiles that need not be there.
pub(crate) fn never(tile: Tile) -> Result<Vec<u8>, Infallible> {
    panic!("{tile:?} is not needed")
}
