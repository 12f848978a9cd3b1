//! Who plans, and what people ask for themselves.

use super::sample::{Bureau, actor, chief, staff};
use domain::case::Role;
use domain::duty::{Ahead, Broken, How, Override, RosterCommand, Rotation, Settled, gaps, presences};
use domain::pack::OperatingLevel;
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

pub(super) fn bureau() -> Bureau {
    let mut bureau = Bureau::new("Asia/Shanghai", "2026-11-01T09:00:00+08:00");
    bureau.plan(date(2026, 11, 2), date(2026, 11, 20));
    bureau
}

pub(super) fn refused(bureau: &mut Bureau, who: &domain::case::Actor, command: &RosterCommand) -> String {
    bureau.act(who, command).unwrap_err().key
}

#[test]
fn only_the_desks_own_leaders_plan() {
    let mut bureau = bureau();
    let shift = bureau.shift(date(2026, 11, 25), "day", 1, "officer-1");
    let put = RosterCommand::Put { shift, despite: false };
    assert_eq!(
        refused(&mut bureau, &actor("x", Role::SpecialOffice, "water"), &put),
        "refusal-duty-keeper"
    );
    assert_eq!(
        refused(&mut bureau, &actor("x", Role::DutyOfficer, "office"), &put),
        "refusal-duty-keeper"
    );
    assert_eq!(bureau.act(&chief(), &put), Ok(true));
    assert_eq!(bureau.act(&chief(), &put), Ok(false));
}

#[test]
fn nobody_is_planned_twice_or_in_a_tier_that_is_not_theirs() {
    let mut bureau = bureau();
    let taken = bureau.roster.shifts["2026-11-05-day-1"].staff.0.clone();
    let mut shift = bureau.shift(date(2026, 11, 5), "day", 2, &taken);
    assert_eq!(
        refused(
            &mut bureau,
            &chief(),
            &RosterCommand::Put {
                shift: shift.clone(),
                despite: false
            }
        ),
        "refusal-duty-twice"
    );
    shift.staff = staff("leader-1");
    assert_eq!(
        refused(
            &mut bureau,
            &chief(),
            &RosterCommand::Put {
                shift: shift.clone(),
                despite: false
            }
        ),
        "refusal-duty-tier"
    );
    shift.staff = staff("nobody");
    assert_eq!(
        refused(
            &mut bureau,
            &chief(),
            &RosterCommand::Put {
                shift: shift.clone(),
                despite: false
            }
        ),
        "refusal-duty-member"
    );
    let plan = |shifts| RosterCommand::Plan {
        from: date(2026, 11, 25),
        until: date(2026, 11, 26),
        how: How::Hand,
        turn: None,
        shifts,
        despite: String::new(),
    };
    let one = bureau.shift(date(2026, 11, 25), "day", 1, "officer-1");
    let two = bureau.shift(date(2026, 11, 25), "day", 2, "officer-1");
    assert_eq!(
        refused(&mut bureau, &chief(), &plan(vec![one.clone(), two])),
        "refusal-duty-twice"
    );
    let out = bureau.shift(date(2026, 11, 27), "day", 1, "officer-1");
    assert_eq!(
        refused(&mut bureau, &chief(), &plan(vec![one, out])),
        "refusal-duty-dates"
    );
    bureau.now = "2026-11-28T09:00:00+08:00".parse().unwrap();
    assert_eq!(refused(&mut bureau, &chief(), &plan(vec![])), "refusal-duty-past");
}

#[test]
fn planning_anew_leaves_what_has_begun() {
    let mut bureau = bureau();
    bureau.now = "2026-11-05T12:00:00+08:00".parse().unwrap();
    let before = bureau.roster.shifts["2026-11-05-day-1"].clone();
    let night = bureau.shift(date(2026, 11, 5), "night", 1, "officer-6");
    let plan = RosterCommand::Plan {
        from: date(2026, 11, 5),
        until: date(2026, 11, 20),
        how: How::Hand,
        turn: None,
        shifts: vec![night.clone()],
        despite: String::new(),
    };
    bureau.act(&chief(), &plan).unwrap();
    assert_eq!(bureau.roster.shifts["2026-11-05-day-1"], before);
    assert_eq!(bureau.roster.shifts[&night.id], night);
    assert!(!bureau.roster.shifts.contains_key("2026-11-06-day-1"));
    assert!(bureau.roster.shifts.contains_key("2026-11-04-day-1"));
}

#[test]
fn leave_is_granted_by_somebody_else_and_leaves_a_gap_that_is_told() {
    let mut bureau = bureau();
    let own = actor("officer-2", Role::Handler, "housing");
    let ask = RosterCommand::AskLeave {
        id: "l".into(),
        from: date(2026, 11, 9),
        until: date(2026, 11, 11),
    };
    bureau.act(&own, &ask).unwrap();
    let settle = RosterCommand::SettleLeave {
        id: "l".into(),
        granted: true,
    };
    assert_eq!(refused(&mut bureau, &own, &settle), "refusal-duty-keeper");
    // The chief's own leave is for somebody else to settle.
    let mine = RosterCommand::AskLeave {
        id: "m".into(),
        from: date(2026, 11, 9),
        until: date(2026, 11, 9),
    };
    bureau.members.push(domain::duty::Member {
        staff: staff("chief"),
        unit: "office".into(),
        tiers: vec![domain::duty::Tier::Leader],
    });
    bureau.act(&chief(), &mine).unwrap();
    assert_eq!(
        refused(
            &mut bureau,
            &chief(),
            &RosterCommand::SettleLeave {
                id: "m".into(),
                granted: true
            }
        ),
        "refusal-duty-not-own"
    );
    let ahead = Ahead {
        from: date(2026, 11, 2),
        until: date(2026, 11, 20),
    };
    assert_eq!(
        gaps(&bureau.roster, &bureau.members, &bureau.rules, bureau.days(), ahead),
        []
    );
    bureau.act(&chief(), &settle).unwrap();
    let told = gaps(&bureau.roster, &bureau.members, &bureau.rules, bureau.days(), ahead);
    assert_eq!(told.len(), 1, "{told:?}");
    // Somebody else takes the shift, and the gap is gone.
    let id = bureau
        .roster
        .shifts
        .values()
        .find(|s| s.staff.0 == "officer-2" && s.meets(told[0].from, told[0].until))
        .unwrap()
        .clone();
    let over = |who: &str| {
        let over = Override {
            shift: id.id.clone(),
            staff: staff(who),
            from: id.from,
            until: id.until,
        };
        RosterCommand::Override { over, despite: true }
    };
    assert_eq!(refused(&mut bureau, &chief(), &over("officer-2")), "refusal-duty-leave");
    bureau.act(&chief(), &over("officer-5")).unwrap();
    assert_eq!(
        gaps(&bureau.roster, &bureau.members, &bureau.rules, bureau.days(), ahead),
        []
    );
    // And nobody can be planned on their leave.
    let shift = bureau.shift(date(2026, 11, 10), "day", 2, "officer-2");
    assert_eq!(
        refused(&mut bureau, &chief(), &RosterCommand::Put { shift, despite: false }),
        "refusal-duty-leave"
    );
}

#[test]
fn a_swap_needs_both_and_somebody_who_approves() {
    let mut bureau = bureau();
    let (mine, theirs) = ("2026-11-06-night-1".to_owned(), "2026-11-07-night-1".to_owned());
    let (one, two) = (
        bureau.roster.shifts[&mine].staff.clone(),
        bureau.roster.shifts[&theirs].staff.clone(),
    );
    let (asks, other) = (
        actor(&one.0, Role::Handler, "office"),
        actor(&two.0, Role::Handler, "office"),
    );
    let ask = RosterCommand::AskSwap {
        id: "s".into(),
        mine: mine.clone(),
        theirs: theirs.clone(),
    };
    assert_eq!(refused(&mut bureau, &other, &ask), "refusal-duty-own");
    bureau.act(&asks, &ask).unwrap();
    let settle = RosterCommand::SettleSwap {
        id: "s".into(),
        approved: true,
        despite: false,
    };
    assert_eq!(refused(&mut bureau, &chief(), &settle), "refusal-duty-swap-unknown");
    let agree = RosterCommand::AnswerSwap {
        id: "s".into(),
        agreed: true,
    };
    assert_eq!(refused(&mut bureau, &asks, &agree), "refusal-duty-own");
    bureau.act(&other, &agree).unwrap();
    assert_eq!(bureau.roster.shifts[&mine].staff, one);
    // Whoever is in it does not approve it.
    let keeper = actor(&one.0, Role::Leader, "office");
    assert_eq!(refused(&mut bureau, &keeper, &settle), "refusal-duty-not-own");
    bureau.act(&chief(), &settle).unwrap();
    assert_eq!(
        (&bureau.roster.shifts[&mine].staff, &bureau.roster.shifts[&theirs].staff),
        (&two, &one)
    );
    assert_eq!(bureau.roster.swaps["s"].settled, Settled::Granted);
}

#[test]
fn a_swap_leaves_rest() {
    let mut bureau = bureau();
    // Two shifts so that one of the two would go from a day straight into its night.
    let day = bureau.shift(date(2026, 11, 25), "day", 1, "officer-1");
    let night = bureau.shift(date(2026, 11, 25), "night", 1, "officer-2");
    let later = bureau.shift(date(2026, 11, 28), "night", 1, "officer-1");
    for shift in [&day, &night, &later] {
        bureau
            .act(
                &chief(),
                &RosterCommand::Put {
                    shift: shift.clone(),
                    despite: false,
                },
            )
            .unwrap();
    }
    let ask = RosterCommand::AskSwap {
        id: "s".into(),
        mine: later.id,
        theirs: night.id,
    };
    assert_eq!(
        refused(&mut bureau, &actor("officer-1", Role::DutyOfficer, "office"), &ask),
        "refusal-duty-rest"
    );
}

#[test]
fn teams_in_turn_that_break_rest_are_planned_only_with_a_reason() {
    let mut bureau = bureau();
    bureau.now = "2026-11-28T09:00:00+08:00".parse().unwrap();
    let (from, until) = (date(2026, 12, 1), date(2026, 12, 8));
    let day = bureau.shift(from, "day", 1, "officer-1");
    let put = RosterCommand::Put {
        shift: day.clone(),
        despite: false,
    };
    bureau.act(&chief(), &put).unwrap();
    let rotation = |bureau: &crate::duty::sample::Bureau, turn: &str, teams: &[&str]| {
        let rotation = Rotation {
            turn: turn.into(),
            teams: teams.iter().map(|who| vec![staff(who)]).collect(),
            starts: from,
            days_each: 1,
        };
        rotation.shifts(bureau.rules.turn(turn).unwrap(), from, until, &bureau.zone)
    };
    let plan = |shifts: &[domain::duty::Shift], despite: &str| RosterCommand::Plan {
        from,
        until,
        how: How::Rotation,
        turn: None,
        shifts: [std::slice::from_ref(&day), shifts].concat(),
        despite: despite.to_owned(),
    };
    let broken = |bureau: &crate::duty::sample::Bureau, shifts: &[domain::duty::Shift]| {
        let planned = domain::duty::RosterEvent::Planned {
            from,
            until,
            how: How::Rotation,
            turn: None,
            shifts: [std::slice::from_ref(&day), shifts].concat(),
            despite: String::new(),
        };
        domain::duty::broken_by(
            &bureau.roster,
            &planned,
            &bureau.rules,
            &bureau.elsewhere,
            &bureau.zone,
            bureau.now,
        )
    };
    // Six people rest enough, and a shift that was there before is nobody's fault.
    let fair = rotation(&bureau, "night", &["officer-2", "officer-3", "officer-4", "officer-5"]);
    assert_eq!(broken(&bureau, &fair), []);
    // From the day's turn into the night's: no rest in between.
    let tired = rotation(&bureau, "night", &["officer-1", "officer-2", "officer-3"]);
    let found = broken(&bureau, &tired);
    assert!(
        matches!(&found[..], [Broken::Rest { staff: who, one, other }]
            if *who == staff("officer-1") && one.id == day.id && other.id == "2026-12-01-night-1"),
        "{found:?}"
    );
    assert_eq!(
        refused(&mut bureau, &chief(), &plan(&tired, "")),
        "refusal-duty-planned"
    );
    assert_eq!(bureau.act(&chief(), &plan(&tired, "nobody else is there")), Ok(true));
    assert_eq!(bureau.roster.despite[0].why, "nobody else is there");
    // Nobody is on two shifts at once, whatever is said; and planned anew, the reason goes.
    let twice = rotation(&bureau, "day", &["officer-1"]);
    let mut twice = twice.into_iter().map(|shift| domain::duty::Shift {
        id: format!("{}-2", shift.id),
        ..shift
    });
    let twice: Vec<_> = twice.by_ref().take(1).collect();
    assert!(broken(&bureau, &twice).iter().any(|one| !one.yields_to_reason()));
    assert_eq!(
        refused(&mut bureau, &chief(), &plan(&twice, "all the same")),
        "refusal-duty-twice"
    );
    assert_eq!(bureau.act(&chief(), &plan(&fair, "")), Ok(true));
    assert_eq!(bureau.roster.despite, []);
    // Two who change nights after each other have too many of them in a week, and too little rest.
    let nights = broken(&bureau, &rotation(&bureau, "night", &["officer-5"]));
    assert!(
        nights
            .iter()
            .any(|one| matches!(one, Broken::Nights { from: first, .. } if *first == from))
    );
}

#[test]
fn a_rotation_makes_the_shifts_of_its_teams() {
    let mut bureau = bureau();
    let rotation = Rotation {
        turn: "night".into(),
        teams: vec![vec![staff("officer-1"), staff("officer-2")], vec![staff("officer-3")]],
        starts: date(2026, 12, 1),
        days_each: 2,
    };
    bureau
        .act(
            &chief(),
            &RosterCommand::Rotate {
                rotation: rotation.clone(),
            },
        )
        .unwrap();
    let shifts = rotation.shifts(
        bureau.rules.turn("night").unwrap(),
        date(2026, 11, 30),
        date(2026, 12, 5),
        &bureau.zone,
    );
    let told: Vec<String> = shifts
        .iter()
        .map(|shift| format!("{} {}", shift.id, shift.staff.0))
        .collect();
    assert_eq!(
        told,
        [
            "2026-12-01-night-1 officer-1",
            "2026-12-01-night-2 officer-2",
            "2026-12-02-night-1 officer-1",
            "2026-12-02-night-2 officer-2",
            "2026-12-03-night-1 officer-3",
            "2026-12-04-night-1 officer-3",
            "2026-12-05-night-1 officer-1",
            "2026-12-05-night-2 officer-2",
        ]
    );
    let empty = Rotation {
        teams: vec![vec![]],
        ..rotation
    };
    assert_eq!(
        refused(&mut bureau, &chief(), &RosterCommand::Rotate { rotation: empty }),
        "refusal-duty-teams"
    );
}

#[test]
fn an_override_of_a_part_leaves_the_rest() {
    let mut bureau = bureau();
    let shift = bureau.roster.shifts["2026-11-10-night-1"].clone();
    let who = if shift.staff.0 == "officer-6" {
        "officer-4"
    } else {
        "officer-6"
    };
    let half = shift.from + SignedDuration::from_hours(5);
    let over = Override {
        shift: shift.id.clone(),
        staff: staff(who),
        from: half,
        until: shift.until,
    };
    bureau
        .act(
            &chief(),
            &RosterCommand::Override {
                over: over.clone(),
                despite: true,
            },
        )
        .unwrap();
    let there = presences(&bureau.roster, shift.from, shift.until, &bureau.zone);
    let of: Vec<(&str, Timestamp, Timestamp)> = there
        .iter()
        .filter(|one| one.shift == shift.id)
        .map(|one| (one.staff.0.as_str(), one.from, one.until))
        .collect();
    assert_eq!(
        of,
        [(shift.staff.0.as_str(), shift.from, half), (who, half, shift.until)]
    );
    let wrong = Override {
        until: shift.until + SignedDuration::from_hours(1),
        ..over
    };
    assert_eq!(
        refused(
            &mut bureau,
            &chief(),
            &RosterCommand::Override {
                over: wrong,
                despite: true
            }
        ),
        "refusal-duty-part"
    );
}

#[test]
fn a_level_of_some_units_changes_the_strength_of_their_desks_alone() {
    let (first, after) = (date(2026, 11, 9), date(2026, 11, 12));
    let officers = |units: &[&str]| {
        let mut bureau = Bureau::new("Asia/Shanghai", "2026-11-01T00:00:00Z");
        bureau.set_level_of(units, OperatingLevel::Heightened, first, after);
        let need = |day| bureau.days().need(&bureau.rules, day).officers;
        (need(first), need(after))
    };
    assert_eq!(officers(&["water", "fire"]), (1, 1), "another unit's");
    assert_eq!(officers(&["water", "office"]), (2, 1), "the desk's own");
    assert_eq!(officers(&[]), (2, 1), "the whole body's");
}
