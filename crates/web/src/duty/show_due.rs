//! What is due, in one list by its time: reports of incidents, the units' daily reports, and calls that nobody has taken yet.

use crate::access::Right;
use crate::calls::{list_calls, words};
use crate::desk::reporting;
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::incidents;
use crate::visit::Visit;
use domain::case::{Case, ReportSort};
use domain::duty::watch::{Awaited, Due};
use domain::{Text, UnitSlug};
use jiff::Timestamp;
use jiff::civil::Date;
use office::{IncidentLine, UnitsDue};

/// The most that are handed over and shown.
const MOST: usize = 60;
/// Units that are named; of more the number is said.
const MOST_UNITS: usize = 6;

/// A line of the list.
pub(super) struct DueLine {
    pub(super) at: String,
    /// In how many minutes, or how late.
    pub(super) left: String,
    pub(super) late: bool,
    pub(super) drill: bool,
    /// What it is about, where that has a title.
    pub(super) title: String,
    pub(super) what: String,
    pub(super) href: String,
    /// It was handed over and is waited for no more.
    pub(super) settled: bool,
}

/// Something that is due, with what is told of it.
pub(crate) struct Waits<'a> {
    at: Timestamp,
    of: Of<'a>,
}

enum Of<'a> {
    Report { case: &'a Case, sort: ReportSort },
    Units { date: Date, units: Vec<UnitSlug> },
    Call { id: String, sentence: String },
}

impl Waits<'_> {
    /// As it is handed over.
    pub(crate) fn due(&self) -> Due {
        let what = match &self.of {
            Of::Report { case, sort } => Awaited::Report {
                case: case.id,
                number: case.number.clone(),
                sort: sort.clone(),
            },
            Of::Units { date, units } => Awaited::Units {
                date: *date,
                units: units.clone(),
            },
            Of::Call { id, .. } => Awaited::Call { call: id.clone() },
        };
        Due { at: self.at, what }
    }
}

/// All that is due for whoever asks, the first first.
pub(crate) async fn waits<'a>(visit: &Visit, incidents: &'a [IncidentLine]) -> Result<Vec<Waits<'a>>, Fault> {
    let mut all = Vec::new();
    for IncidentLine { case, due } in incidents {
        all.extend(due.iter().map(|report| Waits {
            at: report.due,
            of: Of::Report {
                case,
                sort: report.sort.clone(),
            },
        }));
    }
    let office = &visit.desk.office;
    if visit.may(Right::SeeReports).is_ok() {
        let date = reporting::of(&office.pack, visit.now);
        let units = office::units_due(office, date, visit.own_unit_only(), visit.now).await?;
        all.extend(units.into_iter().map(|UnitsDue { at, date, units }| Waits {
            at,
            of: Of::Units { date, units },
        }));
    }
    for (id, call) in list_calls::open(visit).await? {
        all.push(Waits {
            // What was raised this moment is looked at this moment.
            at: call.next_at.unwrap_or(call.raised_at),
            of: Of::Call {
                id,
                sentence: words::sentence(office, visit.locale, &call.about),
            },
        });
    }
    all.sort_by_key(|one| one.at);
    Ok(all)
}

/// Whether whoever asks may know of it: not of what is about a case or a call that does not exist for them.
pub(crate) async fn may_know(visit: &Visit, due: &Due) -> Result<bool, Fault> {
    match &due.what {
        Awaited::Report { case, .. } => {
            let case = visit.desk.office.store.case(*case).await?;
            Ok(case.is_some_and(|case| visit.sees(&case)))
        }
        Awaited::Units { .. } => Ok(true),
        Awaited::Call { call } => match list_calls::known(visit, call).await {
            Ok(_) => Ok(true),
            Err(Fault::NotFound) => Ok(false),
            Err(fault) => Err(fault),
        },
    }
}

/// The list as it is handed over.
pub(crate) fn handed(all: &[Waits<'_>]) -> Vec<Due> {
    all.iter().take(MOST).map(Waits::due).collect()
}

/// The lines, and how many more there are.
pub(super) fn lines(visit: &Visit, f: &Frame<'_>, all: &[Waits<'_>]) -> (Vec<DueLine>, usize) {
    let shown = all.iter().take(MOST).map(|one| line(visit, f, one));
    (shown.collect(), all.len().saturating_sub(MOST))
}

/// What was handed over, with what of it is waited for no more; and what has become due since. Whoever may not see a case reads
/// nothing of it here either.
pub(super) async fn handed_lines(
    visit: &Visit,
    f: &Frame<'_>,
    handed: &[Due],
    now: &[Waits<'_>],
) -> Result<(Vec<DueLine>, Vec<DueLine>), Fault> {
    let mut lines = Vec::new();
    for due in handed {
        match now.iter().find(|one| one.due().is_same(due)) {
            Some(still) => lines.push(line(visit, f, still)),
            None => lines.extend(settled(visit, f, due).await?),
        }
    }
    let new = now
        .iter()
        .filter(|one| !handed.iter().any(|due| due.is_same(&one.due())));
    let since = new.take(MOST).map(|one| line(visit, f, one));
    Ok((lines, since.collect()))
}

/// What was handed over and is waited for no more.
async fn settled(visit: &Visit, f: &Frame<'_>, due: &Due) -> Result<Option<DueLine>, Fault> {
    let office = &visit.desk.office;
    let case;
    let of = match &due.what {
        Awaited::Report { case: id, sort, .. } => {
            case = office.store.case(*id).await?.filter(|case| visit.sees(case));
            let Some(case) = &case else { return Ok(None) };
            Of::Report {
                case,
                sort: sort.clone(),
            }
        }
        Awaited::Units { date, units } => Of::Units {
            date: *date,
            units: units.clone(),
        },
        Awaited::Call { call } => match list_calls::known(visit, call).await {
            Ok(known) => Of::Call {
                id: call.clone(),
                sentence: words::sentence(office, visit.locale, &known.about),
            },
            Err(Fault::NotFound) => return Ok(None),
            Err(fault) => return Err(fault),
        },
    };
    let line = line(visit, f, &Waits { at: due.at, of });
    Ok(Some(DueLine { settled: true, ..line }))
}

fn line(visit: &Visit, f: &Frame<'_>, waits: &Waits<'_>) -> DueLine {
    let (mut drill, mut title) = (false, String::new());
    let (what, href) = match &waits.of {
        Of::Report { case, sort } => {
            drill = case.is_drill();
            frame::title_or_erased(f.words(), &case.title).clone_into(&mut title);
            let what = incidents::sort_words(f, sort, names(visit, case, sort));
            (what, format!("/incidents/{}#reports", case.number))
        }
        Of::Units { date, units } => (units_words(visit, f, *date, units), format!("/reports?date={date}")),
        Of::Call { id, sentence } => (f.t1("desk-watch-due-call", "what", sentence), format!("/calls/{id}")),
    };
    DueLine {
        at: f.moment(&waits.at),
        left: incidents::time_left(f, waits.at),
        late: waits.at < visit.now,
        drill,
        title,
        what,
        href,
        settled: false,
    }
}

/// Who reports and to whom, as the pack names it.
fn names<'a>(visit: &'a Visit, case: &Case, sort: &ReportSort) -> Option<(&'a Text, &'a Text)> {
    let ReportSort::First { rung } = sort else { return None };
    let rules = visit.desk.office.pack.kind(&case.kind)?.incident.as_ref()?;
    let rung = rules.rungs.iter().find(|known| known.slug == *rung)?;
    Some((&rung.name, &rung.to))
}

fn units_words(visit: &Visit, f: &Frame<'_>, date: Date, units: &[UnitSlug]) -> String {
    let date = date.to_string();
    if units.len() > MOST_UNITS {
        return f.t2("desk-watch-due-units-n", "date", date, "n", units.len());
    }
    let pack = &visit.desk.office.pack;
    let named: Vec<&str> = units.iter().map(|unit| pack.unit_name(unit, visit.locale)).collect();
    let named = named.join(f.t("list-separator"));
    f.t2("desk-watch-due-units", "date", date, "units", named)
}
