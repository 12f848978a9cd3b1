//! What the people of a roster ask for themselves: leave, wishes, swaps.

use super::decide::{Ground, check_free, check_rest, check_settles, oneself};
use super::{Roster, RosterCommand, RosterEvent, Settled, Swap, Wish};
use crate::case::{Actor, Refusal};
use crate::duty::{Broken, Shift, ShiftId, Staff, broken_by_swap};
use jiff::Unit;
use jiff::civil::Date;

/// The longest leave that is asked for at once, in days.
const MOST_LEAVE_DAYS: i32 = 400;
/// Wishes that one person can have at once.
const MOST_WISHES: usize = 60;

pub(super) fn decide(
    roster: &Roster,
    command: &RosterCommand,
    actor: &Actor,
    ground: Ground<'_>,
) -> Result<Option<RosterEvent>, Refusal> {
    let own = oneself(actor)?;
    match command {
        RosterCommand::AskLeave { id, from, until } => enter_leave(roster, id, &own, (*from, *until), ground),
        RosterCommand::SettleLeave { id, granted } => settle_leave(roster, id, *granted, actor, &own, ground).map(Some),
        RosterCommand::TakeBackLeave { id } => {
            let leave = roster.leaves.get(id).filter(|leave| leave.staff == own);
            let leave = leave.ok_or_else(|| Refusal::new("refusal-duty-leave-unknown"))?;
            if leave.until < ground.today() {
                return Err(Refusal::new("refusal-duty-past"));
            }
            let settled = Settled::TakenBack;
            Ok((leave.settled != settled).then(|| RosterEvent::LeaveSettled {
                id: id.clone(),
                settled,
            }))
        }
        RosterCommand::Wish { id, from, until } => {
            if roster.wishes.contains_key(id) {
                return Ok(None);
            }
            check_member(&own, ground)?;
            check_ahead(*from, *until, ground)?;
            check_wishes(roster, &own, ground)?;
            let wish = Wish {
                staff: own,
                from: *from,
                until: *until,
            };
            Ok(Some(RosterEvent::Wished { id: id.clone(), wish }))
        }
        RosterCommand::Unwish { id } => match roster.wishes.get(id) {
            Some(wish) if wish.staff != own => Err(Refusal::new("refusal-duty-own")),
            kept => Ok(kept.map(|_| RosterEvent::Unwished { id: id.clone() })),
        },
        RosterCommand::AskSwap { id, mine, theirs } => ask_swap(roster, id, mine, theirs, &own, ground),
        RosterCommand::AnswerSwap { id, agreed } => {
            let swap = open_swap(roster, id, Settled::Open)?;
            if swap.other != own {
                return Err(Refusal::new("refusal-duty-own"));
            }
            if *agreed {
                check_swap(roster, swap, ground)?;
            }
            let settled = if *agreed { Settled::Agreed } else { Settled::Refused };
            Ok(Some(RosterEvent::SwapSettled {
                id: id.clone(),
                settled,
                despite: false,
            }))
        }
        RosterCommand::SettleSwap { id, approved, despite } => {
            check_settles(ground, actor)?;
            let swap = open_swap(roster, id, Settled::Agreed)?;
            if swap.asked_by == own || swap.other == own {
                return Err(Refusal::new("refusal-duty-not-own"));
            }
            if *approved {
                check_swap(roster, swap, ground)?;
            }
            let breaks = *approved && breaks_in_swap(roster, swap, ground);
            if breaks && !despite {
                return Err(Refusal::new("refusal-duty-swap-breaks"));
            }
            let settled = if *approved { Settled::Granted } else { Settled::Refused };
            Ok(Some(RosterEvent::SwapSettled {
                id: id.clone(),
                settled,
                despite: breaks,
            }))
        }
        RosterCommand::TakeBackSwap { id } => {
            let swap = roster
                .swaps
                .get(id)
                .ok_or_else(|| Refusal::new("refusal-duty-swap-unknown"))?;
            if swap.asked_by != own {
                return Err(Refusal::new("refusal-duty-own"));
            }
            let open = matches!(swap.settled, Settled::Open | Settled::Agreed);
            let settled = Settled::TakenBack;
            Ok(open.then(|| RosterEvent::SwapSettled {
                id: id.clone(),
                settled,
                despite: false,
            }))
        }
        // What is planned is decided before people's own things are.
        _ => Ok(None),
    }
}

/// Somebody's leave, which waits to be settled.
pub(super) fn enter_leave(
    roster: &Roster,
    id: &str,
    staff: &Staff,
    (from, until): (Date, Date),
    ground: Ground<'_>,
) -> Result<Option<RosterEvent>, Refusal> {
    if roster.leaves.contains_key(id) {
        return Ok(None);
    }
    check_member(staff, ground)?;
    check_ahead(from, until, ground)?;
    Ok(Some(RosterEvent::LeaveAsked {
        id: id.to_owned(),
        staff: staff.clone(),
        from,
        until,
    }))
}

/// A span of days that ends no earlier than it begins, and is not without end.
pub(super) fn check_dates(from: Date, until: Date) -> Result<(), Refusal> {
    let days = from.until((Unit::Day, until)).map_or(i32::MAX, |span| span.get_days());
    if until < from || days > MOST_LEAVE_DAYS {
        return Err(Refusal::new("refusal-duty-dates"));
    }
    Ok(())
}

fn check_ahead(from: Date, until: Date, ground: Ground<'_>) -> Result<(), Refusal> {
    check_dates(from, until)?;
    if until < ground.today() {
        return Err(Refusal::new("refusal-duty-past"));
    }
    Ok(())
}

fn check_wishes(roster: &Roster, own: &Staff, ground: Ground<'_>) -> Result<(), Refusal> {
    let ahead = |wish: &&Wish| wish.staff == *own && wish.until >= ground.today();
    if roster.wishes.values().filter(ahead).count() >= MOST_WISHES {
        return Err(Refusal::new("refusal-duty-wishes").with("most", MOST_WISHES));
    }
    Ok(())
}

fn check_member(own: &Staff, ground: Ground<'_>) -> Result<(), Refusal> {
    let known = ground
        .members
        .iter()
        .any(|member| member.staff == *own && !member.tiers.is_empty());
    if known {
        Ok(())
    } else {
        Err(Refusal::new("refusal-duty-member"))
    }
}

fn settle_leave(
    roster: &Roster,
    id: &str,
    granted: bool,
    actor: &Actor,
    own: &Staff,
    ground: Ground<'_>,
) -> Result<RosterEvent, Refusal> {
    check_settles(ground, actor)?;
    let leave = roster.leaves.get(id).filter(|leave| leave.settled == Settled::Open);
    let leave = leave.ok_or_else(|| Refusal::new("refusal-duty-leave-unknown"))?;
    if leave.staff == *own {
        return Err(Refusal::new("refusal-duty-not-own"));
    }
    let settled = if granted { Settled::Granted } else { Settled::Refused };
    Ok(RosterEvent::LeaveSettled {
        id: id.to_owned(),
        settled,
    })
}

fn ask_swap(
    roster: &Roster,
    id: &str,
    mine: &ShiftId,
    theirs: &ShiftId,
    own: &Staff,
    ground: Ground<'_>,
) -> Result<Option<RosterEvent>, Refusal> {
    if roster.swaps.contains_key(id) {
        return Ok(None);
    }
    let (of_mine, of_theirs) = (shift(roster, mine)?, shift(roster, theirs)?);
    if of_mine.staff != *own {
        return Err(Refusal::new("refusal-duty-own"));
    }
    if of_theirs.staff == *own {
        return Err(Refusal::new("refusal-duty-other"));
    }
    let swap = Swap {
        asked_by: own.clone(),
        mine: mine.clone(),
        other: of_theirs.staff.clone(),
        theirs: theirs.clone(),
        settled: Settled::Open,
    };
    check_swap(roster, &swap, ground)?;
    Ok(Some(RosterEvent::SwapAsked {
        id: id.to_owned(),
        asked_by: swap.asked_by,
        mine: swap.mine,
        other: swap.other,
        theirs: swap.theirs,
    }))
}

/// Both can do it, as the roster is at this moment: when it is asked, agreed to and approved.
fn check_swap(roster: &Roster, swap: &Swap, ground: Ground<'_>) -> Result<(), Refusal> {
    let (mine, theirs) = (shift(roster, &swap.mine)?, shift(roster, &swap.theirs)?);
    if mine.staff != swap.asked_by || theirs.staff != swap.other {
        return Err(Refusal::new("refusal-duty-swap-changed"));
    }
    let but = [&swap.mine, &swap.theirs];
    // Whoever was put in would come instead of somebody whose shift it is no more.
    if but.iter().any(|shift| roster.is_overridden(shift)) {
        return Err(Refusal::new("refusal-duty-swap-overridden"));
    }
    for (staff, takes) in [(&swap.asked_by, theirs), (&swap.other, mine)] {
        if takes.from <= ground.now {
            return Err(Refusal::new("refusal-duty-begun"));
        }
        ground.check_serves(staff, takes.tier)?;
        check_free(roster, staff, takes.from, takes.until, &but, ground)?;
        check_rest(roster, staff, takes.from, takes.until, &but, ground)?;
    }
    Ok(())
}

/// Somebody has too many nights by it, or skills or pairs are not kept in one of both turns.
fn breaks_in_swap(roster: &Roster, swap: &Swap, ground: Ground<'_>) -> bool {
    let broken = broken_by_swap(roster, swap, ground.rules, ground.elsewhere, ground.zone);
    broken.iter().any(Broken::yields_in_swap)
}

fn shift<'a>(roster: &'a Roster, id: &ShiftId) -> Result<&'a Shift, Refusal> {
    roster.shifts.get(id).ok_or_else(|| Refusal::new("refusal-duty-shift"))
}

fn open_swap<'a>(roster: &'a Roster, id: &str, expected: Settled) -> Result<&'a Swap, Refusal> {
    let swap = roster.swaps.get(id).filter(|swap| swap.settled == expected);
    swap.ok_or_else(|| Refusal::new("refusal-duty-swap-unknown"))
}
