//! The rules of a roster: who plans, and what cannot be planned.

use super::{How, Override, Pairing, Roster, RosterEvent, people, team};
use crate::case::{Actor, Refusal, Role};
use crate::duty::{
    Broken, Desk, DutyRules, Member, Presence, Rotation, Shift, ShiftId, SkillSlug, Staff, Tier, TurnSlug, broken_by,
    outdated, presences,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};
use std::collections::BTreeSet;

/// The most days that are planned at once.
const MOST_DAYS: i32 = 200;
/// The longest shift.
const MOST_HOURS: i64 = 72;
/// The most people in a rotation.
const MOST_ROTATED: usize = 500;

/// What may be asked of a roster. Ids are made by the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields repeat those of the state")]
pub enum RosterCommand {
    /// Plan days anew, one turn of them or all. Teams in turn that break rest, nights, skills or pairs are planned only where `despite` says why, a proposal that
    /// breaks them by now not at all.
    Plan {
        from: Date,
        until: Date,
        how: How,
        /// None: every turn.
        turn: Option<TurnSlug>,
        shifts: Vec<Shift>,
        despite: String,
    },
    /// Put in one shift. One that clashes with skills or pairs as the turn did not clash before, that leaves too little rest or makes too
    /// many nights, or whose place is somebody else's is put in only where that was said.
    Put { shift: Shift, despite: bool },
    /// Take out one that has not begun.
    Withdraw { shift: ShiftId },
    /// Set the teams of a turn.
    Rotate { rotation: Rotation },
    /// Ask for leave.
    AskLeave { id: String, from: Date, until: Date },
    /// Put down leave that somebody else asked for elsewhere; it waits like any other.
    EnterLeave {
        id: String,
        staff: Staff,
        from: Date,
        until: Date,
    },
    /// Grant or refuse somebody else's leave.
    SettleLeave { id: String, granted: bool },
    /// Take one's own leave back.
    TakeBackLeave { id: String },
    /// Say on which days one would rather not be on duty.
    Wish { id: String, from: Date, until: Date },
    /// Take a wish back.
    Unwish { id: String },
    /// Ask somebody to change shifts.
    AskSwap { id: String, mine: ShiftId, theirs: ShiftId },
    /// Answer who asks.
    AnswerSwap { id: String, agreed: bool },
    /// Approve what both agreed on; what makes too many nights or clashes with skills or pairs only where that was said.
    SettleSwap { id: String, approved: bool, despite: bool },
    /// Take one's own swap back before it is approved.
    TakeBackSwap { id: String },
    /// Put somebody else in a shift or a part of it. What leaves too little rest, makes too many nights or clashes with skills or pairs as
    /// the turn did not clash before only where that was said.
    Override { over: Override, despite: bool },
    /// Say what somebody is able to do on duty.
    Skill { staff: Staff, skills: BTreeSet<SkillSlug> },
    /// Say how two people are planned; none: as any other two.
    Pair {
        staff: Staff,
        with: Staff,
        pairing: Option<Pairing>,
    },
}

/// What a decision rests on.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The pack's rules.
    pub rules: &'a DutyRules,
    /// The desk.
    pub desk: &'a Desk,
    /// Who serves there today.
    pub members: &'a [Member],
    /// Where they are planned at other desks, and were within the week before the moment.
    pub elsewhere: &'a [Presence],
    /// Where days begin and end.
    pub zone: &'a TimeZone,
    /// The moment.
    pub now: Timestamp,
}

impl Ground<'_> {
    pub(super) fn today(&self) -> Date {
        self.zone.to_datetime(self.now).date()
    }

    /// Somebody serves at the desk.
    pub(super) fn check_member(&self, staff: &Staff) -> Result<(), Refusal> {
        let serves = self.members.iter().any(|member| member.staff == *staff);
        serves.then_some(()).ok_or_else(|| Refusal::new("refusal-duty-member"))
    }

    /// Somebody serves at the desk in that tier.
    pub(super) fn check_serves(&self, staff: &Staff, tier: Tier) -> Result<(), Refusal> {
        let member = self.members.iter().find(|member| member.staff == *staff);
        match member {
            None => Err(Refusal::new("refusal-duty-member")),
            Some(member) if member.tiers.contains(&tier) => Ok(()),
            Some(_) => Err(Refusal::new("refusal-duty-tier").with("tier", tier.name())),
        }
    }
}

/// Whether somebody plans a desk's roster and approves what is asked: a leader or the special office of its unit.
#[must_use]
pub fn keeps(desk: &Desk, actor: &Actor) -> bool {
    matches!(actor.role, Role::Leader | Role::SpecialOffice) && actor.unit.as_ref() == Some(&desk.unit)
}

/// Whether somebody settles what is asked at a desk: whoever keeps its roster, or else a leader or the special office of a unit above, since
/// nobody settles what is their own.
#[must_use]
pub fn settles(desk: &Desk, actor: &Actor) -> bool {
    let above = actor.unit.as_ref().is_some_and(|unit| desk.above.contains(unit));
    keeps(desk, actor) || (above && matches!(actor.role, Role::Leader | Role::SpecialOffice))
}

pub(super) fn check_settles(ground: Ground<'_>, actor: &Actor) -> Result<(), Refusal> {
    if settles(ground.desk, actor) {
        return Ok(());
    }
    Err(Refusal::new("refusal-duty-keeper"))
}

pub(super) fn check_keeps(ground: Ground<'_>, actor: &Actor) -> Result<(), Refusal> {
    if keeps(ground.desk, actor) {
        return Ok(());
    }
    Err(Refusal::new("refusal-duty-keeper"))
}

/// Who acts, as a member of staff.
pub(super) fn oneself(actor: &Actor) -> Result<Staff, Refusal> {
    let account = actor.account.clone().map(Staff);
    account.ok_or_else(|| Refusal::new("refusal-duty-member"))
}

/// Answers a command with the event it makes, or says why not. None: it is so already.
///
/// # Errors
/// A [`Refusal`] whose key is in `locales/*/duty.ftl`.
pub fn decide(
    roster: &Roster,
    command: &RosterCommand,
    actor: &Actor,
    ground: Ground<'_>,
) -> Result<Option<RosterEvent>, Refusal> {
    match command {
        RosterCommand::Plan {
            from,
            until,
            how,
            turn,
            shifts,
            despite,
        } => {
            check_keeps(ground, actor)?;
            plan(roster, (*from, *until), (*how, turn.as_ref()), shifts, despite, ground).map(Some)
        }
        RosterCommand::Put { shift, despite } => {
            check_keeps(ground, actor)?;
            put(roster, shift, *despite, ground)
        }
        RosterCommand::Withdraw { shift } => {
            check_keeps(ground, actor)?;
            match roster.shifts.get(shift) {
                None => Ok(None),
                Some(kept) if kept.from <= ground.now => Err(Refusal::new("refusal-duty-begun")),
                Some(_) => Ok(Some(RosterEvent::Withdrawn { shift: shift.clone() })),
            }
        }
        RosterCommand::Rotate { rotation } => {
            check_keeps(ground, actor)?;
            rotate(roster, rotation, ground)
        }
        RosterCommand::EnterLeave { id, staff, from, until } => {
            check_keeps(ground, actor)?;
            people::enter_leave(roster, id, staff, (*from, *until), ground)
        }
        RosterCommand::Override { over, despite } => {
            check_keeps(ground, actor)?;
            override_shift(roster, over, *despite, ground).map(Some)
        }
        RosterCommand::Skill { staff, skills } => {
            check_keeps(ground, actor)?;
            team::skill(roster, staff, skills, ground)
        }
        RosterCommand::Pair { staff, with, pairing } => {
            check_keeps(ground, actor)?;
            team::pair(roster, (staff, with), *pairing, ground)
        }
        own => people::decide(roster, own, actor, ground),
    }
}

/// A place that is somebody's is not taken from them without a word; once its shift has begun, somebody else comes for the rest of it.
fn check_seat(roster: &Roster, shift: &Shift, despite: bool, ground: Ground<'_>) -> Result<(), Refusal> {
    match roster.shifts.get(&shift.id) {
        Some(kept) if kept.from <= ground.now => Err(Refusal::new("refusal-duty-begun")),
        Some(kept) if kept.staff != shift.staff && !despite => Err(Refusal::new("refusal-duty-occupied")),
        _ => Ok(()),
    }
}

fn put(roster: &Roster, shift: &Shift, despite: bool, ground: Ground<'_>) -> Result<Option<RosterEvent>, Refusal> {
    if roster.shifts.get(&shift.id) == Some(shift) {
        return Ok(None);
    }
    if shift.until <= ground.now {
        return Err(Refusal::new("refusal-duty-past"));
    }
    check_seat(roster, shift, despite, ground)?;
    check_shift(shift, ground)?;
    check_free(roster, &shift.staff, shift.from, shift.until, &[&shift.id], ground)?;
    let put = |despite| RosterEvent::Put {
        shift: shift.clone(),
        despite,
    };
    let despite = check_broken(roster, &put(false), despite, ground)?;
    Ok(Some(put(despite)))
}

/// Whether it breaks what is asked for of rest, nights, skills or pairs: refused unless that was said.
fn check_broken(roster: &Roster, event: &RosterEvent, despite: bool, ground: Ground<'_>) -> Result<bool, Refusal> {
    let broken = broken_by(roster, event, ground.rules, ground.elsewhere, ground.zone, ground.now);
    let key = if broken.iter().any(Broken::strains) {
        "refusal-duty-strain"
    } else if broken.iter().any(Broken::yields_to_reason) {
        "refusal-duty-clash"
    } else {
        return Ok(false);
    };
    if despite { Ok(true) } else { Err(Refusal::new(key)) }
}

fn plan(
    roster: &Roster,
    (from, until): (Date, Date),
    (how, turn): (How, Option<&TurnSlug>),
    shifts: &[Shift],
    despite: &str,
    ground: Ground<'_>,
) -> Result<RosterEvent, Refusal> {
    if from < ground.today() {
        return Err(Refusal::new("refusal-duty-past"));
    }
    people::check_dates(from, until)?;
    let days = from.until((Unit::Day, until)).map_or(i32::MAX, |span| span.get_days());
    if days >= MOST_DAYS {
        return Err(Refusal::new("refusal-duty-long").with("most", MOST_DAYS));
    }
    let planned = RosterEvent::Planned {
        from,
        until,
        how,
        turn: turn.cloned(),
        shifts: shifts.to_vec(),
        despite: despite.to_owned(),
    };
    let mut ids: Vec<&ShiftId> = shifts.iter().map(|shift| &shift.id).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() != shifts.len() {
        return Err(Refusal::new("refusal-duty-twice"));
    }
    // What would be there together, some of it from before.
    let after = super::evolve(roster.clone(), &planned, ground.now);
    for shift in shifts {
        if shift.date < from || shift.date > until {
            return Err(Refusal::new("refusal-duty-dates"));
        }
        if turn.is_some() && shift.turn.as_ref() != turn {
            return Err(Refusal::new("refusal-duty-turn"));
        }
        check_shift(shift, ground)?;
        check_free(&after, &shift.staff, shift.from, shift.until, &[&shift.id], ground)?;
    }
    if despite.is_empty() {
        check_kept(roster, &planned, how, ground)?;
    }
    Ok(planned)
}

/// Teams in turn keep no rules by themselves. A proposal kept them when it was proposed; what has changed since may break them.
fn check_kept(roster: &Roster, planned: &RosterEvent, how: How, ground: Ground<'_>) -> Result<(), Refusal> {
    let key = match how {
        How::Rotation => "refusal-duty-planned",
        How::Generated => "refusal-duty-outdated",
        How::Hand => return Ok(()),
    };
    let mut broken = broken_by(roster, planned, ground.rules, ground.elsewhere, ground.zone, ground.now);
    if how == How::Generated {
        broken = outdated(broken, ground.members);
    }
    if broken.iter().any(Broken::yields_to_reason) {
        return Err(Refusal::new(key));
    }
    Ok(())
}

fn check_shift(shift: &Shift, ground: Ground<'_>) -> Result<(), Refusal> {
    let hours = shift.until.duration_since(shift.from).as_hours();
    if shift.from >= shift.until || hours > MOST_HOURS {
        return Err(Refusal::new("refusal-duty-times").with("most", MOST_HOURS));
    }
    let turn = shift.turn.as_ref().map(|slug| ground.rules.turn(slug));
    if turn.is_some_and(|turn| turn.is_none_or(|turn| turn.tier != shift.tier)) {
        return Err(Refusal::new("refusal-duty-turn"));
    }
    ground.check_serves(&shift.staff, shift.tier)
}

/// Nobody is in two places, and nobody is planned on their leave.
pub(super) fn check_free(
    roster: &Roster,
    staff: &Staff,
    from: Timestamp,
    until: Timestamp,
    but: &[&ShiftId],
    ground: Ground<'_>,
) -> Result<(), Refusal> {
    if roster.is_away(staff, from, until, ground.zone) {
        return Err(Refusal::new("refusal-duty-leave").with("from", day(from, ground)));
    }
    let there = presences(roster, from, until, ground.zone);
    let twice = there
        .iter()
        .any(|one| one.staff == *staff && !but.contains(&&one.shift));
    if twice {
        return Err(Refusal::new("refusal-duty-twice"));
    }
    let mut elsewhere = ground.elsewhere.iter().filter(|one| one.staff == *staff);
    if elsewhere.any(|one| one.from < until && from < one.until) {
        return Err(Refusal::new("refusal-duty-elsewhere").with("from", day(from, ground)));
    }
    Ok(())
}

fn day(at: Timestamp, ground: Ground<'_>) -> Date {
    ground.zone.to_datetime(at).date()
}

/// Hours of rest around a shift that somebody takes over, from shifts at other desks too.
pub(super) fn check_rest(
    roster: &Roster,
    staff: &Staff,
    from: Timestamp,
    until: Timestamp,
    but: &[&ShiftId],
    ground: Ground<'_>,
) -> Result<(), Refusal> {
    let hours = ground.rules.rest_hours.value;
    let rest = jiff::SignedDuration::from_hours(i64::from(hours));
    let earlier = from.checked_sub(rest).unwrap_or(Timestamp::MIN);
    let later = until.checked_add(rest).unwrap_or(Timestamp::MAX);
    let there = presences(roster, earlier, later, ground.zone);
    let mut here = there.iter().filter(|one| !but.contains(&&one.shift));
    let mut elsewhere = ground.elsewhere.iter();
    let elsewhere = elsewhere.any(|one| one.staff == *staff && one.from < later && earlier < one.until);
    if elsewhere || here.any(|one| one.staff == *staff) {
        return Err(Refusal::new("refusal-duty-rest").with("hours", hours));
    }
    Ok(())
}

fn rotate(roster: &Roster, rotation: &Rotation, ground: Ground<'_>) -> Result<Option<RosterEvent>, Refusal> {
    if roster.rotations.get(&rotation.turn) == Some(rotation) {
        return Ok(None);
    }
    let Some(turn) = ground.rules.turn(&rotation.turn) else {
        return Err(Refusal::new("refusal-duty-turn"));
    };
    let people: usize = rotation.teams.iter().map(Vec::len).sum();
    if people == 0 || people > MOST_ROTATED || rotation.teams.iter().any(Vec::is_empty) || rotation.days_each == 0 {
        return Err(Refusal::new("refusal-duty-teams").with("most", MOST_ROTATED));
    }
    for staff in rotation.teams.iter().flatten() {
        ground.check_serves(staff, turn.tier)?;
    }
    Ok(Some(RosterEvent::Rotated {
        rotation: rotation.clone(),
    }))
}

fn override_shift(roster: &Roster, over: &Override, despite: bool, ground: Ground<'_>) -> Result<RosterEvent, Refusal> {
    let Some(shift) = roster.shifts.get(&over.shift) else {
        return Err(Refusal::new("refusal-duty-shift"));
    };
    if over.from < shift.from || over.until > shift.until || over.from >= over.until {
        return Err(Refusal::new("refusal-duty-part"));
    }
    if over.until <= ground.now {
        return Err(Refusal::new("refusal-duty-past"));
    }
    ground.check_serves(&over.staff, shift.tier)?;
    // Of the shift itself, they may have a part already.
    check_free(roster, &over.staff, over.from, over.until, &[&over.shift], ground)?;
    let overridden = |despite| RosterEvent::Overridden {
        over: over.clone(),
        despite,
    };
    let despite = check_broken(roster, &overridden(false), despite, ground)?;
    Ok(overridden(despite))
}
