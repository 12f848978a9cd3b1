//! `[[calendar]]`: announced holidays and shifted workdays 调休, year by year.

use super::Rule;
use super::section::Section;
use super::source::At;
use crate::clock::CalendarYear;
use jiff::civil::{Date, Weekday};
use std::collections::BTreeSet;

/// The longest run of days that `from..to` may write: more is a slip of the pen.
const LONGEST_RUN: i32 = 31;

pub(super) fn read_calendar(sections: &[Section<'_>]) -> Vec<Rule<(i16, CalendarYear)>> {
    let mut seen = BTreeSet::new();
    sections
        .iter()
        .filter_map(|section| {
            let rule = section.rule(|section| {
                let year = section.whole("year", 1900, 2200)?;
                if !seen.insert(year.value) {
                    let args = [("section", "calendar"), ("slug", &*year.value.to_string())];
                    section.report(&year.at, "pack-duplicate", &args);
                }
                let year = i16::try_from(year.value).ok()?;
                // A year without this line would be one with no holiday, and nobody would be warned.
                let off = read_days(section, section.needed_strings("off"), year);
                let shifted = read_days(section, section.strings("shifted_workdays"), year);
                for day in &shifted {
                    if !matches!(day.value.weekday(), Weekday::Saturday | Weekday::Sunday) {
                        let args = [("date", &*day.value.to_string())];
                        section.report(&day.at, "pack-shifted-not-weekend", &args);
                    }
                    if off.iter().any(|off| off.value == day.value) {
                        section.report(&day.at, "pack-off-and-worked", &[("date", &day.value.to_string())]);
                    }
                }
                Some((
                    year,
                    CalendarYear {
                        off: off.into_iter().map(|day| day.value).collect(),
                        shifted_workdays: shifted.into_iter().map(|day| day.value).collect(),
                    },
                ))
            });
            section.end();
            rule
        })
        .collect()
}

/// Days as `2026-05-01` or runs as `2026-05-01..2026-05-05`, both ends among them.
fn read_days(section: &Section<'_>, texts: Vec<At<String>>, year: i16) -> Vec<At<Date>> {
    let mut days = Vec::new();
    for text in texts {
        let (first, last) = text.value.split_once("..").unwrap_or((&text.value, &text.value));
        let dates = first.trim().parse::<Date>().ok().zip(last.trim().parse::<Date>().ok());
        let run = dates.filter(|(first, last)| first <= last && (*last - *first).get_days() < LONGEST_RUN);
        let Some((first, last)) = run else {
            section.report(&text.at, "pack-bad-date", &[("date", &text.value)]);
            continue;
        };
        for date in first.series(jiff::ToSpan::day(1)).take_while(|date| *date <= last) {
            if date.year() != year {
                let args = [("date", &*date.to_string()), ("year", &*year.to_string())];
                section.report(&text.at, "pack-date-in-other-year", &args);
                break;
            }
            days.push(At {
                value: date,
                at: text.at.clone(),
            });
        }
    }
    days
}
