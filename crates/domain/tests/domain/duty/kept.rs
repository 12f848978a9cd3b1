//! What swaps, overrides and proposed rosters keep: nights within a week, at whichever desk, skills and pairs.

use super::sample::{Bureau, actor, chief, staff};
use domain::case::Role;
use domain::duty::{
    Broken, ClashRule, How, Override, Pairing, Presence, RosterCommand, RosterEvent, Shift, Tier, broken_by,
    broken_by_swap,
};
use jiff::civil::{Date, date};

pub(super) fn day(n: i8) -> Date {
    date(2026, 11, n)
}

pub(super) fn bureau() -> Bureau {
    Bureau::new("Asia/Shanghai", "2026-11-01T09:00:00+08:00")
}

pub(super) fn put(bureau: &mut Bureau, on: i8, turn: &str, seat: u32, who: &str) -> Shift {
    let shift = bureau.shift(day(on), turn, seat, who);
    let put = RosterCommand::Put {
        shift: shift.clone(),
        despite: false,
    };
    assert_eq!(bureau.act(&chief(), &put), Ok(true), "{}", shift.id);
    shift
}

pub(super) fn skill(bureau: &mut Bureau, who: &str, skills: &[&str]) {
    let skill = RosterCommand::Skill {
        staff: staff(who),
        skills: skills.iter().map(|&skill| skill.to_owned()).collect(),
    };
    assert_eq!(bureau.act(&chief(), &skill), Ok(true));
}

pub(super) fn pair(bureau: &mut Bureau, who: &str, with: &str, pairing: Pairing) {
    let pair = RosterCommand::Pair {
        staff: staff(who),
        with: staff(with),
        pairing: Some(pairing),
    };
    assert_eq!(bureau.act(&chief(), &pair), Ok(true));
}

pub(super) fn nights_ask_for_first_aid(bureau: &mut Bureau) {
    for turn in bureau.rules.turns.iter_mut().filter(|turn| turn.night) {
        turn.skill = Some("first-aid".to_owned());
    }
}

/// The first asks the second, who agrees; answers what it would break.
pub(super) fn agreed(bureau: &mut Bureau, (mine, theirs): (&Shift, &Shift)) -> Vec<Broken> {
    let of = |shift: &Shift| actor(&shift.staff.0, Role::DutyOfficer, "office");
    let ask = RosterCommand::AskSwap {
        id: "s".to_owned(),
        mine: mine.id.clone(),
        theirs: theirs.id.clone(),
    };
    assert_eq!(bureau.act(&of(mine), &ask), Ok(true));
    let agree = RosterCommand::AnswerSwap {
        id: "s".to_owned(),
        agreed: true,
    };
    assert_eq!(bureau.act(&of(theirs), &agree), Ok(true));
    let swap = &bureau.roster.swaps["s"];
    broken_by_swap(&bureau.roster, swap, &bureau.rules, &bureau.elsewhere, &bureau.zone)
}

pub(super) fn approve(bureau: &mut Bureau, despite: bool) -> Result<bool, String> {
    let settle = RosterCommand::SettleSwap {
        id: "s".to_owned(),
        approved: true,
        despite,
    };
    bureau.act(&chief(), &settle).map_err(|refusal| refusal.key)
}

#[test]
fn a_swap_that_makes_too_many_nights_is_approved_only_when_it_is_said() {
    let mut bureau = bureau();
    for on in [10, 12, 14] {
        put(&mut bureau, on, "night", 1, "officer-1");
    }
    let mine = put(&mut bureau, 20, "day", 1, "officer-1");
    let theirs = put(&mut bureau, 16, "night", 1, "officer-2");
    let too_many = Broken::Nights {
        staff: staff("officer-1"),
        from: day(10),
    };
    assert_eq!(agreed(&mut bureau, (&mine, &theirs)), [too_many]);
    assert_eq!(approve(&mut bureau, false), Err("refusal-duty-swap-breaks".to_owned()));
    assert_eq!(bureau.roster.shifts[&mine.id].staff, staff("officer-1"));
    assert_eq!(approve(&mut bureau, true), Ok(true));
    assert_eq!(bureau.roster.shifts[&theirs.id].staff, staff("officer-1"));
}

#[test]
fn a_swap_against_skills_and_pairs_is_approved_only_when_it_is_said() {
    let mut bureau = bureau();
    nights_ask_for_first_aid(&mut bureau);
    skill(&mut bureau, "officer-3", &["first-aid"]);
    pair(&mut bureau, "officer-4", "officer-5", Pairing::Apart);
    let theirs = put(&mut bureau, 25, "night", 1, "officer-3");
    put(&mut bureau, 25, "night", 2, "officer-5");
    let mine = put(&mut bureau, 28, "day", 1, "officer-4");
    let broken = agreed(&mut bureau, (&mine, &theirs));
    let rules: Vec<&ClashRule> = broken
        .iter()
        .map(|one| match one {
            Broken::Turn(clash) if clash.date == day(25) && clash.turn == "night" => &clash.rule,
            other => panic!("{other:?}"),
        })
        .collect();
    let apart = ClashRule::Pair {
        staff: staff("officer-4"),
        with: staff("officer-5"),
        pairing: Pairing::Apart,
    };
    assert_eq!(rules, [&ClashRule::Skill("first-aid".to_owned()), &apart]);
    assert_eq!(approve(&mut bureau, false), Err("refusal-duty-swap-breaks".to_owned()));
    // Once somebody else there has the skill and the two are no pair any more, nothing speaks against it.
    skill(&mut bureau, "officer-5", &["first-aid"]);
    let no_pair = RosterCommand::Pair {
        staff: staff("officer-4"),
        with: staff("officer-5"),
        pairing: None,
    };
    assert_eq!(bureau.act(&chief(), &no_pair), Ok(true));
    assert_eq!(approve(&mut bureau, false), Ok(true));
}

#[test]
fn a_night_counts_for_whoever_comes_and_not_for_whom_they_replace() {
    let mut bureau = bureau();
    for on in [10, 12, 14] {
        put(&mut bureau, on, "night", 1, "officer-1");
    }
    for on in [16, 18, 20] {
        put(&mut bureau, on, "night", 1, "officer-2");
    }
    let night = bureau.roster.shifts["2026-11-16-night-1"].clone();
    let over = |who: &str, despite| RosterCommand::Override {
        over: Override {
            shift: night.id.clone(),
            staff: staff(who),
            from: night.from,
            until: night.until,
        },
        despite,
    };
    // It would be the fourth within seven days.
    assert_eq!(
        bureau.act(&chief(), &over("officer-1", false)).unwrap_err().key,
        "refusal-duty-strain"
    );
    assert_eq!(bureau.act(&chief(), &over("officer-3", false)), Ok(true));
    // Whom they replaced has only two there, and takes a third.
    put(&mut bureau, 22, "night", 1, "officer-2");
    let fourth = bureau.shift(day(24), "night", 1, "officer-2");
    let fourth = RosterCommand::Put {
        shift: fourth,
        despite: false,
    };
    assert_eq!(bureau.act(&chief(), &fourth).unwrap_err().key, "refusal-duty-strain");
}

#[test]
fn nights_at_other_desks_count() {
    let mut bureau = bureau();
    let nights = [10, 12, 14].map(|on| bureau.shift(day(on), "night", 1, "officer-1"));
    let elsewhere = |shift: &Shift, turn: &str| Presence {
        shift: shift.id.clone(),
        tier: Tier::Officer,
        turn: Some(turn.to_owned()),
        date: shift.date,
        staff: shift.staff.clone(),
        from: shift.from,
        until: shift.until,
    };
    bureau.elsewhere = nights.iter().map(|night| elsewhere(night, "night")).collect();
    let shift = bureau.shift(day(16), "night", 1, "officer-1");
    let event = RosterEvent::Put {
        shift: shift.clone(),
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
    let too_many = Broken::Nights {
        staff: staff("officer-1"),
        from: day(10),
    };
    assert_eq!(told, [too_many]);
    let put = RosterCommand::Put { shift, despite: false };
    assert_eq!(bureau.act(&chief(), &put).unwrap_err().key, "refusal-duty-strain");
    // Turns there that are no nights do not.
    bureau.elsewhere = nights.iter().map(|night| elsewhere(night, "day")).collect();
    assert_eq!(bureau.act(&chief(), &put), Ok(true));
}

#[test]
fn a_proposal_that_breaks_the_rules_by_now_is_not_planned() {
    let mut bureau = bureau();
    nights_ask_for_first_aid(&mut bureau);
    skill(&mut bureau, "officer-1", &["first-aid"]);
    let plan = |bureau: &mut Bureau, on: i8, how: How| {
        let night = bureau.shift(day(on), "night", 1, "officer-1");
        let plan = RosterCommand::Plan {
            from: day(on),
            until: day(on),
            how,
            turn: None,
            shifts: vec![night],
            despite: String::new(),
        };
        bureau.act(&chief(), &plan).map_err(|refusal| refusal.key)
    };
    let outdated = Err("refusal-duty-outdated".to_owned());
    // Somebody who serves no more is not waited for: who proposes does not, either.
    pair(&mut bureau, "officer-1", "officer-6", Pairing::Together);
    assert_eq!(plan(&mut bureau, 10, How::Generated), outdated);
    bureau.members.retain(|member| member.staff != staff("officer-6"));
    assert_eq!(plan(&mut bureau, 10, How::Generated), Ok(true));
    // A shift that was put in since leaves too little rest; a skill is there no more.
    let beside = Shift {
        id: "beside".to_owned(),
        turn: None,
        ..bureau.shift(day(12), "night", 1, "officer-1")
    };
    let put = RosterCommand::Put {
        shift: beside,
        despite: false,
    };
    assert_eq!(bureau.act(&chief(), &put), Ok(true));
    assert_eq!(plan(&mut bureau, 13, How::Generated), outdated);
    skill(&mut bureau, "officer-1", &[]);
    assert_eq!(plan(&mut bureau, 20, How::Generated), outdated);
    assert_eq!(plan(&mut bureau, 20, How::Hand), Ok(true));
}
