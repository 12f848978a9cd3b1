//! The read model of a case: what the tables `cases` and `clocks` keep of it. A pure function of the case; and a clock as its row
//! has it.

use crate::sql::Columns as _;
use crate::{CaseRow, Error};
use domain::case::{About, Case, RunningClock};
use domain::clock::{ClockStatus, MARKS, mark_at};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sqlx::any::AnyRow;
use std::collections::BTreeSet;

/// Everything that the tables keep of a case beside its place in them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CaseModel {
    /// The line of the worklist.
    pub(crate) row: CaseRow,
    /// Day of reception in the pack's zone.
    pub(crate) received_day: Date,
    /// Since when everybody may read where it is.
    pub(crate) placed_at: Option<Timestamp>,
    /// Its clocks, in the order they started.
    pub(crate) clocks: Vec<ClockModel>,
    /// Whom it is about, as `case_about` keeps them: what (post, staff, unit), slug or account, in this order.
    pub(crate) about: Vec<(String, String)>,
    /// Who works on it beside its responsible unit, as `case_beside` keeps them: what, slug, in this order.
    pub(crate) beside: Vec<(String, String)>,
    /// The danger that has not ended, as `case_dangers` keeps it: what, since when, taken up when.
    pub(crate) danger: Option<(String, i64, Option<i64>)>,
}

/// What the table `clocks` keeps of a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClockModel {
    pub(crate) clock: String,
    pub(crate) from: i64,
    pub(crate) due: i64,
    pub(crate) warning: Option<i64>,
    pub(crate) ended_at: Option<i64>,
    pub(crate) paused: bool,
    pub(crate) cancelled: bool,
    pub(crate) next_mark_at: Option<i64>,
}

impl ClockModel {
    /// A row of the table.
    ///
    /// # Errors
    /// What the row says instead.
    pub(crate) fn of(row: &AnyRow) -> Result<Self, Error> {
        Ok(Self {
            clock: row.text("clock")?,
            from: row.int("from_at")?,
            due: row.int("due_at")?,
            warning: row.opt_int("warning")?,
            ended_at: row.opt_int("ended_at")?,
            paused: row.int("paused")? != 0,
            cancelled: row.int("cancelled")? != 0,
            next_mark_at: row.opt_int("next_mark_at")?,
        })
    }
}

/// The read model of a case whose days begin in `zone`.
pub(crate) fn project(case: &Case, zone: &TimeZone) -> CaseModel {
    CaseModel {
        row: CaseRow {
            id: case.id,
            number: case.number.clone(),
            kind: case.kind.clone(),
            category: case.category.clone(),
            title: case.title.clone(),
            unit: case.unit.clone(),
            leader: case.leader.clone(),
            area: case.place.area.clone(),
            address: case.place.address.clone(),
            // No list, filter or file says how a hidden source came in.
            source: if case.source_shield.is_some() {
                String::new()
            } else {
                case.source.clone()
            },
            external: case.external.clone(),
            origin: case.origin,
            status: case.status.clone(),
            received_at: whole_ms(case.received_at),
            registered_at: whole_ms(case.registered_at),
            changed_at: whole_ms(case.changed_at),
            due_at: case.next_due().map(whole_ms),
            ended_at: case.ended_at.map(whole_ms),
            finished_at: case.finished_at().map(whole_ms),
            repeats: case.repeats,
            people_affected: case.people_affected,
            casualties: case.casualties,
            version: case.version,
            erased_at: case.erased_at.map(whole_ms),
            published_at: case.publication.as_ref().map(|(_, at)| whole_ms(*at)),
        },
        received_day: day_in(case.received_at, zone),
        placed_at: placed_at(case),
        clocks: case.clocks.iter().map(clock).collect(),
        about: about(&case.about),
        beside: beside(case),
        danger: case.danger.as_ref().map(|danger| {
            let taken_up = danger.acknowledged.as_ref().map(|(at, _)| at.as_millisecond());
            (danger.danger.clone(), danger.raised_at.as_millisecond(), taken_up)
        }),
    }
}

/// Since when everybody may read where a case is; none where it is not published, or without its place.
pub(crate) fn placed_at(case: &Case) -> Option<Timestamp> {
    let (publication, at) = case.publication.as_ref()?;
    let has_point = case.place.latitude.is_some() && case.place.longitude.is_some();
    (publication.with_place && has_point).then(|| whole_ms(*at))
}

fn beside(case: &Case) -> Vec<(String, String)> {
    let acting = case.recusals.iter().filter(|recusal| recusal.unit == case.unit);
    let acting = acting.map(|recusal| &recusal.replacement);
    let acting = acting.filter(|post| !case.stands_aside(post));
    let posts = acting.map(|post| ("post".to_owned(), post.to_string()));
    let proposed = case.passing.iter().map(|passing| &passing.unit);
    let units = case.helping.iter().chain(proposed);
    let units = units.map(|unit| ("unit".to_owned(), unit.to_string()));
    // The post that alone sees who reported keeps the case in its lists; 'source' says that it is such a case.
    let source = case.source_shield.iter().flat_map(|shield| {
        let post = shield.post.to_string();
        [("post".to_owned(), post.clone()), ("source".to_owned(), post)]
    });
    let all: BTreeSet<_> = posts.chain(units).chain(source).collect();
    all.into_iter().collect()
}

fn about(about: &About) -> Vec<(String, String)> {
    let posts = about.posts.iter().map(|post| ("post", post.as_str()));
    let staff = about.staff.iter().map(|staff| ("staff", staff.0.as_str()));
    let units = about.units.iter().map(|unit| ("unit", unit.as_str()));
    posts
        .chain(staff)
        .chain(units)
        .map(|(what, slug)| (what.to_owned(), slug.to_owned()))
        .collect()
}

fn clock(clock: &RunningClock) -> ClockModel {
    let reached = clock.marks.iter().copied().max().unwrap_or(0);
    let next = MARKS.into_iter().find(|percent| *percent > reached);
    ClockModel {
        clock: clock.clock.as_str().to_owned(),
        from: clock.from.as_millisecond(),
        due: clock.due.as_millisecond(),
        warning: clock.warning.map(i64::from),
        ended_at: clock.stopped_at.map(Timestamp::as_millisecond),
        paused: clock.is_paused(),
        cancelled: clock.status == ClockStatus::Cancelled,
        next_mark_at: next
            .and_then(|percent| mark_at(clock, percent))
            .map(Timestamp::as_millisecond),
    }
}

/// The moment as the tables keep it: whole milliseconds.
pub(crate) fn whole_ms(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// The day on which a moment falls.
pub(crate) fn day_in(at: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(at).date()
}

/// A day as the tables keep it: yyyymmdd.
pub(crate) fn day_number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}
