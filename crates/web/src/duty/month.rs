//! A month of a roster as a table: days, turns, who is there.

use super::name;
use crate::visit::Visit;
use domain::duty::{Days, DutyRules, Kind, Presence, Roster, Shift, presences};
use domain::pack::OperatingLevel;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use office::Colleague;

/// A day's line.
pub(super) struct Day {
    pub(super) date: String,
    /// Message keys: weekend, holiday, operating level.
    pub(super) marks: Vec<&'static str>,
    /// A turn each; a last one for shifts outside the turns, where the month has such.
    pub(super) cells: Vec<Vec<There>>,
    pub(super) today: bool,
    /// From today on, and nobody is planned.
    pub(super) nobody: bool,
}

/// Somebody in a cell.
pub(super) struct There {
    pub(super) name: String,
    /// From and until, where it is not the whole turn.
    pub(super) part: String,
    pub(super) mine: bool,
}

/// The first and last day of the month of a date.
pub(super) fn month_of(date: Date) -> (Date, Date) {
    (date.first_of_month(), date.last_of_month())
}

/// The month of a query `2026-10`; else that of today.
pub(super) fn asked_month(asked: &str, today: Date) -> Date {
    let first: Option<Date> = format!("{asked}-01").parse().ok();
    first.unwrap_or(today).first_of_month()
}

/// The lines of the days from one to another.
pub(super) fn days(
    visit: &Visit,
    roster: &Roster,
    rules: &DutyRules,
    days: Days<'_>,
    people: &[Colleague],
    (from, until): (Date, Date),
) -> Vec<Day> {
    let today = days.zone.to_datetime(visit.now).date();
    let there = presences(roster, Timestamp::MIN, Timestamp::MAX, days.zone);
    let mut lines = Vec::new();
    let mut date = from;
    while date <= until {
        let cells = rules.turns.iter().map(|turn| Some(turn.slug.as_str())).chain([None]);
        let cell = |turn: Option<&str>| {
            let of = |shift: &&Shift| shift.date == date && shift.turn.as_deref() == turn;
            let shifts = roster.shifts.values().filter(of);
            let of_shift = |shift: &Shift| {
                let parts = there.iter().filter(|one| one.shift == shift.id);
                parts.map(|part| who(visit, people, shift, part)).collect::<Vec<_>>()
            };
            shifts.flat_map(of_shift).collect()
        };
        let mut marks = match days.kind(date) {
            Kind::Ordinary => Vec::new(),
            Kind::Weekend => vec!["duty-kind-weekend"],
            Kind::Holiday => vec!["duty-kind-holiday"],
        };
        match days.level(date) {
            OperatingLevel::Routine => {}
            OperatingLevel::Heightened => marks.push("duty-level-heightened"),
            OperatingLevel::Emergency => marks.push("duty-level-emergency"),
        }
        let cells: Vec<Vec<There>> = cells.map(cell).collect();
        let weekday = format!("paper-weekday-{}", date.weekday().to_monday_one_offset());
        lines.push(Day {
            date: format!("{date} {}", visit.words().text(&weekday)),
            marks,
            nobody: date >= today && cells.iter().all(Vec::is_empty),
            cells,
            today: date == today,
        });
        date = date.saturating_add(1.day());
    }
    if lines.iter().all(|day| day.cells.last().is_none_or(Vec::is_empty)) {
        for day in &mut lines {
            day.cells.pop();
        }
    }
    lines
}

fn who(visit: &Visit, people: &[Colleague], shift: &Shift, part: &Presence) -> There {
    let zone = &visit.desk.office.pack.zone;
    let time = |at: Timestamp| zone.to_datetime(at).strftime("%H:%M").to_string();
    let whole = (shift.from, shift.until) == (part.from, part.until) && shift.turn.is_some();
    There {
        name: name(visit, people, &part.staff).to_owned(),
        part: if whole {
            String::new()
        } else {
            format!("{}–{}", time(part.from), time(part.until))
        },
        mine: part.staff == super::oneself(visit),
    }
}
