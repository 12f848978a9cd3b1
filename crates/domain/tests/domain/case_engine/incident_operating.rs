//! Times of reports at an operating level: what it shortens when it begins, what it leaves when it ends, and that it never gives more time.

use super::incident::{Fire, first, known};
use super::sample::at;
use domain::case::incident::DueState;
use domain::case::{Command, Event, Figures, IncidentEvent, ReportSort, Respond};
use domain::pack::{self, OperatingLevel};
use jiff::{SignedDuration, Timestamp};

const BEGUN: &str = "2026-10-01 02:10";

fn bind(level: OperatingLevel, since: &str) -> Respond {
    Respond::BindLevel {
        level,
        since: at(since),
    }
}

/// The program writes a level down.
fn bound(fire: &mut Fire, local: &str, level: OperatingLevel) {
    fire.by_program(local, &Command::Respond(bind(level, local)));
}

fn minute(fire: &Fire, rung: &str, now: &str) -> Timestamp {
    fire.rung(rung, now).due
}

#[test]
fn a_level_in_force_at_the_registration_counts_from_the_incident() {
    let mut fire = Fire::at(BEGUN);
    // Since before somebody called.
    fire.by_program(
        BEGUN,
        &Command::Respond(bind(OperatingLevel::Emergency, "2026-09-30 20:00")),
    );
    let head = fire.rung("head", BEGUN);
    assert_eq!(head.due, at("2026-10-01 02:25"));
    let shorter = head.shorter.expect("it says why");
    assert_eq!(
        (shorter.level, shorter.since, shorter.usual),
        (
            OperatingLevel::Emergency,
            at("2026-09-30 20:00"),
            Some(at("2026-10-01 02:40"))
        )
    );
    assert!(
        head.source.0.contains("演示数据") && !head.source.0.contains("条例"),
        "{:?}",
        head.source
    );
    let clock = fire.case().clock(&"report".into()).expect("a clock").due;
    assert_eq!(clock, at("2026-10-01 02:25"), "lists, marks and calls know of it");
    assert_eq!(minute(&fire, "government", BEGUN), at("2026-10-01 02:55"));
    // What went out keeps its time, and why it was so short.
    fire.does("2026-10-01 02:30", first("head"));
    let head = fire.rung("head", "2026-10-01 04:00");
    assert_eq!((head.state, head.due), (DueState::SentLate, at("2026-10-01 02:25")));
    assert_eq!(head.shorter, Some(shorter));
    // What the level does not say is as at the level beneath it.
    let again = fire.due("2026-10-01 02:30");
    let again = again
        .iter()
        .find(|due| due.sort == ReportSort::Continuing)
        .expect("again");
    assert_eq!(again.due, at("2026-10-01 14:30"));
}

#[test]
fn a_level_that_begins_shortens_what_is_not_due_yet_and_makes_nobody_late() {
    let after = |local: &str| {
        let mut fire = Fire::at(BEGUN);
        bound(&mut fire, local, OperatingLevel::Emergency);
        fire
    };
    let fire = after("2026-10-01 02:20");
    assert_eq!(minute(&fire, "head", "2026-10-01 02:20"), at("2026-10-01 02:35"));
    assert_eq!(minute(&fire, "government", "2026-10-01 02:20"), at("2026-10-01 03:05"));
    // By the usual rule it is earlier already: that stands.
    let fire = after("2026-10-01 02:30");
    let head = fire.rung("head", "2026-10-01 02:30");
    assert_eq!((head.due, head.shorter), (at("2026-10-01 02:40"), None));
    // It was late already, and stays so by its own time.
    let fire = after("2026-10-01 02:50");
    let head = fire.rung("head", "2026-10-01 02:50");
    assert_eq!((head.due, head.state), (at("2026-10-01 02:40"), DueState::Missing));
}

#[test]
fn a_level_that_ends_lengthens_no_clock_that_runs() {
    let mut fire = Fire::at(BEGUN);
    bound(&mut fire, "2026-10-01 02:12", OperatingLevel::Emergency);
    fire.does("2026-10-01 02:15", first("head"));
    assert_eq!(minute(&fire, "city", "2026-10-01 02:15"), at("2026-10-01 02:45"));
    bound(&mut fire, "2026-10-01 02:20", OperatingLevel::Routine);
    let city = fire.rung("city", "2026-10-01 02:20");
    assert_eq!(city.due, at("2026-10-01 02:45"), "somebody was told to send it by then");
    assert_eq!(
        city.shorter.map(|shorter| shorter.level),
        Some(OperatingLevel::Emergency)
    );
    // What begins afterwards has the usual time.
    fire.does(
        "2026-10-01 02:40",
        known(Figures {
            dead: 1,
            ..Figures::default()
        }),
    );
    let due = fire.due("2026-10-01 02:40");
    let supplement = due
        .iter()
        .find(|due| due.sort == ReportSort::Supplement)
        .expect("new numbers");
    assert_eq!((supplement.due, supplement.shorter), (at("2026-10-01 04:40"), None));
    // And where nothing had begun, nothing was shortened.
    let mut fire = Fire::at(BEGUN);
    bound(&mut fire, "2026-10-01 02:12", OperatingLevel::Emergency);
    bound(&mut fire, "2026-10-01 02:20", OperatingLevel::Routine);
    assert_eq!(minute(&fire, "head", "2026-10-01 02:20"), at("2026-10-01 02:27"));
    assert_eq!(minute(&fire, "city", "2026-10-01 02:20"), at("2026-10-01 03:27"));
}

#[test]
fn no_level_that_comes_or_goes_makes_a_report_later() {
    let levels = [
        OperatingLevel::Routine,
        OperatingLevel::Heightened,
        OperatingLevel::Emergency,
    ];
    let minutes = |n: i64| at(BEGUN) + SignedDuration::from_mins(n);
    for gap in [0, 3, 9, 17] {
        for n in 0..81_usize {
            let mut fire = Fire::at(BEGUN);
            let usual = minute(&fire, "head", BEGUN);
            let mut before = usual;
            for (place, step) in (0_i64..).zip([n % 3, n / 3 % 3, n / 9 % 3, n / 27]) {
                let now = minutes(1 + place * gap);
                let local = super::incident::bureau().zone.to_datetime(now);
                bound(&mut fire, &local.strftime("%Y-%m-%d %H:%M").to_string(), levels[step]);
                let due = minute(&fire, "head", BEGUN);
                assert!(due <= before && due <= usual, "{n} {gap}");
                // Nobody is late by a level that came after.
                assert!(due == before || due > now, "{n} {gap}");
                before = due;
            }
        }
    }
}

#[test]
fn a_level_is_written_down_once_and_by_the_program() {
    let mut fire = Fire::at(BEGUN);
    for local in ["2026-10-01 02:12", "2026-10-01 02:13"] {
        bound(&mut fire, local, OperatingLevel::Heightened);
    }
    let told = |event: &&Event| matches!(event, Event::Incident(IncidentEvent::OperatingLevel { .. }));
    assert_eq!(fire.events().iter().filter(told).count(), 1);
    let kept = serde_json::to_value(fire.events().iter().find(told).unwrap()).unwrap();
    assert_eq!(kept["did"], "operating_level");
    assert_eq!(
        kept["since"],
        serde_json::Value::Null,
        "from the moment at which it is written down"
    );
    let refused = fire.refuses("auditor", "2026-10-01 02:20", bind(OperatingLevel::Routine, BEGUN));
    assert!(refused.starts_with("refusal-"), "{refused}");
}

#[test]
fn a_level_of_a_pack_never_gives_more_time() {
    let told = |head: &str, said: &str| {
        let mut files = pack::builtin_files("demo-bureau").unwrap();
        let file = files.get_mut("incident.toml").unwrap();
        if file.contains(head) {
            *file = file.replace(head, &format!("{head}\n{said}"));
        } else {
            file.push_str(&format!("\n{head}\n{said}\n"));
        }
        let problems = pack::read(&files, &pack::builtin_files).err().unwrap_or_default();
        problems.iter().map(|problem| problem.key).collect::<Vec<_>>()
    };
    let rule = "source = \"本单位\", verified = false";
    let within = |level: &str, what: &str, minutes: u32| {
        let head = format!("[kind.incident.operating.{level}.within]");
        told(&head, &format!("{what} = {{ minutes = {minutes}, {rule} }}"))
    };
    assert_eq!(within("emergency", "province", 90), [""; 0]);
    assert_eq!(within("emergency", "province", 121), ["pack-operating-longer"]);
    assert_eq!(within("emergency", "moon", 10), ["pack-unknown-rung"]);
    let again = |level: &str, per_day: u32| {
        let said = format!("from = \"major\"\nper_day = {per_day}\nsource = \"本单位\"\nverified = false");
        told(&format!("[[kind.incident.operating.{level}.continuing]]"), &said)
    };
    assert_eq!(again("emergency", 6), [""; 0]);
    assert_eq!(again("emergency", 1), ["pack-operating-longer"]);
    assert_eq!(again("elevated", 6), ["pack-unknown-level"]);
    assert_eq!(again("routine", 6), ["pack-operating-routine"]);
    let supplement = format!("within = {{ minutes = 121, {rule} }}");
    assert_eq!(
        told("[kind.incident.operating.heightened.supplement]", &supplement),
        ["pack-operating-longer"]
    );
}
