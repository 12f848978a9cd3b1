//! Folding every stream again: proof that the read models say what the events say, and the repair where they do not.

use super::RebuildReport;
use crate::boxed;
use crate::model::{CaseModel, ClockModel, placed_at, project};
use crate::read::{COLUMNS, case_row, fold_events};
use crate::sql::{Args, Columns as _, Script, execute, places, row, rows};
use crate::write::{
    CaseWords, about_script, beside_script, danger_script, index_script, write_cases, write_clocks, write_words,
};
use crate::{Error, Store, day, openings, sqlite, warnings, words};
use domain::CaseId;
use domain::case::Case;
use jiff::tz::TimeZone;
use sqlx::AnyConnection;
use std::collections::HashMap;

/// Cases of one transaction: memory stays bounded, and others may write in between.
const SLICE: i64 = 512;

/// Numbers of differing cases that a report names.
const NAMED: usize = 100;

impl Store {
    /// Folds every stream again and replaces the read models that differ; reports which. The full-text index is made
    /// anew and not compared: it keeps no words that could be. It goes in slices, each a transaction of its own: when it is cut off, run it again.
    ///
    /// `zone` is the pack's, in which days begin. `progress` is told how many cases are done, and of how many.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if an event cannot be read.
    pub async fn rebuild(
        &self,
        zone: &TimeZone,
        progress: impl Fn(u64, u64) + Send + Sync,
    ) -> Result<RebuildReport, Error> {
        self.fold_again(zone, &progress).await
    }

    #[boxed]
    async fn fold_again(
        &self,
        zone: &TimeZone,
        progress: &(dyn Fn(u64, u64) + Send + Sync),
    ) -> Result<RebuildReport, Error> {
        let total = self.registrations().await?;
        let mut report = RebuildReport {
            cases: 0,
            events: 0,
            differed: Vec::new(),
            beside: Vec::new(),
        };
        let mut after = 0;
        loop {
            let zone = zone.clone();
            let first = i64::try_from(report.cases).unwrap_or(i64::MAX) + 1;
            let slice = self
                .change(move |conn| Box::pin(async move { slice(conn, &zone, after, first).await }))
                .await?;
            report.cases += slice.cases;
            report.events += slice.events;
            let room = NAMED.saturating_sub(report.differed.len());
            report.differed.extend(slice.differed.into_iter().take(room));
            progress(report.cases, total);
            match slice.last {
                Some(last) => after = last,
                None => break,
            }
        }
        let last = i64::try_from(report.cases).unwrap_or(i64::MAX);
        let unknown = self.change(move |conn| Box::pin(drop_unknown(conn, last))).await?;
        let room = NAMED.saturating_sub(report.differed.len());
        report.differed.extend(unknown.into_iter().take(room));
        let mut after = 0;
        loop {
            let slice = self
                .change(move |conn| Box::pin(openings::make_again(conn, after)))
                .await?;
            let room = NAMED.saturating_sub(report.differed.len());
            report.differed.extend(slice.differed.into_iter().take(room));
            match slice.last {
                Some(last) => after = last,
                None => break,
            }
        }
        report.beside = self.beside_again().await?;
        self.look_again().await?;
        Ok(report)
    }

    /// What is kept beside the cases, made again where it differs; once they are as they should be.
    async fn beside_again(&self) -> Result<Vec<String>, Error> {
        let mut beside = Vec::new();
        let mut after = i64::MIN;
        loop {
            let slice = self
                .change(move |conn| Box::pin(day::mentions_again(conn, after)))
                .await?;
            beside.extend(slice.differed);
            match slice.last {
                Some(last) => after = last,
                None => break,
            }
        }
        let warnings = self.change(|conn| Box::pin(warnings::ends_again(conn))).await?;
        beside.extend(warnings);
        beside.truncate(NAMED);
        Ok(beside)
    }

    async fn registrations(&self) -> Result<u64, Error> {
        let mut conn = self.reader().await?;
        let sql = "SELECT count(*) AS n FROM events WHERE version = 1";
        row(&mut conn, sql, Args::default())
            .await?
            .map_or(Ok(0), |row| row.count("n"))
    }
}

struct Slice {
    cases: u64,
    events: u64,
    differed: Vec<String>,
    /// Position of the slice's last registration; none if there was none.
    last: Option<i64>,
}

/// A stream's case as it should be kept, and its place.
struct Due {
    seq: i64,
    case: Case,
    model: CaseModel,
    system: String,
}

async fn slice(conn: &mut AnyConnection, zone: &TimeZone, after: i64, first: i64) -> Result<Slice, Error> {
    let mut args = Args::default();
    args.int(after).int(SLICE);
    let sql = "SELECT position, case_id, source_system FROM events \
               WHERE version = 1 AND position > $1 ORDER BY position LIMIT $2";
    let mut found = Vec::new();
    let mut last = None;
    for row in rows(conn, sql, args).await? {
        last = Some(row.int("position")?);
        found.push((row.id("case_id")?, row.opt_text("source_system")?.unwrap_or_default()));
    }
    let ids: Vec<_> = found.iter().map(|(id, _)| *id).collect();
    let mut cases = fold_events(conn, &ids, None).await?;
    let mut due = Vec::with_capacity(found.len());
    for (seq, (id, system)) in (first..).zip(found) {
        let case = cases
            .remove(&id)
            .ok_or_else(|| Error::Corrupt(format!("case {id} does not begin")))?;
        due.push(Due {
            seq,
            model: project(&case, zone),
            case,
            system,
        });
    }
    let kept = kept(conn, &ids).await?;
    let mut differed = Vec::new();
    for due in &due {
        let same = kept.get(&due.case.id).is_some_and(|(seq, model, system)| {
            *seq == due.seq && *model == due.model && (due.system.is_empty() || *system == due.system)
        });
        if !same {
            replace(conn, due).await?;
            differed.push(due.case.number.clone());
        }
    }
    words_again(conn, &due).await?;
    Ok(Slice {
        cases: due.len() as u64,
        events: due.iter().map(|due| due.case.version).sum(),
        differed,
        last,
    })
}

/// What the read models keep of these cases.
async fn kept(conn: &mut AnyConnection, ids: &[CaseId]) -> Result<HashMap<CaseId, (i64, CaseModel, String)>, Error> {
    let mut kept = HashMap::with_capacity(ids.len());
    let mut places_of: HashMap<i64, CaseId> = HashMap::with_capacity(ids.len());
    for some in ids.chunks(64) {
        let mut args = Args::default();
        for id in some {
            args.id(*id);
        }
        let list = places(1, some.len());
        let sql = format!(
            "SELECT {COLUMNS}, c.received_day, c.source_system, c.placed_at FROM cases c WHERE c.id IN ({list})"
        );
        for row in rows(conn, &sql, args).await? {
            let model = CaseModel {
                row: case_row(&row)?,
                received_day: row.day("received_day")?,
                placed_at: row.opt_at("placed_at")?,
                clocks: Vec::new(),
                about: Vec::new(),
                beside: Vec::new(),
                danger: None,
            };
            places_of.insert(row.int("seq")?, model.row.id);
            kept.insert(model.row.id, (row.int("seq")?, model, row.text("source_system")?));
        }
    }
    let seqs: Vec<i64> = places_of.keys().copied().collect();
    for some in seqs.chunks(64) {
        let mut args = Args::default();
        for seq in some {
            args.int(*seq);
        }
        let sql = format!(
            "SELECT case_seq, n, clock, kind, unit, from_at, due_at, warning, ended_at, paused, cancelled, next_mark_at \
             FROM clocks WHERE case_seq IN ({}) ORDER BY case_seq, n",
            places(1, some.len())
        );
        for row in rows(conn, &sql, args).await? {
            let id = places_of[&row.int("case_seq")?];
            let Some((_, model, _)) = kept.get_mut(&id) else {
                continue;
            };
            let fits = usize::try_from(row.int("n")?) == Ok(model.clocks.len())
                && row.text("kind")? == model.row.kind.as_str()
                && row.text("unit")? == model.row.unit.as_str();
            let mut clock = ClockModel::of(&row)?;
            if !fits {
                // A clock that does not fit its case must differ from every real one.
                clock.clock.clear();
            }
            model.clocks.push(clock);
        }
        for table in ["case_about", "case_beside"] {
            let sql = format!(
                "SELECT case_seq, what, slug FROM {table} WHERE case_seq IN ({}) ORDER BY case_seq, what, slug",
                places(1, some.len())
            );
            let mut args = Args::default();
            for seq in some {
                args.int(*seq);
            }
            for row in rows(conn, &sql, args).await? {
                let Some((_, model, _)) = kept.get_mut(&places_of[&row.int("case_seq")?]) else {
                    continue;
                };
                let list = if table == "case_about" {
                    &mut model.about
                } else {
                    &mut model.beside
                };
                list.push((row.text("what")?, row.text("slug")?));
            }
        }
        let sql = format!(
            "SELECT case_seq, danger, raised_at, acknowledged_at FROM case_dangers WHERE case_seq IN ({})",
            places(1, some.len())
        );
        let mut args = Args::default();
        for seq in some {
            args.int(*seq);
        }
        for row in rows(conn, &sql, args).await? {
            if let Some((_, model, _)) = kept.get_mut(&places_of[&row.int("case_seq")?]) {
                model.danger = Some((
                    row.text("danger")?,
                    row.int("raised_at")?,
                    row.opt_int("acknowledged_at")?,
                ));
            }
        }
    }
    Ok(kept)
}

async fn replace(conn: &mut AnyConnection, due: &Due) -> Result<(), Error> {
    let mut args = Args::default();
    args.id(due.case.id).int(due.seq).text(&due.case.number);
    execute(conn, "DELETE FROM cases WHERE id = $1 OR seq = $2 OR number = $3", args).await?;
    let mut args = Args::default();
    args.int(due.seq);
    execute(conn, "DELETE FROM clocks WHERE case_seq = $1", args).await?;
    write_cases(conn, &[(due.seq, &due.model, &due.system)]).await?;
    let clocks: Vec<_> = (0..due.model.clocks.len()).map(|n| (&due.model, due.seq, n)).collect();
    write_clocks(conn, &clocks).await?;
    about_script(due.seq, &due.model).run(conn).await?;
    beside_script(due.seq, &due.model).run(conn).await?;
    danger_script(due.seq, &due.model).run(conn).await
}

/// Puts the words of all cases into an empty full-text index.
pub(crate) async fn index_all(conn: &mut AnyConnection) -> Result<(), Error> {
    let mut after = 0;
    loop {
        let mut args = Args::default();
        args.int(after).int(SLICE);
        let sql = "SELECT seq, id FROM cases WHERE seq > $1 ORDER BY seq LIMIT $2";
        let mut found = Vec::new();
        for row in rows(conn, sql, args).await? {
            after = row.int("seq")?;
            found.push((after, row.id("id")?));
        }
        if found.is_empty() {
            return Ok(());
        }
        let ids: Vec<_> = found.iter().map(|(_, id)| *id).collect();
        let cases = fold_events(conn, &ids, None).await?;
        let of = |(seq, id): &(i64, CaseId)| cases.get(id).map(|case| (*seq, &case.number, words::of_case(case)));
        let words: Vec<_> = found.iter().filter_map(of).collect();
        let words: Vec<_> = words
            .iter()
            .map(|(seq, number, words)| (*seq, number.as_str(), words.as_str()))
            .collect();
        write_words(conn, &words).await?;
    }
}

/// Says of the cases that are published already since when everybody may read where they are.
pub(crate) async fn placed_catch_up(conn: &mut AnyConnection) -> Result<(), Error> {
    let mut after = 0;
    loop {
        let mut args = Args::default();
        args.int(after).int(SLICE);
        let sql = "SELECT seq, id FROM cases WHERE published_at IS NOT NULL AND seq > $1 ORDER BY seq LIMIT $2";
        let mut ids = Vec::new();
        for row in rows(conn, sql, args).await? {
            after = row.int("seq")?;
            ids.push(row.id("id")?);
        }
        if ids.is_empty() {
            return Ok(());
        }
        for (id, case) in fold_events(conn, &ids, None).await? {
            let Some(at) = placed_at(&case) else { continue };
            let mut args = Args::default();
            args.at(at).id(id);
            execute(conn, "UPDATE cases SET placed_at = $1 WHERE id = $2", args).await?;
        }
    }
}

/// Puts the words into the full-text index that were waiting for it when the program was cut off.
///
/// # Errors
/// [`Error::Corrupt`] if an event cannot be read.
pub(crate) async fn index_missing(conn: &mut AnyConnection) -> Result<(), Error> {
    let sql = "SELECT seq, id, CAST(0 AS BIGINT) AS again FROM cases WHERE seq > (SELECT max(seq) FROM search_upto) \
               UNION ALL SELECT c.seq, c.id, CAST(1 AS BIGINT) AS again FROM unindexed u JOIN cases c ON c.seq = u.seq \
               WHERE c.seq <= (SELECT max(seq) FROM search_upto)";
    let mut found = Vec::new();
    for row in rows(conn, sql, Args::default()).await? {
        found.push((row.int("seq")?, row.id("id")?, row.int("again")? == 1));
    }
    if found.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = found.iter().map(|(_, id, _)| *id).collect();
    let cases = fold_events(conn, &ids, None).await?;
    let words = found.iter().filter_map(|(seq, id, again)| {
        let case = cases.get(id)?;
        Some(CaseWords {
            seq: *seq,
            words: format!("{} {}", words::of_text(&case.number), words::of_case(case)),
            again: *again,
        })
    });
    let mut script = Script::default();
    script.add(sqlite::BEGIN, Args::default());
    script.append(index_script(&words.collect::<Vec<_>>()));
    script.add("DELETE FROM unindexed", Args::default());
    script.add("COMMIT", Args::default());
    script.run(conn).await
}

async fn words_again(conn: &mut AnyConnection, due: &[Due]) -> Result<(), Error> {
    let (Some(first), Some(last)) = (due.first(), due.last()) else {
        return Ok(());
    };
    let mut args = Args::default();
    args.int(first.seq).int(last.seq);
    execute(conn, sqlite::SEARCH_DELETE_RANGE, args).await?;
    let words: Vec<_> = due
        .iter()
        .map(|due| (due.seq, due.case.number.as_str(), words::of_case(&due.case)))
        .collect();
    let words: Vec<_> = words
        .iter()
        .map(|(seq, number, words)| (*seq, *number, words.as_str()))
        .collect();
    write_words(conn, &words).await
}

/// The read models of cases, each with the column that says of which case in their order.
const OF_CASES: [(&str, &str); 5] = [
    ("cases", "seq"),
    ("clocks", "case_seq"),
    ("case_about", "case_seq"),
    ("case_beside", "case_seq"),
    ("case_dangers", "case_seq"),
];

/// Removes what the read models keep of cases that the events do not know: behind the last that they know, or before the first.
/// Answers which: by their numbers, or by their places where the list of cases has none there.
async fn drop_unknown(conn: &mut AnyConnection, last: i64) -> Result<Vec<String>, Error> {
    let places = OF_CASES.map(|(table, seq)| format!("SELECT {seq} AS seq FROM {table} WHERE {seq} > $1 OR {seq} < 1"));
    let sql = format!(
        "SELECT u.seq, c.number FROM ({}) u LEFT JOIN cases c ON c.seq = u.seq ORDER BY u.seq",
        places.join(" UNION ")
    );
    let mut args = Args::default();
    args.int(last);
    let mut unknown = Vec::new();
    for row in rows(conn, &sql, args).await? {
        let number = row.opt_text("number")?;
        unknown.push(number.map_or_else(|| row.int("seq").map(|seq| format!("#{seq}")), Ok)?);
    }
    for (table, seq) in OF_CASES {
        let mut args = Args::default();
        args.int(last);
        let sql = format!("DELETE FROM {table} WHERE {seq} > $1 OR {seq} < 1");
        execute(conn, &sql, args).await?;
    }
    let mut args = Args::default();
    args.int(last);
    execute(conn, sqlite::SEARCH_DELETE_BEHIND, args).await?;
    Ok(unknown)
}
