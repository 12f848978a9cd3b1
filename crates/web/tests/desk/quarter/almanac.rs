//! The days of the quarter, by hand: holidays as the State Council announced them for 2026, weekends, levels, and times on the wall
//! clocks of Los Angeles, which go back an hour in the night to 1 November.

use jiff::civil::{Date, Weekday, date};
use jiff::{SignedDuration, Timestamp, ToSpan as _};

pub(super) const FIRST: Date = date(2026, 9, 15);
pub(super) const LAST: Date = date(2026, 12, 15);
/// Days with a heightened level, and the one day with an emergency.
pub(super) const HEIGHTENED: [Date; 5] = [
    date(2026, 11, 20),
    date(2026, 11, 21),
    date(2026, 11, 22),
    date(2026, 11, 23),
    date(2026, 11, 24),
];
pub(super) const EMERGENCY: Date = date(2026, 10, 20);

/// A time on the wall, as a moment: summer time is seven hours behind, and from two o'clock on 1 November it is eight.
pub(super) fn wall(day: Date, hour: i64, minute: i64) -> Timestamp {
    let summer = (day, hour) < (date(2026, 11, 1), 2);
    let behind = if summer { 7 } else { 8 };
    let midnight = format!("{day}T00:00:00Z").parse::<Timestamp>().unwrap();
    midnight + SignedDuration::from_mins((hour + behind) * 60 + minute)
}

/// The date and the minute of the day on the wall.
pub(super) fn on_the_wall(at: Timestamp) -> (Date, i64) {
    // An hour after one o'clock it is one o'clock again.
    let winter = at >= wall(date(2026, 11, 1), 1, 0) + SignedDuration::from_hours(1);
    let behind = if winter { 8 } else { 7 };
    let minutes = at.as_second().div_euclid(60) - behind * 60;
    let days = minutes.div_euclid(24 * 60);
    let day = date(1970, 1, 1).checked_add(days.days()).unwrap();
    (day, minutes.rem_euclid(24 * 60))
}

pub(super) fn is_holiday(day: Date) -> bool {
    (date(2026, 9, 25) <= day && day <= date(2026, 9, 27)) || (date(2026, 10, 1) <= day && day <= date(2026, 10, 7))
}

fn is_worked(day: Date) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let shifted = [date(2026, 9, 20), date(2026, 10, 10)].contains(&day);
    !is_holiday(day) && (!weekend || shifted)
}

/// The next moment within working hours, half past eight to half past five: `at` itself where it is one.
pub(super) fn working(at: Timestamp) -> Timestamp {
    let (day, minute) = on_the_wall(at);
    if is_worked(day) && (510..1050).contains(&minute) {
        return at;
    }
    let mut next = day;
    loop {
        let opens = wall(next, 8, 30);
        if is_worked(next) && opens > at {
            return opens;
        }
        next = next.tomorrow().unwrap();
    }
}

/// When a level is set: at eleven on the day before it begins.
pub(super) fn set_at(first: Date) -> Timestamp {
    wall(first.yesterday().unwrap(), 11, 0)
}

/// From when until when the level is heightened: it begins at ten past two in the night.
pub(super) fn heightened() -> (Timestamp, Timestamp) {
    (wall(HEIGHTENED[0], 2, 10), wall(HEIGHTENED[4], 20, 0))
}

/// From when until when it is an emergency.
pub(super) fn emergency() -> (Timestamp, Timestamp) {
    (wall(EMERGENCY, 9, 0), wall(EMERGENCY, 20, 0))
}

/// Leaders and officers that are needed at a moment, as it is known at `now`: levels to their minute, a holiday for its day of duty.
pub(super) fn need(at: Timestamp, now: Timestamp) -> (u32, u32) {
    let within = |(from, until): (Timestamp, Timestamp)| from <= at && at < until;
    if within(emergency()) && now >= set_at(EMERGENCY) {
        (2, 2)
    } else if (within(heightened()) && now >= set_at(HEIGHTENED[0])) || is_holiday(day_of_duty(at)) {
        (1, 2)
    } else {
        (1, 1)
    }
}

/// The day of duty that a moment belongs to: it begins at half past eight.
pub(super) fn day_of_duty(at: Timestamp) -> Date {
    let (day, minute) = on_the_wall(at);
    if minute < 510 { day.yesterday().unwrap() } else { day }
}

#[test]
fn times_on_the_wall_are_those_of_the_zone() {
    let zone = jiff::tz::TimeZone::get("America/Los_Angeles").unwrap();
    let mut at = wall(FIRST, 8, 30);
    while at < wall(LAST, 8, 30) {
        let there = zone.to_datetime(at);
        let minute = i64::from(there.hour()) * 60 + i64::from(there.minute());
        assert_eq!(on_the_wall(at), (there.date(), minute), "{at}");
        at += SignedDuration::from_mins(7);
    }
}
