//! The day's numbers, yesterday's assignments, and the brief drafted from them.

use crate::boxed;
use crate::judge::{change_day, load_day, no_counts, read_day};
use crate::{Error, Office};
use domain::case::{Actor, Case, Refusal, evolve};
use domain::daily::{
    AssignmentLine, Brief, BriefInput, Compared, DayCounts, DayEvent, DayItem, Subject, UnitNumbers, compose_brief,
};
use domain::{CaseId, KindSlug, Text};
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use store::{Base, DayCaseNumbers, Filter, Sort, Viewer};

/// Days in the chart of what was received.
const TREND_DAYS: i64 = 14;

/// Drafts the next version of the brief from the day's judgement and numbers; unchanged content makes no new version.
///
/// # Errors
///
/// The store's, and a refusal for somebody who may not.
#[boxed]
pub async fn draft_brief(
    office: &Office,
    date: Date,
    as_of: Timestamp,
    actor: &Actor,
    now: Timestamp,
) -> Result<Brief, Error> {
    draft_brief_of_papers(office, date, as_of, actor, now, 0).await
}

/// As [`draft_brief`], after papers of which so many rows could not be read.
pub(crate) async fn draft_brief_of_papers(
    office: &Office,
    date: Date,
    as_of: Timestamp,
    actor: &Actor,
    now: Timestamp,
    rejected_rows: u64,
) -> Result<Brief, Error> {
    let day = read_day(office, date, as_of).await?;
    let kind = &office.pack.import.kind;
    let bases = Bases::of(office, date, as_of).await?;
    let numbers = bases.numbers(office, kind).await?;
    let compared = |field: fn(&DayCaseNumbers) -> u64| numbers.compared(field);
    let counts = bases.counts(office, kind).await?;
    let by_unit = office.store.unit_numbers(kind, date, bases.today.1).await?;
    let units = day.reports.iter().map(|(unit, report, versions)| {
        let (cases, overdue) = by_unit.get(unit).copied().unwrap_or_default();
        UnitNumbers {
            unit: unit.clone(),
            report: *report,
            versions: u32::try_from(versions.len()).unwrap_or(u32::MAX),
            cases,
            overdue,
        }
    });
    let units = units.collect();
    let items = for_paper(office, &day.items).await?;
    let input = BriefInput {
        date,
        version: u32::try_from(day.briefs.len()).unwrap_or(u32::MAX).saturating_add(1),
        as_of,
        received: compared(|numbers| numbers.received),
        finished: compared(|numbers| numbers.finished),
        open: compared(|numbers| numbers.open),
        overdue: compared(|numbers| numbers.overdue),
        categories: counts.compared_by(|day| &day.categories),
        areas: counts.compared_by(|day| &day.areas),
        units,
        items: &items,
        left_out: day.left_out,
        assignments: assignments(office, date, as_of).await?,
        trend: bases.trend(office, kind, numbers.today.received).await?,
        weeks: day.judged_as_of.map(|_| day.weeks),
        warning_years: office.store.warning_years(as_of).await?,
        rejected_rows,
    };
    let brief = Box::new(compose_brief(&office.pack, input));
    change_day(office, date, DayEvent::BriefDrafted { brief }, actor, now).await?;
    let (day, _) = load_day(office, date).await?;
    let newest = day.briefs.into_iter().next_back();
    newest.ok_or_else(|| Refusal::new("refusal-day-no-brief").with("version", 1).into())
}

/// The items that a paper may carry. A brief goes to the units: a case that complains about one of them, or about a post,
/// is judged and worked on, and counted in the body's numbers, but not printed (信访工作条例, art. 30).
pub(crate) async fn for_paper(office: &Office, items: &[DayItem]) -> Result<Vec<DayItem>, Error> {
    let case = |item: &DayItem| match &item.item.subject {
        Subject::Case { id, .. } => Some(*id),
        Subject::Category { .. } | Subject::Area { .. } => None,
    };
    let ids: Vec<CaseId> = items.iter().filter_map(case).collect();
    let kept_back = office.store.about_somebody(&ids).await?;
    let printed = items
        .iter()
        .filter(|item| case(item).is_none_or(|id| !kept_back.contains(&id)));
    Ok(printed.cloned().collect())
}

/// The day, the day before and the same weekday a week before, each as of the same time of its own day.
struct Bases {
    today: (Date, Base),
    yesterday: Option<(Date, Base)>,
    last_week: Option<(Date, Base)>,
    first: Option<Date>,
}

/// The same question, asked of the three days.
struct Asked<T> {
    today: T,
    yesterday: Option<T>,
    last_week: Option<T>,
}

impl Bases {
    async fn of(office: &Office, date: Date, as_of: Timestamp) -> Result<Self, Error> {
        let first = office.store.first_day(&office.pack.import.kind).await?;
        let mut before = [None; 2];
        for (base, days) in before.iter_mut().zip([1, 7]) {
            let day = date.saturating_sub(Span::new().days(days));
            if first.is_some_and(|first| first <= day) {
                let at = days_earlier(office, as_of, days);
                *base = Some((day, base_of(office, day, at).await?));
            }
        }
        let [yesterday, last_week] = before;
        Ok(Self {
            today: (date, base_of(office, date, as_of).await?),
            yesterday,
            last_week,
            first,
        })
    }

    /// The bases in the order today, yesterday, last week: asked one after the other and put together by [`Asked::of`].
    /// (Closures that are async would tie the futures to one lifetime and could not be sent between threads.)
    fn each(&self) -> [Option<(Date, Base)>; 3] {
        [Some(self.today), self.yesterday, self.last_week]
    }

    async fn numbers(&self, office: &Office, kind: &KindSlug) -> Result<Asked<DayCaseNumbers>, Error> {
        let mut answers = [None; 3];
        for (answer, base) in answers.iter_mut().zip(self.each()) {
            if let Some((day, base)) = base {
                *answer = Some(office.store.day_numbers(kind, day, &office.pack.zone, base).await?);
            }
        }
        Ok(Asked::of(answers, DayCaseNumbers::default()))
    }

    async fn counts(&self, office: &Office, kind: &KindSlug) -> Result<Asked<DayCounts>, Error> {
        let mut answers = [None, None, None];
        for (answer, base) in answers.iter_mut().zip(self.each()) {
            if let Some((day, base)) = base {
                let counts = office.store.day_counts(kind, &[day], base).await?;
                let counts = counts.into_iter().find(|counts| counts.date == day);
                *answer = Some(counts.unwrap_or_else(|| no_counts(day)));
            }
        }
        Ok(Asked::of(answers, no_counts(self.today.0)))
    }

    /// The last point is the day itself on its own base; the days before are shown as they are known by now.
    async fn trend(&self, office: &Office, kind: &KindSlug, received: u64) -> Result<Vec<(Date, u64)>, Error> {
        let (date, base) = self.today;
        let known_by = base.known_by.max(office.clock.now());
        let from = date.saturating_sub(Span::new().days(TREND_DAYS - 1));
        let from = self.first.map_or(date, |first| from.max(first)).min(date);
        let mut trend = office.store.trend(kind, from, date, Base { known_by, ..base }).await?;
        if let Some(today) = trend.last_mut() {
            today.1 = received;
        }
        Ok(trend)
    }
}

impl<T> Asked<T> {
    fn of(answers: [Option<T>; 3], none: T) -> Self {
        let [today, yesterday, last_week] = answers;
        Self {
            today: today.unwrap_or(none),
            yesterday,
            last_week,
        }
    }

    fn compared(&self, number: impl Fn(&T) -> u64) -> Compared {
        Compared {
            today: number(&self.today),
            yesterday: self.yesterday.as_ref().map(&number),
            last_week: self.last_week.as_ref().map(&number),
        }
    }
}

impl Asked<DayCounts> {
    fn compared_by<S: Ord + Clone>(&self, counts: impl Fn(&DayCounts) -> &BTreeMap<S, u64>) -> BTreeMap<S, Compared> {
        let slugs = counts(&self.today).keys().cloned();
        let of = |slug: &S| self.compared(|day| counts(day).get(slug).copied().unwrap_or(0));
        slugs.map(|slug| (slug.clone(), of(&slug))).collect()
    }
}

/// On what base `date` is counted as of `at`: of what was known then. A day of which nothing was known then, because it
/// was brought in afterwards, is counted of what is known now.
pub(crate) async fn base_of(office: &Office, date: Date, at: Timestamp) -> Result<Base, Error> {
    let kind = &office.pack.import.kind;
    let then = office.store.trend(kind, date, date, at).await?;
    let nothing = then.iter().all(|(_, received)| *received == 0);
    Ok(Base {
        as_of: at,
        known_by: if nothing { at.max(office.clock.now()) } else { at },
    })
}

/// The same time of day so many days earlier, in the pack's zone.
fn days_earlier(office: &Office, at: Timestamp, days: i64) -> Timestamp {
    let zone = &office.pack.zone;
    let local = zone.to_datetime(at).saturating_sub(Span::new().days(days));
    zone.to_timestamp(local).unwrap_or(at)
}

/// What the day before decided, what was still open then, and what came of it by `as_of`.
async fn assignments(office: &Office, date: Date, as_of: Timestamp) -> Result<Vec<AssignmentLine>, Error> {
    let yesterday = date.saturating_sub(Span::new().days(1));
    let (before, _) = load_day(office, yesterday).await?;
    let decided: BTreeSet<CaseId> = before.decided.iter().map(|(_, task, _)| *task).collect();
    let since = days_earlier(office, as_of, 1);
    let mut lines = Vec::new();
    let older = older_tasks(office, date, &decided).await?;
    let tasks: Vec<CaseId> = decided.iter().copied().chain(older).collect();
    let kept_back = office.store.about_somebody(&tasks).await?;
    for task in tasks {
        let Some(case) = case_as_of(office, task, as_of).await? else {
            continue;
        };
        if kept_back.contains(&task) {
            continue;
        }
        let ended_before = case.ended_at.is_some_and(|ended| ended <= since);
        if decided.contains(&task) || !ended_before {
            lines.push(line(office, &case, as_of));
        }
    }
    lines.sort_by(|a, b| {
        let urgency = |line: &AssignmentLine| (line.done, !line.overdue, line.due.unwrap_or(Timestamp::MAX));
        urgency(a).cmp(&urgency(b)).then_with(|| a.number.cmp(&b.number))
    });
    Ok(lines)
}

/// Tasks that may have been open as of the day: those open now, and those of the month before that have ended since.
async fn older_tasks(office: &Office, date: Date, decided: &BTreeSet<CaseId>) -> Result<BTreeSet<CaseId>, Error> {
    const MONTH: i64 = 31;
    const MOST: u32 = 500;
    let task = KindSlug::from(crate::assign::TASK);
    let open = Filter {
        kind: Some(task.clone()),
        open: Some(true),
        ..Filter::default()
    };
    let ended = Filter {
        kind: Some(task),
        open: Some(false),
        received_from: Some(date.saturating_sub(Span::new().days(MONTH))),
        received_to: Some(date.saturating_add(Span::new().days(1))),
        ..Filter::default()
    };
    let mut ids = BTreeSet::new();
    for filter in [open, ended] {
        let page = office
            .store
            .list(&Viewer::body(), &filter, Sort::DueSoonest, None, MOST)
            .await?;
        ids.extend(page.rows.into_iter().map(|row| row.id));
    }
    Ok(ids.difference(decided).copied().collect())
}

/// A case as it stood at `as_of`: a replayed day must not know what came after it.
async fn case_as_of(office: &Office, id: CaseId, as_of: Timestamp) -> Result<Option<Case>, Error> {
    let events = office.store.history(id).await?;
    let known = events.into_iter().filter(|recorded| recorded.at <= as_of);
    Ok(known.fold(None, |case, recorded| {
        evolve(case, &recorded.event, &recorded.actor, recorded.at)
    }))
}

fn line(office: &Office, case: &Case, as_of: Timestamp) -> AssignmentLine {
    let pack = &office.pack;
    let same = |text: &str| Text {
        zh: text.to_owned(),
        en: text.to_owned(),
    };
    let status = pack.kind(&case.kind).and_then(|kind| {
        let status = kind.statuses.iter().find(|status| status.slug == case.status);
        status.map(|status| status.name.clone())
    });
    let answer = case.answer.as_ref().map(|answer| answer.text.clone());
    let progress = || case.progress.as_ref().map(|note| note.text.clone());
    AssignmentLine {
        task: case.id,
        number: case.number.clone(),
        title: case.title.clone(),
        unit: pack
            .unit(&case.unit)
            .map_or_else(|| same(case.unit.as_str()), |unit| unit.name.clone()),
        leader: pack
            .post(&case.leader)
            .map_or_else(|| same(case.leader.as_str()), |post| post.name.clone()),
        due: due(case),
        status: status.unwrap_or_else(|| same(case.status.as_str())),
        done: case.is_ended(),
        overdue: case.clocks.iter().any(|clock| clock.is_overdue(as_of)),
        outcome: case.outcome.or(case.answer.as_ref().map(|answer| answer.outcome)),
        word: answer.or_else(progress).unwrap_or_default(),
    }
}

/// Of the work itself: the clock whose due time was set by hand; an acknowledgement's own clock is not the task's.
fn due(case: &Case) -> Option<Timestamp> {
    let by_hand = case.clocks.iter().rev().find(|clock| clock.allowance.is_none());
    by_hand.or(case.clocks.last()).map(|clock| clock.due)
}
