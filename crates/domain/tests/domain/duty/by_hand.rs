//! What is put in by hand: places that are somebody's, rest, other desks; and who settles what a keeper asks.

use super::roster::{bureau, refused};
use super::sample::{actor, chief, staff};
use domain::case::Role;
use domain::duty::{Broken, Override, Presence, RosterCommand, RosterEvent, Shift, Tier, broken_by};
use jiff::SignedDuration;
use jiff::civil::date;

#[test]
fn a_place_is_not_taken_from_somebody_without_a_word_and_rest_is_asked_for() {
    let mut bureau = bureau();
    let day = date(2026, 11, 25);
    let put = |shift: Shift, despite| RosterCommand::Put { shift, despite };
    let mine = bureau.shift(day, "day", 1, "officer-1");
    bureau.act(&chief(), &put(mine.clone(), false)).unwrap();
    let theirs = bureau.shift(day, "day", 1, "officer-2");
    assert_eq!(
        refused(&mut bureau, &chief(), &put(theirs.clone(), false)),
        "refusal-duty-occupied"
    );
    assert_eq!(bureau.roster.shifts[&mine.id], mine);
    // From the day straight into its night, and into the second half of it.
    let night = bureau.shift(day, "night", 1, "officer-1");
    assert_eq!(
        refused(&mut bureau, &chief(), &put(night.clone(), false)),
        "refusal-duty-strain"
    );
    let rested = bureau.shift(day, "night", 1, "officer-3");
    bureau.act(&chief(), &put(rested, false)).unwrap();
    let over = |despite| RosterCommand::Override {
        over: Override {
            shift: night.id.clone(),
            staff: staff("officer-1"),
            from: night.from + SignedDuration::from_hours(4),
            until: night.until,
        },
        despite,
    };
    assert_eq!(refused(&mut bureau, &chief(), &over(false)), "refusal-duty-strain");
    assert_eq!(bureau.act(&chief(), &over(true)), Ok(true));
    // Said so, it is replaced; once it has begun, it is not.
    assert_eq!(bureau.act(&chief(), &put(theirs, true)), Ok(true));
    bureau.now = mine.from + SignedDuration::from_hours(1);
    assert_eq!(refused(&mut bureau, &chief(), &put(mine, true)), "refusal-duty-begun");
}

#[test]
fn nobody_is_put_in_who_is_at_another_desk_then() {
    let mut bureau = bureau();
    let shift = bureau.shift(date(2026, 11, 25), "day", 1, "officer-2");
    bureau.elsewhere = vec![Presence {
        shift: "b".into(),
        tier: Tier::Officer,
        turn: None,
        date: shift.date,
        staff: staff("officer-2"),
        from: shift.until - SignedDuration::from_hours(1),
        until: shift.until + SignedDuration::from_hours(1),
    }];
    let put = RosterCommand::Put { shift, despite: true };
    assert_eq!(refused(&mut bureau, &chief(), &put), "refusal-duty-elsewhere");
    bureau.elsewhere[0].staff = staff("officer-3");
    assert_eq!(bureau.act(&chief(), &put), Ok(true));
}

#[test]
fn rest_is_asked_for_between_desks_too() {
    let mut bureau = bureau();
    let hour = SignedDuration::from_hours;
    let day = date(2026, 11, 25);
    let mine = bureau.shift(day, "day", 1, "officer-1");
    let rest = hour(i64::from(bureau.rules.rest_hours.value));
    let at_another = |from, until, who: &str| Presence {
        shift: "b".into(),
        tier: Tier::Officer,
        turn: None,
        date: day,
        staff: staff(who),
        from,
        until,
    };
    let put = |despite| RosterCommand::Put {
        shift: mine.clone(),
        despite,
    };
    // Straight before it, straight after it, and a minute short of the hours of rest.
    for (from, until) in [
        (mine.from - hour(9), mine.from),
        (mine.until, mine.until + hour(9)),
        (
            mine.until + rest - SignedDuration::from_mins(1),
            mine.until + rest + hour(1),
        ),
    ] {
        bureau.elsewhere = vec![at_another(from, until, "officer-1")];
        assert_eq!(
            refused(&mut bureau, &chief(), &put(false)),
            "refusal-duty-strain",
            "{from}"
        );
        let event = RosterEvent::Put {
            shift: mine.clone(),
            despite: false,
        };
        let told = broken_by(
            &bureau.roster,
            &event,
            &bureau.rules,
            &bureau.elsewhere,
            &bureau.zone,
            bureau.now,
        );
        assert!(
            matches!(&told[..], [Broken::RestElsewhere { staff: who, from: told, .. }] if *who == staff("officer-1") && *told == from),
            "{told:?}"
        );
    }
    // Enough rest, and somebody else's shift, speak against nothing.
    bureau.elsewhere = vec![
        at_another(mine.until + rest, mine.until + rest + hour(9), "officer-1"),
        at_another(mine.until, mine.until + hour(9), "officer-2"),
    ];
    assert_eq!(bureau.act(&chief(), &put(false)), Ok(true));
    // A swap, too: officer-2, who is at another desk right after it, cannot take it over.
    let theirs = bureau.shift(date(2026, 11, 28), "day", 1, "officer-2");
    bureau
        .act(
            &chief(),
            &RosterCommand::Put {
                shift: theirs.clone(),
                despite: false,
            },
        )
        .unwrap();
    let ask = RosterCommand::AskSwap {
        id: "s".into(),
        mine: mine.id.clone(),
        theirs: theirs.id.clone(),
    };
    let own = actor("officer-1", Role::DutyOfficer, "office");
    assert_eq!(refused(&mut bureau, &own, &ask), "refusal-duty-rest");
    bureau.elsewhere.clear();
    assert_eq!(bureau.act(&own, &ask), Ok(true));
    // Said so, it is planned all the same.
    bureau.elsewhere = vec![at_another(mine.until, mine.until + hour(9), "officer-3")];
    let over = |despite| RosterCommand::Override {
        over: Override {
            shift: mine.id.clone(),
            staff: staff("officer-3"),
            from: mine.from,
            until: mine.until,
        },
        despite,
    };
    assert_eq!(refused(&mut bureau, &chief(), &over(false)), "refusal-duty-strain");
    assert_eq!(bureau.act(&chief(), &over(true)), Ok(true));
}

#[test]
fn a_unit_above_settles_what_a_keeper_asks_and_plans_nothing() {
    let mut bureau = bureau();
    bureau.desk.above = vec!["county".into()];
    let (from, until) = (date(2026, 11, 10), date(2026, 11, 11));
    let keeper = actor("leader-1", Role::Leader, "office");
    let ask = RosterCommand::AskLeave {
        id: "l".into(),
        from,
        until,
    };
    bureau.act(&keeper, &ask).unwrap();
    let settle = RosterCommand::SettleLeave {
        id: "l".into(),
        granted: true,
    };
    assert_eq!(refused(&mut bureau, &keeper, &settle), "refusal-duty-not-own");
    let beside = actor("x", Role::Leader, "water");
    assert_eq!(refused(&mut bureau, &beside, &settle), "refusal-duty-keeper");
    let clerk = actor("x", Role::Clerk, "county");
    assert_eq!(refused(&mut bureau, &clerk, &settle), "refusal-duty-keeper");
    let above = actor("x", Role::Leader, "county");
    let out = RosterCommand::Withdraw {
        shift: "2026-11-05-day-1".into(),
    };
    assert_eq!(refused(&mut bureau, &above, &out), "refusal-duty-keeper");
    assert_eq!(bureau.act(&above, &settle), Ok(true));
}
