//! Cases of some kinds that somebody has to look at at every moment: the open ones, and those that are over and still owe something,
//! however old. It costs by how many these are: what is over and owes nothing is folded once after the start, and again only where
//! something has happened to it.

use super::case::fold_events;
use super::terms::{Driver, other_terms, where_all};
use super::{Filter, Viewer, Withheld};
use crate::boxed;
use crate::sql::{Args, Columns as _, each_row, groups, places, row};
use crate::{Error, Store};
use domain::case::Case;
use domain::pack::Pack;
use domain::{CaseId, KindSlug};
use sqlx::AnyConnection;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Whether a case that is over still owes something, by the pack's rules. It asks the case and never the time: the answer holds until
/// something happens to the case.
pub type Owes = fn(&Case, &Pack) -> bool;

/// Cases folded at a time, so that the first look needs bounded memory.
const FOLDED: usize = 256;
/// Events gone through at a time.
const EVENTS: i64 = 20_000;

/// What is open is unfinished, or finished and not over yet: for each there is an index that holds nothing else.
const OPEN: [&str; 2] = [
    "c.ended_at IS NULL AND c.finished_at IS NULL",
    "c.ended_at IS NULL AND c.finished_at IS NOT NULL",
];

/// Those that are over and owe something, as the last look found them; none before the first one. Whoever looks takes in what has
/// happened since, and the others wait for it.
#[derive(Default)]
pub(crate) struct KeptOwing(tokio::sync::Mutex<Option<Owing>>);

struct Owing {
    /// By whose rules.
    pack: Arc<Pack>,
    kinds: Vec<KindSlug>,
    /// The last event that was taken in.
    until: i64,
    cases: BTreeSet<CaseId>,
}

impl Store {
    /// The cases of these kinds that the viewer sees and that are open, or are over and of which `owes` says that they owe something.
    /// For the same pack and kinds `owes` is always the same.
    ///
    /// # Errors
    /// What the database says; [`Error::Corrupt`] where the events of a case cannot be read.
    #[boxed]
    pub async fn open_or_owing(
        &self,
        viewer: &Viewer,
        kinds: &[KindSlug],
        pack: &Arc<Pack>,
        owes: Owes,
    ) -> Result<Vec<CaseId>, Error> {
        if kinds.is_empty() {
            return Ok(Vec::new());
        }
        // Before what is owed is looked at: what ends in between is then in both, and not in neither.
        let mut found = self.open_of(viewer, kinds).await?;
        let owing: Vec<CaseId> = self.owing(kinds, pack, owes).await?.into_iter().collect();
        let mut conn = self.reader().await?;
        let asked = Asked::by(viewer, &mut conn).await?;
        for some in groups(&owing) {
            let mut args = Args::default();
            for id in &some {
                args.id(*id);
            }
            let those = format!("c.id IN ({})", places(1, some.len()));
            asked.find(&mut conn, vec![those], args, &mut found).await?;
        }
        Ok(found.into_iter().collect())
    }

    async fn open_of(&self, viewer: &Viewer, kinds: &[KindSlug]) -> Result<BTreeSet<CaseId>, Error> {
        let mut conn = self.reader().await?;
        let asked = Asked::by(viewer, &mut conn).await?;
        let mut found = BTreeSet::new();
        for open in OPEN {
            let mut args = Args::default();
            let of_kinds = of_kinds("c.kind", kinds, &mut args);
            asked
                .find(&mut conn, vec![of_kinds, open.to_owned()], args, &mut found)
                .await?;
        }
        Ok(found)
    }

    async fn owing(&self, kinds: &[KindSlug], pack: &Arc<Pack>, owes: Owes) -> Result<BTreeSet<CaseId>, Error> {
        let mut kept = self.kept_owing().0.lock().await;
        let mut conn = self.reader().await?;
        let last = last_event(&mut conn).await?;
        let known = kept
            .take()
            .filter(|known| Arc::ptr_eq(&known.pack, pack) && known.kinds == kinds && known.until <= last);
        let owing = match known {
            Some(known) => kept.insert(known),
            None => kept.insert(Owing::first(&mut conn, kinds, pack, owes).await?),
        };
        owing.take_in(&mut conn, last, owes).await?;
        Ok(owing.cases.clone())
    }
}

impl Owing {
    /// All that is over is looked at.
    async fn first(conn: &mut AnyConnection, kinds: &[KindSlug], pack: &Arc<Pack>, owes: Owes) -> Result<Self, Error> {
        let until = last_event(conn).await?;
        let mut args = Args::default();
        let of_kinds = of_kinds("kind", kinds, &mut args);
        let sql = format!("SELECT id FROM cases WHERE {of_kinds} AND ended_at IS NOT NULL AND erased_at IS NULL");
        let mut over = Vec::new();
        each_row(conn, &sql, args, |row| {
            over.push(row.id("id")?);
            Ok(())
        })
        .await?;
        let mut owing = Self {
            pack: Arc::clone(pack),
            kinds: kinds.to_vec(),
            until,
            cases: BTreeSet::new(),
        };
        owing.look_at(conn, &over, owes).await?;
        Ok(owing)
    }

    /// What has happened up to that event. Where it is broken off, the next look begins with the events that this one had begun with.
    async fn take_in(&mut self, conn: &mut AnyConnection, last: i64, owes: Owes) -> Result<(), Error> {
        while self.until < last {
            let until = last.min(self.until.saturating_add(EVENTS));
            let mut args = Args::default();
            args.int(self.until).int(until);
            // By the events' own order, and not by the kinds' index.
            let of_kinds = of_kinds("c.kind || ''", &self.kinds, &mut args);
            let sql = format!(
                "SELECT c.id, c.ended_at FROM events e JOIN cases c ON c.id = e.case_id \
                 WHERE e.position > $1 AND e.position <= $2 AND {of_kinds}"
            );
            let mut changed = BTreeSet::new();
            each_row(conn, &sql, args, |row| {
                changed.insert((row.id("id")?, row.opt_int("ended_at")?.is_some()));
                Ok(())
            })
            .await?;
            let over: Vec<CaseId> = changed.iter().filter(|(_, over)| *over).map(|(id, _)| *id).collect();
            for (id, _) in &changed {
                self.cases.remove(id);
            }
            self.look_at(conn, &over, owes).await?;
            self.until = until;
        }
        Ok(())
    }

    /// Keeps those of these cases that owe something.
    async fn look_at(&mut self, conn: &mut AnyConnection, ids: &[CaseId], owes: Owes) -> Result<(), Error> {
        for some in ids.chunks(FOLDED) {
            let cases = fold_events(conn, some, None).await?;
            let over = cases
                .into_values()
                .filter(|case| case.is_ended() && case.erased_at.is_none());
            let owing = over.filter(|case| owes(case, &self.pack));
            self.cases.extend(owing.map(|case| case.id));
        }
        Ok(())
    }
}

/// What a viewer may see.
struct Asked {
    filter: Filter,
    withheld: Withheld,
}

impl Asked {
    async fn by(viewer: &Viewer, conn: &mut AnyConnection) -> Result<Self, Error> {
        Ok(Self {
            filter: viewer.narrow(&Filter::default()),
            withheld: viewer.ask(conn).await?,
        })
    }

    /// Adds those for which the terms hold.
    async fn find(
        &self,
        conn: &mut AnyConnection,
        terms: Vec<String>,
        args: Args,
        found: &mut BTreeSet<CaseId>,
    ) -> Result<(), Error> {
        let (sql, args) = self.statement(terms, args);
        each_row(conn, &sql, args, |row| {
            found.insert(row.id("id")?);
            Ok(())
        })
        .await
    }

    fn statement(&self, mut terms: Vec<String>, mut args: Args) -> (String, Args) {
        let asked = (&self.filter, &self.withheld);
        other_terms(&mut terms, &mut args, asked, Driver::Kind, false);
        (format!("SELECT c.id FROM cases c {}", where_all(&terms)), args)
    }
}

/// The last event of any case; 0 where there is none.
async fn last_event(conn: &mut AnyConnection) -> Result<i64, Error> {
    let found = row(conn, "SELECT max(position) AS last FROM events", Args::default()).await?;
    let last = found.map(|row| row.opt_int("last")).transpose()?.flatten();
    Ok(last.unwrap_or(0))
}

fn of_kinds(column: &str, kinds: &[KindSlug], args: &mut Args) -> String {
    let first = args.len() + 1;
    for kind in kinds {
        args.text(kind.as_str());
    }
    format!("{column} IN ({})", places(first, kinds.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::rows;

    #[tokio::test]
    async fn what_is_over_is_no_part_of_what_is_gone_through() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let mut conn = store.reader().await.unwrap();
        let asked = Asked::by(&Viewer::body(), &mut conn).await.unwrap();
        let kinds = [KindSlug::from("incident"), KindSlug::from("incident-drill")];
        for (open, index) in OPEN.into_iter().zip(["cases_unfinished", "cases_answered"]) {
            let mut args = Args::default();
            let of_kinds = of_kinds("c.kind", &kinds, &mut args);
            let (sql, args) = asked.statement(vec![of_kinds, open.to_owned()], args);
            let plan = rows(&mut conn, &format!("EXPLAIN QUERY PLAN {sql}"), args)
                .await
                .unwrap();
            let plan: Vec<_> = plan.iter().map(|row| row.text("detail").unwrap()).collect();
            assert!(plan.iter().any(|step| step.contains(index)), "{plan:?}");
        }
    }
}
