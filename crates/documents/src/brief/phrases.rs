//! Dates, lengths of time, reasons and statuses in words. The desk and the command line use the same.

use super::line::Line;
use domain::Locale;
use domain::case::Outcome;
use domain::daily::{Names, Reason, ReportStatus};
use domain::pack::BriefLevel;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use words::words;

/// Longest part of a person's own words that a sentence of the brief takes over, in characters.
const WORDS_OF_A_PERSON: usize = 300;

/// A reason of an item of `date` in words, without a full stop; nothing in it is markup. A slug that `names` does not
/// know stands for itself.
#[must_use]
pub fn reason_words(reason: &Reason, date: Date, names: &Names, locale: Locale) -> String {
    let words = words(locale);
    let sentence = match reason {
        Reason::Casualties { people } => words.with("reason-casualties", &[("people", (*people).into())]),
        Reason::Overdue { clock, minutes } => clock_words(clock, *minutes, names, locale),
        Reason::NearDeadline { clock, minutes } => clock_words(clock, minutes.saturating_neg(), names, locale),
        Reason::Repeated { times } => words.with("reason-repeated", &[("times", (*times).into())]),
        Reason::ManyPeople { people } => words.with("reason-many-people", &[("people", (*people).into())]),
        Reason::RisingCategory {
            category,
            observed,
            expected,
            p,
        } => {
            let name = names
                .categories
                .get(category)
                .map_or(category.as_str(), |name| name.get(locale));
            rising_words(
                "reason-rising-category",
                (date, name),
                (*observed, *expected, *p),
                locale,
            )
        }
        Reason::RisingArea {
            area,
            observed,
            expected,
            p,
        } => {
            let name = names.areas.get(area).map_or(area.as_str(), |name| name.get(locale));
            rising_words("reason-rising-area", (date, name), (*observed, *expected, *p), locale)
        }
        Reason::Added { why } => {
            let why = Line::short(why, WORDS_OF_A_PERSON);
            words.with("reason-added", &[("why", why.as_str().into())])
        }
    };
    Line::from(sentence).to_string()
}

/// How a report stands, in words: 按时, 迟报, 未报, 零报告, 待报.
#[must_use]
pub fn report_words(report: ReportStatus, locale: Locale) -> &'static str {
    words(locale).text(match report {
        ReportStatus::OnTime => "paper-report-on-time",
        ReportStatus::Late => "paper-report-late",
        ReportStatus::Missing => "paper-report-missing",
        ReportStatus::Zero => "paper-report-zero",
        ReportStatus::Awaited => "paper-report-awaited",
    })
}

/// What became of a case, in words.
#[must_use]
pub fn outcome_words(outcome: Outcome, locale: Locale) -> &'static str {
    words(locale).text(match outcome {
        Outcome::Solved => "paper-outcome-solved",
        Outcome::Partly => "paper-outcome-partly",
        Outcome::CannotBeMet => "paper-outcome-cannot-be-met",
        Outcome::NotOurs => "paper-outcome-not-ours",
        Outcome::Duplicate => "paper-outcome-duplicate",
        Outcome::Withdrawn => "paper-outcome-withdrawn",
    })
}

/// The level in words.
#[must_use]
pub fn level_words(level: BriefLevel, locale: Locale) -> &'static str {
    words(locale).text(match level {
        BriefLevel::Public => "paper-level-public",
        BriefLevel::Internal => "paper-level-internal",
        BriefLevel::WorkSecret => "paper-level-work-secret",
    })
}

/// A length of time in its two largest units; the sign is left to the sentence around it.
#[must_use]
pub fn length_words(minutes: i64, locale: Locale) -> String {
    let words = words(locale);
    let minutes = minutes.unsigned_abs();
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let key = match (days, hours, rest) {
        (0, 0, 0) => "paper-length-none",
        (0, 0, _) => "paper-length-minutes",
        (0, _, 0) => "paper-length-hours",
        (0, _, _) => "paper-length-hours-minutes",
        // Beyond a month, hours no longer tell anybody anything.
        (31.., _, _) | (_, 0, _) => "paper-length-days",
        _ => "paper-length-days-hours",
    };
    words.with(
        key,
        &[("days", days.into()), ("hours", hours.into()), ("minutes", rest.into())],
    )
}

/// A date in words.
#[must_use]
pub fn date_words(date: Date, locale: Locale) -> String {
    date_by("paper-date", date, locale)
}

/// A moment in words, in the zone given.
#[must_use]
pub fn time_words(at: Timestamp, zone: &TimeZone, locale: Locale) -> String {
    time_by(date_words, at, zone, locale)
}

/// A moment in words, without the year.
pub(super) fn short_time_words(at: Timestamp, zone: &TimeZone, locale: Locale) -> String {
    time_by(short_date_words, at, zone, locale)
}

fn time_by(date: fn(Date, Locale) -> String, at: Timestamp, zone: &TimeZone, locale: Locale) -> String {
    let at = zone.to_datetime(at);
    let time = at.strftime("%H:%M").to_string();
    words(locale).with(
        "paper-time",
        &[("date", date(at.date(), locale).into()), ("time", time.into())],
    )
}

/// Day and month, without the year.
pub(super) fn short_date_words(date: Date, locale: Locale) -> String {
    date_by("paper-date-short", date, locale)
}

/// Day and month, as short as a chart wants them.
pub(super) fn axis_date_words(date: Date, locale: Locale) -> String {
    date_by("paper-date-axis", date, locale)
}

/// The day of the week.
pub(super) fn weekday_words(date: Date, locale: Locale) -> &'static str {
    words(locale).text(match date.weekday().to_monday_one_offset() {
        1 => "paper-weekday-1",
        2 => "paper-weekday-2",
        3 => "paper-weekday-3",
        4 => "paper-weekday-4",
        5 => "paper-weekday-5",
        6 => "paper-weekday-6",
        _ => "paper-weekday-7",
    })
}

/// The zone of that IANA name; UTC for a name that is not known. The table is the program's own, so that a machine with
/// other zone files prints the same.
pub(super) fn zone(name: &str) -> TimeZone {
    TimeZoneDatabase::bundled().get(name).unwrap_or(TimeZone::UTC)
}

fn date_by(key: &str, date: Date, locale: Locale) -> String {
    let args = [
        ("year", date.year().into()),
        ("month", date.month().into()),
        ("day", date.day().into()),
    ];
    words(locale).with(key, &args)
}

/// A clock that is `overdue` minutes past its due time; with a minus sign, that many minutes before it.
fn clock_words(clock: &str, overdue: i64, names: &Names, locale: Locale) -> String {
    let name = names.clocks.get(clock).map_or(clock, |name| name.get(locale));
    let key = match overdue {
        0 => "reason-overdue-now",
        1.. => "reason-overdue",
        _ => "reason-near",
    };
    words(locale).with(
        key,
        &[("clock", name.into()), ("time", length_words(overdue, locale).into())],
    )
}

fn rising_words(
    key: &str,
    (date, name): (Date, &str),
    (observed, expected, p): (u64, f64, f64),
    locale: Locale,
) -> String {
    let expected = if expected >= 10.0 {
        format!("{expected:.0}")
    } else {
        format!("{expected:.1}")
    };
    let p = if p < 0.001 {
        "<\u{a0}0.001".to_owned()
    } else {
        format!("=\u{a0}{p:.3}")
    };
    let args = [
        ("name", name.into()),
        ("date", short_date_words(date, locale).into()),
        ("observed", observed.into()),
        ("expected", expected.into()),
        ("p", p.into()),
    ];
    words(locale).with(key, &args)
}
