//! What is sealed beside the commitments that the leaves make to it: opened with the case's key, hashed, and shown to
//! nobody.

use super::{Difference, Wrong, keys};
use crate::Error;
use crate::log::place;
use crate::seal::{self, DESTROYED, Key, Keyring, emergency};
use crate::sql::{self, Args, Columns as _, groups, places, rows};
use domain::CaseId;
use ledger::hash::Hash;
use ledger::leaf::{Leaf, opens};
use sqlx::AnyConnection;
use std::collections::HashMap;

/// An event with which sealed values came, and they are kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct WithSealed {
    pub(super) case: CaseId,
    pub(super) version: u64,
    pub(super) leaf: u64,
    /// Its row.
    pub(super) position: i64,
}

/// What was looked at.
#[derive(Debug, Default)]
pub(super) struct Checked {
    pub(super) compared: u64,
    /// Not opened: the key that they are sealed under is not there.
    pub(super) unopened: u64,
    pub(super) found: Option<Difference>,
}

/// Compares them in their order. Without the key nothing can be said of any.
pub(super) async fn check(
    conn: &mut AnyConnection,
    keyring: &Keyring,
    events: Vec<WithSealed>,
) -> Result<Checked, Error> {
    let mut checked = Checked::default();
    for some in events.chunks(sql::MOST_TOGETHER) {
        let cases: Vec<CaseId> = some.iter().map(|event| event.case).collect();
        let owns = seal::of_cases(conn, &cases).await?;
        let seconds = emergency::kept_of(conn, &cases).await?;
        let (boxes, leaves) = (boxes(conn, some).await?, leaves(conn, some).await?);
        for event in some {
            let own = owns.get(&event.case).cloned().flatten();
            let second = seconds.get(&event.case).map(Vec::as_slice);
            let used = second.filter(|kept| *kept != DESTROYED);
            let wrong = keys::wrong(keyring, own.as_deref());
            if let Some(wrong) = wrong.or_else(|| used.and_then(|kept| keys::wrong(keyring, Some(kept)))) {
                checked.found = Some(event.with(wrong));
                return Ok(checked);
            }
            let own = seal::one(keyring, event.case, own);
            let second = emergency::opened(keyring, event.case, second);
            let keys: Vec<Key> = match second.and_then(|second| Ok((second, own?))) {
                Ok((second, own)) => second.into_iter().chain(own).collect(),
                Err(Error::NoSealKey) => {
                    checked.unopened += 1;
                    continue;
                }
                Err(Error::Corrupt(_)) => {
                    checked.found = Some(event.differs());
                    return Ok(checked);
                }
                Err(error) => return Err(error),
            };
            let kept = boxes.get(&event.position).map_or(&[][..], Vec::as_slice);
            let opened = seal::open_by(&keys, event.case, event.version, kept);
            let committed = leaves.get(&place(event.leaf)?);
            let same = match (opened, committed) {
                (Some((salt, text)), Some(committed)) => opens(committed, &salt, text.as_bytes()),
                _ => false,
            };
            if !same {
                checked.found = Some(event.differs());
                return Ok(checked);
            }
            checked.compared += 1;
        }
    }
    Ok(checked)
}

/// What is kept, by rows.
async fn boxes(conn: &mut AnyConnection, events: &[WithSealed]) -> Result<HashMap<i64, Vec<u8>>, Error> {
    let positions: Vec<_> = events.iter().map(|event| event.position).collect();
    let mut boxes = HashMap::with_capacity(positions.len());
    for some in groups(&positions) {
        let mut args = Args::default();
        for position in &some {
            args.int(*position);
        }
        let list = places(1, some.len());
        let sql = format!("SELECT position, sealed FROM events WHERE position IN ({list})");
        for row in rows(conn, &sql, args).await? {
            // What is not even bytes was not sealed by anybody: it opens as nothing.
            let sealed = row.bytes("sealed").ok().flatten();
            boxes.insert(row.int("position")?, sealed.unwrap_or_default());
        }
    }
    Ok(boxes)
}

/// What their leaves commit to, by leaves.
async fn leaves(conn: &mut AnyConnection, events: &[WithSealed]) -> Result<HashMap<i64, Hash>, Error> {
    let all: Vec<_> = events.iter().map(|event| place(event.leaf)).collect::<Result<_, _>>()?;
    let mut committed = HashMap::with_capacity(all.len());
    for some in groups(&all) {
        let mut args = Args::default();
        for n in &some {
            args.int(*n);
        }
        let list = places(1, some.len());
        let sql = format!("SELECT n, leaf FROM log_leaves WHERE n IN ({list})");
        for row in rows(conn, &sql, args).await? {
            let leaf = Leaf::parse(row.text("leaf")?.as_bytes()).ok();
            if let Some(sealed) = leaf.and_then(|leaf| leaf.commitment("sealed")) {
                committed.insert(row.int("n")?, sealed);
            }
        }
    }
    Ok(committed)
}

impl WithSealed {
    fn differs(self) -> Difference {
        let name = "sealed".to_owned();
        self.with(Wrong::Text { name })
    }

    fn with(self, wrong: Wrong) -> Difference {
        Difference {
            leaf: Some(self.leaf),
            case: Some(self.case.to_string()),
            event: Some(self.version),
            wrong,
        }
    }
}
