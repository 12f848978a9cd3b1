//! The day's numbers, yesterday's assignments, and the brief drafted from them.

use crate::boxed;
use crate::judge::{DayState, change_day, load_day, no_counts, read_day};
use crate::{Error, Office};
use domain::case::{Actor, Case, Refusal, evolve};
use domain::daily::{
    AssignmentLine, Brief, BriefInput, Caveat, Compared, DayCounts, DayEvent, DayItem, ReportVersion, Subject,
    UnitNumbers, compose_brief,
};
use domain::{CaseId, KindSlug, Text, UnitSlug};
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use store::{Base, Changed, Cursor, DayCaseNumbers, Filter, Sort, Viewer};

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
    draft_brief_of_papers(office, date, as_of, actor, now, None).await
}

/// As [`draft_brief`], after files that are nobody's report and of which so many rows could not be read; none where no such file
/// came: what is missing of those before is missing still.
pub(crate) async fn draft_brief_of_papers(
    office: &Office,
    date: Date,
    as_of: Timestamp,
    actor: &Actor,
    now: Timestamp,
    of_nobody: Option<u64>,
) -> Result<Brief, Error> {
    let day = read_day(office, date, as_of).await?;
    let bases = Bases::of(office, date, as_of).await?;
    let numbers = bases.numbers(office).await?;
    let compared = |field: fn(&DayCaseNumbers) -> u64| numbers.compared(field);
    let counts = bases.counts(office).await?;
    let by_unit = office.store.unit_numbers(date, &bases.today.1).await?;
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
    let given = given(office, date, as_of).await?;
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
        assignments: given.lines,
        assignments_left_out: given.left_out,
        trend: bases.trend(office, numbers.today.received).await?,
        weeks: day.judged_as_of.map(|_| day.weeks),
        warning_years: bases.warning_years(office).await?,
        rejected_rows: unread(&day.received, as_of) + of_nobody.unwrap_or_else(|| carried(&day, as_of)),
    };
    let brief = Box::new(compose_brief(&office.pack, input));
    let (before, _) = load_day(office, date).await?;
    if let Some(known) = before.drafted(&brief) {
        return Ok(known.clone());
    }
    change_day(office, date, DayEvent::BriefDrafted { brief }, actor, now).await?;
    let (day, _) = load_day(office, date).await?;
    let newest = day.briefs.into_iter().next_back();
    newest.ok_or_else(|| Refusal::new("refusal-day-no-brief").with("version", 1).into())
}

/// Rows that could not be read of the units' newest reports of that moment: a mended file is a newer one.
fn unread(received: &[ReportVersion], then: Timestamp) -> u64 {
    let there = received.iter().filter(|version| version.received_at <= then);
    let newest: BTreeMap<&UnitSlug, u64> = there.map(|version| (&version.unit, version.rejected)).collect();
    newest.values().sum()
}

/// What the brief before says is missing beside the units' reports of its moment.
fn carried(day: &DayState, as_of: Timestamp) -> u64 {
    let before = day.briefs.iter().rev().find(|brief| brief.as_of <= as_of);
    before.map_or(0, |brief| {
        let said = brief.caveats.iter().find_map(|caveat| match caveat {
            Caveat::RejectedRows { rows } => Some(*rows),
            _ => None,
        });
        said.unwrap_or(0).saturating_sub(unread(&day.received, brief.as_of))
    })
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
    today: (Date, Changed),
    yesterday: Option<(Date, Changed)>,
    last_week: Option<(Date, Changed)>,
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
        let mut before = [None, None];
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
    fn each(&self) -> [Option<&(Date, Changed)>; 3] {
        [Some(&self.today), self.yesterday.as_ref(), self.last_week.as_ref()]
    }

    async fn numbers(&self, office: &Office) -> Result<Asked<DayCaseNumbers>, Error> {
        let mut answers = [None; 3];
        for (answer, base) in answers.iter_mut().zip(self.each()) {
            if let Some((day, on)) = base {
                *answer = Some(office.store.day_numbers(*day, &office.pack.zone, on).await?);
            }
        }
        Ok(Asked::of(answers, DayCaseNumbers::default()))
    }

    async fn counts(&self, office: &Office) -> Result<Asked<DayCounts>, Error> {
        let mut answers = [None, None, None];
        for (answer, base) in answers.iter_mut().zip(self.each()) {
            if let Some((day, on)) = base {
                let counts = office.store.day_counts(&[*day], on).await?;
                *answer = Some(counts.into_iter().next().unwrap_or_else(|| no_counts(*day)));
            }
        }
        Ok(Asked::of(answers, no_counts(self.today.0)))
    }

    /// The last point is the day itself, the days before it as they were known then.
    async fn trend(&self, office: &Office, received: u64) -> Result<Vec<(Date, u64)>, Error> {
        let (date, on) = &self.today;
        let from = date.saturating_sub(Span::new().days(TREND_DAYS - 1));
        let from = self.first.map_or(*date, |first| from.max(first)).min(*date);
        let before = std::iter::successors(Some(from), |day| day.tomorrow().ok()).take_while(|day| day < date);
        let before: Vec<Date> = before.collect();
        let counts = counts_before(office, &before, on).await?;
        let counts = counts
            .iter()
            .map(|day| (day.date, day.categories.values().sum::<u64>()));
        Ok(counts.chain([(*date, received)]).collect())
    }

    /// Years without holiday data that clocks of any kind run into.
    async fn warning_years(&self, office: &Office) -> Result<Vec<i16>, Error> {
        let on = &self.today.1;
        let others = office
            .pack
            .kinds
            .keys()
            .filter(|kind| **kind != office.pack.import.kind);
        let mut of_kinds = Vec::new();
        for kind in others {
            of_kinds.push(office.store.changed(kind, &office.pack.zone, on.base()).await?);
        }
        let all: Vec<&Changed> = of_kinds.iter().chain([on]).collect();
        Ok(office.store.warning_years(&all).await?)
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
        let days = [Some(&self.today), self.yesterday.as_ref(), self.last_week.as_ref()];
        let slugs: BTreeSet<&S> = days.into_iter().flatten().flat_map(|day| counts(day).keys()).collect();
        let of = |slug: &S| self.compared(|day| counts(day).get(slug).copied().unwrap_or(0));
        slugs.into_iter().map(|slug| (slug.clone(), of(slug))).collect()
    }
}

/// On what base `date` is counted as of `at`: of what was known then, as it stood then. A day of which nothing was known
/// then, because it was brought in afterwards, is counted of what is known now.
pub(crate) async fn base_of(office: &Office, date: Date, at: Timestamp) -> Result<Changed, Error> {
    let (store, kind, zone) = (&office.store, &office.pack.import.kind, &office.pack.zone);
    let then = store.changed(kind, zone, at.into()).await?;
    if store.received(date, &then).await? > 0 {
        return Ok(then);
    }
    let base = Base {
        as_of: at,
        known_by: at.max(office.clock.now()),
    };
    Ok(store.changed(kind, zone, base).await?)
}

/// Counts of days before the day that is counted on `on`: each by the same rule, of what was known of it then or, where
/// that was nothing, of what is known now. So history that is brought in later counts, and what went on does not.
pub(crate) async fn counts_before(office: &Office, days: &[Date], on: &Changed) -> Result<Vec<DayCounts>, Error> {
    let mut counts = office.store.day_counts(days, on).await?;
    let nothing = |day: &DayCounts| day.categories.is_empty();
    let unknown: Vec<Date> = counts.iter().filter(|day| nothing(day)).map(|day| day.date).collect();
    let base = Base {
        as_of: on.base().as_of,
        known_by: on.base().known_by.max(office.clock.now()),
    };
    let now = Changed::nothing(office.pack.import.kind.clone(), base);
    let mut brought_in = office.store.day_counts(&unknown, &now).await?.into_iter();
    for day in counts.iter_mut().filter(|day| nothing(day)) {
        if let Some(known) = brought_in.next() {
            *day = known;
        }
    }
    Ok(counts)
}

/// The same time of day so many days earlier, in the pack's zone.
fn days_earlier(office: &Office, at: Timestamp, days: i64) -> Timestamp {
    let zone = &office.pack.zone;
    let local = zone.to_datetime(at).saturating_sub(Span::new().days(days));
    zone.to_timestamp(local).unwrap_or(at)
}

/// Assignments that a brief prints at most: the page has them all.
const MOST_PRINTED: usize = 500;

/// What the days before gave out.
struct Given {
    lines: Vec<AssignmentLine>,
    left_out: u64,
}

/// What the day before decided, what was still open then, and what came of it by `as_of`. Where there are more than a
/// brief prints, those that are late stay, then those of the day before.
async fn given(office: &Office, date: Date, as_of: Timestamp) -> Result<Given, Error> {
    let yesterday = date.saturating_sub(Span::new().days(1));
    let (before, _) = load_day(office, yesterday).await?;
    let decided: BTreeSet<CaseId> = before.decided.iter().map(|(_, task, _)| *task).collect();
    let since = days_earlier(office, as_of, 1);
    let mut lines = Vec::new();
    let older = older_tasks(office, since, as_of, &decided).await?;
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
    Ok(most_urgent(lines, MOST_PRINTED, |line| decided.contains(&line.task)))
}

/// The most urgent lines, at most `most`, in the order in which they are printed.
fn most_urgent(mut lines: Vec<AssignmentLine>, most: usize, of_yesterday: impl Fn(&AssignmentLine) -> bool) -> Given {
    let urgency = |line: &AssignmentLine| (line.done, !line.overdue, line.due.unwrap_or(Timestamp::MAX));
    let before = |a: &AssignmentLine, b: &AssignmentLine| {
        let order = urgency(a).cmp(&urgency(b));
        order.then_with(|| a.number.cmp(&b.number))
    };
    let left_out = lines.len().saturating_sub(most);
    if left_out > 0 {
        lines.sort_by(|a, b| {
            let late = |line: &AssignmentLine| (line.done || !line.overdue, !of_yesterday(line));
            late(a).cmp(&late(b)).then_with(|| before(a, b))
        });
        lines.truncate(most);
    }
    lines.sort_by(before);
    Given {
        lines,
        left_out: left_out as u64,
    }
}

/// Tasks that may have been open after `since` as of the day: all that are open now, and those that have ended since.
async fn older_tasks(
    office: &Office,
    since: Timestamp,
    as_of: Timestamp,
    decided: &BTreeSet<CaseId>,
) -> Result<BTreeSet<CaseId>, Error> {
    const AT_ONCE: u32 = 500;
    let mut ids = BTreeSet::new();
    // What has ended since has changed since: behind the first that has not, there is none.
    for (open, sort) in [(true, Sort::DueSoonest), (false, Sort::ChangedNewest)] {
        let filter = Filter {
            kind: Some(KindSlug::from(crate::assign::TASK)),
            open: Some(open),
            ..Filter::default()
        };
        let mut after: Option<Cursor> = None;
        loop {
            let viewer = Viewer::body();
            let page = office
                .store
                .list(&viewer, &filter, sort, after.as_ref(), AT_ONCE)
                .await?;
            let over = !open && page.rows.last().is_some_and(|row| row.changed_at <= since);
            let rows = page.rows.into_iter().filter(|row| row.registered_at <= as_of);
            let rows = rows.filter(|row| row.ended_at.is_none_or(|ended| ended > since));
            ids.extend(rows.map(|row| row.id).filter(|id| !decided.contains(id)));
            after = page.next.filter(|_| !over);
            if after.is_none() {
                break;
            }
        }
    }
    Ok(ids)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn line(n: usize, overdue: bool, done: bool) -> AssignmentLine {
        let text = Text {
            zh: String::new(),
            en: String::new(),
        };
        AssignmentLine {
            task: CaseId(uuid::Uuid::from_u128(n as u128)),
            number: format!("{n:04}"),
            title: String::new(),
            unit: text.clone(),
            leader: text.clone(),
            due: Timestamp::from_second(i64::try_from(n).unwrap_or_default()).ok(),
            status: text,
            done,
            overdue,
            outcome: None,
            word: String::new(),
        }
    }

    #[test]
    fn what_is_late_is_printed_and_what_is_not_printed_is_counted() {
        let lines = (0..40).map(|n| line(n, n >= 30, n % 10 == 1)).collect();
        let yesterday = |line: &AssignmentLine| line.number.as_str() == "0011" || line.number.as_str() == "0029";
        let given = most_urgent(lines, 14, yesterday);
        assert_eq!(given.left_out, 26);
        let printed: Vec<&str> = given.lines.iter().map(|line| line.number.as_str()).collect();
        // Nine are late; then those of yesterday, done or not; then whatever is due first.
        let late = ["0030", "0032", "0033", "0034", "0035", "0036", "0037", "0038", "0039"];
        let others = ["0000", "0002", "0003", "0029", "0011"];
        assert_eq!(printed, [late.as_slice(), others.as_slice()].concat());
    }
}
