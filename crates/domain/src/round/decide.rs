//! The rules of a round.

use super::{Owed, Plan, Progress, Round, RoundEvent, Said};
use crate::case::{Actor, Refusal, Role};
use crate::pack::Pack;
use crate::texts;
use jiff::Timestamp;

/// The longest name and addressee, in characters.
const MOST_LINE_CHARS: usize = 200;
/// The longest text, in characters.
const MOST_CHARS: usize = 2_000;
/// The most that a round can ask for.
const MOST_OWED: usize = 2_000;
/// The most that one report settles or refers.
const MOST_COUNTED: u32 = 10_000;
/// The most that is settled or referred of an area in all.
const MOST_IN_ALL: u32 = 1_000_000;

/// What may be asked of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoundCommand {
    /// Begin it.
    Start(Plan),
    /// Say what was found in an area.
    Report {
        /// Who looks at what.
        owed: Owed,
        /// What is said.
        said: Said,
        /// Under which it is written once, where it has one.
        key: Option<String>,
    },
    /// Put right the numbers that were reported of an area, also when the round has ended.
    Correct {
        /// Who looks at what.
        owed: Owed,
        /// Settled and referred in all, as whoever corrects has read them: what was reported in between is not written over.
        before: (u32, u32),
        /// How many were settled on the spot in all.
        settled: u32,
        /// How many were referred in all.
        referred: u32,
        /// What was wrong.
        reason: String,
        /// Under which it is written once, where it has one.
        key: Option<String>,
    },
    /// End it.
    End {
        /// Why.
        reason: String,
        /// Under which it is written once, where it has one.
        key: Option<String>,
    },
}

impl RoundCommand {
    fn key(&self) -> Option<&String> {
        match self {
            Self::Start(_) => None,
            Self::Report { key, .. } | Self::Correct { key, .. } | Self::End { key, .. } => key.as_ref(),
        }
    }
}

/// Answers a command with the event it makes, or says why not. None: what is said is so already.
///
/// # Errors
/// A [`Refusal`] whose key is in `locales/*/rounds.ftl`.
pub fn decide(
    state: Option<&Round>,
    command: &RoundCommand,
    actor: &Actor,
    pack: &Pack,
    now: Timestamp,
) -> Result<Option<RoundEvent>, Refusal> {
    match (state, command) {
        (None, RoundCommand::Start(plan)) => start(plan, actor, pack, now).map(Some),
        (Some(_), RoundCommand::Start(_)) | (None, _) => Err(Refusal::new("refusal-round-unknown")),
        (Some(round), command) if command.key().is_some_and(|key| round.keys.contains(key)) => Ok(None),
        (Some(round), RoundCommand::Correct { owed, reason, .. }) => {
            let progress = owing(round, owed)?;
            own_word(owed, actor, pack)?;
            texts::filled("reason", reason, MOST_CHARS)?;
            correct(progress, command)
        }
        (Some(round), _) if round.ended_at.is_some() => {
            Err(Refusal::new("refusal-round-ended").with("name", &round.plan.name))
        }
        (Some(round), RoundCommand::Report { owed, said, key }) => {
            let said = report(round, owed, said, actor, pack)?;
            Ok(said.map(|said| RoundEvent::Reported {
                owed: owed.clone(),
                said,
                key: key.clone(),
            }))
        }
        (Some(_), RoundCommand::End { reason, key }) => {
            check_office(actor)?;
            texts::filled("reason", reason, MOST_CHARS)?;
            Ok(Some(RoundEvent::Ended {
                reason: reason.clone(),
                key: key.clone(),
            }))
        }
    }
}

fn start(plan: &Plan, actor: &Actor, pack: &Pack, now: Timestamp) -> Result<RoundEvent, Refusal> {
    check_office(actor)?;
    texts::filled("round-name", &plan.name, MOST_CHARS)?;
    texts::line("round-name", &plan.name, MOST_LINE_CHARS)?;
    texts::filled("round-why", &plan.why, MOST_CHARS)?;
    if plan.until <= now {
        return Err(Refusal::new("refusal-round-until"));
    }
    if plan.owed.is_empty() {
        return Err(Refusal::new("refusal-round-nobody"));
    }
    if plan.owed.len() > MOST_OWED {
        return Err(Refusal::new("refusal-round-many").with("most", MOST_OWED));
    }
    for owed in &plan.owed {
        if pack.unit(&owed.unit).is_none() {
            return Err(Refusal::new("refusal-unit-unknown").with("unit", &owed.unit));
        }
        if let Some(area) = owed.area.as_ref().filter(|area| pack.area(area).is_none()) {
            return Err(Refusal::new("refusal-area-unknown").with("area", area));
        }
    }
    let mut plan = plan.clone();
    plan.owed.sort();
    plan.owed.dedup();
    // In the pack's order, which ranks nobody.
    let place = |owed: &Owed| {
        let unit = pack.units.iter().position(|unit| unit.slug == owed.unit);
        let area = owed
            .area
            .as_ref()
            .and_then(|slug| pack.areas.iter().position(|area| area.slug == *slug));
        (unit, area)
    };
    plan.owed.sort_by_key(place);
    Ok(RoundEvent::Started(plan))
}

/// What is said, where it is not said already.
fn report(round: &Round, owed: &Owed, said: &Said, actor: &Actor, pack: &Pack) -> Result<Option<Said>, Refusal> {
    let progress = owing(round, owed)?;
    // The unit's own word, or that of the office which takes it down.
    if !matches!(said, Said::Found { .. }) {
        own_word(owed, actor, pack)?;
    }
    match said {
        Said::None if progress.reported_at.is_some() && !progress.is_none() => {
            return Err(Refusal::new("refusal-round-none"));
        }
        Said::None if progress.is_none() => return Ok(None),
        Said::None => {}
        Said::Found { number } if progress.found.contains(number) => return Ok(None),
        Said::Found { number } => texts::line("external", number, MOST_LINE_CHARS)?,
        Said::Settled { n, note } => {
            count(*n)?;
            texts::filled("note", note, MOST_CHARS)?;
        }
        Said::Referred { n, to, note } => {
            count(*n)?;
            texts::filled("round-to", to, MOST_CHARS)?;
            texts::line("round-to", to, MOST_LINE_CHARS)?;
            texts::filled("note", note, MOST_CHARS)?;
        }
    }
    Ok(Some(said.clone()))
}

/// The numbers that are right, where others were reported.
fn correct(progress: &Progress, command: &RoundCommand) -> Result<Option<RoundEvent>, Refusal> {
    let RoundCommand::Correct {
        owed,
        before,
        settled,
        referred,
        reason,
        key,
    } = command
    else {
        return Ok(None);
    };
    if progress.reported_at.is_none() {
        return Err(Refusal::new("refusal-round-silent"));
    }
    if [settled, referred].into_iter().any(|n| *n > MOST_IN_ALL) {
        return Err(Refusal::new("refusal-round-in-all").with("most", MOST_IN_ALL));
    }
    let now = (progress.settled, progress.referred);
    if now == (*settled, *referred) {
        return Ok(None);
    }
    if now != *before {
        return Err(Refusal::new("refusal-round-changed")
            .with("settled", now.0)
            .with("referred", now.1));
    }
    Ok(Some(RoundEvent::Corrected {
        owed: owed.clone(),
        settled: *settled,
        referred: *referred,
        reason: reason.clone(),
        key: key.clone(),
    }))
}

/// What was said so far of what the round asks for.
fn owing<'r>(round: &'r Round, owed: &Owed) -> Result<&'r Progress, Refusal> {
    round.of(owed).ok_or_else(|| Refusal::new("refusal-round-not-owed"))
}

/// It is the unit's own word.
fn own_word(owed: &Owed, actor: &Actor, pack: &Pack) -> Result<(), Refusal> {
    if actor.unit.as_ref() == Some(&owed.unit) {
        return Ok(());
    }
    let refusal = Refusal::new("refusal-round-other-unit");
    Err(match pack.unit(&owed.unit) {
        Some(unit) => refusal.with_text("unit", &unit.name),
        None => refusal.with("unit", &owed.unit),
    })
}

fn check_office(actor: &Actor) -> Result<(), Refusal> {
    if actor.role == Role::SpecialOffice {
        return Ok(());
    }
    Err(Refusal::new("refusal-round-office"))
}

fn count(n: u32) -> Result<(), Refusal> {
    if (1..=MOST_COUNTED).contains(&n) {
        return Ok(());
    }
    Err(Refusal::new("refusal-round-count").with("most", MOST_COUNTED))
}
