//! The second keys of incidents: in no backup, which says of each case only that there was one. They lie with the cases' keys, in the file of
//! which only the newest is kept; a key that is not in it any more was destroyed, and what it had sealed does not come back.

use super::{Copying, Way};
use crate::Error;
use crate::seal::{self, DESTROYED, emergency};
use crate::sql::{Args, Columns as _, execute, row, rows};

/// What stands for a key that lies elsewhere.
const ELSEWHERE: &[u8] = &[1];

impl Copying<'_> {
    pub(super) async fn emergencies(&mut self) -> Result<(), Error> {
        let sql = "SELECT case_id, wrapped FROM src.emergency_keys";
        for found in rows(&mut self.conn, sql, Args::default()).await? {
            let case = found.id("case_id")?;
            let there = found.bytes("wrapped")?.is_some_and(|kept| kept != DESTROYED);
            let kept = match self.way {
                Way::Seal if there => Some(ELSEWHERE.to_vec()),
                // Drawn again after a backup in which it was destroyed, it is there now.
                Way::Open => {
                    let mut args = Args::default();
                    args.id(emergency::id_of(case));
                    let sql = "SELECT wrapped FROM main.case_keys WHERE case_id = $1";
                    let kept = row(&mut self.conn, sql, args).await?;
                    kept.map_or(Ok(None), |row| row.bytes("wrapped"))?
                }
                Way::Seal => None,
            };
            if self.way == Way::Open {
                let key = emergency::opened(self.keyring, case, kept.as_deref())?;
                self.emergencies.insert(case, key);
            }
            let mut args = Args::default();
            args.id(case).bytes(kept.as_deref().unwrap_or(DESTROYED));
            let sql = "INSERT INTO main.emergency_keys (case_id, wrapped) VALUES ($1, $2)";
            execute(&mut self.conn, sql, args).await?;
        }
        Ok(())
    }

    /// Whether what is sealed in an event can be read still: always, but of an incident whose second key is gone or another one.
    pub(super) fn is_readable(&self, case: domain::CaseId, version: i64, boxed: &[u8]) -> bool {
        let Some(second) = self.emergencies.get(&case) else {
            return true;
        };
        let Ok(version) = u64::try_from(version) else {
            return false;
        };
        let own = self.key(case);
        second.as_ref().is_some_and(|second| {
            let mut keys = std::iter::once(second).chain(own);
            keys.any(|key| seal::open(key, case, version, boxed).is_some())
        })
    }
}
