//! Deadlines worked out by hand, in the numbers of the rules they come from.

use domain::clock::{Allowance, Calendar, Change, ClockUnit, due, due_after};
use domain::pack;
use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;

fn shanghai() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

fn calendar() -> Calendar {
    pack::builtin("cn").expect("built in").calendar.clone()
}

/// `15d`, `5wd`, `2h`.
fn allowance(text: &str) -> Allowance {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap();
    let unit = match &text[digits..] {
        "h" => ClockUnit::Hours,
        "d" => ClockUnit::Days,
        "wd" => ClockUnit::WorkingDays,
        other => panic!("{other}"),
    };
    Allowance {
        n: text[..digits].parse().unwrap(),
        unit,
    }
}

fn moment(local: &str, zone: &TimeZone) -> Timestamp {
    let local: jiff::civil::DateTime = local.replace(' ', "T").parse().unwrap();
    zone.to_timestamp(local).unwrap()
}

#[track_caller]
fn check(zone: &TimeZone, roll: bool, from: &str, time: &str, expect: &str, warning: Option<i16>) {
    let got = due(moment(from, zone), allowance(time), zone, &calendar(), roll);
    let local = zone.to_datetime(got.at).to_string().replace('T', " ");
    assert_eq!((local.as_str(), got.warning), (expect, warning), "{time} from {from}");
}

#[test]
fn rules_of_domain_in_shanghai() {
    let zone = shanghai();
    for (from, time, expect, rule) in [
        // 2026-03-17 is a Tuesday.
        ("2026-03-02 09:00", "15d", "2026-03-17 23:59:59", "信访 22, 23"),
        // Not ours: five working days, over a weekend.
        ("2026-03-05 16:30", "5wd", "2026-03-12 23:59:59", "信访 23"),
        ("2026-03-02 09:00", "10wd", "2026-03-16 23:59:59", "简易程序"),
        // Sixty days from 2 March are 1 May, a holiday until the 5th: the 6th.
        ("2026-03-02 09:00", "60d", "2026-05-06 23:59:59", "信访 34"),
        ("2026-03-03 09:00", "30d", "2026-04-02 23:59:59", "信访 35, 36"),
        ("2026-03-07 23:59", "1h", "2026-03-08 00:59:00", "493号令 9"),
        ("2026-12-31 23:30", "2h", "2027-01-01 01:30:00", "493号令 11"),
        ("2026-06-01 08:00", "7d", "2026-06-08 23:59:59", "493号令 13"),
        ("2026-06-02 08:00", "30d", "2026-07-02 23:59:59", "493号令 13"),
        // One second before midnight is still that day, midnight is the next.
        ("2026-03-02 23:59:59", "1d", "2026-03-03 23:59:59", "民法典 201"),
        ("2026-03-03 00:00:00", "1d", "2026-03-04 23:59:59", "民法典 201"),
    ] {
        println!("{rule}");
        check(&zone, true, from, time, expect, None);
    }
}

#[test]
fn over_the_spring_festival_of_2026() {
    let zone = shanghai();
    // Off 15–23 February; worked on the Saturdays 14 and 28.
    check(&zone, true, "2026-02-10 10:00", "7d", "2026-02-24 23:59:59", None);
    check(&zone, false, "2026-02-10 10:00", "7d", "2026-02-17 23:59:59", None);
    // A worked Saturday does not roll.
    check(&zone, true, "2026-02-07 10:00", "7d", "2026-02-14 23:59:59", None);
    check(&zone, true, "2026-02-13 10:00", "15d", "2026-02-28 23:59:59", None);
    // 11, 12, 13, 14 (shifted), 24.
    check(&zone, true, "2026-02-10 10:00", "5wd", "2026-02-24 23:59:59", None);
    // 14 (shifted), 24, 25, 26, 27, 28 (shifted), 2 March.
    check(&zone, true, "2026-02-13 10:00", "7wd", "2026-03-02 23:59:59", None);
    // Started on a holiday: the first working day after it counts.
    check(&zone, true, "2026-02-17 10:00", "1wd", "2026-02-24 23:59:59", None);
}

#[test]
fn a_year_without_data_is_warned_of() {
    let zone = shanghai();
    // 1 January 2027 will be off, but nobody has announced it: weekends alone.
    check(
        &zone,
        true,
        "2026-12-30 10:00",
        "2wd",
        "2027-01-01 23:59:59",
        Some(2027),
    );
    check(&zone, true, "2026-12-28 10:00", "5d", "2027-01-04 23:59:59", Some(2027));
    // Without rolling no calendar is asked, and hours never ask one.
    check(&zone, false, "2026-12-28 10:00", "5d", "2027-01-02 23:59:59", None);
    check(&zone, true, "2026-12-31 10:00", "48h", "2027-01-02 10:00:00", None);
    check(&zone, true, "2026-12-28 10:00", "3d", "2026-12-31 23:59:59", None);
}

#[test]
fn daylight_saving_in_los_angeles() {
    let zone = TimeZone::get("America/Los_Angeles").unwrap();
    // 8 March 2020 has 23 hours, 1 November 25.
    check(&zone, false, "2020-03-07 12:00", "24h", "2020-03-08 13:00:00", None);
    check(&zone, false, "2020-03-07 12:00", "1d", "2020-03-08 23:59:59", None);
    check(&zone, false, "2020-10-31 12:00", "24h", "2020-11-01 11:00:00", None);
    check(&zone, false, "2020-10-31 12:00", "1d", "2020-11-01 23:59:59", None);
    let start = moment("2020-03-08 00:00", &zone);
    let end = due(start, allowance("0d"), &zone, &calendar(), false).at;
    assert_eq!(end.duration_since(start).as_secs(), 23 * 3600 - 1);
}

#[test]
fn pauses_and_extensions_move_the_unrolled_last_day() {
    let (zone, calendar) = (shanghai(), calendar());
    let from = moment("2026-03-02 09:00", &zone);
    let paused = |from: &str, to: &str| Change::Paused {
        from: moment(from, &zone),
        to: moment(to, &zone),
    };
    let local = |time: &str, changes: &[Change]| {
        let at = due_after(from, allowance(time), changes, &zone, &calendar, true).at;
        zone.to_datetime(at).to_string()
    };
    // 60 + 30 days: 31 May is a Sunday, so 1 June; not 6 May + 30 days.
    assert_eq!(
        local("60d", &[Change::Extended(allowance("30d"))]),
        "2026-06-01T23:59:59"
    );
    // 19 days end on Saturday the 21st; with a pause of two days on Monday the 23rd, not on the 25th.
    assert_eq!(local("19d", &[]), "2026-03-23T23:59:59");
    assert_eq!(
        local("19d", &[paused("2026-03-10 10:00", "2026-03-12 09:00")]),
        "2026-03-23T23:59:59"
    );
    // Friday to Monday is one working day.
    assert_eq!(
        local("10wd", &[paused("2026-03-06 10:00", "2026-03-09 10:00")]),
        "2026-03-17T23:59:59"
    );
    assert_eq!(
        local("24h", &[paused("2026-03-02 10:00", "2026-03-02 10:40")]),
        "2026-03-03T09:40:00"
    );
    // A pause that ends before it begins takes nothing away.
    assert_eq!(
        local("24h", &[paused("2026-03-02 10:40", "2026-03-02 10:00")]),
        "2026-03-03T09:00:00"
    );
}

#[test]
fn the_ends_of_time_do_not_panic() {
    let calendar = calendar();
    for zone in [shanghai(), TimeZone::get("America/Los_Angeles").unwrap(), TimeZone::UTC] {
        for from in [Timestamp::MIN, Timestamp::UNIX_EPOCH, Timestamp::MAX] {
            for unit in [ClockUnit::Hours, ClockUnit::Days, ClockUnit::WorkingDays] {
                for n in [0, 1, 99_999, u32::MAX] {
                    for roll in [false, true] {
                        let due = due(from, Allowance { n, unit }, &zone, &calendar, roll);
                        assert!(due.at >= from);
                    }
                }
            }
        }
    }
}

#[test]
fn working_days_are_counted_between() {
    let calendar = calendar();
    assert_eq!(calendar.working_days_between(date(2026, 2, 13), date(2026, 2, 24)), 2);
    assert_eq!(calendar.working_days_between(date(2026, 2, 24), date(2026, 2, 13)), 0);
    assert_eq!(calendar.is_working_day(date(2026, 2, 14)), (true, true));
    assert_eq!(calendar.is_working_day(date(2026, 2, 16)), (false, true));
    assert_eq!(calendar.is_working_day(date(2027, 2, 8)), (true, false));
}
