//! What is planned anew leaves the rest as it was: other turns, and who else was put in where a place is given to somebody else.

use super::kept::{agreed, approve};
use super::sample::{Bureau, actor, chief, staff};
use domain::case::Role;
use domain::duty::{How, Override, RosterCommand, RosterEvent, Rotation, Shift, Undone, evolve, presences, undone_by};
use jiff::civil::{Date, date};

fn day(n: i8) -> Date {
    date(2026, 11, n)
}

fn bureau() -> Bureau {
    Bureau::new("Asia/Shanghai", "2026-11-01T09:00:00+08:00")
}

fn put(bureau: &mut Bureau, on: i8, turn: &str, who: &str, despite: bool) -> Shift {
    let shift = bureau.shift(day(on), turn, 1, who);
    let put = RosterCommand::Put {
        shift: shift.clone(),
        despite,
    };
    assert_eq!(bureau.act(&chief(), &put), Ok(true), "{}", shift.id);
    shift
}

fn over(bureau: &mut Bureau, shift: &Shift, who: &str) {
    let over = Override {
        shift: shift.id.clone(),
        staff: staff(who),
        from: shift.from,
        until: shift.until,
    };
    let over = RosterCommand::Override { over, despite: false };
    assert_eq!(bureau.act(&chief(), &over), Ok(true));
}

fn leave(bureau: &mut Bureau, who: &str, on: i8) {
    let enter = RosterCommand::EnterLeave {
        id: who.to_owned(),
        staff: staff(who),
        from: day(on),
        until: day(on),
    };
    let settle = RosterCommand::SettleLeave {
        id: who.to_owned(),
        granted: true,
    };
    for command in [enter, settle] {
        assert_eq!(bureau.act(&chief(), &command), Ok(true));
    }
}

/// Who takes a turn on these days, one after the other.
fn rotation(bureau: &Bureau, turn: &str, (from, until): (i8, i8), teams: &[&str], despite: &str) -> RosterCommand {
    let rotation = Rotation {
        turn: turn.to_owned(),
        teams: teams.iter().map(|who| vec![staff(who)]).collect(),
        starts: day(from),
        days_each: 1,
    };
    RosterCommand::Plan {
        from: day(from),
        until: day(until),
        how: How::Rotation,
        turn: Some(turn.to_owned()),
        shifts: rotation.shifts(bureau.rules.turn(turn).unwrap(), day(from), day(until), &bureau.zone),
        despite: despite.to_owned(),
    }
}

#[test]
fn a_turn_planned_anew_leaves_the_others_with_who_was_put_in_and_why() {
    let mut bureau = bureau();
    // The day's turn has somebody on leave with somebody else in their place, and somebody who serves no more.
    let away = put(&mut bureau, 10, "day", "officer-1", false);
    over(&mut bureau, &away, "officer-2");
    leave(&mut bureau, "officer-1", 10);
    let left = put(&mut bureau, 11, "day", "officer-6", false);
    bureau.members.retain(|member| member.staff != staff("officer-6"));
    // The leaders' turn was planned against the rules, for a reason.
    let tired = rotation(&bureau, "lead", (10, 11), &["leader-1"], "the others are away");
    assert_eq!(bureau.act(&chief(), &tired), Ok(true));
    let before = bureau.roster.clone();

    let nights = rotation(&bureau, "night", (10, 11), &["officer-3", "officer-4"], "");
    assert_eq!(bureau.act(&chief(), &nights), Ok(true));
    assert_eq!(bureau.roster.overrides, before.overrides);
    assert_eq!(bureau.roster.despite, before.despite);
    assert_eq!(bureau.roster.despite.len(), 1);
    for (id, shift) in &before.shifts {
        assert_eq!(bureau.roster.shifts.get(id), Some(shift), "{id}");
    }
    assert_eq!(bureau.roster.shifts.len(), before.shifts.len() + 2);
    assert_eq!(bureau.roster.shifts[&left.id].staff, staff("officer-6"));
    // Anew, its own are other ones, without who was put in.
    let night = bureau.roster.shifts["2026-11-10-night-1"].clone();
    over(&mut bureau, &night, "officer-5");
    let nights = rotation(&bureau, "night", (10, 11), &["officer-4", "officer-3"], "");
    assert_eq!(bureau.act(&chief(), &nights), Ok(true));
    assert_eq!(bureau.roster.shifts[&night.id].staff, staff("officer-4"));
    assert_eq!(bureau.roster.overrides, before.overrides);
    // Anew without a reason, its own is gone.
    let rested = rotation(&bureau, "lead", (10, 11), &["leader-1", "leader-2"], "");
    assert_eq!(bureau.act(&chief(), &rested), Ok(true));
    assert_eq!(bureau.roster.despite, []);
}

#[test]
fn a_turn_planned_anew_is_judged_with_the_others_and_has_no_shifts_of_theirs() {
    let mut bureau = bureau();
    put(&mut bureau, 10, "day", "officer-1", false);
    let refused = |bureau: &mut Bureau, command: &RosterCommand| bureau.act(&chief(), command).unwrap_err().key;
    // From the day straight into its night; on leave; twice at once.
    let tired = rotation(&bureau, "night", (10, 10), &["officer-1"], "");
    assert_eq!(refused(&mut bureau, &tired), "refusal-duty-planned");
    let reason = rotation(&bureau, "night", (10, 10), &["officer-1"], "nobody else is there");
    assert_eq!(bureau.act(&chief(), &reason), Ok(true));
    leave(&mut bureau, "officer-2", 12);
    let away = rotation(&bureau, "night", (12, 12), &["officer-2"], "all the same");
    assert_eq!(refused(&mut bureau, &away), "refusal-duty-leave");
    let RosterCommand::Plan { shifts, .. } = rotation(&bureau, "day", (12, 12), &["officer-3"], "") else {
        panic!("it plans");
    };
    let others = RosterCommand::Plan {
        from: day(12),
        until: day(12),
        how: How::Rotation,
        turn: Some("night".to_owned()),
        shifts,
        despite: String::new(),
    };
    assert_eq!(refused(&mut bureau, &others), "refusal-duty-turn");
}

#[test]
fn what_was_planned_of_all_turns_before_is_read_as_it_was() {
    let mut bureau = bureau();
    put(&mut bureau, 10, "day", "officer-1", false);
    let kept = r#"{"event":"planned","from":"2026-11-10","until":"2026-11-10","how":"rotation","shifts":[]}"#;
    let event: RosterEvent = serde_json::from_str(kept).unwrap();
    assert_eq!(serde_json::to_string(&event).unwrap(), kept);
    assert!(evolve(bureau.roster, &event, bureau.now).shifts.is_empty());
}

#[test]
fn a_place_given_to_somebody_else_has_nobody_in_it_who_was_put_in_before() {
    let mut bureau = bureau();
    let shift = put(&mut bureau, 10, "day", "officer-1", false);
    over(&mut bureau, &shift, "officer-2");
    let there = |bureau: &Bureau| -> Vec<String> {
        let there = presences(&bureau.roster, shift.from, shift.until, &bureau.zone);
        there.into_iter().map(|one| one.staff.0).collect()
    };
    assert_eq!(there(&bureau), ["officer-2"]);
    put(&mut bureau, 10, "day", "officer-3", true);
    assert_eq!(there(&bureau), ["officer-3"]);
    assert_eq!(bureau.roster.overrides, []);
}

#[test]
fn a_shift_in_which_somebody_else_was_put_is_not_swapped() {
    let overridden = Err("refusal-duty-swap-overridden".to_owned());
    let mut bureau = bureau();
    let mine = put(&mut bureau, 10, "day", "officer-1", false);
    let theirs = put(&mut bureau, 14, "day", "officer-2", false);
    assert_eq!(agreed(&mut bureau, (&mine, &theirs)), []);
    // Since they agreed; and whoever asks now.
    over(&mut bureau, &theirs, "officer-3");
    assert_eq!(approve(&mut bureau, false), overridden);
    assert_eq!(approve(&mut bureau, true), overridden);
    let ask = RosterCommand::AskSwap {
        id: "other".to_owned(),
        mine: mine.id.clone(),
        theirs: theirs.id,
    };
    let own = actor("officer-1", Role::DutyOfficer, "office");
    assert_eq!(bureau.act(&own, &ask).unwrap_err().key, "refusal-duty-swap-overridden");
    assert_eq!(bureau.roster.shifts[&mine.id].staff, staff("officer-1"));
}

#[test]
fn what_was_agreed_on_is_told_where_a_plan_undoes_it() {
    let mut bureau = bureau();
    let mine = put(&mut bureau, 10, "day", "officer-1", false);
    let theirs = put(&mut bureau, 14, "day", "officer-2", false);
    let third = put(&mut bureau, 12, "day", "officer-3", false);
    over(&mut bureau, &third, "officer-4");
    assert_eq!(agreed(&mut bureau, (&mine, &theirs)), []);
    assert_eq!(approve(&mut bureau, false), Ok(true));
    let undone = |(from, until): (i8, i8), shifts: &[&Shift]| {
        let plan = RosterEvent::Planned {
            from: day(from),
            until: day(until),
            how: How::Generated,
            turn: None,
            shifts: shifts.iter().copied().cloned().collect(),
            despite: String::new(),
        };
        undone_by(&bureau.roster, &plan, bureau.now)
    };
    let swap = Undone::Swap(bureau.roster.swaps["s"].clone());
    let put_in = Undone::Override(bureau.roster.overrides[0].clone());
    assert_eq!(
        undone((10, 14), &[&mine, &third, &theirs]),
        [swap.clone(), put_in.clone()]
    );
    assert_eq!(undone((12, 12), &[&third]), [put_in]);
    assert_eq!(undone((14, 14), &[&theirs]), [swap]);
    // Planned as it is now, in whichever place.
    let shifts = [(10, "officer-2"), (12, "officer-4"), (14, "officer-1")];
    let shifts = shifts.map(|(on, who)| bureau.shift(day(on), "day", 2, who));
    let shifts: Vec<&Shift> = shifts.iter().collect();
    assert_eq!(undone((10, 14), &shifts), []);
}
