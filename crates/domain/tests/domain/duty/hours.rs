//! Hours and load: what is counted, and who is told.

use super::sample::{Bureau, actor, chief, staff};
use domain::access::Standing;
use domain::case::{Actor, Role};
use domain::duty::{Member, RosterCommand, Tier, load_of};
use domain::pack::builtin;
use jiff::civil::date;

#[test]
fn nights_weekends_and_holidays_weigh_by_the_pack() {
    let mut bureau = Bureau::new("Asia/Shanghai", "2026-09-20T09:00:00+08:00");
    // Thursday's holiday by night, a Saturday that is worked, a Sunday by day.
    for (day, turn) in [
        (date(2026, 10, 1), "night"),
        (date(2026, 10, 10), "day"),
        (date(2026, 10, 11), "day"),
    ] {
        let shift = bureau.shift(day, turn, 1, "officer-1");
        bureau
            .act(&chief(), &RosterCommand::Put { shift, despite: false })
            .unwrap();
    }
    let load = load_of(
        &bureau.roster,
        &staff("officer-1"),
        &bureau.rules,
        bureau.days(),
        date(2026, 10, 1),
        date(2026, 10, 31),
    );
    assert_eq!(
        (load.hours(), load.turns, load.nights, load.weekends, load.holidays),
        (33, 3, 1, 1, 1)
    );
    assert_eq!(load.weighed, (3 + 5) + 2 + (2 + 2));
}

#[test]
fn hours_are_told_to_the_person_and_their_unit_alone() {
    let member = Member {
        staff: staff("officer-2"),
        unit: "housing".into(),
        tiers: vec![Tier::Officer],
    };
    let pack = builtin("demo-bureau").unwrap();
    let sees_hours = |asks: &Actor, of: &Member| {
        let own = asks.account.as_deref() == Some(of.staff.0.as_str());
        Standing::of(&pack, asks).sees_hours(of, own)
    };
    assert!(sees_hours(&actor("officer-2", Role::Handler, "housing"), &member));
    // Whoever moved to another unit still reads their own.
    assert!(sees_hours(&actor("officer-2", Role::Handler, "water"), &member));
    assert!(sees_hours(&actor("other", Role::Leader, "housing"), &member));
    for (role, unit) in [
        (Role::Leader, "office"),
        (Role::SpecialOffice, "office"),
        (Role::Auditor, "office"),
        (Role::Leader, "water"),
    ] {
        assert!(!sees_hours(&actor("other", role, unit), &member), "{role:?} {unit}");
    }
    let program = Actor::program();
    assert!(!sees_hours(&program, &member));
}
