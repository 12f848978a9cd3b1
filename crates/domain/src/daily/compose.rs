//! From a day's numbers and items to the frozen brief.

use super::{
    AssignmentLine, AttentionItem, Brief, Caveat, Compared, Counted, DayItem, Names, ReportStatus, Subject, UnitLine,
};
use crate::pack::Pack;
use crate::{AreaSlug, CategorySlug, Text, UnitSlug};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The most items that a day's judgement keeps; the worklist shows the others.
pub const MOST_JUDGED: usize = 1_000;

/// What a brief is made from.
#[derive(Debug, Clone)]
pub struct BriefInput<'a> {
    /// The day.
    pub date: Date,
    /// Version that it becomes.
    pub version: u32,
    /// The moment the numbers were taken.
    pub as_of: Timestamp,
    /// Received that day.
    pub received: Compared,
    /// Finished that day.
    pub finished: Compared,
    /// Open at `as_of`.
    pub open: Compared,
    /// Clocks past due at `as_of`.
    pub overdue: Compared,
    /// Received by category.
    pub categories: BTreeMap<CategorySlug, Compared>,
    /// Received by area.
    pub areas: BTreeMap<AreaSlug, Compared>,
    /// Units that are expected to report, in the pack's order.
    pub units: Vec<UnitNumbers>,
    /// The judgement's items in order.
    pub items: &'a [DayItem],
    /// Items beyond those that the judgement keeps.
    pub left_out: u64,
    /// What the days before gave out.
    pub assignments: Vec<AssignmentLine>,
    /// How many more of them there are.
    pub assignments_left_out: u64,
    /// Received a day, oldest first.
    pub trend: Vec<(Date, u64)>,
    /// Comparable past days that the rising test had; none when nothing was judged.
    pub weeks: Option<u32>,
    /// Years without holiday data that open clocks run into.
    pub warning_years: Vec<i16>,
    /// Rows of the day's papers that could not be read.
    pub rejected_rows: u64,
}

/// A unit's numbers for the brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitNumbers {
    /// Unit.
    pub unit: UnitSlug,
    /// How its report stands.
    pub report: ReportStatus,
    /// Versions of the report so far.
    pub versions: u32,
    /// Cases received that day for which it is responsible.
    pub cases: u64,
    /// Its open clocks past due.
    pub overdue: u64,
}

/// Composes a version of the brief. The same input and pack give the same brief.
#[must_use]
pub fn compose_brief(pack: &Pack, input: BriefInput<'_>) -> Brief {
    let names = Names::of_pack(pack);
    let most = pack
        .brief
        .most_items
        .and_then(|most| usize::try_from(most).ok())
        .unwrap_or(usize::MAX);
    let chosen = choose(input.items, most, |day| day.confirmed || is_rise(&day.item));
    let attention: Vec<AttentionItem> = chosen.into_iter().map(|day| day.item.clone()).collect();
    let caveats = caveats(pack, &input);
    Brief {
        date: input.date,
        version: input.version,
        issue: None,
        running: None,
        signed_by: None,
        as_of: input.as_of,
        zone: pack.zone.iana_name().unwrap_or("UTC").to_owned(),
        issued_on: pack.zone.to_datetime(input.as_of).date(),
        level: pack.brief.level,
        title: pack.brief.title.clone(),
        issuer: pack.brief.issuer.clone(),
        report_to: pack.brief.report_to.clone(),
        send_to: pack.brief.send_to.clone(),
        issue_to: pack.brief.issue_to.clone(),
        copies: pack.brief.copies.unwrap_or(0),
        received: input.received,
        finished: input.finished,
        open: input.open,
        overdue: input.overdue,
        categories: counted(input.categories, |slug| named(&names.categories, slug, slug.as_str())),
        areas: counted(input.areas, |slug| named(&names.areas, slug, slug.as_str())),
        units: units(input.units, &names),
        attention_left_out: input.left_out + (input.items.len() - attention.len()) as u64,
        names: names.kept_for(&attention),
        attention,
        assignments: input.assignments,
        trend: input.trend,
        caveats,
    }
}

/// The items that a day's judgement keeps, and how many it leaves out: the first ones, and every rise, because rises
/// are few and about many, and come last in the order.
#[must_use]
pub fn keep_judged(items: Vec<AttentionItem>) -> (Vec<AttentionItem>, u64) {
    if items.len() <= MOST_JUDGED {
        return (items, 0);
    }
    let kept: Vec<AttentionItem> = choose(&items, MOST_JUDGED, is_rise).into_iter().cloned().collect();
    let left_out = items.len() - kept.len();
    (kept, left_out as u64)
}

/// At most `most` items in their order (more only if more must stay): those that must stay, then the first others.
fn choose<T>(items: &[T], most: usize, must_stay: impl Fn(&T) -> bool) -> Vec<&T> {
    let staying = items.iter().filter(|item| must_stay(item)).count();
    let mut others = most.saturating_sub(staying);
    items
        .iter()
        .filter(|item| {
            if must_stay(item) {
                return true;
            }
            let fits = others > 0;
            others = others.saturating_sub(1);
            fits
        })
        .collect()
}

fn is_rise(item: &AttentionItem) -> bool {
    !matches!(item.subject, Subject::Case { .. })
}

/// Those with a case that day or on a day beside it, so that what fell to nothing is seen and all columns add up; most first, equal
/// ones by slug.
fn counted<S: Ord>(counts: BTreeMap<S, Compared>, name: impl Fn(&S) -> Text) -> Vec<Counted<S>> {
    let mut lines: Vec<Counted<S>> = counts
        .into_iter()
        .filter(|(_, count)| {
            [Some(count.today), count.yesterday, count.last_week]
                .iter()
                .flatten()
                .any(|n| *n > 0)
        })
        .map(|(slug, count)| Counted {
            name: name(&slug),
            slug,
            count,
        })
        .collect();
    // Stable: the map gave them by slug.
    lines.sort_by_key(|line| std::cmp::Reverse((line.count.today, line.count.yesterday, line.count.last_week)));
    lines
}

fn units(numbers: Vec<UnitNumbers>, names: &Names) -> Vec<UnitLine> {
    let lines = numbers.into_iter().map(|line| UnitLine {
        name: named(&names.units, &line.unit, line.unit.as_str()),
        unit: line.unit,
        report: line.report,
        versions: line.versions,
        cases: line.cases,
        overdue: line.overdue,
    });
    lines.collect()
}

/// A slug that the pack no longer knows shows as itself.
fn named<S: Ord>(names: &BTreeMap<S, Text>, slug: &S, text: &str) -> Text {
    names.get(slug).cloned().unwrap_or_else(|| Text {
        zh: text.to_owned(),
        en: text.to_owned(),
    })
}

fn caveats(pack: &Pack, input: &BriefInput<'_>) -> Vec<Caveat> {
    let mut caveats = Vec::new();
    let missing = input.units.iter().filter(|unit| unit.report == ReportStatus::Missing);
    let units = missing.count() as u64;
    if units > 0 {
        caveats.push(Caveat::Missing { units });
    }
    if input.rejected_rows > 0 {
        let rows = input.rejected_rows;
        caveats.push(Caveat::RejectedRows { rows });
    }
    let least = pack.judgement.least_weeks.as_ref().map_or(0, |least| least.value);
    if let Some(weeks) = input.weeks.filter(|weeks| *weeks < least) {
        caveats.push(Caveat::ShortHistory { weeks, least });
    }
    if input.assignments_left_out > 0 {
        let tasks = input.assignments_left_out;
        caveats.push(Caveat::Assignments { tasks });
    }
    let years = input.warning_years.iter();
    caveats.extend(years.map(|year| Caveat::NoHolidayData { year: *year }));
    caveats
}
