//! Daily reports of the units 日报: a zero report is a report, silence is not.

use crate::UnitSlug;
use crate::pack::{OperatingLevel, Reporting};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// One version of a unit's report of a day. A correction after the deadline is a new version, not a rewrite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportVersion {
    /// Unit that reports.
    pub unit: UnitSlug,
    /// The day it is about.
    pub date: Date,
    /// 1, 2, …
    pub version: u32,
    /// When it was received.
    pub received_at: Timestamp,
    /// Cases it held; 0 is a zero report 零报告.
    pub cases: u64,
    /// How many of them stand in rows that could not be read.
    pub rejected: u64,
    /// Name of the file, or empty for the form.
    pub file: String,
    /// SHA-256 of the file, lower-case hex, or empty.
    pub sha256: String,
}

/// How a unit's report of a day stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportStatus {
    /// First version by the due minute.
    OnTime,
    /// First version after it.
    Late,
    /// None yet, and the due minute has passed.
    Missing,
    /// Reported in time that there is nothing to report.
    Zero,
    /// None yet, and there is still time.
    Awaited,
}

/// The minute by which a day's report has to be there, and the one before it when units report several times a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueWindow {
    /// Reports up to this moment answered an earlier due time and don't answer this one.
    pub after: Option<Timestamp>,
    /// Due.
    pub due: Timestamp,
}

/// Every due minute of `date` at `level`, of a unit or, where none is named, of the body, earliest first; never empty.
///
/// A level that the pack doesn't name reports as in routine, and a pack without due times at the end of the day.
#[must_use]
pub fn due_minutes(
    reporting: &Reporting,
    unit: Option<&UnitSlug>,
    level: OperatingLevel,
    date: Date,
    zone: &TimeZone,
) -> Vec<Timestamp> {
    let times = reporting.times(unit, level);
    let mut minutes: Vec<Timestamp> = times
        .iter()
        .map(|due| {
            let day = date.saturating_add(Span::new().days(i64::from(due.day)));
            moment(day, due.time, zone)
        })
        .collect();
    minutes.sort_unstable();
    minutes.dedup();
    if minutes.is_empty() {
        let next = date.saturating_add(Span::new().days(1));
        minutes.push(moment(next, Time::midnight(), zone));
    }
    minutes
}

/// The last due minute of `date` at `level`: after it the day's reporting is complete or a unit is missing.
#[must_use]
pub fn due_minute(
    reporting: &Reporting,
    unit: Option<&UnitSlug>,
    level: OperatingLevel,
    date: Date,
    zone: &TimeZone,
) -> Timestamp {
    let minutes = due_minutes(reporting, unit, level, date, zone);
    minutes.last().copied().unwrap_or(Timestamp::MAX)
}

/// The due minute that counts at `now`: the last one that has passed, or else the first to come.
#[must_use]
pub fn due_window(
    reporting: &Reporting,
    unit: Option<&UnitSlug>,
    level: OperatingLevel,
    date: Date,
    zone: &TimeZone,
    now: Timestamp,
) -> DueWindow {
    let minutes = due_minutes(reporting, unit, level, date, zone);
    let at = minutes.iter().rposition(|due| *due <= now).unwrap_or(0);
    DueWindow {
        after: at.checked_sub(1).map(|before| minutes[before]),
        due: minutes[at],
    }
}

/// How a unit's report stands at `now`, from its versions in any order.
///
/// The first version decides between on time and late, so that a correction after the deadline makes nobody late; the
/// newest one says whether there is nothing to report. Versions received after `now` are not known yet.
#[must_use]
pub fn report_status(versions: &[ReportVersion], window: DueWindow, now: Timestamp) -> ReportStatus {
    let known = versions
        .iter()
        .filter(|version| version.received_at <= now && window.after.is_none_or(|after| version.received_at > after));
    let (mut first, mut newest) = (None::<Timestamp>, None::<&ReportVersion>);
    for version in known {
        first = Some(first.map_or(version.received_at, |at| at.min(version.received_at)));
        if newest.is_none_or(|newest| version.version > newest.version) {
            newest = Some(version);
        }
    }
    match (first, newest) {
        (Some(first), _) if first > window.due => ReportStatus::Late,
        (Some(_), Some(newest)) if newest.cases == 0 => ReportStatus::Zero,
        (Some(_), _) => ReportStatus::OnTime,
        (None, _) if now >= window.due => ReportStatus::Missing,
        (None, _) => ReportStatus::Awaited,
    }
}

/// A local time that a daylight saving change skips or repeats is taken as the zone's tables say (first reading).
fn moment(day: Date, time: Time, zone: &TimeZone) -> Timestamp {
    let local = day.to_datetime(time);
    zone.to_timestamp(local).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::{DueTime, Rule};
    use jiff::civil::{date, time};
    use std::collections::BTreeMap;

    fn reporting() -> Reporting {
        let rule = |value| Rule {
            value,
            source: "test".to_owned(),
            verified: false,
        };
        let due = |day, hour| DueTime {
            day,
            time: time(hour, 0, 0, 0),
        };
        Reporting {
            levels: BTreeMap::from([
                (OperatingLevel::Routine, rule(vec![due(1, 9)])),
                (OperatingLevel::Heightened, rule(vec![due(0, 18), due(0, 12)])),
            ]),
            units: BTreeMap::new(),
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn version(version: u32, received_at: &str, cases: u64) -> ReportVersion {
        ReportVersion {
            unit: "roads".into(),
            date: date(2026, 3, 3),
            version,
            received_at: at(received_at),
            cases,
            rejected: 0,
            file: String::new(),
            sha256: String::new(),
        }
    }

    #[test]
    fn due_minutes_follow_the_level() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let day = date(2026, 3, 3);
        let rules = reporting();
        assert_eq!(
            due_minute(&rules, None, OperatingLevel::Routine, day, &zone),
            at("2026-03-04T01:00:00Z")
        );
        assert_eq!(
            due_minute(&rules, None, OperatingLevel::Heightened, day, &zone),
            at("2026-03-03T10:00:00Z")
        );
        assert_eq!(
            due_minute(&rules, None, OperatingLevel::Emergency, day, &zone),
            at("2026-03-04T01:00:00Z")
        );
        let empty = Reporting {
            levels: BTreeMap::new(),
            units: BTreeMap::new(),
        };
        assert_eq!(
            due_minute(&empty, None, OperatingLevel::Routine, day, &zone),
            at("2026-03-03T16:00:00Z")
        );
        let window = due_window(
            &rules,
            None,
            OperatingLevel::Heightened,
            day,
            &zone,
            at("2026-03-03T11:00:00Z"),
        );
        assert_eq!(window.after, Some(at("2026-03-03T04:00:00Z")));
    }

    #[test]
    fn a_unit_has_its_own_times_at_the_levels_for_which_it_has_some() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let day = date(2026, 3, 3);
        let mut rules = reporting();
        let own = Rule {
            value: vec![DueTime {
                day: 1,
                time: time(7, 30, 0, 0),
            }],
            source: "test".to_owned(),
            verified: false,
        };
        let own = BTreeMap::from([(OperatingLevel::Routine, own)]);
        rules.units.insert("water".into(), own);
        let due = |unit: &str, level| due_minute(&rules, Some(&unit.into()), level, day, &zone);
        assert_eq!(due("water", OperatingLevel::Routine), at("2026-03-03T23:30:00Z"));
        assert_eq!(due("fire", OperatingLevel::Routine), at("2026-03-04T01:00:00Z"));
        // The body's, at a level of which the unit's own times say nothing.
        assert_eq!(due("water", OperatingLevel::Heightened), at("2026-03-03T10:00:00Z"));
        rules.levels.remove(&OperatingLevel::Heightened);
        let due = due_minute(&rules, Some(&"water".into()), OperatingLevel::Heightened, day, &zone);
        assert_eq!(due, at("2026-03-03T23:30:00Z"));
    }

    #[test]
    fn a_report_stands_as_its_versions_say() {
        let window = DueWindow {
            after: None,
            due: at("2026-03-04T01:00:00Z"),
        };
        let (early, on, late) = ("2026-03-04T00:10:00Z", "2026-03-04T01:00:00Z", "2026-03-04T01:00:01Z");
        let after = at("2026-03-04T02:00:00Z");
        let cases: [(&[ReportVersion], Timestamp, ReportStatus); 9] = [
            (&[], at(early), ReportStatus::Awaited),
            (&[], at(on), ReportStatus::Missing),
            (&[version(1, on, 4)], after, ReportStatus::OnTime),
            (&[version(1, late, 4)], after, ReportStatus::Late),
            (&[version(1, late, 0)], after, ReportStatus::Late),
            (&[version(1, early, 0)], after, ReportStatus::Zero),
            (
                &[version(1, early, 4), version(2, late, 5)],
                after,
                ReportStatus::OnTime,
            ),
            (
                &[version(2, late, 3), version(1, early, 0)],
                after,
                ReportStatus::OnTime,
            ),
            (&[version(1, late, 4)], at(on), ReportStatus::Missing),
        ];
        for (versions, now, expected) in cases {
            assert_eq!(report_status(versions, window, now), expected, "{versions:?} at {now}");
        }
        let second = DueWindow {
            after: Some(at(on)),
            due: after,
        };
        assert_eq!(
            report_status(&[version(1, early, 4)], second, after),
            ReportStatus::Missing
        );
    }
}
