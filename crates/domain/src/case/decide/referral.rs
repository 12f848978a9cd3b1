//! Mediation for a court: its own time, more of it with the parties' consent, and the way back to the court; and whether the
//! parties mediate online.

use super::mediation::{check_own_word, check_parties, letters, rules, state};
use super::{Draft, clocks, texts, timing};
use crate::case::{Case, Event, Mediation, Party, Referral, Refusal, online_until};
use crate::clock::{Allowance, ClockUnit};
use crate::pack::{ClockRule, Kind, StepName};
use jiff::Timestamp;

/// The longest name of a court and the longest number of its own, in characters.
const MOST_COURT_CHARS: usize = 300;
/// The longest that one extension is, in days, where the pack says nothing: more is a slip of the pen.
const MOST_EXTENSION_DAYS: u32 = 366;

/// A court has referred the dispute. Said again, it puts right what was said before.
pub(super) fn refer(draft: &mut Draft<'_>, said: &Referral) -> Result<(), Refusal> {
    texts::needed("court", &said.court)?;
    texts::line("court", &said.court, MOST_COURT_CHARS)?;
    texts::needed("court-number", &said.number)?;
    texts::line("court-number", &said.number, MOST_COURT_CHARS)?;
    let received = Timestamp::from_millisecond(said.received.as_millisecond()).unwrap_or(said.received);
    if received > draft.now {
        return Err(Refusal::new("refusal-referral-ahead"));
    }
    let mediation = state(draft);
    if mediation.in_force.is_some() || mediation.ended.is_some() {
        return Err(Refusal::new("refusal-referral-over").with("number", &draft.case.number));
    }
    let referral = Referral {
        way: said.way,
        court: said.court.trim().to_owned(),
        number: said.number.trim().to_owned(),
        received,
    };
    if mediation.referral.as_ref() == Some(&referral) {
        return Ok(());
    }
    let before = mediation.referral.map(|before| (before.way, before.received));
    let anew = before != Some((referral.way, referral.received));
    draft.push(Event::CourtReferred(referral));
    if let Some(rule) = mediation_clock(draft.kind).filter(|_| anew) {
        clocks::restart_for_referral(draft, rule, received);
    }
    Ok(())
}

/// The clock that waits for the end of mediation.
fn mediation_clock(kind: &Kind) -> Option<&ClockRule> {
    kind.clocks
        .iter()
        .find(|rule| rule.stops.contains(&StepName::EndMediation))
}

/// Whether there is time that can be extended.
pub(super) fn is_running(draft: &Draft<'_>) -> bool {
    let rule = mediation_clock(draft.kind);
    let clock = rule.and_then(|rule| draft.case.clock(&rule.slug));
    clock.is_some_and(|clock| clock.is_open() && !clock.is_late(draft.now))
}

/// Whether somebody who was invited to mediate online can still say whether they take part.
pub(super) fn is_awaited(draft: &Draft<'_>) -> bool {
    let online = draft.case.mediation().and_then(|mediation| mediation.online.as_ref());
    let until = online_until(&draft.case, draft.pack);
    let in_time = until.is_none_or(|until| draft.now.as_second() <= until.as_second());
    online.is_some_and(|online| in_time && !online.is_confirmed())
}

/// More time for mediation, because all parties want it. What a court has given is theirs to extend without a limit
/// (最高人民法院关于人民法院特邀调解的规定, art. 27); otherwise the body's own limit holds, where it has one.
pub(super) fn extend(draft: &mut Draft<'_>, days: u32, parties: &[Party], reason: &str) -> Result<(), Refusal> {
    check_parties(draft, parties)?;
    texts::needed("reason", reason)?;
    let missing: Vec<Party> = draft
        .case
        .parties()
        .into_iter()
        .filter(|party| !parties.contains(party))
        .collect();
    if !missing.is_empty() {
        return Err(Refusal::new("refusal-extension-consent").with("partys", letters(&missing)));
    }
    let rule = mediation_clock(draft.kind)
        .ok_or_else(|| Refusal::new("refusal-no-mediation").with_text("kind", &draft.kind.name))?;
    let clock = draft.case.clock(&rule.slug).filter(|clock| clock.is_open()).cloned();
    let clock = clock.ok_or_else(|| Refusal::new("refusal-clock-not-running").with_text("clock", &rule.name))?;
    let granted = clock
        .extensions
        .iter()
        .fold(0_u32, |sum, extension| sum.saturating_add(extension.by.n));
    let own = rules(draft)?
        .extension
        .as_ref()
        .filter(|_| state(draft).referral.is_none());
    let left = own.map_or(MOST_EXTENSION_DAYS, |most| most.value.saturating_sub(granted));
    if days == 0 || days > left {
        return Err(Refusal::new("refusal-extension-too-long")
            .with_text("clock", &rule.name)
            .with("left", left)
            .with("unit", ClockUnit::Days.slug()));
    }
    if !clock.is_paused() && clock.is_late(draft.now) {
        return Err(Refusal::new("refusal-clock-late").with_text("clock", &rule.name));
    }
    let by = Allowance {
        n: days,
        unit: ClockUnit::Days,
    };
    let due = timing::extended_due(draft, &clock, by);
    draft.push(Event::ClockExtended {
        clock: rule.slug.clone(),
        by,
        due: due.at,
        reason: reason.to_owned(),
        requester_told: true,
        agreed: parties.to_vec(),
        warning: due.warning,
    });
    Ok(())
}

/// The parties are invited to mediate online; each has the pack's time to say that it takes part. Invited once more, all are
/// asked anew.
pub(super) fn invite(draft: &mut Draft<'_>, parties: &[Party]) -> Result<(), Refusal> {
    check_parties(draft, parties)?;
    await_nobody(draft);
    draft.push(Event::OnlineInvited {
        parties: parties.to_vec(),
    });
    clocks::apply(draft, StepName::InviteOnline, false);
    Ok(())
}

/// Nobody is waited for any more to say whether they take part online, and nobody is late.
fn await_nobody(draft: &mut Draft<'_>) {
    let clocks = draft.kind.clocks.iter();
    for rule in clocks.filter(|rule| rule.stops.contains(&StepName::AnswerOnline)) {
        clocks::cancel(draft, rule);
    }
}

/// A party takes part online or does not: its own word, or as it told the mediator. Who does not is called to a room.
pub(super) fn answer(draft: &mut Draft<'_>, party: Party, takes_part: bool) -> Result<(), Refusal> {
    check_parties(draft, &[party])?;
    check_own_word(draft, party, StepName::AnswerOnline)?;
    let online = state(draft).online.filter(|online| online.parties.contains(&party));
    if online.is_none() {
        return Err(Refusal::new("refusal-online-uninvited").with("partys", letters(&[party])));
    }
    // The last second is in time.
    let late = online_until(&draft.case, draft.pack).is_some_and(|until| draft.now.as_second() > until.as_second());
    if late {
        return Err(Refusal::new("refusal-online-late").with("number", &draft.case.number));
    }
    draft.push(Event::OnlineAnswered { party, takes_part });
    let said = state(draft).online.unwrap_or_default();
    if said.is_confirmed() {
        clocks::apply(draft, StepName::AnswerOnline, false);
    } else if !takes_part {
        // One is enough for a room.
        await_nobody(draft);
    }
    Ok(())
}

/// Who is called to a session that is held by video alone has said that it takes part online, where the pack asks for that.
pub(super) fn check_online(draft: &Draft<'_>, parties: &[Party]) -> Result<(), Refusal> {
    let asked = draft.kind.steps.iter().any(|step| step.name == StepName::InviteOnline);
    let missing = state(draft).not_online(parties);
    if !asked || missing.is_empty() {
        return Ok(());
    }
    Err(Refusal::new("refusal-online-unconfirmed").with("partys", letters(&missing)))
}

/// What a court has given goes back to it with the dossier, and is neither dropped nor closed here before.
pub(super) fn check_returned(case: &Case) -> Result<(), Refusal> {
    let owed = case.mediation().and_then(Mediation::owed_to_court);
    owed.map_or(Ok(()), |court| {
        Err(Refusal::new("refusal-not-returned")
            .with("court", court)
            .with("number", &case.number))
    })
}

/// No step but the end of mediation, or an agreement, ends what a court has given.
pub(super) fn check_not_referred(case: &Case) -> Result<(), Refusal> {
    let referral = case.mediation().and_then(|mediation| mediation.referral.as_ref());
    referral.map_or(Ok(()), |referral| {
        Err(Refusal::new("refusal-referred-ends").with("court", &referral.court))
    })
}
