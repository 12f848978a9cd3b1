//! Rows of one file to the store, some at a time.

use super::papers::{Fate, PaperRow, ReadPaper, TableHead};
use super::tried::Tried;
use crate::numbers::{self, Known, Numbers};
use crate::{Error, Office};
use domain::UnitSlug;
use domain::case::{Actor, Command, Correction, Refusal, Registration, decide};
use domain::import::{Ignored, Problem};
use domain::pack::FieldName;
use jiff::Timestamp;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::Append;

/// Rows looked up and written at a time: enough for few commits, few enough that others' writes pass in between.
const AT_ONCE: usize = 1_024;

/// How often rows are tried again that somebody else changed in between.
const TRIES: u32 = 5;

/// What one import writes with.
pub(super) struct Writing<'a> {
    pub(super) office: &'a Office,
    pub(super) actor: &'a Actor,
    pub(super) at: Timestamp,
    pub(super) dry_run: bool,
    pub(super) own_unit: Option<&'a UnitSlug>,
}

/// A row on its way to the store.
struct OnTheWay {
    /// Which row of the file.
    row: usize,
    /// What it will have become.
    fate: Fate,
    append: Append,
    /// Its case is known by a number of the source system; else by one that its unit gave it.
    by_source: bool,
    /// Kept for another try.
    registration: Box<Registration>,
}

impl Writing<'_> {
    /// Gives every row of the file that is a case its fate. `tried` is what the files before would have done, where nothing is
    /// written; `progress` is told how many more rows are done.
    pub(super) async fn paper(
        &self,
        paper: &mut ReadPaper,
        tried: &mut Tried,
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<(), Error> {
        let ReadPaper { name, rows, tables, .. } = paper;
        let file = (name.as_str(), tables.as_slice());
        let mut start = 0;
        let mut ready = self.prepare(file, (rows, 0), tried).await?;
        while start < rows.len() {
            let end = (start + AT_ONCE).min(rows.len());
            let (appends, on_the_way) = split(ready);
            // The next rows are looked up and decided on while the writer writes these: a file has a number only once.
            let (later, overtaken) = {
                let (now, next) = rows.split_at_mut(end);
                let write = self.office.store.append_many(appends);
                let (written, later) = tokio::join!(write, self.prepare(file, (next, end), tried));
                (later?, settle(now, on_the_way, written)?)
            };
            self.again(file, rows, overtaken).await?;
            progress((end - start) as u64);
            start = end;
            ready = later;
        }
        Ok(())
    }

    /// Looks up and decides on the first rows of `rows`, which begin at `offset` of the file.
    async fn prepare(
        &self,
        (file, tables): (&str, &[TableHead]),
        (rows, offset): (&mut [PaperRow], usize),
        tried: &mut Tried,
    ) -> Result<Vec<OnTheWay>, Error> {
        let mut cases = Vec::new();
        for (i, row) in rows.iter_mut().take(AT_ONCE).enumerate() {
            if matches!(row.fate, Fate::Case(_))
                && let Fate::Case(registration) = std::mem::replace(&mut row.fate, Fate::Unchanged)
            {
                cases.push((i, registration));
            }
        }
        let registrations = cases.iter().map(|(_, registration)| registration.as_ref());
        let known = numbers::known(self.office, self.actor, self.own_unit, registrations).await?;
        let mut ready = Vec::with_capacity(cases.len());
        for (i, registration) in cases {
            let row = &mut rows[i];
            let before = tried.known(&registration).or_else(|| known.known(&registration));
            match self.decide((file, &tables[row.table]), registration, before, &known) {
                Decided::Nothing => {}
                Decided::Erased => row.fate = Fate::Ignored(Ignored::Erased),
                Decided::Refused(refusal) => row.fate = Fate::Rejected(vec![whole_row(refusal)]),
                Decided::Write(mut way) => {
                    way.row = offset + i;
                    if self.dry_run {
                        tried.keep(&way.registration, &way.append, way.by_source);
                        row.fate = way.fate;
                    } else {
                        ready.push(*way);
                    }
                }
            }
        }
        Ok(ready)
    }

    /// Decides on a row by the case that it speaks of, if there is one.
    fn decide(
        &self,
        (file, table): (&str, &TableHead),
        registration: Box<Registration>,
        known: Option<&Known>,
        numbers: &Numbers,
    ) -> Decided {
        let pack = &self.office.pack;
        let existing = known.map(|known| &known.case);
        if existing.is_some_and(|case| case.erased_at.is_some()) {
            return Decided::Erased;
        }
        let others = |unit: &UnitSlug| self.own_unit.is_some_and(|own| own != unit);
        if others(&registration.unit) || existing.is_some_and(|case| others(&case.unit)) {
            let unit = existing.map_or(&registration.unit, |case| &case.unit);
            let name = pack.unit(unit).map(|unit| &unit.name);
            let refusal = Refusal::new("import-problem-other-unit");
            return Decided::Refused(match name {
                Some(name) => refusal.with_text("unit", name),
                None => refusal.with("unit", unit),
            });
        }
        let decided = match existing {
            None => {
                let command = Command::Register(Box::new(numbers.kept(&registration)));
                decide(None, &command, self.actor, pack, self.at).map(|events| (Fate::Imported, events))
            }
            Some(case) => {
                let by_source = known.is_some_and(|known| known.by_source);
                let present = self.may_say(by_source, &table.present);
                let changes = Correction::of_file(case, &registration, &present);
                if changes.is_empty() {
                    return Decided::Nothing;
                }
                if self.own_unit.is_some() && changes.moves_clocks() {
                    return Decided::Refused(Refusal::new("import-problem-clock").with("number", &case.number));
                }
                let command = Command::Correct {
                    changes,
                    reason: file.to_owned(),
                };
                decide(Some(case), &command, self.actor, pack, self.at).map(|events| (Fate::Corrected, events))
            }
        };
        let (fate, events) = match decided {
            Ok((_, events)) if events.is_empty() => return Decided::Nothing,
            Ok(decided) => decided,
            Err(refusal) => return Decided::Refused(refusal),
        };
        Decided::Write(Box::new(OnTheWay {
            row: 0,
            fate,
            by_source: known.map_or(self.own_unit.is_none(), |known| known.by_source),
            append: Append {
                case: existing.map_or(registration.id, |case| case.id),
                state: existing.map(|case| Arc::new(case.clone())),
                events,
                actor: self.actor.clone(),
                at: self.at,
                zone: pack.zone.clone(),
                source_system: numbers.list(self.office, self.own_unit, &registration),
                // The number in the source system is unique, and a correction expects its version: no key is needed
                // for a second try to be harmless.
                key: None,
                jobs: Vec::new(),
            },
            registration,
        }))
    }

    /// The columns that count. Of a case that the source system brought, a unit's own file says whether it is finished;
    /// what was asked, when and of what kind is not the unit's to write.
    fn may_say<'a>(&self, by_source: bool, present: &'a BTreeSet<FieldName>) -> Cow<'a, BTreeSet<FieldName>> {
        if self.own_unit.is_none() || !by_source {
            return Cow::Borrowed(present);
        }
        let finish = present.iter().filter(|field| **field == FieldName::FinishedAt);
        Cow::Owned(finish.copied().collect())
    }

    /// Tries rows again that somebody else registered or changed in between.
    async fn again(
        &self,
        (file, tables): (&str, &[TableHead]),
        rows: &mut [PaperRow],
        mut overtaken: Vec<(usize, Box<Registration>)>,
    ) -> Result<(), Error> {
        let mut tries = 0;
        while !overtaken.is_empty() {
            tries += 1;
            if tries > TRIES {
                for (row, _) in overtaken {
                    rows[row].fate = Fate::Rejected(vec![whole_row(Refusal::new("import-problem-overtaken"))]);
                }
                return Ok(());
            }
            let known = numbers::known(
                self.office,
                self.actor,
                self.own_unit,
                overtaken.iter().map(|(_, registration)| registration.as_ref()),
            )
            .await?;
            let mut ready = Vec::new();
            for (i, registration) in overtaken {
                let before = known.known(&registration);
                match self.decide((file, &tables[rows[i].table]), registration, before, &known) {
                    Decided::Nothing => rows[i].fate = Fate::Unchanged,
                    Decided::Erased => rows[i].fate = Fate::Ignored(Ignored::Erased),
                    Decided::Refused(refusal) => rows[i].fate = Fate::Rejected(vec![whole_row(refusal)]),
                    Decided::Write(mut way) => {
                        way.row = i;
                        ready.push(*way);
                    }
                }
            }
            let (appends, on_the_way) = split(ready);
            let written = self.office.store.append_many(appends).await;
            overtaken = settle(rows, on_the_way, written)?;
        }
        Ok(())
    }
}

enum Decided {
    Nothing,
    /// The case of this number was erased, and what the row says of it is not taken in again.
    Erased,
    Refused(Refusal),
    Write(Box<OnTheWay>),
}

type Waiting = (usize, Fate, Box<Registration>);

fn split(ready: Vec<OnTheWay>) -> (Vec<Append>, Vec<Waiting>) {
    ready
        .into_iter()
        .map(|way| (way.append, (way.row, way.fate, way.registration)))
        .unzip()
}

/// Writes the store's answers into the rows of the file from its first on; answers the rows to try again.
fn settle(
    rows: &mut [PaperRow],
    waiting: Vec<Waiting>,
    written: Vec<Result<store::Appended, store::Error>>,
) -> Result<Vec<(usize, Box<Registration>)>, Error> {
    let mut overtaken = Vec::new();
    for ((row, fate, registration), answer) in waiting.into_iter().zip(written) {
        match answer {
            Ok(_) => rows[row].fate = fate,
            Err(store::Error::Conflict { .. } | store::Error::ExternalTaken { .. }) => {
                overtaken.push((row, registration));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(overtaken)
}

/// A refusal of the rules speaks of the row as a whole, or of the file.
pub(super) fn whole_row(remedy: Refusal) -> Problem {
    Problem {
        column: String::new(),
        value: String::new(),
        remedy,
    }
}

/// Lower-case hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a string does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
