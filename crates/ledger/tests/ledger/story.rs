//! The log of the vectors: two keys that follow each other, two witnesses.

use ledger::key::SigningKey;
use ledger::note::Note;
use ledger::receipt::Receipt;
use ledger::rotation::{LogKey, change_of_keys};

use crate::fixture::{MemoryLog, NOON, leaf, log_key, openings, witness_key};

/// The log's size; the last leaves are in partial tiles.
pub(crate) const SIZE: u64 = 300;

/// The leaf that names the second key, and the sizes at which keys change.
pub(crate) const CHANGE: u64 = 120;

/// The second key, the witnesses and the log of the vectors.
pub(crate) struct Story {
    pub(crate) old: SigningKey,
    pub(crate) new: SigningKey,
    pub(crate) witnesses: [SigningKey; 2],
    pub(crate) keys: Vec<LogKey>,
    pub(crate) log: MemoryLog,
}

impl Story {
    pub(crate) fn new() -> Self {
        let (old, new) = (log_key(1), log_key(2));
        let next = LogKey {
            from: 130,
            ..LogKey::always(new.verifier_key().clone())
        };
        let first = LogKey {
            until: Some(150),
            ..LogKey::always(old.verifier_key().clone())
        };
        let mut log = MemoryLog::new();
        let time = ("time".to_owned(), (1_793_520_000_000 + CHANGE * 1000).to_string());
        let change = change_of_keys(&next, vec![time]).expect("a leaf");
        let text = |index| {
            if index == CHANGE {
                change.to_string()
            } else {
                leaf(index).to_string()
            }
        };
        log.append(&(0..SIZE).map(text).collect::<Vec<_>>());
        let witnesses = [("witness.example/north", 8), ("witness.example/south", 9)];
        Self {
            old,
            new,
            witnesses: witnesses.map(|(name, seed)| witness_key(name, seed)),
            keys: vec![first, next],
            log,
        }
    }

    pub(crate) fn cosigned(&self, note: Note, times: [Option<u64>; 2]) -> Note {
        self.witnesses
            .iter()
            .zip(times)
            .fold(note, |note, (witness, time)| match time {
                Some(time) => {
                    let line = witness.cosign(note.text(), time).expect("a witness");
                    note.with(line).expect("few")
                }
                None => note,
            })
    }

    /// The checkpoints of the vectors: by the first key, by both, by the second with witnesses.
    pub(crate) fn checkpoint(&self, size: u64) -> Note {
        match size {
            ..130 => self.log.signed(size, &[&self.old]),
            130..=150 => self.cosigned(self.log.signed(size, &[&self.old, &self.new]), [Some(NOON), None]),
            _ => self.cosigned(self.log.signed(size, &[&self.new]), [Some(NOON + 60), Some(NOON + 61)]),
        }
    }

    pub(crate) fn receipt(&self, index: u64, size: u64) -> Receipt {
        let openings = if index == CHANGE { Vec::new() } else { openings(index) };
        self.log.receipt(index, openings, self.checkpoint(size))
    }

    pub(crate) fn policy(&self) -> String {
        let logs: String = self.keys.iter().map(|key| format!("log {}\n", key.key)).collect();
        let witnesses = ["north", "south"].into_iter().zip(&self.witnesses);
        let witnesses = witnesses.map(|(name, key)| format!("witness {name} {}\n", key.verifier_key()));
        format!(
            "{logs}{}group both all north south\nquorum both\n",
            witnesses.collect::<String>()
        )
    }
}
