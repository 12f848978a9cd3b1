//! A day's judgement: read, judged by the program, changed by people, and the brief signed off.

use crate::boxed;
use crate::brief::{base_of, counts_before};
use crate::level::{levels, unit_level};
use crate::{Error, Office, persons};
use domain::Text;
use domain::case::{Actor, Refusal};
use domain::daily::{
    AttentionItem, Brief, Day, DayCounts, DayEvent, DayItem, Item, JudgementInput, ReportStatus, ReportVersion,
    Subject, decide_day, due_window, evolve_day, judge, keep_judged, report_status, weeks_of_history,
};
use domain::pack::{Pack, Rule};
use domain::{CaseId, UnitSlug};
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use std::collections::BTreeSet;
use store::{Base, Changed, DayVersion};

/// A day as its stream tells it, folded, with the units' reporting beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct DayState {
    /// The day.
    pub date: Date,
    /// Version of its stream: hand it back with the next append.
    pub version: DayVersion,
    /// When the program judged last, if it did.
    pub judged_as_of: Option<Timestamp>,
    /// Items in order, people's changes in.
    pub items: Vec<DayItem>,
    /// How many more items there were than the judgement keeps.
    pub left_out: u64,
    /// Comparable past days that the rising test had; below the pack's `least_weeks` it says nothing.
    pub weeks: u32,
    /// Dropped items with the reason.
    pub dropped: Vec<(AttentionItem, String)>,
    /// Versions of the brief, oldest first; signed ones carry their issue number.
    pub briefs: Vec<Brief>,
    /// Who drafted each version (account), beside `briefs`; none for the program.
    pub drafted_by: Vec<Option<String>>,
    /// Decisions: subject's index is not kept, the task's id and number are.
    pub decided: Vec<(Subject, CaseId, String)>,
    /// Each unit that is expected to report: how it stands and its versions.
    pub reports: Vec<(UnitSlug, ReportStatus, Vec<ReportVersion>)>,
    /// Every report of the day as it came in, those of units of which none is expected among them.
    pub received: Vec<ReportVersion>,
}

/// Reads a day as of `now`.
///
/// # Errors
///
/// The store's.
#[boxed]
pub async fn read_day(office: &Office, date: Date, now: Timestamp) -> Result<DayState, Error> {
    let (day, version) = load_day(office, date).await?;
    let mut received = office.store.reports(date).await?;
    received.retain(|version| version.received_at <= now);
    let reports = read_reports(office, date, &received, now).await?;
    Ok(DayState {
        date,
        version,
        judged_as_of: day.judged_as_of,
        items: day.items,
        left_out: day.left_out,
        weeks: day.weeks,
        dropped: day.dropped,
        briefs: day.briefs,
        drafted_by: day.drafted_by,
        decided: day.decided,
        reports,
        received,
    })
}

/// Has the program judge the day as of `as_of`; people's changes stay.
///
/// # Errors
///
/// The store's, and a refusal for somebody who may not.
#[boxed]
pub async fn judge_day(
    office: &Office,
    date: Date,
    as_of: Timestamp,
    actor: &Actor,
    now: Timestamp,
) -> Result<DayState, Error> {
    let pack = &office.pack;
    let on = base_of(office, date, as_of).await?;
    let items = candidates(office, date, on.base()).await?;
    let today = office.store.day_counts(&[date], &on).await?;
    let history = history(office, date, &on).await?;
    let input = JudgementInput {
        date,
        now: as_of,
        items: &items,
        today: today.into_iter().next().unwrap_or_else(|| no_counts(date)),
        history: &history,
    };
    let weeks = weeks_of_history(pack, &input);
    let (items, left_out) = keep_judged(judge(pack, &input));
    let judged = DayEvent::Judged {
        items,
        as_of,
        left_out,
        weeks,
    };
    change_day(office, date, judged, actor, now).await?;
    read_day(office, date, now).await
}

/// A person's change to the judgement (`Confirmed`, `Moved`, `Added`, `Dropped`).
///
/// # Errors
///
/// A refusal: somebody else changed the day since `expected`, an unknown subject, no reason given; the store's.
#[boxed]
pub async fn change_judgement(
    office: &Office,
    date: Date,
    expected: DayVersion,
    change: DayEvent,
    actor: &Actor,
    now: Timestamp,
) -> Result<DayState, Error> {
    let change = match change {
        DayEvent::Added { item } => DayEvent::Added {
            item: AttentionItem {
                subject: known_subject(office, item.subject).await?,
                reasons: item.reasons,
            },
        },
        change @ (DayEvent::Confirmed { .. } | DayEvent::Moved { .. } | DayEvent::Dropped { .. }) => change,
        DayEvent::Judged { .. }
        | DayEvent::BriefDrafted { .. }
        | DayEvent::BriefSigned { .. }
        | DayEvent::Decided { .. } => return Err(Refusal::new("refusal-day-role").into()),
    };
    let (day, version) = load_day(office, date).await?;
    if version != expected {
        return Err(Refusal::new("refusal-day-changed").into());
    }
    let events = decide_day(&day, &change, actor)?;
    if !events.is_empty() {
        let appended = office.store.append_day(date, version, events, actor.clone(), now).await;
        match appended {
            Ok(_) => {}
            Err(store::Error::Conflict { .. }) => return Err(Refusal::new("refusal-day-changed").into()),
            Err(error) => return Err(error.into()),
        }
    }
    read_day(office, date, now).await
}

/// Signs a version off: somebody else than the drafter; it gets its issue numbers.
///
/// # Errors
///
/// A refusal: the drafter's own, an older or a signed version; the store's.
#[boxed]
pub async fn sign_brief(
    office: &Office,
    date: Date,
    version: u32,
    actor: &Actor,
    now: Timestamp,
) -> Result<Brief, Error> {
    let (day, expected) = load_day(office, date).await?;
    let signature = DayEvent::BriefSigned {
        version,
        issue: 0,
        running: 0,
    };
    let versions = day.briefs.iter().zip(&day.drafted_by);
    let drafter = versions.filter(|(brief, _)| brief.version == version);
    let drafter = drafter.filter_map(|(_, drafter)| drafter.as_deref());
    let asks = persons::beside(office, actor, drafter).await?;
    decide_day(&day, &signature, &asks)?;
    match office
        .store
        .sign_brief(date, expected, version, actor.clone(), now)
        .await
    {
        Ok(_) => {}
        Err(store::Error::Conflict { .. }) => return Err(Refusal::new("refusal-day-changed").into()),
        Err(error) => return Err(error.into()),
    }
    let (day, _) = load_day(office, date).await?;
    let brief = day.briefs.into_iter().find(|brief| brief.version == version);
    brief.ok_or_else(|| Refusal::new("refusal-day-no-brief").with("version", version).into())
}

/// The day folded from its stream, signatures with the name of the signer's post.
pub(crate) async fn load_day(office: &Office, date: Date) -> Result<(Day, DayVersion), Error> {
    let events = office.store.day_events(date).await?;
    let version = DayVersion(events.last().map_or(0, |recorded| recorded.version));
    let folded = events.into_iter().fold(Day::default(), |day, recorded| {
        evolve_day(day, &recorded.event, &recorded.actor)
    });
    Ok((with_signers(folded, &office.pack), version))
}

/// The tasks that were made of the day's decisions by then.
pub(crate) async fn decided_by(office: &Office, date: Date, then: Timestamp) -> Result<BTreeSet<CaseId>, Error> {
    let events = office.store.day_events(date).await?;
    let by_then = events.into_iter().filter(|recorded| recorded.at <= then);
    let tasks = by_then.filter_map(|recorded| match recorded.event {
        DayEvent::Decided { task, .. } => Some(task),
        _ => None,
    });
    Ok(tasks.collect())
}

fn with_signers(mut day: Day, pack: &Pack) -> Day {
    for (brief, signer) in day.briefs.iter_mut().zip(&day.signed_by) {
        let Some(post) = signer.as_ref().and_then(|signer| signer.post.as_ref()) else {
            continue;
        };
        brief.signed_by = Some(pack.post(post).map_or_else(
            || Text {
                zh: post.to_string(),
                en: post.to_string(),
            },
            |post| post.name.clone(),
        ));
    }
    day
}

/// Writes a change down, deciding anew when somebody else was quicker; answers the day's events after it.
pub(crate) async fn change_day(
    office: &Office,
    date: Date,
    change: DayEvent,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), Error> {
    const TRIES: u32 = 5;
    let mut tries = 0;
    loop {
        tries += 1;
        let (day, version) = load_day(office, date).await?;
        let events = decide_day(&day, &change, actor)?;
        if events.is_empty() {
            return Ok(());
        }
        match office.store.append_day(date, version, events, actor.clone(), now).await {
            Ok(_) => return Ok(()),
            Err(store::Error::Conflict { .. }) if tries < TRIES => {}
            Err(error) => return Err(error.into()),
        }
    }
}

async fn read_reports(
    office: &Office,
    date: Date,
    versions: &[ReportVersion],
    now: Timestamp,
) -> Result<Vec<(UnitSlug, ReportStatus, Vec<ReportVersion>)>, Error> {
    let pack = &office.pack;
    let levels = levels(office).await?;
    let expected = pack.units.iter().filter(|unit| unit.reports_daily);
    let reports = expected.map(|unit| {
        let of_unit: Vec<ReportVersion> = versions.iter().filter(|v| v.unit == unit.slug).cloned().collect();
        let level = unit_level(office, &levels, &unit.slug, date);
        let window = due_window(&pack.reporting, Some(&unit.slug), level, date, &pack.zone, now);
        let status = report_status(&of_unit, window, now);
        (unit.slug.clone(), status, of_unit)
    });
    Ok(reports.collect())
}

/// Cases of every kind that may have a reason of their own; a task that is late asks for attention like a request.
async fn candidates(office: &Office, date: Date, base: Base) -> Result<Vec<Item>, Error> {
    let rules = &office.pack.judgement;
    // Where the body sets no number, no case is before the office for it.
    let least = |rule: &Option<Rule<u32>>| rule.as_ref().map_or(u32::MAX, |least| least.value);
    // Where the body does not say when a deadline is near, it is not before it has passed.
    let near = rules.near_percent.as_ref().map_or(100, |near| u32::from(near.value));
    let mut items = Vec::new();
    for kind in office.pack.kinds.keys() {
        let of_kind = office
            .store
            .items(kind, date, base, near, least(&rules.repeats), least(&rules.people));
        items.extend(of_kind.await?);
    }
    Ok(items)
}

/// Counts of the same weekdays before the day; more than the pack looks at, because some are holidays.
async fn history(office: &Office, date: Date, on: &Changed) -> Result<Vec<DayCounts>, Error> {
    const HOLIDAYS: u32 = 12;
    let Some(weeks) = &office.pack.judgement.history_weeks else {
        return Ok(Vec::new());
    };
    let weeks = i64::from(weeks.value.saturating_add(HOLIDAYS).min(1_000));
    let Some(first) = office.store.first_day(&office.pack.import.kind).await? else {
        return Ok(Vec::new());
    };
    let before = (1..=weeks).map(|week| date.saturating_sub(Span::new().weeks(week)));
    let days: Vec<Date> = before.take_while(|day| *day >= first).collect();
    counts_before(office, &days, on).await
}

pub(crate) fn no_counts(date: Date) -> DayCounts {
    DayCounts {
        date,
        categories: std::collections::BTreeMap::new(),
        areas: std::collections::BTreeMap::new(),
    }
}

/// What a person adds must exist; number, title and unit are the case's own, not the form's.
async fn known_subject(office: &Office, subject: Subject) -> Result<Subject, Error> {
    let pack = &office.pack;
    let unknown = |name: &str| Err(Refusal::new("refusal-day-no-such-subject").with("subject", name).into());
    match subject {
        Subject::Case { id, number, .. } => match office.store.case(id).await? {
            Some(case) => Ok(Subject::Case {
                id,
                number: case.number,
                title: case.title,
                unit: case.unit,
            }),
            None => unknown(&number),
        },
        Subject::Category { category } => {
            let mut kinds = pack.kinds.values();
            if kinds.any(|kind| kind.categories.iter().any(|known| known.slug == category)) {
                Ok(Subject::Category { category })
            } else {
                unknown(category.as_str())
            }
        }
        Subject::Area { area } if pack.area(&area).is_some() => Ok(Subject::Area { area }),
        Subject::Area { area } => unknown(area.as_str()),
    }
}
