//! A change to a desk's roster by a program whose post plans it: leave and swaps are settled, a shift is put in or taken out, and
//! somebody else is there. What a month looks like is planned by people (`rosters/`), and nobody is asked for anything here in their
//! name.

use super::act_once::new_id;
use super::caller::Scope;
use super::list_asked::{DutyAsked, asked};
use super::problems::Problems;
use super::sent::Sent;
use crate::access::Right;
use crate::duty::generate::{kept, settled};
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::case::Refusal;
use domain::duty::{Override, Roster, RosterCommand, Settled, Shift, Staff, Tier};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

/// A change to a roster. Staff are named as they sign in.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum RosterStep {
    /// Leave that somebody asked for elsewhere: it waits until it is settled.
    EnterLeave {
        staff: String,
        /// First day and last day.
        #[schema(value_type = String, format = Date)]
        from: Date,
        #[schema(value_type = String, format = Date)]
        until: Date,
    },
    /// Leave is granted or refused.
    SettleLeave { leave: String, granted: bool },
    /// A swap on which both have agreed is approved or refused.
    SettleSwap {
        swap: String,
        approved: bool,
        /// Also where it makes too many nights or clashes with what is said of skills and pairs.
        #[serde(default)]
        despite: bool,
    },
    /// Somebody takes a turn on a day.
    PutShift {
        /// As the pack names it.
        turn: String,
        #[schema(value_type = String, format = Date)]
        date: Date,
        /// Which of those who take it, 1 for the first.
        #[serde(default = "first")]
        #[schema(minimum = 1)]
        seat: u32,
        staff: String,
        /// Also where it clashes with what is said of skills and pairs, leaves too little rest, makes too many nights, or where the place is
        /// somebody else's.
        #[serde(default)]
        despite: bool,
    },
    /// Somebody is there at times that are no turn's.
    PutOwnTimes {
        tier: TierName,
        staff: String,
        #[schema(value_type = String, format = DateTime)]
        from: Timestamp,
        #[schema(value_type = String, format = DateTime)]
        until: Timestamp,
        /// As of a turn.
        #[serde(default)]
        despite: bool,
    },
    /// A shift that has not begun is taken out.
    WithdrawShift { shift: String },
    /// Somebody else is there for a shift, or for a part of it.
    OverrideShift {
        shift: String,
        staff: String,
        /// Where it is not said: from its beginning.
        #[schema(value_type = Option<String>, format = DateTime)]
        from: Option<Timestamp>,
        /// Where it is not said: until its end.
        #[schema(value_type = Option<String>, format = DateTime)]
        until: Option<Timestamp>,
        /// Also where it leaves too little rest, makes too many nights or clashes with what is said of skills and pairs.
        #[serde(default)]
        despite: bool,
    },
}

/// In what capacity somebody is on duty.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DutyTier)]
pub(crate) enum TierName {
    /// Leader on duty.
    Leader,
    /// Officer on watch.
    Officer,
}

const fn first() -> u32 {
    1
}

/// `POST /api/v1/duty/{unit}/steps`
#[utoipa::path(
    post, path = "/api/v1/duty/{unit}/steps", operation_id = "changeRoster", tag = "watch",
    summary = "Change a desk's roster",
    description = "For a key whose post plans the desk's roster. A step that is so already changes nothing.",
    params(
        ("unit" = String, Path, description = "The desk's unit."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = RosterStep,
    responses((status = 200, body = DutyAsked), Problems),
    security(("key" = ["watch:write"])),
)]
pub(crate) async fn change(
    Path(unit): Path<String>,
    Sent { caller, body, key }: Sent<RosterStep>,
) -> Result<Json<DutyAsked>, Fault> {
    caller.may(Scope::WatchWrite, Right::PlanDuty)?;
    let visit = &caller.visit;
    let unit = match &body {
        RosterStep::SettleLeave { .. } | RosterStep::SettleSwap { .. } => settled(visit, &unit)?,
        _ => kept(visit, Some(&unit))?,
    };
    let office = &visit.desk.office;
    let roster = office::read_roster(office, &unit).await?;
    if !is_so(&roster, &body) {
        not_own(visit, &roster, &body)?;
        let id = new_id(&caller, key.as_deref());
        let command = command(visit, &roster, body, id).await?;
        office::change_roster(office, &unit, &command, visit.actor(), visit.now).await?;
    }
    Ok(Json(asked(visit, &unit).await?))
}

/// What was settled so is not refused when it is said again.
fn is_so(roster: &Roster, step: &RosterStep) -> bool {
    let wanted = |yes: bool| if yes { Settled::Granted } else { Settled::Refused };
    match step {
        RosterStep::SettleLeave { leave, granted } => {
            let leave = roster.leaves.get(leave);
            leave.is_some_and(|leave| leave.settled == wanted(*granted))
        }
        RosterStep::SettleSwap { swap, approved, .. } => {
            let swap = roster.swaps.get(swap);
            swap.is_some_and(|swap| swap.settled == wanted(*approved))
        }
        _ => false,
    }
}

/// Whoever holds the key's post settles nothing of their own through a program.
fn not_own(visit: &Visit, roster: &Roster, step: &RosterStep) -> Result<(), Refusal> {
    let holders = &visit.person.standing.sight().holders;
    let own = match step {
        RosterStep::SettleLeave { leave, .. } => roster
            .leaves
            .get(leave)
            .is_some_and(|leave| holders.contains(&leave.staff)),
        RosterStep::SettleSwap { swap, .. } => roster
            .swaps
            .get(swap)
            .is_some_and(|swap| holders.contains(&swap.asked_by) || holders.contains(&swap.other)),
        _ => false,
    };
    if own {
        Err(Refusal::new("refusal-duty-not-own"))
    } else {
        Ok(())
    }
}

async fn command(visit: &Visit, roster: &Roster, step: RosterStep, id: String) -> Result<RosterCommand, Fault> {
    let pack = &visit.desk.office.pack;
    Ok(match step {
        RosterStep::EnterLeave { staff, from, until } => RosterCommand::EnterLeave {
            id,
            staff: known(visit, &staff).await?,
            from,
            until,
        },
        RosterStep::SettleLeave { leave, granted } => RosterCommand::SettleLeave { id: leave, granted },
        RosterStep::SettleSwap {
            swap,
            approved,
            despite,
        } => RosterCommand::SettleSwap {
            id: swap,
            approved,
            despite,
        },
        RosterStep::PutShift {
            turn,
            date,
            seat,
            staff,
            despite,
        } => {
            let turn = pack.duty.as_ref().and_then(|rules| rules.turn(&turn));
            let turn = turn.filter(|_| seat > 0);
            let turn = turn.ok_or_else(|| Refusal::new("refusal-duty-turn"))?;
            let staff = known(visit, &staff).await?;
            RosterCommand::Put {
                shift: Shift::of_turn(turn, date, seat, staff, &pack.zone),
                despite,
            }
        }
        RosterStep::WithdrawShift { shift } => RosterCommand::Withdraw { shift },
        RosterStep::OverrideShift {
            shift,
            staff,
            from,
            until,
            despite,
        } => {
            let there = roster.shifts.get(&shift);
            let there = there.ok_or_else(|| Refusal::new("refusal-duty-shift"))?;
            let over = Override {
                staff: known(visit, &staff).await?,
                from: from.unwrap_or(there.from),
                until: until.unwrap_or(there.until),
                shift,
            };
            RosterCommand::Override { over, despite }
        }
        RosterStep::PutOwnTimes {
            tier,
            staff,
            from,
            until,
            despite,
        } => {
            let tier = match tier {
                TierName::Leader => Tier::Leader,
                TierName::Officer => Tier::Officer,
            };
            let staff = known(visit, &staff).await?;
            RosterCommand::Put {
                shift: Shift::of_own_times(id, tier, (from, until), staff, &pack.zone),
                despite,
            }
        }
    })
}

/// Who signs in under that name; one who has no account serves at no desk.
pub(super) async fn known(visit: &Visit, user: &str) -> Result<Staff, Fault> {
    let known = office::staff_by_user(&visit.desk.office, user).await?;
    Ok(known.ok_or_else(|| Refusal::new("refusal-duty-member"))?)
}
