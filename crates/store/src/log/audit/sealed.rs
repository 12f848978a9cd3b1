//! What is sealed beside the commitments that the leaves make to it: opened with the case's key, hashed, and shown to
//! nobody.

use super::{Difference, Wrong};
use crate::log::place;
use crate::seal::{self, Keyring};
use crate::sql::{self, Args, Columns as _, groups, places, rows};
use crate::{Error, log};
use domain::CaseId;
use ledger::leaf::{Leaf, opens};
use sqlx::AnyConnection;
use std::collections::HashMap;
use std::path::Path;

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
pub(super) async fn check(conn: &mut AnyConnection, dir: &Path, events: Vec<WithSealed>) -> Result<Checked, Error> {
    let keyring = Keyring::read(dir)?;
    let mut checked = Checked::default();
    for some in events.chunks(sql::MOST_TOGETHER) {
        let cases: Vec<CaseId> = some.iter().map(|event| event.case).collect();
        let mut keys = seal::of_cases(conn, &cases).await?;
        let boxes = boxes(conn, some).await?;
        for event in some {
            let key = match seal::one(&keyring, event.case, keys.entry(event.case).or_default().clone()) {
                Ok(key) => key,
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
            let opened = key.and_then(|key| seal::open(&key, event.case, event.version, kept));
            let leaf = log::read_leaves(conn, place(event.leaf)?, place(event.leaf + 1)?).await?;
            let leaf = leaf.first().and_then(|text| Leaf::parse(text.as_bytes()).ok());
            let committed = leaf.and_then(|leaf| leaf.commitment("sealed"));
            let same = match (opened, committed) {
                (Some((salt, text)), Some(committed)) => opens(&committed, &salt, text.as_bytes()),
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
            boxes.insert(row.int("position")?, row.bytes("sealed")?.unwrap_or_default());
        }
    }
    Ok(boxes)
}

impl WithSealed {
    fn differs(self) -> Difference {
        Difference {
            leaf: Some(self.leaf),
            case: Some(self.case.to_string()),
            event: Some(self.version),
            wrong: Wrong::Text {
                name: "sealed".to_owned(),
            },
        }
    }
}
