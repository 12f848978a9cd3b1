//! What people are able to do, who is planned with whom, and gaps of a skill that a turn asks for.

use super::sample::{Bureau, actor, chief, staff};
use domain::case::Role;
use domain::duty::{Ahead, ClashRule, How, Pairing, RosterCommand, clashes, gaps};
use jiff::civil::date;
use std::collections::BTreeSet;

fn bureau() -> Bureau {
    let mut bureau = Bureau::new("Asia/Shanghai", "2026-11-01T09:00:00+08:00");
    bureau.plan(date(2026, 11, 2), date(2026, 11, 20));
    bureau
}

fn skill(who: &str, skills: &[&str]) -> RosterCommand {
    RosterCommand::Skill {
        staff: staff(who),
        skills: skills.iter().map(|&skill| skill.to_owned()).collect(),
    }
}

fn pair(one: &str, other: &str, pairing: Option<Pairing>) -> RosterCommand {
    RosterCommand::Pair {
        staff: staff(one),
        with: staff(other),
        pairing,
    }
}

#[test]
fn skills_are_said_by_whoever_plans_of_those_who_serve_there() {
    let mut bureau = bureau();
    let refused = |bureau: &mut Bureau, who: &domain::case::Actor, command: &RosterCommand| {
        bureau.act(who, command).unwrap_err().key
    };
    let officer = actor("officer-1", Role::DutyOfficer, "office");
    assert_eq!(
        refused(&mut bureau, &officer, &skill("officer-1", &["radio"])),
        "refusal-duty-keeper"
    );
    assert_eq!(
        refused(&mut bureau, &chief(), &skill("nobody", &["radio"])),
        "refusal-duty-member"
    );
    assert_eq!(
        refused(&mut bureau, &chief(), &skill("officer-1", &["flying"])),
        "refusal-duty-skill"
    );
    assert_eq!(
        bureau.act(&chief(), &skill("officer-1", &["radio", "first-aid"])),
        Ok(true)
    );
    assert_eq!(
        bureau.act(&chief(), &skill("officer-1", &["first-aid", "radio"])),
        Ok(false)
    );
    assert!(bureau.roster.has_skill(&staff("officer-1"), "radio"));
    assert_eq!(bureau.act(&chief(), &skill("officer-1", &[])), Ok(true));
    assert!(bureau.roster.skills.is_empty());
}

#[test]
fn two_people_are_one_pair_whichever_is_named_first() {
    let mut bureau = bureau();
    let chief = chief();
    let one = pair("officer-1", "officer-2", Some(Pairing::Together));
    let turned = pair("officer-2", "officer-1", Some(Pairing::Apart));
    let itself = pair("officer-1", "officer-1", Some(Pairing::Apart));
    let stranger = pair("officer-1", "nobody", Some(Pairing::Apart));
    assert_eq!(bureau.act(&chief, &itself).unwrap_err().key, "refusal-duty-pair");
    assert_eq!(bureau.act(&chief, &stranger).unwrap_err().key, "refusal-duty-member");
    assert_eq!(bureau.act(&chief, &pair("officer-1", "officer-2", None)), Ok(false));
    assert_eq!(bureau.act(&chief, &one), Ok(true));
    assert_eq!(bureau.act(&chief, &one), Ok(false));
    assert_eq!(bureau.act(&chief, &turned), Ok(true));
    let pairs: Vec<_> = bureau.roster.pairs.iter().collect();
    assert_eq!(pairs, [(&(staff("officer-2"), staff("officer-1")), &Pairing::Apart)]);
    assert_eq!(bureau.act(&chief, &pair("officer-1", "officer-2", None)), Ok(true));
    assert!(bureau.roster.pairs.is_empty());
}

#[test]
fn a_turn_that_asks_for_a_skill_is_a_gap_without_it() {
    let mut bureau = bureau();
    let ahead = Ahead {
        from: date(2026, 11, 5),
        until: date(2026, 11, 5),
    };
    let night = |bureau: &mut Bureau| {
        let turn = bureau.rules.turns.iter_mut().find(|turn| turn.slug == "night").unwrap();
        turn.skill = Some("first-aid".to_owned());
    };
    night(&mut bureau);
    let told = gaps(&bureau.roster, &bureau.members, &bureau.rules, bureau.days(), ahead);
    let [gap] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(gap.skill.as_deref(), Some("first-aid"));
    let (from, until) = bureau
        .rules
        .turn("night")
        .unwrap()
        .span(date(2026, 11, 5), bureau.days().zone);
    assert_eq!((gap.from, gap.until, gap.needed, gap.present), (from, until, 1, 0));
    let keeps: BTreeSet<String> = bureau
        .roster
        .shifts
        .values()
        .filter(|shift| shift.date == date(2026, 11, 5) && shift.turn.as_deref() == Some("night"))
        .map(|shift| shift.staff.0.clone())
        .collect();
    let able = keeps.first().unwrap().clone();
    assert_eq!(bureau.act(&chief(), &skill(&able, &["first-aid"])), Ok(true));
    assert_eq!(
        gaps(&bureau.roster, &bureau.members, &bureau.rules, bureau.days(), ahead),
        []
    );
    // Where nobody is there at all, that alone is told.
    let gone: Vec<_> = bureau
        .roster
        .shifts
        .values()
        .filter(|shift| shift.date == date(2026, 11, 5))
        .cloned()
        .collect();
    for shift in gone.iter().filter(|shift| shift.turn.as_deref() == Some("night")) {
        let withdraw = RosterCommand::Withdraw {
            shift: shift.id.clone(),
        };
        assert_eq!(bureau.act(&chief(), &withdraw), Ok(true));
    }
    let told = gaps(&bureau.roster, &bureau.members, &bureau.rules, bureau.days(), ahead);
    assert!(
        told.iter().all(|gap| gap.skill.is_none()) && !told.is_empty(),
        "{told:?}"
    );
}

#[test]
fn what_is_put_in_by_hand_keeps_to_skills_and_pairs_or_says_that_it_does_not() {
    let mut bureau = Bureau::new("Asia/Shanghai", "2026-11-01T09:00:00+08:00");
    let day = date(2026, 11, 5);
    for turn in bureau.rules.turns.iter_mut().filter(|turn| turn.night) {
        turn.skill = Some("first-aid".to_owned());
    }
    for command in [
        skill("officer-1", &["first-aid"]),
        pair("officer-2", "officer-3", Some(Pairing::Apart)),
        pair("officer-4", "officer-1", Some(Pairing::Together)),
    ] {
        bureau.act(&chief(), &command).unwrap();
    }
    let put = |bureau: &mut Bureau, turn: &str, seat: u32, who: &str, despite: bool| {
        let shift = bureau.shift(day, turn, seat, who);
        let put = RosterCommand::Put { shift, despite };
        bureau.act(&chief(), &put).map_err(|refusal| refusal.key)
    };
    let clash = Err("refusal-duty-clash".to_owned());
    // A night with nobody who can give first aid; once somebody can, others may come.
    assert_eq!(put(&mut bureau, "night", 1, "officer-5", false), clash);
    assert_eq!(put(&mut bureau, "night", 1, "officer-1", false), Ok(true));
    assert_eq!(put(&mut bureau, "night", 2, "officer-5", false), Ok(true));
    // Never together; never without.
    assert_eq!(put(&mut bureau, "day", 1, "officer-2", false), Ok(true));
    assert_eq!(put(&mut bureau, "day", 2, "officer-3", false), clash);
    assert_eq!(put(&mut bureau, "day", 2, "officer-4", false), clash);
    let told = |bureau: &Bureau| -> Vec<ClashRule> {
        let ahead = Ahead { from: day, until: day };
        let found = clashes(&bureau.roster, &bureau.rules, &bureau.zone, ahead);
        found.into_iter().map(|clash| clash.rule).collect()
    };
    assert_eq!(told(&bureau), []);
    // Whoever plans can say so all the same, and it stays told.
    assert_eq!(put(&mut bureau, "day", 2, "officer-3", true), Ok(true));
    let apart = ClashRule::Pair {
        staff: staff("officer-2"),
        with: staff("officer-3"),
        pairing: Pairing::Apart,
    };
    assert_eq!(told(&bureau), [apart]);
    // Planned anew, each as they are to be.
    let shifts = [("day", 1, "officer-2"), ("night", 1, "officer-6")];
    let shifts = shifts
        .map(|(turn, seat, who)| bureau.shift(day, turn, seat, who))
        .to_vec();
    let how = How::Hand;
    let plan = RosterCommand::Plan {
        from: day,
        until: day,
        how,
        turn: None,
        shifts,
        despite: String::new(),
    };
    bureau.act(&chief(), &plan).unwrap();
    assert_eq!(told(&bureau), [ClashRule::Skill("first-aid".to_owned())]);
}
