//! Calendars as programs of others read them.

use documents::calendar::{Event, calendar};
use icalendar::{Calendar, CalendarComponent, Component as _};
use jiff::Timestamp;
use std::process::Command;

const NASTY: &str = "夜班；值班员：贺晚舟, 林小满; \\ \"引号\" — 这一行很长很长很长很长很长很长很长很长很长很长，长过七十五个字节\n第二行";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn file() -> Vec<u8> {
    let event = |uid, begins, ends, summary| Event {
        uid,
        written_at: at("2026-10-20T00:00:00Z"),
        sequence: 0,
        cancelled: false,
        begins,
        ends,
        summary,
        place: "县应急管理局, 三楼",
        link: "",
    };
    calendar(
        "Duty",
        "值班员的全部班",
        &[
            // A night in which the clocks go back.
            event(
                "office-2026-10-31-night-1@duty.huying",
                at("2026-10-31T17:30:00-07:00"),
                at("2026-11-01T08:30:00-08:00"),
                NASTY,
            ),
            event(
                "office-2026-11-01-day-1@duty.huying",
                at("2026-11-01T08:30:00-08:00"),
                at("2026-11-01T17:30:00-08:00"),
                "Day",
            ),
        ],
    )
}

#[test]
fn lines_are_folded_within_75_bytes_and_never_within_a_character() {
    let file = file();
    for line in file.split(|byte| *byte == b'\n') {
        assert!(line.len() <= 76, "{}", String::from_utf8_lossy(line));
        assert!(line.is_empty() || line.ends_with(b"\r"));
        std::str::from_utf8(line).expect("no character is broken");
    }
}

#[test]
fn a_parser_of_others_reads_what_was_written() {
    let text = String::from_utf8(file()).unwrap();
    let read: Calendar = text.parse().unwrap();
    assert_eq!(read.get_name(), Some("值班员的全部班"));
    let events: Vec<_> = read.components.iter().filter_map(CalendarComponent::as_event).collect();
    assert_eq!(events.len(), 2);
    assert_eq!(events[0].get_uid(), Some("office-2026-10-31-night-1@duty.huying"));
    assert_eq!(events[0].get_summary(), Some(NASTY));
    let starts = events[0].property_value("DTSTART");
    let ends = events[0].property_value("DTEND");
    assert_eq!((starts, ends), (Some("20261101T003000Z"), Some("20261101T163000Z")));
    assert_eq!(events[1].property_value("LOCATION"), Some("县应急管理局, 三楼"));
}

#[test]
fn what_was_changed_and_called_off_says_so() {
    let event = |sequence, cancelled| Event {
        uid: "case-1@huying",
        written_at: at("2026-10-20T00:00:00Z"),
        sequence,
        cancelled,
        begins: at("2026-10-21T00:00:00Z"),
        ends: at("2026-10-21T01:00:00Z"),
        summary: "人民调解",
        place: "一号调解室",
        link: "",
    };
    let said = |sequence, cancelled| {
        let text = String::from_utf8(calendar("Mediation", "", &[event(sequence, cancelled)])).unwrap();
        let read: Calendar = text.parse().unwrap();
        let read = read
            .components
            .iter()
            .find_map(CalendarComponent::as_event)
            .unwrap()
            .clone();
        let value = |name| read.property_value(name).map(str::to_owned);
        (value("SEQUENCE"), value("STATUS"))
    };
    assert_eq!(said(0, false), (None, None));
    assert_eq!(said(1, false), (Some("1".to_owned()), None));
    assert_eq!(said(2, true), (Some("2".to_owned()), Some("CANCELLED".to_owned())));
}

/// Python's `icalendar`: of the Python that `HUYING_ICALENDAR` names, as `./test` does, or else where it is installed.
#[test]
fn another_one_agrees() {
    let script = "import sys, icalendar\n\
                  c = icalendar.Calendar.from_ical(sys.stdin.buffer.read())\n\
                  for e in c.walk('VEVENT'):\n    \
                  print(e['UID'], e.decoded('DTSTART').isoformat(), e.decoded('DTEND').isoformat(), len(e['SUMMARY']))\n";
    let named = std::env::var("HUYING_ICALENDAR").ok();
    let python = named.as_deref().unwrap_or("python3");
    let there = Command::new(python).args(["-c", "import icalendar"]).output();
    if !there.is_ok_and(|output| output.status.success()) {
        assert_eq!(named, None, "it is said to be there");
        eprintln!("python's icalendar is not here: nothing is compared");
        return;
    }
    let mut child = Command::new(python)
        .args(["-c", script])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), &file()).unwrap();
    let said = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines,
        [
            format!(
                "office-2026-10-31-night-1@duty.huying 2026-11-01T00:30:00+00:00 2026-11-01T16:30:00+00:00 {}",
                NASTY.chars().count()
            ),
            "office-2026-11-01-day-1@duty.huying 2026-11-01T16:30:00+00:00 2026-11-02T01:30:00+00:00 3".to_owned(),
        ]
    );
}
