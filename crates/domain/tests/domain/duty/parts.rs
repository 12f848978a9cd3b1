//! Parts of shifts: who is there at the same moment, what an override breaks, and what is a night without being a turn.

use super::kept::{agreed, approve, bureau, day, nights_ask_for_first_aid, pair, put, skill};
use super::sample::{Bureau, chief, staff};
use domain::duty::{
    Ahead, Broken, ClashRule, Override, Pairing, PlannedClash, RosterCommand, RosterEvent, Shift, Tier, broken_by,
    clashes, load_of, presences,
};
use jiff::{SignedDuration, Timestamp};

fn over(shift: &Shift, who: &str, (from, until): (i64, i64), despite: bool) -> RosterCommand {
    let hours = |n| shift.from + SignedDuration::from_hours(n);
    RosterCommand::Override {
        over: Override {
            shift: shift.id.clone(),
            staff: staff(who),
            from: hours(from),
            until: hours(until),
        },
        despite,
    }
}

fn refused(bureau: &mut Bureau, command: &RosterCommand) -> String {
    bureau.act(&chief(), command).unwrap_err().key
}

fn told(bureau: &Bureau, on: i8) -> Vec<PlannedClash> {
    let ahead = Ahead {
        from: day(on),
        until: day(on),
    };
    clashes(&bureau.roster, &bureau.rules, &bureau.zone, ahead)
}

/// A shift with times of its own: hours from the midnight on which a day begins.
fn own_times(bureau: &Bureau, id: &str, on: i8, (from, until): (i64, i64), tier: Tier, who: &str) -> Shift {
    let midnight = bureau.zone.to_timestamp(day(on).at(0, 0, 0, 0)).unwrap();
    let hours = |n| midnight + SignedDuration::from_hours(n);
    let times = (hours(from), hours(until));
    Shift::of_own_times(id.to_owned(), tier, times, staff(who), &bureau.zone)
}

#[test]
fn somebody_else_is_put_in_against_skills_and_pairs_only_when_it_is_said() {
    let mut bureau = bureau();
    nights_ask_for_first_aid(&mut bureau);
    skill(&mut bureau, "officer-1", &["first-aid"]);
    pair(&mut bureau, "officer-2", "officer-3", Pairing::Apart);
    let night = put(&mut bureau, 10, "night", 1, "officer-1");
    // The only one there who gives first aid, for the whole night and for a part of it.
    for part in [(0, 15), (4, 8)] {
        assert_eq!(
            refused(&mut bureau, &over(&night, "officer-4", part, false)),
            "refusal-duty-clash"
        );
    }
    put(&mut bureau, 12, "day", 1, "officer-2");
    let beside = put(&mut bureau, 12, "day", 2, "officer-5");
    let together = over(&beside, "officer-3", (0, 9), false);
    assert_eq!(refused(&mut bureau, &together), "refusal-duty-clash");
    assert_eq!(told(&bureau, 12), []);
    assert_eq!(bureau.roster.overrides, []);
    // Somebody who gives first aid as well breaks nothing, and nothing has to be said.
    skill(&mut bureau, "officer-6", &["first-aid"]);
    assert_eq!(
        bureau.act(&chief(), &over(&night, "officer-6", (0, 15), false)),
        Ok(true)
    );
    assert!(bureau.roster.all_the_same.is_empty());
    assert_eq!(
        bureau.act(&chief(), &over(&beside, "officer-3", (0, 9), true)),
        Ok(true)
    );
    assert_eq!(told(&bureau, 12).len(), 1);
    assert!(bureau.roster.all_the_same.contains(&beside.id));
}

#[test]
fn what_was_done_all_the_same_is_kept_until_it_is_done_anew() {
    let mut bureau = bureau();
    let put_in = |shift: &Shift| RosterCommand::Put {
        shift: shift.clone(),
        despite: true,
    };
    let known = |bureau: &Bureau| bureau.roster.all_the_same.iter().cloned().collect::<Vec<String>>();
    // Said where nothing is broken, it is nothing.
    let first = bureau.shift(day(10), "day", 1, "officer-1");
    assert_eq!(bureau.act(&chief(), &put_in(&first)), Ok(true));
    assert!(known(&bureau).is_empty());
    // Straight into the night.
    let night = bureau.shift(day(10), "night", 1, "officer-1");
    assert_eq!(bureau.act(&chief(), &put_in(&night)), Ok(true));
    assert_eq!(known(&bureau), std::slice::from_ref(&night.id));
    let rested = bureau.shift(day(10), "night", 1, "officer-2");
    assert_eq!(bureau.act(&chief(), &put_in(&rested)), Ok(true));
    assert!(known(&bureau).is_empty());
    // A swap that makes too many nights; taken out, nothing is left of it.
    for on in [12, 14] {
        put(&mut bureau, on, "night", 1, "officer-2");
    }
    let mine = put(&mut bureau, 20, "day", 1, "officer-2");
    let theirs = put(&mut bureau, 16, "night", 1, "officer-3");
    assert_eq!(agreed(&mut bureau, (&mine, &theirs)).len(), 1);
    assert_eq!(approve(&mut bureau, true), Ok(true));
    assert_eq!(known(&bureau), [theirs.id.clone(), mine.id.clone()]);
    let out = RosterCommand::Withdraw { shift: theirs.id };
    assert_eq!(bureau.act(&chief(), &out), Ok(true));
    assert_eq!(known(&bureau), [mine.id]);
}

#[test]
fn what_was_kept_before_it_was_said_is_read_and_written_as_it_was() {
    let shift = r#"{"id":"a","tier":"officer","date":"2026-11-10","from":"2026-11-10T01:00:00Z","until":"2026-11-10T09:00:00Z","staff":"x"}"#;
    for kept in [
        format!(r#"{{"event":"put","shift":{shift}}}"#),
        r#"{"event":"swap_settled","id":"s","settled":"granted"}"#.to_owned(),
        r#"{"event":"overridden","shift":"a","staff":"x","from":"2026-11-10T01:00:00Z","until":"2026-11-10T09:00:00Z"}"#
            .to_owned(),
    ] {
        let event: RosterEvent = serde_json::from_str(&kept).unwrap();
        assert_eq!(serde_json::to_string(&event).unwrap(), kept);
    }
}

#[test]
fn a_pair_is_of_those_who_are_there_at_the_same_moment() {
    let mut bureau = bureau();
    pair(&mut bureau, "officer-1", "officer-2", Pairing::Apart);
    pair(&mut bureau, "officer-4", "officer-5", Pairing::Together);
    // One after the other on the same turn is apart.
    let shift = put(&mut bureau, 10, "day", 1, "officer-1");
    assert_eq!(
        bureau.act(&chief(), &over(&shift, "officer-2", (4, 9), false)),
        Ok(true)
    );
    assert_eq!(told(&bureau, 10), []);
    // A moment together is not.
    put(&mut bureau, 14, "day", 1, "officer-1");
    let other = put(&mut bureau, 14, "day", 2, "officer-3");
    let part = over(&other, "officer-2", (5, 9), false);
    assert_eq!(refused(&mut bureau, &part), "refusal-duty-clash");
    // One after the other is not together, either; half of the time with the other is as much as they come.
    let first = put(&mut bureau, 12, "day", 1, "officer-5");
    let second = put(&mut bureau, 12, "day", 2, "officer-4");
    assert_eq!(told(&bureau, 12), []);
    assert_eq!(
        bureau.act(&chief(), &over(&first, "officer-6", (4, 9), false)),
        Ok(true)
    );
    assert_eq!(told(&bureau, 12), []);
    let after = over(&second, "officer-3", (0, 4), false);
    assert_eq!(refused(&mut bureau, &after), "refusal-duty-clash");
    assert_eq!(
        bureau.act(&chief(), &over(&second, "officer-3", (0, 4), true)),
        Ok(true)
    );
    let together = ClashRule::Pair {
        staff: staff("officer-4"),
        with: staff("officer-5"),
        pairing: Pairing::Together,
    };
    assert_eq!(told(&bureau, 12)[0].rule, together);
}

#[test]
fn a_shift_is_as_it_was_planned_whatever_is_taken_of_it() {
    let mut bureau = bureau();
    let shift = put(&mut bureau, 10, "day", 1, "officer-1");
    let there = |bureau: &Bureau| presences(&bureau.roster, Timestamp::MIN, Timestamp::MAX, &bureau.zone);
    assert_eq!(there(&bureau), [shift.as_planned()]);
    assert_eq!(
        bureau.act(&chief(), &over(&shift, "officer-2", (4, 9), false)),
        Ok(true)
    );
    let parts: Vec<_> = there(&bureau).into_iter().map(|one| one.staff).collect();
    assert_eq!(parts, [staff("officer-1"), staff("officer-2")]);
    let planned = bureau.roster.shifts[&shift.id].as_planned();
    assert_eq!(
        (planned.staff, planned.from, planned.until),
        (shift.staff, shift.from, shift.until)
    );
}

#[test]
fn a_shift_with_times_of_its_own_is_a_night_where_most_of_it_is() {
    let mut bureau = bureau();
    let officer = Tier::Officer;
    for (times, tier, night) in [
        ((20, 32), officer, true),
        ((0, 8), officer, true),
        ((9, 17), officer, false),
        // The night begins at half past five in the afternoon.
        ((13, 22), officer, false),
        ((13, 23), officer, true),
        // Leaders have no nights.
        ((20, 32), Tier::Leader, false),
    ] {
        let shift = own_times(&bureau, "own", 10, times, tier, "officer-1");
        assert_eq!(shift.is_night(&bureau.rules, &bureau.zone), night, "{times:?} {tier:?}");
        let there = shift.as_planned();
        assert_eq!(there.is_night(&bureau.rules, &bureau.zone), night, "{times:?} {tier:?}");
    }
    // It counts within the week and in what is carried.
    for on in [10, 12, 14] {
        let shift = own_times(&bureau, &on.to_string(), on, (20, 30), officer, "officer-1");
        let put = RosterCommand::Put { shift, despite: false };
        assert_eq!(bureau.act(&chief(), &put), Ok(true));
    }
    let shift = bureau.shift(day(16), "night", 1, "officer-1");
    let put = RosterEvent::Put { shift, despite: false };
    let told = broken_by(&bureau.roster, &put, &bureau.rules, &[], &bureau.zone, bureau.now);
    let too_many = Broken::Nights {
        staff: staff("officer-1"),
        from: day(10),
    };
    assert_eq!(told, [too_many]);
    let who = staff("officer-1");
    let load = load_of(&bureau.roster, &who, &bureau.rules, bureau.days(), day(1), day(30));
    assert_eq!((load.turns, load.nights), (3, 3));
}
